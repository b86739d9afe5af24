"""Whether policy came to the right judgements, and what the wrong levels cost."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from evals.scoring import Point, Score

if TYPE_CHECKING:
    from evals.draft import Draft
    from evals.scores.view import View
    from evals.scoring import Scores


def assessment(draft: Draft, view: View) -> Scores:
    """A hit or a miss for each judgement; where the gold gives no basis, saying nothing is right."""
    if draft.assessment is None:
        return {}
    gold = view.sample.gold.assessment
    handled = gold.decision == ("handle",)
    scores: Scores = {}
    for name, accepted in gold:
        if name not in draft.assessment or (not accepted and (name == "level" or handled)):
            continue
        said = _folded(draft.assessment[name])
        right = said in map(_folded, accepted) if accepted else said in {"", "unknown"}
        point = Point(where=name, fault="wrong", said=said or "nothing", expected=" or ".join(accepted) or "nothing")
        scores[name] = Score(value=float(right), points=() if right else (point,))
    return scores


def _folded(value: str | None) -> str:
    return (value or "").strip().casefold().replace(" ", "_").replace("-", "_")


def level_cost(draft: Draft, view: View) -> Scores:
    """What the level that was called costs against the gold's, by `level_cost.yaml`."""
    if draft.assessment is None or "level" not in draft.assessment:
        return {}
    gold = view.sample.gold.assessment
    accepted = gold.level or (("handle",) if "handle" in gold.decision else ())
    said = draft.assessment["level"] or "handle"
    if not accepted or said not in _costs():
        return {}
    cost = min(_costs()[right][said] for right in accepted)
    point = Point(where="level", fault=f"costs {cost:g}", said=said, expected=" or ".join(accepted))
    return {"level_cost": Score(value=cost, points=(point,) if cost else ())}


@cache
def _costs() -> dict[str, dict[str, float]]:
    import yaml  # noqa: PLC0415 - only here

    held: dict[str, dict[str, float]] = yaml.safe_load(
        resources.files("evals").joinpath("level_cost.yaml").read_text("utf-8")
    )
    return held
