"""Which adapter answers which port, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.case import Engine
from agent.desk import Desk
from agent.engines.rules.reader import RulesReader
from agent.engines.rules.writer import RulesWriter
from agent.errors import UsageError
from agent.policy import Policy
from agent.precedents import Precedents
from agent.store import CaseStore

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from agent.engines.openai.chat import Chat
    from agent.engines.openai.wire import Answered, Wire
    from agent.settings import Settings
    from agent.ticket import Ticket
    from knowledge.lookup import Lookup
    from prompts import Message

_ENGINES = ("auto", "rules", "openai")


def desk(  # noqa: PLR0913 - what can be chosen
    settings: Settings,
    *,
    engine: str | None = None,
    policy: Path | None = None,
    library: str | None = None,
    lookup: Lookup | None = None,
    model: str | None = None,
    max_cost: float | None = None,
    keep_library: bool = False,
    answered: Answered | None = None,
    wire: Wire | None = None,
) -> Desk:
    """Return the desk. `engine` is auto, rules or openai; what is not given comes from the settings.

    `keep_library` holds the library open between drafts; `answered` keeps what a model answered, by its request; `wire`
    carries the requests in LangChain's place.

    auto is openai where a key or a base URL is set, with the rules where the model fails; else it is rules.
    """
    chosen = chosen_engine(settings, engine)
    terms = Policy.load(policy or settings.policy)
    past = Precedents(library or settings.library_place, lookup=lookup, keep=keep_library)
    if chosen == "rules":
        return Desk(
            engine=Engine(name="rules"),
            reader=RulesReader(),
            writer=RulesWriter(),
            policy=terms,
            library=past,
            mask=_masked,
        )
    strict = (engine or settings.engine) == "openai"
    chat = _chat(settings, model, max_cost)
    chat.answered, chat.wire = answered, wire
    return _model_desk(chat, terms, past, strict=strict)


def chosen_engine(settings: Settings, engine: str | None) -> str:
    """Return rules or openai; an unknown name, or openai without a key and a base URL, is a UsageError."""
    chosen = engine or settings.engine
    if chosen not in _ENGINES:
        message = f"There is no engine {chosen!r}."
        raise UsageError(message, f"Use one of: {', '.join(_ENGINES)}.")
    configured = bool(settings.api_key or settings.base_url)
    if chosen == "openai" and not configured:
        message = "The openai engine needs a key or an endpoint, and neither is set."
        raise UsageError(message, "Set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of yours; or --engine rules.")
    return ("openai" if configured else "rules") if chosen == "auto" else chosen


def answering_desk(settings: Settings, engine: Engine, *, policy: Path | None = None) -> Desk:
    """Return the desk that patches a case of that engine; where the model cannot be used the rules write."""
    if engine.name == "rules":
        return desk(settings, engine="rules", policy=policy)
    chat = _chat(settings, engine.model, None)
    terms = Policy.load(policy or settings.policy)
    return _model_desk(chat, terms, Precedents(settings.library_place), strict=False)


def _chat(settings: Settings, model: str | None, max_cost: float | None) -> Chat:
    from agent.engines.openai.chat import DEFAULT_MODEL, Chat  # noqa: PLC0415 - start-up
    from agent.engines.openai.ledger import Ledger  # noqa: PLC0415 - as above

    name = model or settings.model or DEFAULT_MODEL
    return Chat(Ledger(name, max_cost), name, settings.api_key, settings.base_url)


def _model_desk(chat: Chat, policy: Policy, library: Precedents, *, strict: bool) -> Desk:
    from agent.engines.openai.fallback import FallbackReader  # noqa: PLC0415 - start-up
    from agent.engines.openai.reader import OpenAIReader  # noqa: PLC0415 - as above
    from agent.engines.openai.writer import OpenAIWriter  # noqa: PLC0415 - as above

    reader = OpenAIReader(chat, floor=RulesReader())
    return Desk(
        engine=Engine(name="openai", model=chat.model),
        reader=reader if strict else FallbackReader(reader, RulesReader(), chat.ledger),
        writer=OpenAIWriter(chat, RulesWriter(), strict=strict),
        policy=policy,
        library=library,
        mask=_masked,
        ledger=chat.ledger,
    )


def preview(ticket: Ticket, as_of: date) -> tuple[Message, ...]:
    """Return what the read call of the openai engine would send, masked as it is at intake; nothing is sent."""
    from agent.engines.openai.context import context_of  # noqa: PLC0415 - start-up
    from agent.engines.openai.reader import request  # noqa: PLC0415 - as above

    return request(ticket, context_of(ticket), as_of)


def _masked(text: str) -> str:
    from agent.intake.masking import mask  # noqa: PLC0415 - only an answer needs it

    return mask(text).text


def store(settings: Settings) -> CaseStore:
    """Return the store of cases."""
    return CaseStore(settings.cases)
