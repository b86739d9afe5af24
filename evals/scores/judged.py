"""What a judge says of a draft, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.judges.drafts import judge_case, thread_of
from evals.scoring import Point, Score

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.draft import Draft
    from evals.judges.judge import Judge
    from evals.scores.view import View
    from evals.scoring import Scores


def judged(judge: Judge) -> Callable[[Draft, View], Scores]:
    """Return the scorer of a judge: yes is 1, no is 0, and an abstention is not scored."""

    def judge_says(draft: Draft, view: View) -> Scores:
        del view
        if draft.case is None:
            return {}
        scores: Scores = {}
        for question, verdict in judge_case(judge, draft.case, thread_of(draft.case)).items():
            if verdict is None or verdict.verdict == "abstain":
                continue
            point = Point(where=question, fault=verdict.reason, said=verdict.quote or "")
            right = verdict.verdict == "yes"
            scores[f"judge_{question}"] = Score(value=float(right), points=() if right else (point,))
        return scores

    return judge_says
