"""How long we wait, and for what: one tenacity policy. The SDK's own retries are off.

Only transient errors are tried again, with jitter; the server's `retry-after` and `x-ratelimit-reset-*` are obeyed;
attempts and total time are capped, and a wait that would pass the cap is not begun.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from agent.engines.openai.failures import transient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tenacity import RetryCallState

T = TypeVar("T")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_KINDS = ("requests", "tokens")


@dataclass
class Patience:
    """Attempts, seconds in all, seconds a request; `sleep` and `now` (monotonic) are exchanged by tests."""

    attempts: int = 4
    total: float = 300.0
    request: float = 180.0
    first: float = 1.0
    longest: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _free_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def run(self, call: Callable[[float], T]) -> T:
        """Return what `call` returns; it is given the seconds that it may take. The last error is raised as it is."""
        import tenacity as t  # noqa: PLC0415 - only the engine needs it

        until = self.now() + self.total
        self._pause(until)
        policy = t.Retrying(
            retry=t.retry_if_exception(transient),
            stop=lambda state: state.attempt_number >= self.attempts or self._too_late(state, until),
            wait=self._wait,
            sleep=self.sleep,
            reraise=True,
        )
        return policy(lambda: call(max(1.0, min(self.request, until - self.now()))))

    def heed(self, headers: Mapping[str, str], tokens: int = 0) -> None:
        """Take note of a reply's rate-limit headers: when nothing is left, the next call waits for the reset."""
        waits = [
            duration(headers.get(f"x-ratelimit-reset-{kind}"))
            for kind, need in zip(_KINDS, (1, max(1, tokens)), strict=True)
            if _left(headers.get(f"x-ratelimit-remaining-{kind}")) < need
        ]
        if waits:
            with self._lock:
                self._free_at = max(self._free_at, self.now() + min(max(waits), self.total))

    def _pause(self, until: float) -> None:
        with self._lock:
            wait = min(self._free_at, until) - self.now()
        if wait > 0:
            self.sleep(wait)

    def _too_late(self, state: RetryCallState, until: float) -> bool:
        return self.now() + state.upcoming_sleep > until

    def _wait(self, state: RetryCallState) -> float:
        import tenacity as t  # noqa: PLC0415 - only the engine needs it

        jittered = t.wait_random_exponential(multiplier=self.first, max=self.longest)(state)
        error = state.outcome.exception() if state.outcome else None
        asked = asked_for(getattr(getattr(error, "response", None), "headers", {}))
        return asked + min(jittered, 1.0) if asked is not None else jittered


def asked_for(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a refusal asks us to wait; null where it does not say."""
    if (millis := _number(headers.get("retry-after-ms"))) is not None:
        return millis / 1000
    stated = headers.get("retry-after")
    if (seconds := _number(stated)) is not None:
        return seconds
    if stated:
        try:
            return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
        except (TypeError, ValueError):
            return None
    resets = [
        duration(headers.get(f"x-ratelimit-reset-{kind}"))
        for kind in _KINDS
        if _left(headers.get(f"x-ratelimit-remaining-{kind}")) < 1
    ]
    return max(resets, default=None)


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < float("inf") else None


def _left(text: str | None) -> float:
    value = _number(text)
    return float("inf") if value is None else value


def duration(text: str | None) -> float:
    """Return the seconds of `1s`, `6m0s`, `20ms` or `12`; 0 where nothing is said."""
    if (plain := _number(text)) is not None:
        return plain
    return sum(float(n) * _SECONDS[unit] for n, unit in _DURATION.findall(text or ""))
