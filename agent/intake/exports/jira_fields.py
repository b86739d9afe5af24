"""The fields of a Jira issue or service request under the names that people know them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports import adf
from agent.intake.exports.shape import listed, text
from agent.intake.jsonshape import get, is_map, maps, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.exports.shape import Tree

_DULL = frozenset((
    "comment", "description", "summary", "attachment", "worklog", "issuelinks", "subtasks", "sub-tasks", "watches",
    "watcher", "votes", "progress", "aggregateprogress", "lastViewed", "timetracking", "thumbnail", "workratio",
    "statuscategorychangedate", "issuerestriction", "created",
))  # fmt: skip
_CALLED = ("displayName", "value", "name", "summary", "title")
_HISTORY = frozenset(("status", "priority", "assignee", "resolution", "severity", "escalated"))
_MOST = 30
_LONGEST = 300


def labelled(issue: Tree, fields: Tree, found: list[Tree]) -> Tree:
    """Return the fields of an issue: custom ones are called as `names` or a list of fields beside it says."""
    names = {key: label for r in found if (label := text(r, "name")) and (key := text(r, "id") or "")
             and (key.startswith("customfield") or "clauseNames" in r)}  # fmt: skip
    told = get(issue, "names")
    names |= {k: v for k, v in told.items() if isinstance(v, str)} if is_map(told) else {}
    out: Tree = {"subject": text(fields, "summary"), "status": text(fields, "status", "name")}
    for key, value in fields.items():
        if key in _DULL or key in out or value in (None, "", [], {}):
            continue
        words = _words(value)
        if words and len(words) <= _LONGEST and not words.startswith(("0|", "{", "com.atlassian")):
            out.setdefault(names.get(key, key), words)
    out.update(_history(found))
    return out


def service_fields(request: Tree) -> Tree:
    """Return the fields of a service request: answers by their questions, status, desk, service levels."""
    answers = listed(request.get("requestFieldValues"))
    summary = next((text(a, "value") for a in answers if text(a, "fieldId") == "summary"), None)
    out: Tree = {"subject": summary or text(request, "summary"), "status": text(request, "currentStatus", "status")}
    out |= {
        "service desk": text(request, "serviceDesk", "projectName"),
        "request type": text(request, "requestType", "name"),
    }
    for answer in answers:
        label = text(answer, "label") or text(answer, "fieldId")
        words = _words(answer.get("value"))
        if label and words and text(answer, "fieldId") not in {"summary", "description"} and len(words) <= _LONGEST:
            out.setdefault(label, words)
    for level in listed(request.get("sla")):
        out.setdefault(text(level, "name") or "service level", _level(level))
    return out


def _words(value: object) -> str:
    """Return a field's value in words: who, which option with its child, which ones, how a service level stands."""
    if adf.is_document(value):
        return " ".join(adf.see(value).text.split())
    if isinstance(value, list):
        return ", ".join(w for v in value if (w := _words(v)))
    if not is_map(value):
        return shown(value) or ""
    if "ongoingCycle" in value or "completedCycles" in value:
        return _level(value)
    own = next((t for key in _CALLED if (t := text(value, key))), "")
    child = text(value, "child", "value")
    return f"{own} - {child}" if own and child else own


def _level(level: Tree) -> str:
    cycle = level.get("ongoingCycle")
    over = cycle if is_map(cycle) else next(iter(reversed(maps(level.get("completedCycles")))), {})
    told = {"true": "breached", "false": "not breached"}.get(text(over, "breached") or "")
    goal, left = text(over, "goalDuration", "friendly"), text(over, "remainingTime", "friendly")
    return ", ".join(p for p in (told, goal and f"goal {goal}", left and f"remaining {left}") if p)


def _history(found: list[Tree]) -> Iterator[tuple[str, str]]:
    """Yield how status, priority, assignee and resolution changed, the latest changes alone."""
    changes: dict[str, list[str]] = {}
    for row in found:
        at, who = text(row, "created"), text(row, "author", "displayName")
        for item in maps(row.get("items")) if at else ():
            now, was = text(item, "toString"), text(item, "fromString") or "none"
            if now and (text(item, "field") or "").lower() in _HISTORY:
                step = f"{text(item, 'field')}: {was} → {now}"
                changes.setdefault(f"history {at}", []).append(f"{step} ({who})" if who else step)
    yield from ((at, "; ".join(steps)) for at, steps in sorted(changes.items())[-_MOST:])
