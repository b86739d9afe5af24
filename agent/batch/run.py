"""A run: claim, draft, keep, go on where it was."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from agent.batch.crew import Crew
from agent.batch.work import Done, Failed, Halted, Task, Tools, work
from agent.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from agent.accounts import AccountBook
    from agent.batch.gate import Gate
    from agent.batch.ports import Budget, RunStore
    from agent.batch.shelf import Shelf
    from agent.batch.sources import Piece
    from agent.batch.work import Outcome, Terms
    from agent.desk import Desk

_A_TURN = 64
"""So many pieces are looked at before the workers are heard again."""
_ALIKE, _LONG = 20, 300.0
"""Where the model fails so many tickets in a row and so many seconds after the last that was drafted, or before any
was, the run ends: it is not the tickets."""
_MAKING = threading.Lock()


@dataclass
class Progress:
    """Counts of a run; `told` is called after each piece and at least twice a second."""

    done: int = 0
    failed: int = 0
    kept: int = 0
    waits: int = 0
    total: int | None = None
    spent: float = 0.0
    calls: int = 0
    limited: int = 0
    stopped: Halted | None = None
    whole: bool = False
    in_a_row: int = 0
    latest: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Pieces a second, drafted in this run."""
        return (self.done + self.failed) / max(time.monotonic() - self.began, 0.001)

    @property
    def left(self) -> float | None:
        """Seconds left at this rate; null where nobody knows."""
        drafted = self.done + self.failed
        if self.total is None or not drafted:
            return None
        return max(0, self.total - drafted - self.kept - self.waits) / self.rate


class Worker:
    """What drafts a piece in this process: desk, CRM export and store, made when the first piece comes."""

    def __init__(
        self,
        terms: Terms,
        store: Callable[[Terms], RunStore],
        desk: Callable[[Terms, RunStore, Budget], Desk],
        book: Callable[[Terms], AccountBook | None],
        shelf: Callable[[Terms, RunStore], Shelf],
    ) -> None:
        """Keep how they are made."""
        self.terms = terms
        self._store_of, self._desk_of, self._book_of, self._shelf_of = store, desk, book, shelf
        self._made: tuple[int, RunStore, Tools] | None = None

    def __call__(self, task: Task, budget: Budget) -> Outcome:
        """Draft one piece and keep it."""
        try:
            store, tools = self._tools(budget)
            outcome = work(task, self.terms, tools)
            if isinstance(outcome, Done):
                store.done(task.piece.name, task.key, outcome)
                tools.shelf.settled(task.piece.name, task.before, task.key)
        except StoreError as error:
            return Halted(error.message, error.fix)
        return outcome

    def _tools(self, budget: Budget) -> tuple[RunStore, Tools]:
        with _MAKING:
            if self._made is None or self._made[0] != os.getpid():
                store = self._store_of(self.terms)
                desk = self._desk_of(self.terms, store, budget)
                tools = Tools(desk, self._book_of(self.terms), self._shelf_of(self.terms, store))
                self._made = os.getpid(), store, tools
            return self._made[1:]


@dataclass(frozen=True)
class Limits:
    """Processes, pieces at once in each of them, and how many pieces in all."""

    processes: int = 1
    threads: int = 1
    pieces: int | None = None


class Hands(Protocol):
    """Whoever drafts: processes of this machine, or of a cluster."""

    @property
    def gate(self) -> Figures:
        """The gate of their requests."""
        ...

    @property
    def busy(self) -> int:
        """How many pieces are being drafted."""
        ...

    @property
    def room(self) -> bool:
        """Whether one more piece can be taken."""
        ...

    @property
    def names(self) -> list[str]:
        """The names of the pieces being drafted."""
        ...

    def give(self, task: Task) -> None:
        """Give a piece to whoever has the fewest."""
        ...

    def turn(self) -> Iterator[tuple[Task, Outcome]]:
        """Wait until something happens, and yield what has ended."""
        ...

    def dismiss(self) -> None:
        """End all; what they hold is lost."""
        ...


class Figures(Protocol):
    """What a gate tells of itself, and that it can be closed."""

    closed: bool

    @property
    def spent(self) -> float:
        """Dollars."""
        ...

    @property
    def calls(self) -> int:
        """Requests made."""
        ...

    @property
    def limited(self) -> int:
        """Requests answered 429."""
        ...


def crew(worker: Worker, gate: Gate[tuple[int, int]], limits: Limits) -> Hands:
    """Return the processes of this machine."""
    return Crew(worker, gate, limits.processes, limits.threads)


def run(
    found: Iterable[Piece],
    store: RunStore,
    worker: Worker,
    hired: Callable[[], Hands],
    most: int | None,
    progress: Progress,
    told: Callable[[Progress], None] = lambda _: None,
) -> None:
    """Draft what is not done yet, at most `most` pieces, and count it in `progress`.

    Each piece is claimed first, and its case is on the disk before it counts as done, so that a kill at any moment
    loses and doubles nothing. At a KeyboardInterrupt no further request goes out; what is out comes back and is kept.
    """
    pieces, more, taken = iter(found), True, 0
    crew = hired()
    try:
        while more or crew.busy:
            for _ in range(_A_TURN):
                if not more or not crew.room or progress.stopped:
                    more = more and not progress.stopped
                    break
                piece = next(pieces, None)
                if piece is None or (most is not None and taken >= most):
                    progress.whole, more = piece is None, False
                    break
                key = worker.terms.key(piece)
                before = store.claim(piece.name, key)
                progress.kept += before is None
                if before is not None:
                    taken += 1
                    crew.give(Task(piece, key, before))
            if crew.busy:
                _turn(crew, store, progress, told)
    except BaseException:
        crew.gate.closed = True
        _wind_up(crew, store, progress, told)
        raise
    finally:
        _free(crew, store)
        crew.dismiss()


def _turn(crew: Hands, store: RunStore, progress: Progress, told: Callable[[Progress], None]) -> None:
    """Take in whatever has ended."""
    for task, outcome in crew.turn():
        _count(task, outcome, store, progress)
        if progress.stopped:
            crew.gate.closed = True
    progress.spent, progress.calls, progress.limited = crew.gate.spent, crew.gate.calls, crew.gate.limited
    told(progress)


def _count(task: Task, outcome: Outcome, store: RunStore, progress: Progress) -> None:
    name = task.piece.name
    if isinstance(outcome, Done):
        progress.done += 1
        progress.in_a_row, progress.latest = 0, time.monotonic()
    elif isinstance(outcome, Failed):
        store.failed(name, outcome.message, outcome.fix)
        progress.failed += 1
        progress.in_a_row += outcome.by_model
        long = not progress.done or time.monotonic() - progress.latest > _LONG
        if progress.in_a_row >= _ALIKE and long and progress.stopped is None:
            progress.stopped = Halted(f"{_ALIKE} tickets in a row failed, the last so: {outcome.message}", outcome.fix)
    else:
        store.free(name)
        if isinstance(outcome, Halted):
            progress.stopped = progress.stopped or outcome
        else:
            progress.waits += 1


def _wind_up(crew: Hands, store: RunStore, progress: Progress, told: Callable[[Progress], None]) -> None:
    """Let what is out come back and be kept; a second Ctrl-C does not wait for it."""
    until = time.monotonic() + 60.0
    with contextlib.suppress(StoreError, KeyboardInterrupt):
        while crew.busy and time.monotonic() < until:
            _turn(crew, store, progress, told)


def _free(crew: Hands, store: RunStore) -> None:
    for name in crew.names:
        with contextlib.suppress(StoreError):  # a full disk: the claim ends with this process
            store.free(name)
