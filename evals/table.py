"""The run as a table on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scoring import METRICS
from evals.statistics import estimate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.baseline import Comparison
    from evals.results import Result, Run
    from evals.scoring import Metric
    from evals.statistics import Estimate

HALVES = {"dev": "used while developing", "held": "held back"}
_LABEL, _CELL = 46, 34


def table(run: Run) -> str:
    """Return metrics by half with intervals, and what was not scored, blocked or failed beside them."""
    halves = {half: [r for r in run.results if r.split == half] for half in HALVES}
    shown = {half: results for half, results in halves.items() if results}
    lines = [
        f"Drafted by {run.drafted_by}. Values are means weighted by what was counted; 95% intervals over cases.",
        "",
        f"{'':{_LABEL}}" + "".join(f"{f'{HALVES[h]}, {len(r)}':>{_CELL}}" for h, r in shown.items()),
    ]
    group = ""
    for metric in METRICS:
        found = {half: estimate(results, metric.name) for half, results in shown.items()}
        if metric.group != group:
            group = metric.group
            lines.append(group)
        lines.append(f"  {metric.label:{_LABEL - 2}}" + "".join(f"{_cell(metric, e):>{_CELL}}" for e in found.values()))
    return "\n".join((*lines, "", *_beside(run.results)))


def _cell(metric: Metric, found: Estimate | None) -> str:
    if found is None:
        return "not scored"
    left = f" ({found.of - found.scored} not)" if found.scored < found.of else ""
    return f"{figure(metric, found.value)} [{figure(metric, found.low)}, {figure(metric, found.high)}]{left}"


def figure(metric: Metric, value: float) -> str:
    """Return a value in the metric's form."""
    if metric.form == "share":
        return f"{value:.3f}"
    if metric.form == "money":
        return f"{value:.4f}"
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004 - three digits say enough


def _beside(results: Sequence[Result]) -> Iterator[str]:
    failed = [r for r in results if r.failed]
    blocked = sum(state == "blocked" for r in results for state in r.checks.values())
    yield f"Drafted {len(results) - len(failed)} of {len(results)}; {blocked} checks blocked by a question."
    for result in failed:
        yield f"  {result.id} was not drafted: {(result.failed or '').strip().splitlines()[-1]}"
    for result in results:
        for crash in result.crashed:
            yield f"  {result.id} was not scored by {crash}"


def comparison(found: Comparison) -> str:
    """Return what became worse or better than the baseline."""
    lines = ["", "Against the baseline, pair by pair:"]
    for row in found.rows:
        if row.verdict != "same":
            moved = f"{figure(row.metric, row.change.before)} -> {figure(row.metric, row.change.after)}"
            where = f" ({', '.join(row.cases[:8])})" if row.verdict == "worse" and row.cases else ""
            lines.append(f"  {row.verdict}: {row.metric.label}: {moved} over {row.change.pairs} cases{where}")
    lines += [f"  worse: {name} can no longer be drafted" for name in found.newly_failed]
    if found.unpaired:
        lines.append(f"  not compared: {len(found.unpaired)} cases are new, gone, or have another ticket or gold")
    if not found.regressed:
        lines.append("  nothing is worse.")
    return "\n".join(lines)
