"""The door that every request of a run goes through: first come, first served, within rate, number and money."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from threading import Condition
from typing import TYPE_CHECKING, Generic, TypeVar

from agent.batch.rate import Mark, Pace
from agent.engines.openai.errors import CostLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from agent.engines.openai.wire import Heard

K = TypeVar("K", bound="Hashable")


@dataclass(frozen=True)
class _Asked(Generic[K]):
    who: K
    tokens: int
    dollars: float


@dataclass
class Gate(Generic[K]):
    """Grants requests in the order they came: `most` in flight, `dollars` in all, what was spent before included."""

    most: int
    dollars: float | None = None
    spent: float = 0.0
    pace: Pace = field(default_factory=Pace)
    calls: int = 0
    closed: bool = False
    _queue: deque[_Asked[K]] = field(default_factory=deque)
    _out: dict[K, tuple[_Asked[K], Mark]] = field(default_factory=dict)
    _held: float = 0.0

    @property
    def limited(self) -> int:
        """How many requests were answered 429."""
        return self.pace.limited

    @property
    def in_flight(self) -> int:
        """How many requests are out."""
        return len(self._out)

    def ask(self, who: K, tokens: int, dollars: float) -> None:
        """Put a request into the line."""
        self._queue.append(_Asked(who, tokens, dollars))

    def due(self, now: float) -> Iterator[tuple[K, bool]]:
        """Yield who may go now (true), and who may not go at all: the money is used up, or the gate is closed."""
        while self._queue:
            first = self._queue[0]
            if self.closed or self._too_dear(first):
                self._queue.popleft()
                yield first.who, False
                continue
            if len(self._out) >= self.most or self.pace.wait(first.tokens, now) > 0.0:
                return
            self._queue.popleft()
            self._out[first.who] = first, self.pace.take(first.tokens, now)
            self._held += first.dollars
            self.calls += 1
            yield first.who, True

    def _too_dear(self, asked: _Asked[K]) -> bool:
        """Whether a request could pass the limit, what is out counted at its most."""
        return self.dollars is not None and self.spent + self._held + asked.dollars > self.dollars

    def wait(self, now: float) -> float | None:
        """Return the seconds until somebody may be due; null while nobody can be before something is heard."""
        if not self._queue or len(self._out) >= self.most:
            return None
        return self.pace.wait(self._queue[0].tokens, now)

    def heard(self, who: K, heard: Heard, now: float) -> None:
        """Take in what came of a request."""
        asked, mark = self._out.pop(who, (None, None))
        if asked is None or mark is None:
            return
        self._held = max(0.0, self._held - asked.dollars) if self._out else 0.0
        self.spent += heard.dollars
        self.pace.heard(mark, heard.status, heard.headers, heard.prompt, now)

    def forget(self, those: Callable[[K], bool]) -> None:
        """Leave out whoever is gone, in the line and outside."""
        self._queue = deque(asked for asked in self._queue if not those(asked.who))
        for who in [who for who in self._out if those(who)]:
            self._held = max(0.0, self._held - self._out.pop(who)[0].dollars)


class Doorkeeper:
    """The budget of the threads of one process: a gate with a lock around it."""

    def __init__(self, gate: Gate[int]) -> None:
        """Keep the gate."""
        self.gate = gate
        self._numbers = count()
        self._granted: dict[int, bool] = {}
        self._changed = Condition()

    def enter(self, tokens: int, dollars: float) -> int:
        """Wait until a request may go; a CostLimitError where it may not go at all."""
        with self._changed:
            number = next(self._numbers)
            self.gate.ask(number, tokens, dollars)
            while number not in self._granted:
                now = time.monotonic()
                self._granted.update(self.gate.due(now))
                if number not in self._granted:
                    self._changed.notify_all()
                    self._changed.wait(self.gate.wait(now))
            if self._granted.pop(number):
                return number
        raise no_more()

    def leave(self, number: int, heard: Heard) -> None:
        """Take in what came of a request."""
        with self._changed:
            self.gate.heard(number, heard, time.monotonic())
            self._changed.notify_all()

    def rest(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def no_more() -> CostLimitError:
    """The run's money is used up, or the run is being stopped."""
    message = "The limit of the run's cost would be passed by the next call."
    return CostLimitError(message, "Run the same command again with a higher --max-cost; nothing is paid twice.")
