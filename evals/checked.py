"""What the checks catch of planted defects, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.defects.run import CheckScore, Slip

_NAMES = {"tuned": "tuned on", "held": "held back"}
_MOST_ALARMS = 0.03


def table(scores: Sequence[CheckScore], *, slips: bool) -> str:
    """Return per check and half what was caught and what was flagged falsely; `slips` adds the tuned half's."""
    lines = [f"{'check':32}{'half':11}{'caught':>9}  {'95% interval':16}{'false alarms':>13}  {'95% interval':16}"]
    lines += [_row(score.check, score) for score in scores]
    lines += ["", *(_row(f"all, {_NAMES[half]}", total) for half, total in totals(scores).items())]
    if slips:
        for score in scores:
            lines += [_slip("not caught", slip) for slip in score.missed]
            lines += [_slip("false alarm", slip) for slip in score.alarmed]
    return "\n".join(lines)


def totals(scores: Sequence[CheckScore]) -> dict[str, CheckScore]:
    """Return all checks together, by half."""
    return dict(_totals(scores))


def _totals(scores: Sequence[CheckScore]) -> Iterator[tuple[str, CheckScore]]:
    from evals.defects.run import CheckScore, wilson  # noqa: PLC0415 - beside its use

    for half in dict.fromkeys(score.half for score in scores):
        mine = [score for score in scores if score.half == half]
        planted, caught = sum(s.planted for s in mine), sum(s.caught for s in mine)
        harmless, alarms = sum(s.harmless for s in mine), sum(s.false_alarms for s in mine)
        yield half, CheckScore(
            check="all", half=half, planted=planted, caught=caught, harmless=harmless, false_alarms=alarms,
            catch_interval=wilson(caught, planted), alarm_interval=wilson(alarms, harmless),
        )  # fmt: skip


def good_enough(scores: Sequence[CheckScore], least: float) -> bool:
    """Whether of the held-back half enough was caught, and at most three in a hundred harmless edits flagged."""
    held = totals(scores).get("held")
    if held is None:
        return True
    return held.caught >= least * held.planted and held.false_alarms <= _MOST_ALARMS * held.harmless


def _row(name: str, score: CheckScore) -> str:
    caught, alarms = f"{score.caught}/{score.planted}", f"{score.false_alarms}/{score.harmless}"
    return (
        f"{name:32}{_NAMES[score.half]:11}{caught:>9}  {_interval(score.catch_interval):16}"
        f"{alarms:>13}  {_interval(score.alarm_interval):16}"
    ).rstrip()


def _interval(ends: tuple[float, float]) -> str:
    return f"[{ends[0]:.3f}, {ends[1]:.3f}]"


def _slip(kind: str, slip: Slip) -> str:
    return f"  {kind}: {slip.id}: {slip.says} (the check says {slip.state}: {slip.reason})"
