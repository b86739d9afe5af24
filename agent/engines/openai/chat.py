"""The one place that calls a model: messages and a schema in, the answer's JSON out, or a ModelError."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from agent.engines.openai import failures
from agent.engines.openai.patience import Patience
from agent.engines.openai.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI
    from openai.types import CompletionUsage

    from agent.engines.openai.ledger import Ledger
    from agent.engines.openai.schema import Shape
    from prompts import Message

DEFAULT_MODEL = "gpt-5-mini"
_OFFICIAL = "https://api.openai.com/v1"
T = TypeVar("T", bound=BaseModel)


class Answered(Protocol):
    """Answers that were paid for once and are kept by their request."""

    def answer_of(self, request: str) -> str | None:
        """Return the answer to a request, null where it was never made."""
        ...

    def keep_answer(self, request: str, answer: str) -> None:
        """Keep an answer; on return it survives a kill."""
        ...


def request_key(model: str, messages: Sequence[Message], shape: Shape) -> str:
    """Return the digest of all that a request says."""
    said = json.dumps([model, [[m.role, m.text] for m in messages], shape.schema], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass
class Chat:
    """A chat model at an OpenAI-compatible endpoint. Nothing is imported or opened before the first call."""

    ledger: Ledger
    model: str = DEFAULT_MODEL
    api_key: str | None = None
    base_url: str | None = None
    patience: Patience = field(default_factory=Patience)
    answered: Answered | None = None

    @property
    def endpoint(self) -> str:
        """Where the requests go."""
        return self.base_url or _OFFICIAL

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
        size = sum(tokens(m.text) for m in messages) + tokens(json.dumps(shape.schema))
        self.ledger.allow(purpose, size)
        key = request_key(self.model, messages, shape)
        text = self.answered.answer_of(key) if self.answered else None
        if text is None:
            text = _content(self._reply(purpose, messages, shape, size), self.model)
            if self.answered:
                self.answered.keep_answer(key, text)
        try:
            held = json.loads(text)
        except ValueError as error:
            raise failures.malformed(self.model) from error
        try:
            return kind.model_validate(held)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise failures.wrong_shape(self.model, f"{where}: {first['type']}") from error

    def _reply(self, purpose: str, messages: Sequence[Message], shape: Shape, size: int) -> AIMessage:
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
        use = reply.usage_metadata
        if use is None:
            self.ledger.record(purpose, size, 0, tokens(str(reply.content)))
        else:
            cached = use.get("input_token_details", {}).get("cache_read", 0) or 0
            self.ledger.record(purpose, use["input_tokens"], cached, use["output_tokens"])
        headers: Mapping[str, str] = reply.response_metadata.get("headers", {})
        self.patience.heed(headers, size)
        return reply

    def _once(self, pairs: list[tuple[str, str]], shape: Shape, seconds: float) -> AIMessage:
        """Make one request. LangChain's own parser would take a JSON that is cut off, so only the raw reply is used."""
        bound = self._client.with_structured_output(
            shape.asked, method="json_schema", strict=True, include_raw=True, timeout=seconds
        )
        held = bound.invoke(pairs)
        reply: AIMessage = held["raw"]
        return reply


def _content(reply: AIMessage, model: str) -> str:
    """Return the text of an answer that ended as it should."""
    ended = reply.response_metadata.get("finish_reason")
    if reply.additional_kwargs.get("refusal"):
        raise failures.refused(model)
    if ended == "length":
        raise failures.cut_short(model)
    if ended == "content_filter":
        raise failures.filtered(model)
    text = reply.text if isinstance(reply.content, list) else str(reply.content)
    if not text.strip():
        raise failures.empty(model)
    return text
