"""The wire that does not wait: a request is put into the outbox of the Batch API, and its ticket is set aside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn, Protocol

from agent.engines.openai.chat import request_key
from agent.engines.openai.wire import body_of
from agent.errors import WorkFailedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.engines.openai.schema import Shape
    from prompts import Message


class NotYetError(WorkFailedError):
    """The reply is not there yet; no failure, and nothing may be drafted without it."""


class Outbox(Protocol):
    """Requests that wait for the Batch API."""

    def post(self, request: str, body: str, tokens: int) -> str | None:
        """Put a request into the outbox if it is new; return why it was given up, null where it was not."""
        ...


class LaterWire:
    """Puts each request into the outbox; when its reply has come, it is found among those answered."""

    def __init__(self, model: str, outbox: Outbox) -> None:
        """Keep both."""
        self.model = model
        self.outbox = outbox

    def ask(self, messages: Sequence[Message], shape: Shape, size: int) -> NoReturn:
        """Raise NotYetError; a ModelError where the request was tried too often."""
        from agent.engines.openai.errors import RequestRejectedError  # noqa: PLC0415 - the rules need none

        body = json.dumps(body_of(self.model, messages, shape), ensure_ascii=False)
        given_up = self.outbox.post(request_key(self.model, messages, shape), body, size)
        if given_up is not None:
            message = f"The Batch API gave this request back each time: {given_up}."
            raise RequestRejectedError(message, "Draft it without --via batch-api, or run again to try it anew.")
        message = "The reply of the Batch API is not there yet."
        raise NotYetError(message, "Run the same command again later.")
