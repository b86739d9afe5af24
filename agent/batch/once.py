"""The wire that asks once: what is paid is kept the moment it comes, and two tickets that ask the same pay once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.engines.openai.chat import request_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.batch.ports import Budget, RunStore
    from agent.engines.openai.plain import PlainWire
    from agent.engines.openai.schema import Shape
    from agent.engines.openai.wire import Reply
    from prompts import Message

_FIRST, _LONGEST = 0.05, 1.0
"""Seconds between two looks at whether the other one has its reply."""


@dataclass(frozen=True)
class OnceWire:
    """Gives a request to the wire, unless it is out already: then waits for the reply that the other one keeps."""

    wire: PlainWire
    model: str
    runs: RunStore
    budget: Budget

    def ask(self, messages: Sequence[Message], shape: Shape, size: int) -> Reply:
        """Return the reply; one that another ticket paid for has no share of the price."""
        request, pause = request_key(self.model, messages, shape), _FIRST
        while not self.runs.take(request):
            self.budget.rest(pause)
            pause = min(_LONGEST, pause * 1.5)
            if kept := self.runs.answer_of(request):
                return replace(kept, share=0.0)
        kept = self.runs.answer_of(request)  # it may have come between the look before this call and the claim
        if kept:
            self.runs.give_up(request)
            return replace(kept, share=0.0)

        def landed(reply: Reply, dollars: float) -> None:
            self.runs.keep_answer(request, reply, dollars, usable=True)  # which ends the claim too

        try:
            return self.wire.ask(messages, shape, size, landed)
        except BaseException:
            self.runs.give_up(request)
            raise

    def answer_of(self, request: str) -> Reply | None:
        """Return the reply to a request, null where none is kept that can be used."""
        return self.runs.answer_of(request)

    def keep_answer(self, request: str, reply: Reply, dollars: float, *, usable: bool) -> None:
        """Take back a reply that cannot be used; any other was kept, and its cost counted, when it came."""
        del dollars
        if not usable:
            self.runs.keep_answer(request, reply, 0.0, usable=False)
