"""The record messages of a ticket and the fields in them, with offsets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake import marks, screens
from agent.ticket import Mark, Message, RecordField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.intake.draft import Draft, Record

_BROKEN = re.compile("[\x00\ud800-\udfff]")


def texts(draft: Draft) -> Iterator[str]:
    """Yield every text of the records, for the masker to learn."""
    for record in draft.records:
        if record.screen is not None:
            yield record.screen
        for line in record.lines:
            yield f"{line.label}: {line.value}"


def build(draft: Draft, mask: Callable[[str], str]) -> tuple[list[Message], tuple[RecordField, ...]]:
    """Return the record messages, first in the ticket, and the labelled values in them."""
    messages: list[Message] = []
    fields: list[RecordField] = []
    kept = [r for r in draft.records if r.lines or (r.screen and r.screen.strip())]
    for record in kept:
        number = "record" if not messages else f"record{len(messages) + 1}"
        message = (
            _screen(record, number, fields, mask) if record.screen is not None else _lines(record, number, fields, mask)
        )
        messages.append(message)
    if listed := _people(draft, mask, messages):
        number = "record" if not messages else f"record{len(messages) + 1}"
        messages.append(Message(id=number, role="system", public=False, text=listed, kind="record"))
    return messages, tuple(fields)


def _screen(record: Record, number: str, fields: list[RecordField], mask: Callable[[str], str]) -> Message:
    text = mask(_BROKEN.sub("", record.screen or ""))
    for label, value, start, end, about, _noise in screens.fields_of(text):
        if not screens.is_empty(value):
            fields.append(RecordField(label=label, value=value, message=number, start=start, end=end, about=about))
    return Message(id=number, role="system", public=False, text=text, kind="record", marks=marks.record_marks(text))


def _lines(record: Record, number: str, fields: list[RecordField], mask: Callable[[str], str]) -> Message:
    out: list[str] = []
    found: list[Mark] = []
    at = 0
    for line in record.lines:
        value = " ".join(_BROKEN.sub("", line.value).split())
        if screens.is_empty(value):
            continue
        label = " ".join(_BROKEN.sub("", line.label).split())
        whole = mask(f"{label}: {value}")
        label, value = whole.split(": ", 1) if whole.startswith(f"{label}: ") else ("", whole)
        start = at + len(whole) - len(value)
        fields.append(
            RecordField(label=label, value=value, message=number, start=start, end=at + len(whole), about=line.about)
        )
        if line.noise:
            found.append(Mark(start=at, end=at + len(whole), kind="noise"))
        out.append(whole)
        at += len(whole) + 1
    return Message(id=number, role="system", public=False, text="\n".join(out), kind="record", marks=tuple(found))


def _people(draft: Draft, mask: Callable[[str], str], messages: list[Message]) -> str:
    """Return the lines that name people whom no other record names: an export's tables, the headlines of a screen."""
    if draft.source_format in {"zendesk", "intercom", "json", "csv"}:
        rows = [", ".join(v for v in (p.name, p.title, p.company) if v) for p in draft.people if p.name]
        named = {p.name for p in draft.people}
        rows += [
            ", ".join(v for v in (e.author, e.title, e.company) if v)
            for e in draft.entries
            if e.author and e.author not in named
        ]
    else:
        rows = [e.shown or e.author for e in draft.entries if e.author]
        rows = [r for r in rows if not any(r in m.text for m in messages)]
    return "\n".join(dict.fromkeys(mask(_BROKEN.sub("", row)) for row in rows))
