"""What a score is: a value, how much it counts, and the points that were lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Point(BaseModel):
    """Something that a draft got wrong: where, what it said, what was expected."""

    model_config = ConfigDict(frozen=True)

    where: str
    fault: str
    said: str = ""
    expected: str = ""


class Score(BaseModel):
    """A value of one case; over cases, the mean weighted by `weight`: what was counted (facts, quotes, asks ...)."""

    model_config = ConfigDict(frozen=True)

    value: float
    weight: float = 1.0
    points: tuple[Point, ...] = ()


Scores = dict[str, Score]
"""By the metric's name; a metric that is not there is not scored."""


@dataclass(frozen=True)
class Metric:
    """A metric of the table. `never_worse`: one more is a regression, whatever the interval says."""

    name: str
    label: str
    better: Literal["higher", "lower"]
    group: str
    never_worse: bool = False
    form: Literal["share", "number", "money"] = "share"


METRICS: tuple[Metric, ...] = (
    Metric("facts_precision", "facts: right of those stated", "higher", "Facts"),
    Metric("facts_recall", "facts: found of those in the ticket", "higher", "Facts"),
    Metric("facts_invented", "facts: invented, a draft", "lower", "Facts", never_worse=True, form="number"),
    Metric("leaks", "forbidden strings said, a draft", "lower", "Facts", never_worse=True, form="number"),
    Metric("evidence_true", "quotes that stand in the ticket", "higher", "Facts"),
    Metric("unproven", "facts without a quote, a draft", "lower", "Facts", never_worse=True, form="number"),
    Metric("timeline_recall", "timeline: entries found", "higher", "Facts"),
    Metric("timeline_order", "timeline: neighbours in order", "higher", "Facts"),
    Metric("actions_recall", "actions taken: found", "higher", "Facts"),
    Metric("question_f1", "questions: F1 against what is missing", "higher", "Questions"),
    Metric("question_use", "questions that can be sent as they are", "higher", "Questions"),
    Metric("decision", "escalate or handle", "higher", "Assessment"),
    Metric("type", "type", "higher", "Assessment"),
    Metric("level", "level", "higher", "Assessment"),
    Metric("level_cost", "cost of wrong levels, a draft", "lower", "Assessment", form="number"),
    Metric("destination", "destination", "higher", "Assessment"),
    Metric("severity", "severity", "higher", "Assessment"),
    Metric("renewal_risk", "renewal risk", "higher", "Assessment"),
    Metric("public_risk", "public risk", "higher", "Assessment"),
    Metric("sentiment", "sentiment", "higher", "Assessment"),
    Metric("asks_covered", "asks told", "higher", "Brief"),
    Metric("commitments_kept", "commitments of ours told", "higher", "Brief"),
    Metric("risks_told", "risky messages told", "higher", "Brief"),
    Metric("checks_passed", "checklist: passed of those not blocked", "higher", "Brief"),
    Metric("checks_blocked", "checklist: blocked by a question, a draft", "lower", "Brief", form="number"),
    Metric("edit_distance", "share to change to reach the reference", "lower", "Brief"),
    Metric("judge_fair_position", "judge: the position is stated fairly", "higher", "Judge"),
    Metric("judge_quote_supports", "judge: the quotes support the claims", "higher", "Judge"),
    Metric("judge_summary_faithful", "judge: the summary is faithful", "higher", "Judge"),
    Metric("judge_summary_useful", "judge: useful to an executive", "higher", "Judge"),
    Metric("prompt_tokens", "prompt tokens, a draft", "lower", "Effort", form="number"),
    Metric("completion_tokens", "completion tokens, a draft", "lower", "Effort", form="number"),
    Metric("cost_usd", "cost, US dollars a draft", "lower", "Effort", form="money"),
    Metric("seconds", "seconds a draft", "lower", "Effort", form="number"),
)
BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}


def share(hits: int, of: int, points: Iterable[Point] = ()) -> Score | None:
    """Return hits of so many; null where there was nothing to hit."""
    return Score(value=hits / of, weight=of, points=tuple(points)) if of else None


def present(scores: Mapping[str, Score | None]) -> Scores:
    """Leave out what is not scored."""
    return {name: score for name, score in scores.items() if score is not None}
