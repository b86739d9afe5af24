"""ServiceNow: an incident by the Table API, its journal fields as rows or as one text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, rows, text
from agent.intake.jsonshape import is_map, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.intake.exports.shape import Tree

NAME = "servicenow"
NEEDS = "JSON of an incident (`result`), with sys_journal_field rows or comments_and_work_notes"
_ENTRY = re.compile(
    r"^(?P<at>\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ T]\d{1,2}:\d{2}(?::\d{2})?) - (?P<who>[^\n(]+) \((?P<kind>[^)\n]+)\)\n",
    re.MULTILINE,
)
_JOURNALS = ("comments_and_work_notes", "comments", "work_notes")


def recognise(tree: object) -> str | None:
    """Say what shows that it is ServiceNow's."""
    for row in rows([tree]):
        if "sys_id" in row and ("short_description" in row or "element_id" in row or "number" in row):
            return "a sys_id with a number or a journal"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the incident: work notes are internal, comments the customer sees."""
    out = Plain()
    found = list(rows(trees))
    incident = next((r for r in found if "short_description" in r), {})
    caller = _value(incident, "caller_id") or _value(incident, "opened_by")
    out.fields = {
        "id": _value(incident, "number"), "subject": _value(incident, "short_description"),
        "status": _value(incident, "state") or _value(incident, "incident_state"),
        "priority": _value(incident, "priority"), "company": _value(incident, "company"), "caller": caller,
        "assigned to": _value(incident, "assigned_to"), "assignment group": _value(incident, "assignment_group"),
        **{k.removeprefix("u_").replace("_", " "): _value(incident, k) for k in incident if k.startswith("u_")},
    }  # fmt: skip
    opened = _value(incident, "opened_at") or _value(incident, "sys_created_on")
    out.add(_value(incident, "description"), at=opened, author=caller, side="customer", public=True)
    for row in found:
        kind = _value(row, "element")
        if kind in {"comments", "work_notes"} and row.get("value"):
            _add(out, _value(row, "value"), _value(row, "sys_created_on"), _value(row, "sys_created_by"), kind, caller)
    if not any(_value(row, "element") in {"comments", "work_notes"} for row in found):
        for at, who, kind, said in _journal(incident):
            _add(out, said, at, who, kind, caller)
    return out


def _value(row: Tree, key: str) -> str | None:
    """Return a field as it is shown, where the API gives it as display_value and value."""
    value = row.get(key)
    return text(value, "display_value") or text(value, "value") if is_map(value) else shown(value)


def _add(out: Plain, said: str | None, at: str | None, who: str | None, kind: str, caller: str | None) -> None:
    internal = "work" in kind.lower()
    side = "agent" if internal else "customer" if who and who == caller else ""
    out.add(said, at=at, author=who, side=side, public=not internal)  # type: ignore[arg-type]


def _journal(incident: Tree) -> Iterator[tuple[str, str, str, str]]:
    """Yield the entries that the API prints as one text, the oldest first."""
    for key in _JOURNALS:
        whole = _value(incident, key) or ""
        marks = list(_ENTRY.finditer(whole))
        ends = [m.start() for m in marks[1:]] + [len(whole)] * bool(marks)
        entries = [
            (m["at"], m["who"].strip(), m["kind"], whole[m.end() : end].strip())
            for m, end in zip(marks, ends, strict=True)
        ]
        yield from reversed(entries)
        if entries and key == _JOURNALS[0]:
            return
