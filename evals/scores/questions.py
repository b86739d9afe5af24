"""Whether what is missing is asked, and nothing else, in a form that can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scoring import Point, present, share

if TYPE_CHECKING:
    from agent.case import Question
    from evals.draft import Draft
    from evals.scores.view import View
    from evals.scoring import Scores


def questions(draft: Draft, view: View) -> Scores:
    """F1 against the missing inputs (over cases as counts), and the share that can be sent as they are."""
    if draft.questions is None:
        return {}
    asked, missing = {q.field for q in draft.questions}, view.missing
    extra, lost = sorted(asked - missing), sorted(missing - asked)
    points = [Point(where=f, fault="asked though it is known") for f in extra]
    points += [Point(where=f, fault="not asked") for f in lost]
    hits = 2 * len(asked & missing)
    poor = [q for q in draft.questions if not _sendable(q, missing)]
    return present(
        {
            "question_f1": share(hits, hits + len(extra) + len(lost), points),
            "question_use": share(
                len(draft.questions) - len(poor),
                len(draft.questions),
                [Point(where=q.field, fault="cannot be sent as it is", said=q.question) for q in poor],
            ),
        }
    )


def _sendable(question: Question, missing: frozenset[str]) -> bool:
    """Whether it asks for something missing, of somebody, with the reason and the form of the answer."""
    told = (question.question, question.ask, question.why, question.format)
    return question.field in missing and all(text.strip() for text in told)
