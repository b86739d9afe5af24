"""What goes to a chat endpoint and what comes back, whoever carries it; and the ports of whoever does."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.engines.openai.schema import Shape
    from prompts import Message

_REASONING = re.compile(r"o\d")


@dataclass(frozen=True)
class Reply:
    """A chat completion: its text, how it ended, its tokens (null where it does not say).

    `share` is the part of the list price that it cost: 0.5 through the Batch API.
    """

    text: str
    finish: str | None = None
    refused: bool = False
    prompt: int | None = None
    cached: int = 0
    completion: int | None = None
    share: float = 1.0


class Wire(Protocol):
    """Carries a request to the endpoint, and tries again as its patience allows."""

    def ask(self, messages: Sequence[Message], shape: Shape, size: int) -> Reply:
        """Return the reply to a request of about `size` tokens; a ModelError where none came."""
        ...


class Answered(Protocol):
    """Replies that were paid for once and are kept by their request."""

    def answer_of(self, request: str) -> Reply | None:
        """Return the reply to a request, null where none is kept that can be used."""
        ...

    def keep_answer(self, request: str, reply: Reply, dollars: float, *, usable: bool) -> None:
        """Keep a reply and what it cost; on return it survives a kill. One that is not usable counts as cost alone."""
        ...


@dataclass(frozen=True)
class Heard:
    """What came of one request: its status (null: no reply), headers on limits, prompt tokens and dollars billed."""

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    prompt: int | None = None
    dollars: float = 0.0


class Budget(Protocol):
    """The rate and the money that all workers share: each request asks before it goes, and tells what came of it."""

    def enter(self, tokens: int, dollars: float) -> int:
        """Wait until a request of about so much may go; return its number. A CostLimitError ends the run instead."""
        ...

    def leave(self, number: int, heard: Heard) -> None:
        """Say what came of the request of that number."""
        ...

    def rest(self, seconds: float) -> None:
        """Let others work for so long, before a request is made again."""
        ...


def body_of(model: str, messages: Sequence[Message], shape: Shape) -> dict[str, object]:
    """Return the request as the API takes it; reasoning models call the system's voice the developer's."""
    named = {"system": "developer"} if _REASONING.match(model.rpartition("/")[2]) else {}
    return {
        "model": model,
        "messages": [{"role": named.get(m.role, m.role), "content": m.text} for m in messages],
        "response_format": {"type": "json_schema", "json_schema": shape.asked},
        "stream": False,
    }


def reply_of(data: bytes | str, share: float = 1.0) -> Reply:
    """Return a chat completion's reply; a ValueError, LookupError, TypeError or AttributeError where it is none."""
    held = json.loads(data)
    choice = held["choices"][0]
    said, use = choice["message"], held.get("usage") or {}
    details = use.get("prompt_tokens_details") or {}
    text = said.get("content") or ""
    if not isinstance(text, str):
        text = "".join(str(part.get("text", "")) for part in text)
    return Reply(
        text=text,
        finish=choice.get("finish_reason"),
        refused=bool(said.get("refusal")),
        prompt=_count(use.get("prompt_tokens")),
        cached=_count(details.get("cached_tokens")) or 0,
        completion=_count(use.get("completion_tokens")),
        share=share,
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
