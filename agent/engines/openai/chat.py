"""The one place that calls a model: messages and a schema in, the answer's JSON out, or a ModelError."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from agent.engines.openai import failures
from agent.engines.openai.errors import ModelError
from agent.engines.openai.patience import Patience
from agent.engines.openai.tokens import tokens
from agent.engines.openai.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI
    from openai.types import CompletionUsage

    from agent.engines.openai.ledger import Ledger
    from agent.engines.openai.schema import Shape
    from agent.engines.openai.wire import Answered, Wire
    from prompts import Message

DEFAULT_MODEL = "gpt-5-mini"
OFFICIAL = "https://api.openai.com/v1"
T = TypeVar("T", bound=BaseModel)


def request_key(model: str, messages: Sequence[Message], shape: Shape) -> str:
    """Return the digest of all that a request says."""
    said = json.dumps([model, [[m.role, m.text] for m in messages], shape.schema], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass
class Chat:
    """A chat model at an OpenAI-compatible endpoint. Nothing is imported or opened before the first call.

    `wire` carries the requests; without one LangChain does. What is `answered` already is not asked again.
    """

    ledger: Ledger
    model: str = DEFAULT_MODEL
    api_key: str | None = None
    base_url: str | None = None
    patience: Patience = field(default_factory=Patience)
    answered: Answered | None = None
    wire: Wire | None = None

    @property
    def endpoint(self) -> str:
        """Where the requests go."""
        return self.base_url or OFFICIAL

    @cached_property
    def _client(self) -> ChatOpenAI:
        from langchain_openai import ChatOpenAI  # noqa: PLC0415 - heavy
        from pydantic import SecretStr  # noqa: PLC0415 - as above

        return ChatOpenAI(
            model=self.model,
            api_key=SecretStr(self.api_key or "none"),
            base_url=self.endpoint,
            max_retries=0,
            use_responses_api=False,
            include_response_headers=True,
        )

    def ask(self, purpose: str, messages: Sequence[Message], shape: Shape, kind: type[T]) -> T:
        """Return the model's answer as `kind`; a ModelError says what stood in the way."""
        if not (self.api_key or self.base_url):
            raise failures.keyless()
        size = sum(tokens(m.text) for m in messages) + _size_of(shape)
        key = request_key(self.model, messages, shape) if self.answered else ""
        kept = self.answered.answer_of(key) if self.answered else None
        if kept is None:
            self.ledger.allow(purpose, size)
        reply = kept or (
            self.wire.ask(messages, shape, size) if self.wire else self._reply(purpose, messages, shape, size)
        )
        prompt = size if reply.prompt is None else reply.prompt
        completion = tokens(reply.text) if reply.completion is None else reply.completion
        dollars = self.ledger.record(purpose, prompt, reply.cached, completion, reply.share)
        try:
            answer = self._understood(reply, kind)
        except ModelError:
            self._keep(key, kept, reply, dollars, usable=False)
            raise
        self._keep(key, kept, reply, dollars, usable=True)
        return answer

    def _keep(self, key: str, kept: Reply | None, reply: Reply, dollars: float, *, usable: bool) -> None:
        if self.answered and kept is None:
            self.answered.keep_answer(key, reply, dollars, usable=usable)

    def _understood(self, reply: Reply, kind: type[T]) -> T:
        try:
            held = json.loads(_content(reply, self.model))
        except ValueError as error:
            raise failures.malformed(self.model) from error
        try:
            return kind.model_validate(held)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise failures.wrong_shape(self.model, f"{where}: {first['type']}") from error

    def _reply(self, purpose: str, messages: Sequence[Message], shape: Shape, size: int) -> Reply:
        import openai  # noqa: PLC0415 - heavy
        from langsmith import tracing_context  # noqa: PLC0415 - as above

        pairs = [(m.role, m.text) for m in messages]
        with failures.translated(self.model, self.endpoint), tracing_context(enabled=False):
            try:
                reply = self.patience.run(lambda seconds: self._once(pairs, shape, seconds))
            except (openai.LengthFinishReasonError, openai.ContentFilterFinishReasonError) as error:
                held: CompletionUsage | None = getattr(getattr(error, "completion", None), "usage", None)
                self.ledger.record(
                    purpose, held.prompt_tokens if held else size, 0, held.completion_tokens if held else 0
                )
                raise
            headers: Mapping[str, str] = reply.response_metadata.get("headers", {})
            self.patience.heed(headers, size)
            return _plain(reply)

    def _once(self, pairs: list[tuple[str, str]], shape: Shape, seconds: float) -> AIMessage:
        """Make one request. LangChain's own parser would take a JSON that is cut off, so only the raw reply is used."""
        bound = self._client.with_structured_output(
            shape.asked, method="json_schema", strict=True, include_raw=True, timeout=seconds
        )
        held = bound.invoke(pairs)
        reply: AIMessage = held["raw"]
        return reply


@lru_cache(maxsize=8)
def _schema_size(text: str) -> int:
    return tokens(text)


def _size_of(shape: Shape) -> int:
    return _schema_size(json.dumps(shape.schema))


def _plain(reply: AIMessage) -> Reply:
    use = reply.usage_metadata
    return Reply(
        text=reply.text if isinstance(reply.content, list) else str(reply.content),
        finish=reply.response_metadata.get("finish_reason"),
        refused=bool(reply.additional_kwargs.get("refusal")),
        prompt=use["input_tokens"] if use else None,
        cached=(use.get("input_token_details", {}).get("cache_read", 0) or 0) if use else 0,
        completion=use["output_tokens"] if use else None,
    )


def _content(reply: Reply, model: str) -> str:
    """Return the text of an answer that ended as it should."""
    if reply.refused:
        raise failures.refused(model)
    if reply.finish == "length":
        raise failures.cut_short(model)
    if reply.finish == "content_filter":
        raise failures.filtered(model)
    if not reply.text.strip():
        raise failures.empty(model)
    return reply.text
