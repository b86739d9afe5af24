"""How far a judge agrees with labels: Cohen's kappa with a bootstrap interval. Pure; no clock, no unseeded chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SEED, DRAWS = 20, 4000
_INTERVAL = (2.5, 97.5)
_Z = 1.959964


@dataclass(frozen=True)
class Agreement:
    """Counts, named label first and judge second; kappa and its 95% interval, null where it is not defined.

    Abstentions are counted beside the others and are part of none.
    """

    yes_yes: int
    yes_no: int
    no_yes: int
    no_no: int
    abstained: int
    kappa: float | None
    low: float | None
    high: float | None

    @property
    def judged(self) -> int:
        """The items with a verdict."""
        return self.agree + self.yes_no + self.no_yes

    @property
    def agree(self) -> int:
        """The items on which both say the same."""
        return self.yes_yes + self.no_no


def kappa_of(yes_yes: float, yes_no: float, no_yes: float, no_no: float) -> float | None:
    """Return (observed - expected) / (1 - expected) agreement (Cohen, 1960).

    Null where nothing was judged, or where both only ever say one and the same, so that chance explains everything.
    """
    of = yes_yes + yes_no + no_yes + no_no
    if not of:
        return None
    observed = (yes_yes + no_no) / of
    expected = _expected(yes_yes, yes_no, no_yes, no_no)
    return None if expected == 1 else float((observed - expected) / (1 - expected))


def agreement(labels: Sequence[bool], verdicts: Sequence[bool | None], *, seed: int = SEED) -> Agreement:
    """Return how verdicts (null: abstained) agree with the labels of the same items.

    The interval is the percentile bootstrap over items. Where no verdict is wrong it would have no width, however few
    the items: its lower end is then the kappa at the lower Wilson (1927) bound of the agreement.
    """
    if len(labels) != len(verdicts):
        message = f"{len(labels)} labels and {len(verdicts)} verdicts"
        raise ValueError(message)
    pairs = np.array([(a, b) for a, b in zip(labels, verdicts, strict=True) if b is not None], dtype=bool)
    pairs = pairs.reshape(-1, 2)
    yes_yes, yes_no, no_yes, no_no = (int(n) for n in _cells(pairs[None])[0])
    kappa = kappa_of(yes_yes, yes_no, no_yes, no_no)
    low = high = None
    if kappa is not None:
        low, high = _interval(pairs, seed) if yes_no + no_yes else (_floor(yes_yes, no_no), kappa)
    return Agreement(yes_yes, yes_no, no_yes, no_no, len(labels) - len(pairs), kappa, low, high)


def _cells(pairs: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the four counts of each resample (resample x item x [label, verdict])."""
    label, verdict = pairs[..., 0], pairs[..., 1]
    cells = [label & verdict, label & ~verdict, ~label & verdict, ~label & ~verdict]
    return np.stack([cell.sum(axis=1) for cell in cells], axis=1)


def _interval(pairs: NDArray[np.bool_], seed: int) -> tuple[float | None, float | None]:
    drawn = np.random.default_rng(seed).integers(0, len(pairs), (DRAWS, len(pairs)))
    kappas = [k for cells in _cells(pairs[drawn]).tolist() if (k := kappa_of(*cells)) is not None]
    if not kappas:
        return None, None
    low, high = np.percentile(kappas, _INTERVAL)
    return float(low), float(high)


def _floor(yes: int, no: int) -> float:
    of = yes + no
    least, expected = of / (of + _Z**2), _expected(yes, 0, 0, no)
    return (least - expected) / (1 - expected)


def _expected(yes_yes: float, yes_no: float, no_yes: float, no_no: float) -> float:
    of = yes_yes + yes_no + no_yes + no_no
    return ((yes_yes + yes_no) * (yes_yes + no_yes) + (no_yes + no_no) * (yes_no + no_no)) / of**2
