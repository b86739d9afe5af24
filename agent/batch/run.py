"""A run: claim, draft, keep, go on. Rules draft in processes, a model's drafts wait in threads."""

from __future__ import annotations

import contextlib
import signal
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING

from agent.batch.work import Failed, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor

    from agent.accounts import AccountBook
    from agent.batch.runs import Done, RunStore
    from agent.batch.sources import Piece
    from agent.batch.work import Terms
    from agent.desk import Desk

_AHEAD = 3


@dataclass
class Progress:
    """Counts of a run; `told` is called after each piece."""

    done: int = 0
    failed: int = 0
    kept: int = 0
    cost: float = 0.0
    stopped: str | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Pieces a second, drafted in this run."""
        return (self.done + self.failed) / max(time.monotonic() - self.began, 0.001)


class Worker:
    """What drafts a piece in this process: the desk and the CRM export, made when the first piece comes."""

    def __init__(
        self, terms: Terms, desk: Callable[[Terms], Desk], book: Callable[[Terms], AccountBook | None]
    ) -> None:
        """Keep how both are made."""
        self.terms = terms
        self._make, self._read = desk, book
        self._desk: Desk | None = None
        self._book: AccountBook | None = None

    def __call__(self, piece: Piece) -> Done | Failed:
        """Draft one piece."""
        if self._desk is None:
            self._desk, self._book = self._make(self.terms), self._read(self.terms)
        return work(piece, self.terms, self._desk, self._book)


_worker: Worker | None = None


def _start(worker: Worker) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that holds the run
    global _worker  # noqa: PLW0603 - a worker process has one desk for all its pieces
    _worker = worker


def _here(piece: Piece) -> Done | Failed:
    if _worker is None:  # pragma: no cover - the pool starts every process with one
        return Failed(f"{piece.name} was not drafted.", "Run the batch again.")
    return _worker(piece)


def run(  # noqa: PLR0913 - the limits of a run
    found: Iterable[Piece],
    store: RunStore,
    worker: Worker,
    *,
    processes: int = 0,
    threads: int = 1,
    limit: int | None = None,
    max_cost: float | None = None,
    told: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Draft what is not done yet; return the counts.

    Each piece is claimed first and its case is on the disk before it counts as done, so that a kill at any moment
    loses and doubles nothing. `processes` above 0 drafts in that many of them, else in `threads`.
    """
    progress = Progress(cost=store.spent())
    pool: Executor
    if processes:
        fresh = get_context("spawn")  # a fork would copy the locks of Chroma's threads, held
        pool, task = ProcessPoolExecutor(processes, fresh, initializer=_start, initargs=(worker,)), _here
    else:
        pool, task = ThreadPoolExecutor(threads), worker.__call__
    window = (processes or threads) * _AHEAD
    waiting: dict[Future[Done | Failed], str] = {}
    taken = 0
    with pool:
        try:
            for piece in found:
                if (limit is not None and taken >= limit) or _too_dear(progress, max_cost):
                    break
                if not store.claim(piece.name, worker.terms.key(piece)):
                    progress.kept += 1
                    continue
                taken += 1
                waiting[pool.submit(task, piece)] = piece.name
                if len(waiting) >= window:
                    _settle(waiting, store, progress, told)
            while waiting:
                _settle(waiting, store, progress, told)
        except BaseException:
            for future, name in waiting.items():
                future.cancel()
                with contextlib.suppress(Exception):
                    store.free(name)
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return progress


def _too_dear(progress: Progress, max_cost: float | None) -> bool:
    if max_cost is None or progress.cost < max_cost:
        return False
    progress.stopped = f"the limit of {max_cost:g} US dollars is reached"
    return True


def _settle(
    waiting: dict[Future[Done | Failed], str], store: RunStore, progress: Progress, told: Callable[[Progress], None]
) -> None:
    """Take in whatever has ended."""
    ended, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in ended:
        name = waiting.pop(future)
        result = future.result()
        if isinstance(result, Failed):
            store.failed(name, result.message, result.fix)
            progress.failed += 1
        else:
            store.done(name, result)
            progress.done += 1
            progress.cost += result.cost
        told(progress)
