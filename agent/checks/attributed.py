"""Attribution: who said or did what a row cites, and who sits in which seat, as the thread and the facts have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.pool import evidence_in
from agent.checks.registry import Finding, fail
from agent.values.names import name_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.case import Case
    from agent.checks.model import Doc

_CITED = re.compile(r"\[([^\]\s]+)\]")
_BY = re.compile(
    r"\bby ((?:[A-ZÀ-ÞŁŚ][\w'’-]+)(?: [A-ZÀ-ÞŁŚ][\w'’-]+)+)|[由（]([\u4e00-\u9fff]{2,4})(?:于|在|致|道|说)"
)
_SEAT = re.compile(
    r"(?P<name>[A-ZÀ-ÞŁŚ][\w'’.-]+(?: [A-ZÀ-ÞŁŚ][\w'’.-]+)+|[\u4e00-\u9fff]{2,4}) ?"
    r"[(（](?P<seat>CSM|account owner|客户成功经理|客户负责人(?:（销售）)?)[)）]"
)
_SEATS = {"CSM": "csm", "客户成功经理": "csm", "account owner": "account_owner"}


def misattributed(case: Case, doc: Doc) -> Iterator[Finding]:
    """Yield people of the thread to whom the brief gives the words, the deed or the seat of another."""
    known = _speakers(case)
    people = {frozenset(t) for names in known.values() for t in names} - {frozenset()}
    for section in doc.sections:
        for row in section.rows:
            who = row.get("who") or row.get("by")
            if who and section.name in {"timeline", "actions", "package"} and _other(who, row.text, known, people):
                yield fail("unsupported", row.where, text=who)
        for item in section.fields:
            for match in _BY.finditer(item.value) if section.name in {"root_cause", "actions"} else ():
                if _other(match[1] or match[2], item.value, known, people):
                    yield fail("unsupported", item.where, text=match[1] or match[2])
        for line in section.all():
            yield from _seated(case, line.text, line.where)


def _tokens(name: str | None) -> frozenset[str]:
    return frozenset(name_tokens(name or ""))


def _speakers(case: Case) -> dict[str, set[frozenset[str]]]:
    """Return who stands behind each message: its author, and whoever the facts name for what is proven by it."""
    out: dict[str, set[frozenset[str]]] = {m.id: {_tokens(m.author)} for m in case.ticket.messages if m.author}
    told = [(entry.who, entry) for entry in case.facts.timeline.value or ()]
    done = [(action.by, action) for action in case.facts.actions_taken.value or ()]
    for name, value in (*told, *done):
        for item in evidence_in(value):
            out.setdefault(item.message, set()).add(_tokens(name))
    return out


def _other(name: str, text: str, known: dict[str, set[frozenset[str]]], people: set[frozenset[str]]) -> bool:
    """Whether a name is that of somebody of the thread, and of nobody behind the messages that the text cites."""
    cites = [c for c in _CITED.findall(text) if c in known]
    own = _tokens(name)
    if not cites or not own or not any(own <= p or p <= own for p in people):
        return False
    return not any(own & p for c in cites for p in known[c])


def _seated(case: Case, text: str, where: str) -> Iterator[Finding]:
    for match in _SEAT.finditer(text):
        fact = case.facts.get(_SEATS.get(match["seat"], "account_owner")).value
        if (
            isinstance(fact, str)
            and fact not in text[: match.end("name")]
            and not _tokens(match["name"]) & _tokens(fact)
        ):
            yield fail("unsupported", where, text=match.group())
