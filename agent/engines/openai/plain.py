"""The wire of a batch: a plain HTTP client that keeps its connections and asks the shared budget before each request.

A batch makes hundreds of thousands of calls, and the client's CPU bounds them: a call costs LangChain 5 to 11 ms, the
SDK about 2 ms, and this 0.8 ms; what a call needs beside HTTP (one JSON in, one out, the retries) stands here. To
import it takes 0.15 s where the SDK and LangChain take 1.8 s. Single drafts go through LangChain.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from agent.engines.openai import failures
from agent.engines.openai.ledger import expected
from agent.engines.openai.prices import price_of
from agent.engines.openai.tokens import tokens
from agent.engines.openai.wire import Heard, body_of, reply_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import httpx2

    from agent.engines.openai.errors import ModelError
    from agent.engines.openai.schema import Shape
    from agent.engines.openai.wire import Budget, Reply
    from prompts import Message

_OK, _LIMITED = 200, 429
_LATE = 3
"""A request that nobody answered, or whose answer is no completion (a proxy's page), counts as so many failures: it
took its whole time, and may be billed."""
_HEADERS = ("x-ratelimit-", "retry-after")


@dataclass(frozen=True)
class Endurance:
    """How long a request is tried: failures of the server, seconds without a connection, seconds in all.

    A 429 is no failure: the budget spaces the requests, and one that was refused goes again until `total` is over.
    """

    failures: int = 8
    outage: float = 180.0
    total: float = 3600.0
    request: float = 180.0
    first: float = 0.25
    longest: float = 20.0
    now: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class _Came:
    """A reply as it came: null status where none did; `late` where the time ran out."""

    status: int | None
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    late: bool = False


@dataclass
class PlainWire:
    """Carries requests to an OpenAI-compatible endpoint within the budget."""

    model: str
    base_url: str
    api_key: str | None
    budget: Budget
    endurance: Endurance = field(default_factory=Endurance)

    @cached_property
    def _client(self) -> httpx2.Client:
        return client(self.api_key, self.endurance.request)

    def ask(
        self,
        messages: Sequence[Message],
        shape: Shape,
        size: int,
        landed: Callable[[Reply, float], None] = lambda _reply, _dollars: None,
    ) -> Reply:
        """Return the reply; the ModelError of the last try where patience ran out or trying again cannot help.

        `landed` is told the reply and its dollars at once, before anything else may have to wait for its turn.
        """
        patience = self.endurance
        body = json.dumps(body_of(self.model, messages, shape)).encode()
        began, failed = patience.now(), 0
        while True:
            came, reply = self._once(body, size, landed)
            if reply is not None:
                return reply
            error = self._error(came)
            waited = patience.now() - began
            if waited > patience.total or not _passes(came):
                raise error
            if came.status is None and not came.late:
                failed += 1
                if waited > patience.outage and failed > patience.failures:
                    raise error
            elif came.status != _LIMITED:
                failed += _LATE if came.late or came.status == _OK else 1
                if failed >= patience.failures:
                    raise error
            if failed:
                most = min(patience.longest, patience.first * 2.0**failed)
                self.budget.rest(random.uniform(most / 4, most))  # noqa: S311 - no secret, only spread

    def _once(self, body: bytes, size: int, landed: Callable[[Reply, float], None]) -> tuple[_Came, Reply | None]:
        """Make one request, and tell the budget what came of it whatever happens."""
        number = self.budget.enter(size, expected(self.model, size))
        came, reply, dollars = _Came(None), None, 0.0
        try:
            came = self._post(body)
            if came.status == _OK:
                reply = _read(came.data)
            if reply is not None:
                dollars = self._dollars(reply, size)
                landed(reply, dollars)
        finally:
            prompt = reply.prompt if reply else None
            self.budget.leave(number, Heard(came.status, came.headers, prompt, dollars))
        return came, reply

    def _post(self, body: bytes) -> _Came:
        import httpx2  # noqa: PLC0415 - start-up

        try:
            url = f"{self.base_url.rstrip('/')}/chat/completions"
            reply = self._client.post(url, content=body, headers={"content-type": "application/json"})
        except httpx2.TimeoutException:
            return _Came(None, late=True)
        except (httpx2.HTTPError, httpx2.InvalidURL):
            return _Came(None)
        headers = {k: v for k, v in reply.headers.items() if k.startswith(_HEADERS)}
        return _Came(reply.status_code, reply.content, headers)

    def _dollars(self, reply: Reply, size: int) -> float:
        price = price_of(self.model)
        prompt = size if reply.prompt is None else reply.prompt
        completion = tokens(reply.text) if reply.completion is None else reply.completion
        return price.of(prompt, reply.cached, completion) if price else 0.0

    def _error(self, came: _Came) -> ModelError:
        if came.late:
            return failures.late(self.model, self.base_url)
        if came.status is None:
            return failures.unreachable(self.base_url)
        if came.status == _OK:
            return failures.wrong_reply(self.model, self.base_url)
        return failures.of_status(came.status, came.data.decode("utf-8", "replace"), self.model, self.base_url)


def client(api_key: str | None, seconds: float) -> httpx2.Client:
    """Return a client for the endpoint that keeps as many connections as there are callers."""
    import httpx2  # noqa: PLC0415 - start-up

    return httpx2.Client(
        headers={"authorization": f"Bearer {api_key or 'none'}"},
        timeout=httpx2.Timeout(seconds, connect=20.0),
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=None),
    )


def _read(data: bytes) -> Reply | None:
    try:
        return reply_of(data)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _passes(came: _Came) -> bool:
    if came.status is None or came.status == _OK:
        return True
    return failures.passes(came.status, came.data.decode("utf-8", "replace"))
