"""Whether a run is worse than the stored one, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.scoring import METRICS
from evals.statistics import Change, change

if TYPE_CHECKING:
    from evals.results import Result, Run
    from evals.scoring import Metric

_EFFORT = "Effort"


@dataclass(frozen=True)
class Compared:
    """One metric before and after. `verdict`: worse, better, or the same as far as the cases can tell."""

    metric: Metric
    change: Change
    verdict: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """A run against its baseline. `unpaired` are cases that only one has, or whose ticket or gold differ."""

    rows: tuple[Compared, ...]
    unpaired: tuple[str, ...]
    newly_failed: tuple[str, ...]

    @property
    def regressed(self) -> bool:
        """Whether anything is worse."""
        return bool(self.newly_failed) or any(row.verdict == "worse" for row in self.rows)


def compare(before: Run, after: Run) -> Comparison:
    """Compare case by case.

    A metric is worse when the 95% interval of the paired difference lies wholly on the bad side; inventions, leaks and
    facts without proof are worse when there is one more of them. Seconds and tokens are shown and never fail a run. A
    case that could be drafted before and cannot be now is a regression by itself.
    """
    old, new = before.by_id(), after.by_id()
    paired = [name for name in old if name in new and old[name].digest == new[name].digest]
    unpaired = sorted((set(old) | set(new)) - set(paired))
    newly = tuple(name for name in paired if new[name].failed and not old[name].failed)
    both = [name for name in paired if not new[name].failed and not old[name].failed]
    one, other = [old[name] for name in both], [new[name] for name in both]
    rows = []
    for metric in METRICS:
        found = change(one, other, metric.name)
        if found is not None:
            rows.append(Compared(metric, found, _verdict(metric, found), _worse_cases(metric, one, other)))
    return Comparison(tuple(rows), tuple(unpaired), newly)


def _verdict(metric: Metric, found: Change) -> str:
    sign = 1.0 if metric.better == "higher" else -1.0
    low, high = sorted((sign * found.low, sign * found.high))
    moved = sign * (found.after - found.before)
    if metric.group == _EFFORT:
        return "same"
    if high < 0 or (metric.never_worse and moved < 0):
        return "worse"
    return "better" if low > 0 else "same"


def _worse_cases(metric: Metric, before: list[Result], after: list[Result]) -> tuple[str, ...]:
    sign = 1.0 if metric.better == "higher" else -1.0
    return tuple(
        b.id for b, a in zip(before, after, strict=True)
        if metric.name in b.scores and metric.name in a.scores
        and sign * (a.scores[metric.name].value - b.scores[metric.name].value) < 0
    )  # fmt: skip
