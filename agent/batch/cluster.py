"""The same work on a Ray cluster: a worker is an actor, the gate is an actor that all of them ask.

Nothing is lost with a node: the state lies in a database that all nodes reach, and the pieces of an actor that is gone
are given to others. A replacement is asked for; it begins when the cluster has a free processor.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import deque
from itertools import count
from typing import TYPE_CHECKING, Any

from agent.batch.gate import no_more
from agent.batch.work import Failed
from agent.errors import UsageError, WorkFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.batch.gate import Gate
    from agent.batch.run import Worker
    from agent.batch.work import Outcome, Task
    from agent.engines.openai.wire import Heard

_LONGEST, _START = 0.5, 180.0
_DOORS = 10_000
"""Requests that may stand at the gate at once."""
_TRIES, _PAUSE = 3, 5.0
_OURS = ("ESCALATE_", "OPENAI_")


class Door:
    """The gate as an actor: whoever asks waits without a thread."""

    def __init__(self, gate: Gate[tuple[int, int]]) -> None:
        """Keep the gate."""
        self._gate = gate
        self._waiting: dict[tuple[int, int], asyncio.Future[bool]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, who: tuple[int, int], tokens: int, dollars: float) -> bool:
        """Wait until a request may go (true), or may not go at all."""
        future = self._waiting[who] = asyncio.get_running_loop().create_future()
        self._gate.ask(who, tokens, dollars)
        self._let_through()
        may: bool = await future
        return may

    async def leave(self, who: tuple[int, int], heard: Heard) -> None:
        """Take in what came of a request."""
        self._gate.heard(who, heard, time.monotonic())
        self._let_through()

    async def forget(self, hand: int) -> None:
        """Leave out an actor that is gone."""
        self._gate.forget(lambda who: who[0] == hand)
        self._let_through()

    async def close(self) -> None:
        """Let nobody through any more."""
        self._gate.closed = True
        self._let_through()

    async def figures(self) -> tuple[float, int, int]:
        """Return dollars, requests, and requests that were answered 429."""
        return self._gate.spent, self._gate.calls, self._gate.limited

    def _let_through(self) -> None:
        now = time.monotonic()
        for who, may in self._gate.due(now):
            future = self._waiting.pop(who, None)
            if future is not None and not future.done():
                future.set_result(may)
        if self._timer is not None:
            self._timer.cancel()
        soon = self._gate.wait(now)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(soon, 0.001), self._let_through) if soon is not None else None


class _Asked:
    """The budget as an actor sees it; a thread that waits lets another one draft."""

    def __init__(self, door: Any, hand: int, turn: threading.Lock) -> None:  # noqa: ANN401 - Ray's handle has no type
        self._door, self._hand, self._turn = door, hand, turn
        self._numbers = count()

    def enter(self, tokens: int, dollars: float) -> int:
        import ray  # noqa: PLC0415 - an extra

        number = next(self._numbers)
        self._turn.release()
        may = False
        try:
            may = ray.get(self._door.enter.remote((self._hand, number), tokens, dollars))
        finally:
            if not may:
                self._turn.acquire()
        if not may:
            raise no_more()
        return number

    def leave(self, number: int, heard: Heard) -> None:
        self._door.leave.remote((self._hand, number), heard)
        self._turn.acquire()

    def rest(self, seconds: float) -> None:
        self._turn.release()
        time.sleep(seconds)
        self._turn.acquire()


class Hand:
    """An actor that drafts, several pieces at once while their requests are out."""

    def __init__(self, worker: Worker, door: Any, number: int, settings: dict[str, str]) -> None:  # noqa: ANN401 - as above
        """Take over the settings of whoever holds the run; the key is not written down anywhere for that."""
        os.environ.update(settings)
        self._worker, self._turn = worker, threading.Lock()
        self._budget = _Asked(door, number, self._turn)

    def draft(self, task: Task) -> Outcome:
        """Draft a piece and keep it."""
        with self._turn:
            return self._worker(task, self._budget)

    def ready(self) -> bool:
        """Say that it is there."""
        return True


class FarGate:
    """What the gate's actor last told of itself."""

    def __init__(self, door: Any) -> None:  # noqa: ANN401 - as above
        """Keep the actor."""
        self._door = door
        self.spent, self.calls, self.limited = 0.0, 0, 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether nobody is let through any more."""
        return self._closed

    @closed.setter
    def closed(self, value: bool) -> None:
        if value and not self._closed:
            self._door.close.remote()
        self._closed = value

    def look(self) -> None:
        """Ask the actor."""
        import ray  # noqa: PLC0415 - an extra

        self.spent, self.calls, self.limited = ray.get(self._door.figures.remote())


class Cluster:
    """The actors of one run, one a processor of the cluster, and their pieces."""

    def __init__(self, address: str, worker: Worker, gate: Gate[tuple[int, int]], at_once: int | None) -> None:
        """Connect and start the actors; return when the first is there. `at_once` is null where no model is asked."""
        ray = _ray()
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415 - an extra

        _connect(address)
        processors = max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._threads = 1 if at_once is None else -(-(at_once + at_once // 4 + 2) // processors)
        # on the node that this command is connected to: with any other the gate could be lost, and the run with it
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        door = ray.remote(Door).options(num_cpus=0, max_concurrency=_DOORS, scheduling_strategy=here)
        self._door = door.remote(gate)
        self._worker, self._numbers = worker, count()
        self._hands: dict[int, tuple[Any, set[Any]]] = {}
        self._starting: dict[Any, tuple[int, Any]] = {}
        self._tasks: dict[Any, tuple[int, Task]] = {}
        self._again: deque[Task] = deque()
        self._tried: dict[str, int] = {}
        self.gate = FarGate(self._door)
        for _ in range(processors):
            self._hire()
        until = time.monotonic() + _START
        while not self._hands:
            if time.monotonic() > until:
                self.dismiss()
                message = f"The cluster at {address} has no free processor."
                raise UsageError(message, "Wait until others have ended, or add a node.")
            for _ in self.turn():
                pass

    def _hire(self) -> None:
        ray, number = _ray(), next(self._numbers)
        settings = {name: value for name, value in os.environ.items() if name.startswith(_OURS)}
        actor = ray.remote(Hand).options(num_cpus=1, max_concurrency=self._threads + 1, scheduling_strategy="SPREAD")
        hand = actor.remote(self._worker, self._door, number, settings)
        self._starting[hand.ready.remote()] = number, hand

    @property
    def busy(self) -> int:
        """How many pieces are being drafted, or wait for an actor that starts."""
        return len(self._tasks) + len(self._again) + (not self._hands)

    @property
    def room(self) -> bool:
        """Whether one more piece can be taken."""
        return not self._again and any(len(refs) <= self._threads for _, refs in self._hands.values())

    @property
    def names(self) -> list[str]:
        """The names of the pieces being drafted."""
        return [task.piece.name for task in (*(task for _, task in self._tasks.values()), *self._again)]

    def give(self, task: Task) -> None:
        """Give a piece to the actor that has the fewest."""
        number = min(self._hands, key=lambda n: len(self._hands[n][1]))
        hand, refs = self._hands[number]
        ref = hand.draft.remote(task)
        refs.add(ref)
        self._tasks[ref] = number, task

    def turn(self) -> Iterator[tuple[Task, Outcome]]:
        """Wait until something happens, and yield what has ended."""
        ray = _ray()
        try:
            while self._again and self._hands:
                self.give(self._again.popleft())
            refs = [*self._tasks, *self._starting]
            if refs:
                ray.wait(refs, num_returns=1, timeout=_LONGEST)
                for ref in ray.wait(refs, num_returns=len(refs), timeout=0)[0]:
                    yield from self._ended(ref)
            self.gate.look()
        except (ConnectionError, ray.exceptions.RaySystemError, ray.exceptions.RayActorError) as error:
            message = "The connection to the Ray cluster broke off."
            raise WorkFailedError(message, "Run the same command again; it goes on where it was.") from error

    def _ended(self, ref: Any) -> Iterator[tuple[Task, Outcome]]:  # noqa: ANN401 - as above
        ray = _ray()
        if ref in self._starting:
            number, hand = self._starting.pop(ref)
            try:
                ray.get(ref)
            except ray.exceptions.RayActorError:
                self._hire()
            else:
                self._hands[number] = hand, set()
            return
        number, task = self._tasks.pop(ref)
        if number in self._hands:
            self._hands[number][1].discard(ref)
        try:
            yield task, ray.get(ref)
        except ray.exceptions.RayActorError:
            self._lost(number)
            yield from self._tried_again(task)
        except ray.exceptions.RayError as error:
            text = str(error).strip().splitlines()[-1][:200]
            message = f"A fault of ours ended this draft ({task.piece.name}: {text})."
            yield task, Failed(message, "Draft it alone, and report it with the ticket.")

    def _lost(self, number: int) -> None:
        """Put another actor into the place of one that is gone with its node or by itself."""
        if self._hands.pop(number, None) is not None:
            self._door.forget.remote(number)
            self._hire()

    def _tried_again(self, task: Task) -> Iterator[tuple[Task, Outcome]]:
        name = task.piece.name
        self._tried[name] = self._tried.get(name, 0) + 1
        if self._tried[name] < _TRIES:
            self._again.append(task)
            return
        message = f"The process that drafted {name} ended {_TRIES} times."
        yield task, Failed(message, "Draft it alone to see why; a very large ticket may need more memory.")

    def dismiss(self) -> None:
        """End all; what they hold is lost."""
        _ray().shutdown()


def _ray() -> Any:  # noqa: ANN401 - its functions are made when it is loaded
    """Return Ray; a UsageError where it is not installed."""
    try:
        import ray  # noqa: PLC0415 - an extra
        import ray.exceptions  # noqa: PLC0415 - as above
    except ImportError as error:
        message = "--on needs Ray, which is not installed."
        raise UsageError(message, "pip install 'escalate[ray]'") from error
    return ray


def _connect(address: str) -> None:
    """Connect; a busy head may need longer for it than Ray's client waits."""
    ray = _ray()
    for tried in range(1, _TRIES + 1):
        try:
            ray.init(address=_address(address), log_to_driver=False, logging_level="error")
        except (ConnectionError, ValueError, RuntimeError) as error:
            ray.shutdown()
            if tried < _TRIES:
                time.sleep(_PAUSE)
                continue
            text = " ".join(str(error).split())[:200]
            message = f"No Ray cluster answers at {address}: {text}"
            raise UsageError(message, "Give --on the address that `ray start --head` printed.") from error
        return


def _address(text: str) -> str:
    """Return the address as Ray takes it: ray://HOST:PORT is its client's, ray://auto the cluster of this machine."""
    return "auto" if text.rstrip("/") in {"ray://auto", "ray:", "auto"} else text
