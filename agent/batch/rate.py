"""One pace for all requests of a run: learns the limits from `x-ratelimit-*` headers and from 429s, and keeps to them.

A bucket of requests and a bucket of tokens mirror the server's. Each reply corrects them: what the server says is left
is compared with what the mirror held when the request went and with what it holds now (some servers write the header
when they take a request in, others when they answer), and only what both comparisons agree on is taken over.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.engines.openai.patience import asked_for, duration

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIMITED = 429
_MINUTE = 60.0
_FIRST, _RAMP, _SLOWER = 16, 0.006, 0.02
"""Until the first reply says what the limits are, so many requests go with so many seconds between them, the others
slower: then a limit is met by one or two of them, not by all."""
_SLACK = 1.1
_RAISE, _LOWER = 0.2, 0.6
_BLIND_WINDOW, _BLIND_SHARE, _BLIND_GROWTH, _BLIND_LEAST = 10.0, 0.8, 0.02, 0.2
_SMOOTH = 0.1


@dataclass(frozen=True)
class Mark:
    """What the mirrors held right after a request went: levels, and how much they had been corrected by then."""

    levels: tuple[float, float]
    corrected: tuple[float, float]
    tokens: int


@dataclass
class Bucket:
    """The mirror of one limit: `rate` units a second (null: no limit known), at most `cap`, of which `level` are left.

    `reserve` units are never spent: they take up what arrives closer together than it was sent.
    """

    kind: str
    least: float
    rate: float | None = None
    cap: float = math.inf
    level: float = 0.0
    at: float = 0.0
    corrected: float = 0.0

    @property
    def reserve(self) -> float:
        """Units that stay unspent."""
        return min(2 * self.least, self.cap * 0.1)

    def refill(self, now: float) -> None:
        """Let in what has come since."""
        if self.rate is not None:
            self.level = min(self.cap, self.level + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)

    def wait(self, cost: float) -> float:
        """Return the seconds until so much may go."""
        if self.rate is None:
            return 0.0
        return max(0.0, (min(cost, self.cap - self.reserve) + self.reserve - self.level) / self.rate)

    def learn(self, headers: Mapping[str, str]) -> float | None:
        """Take the limit from a reply; return what the server says is left, null where it does not."""
        limit, left = (_number(headers.get(f"x-ratelimit-{what}-{self.kind}")) for what in ("limit", "remaining"))
        if not limit or left is None:
            return None
        reset = duration(headers.get(f"x-ratelimit-reset-{self.kind}"))
        rate, cap = limit / _MINUTE, left + reset * limit / _MINUTE
        if cap > limit * _SLACK:  # the limit is not a minute's but an hour's or a day's
            rate, cap = (limit - left) / reset, limit
        known, self.rate = self.rate, max(rate, 1e-6)
        if known is None:
            self.cap, self.level = max(cap, 1.0), left
        elif reset > 0.0:
            self.cap = max(cap, 1.0)
        return left

    def correct(self, left: float, then: float) -> None:
        """Move the mirror towards what the server says is left; `then` is what it would have held when we asked."""
        apart = (left - self.level, left - then)
        step = _LOWER * max(apart) if max(apart) < -self.least else 0.0
        step = _RAISE * min(apart) if min(apart) > self.least else step
        self.level += step
        self.corrected += step


@dataclass
class Pace:
    """When the next request may go."""

    requests: Bucket = field(default_factory=lambda: Bucket("requests", 1.0))
    tokens: Bucket = field(default_factory=lambda: Bucket("tokens", 1.0))
    limited: int = 0
    heard_once: bool = False
    _paused: float = 0.0
    _last: float = -math.inf
    _ratio: float = 1.0
    _sent: deque[float] = field(default_factory=deque)
    _blind: bool = False
    _grown: float = 0.0

    def wait(self, tokens: int, now: float) -> float:
        """Return the seconds until a request of about so many tokens may go."""
        for bucket in (self.requests, self.tokens):
            bucket.refill(now)
        gap = _RAMP if len(self._sent) < _FIRST else _SLOWER
        ramp = 0.0 if self.heard_once else self._last + gap - now
        return max(
            self._paused - now, ramp, self.requests.wait(1.0), self.tokens.wait(tokens * self._ratio), 0.0
        )  # fmt: skip

    def take(self, tokens: int, now: float) -> Mark:
        """Count a request that goes now."""
        self.requests.level -= 1.0
        self.tokens.level -= tokens * self._ratio
        self._last = now
        self._sent.append(now)
        while self._sent[0] < now - _BLIND_WINDOW:
            self._sent.popleft()
        return Mark(
            (self.requests.level, self.tokens.level), (self.requests.corrected, self.tokens.corrected), tokens
        )  # fmt: skip

    def heard(self, mark: Mark, status: int | None, headers: Mapping[str, str], prompt: int | None, now: float) -> None:
        """Learn from what came of a request; `prompt` are the tokens that the server counted."""
        if status is None:
            return
        self.heard_once = True
        if prompt and mark.tokens:
            self._ratio += _SMOOTH * (prompt / mark.tokens - self._ratio)
            self.tokens.least = max(1.0, float(prompt))
        for bucket, level, corrected in zip((self.requests, self.tokens), mark.levels, mark.corrected, strict=True):
            bucket.refill(now)
            left = bucket.learn(headers)
            if left is not None:
                self._blind = False
                then = level + bucket.corrected - corrected
                bucket.correct(left, math.inf if status == _LIMITED else then)
        if status == _LIMITED:
            self._refused(headers, now)
        elif self._blind:
            self._grow(now)

    def _refused(self, headers: Mapping[str, str], now: float) -> None:
        """Hold everything for as long as the server asks; without any word from it go slower than before."""
        self.limited += 1
        for bucket in (self.requests, self.tokens):
            left = _number(headers.get(f"x-ratelimit-remaining-{bucket.kind}"))
            if left is not None:
                bucket.level = min(bucket.level, left)
        asked = asked_for(headers)
        self._paused = max(self._paused, now + (asked if asked is not None else 0.0))
        if self.requests.rate is None or self._blind:
            since = [at for at in self._sent if at > now - _BLIND_WINDOW]
            span = max(now - since[0], 1.0) if since else 1.0
            if now - self._grown > 1.0 or not self._blind:
                rate = max(_BLIND_LEAST, _BLIND_SHARE * len(since) / span)
                self.requests.rate = min(rate, self.requests.rate or rate)
                self.requests.cap = max(1.0, self.requests.rate)
                self._grown = now
            self.requests.level = min(self.requests.level, 0.0)
            self._blind = True

    def _grow(self, now: float) -> None:
        """Try a little more, second by second, where no header says what the limit is."""
        if self.requests.rate is not None:
            self.requests.rate *= 1.0 + _BLIND_GROWTH * min(1.0, max(0.0, now - self._grown))
            self.requests.cap = max(1.0, self.requests.rate)
            self._grown = now


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < math.inf else None
