"""Questions at a terminal: one by one, Enter skips, Ctrl-D ends, an answer is checked where it is typed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from agent.cli.console import complain, say
from agent.errors import AnswerError

if TYPE_CHECKING:
    from agent.case import Case
    from agent.desk import Desk


def ask_all(desk: Desk, case: Case) -> Case:
    """Ask what is missing, and return the case with what was answered."""
    say(f"\n{len(case.questions)} questions. Enter skips one, Ctrl-D ends.")
    for question in case.questions:
        mark = " (could change who must act)" if question.changes_outcome else ""
        say(f"\n{question.question}{mark}\n  Ask: {question.ask}. {question.why}\n  Format: {question.format}")
        answered = _one(desk, case, question.field)
        if answered is None:
            break
        case = answered
    return case


def _one(desk: Desk, case: Case, field: str) -> Case | None:
    """The case with the answer to one question; the same one where it was skipped; null where the person ended."""
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return None
        if not line.strip():
            return case
        try:
            return desk.answer(case, {field: line.strip()})
        except AnswerError as error:
            complain(error)
