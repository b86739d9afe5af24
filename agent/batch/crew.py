"""The processes that draft: each has a pipe to the one that holds the run, and threads that wait for the model.

Everything that processes share goes through that pipe: pieces and results, and each request's word with the gate. No
lock is shared, so that a process that is killed takes nothing with it but its pieces, and those are given to another.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from agent.batch.gate import no_more
from agent.batch.work import Failed, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

    from agent.batch.gate import Gate
    from agent.batch.work import Outcome
    from agent.engines.openai.wire import Budget, Heard

Message = tuple[object, ...]
_IDLE = 0.5
_SWITCH = 0.001
"""Seconds after which a thread that works lets one that has a reply to take in go first."""


class _Piped:
    """The budget as a worker sees it: asks the gate at the other end of the pipe.

    A thread that drafts holds `turn`; one that waits for the gate or the model does not. So a reply that comes waits
    for one thread's work at most, not for that of all whose replies came before.
    """

    def __init__(self, send: Callable[[Message], None], turn: threading.Lock) -> None:
        self._send, self._turn = send, turn
        self._numbers = count()
        self._waiting: dict[int, tuple[threading.Event, list[bool]]] = {}

    def enter(self, tokens: int, dollars: float) -> int:
        number = next(self._numbers)
        event, answer = self._waiting[number] = threading.Event(), list[bool]()
        self._send(("ask", number, tokens, dollars))
        self._turn.release()
        event.wait()
        if answer[0]:
            return number
        self._turn.acquire()
        raise no_more()

    def leave(self, number: int, heard: Heard) -> None:
        self._send(("heard", number, heard))
        self._turn.acquire()

    def rest(self, seconds: float) -> None:
        self._turn.release()
        time.sleep(seconds)
        self._turn.acquire()

    def told(self, number: int, *, may: bool) -> None:
        event, answer = self._waiting.pop(number)
        answer.append(may)
        event.set()


def _serve(conn: Connection, draft: Callable[[Task, Budget], Outcome], threads: int) -> None:
    """Draft what comes down the pipe until it is closed; then end at once, with nobody left to tell."""
    for number in (signal.SIGINT, signal.SIGTERM):  # these are for the process that holds the run
        signal.signal(number, signal.SIG_IGN)
    lock = threading.Lock()

    def send(message: Message) -> None:
        data = pickle.dumps(message)
        try:
            with lock:
                conn.send_bytes(data)
        except (OSError, ValueError):
            os._exit(1)

    def one(number: int, task: Task) -> None:
        with turn:
            outcome = draft(task, budget)
        send(("ended", number, outcome))

    turn = threading.Lock()
    budget = _Piped(send, turn)
    sys.setswitchinterval(_SWITCH)
    pool = ThreadPoolExecutor(threads)
    try:
        while True:
            message = conn.recv()
            if message[0] == "piece":
                pool.submit(one, message[1], message[2])
            else:
                budget.told(message[1], may=message[2])
    except (EOFError, OSError):
        os._exit(0)


@dataclass
class _Hand:
    process: BaseProcess
    conn: Connection
    number: int
    tasks: dict[int, Task] = field(default_factory=dict)


class Crew:
    """Worker processes and their pieces."""

    def __init__(
        self, draft: Callable[[Task, Budget], Outcome], gate: Gate[tuple[int, int]], processes: int, threads: int
    ) -> None:
        """Start `processes` that draft up to `threads` pieces at once each."""
        self.gate = gate
        self._draft, self._threads = draft, threads
        self._numbers = count()
        self._suspects: deque[Task] = deque()
        self._tried: set[str] = set()
        # a fork has all that is imported and compiled here; beside other threads it could copy a lock that is held
        self._fork = sys.platform == "linux" and threading.active_count() == 1
        self._hands: list[_Hand] = []
        for _ in range(processes):
            self._hands.append(self._hire())

    def _hire(self) -> _Hand:
        ours, theirs = Pipe()
        copied = [ours, *(hand.conn for hand in self._hands)] if self._fork else []
        make = get_context("fork").Process if self._fork else get_context("spawn").Process
        process = make(target=_begin, args=(theirs, self._draft, self._threads, copied), daemon=True)
        process.start()
        theirs.close()
        return _Hand(process, ours, next(self._numbers))

    @property
    def busy(self) -> int:
        """How many pieces are being drafted."""
        return sum(len(hand.tasks) for hand in self._hands) + len(self._suspects)

    @property
    def room(self) -> bool:
        """Whether one more piece can be taken."""
        return not self._suspects and min(len(hand.tasks) for hand in self._hands) <= self._threads

    @property
    def names(self) -> list[str]:
        """The names of the pieces being drafted."""
        tasks = [task for hand in self._hands for task in hand.tasks.values()]
        return [task.piece.name for task in (*tasks, *self._suspects)]

    def give(self, task: Task) -> None:
        """Give a piece to the process that has the fewest."""
        hand = min(self._hands, key=lambda h: len(h.tasks))
        number = next(self._numbers)
        hand.tasks[number] = task
        self._send(hand, ("piece", number, task))

    def turn(self, longest: float = _IDLE) -> Iterator[tuple[Task, Outcome]]:
        """Wait until something happens, let through what may go, and yield what has ended."""
        self._let_through()
        soon = self.gate.wait(time.monotonic())
        ready = wait([hand.conn for hand in self._hands], longest if soon is None else min(longest, max(soon, 0.0)))
        for hand in [hand for hand in self._hands if hand.conn in ready]:
            yield from self._heard(hand)
        self._let_through()
        if self._suspects and not any(hand.tasks for hand in self._hands):
            self.give(self._suspects.popleft())

    def _let_through(self) -> None:
        by_number = {hand.number: hand for hand in self._hands}
        for (who, number), may in self.gate.due(time.monotonic()):
            if who in by_number:
                self._send(by_number[who], ("go", number, may))

    def _heard(self, hand: _Hand) -> Iterator[tuple[Task, Outcome]]:
        try:
            while hand.conn.poll():
                kind, number, *rest = hand.conn.recv()
                if kind == "ask":
                    self.gate.ask((hand.number, number), *rest)
                elif kind == "heard":
                    self.gate.heard((hand.number, number), rest[0], time.monotonic())
                else:
                    yield hand.tasks.pop(number), rest[0]
        except (EOFError, OSError):
            yield from self._lost(hand)

    def _lost(self, hand: _Hand) -> Iterator[tuple[Task, Outcome]]:
        """Put another process into the place of one that is gone. Its pieces are tried again, each of them alone.

        So the one that ended it shows: it ends the next one too, and fails.
        """
        self.gate.forget(lambda who: who[0] == hand.number)
        hand.conn.close()
        hand.process.join(1)
        tasks, self._hands[self._hands.index(hand)] = list(hand.tasks.values()), self._hire()
        for task in tasks:
            if task.piece.name in self._tried:
                message = f"The process that drafted {task.piece.name} ended twice (code {hand.process.exitcode})."
                yield task, Failed(message, "Draft it alone to see why; a very large ticket may need more memory.")
            else:
                self._tried.add(task.piece.name)
                self._suspects.append(task)

    def _send(self, hand: _Hand, message: Message) -> None:
        try:
            hand.conn.send(message)
        except (OSError, ValueError):
            return  # its end shows at the next turn

    def dismiss(self) -> None:
        """End all processes; what they hold is lost."""
        for hand in self._hands:
            hand.conn.close()
        for hand in self._hands:
            hand.process.join(0.5)
            if hand.process.is_alive():
                hand.process.kill()


def _begin(conn: Connection, draft: Callable[[Task, Budget], Outcome], threads: int, copied: list[Connection]) -> None:
    """Close the ends of pipes that a fork copied, so that this process sees when the one that holds the run is gone."""
    for end in copied:
        end.close()
    _serve(conn, draft, threads)
