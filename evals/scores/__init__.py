"""The scores: each theme a function of draft, case and ticket's text; what cannot be told is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scores.assessment import assessment, level_cost
from evals.scores.brief import asks, checklist, commitments, reference, risks
from evals.scores.effort import effort
from evals.scores.facts import actions, evidence, facts, leaks, timeline
from evals.scores.questions import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.draft import Draft
    from evals.scores.view import View
    from evals.scoring import Scores

SCORERS: tuple[Callable[[Draft, View], Scores], ...] = (
    facts, leaks, evidence, timeline, actions, questions, assessment, level_cost, asks, commitments, risks, checklist,
    reference, effort,
)  # fmt: skip
