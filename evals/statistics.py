"""Intervals and comparisons: bootstrap over cases, since facts of one ticket stand or fall together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.results import Result

_RESAMPLES, _SEED = 4000, 20
_LOW, _HIGH = 2.5, 97.5
_FEWEST = 2


@dataclass(frozen=True)
class Estimate:
    """A weighted mean over cases with its 95% interval; `scored` cases of `of`."""

    value: float
    low: float
    high: float
    scored: int
    of: int


@dataclass(frozen=True)
class Change:
    """After less before over the same cases, with the 95% interval of the paired difference."""

    before: float
    after: float
    low: float
    high: float
    pairs: int


def estimate(results: Sequence[Result], metric: str) -> Estimate | None:
    """Return the metric over the results; null where no case has it."""
    pairs = [(r.scores[metric].value, r.scores[metric].weight) for r in results if metric in r.scores]
    if not pairs:
        return None
    hits, weights = _arrays(pairs)
    if len(pairs) < _FEWEST:
        value = float(hits.sum() / weights.sum())
        return Estimate(value, value, value, len(pairs), len(results))
    drawn = _draws(len(pairs))
    means = hits[drawn].sum(axis=1) / weights[drawn].sum(axis=1)
    low, high = np.percentile(means, [_LOW, _HIGH])
    return Estimate(float(hits.sum() / weights.sum()), float(low), float(high), len(pairs), len(results))


def change(before: Sequence[Result], after: Sequence[Result], metric: str) -> Change | None:
    """Return how the metric changed over cases that both have; the two are in the same order of cases."""
    both = [
        (b.scores[metric], a.scores[metric])
        for b, a in zip(before, after, strict=True)
        if metric in b.scores and metric in a.scores
    ]
    if not both:
        return None
    old, old_weight = _arrays([(b.value, b.weight) for b, _ in both])
    new, new_weight = _arrays([(a.value, a.weight) for _, a in both])
    drawn = _draws(len(both))
    was, is_now = (x[drawn].sum(axis=1) / w[drawn].sum(axis=1) for x, w in ((old, old_weight), (new, new_weight)))
    moved = is_now - was
    low, high = np.percentile(moved, [_LOW, _HIGH])
    return Change(
        float(old.sum() / old_weight.sum()), float(new.sum() / new_weight.sum()), float(low), float(high), len(both)
    )


def _arrays(pairs: Sequence[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    values, weights = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    return values * weights, weights


def _draws(size: int) -> np.ndarray:
    return np.random.default_rng(_SEED).integers(0, size, (_RESAMPLES, size))
