"""A draft made a Ticket: roles, one copy of what is quoted twice, masking, order, ids, offsets."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from agent.intake import hostile, limits, marks, people, records, roles
from agent.ticket import Message, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agent.intake.draft import Draft, Entry
    from agent.intake.marks import Signed

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_KEY_LENGTH = 60
_DAY_LENGTH = len("2026-01-01")


def build(draft: Draft, digest: str) -> Ticket:
    """Return the ticket that a draft holds, masked, with offsets counted in the masked texts."""
    limits.text("".join(e.text for e in draft.entries), "The ticket", limits.EXPORT // 3)
    draft.entries = limits.few(once([_clean(e) for e in draft.entries]), draft.warnings)
    cut = _cut(draft)
    roles.assign(draft)
    mask = masker([*(e.text for e in draft.entries), *records.texts(draft)], keep=_names(draft))
    entries = ordered(
        [replace(e, text=mask(e.text), author=mask(e.author) if e.author else None) for e in draft.entries]
    )
    record, fields = records.build(draft, mask)
    messages: list[Message] = list(record)
    vocabulary = hostile.Vocabulary(e.text for e in entries)
    signed: dict[str, list[Signed]] = {}
    for number, entry in enumerate(entries, 1):
        message, signatures = _message(f"m{number}", entry)
        messages.append(_marked(message, vocabulary))
        if signatures:
            signed[message.id] = signatures
    return Ticket(
        id=draft.id,
        subject=mask(_BROKEN.sub("", draft.subject)) if draft.subject else None,
        source_format=draft.vendor or draft.source_format,
        format_reason=draft.why,
        digest=digest,
        messages=tuple(messages),
        fields=fields,
        people=people.found(draft, entries, messages, signed, fields, mask),
        warnings=tuple(_warnings(draft, messages, cut)),
    )


def _names(draft: Draft) -> list[str]:
    return sorted({n for n in (*(e.author for e in draft.entries), *(p.name for p in draft.people)) if n})


def _clean(entry: Entry) -> Entry:
    text = _BROKEN.sub("", entry.text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    author = _BROKEN.sub("", entry.author).strip() if entry.author else None
    return replace(entry, text=text.rstrip(), author=author or None)


def masker(texts: Iterable[str], keep: Iterable[str]) -> Callable[[str], str]:
    """Return the one function through which every text of a ticket is masked; it has learned all of them."""
    from agent.intake.masking import Masker  # noqa: PLC0415  loads its rules

    made = Masker(keep)
    first = {text: made.mask(text) for text in texts}
    done = {} if any(m.found for m in first.values()) else {text: m.text for text, m in first.items()}

    def mask(text: str) -> str:
        if text not in done:
            done[text] = made.mask(text).text
        return done[text]

    return mask


def once(entries: list[Entry]) -> list[Entry]:
    """Drop a quoted message that is there as a message of its own, or that an earlier quote already gave."""
    own = {key for e in entries if not e.quoted and (key := _key(e.text))}
    seen: set[str] = set()
    out: list[Entry] = []
    for e in entries:
        key = _key(e.text)
        if e.quoted and key and (key in own or key in seen):
            continue
        if e.quoted:
            seen.add(key)
        if e.text.strip() or not out:
            out.append(e)
    return [e for e in out if e.text.strip()] or out[:1]


def _key(text: str) -> str:
    head = text[: _KEY_LENGTH * 6]
    return "".join(c for c in head.casefold() if c.isalnum())[:_KEY_LENGTH]


def ordered(entries: list[Entry]) -> list[Entry]:
    """Sort by time. One without a time keeps its place after the one before it; a bare day keeps it within its day."""
    zone = next((m.tzinfo for e in entries if e.at and (m := datetime.fromisoformat(e.at)).tzinfo), None)
    offset = zone.utcoffset(None) if zone else None
    local = timezone(offset) if offset is not None else UTC
    keys: list[datetime | None] = []
    last: datetime | None = None
    for e in entries:
        now = _moment(e.at, local)
        if now is None or (e.at and len(e.at) <= _DAY_LENGTH and last and last.astimezone(local).date() == now.date()):
            now = last
        keys.append(now)
        last = now or last
    first = next((k for k in keys if k), datetime.min.replace(tzinfo=UTC) + timedelta(days=1))
    numbered = sorted(range(len(entries)), key=lambda i: (keys[i] or first, i))
    return [entries[i] for i in numbered]


def _moment(at: str | None, local: timezone) -> datetime | None:
    if not at:
        return None
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=local)


def _message(number: str, entry: Entry) -> tuple[Message, list[Signed]]:
    found, signed = marks.mark(hostile.without_code(entry.text), entry.author, machine=entry.noise)
    return (
        Message(
            id=number,
            at=entry.at,
            author=entry.author,
            role=entry.role,
            public=entry.public,
            text=entry.text,
            marks=found,
        ),
        signed,
    )


def _cut(draft: Draft) -> list[str]:
    """Take out what speaks to a machine that reads the ticket; return who wrote it or where it stood."""
    vocabulary = hostile.Vocabulary(e.text for e in draft.entries)
    out: list[str] = []
    if not vocabulary.of_machines:
        for n, entry in enumerate(draft.entries):
            kept = hostile.without(entry.text, vocabulary)
            if kept != entry.text:
                draft.entries[n] = replace(entry, text=kept.strip("\n"))
                out.append(f"a message of {entry.author}" if entry.author else "a message")
    for n, record in enumerate(draft.records):
        told = [line for line in record.lines if hostile.told_in(line.value)]
        out += [f"the field {line.label}" for line in told]
        screen = record.screen
        if screen and not vocabulary.of_machines and (kept := hostile.without(screen, vocabulary)) != screen:
            screen = kept
            out.append("the ticket's own fields")
        draft.records[n] = replace(record, lines=tuple(x for x in record.lines if x not in told), screen=screen)
    return out


def _marked(message: Message, vocabulary: hostile.Vocabulary) -> Message:
    """Return the message with marks on its code, and on what still speaks to a machine."""
    found = hostile.marks_of(message.text, vocabulary, cut=not vocabulary.of_machines)
    marked = tuple(sorted((*message.marks, *found), key=lambda m: (m.start, m.end, m.kind)))
    return message.model_copy(update={"marks": marked}) if found else message


def _warnings(draft: Draft, messages: Iterable[Message], cut: Iterable[str]) -> Iterable[str]:
    yield from dict.fromkeys(draft.warnings)
    for where in dict.fromkeys(cut):
        yield f"Text that addresses a machine was left out of {where}."
    for message in messages:
        if any(m.kind == "machine" for m in message.marks):
            yield f"{message.id} holds text that addresses a machine; it was left out of every fact."
    if any(hostile.addresses_reader(h) for h in draft.hidden):
        yield "Hidden text that addresses an automated reader was left out."
