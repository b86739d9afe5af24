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
    from pathlib import Path

    from agent.settings import Settings
    from knowledge.lookup import Lookup


def desk(
    settings: Settings,
    *,
    engine: str | None = None,
    policy: Path | None = None,
    library: str | None = None,
    lookup: Lookup | None = None,
) -> Desk:
    """Return the desk. `engine` is auto, rules or openai; what is not given comes from the settings."""
    chosen = engine or settings.engine
    if chosen not in {"auto", "rules"}:
        message = f"The engine {chosen!r} is not available in this version."
        raise UsageError(message, "Use --engine rules (or auto).")
    return Desk(
        engine=Engine(name="rules"),
        reader=RulesReader(),
        writer=RulesWriter(),
        policy=Policy.load(policy or settings.policy),
        library=Precedents(library or settings.library_place, lookup=lookup),
        mask=_masked,
    )


def _masked(text: str) -> str:
    from agent.intake.masking import mask  # noqa: PLC0415 - only an answer needs it

    return mask(text).text


def store(settings: Settings) -> CaseStore:
    """Return the store of cases."""
    return CaseStore(settings.cases)
