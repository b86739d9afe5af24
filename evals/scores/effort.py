"""What a draft cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scoring import Score

if TYPE_CHECKING:
    from evals.draft import Draft
    from evals.scores.view import View
    from evals.scoring import Scores


def effort(draft: Draft, view: View) -> Scores:
    """Tokens, US dollars and seconds, where the draft tells them."""
    del view
    if draft.usage is None:
        return {}
    names = ("prompt_tokens", "completion_tokens", "cost_usd", "seconds")
    return {name: Score(value=float(getattr(draft.usage, name))) for name in names}
