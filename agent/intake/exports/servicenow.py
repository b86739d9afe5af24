"""ServiceNow: an incident or case by the Table API, its journal fields as rows or as one text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, heads, people, rows, text
from agent.intake.jsonshape import is_map, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.intake.exports.shape import Known, Side, Tree

NAME = "servicenow"
NEEDS = (
    "JSON of an incident or case (`result`), with sys_journal_field rows, comments and work_notes, or "
    "comments_and_work_notes; sys_user rows beside it are joined"
)
_ENTRY = re.compile(
    r"^(?P<at>\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?) - "
    r"(?P<who>[^\n]{1,80}?) \((?P<kind>[^\n]{1,60})\)[ \t]*\n",
    re.MULTILINE | re.IGNORECASE,
)
_STORED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_PATTERNS = (
    "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S",
    "%m-%d-%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p",
    "%d-%m-%Y %I:%M:%S %p", "%m-%d-%Y %I:%M:%S %p",
)  # fmt: skip
_FARTHEST = timedelta(hours=14)
_JOURNALS = ("comments_and_work_notes", "comments", "work_notes")
_CALLERS = ("caller_id", "contact", "requested_for", "opened_by", "sys_created_by")


def recognise(tree: object) -> str | None:
    """Say what shows that it is ServiceNow's."""
    for row in heads(tree):
        if "sys_id" in row and ("short_description" in row or "element_id" in row or "number" in row):
            return "a sys_id with a number or a journal"
        if {"element", "element_id", "value"} <= set(row):
            return "rows of a journal"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the incident: work notes are internal, comments the customer sees."""
    out = Plain()
    found = list(rows(trees))
    known = {
        k: v for k, v in people([_flat(r) for r in found if "element" not in r and "number" not in r]).items() if k
    }
    incident = next((r for r in found if "short_description" in r), {})
    caller = _caller(incident, known)
    out.fields = {
        "id": _value(incident, "number"), "subject": _value(incident, "short_description"),
        "status": _value(incident, "state") or _value(incident, "incident_state"),
        "priority": _value(incident, "priority"),
        "company": _who(incident, "company", known) or _who(incident, "account", known), "caller": caller,
        "assigned to": _who(incident, "assigned_to", known),
        "assignment group": _who(incident, "assignment_group", known),
        **{k.removeprefix("u_").replace("_", " "): _value(incident, k) for k in incident if k.startswith("u_")},
    }  # fmt: skip
    journal = [row for row in found if _value(row, "element") in {"comments", "work_notes"}]
    zone = _zone(incident)
    opened = _time(incident, "opened_at") or _time(incident, "sys_created_on")
    opened = opened if journal or zone else _value(incident, "opened_at") or opened
    out.open(_value(incident, "description"), at=opened, author=caller)
    for row in journal:
        who = _who(row, "sys_created_by", known)
        _add(out, _value(row, "value"), _time(row, "sys_created_on"), who, _value(row, "element") or "", caller)
    for at, who, kind, said in () if journal else _journal(incident):
        _add(out, said, _at(at, zone), who, kind, caller)
    return out


def _flat(row: Tree) -> Tree:
    return {k: _value(row, k) for k in ("sys_id", "user_name", "name", "email", "title") if k in row}


def _value(row: Tree, key: str) -> str | None:
    """Return a field as it is shown, where the API gives it as display_value and value."""
    value = row.get(key)
    return text(value, "display_value") or text(value, "value") if is_map(value) else shown(value)


def _time(row: Tree, key: str) -> str | None:
    """Return a time: the stored value, which is UTC, where the API gives it beside the one that is shown."""
    value = row.get(key)
    raw = text(value, "value") if is_map(value) else None
    return f"{raw}Z" if raw else _value(row, key)


def _zone(incident: Tree) -> tuple[str, timedelta] | None:
    """Return how times are shown, as a pattern, and how far they are from UTC, from one given both ways."""
    for value in incident.values():
        stored, seen = text(value, "value"), text(value, "display_value")
        if not (stored and seen and _STORED.fullmatch(stored)):
            continue
        moment = datetime.strptime(stored, _PATTERNS[0]).replace(tzinfo=UTC)
        fits = [(p, gap) for p in _PATTERNS if (gap := _gap(seen, p, moment)) is not None]
        if len(fits) == 1:
            return fits[0]
    return None


def _gap(seen: str, pattern: str, moment: datetime) -> timedelta | None:
    try:
        gap = datetime.strptime(seen, pattern).replace(tzinfo=UTC) - moment
    except ValueError:
        return None
    return gap if abs(gap) <= _FARTHEST else None


def _at(written: str, zone: tuple[str, timedelta] | None) -> str:
    """Return a time of the journal's text with its offset, where the incident tells it."""
    if zone is None:
        return written
    try:
        return datetime.strptime(written, zone[0]).replace(tzinfo=timezone(zone[1])).isoformat()
    except ValueError:
        return written


def _who(row: Tree, key: str, known: dict[str, Known]) -> str | None:
    """Return the name of whom a field points at; an id that no table explains is no name."""
    value = row.get(key)
    number = (text(value, "value") if is_map(value) else shown(value)) or ""
    user = known.get(number)
    if user and user.name:
        return user.name
    if is_map(value):
        return text(value, "display_value")
    return None if re.fullmatch(r"[0-9a-f]{32}", number) else number or None


def _caller(incident: Tree, known: dict[str, Known]) -> str | None:
    return next((who for key in _CALLERS if (who := _who(incident, key, known))), None)


def _add(out: Plain, said: str | None, at: str | None, who: str | None, kind: str, caller: str | None) -> None:
    internal = "work" in kind.lower()
    side: Side = "agent" if internal else "customer" if who and who == caller else ""
    side = "system" if (who or "").lower() in {"system", "guest"} else side
    out.add(said, at=at, author=who, side=side, public=not internal)


def _journal(incident: Tree) -> Iterator[tuple[str, str, str, str]]:
    """Yield the entries that the API prints as one text, the oldest first."""
    for key in _JOURNALS:
        whole = _value(incident, key) or ""
        marks = list(_ENTRY.finditer(whole))
        ends = [m.start() for m in marks[1:]] + [len(whole)] * bool(marks)
        entries = [
            (m["at"], m["who"].strip(), key if key != _JOURNALS[0] else m["kind"], whole[m.end() : end].strip())
            for m, end in zip(marks, ends, strict=True)
        ]
        yield from reversed(entries)
        if entries and key == _JOURNALS[0]:
            return
        if whole and not entries:
            yield "", "", key, whole
