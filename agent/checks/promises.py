"""Promises: what the brief says will happen although nobody has agreed to it and no step owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.checks.asks import overlap
from agent.checks.dues import due_state, spans
from agent.checks.lexicon import find, said
from agent.checks.owners import owner_state
from agent.checks.prose import sentences, unquoted
from agent.checks.registry import Finding, check, fail
from agent.values.dates import dates_in

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from agent.checks.model import Doc, Line, Section

_ALIKE = 0.6
_TOLD = frozenset({"communication", "answers"})
"""Sections whose words go to the customer: there a concession that nobody has to decide yet is a promise."""
_EXEMPT = frozenset({"not_offering", "asks", "timeline", "decision"})


@check("no_new_promises")
def no_new_promises(doc: Doc) -> Iterator[Finding]:
    """Nothing is promised that is neither a commitment on record nor a step with an owner."""
    for section, line in doc.prose():
        if section.name in _EXEMPT or line.kind == "quote" or _asks(section, line):
            continue
        for sentence in sentences(unquoted(line.text)):
            found = _promise(doc, section, line, sentence)
            if found:
                yield fail("promise", line.where, phrase=found)


def _asks(section: Section, line: Line) -> bool:
    """Whether a line repeats the ask that a row answers."""
    return section.name == "answers" and any(row.get("ask") == line.text.strip() for row in section.rows)


def _promise(doc: Doc, section: Section, line: Line, sentence: str) -> str:
    """Return the words that promise, empty where the sentence promises nothing new."""
    if _committed(doc, sentence):
        return ""
    given = _conceded(sentence) if section.name in _TOLD else None
    if given is None and not find("promise_not", sentence):
        given = find("promise_strong", sentence)
        weak = None if given else find("promise_weak", sentence) or (_told(sentence) if section.name in _TOLD else None)
        owned = section.name == "plan" and any(row.where == line.where for row in section.rows)
        if weak and not owned and not _planned(doc, sentence):
            given = weak
    return said(sentence, given) if given else ""


def _conceded(sentence: str) -> re.Match[str] | None:
    """Return the words that grant something for nothing, unless somebody has yet to decide it."""
    sure = find("concession_sure", sentence)
    if sure and not find("not_sure", sentence):
        return sure
    given = find("concession", sentence)
    return given if given and not find("concession_not", sentence) else None


def _told(sentence: str) -> re.Match[str] | None:
    """Return the words that promise an outcome, unless they are hedged: the sharper measure for what customers hear."""
    given = find("promise_told", sentence)
    return given if given and not find("promise_told_not", sentence) else None


def _committed(doc: Doc, sentence: str) -> bool:
    """Whether our side has already said so, in the thread or in the brief's own list of commitments."""
    said = [c.text for c in doc.case.commitments] if doc.case else []
    said += [line.text for line in doc.section("commitments").all()]
    return any(overlap(sentence, text) >= _ALIKE for text in said if text.strip())


def _planned(doc: Doc, sentence: str) -> bool:
    """Whether a step with owner and date says the same."""
    dates = dates_in(sentence, doc.as_of)
    named = {day for span in dates for day in span.days}
    timed = bool(dates) or find("clock", sentence) is not None
    for row in doc.section("plan").rows:
        due = {day for span in spans(row.get("due"), doc.as_of) for day in span.days}
        if timed and not named & due:
            continue
        whole = f"{row.get('action')} {row.get('due')}"
        held = owner_state(row.get("owner")) == "ok" and due_state(row.get("due")) == "ok"
        if (
            held
            and row.get("action")
            and (overlap(row.get("action"), sentence) >= _ALIKE or overlap(sentence, whole) >= _ALIKE)
        ):
            return True
    return False
