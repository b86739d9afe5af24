"""Answers that are lists: one entry a line, the date first; every entry cites its own line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.answer_values import certain_day
from agent.errors import AnswerError
from agent.evidence import Evidence
from agent.facts import ActionTaken, TimelineEntry
from agent.values.dates import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_ENTRY = re.compile(r"[^\n]+")
_NEXT_DATE = re.compile(r";\s*(?=\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]|\d{4}年)")
_BULLET = re.compile(r"\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+(?!\d|[^\W\d_]{3,9}\b\.?:?\s\d))?")
_CLOCK = re.compile(r"[T ,]*(\d{1,2}:\d{2})(?::\d{2})?(Z|[+-]\d{2}:?\d{2})?")
_AFTER_DATE = re.compile(r"\s*[)\]]?\s*[:：,，;–—-]*\s*")


@dataclass(frozen=True)
class _Entry:
    when: str | None
    text: str
    evidence: Evidence


def timeline(given: str, as_of: date) -> tuple[TimelineEntry, ...]:
    """Return the entries in order; an AnswerError names the line that has no date or no event."""
    out = []
    for number, entry in enumerate(_entries("timeline", given, as_of), start=1):
        if entry.when is None:
            message = f"The answer to timeline, entry {number}, {entry.text!r}, does not begin with a date."
            raise AnswerError(message, "Write one event a line, for example: 2026-04-12: the update went live.")
        out.append(TimelineEntry(date=entry.when, event=entry.text, evidence=(entry.evidence,)))
    return tuple(sorted(out, key=lambda e: e.date))


def actions(given: str, as_of: date) -> tuple[ActionTaken, ...]:
    """Return what our side has done, as given; the date may be left out."""
    return tuple(
        ActionTaken(action=e.text, date=e.when, evidence=(e.evidence,)) for e in _entries("actions_taken", given, as_of)
    )


def _entries(field: str, given: str, as_of: date) -> Iterator[_Entry]:
    for number, (start, end) in enumerate(_places(given), start=1):
        line = given[start:end]
        lead = _BULLET.match(line)
        begin = lead.end() if lead else 0
        when, text = _dated(field, line[begin:].strip(), as_of)
        if not any(c.isalnum() for c in text):
            message = f"The answer to {field}, entry {number}, {line.strip()!r}, says nothing that happened."
            raise AnswerError(
                message, "Write what happened behind the date, for example: 2026-04-12: the update went live."
            )
        quote = line.strip()
        place = start + line.index(quote)
        yield _Entry(when, text, Evidence(message=f"answer:{field}", start=place, end=place + len(quote), quote=quote))


def _places(given: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each entry: lines, and parts behind a semicolon that begin with a date."""
    for line in _ENTRY.finditer(given):
        start = line.start()
        for stop in _NEXT_DATE.finditer(given, line.start(), line.end()):
            yield start, stop.start()
            start = stop.end()
        if given[start : line.end()].strip():
            yield start, line.end()


def _dated(field: str, line: str, as_of: date) -> tuple[str | None, str]:
    """Return the ISO date or time that begins the line, and what follows it."""
    first = next((s for s in dates_in(line, as_of) if s.start <= len("(") and s.precision == "day"), None)
    if first is None:
        return None, line
    day = certain_day(field, line, first).isoformat()
    end = first.end
    clock = _CLOCK.match(line, end)
    if clock:
        hour, minute = clock.group(1).split(":")
        day, end = f"{day}T{int(hour):02d}:{minute}{_offset(clock.group(2))}", clock.end()
    behind = _AFTER_DATE.match(line, end)
    return day, line[behind.end() if behind else end :].strip()


def _offset(zone: str | None) -> str:
    if not zone or zone == "Z":
        return "+00:00" if zone else ""
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
