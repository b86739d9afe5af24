"""The parts of a batch on this machine, made from its terms in whichever process needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import settings, wiring
from agent.accounts import AccountBook
from agent.batch.runs import SqliteRuns
from agent.batch.shelf import DiskShelf, StoreShelf

if TYPE_CHECKING:
    from agent.batch.ports import Budget, RunStore
    from agent.batch.shelf import Shelf
    from agent.batch.sql import SqlRuns
    from agent.batch.work import Terms
    from agent.desk import Desk
    from agent.engines.openai.wire import Answered, Wire


def store(terms: Terms) -> SqlRuns:
    """Return the state of the batch: in the output folder, or in the database named for it."""
    if terms.state is None:
        return SqliteRuns(terms.out / "run.sqlite")
    from agent.batch.postgres import PostgresRuns  # noqa: PLC0415 - an extra

    return PostgresRuns(terms.state, str(terms.out.absolute()))


def shelf(terms: Terms, runs: RunStore) -> Shelf:
    """Return where cases and briefs are kept: beside the state."""
    if terms.state is None:
        return DiskShelf(terms)
    from agent.batch.postgres import PostgresRuns  # noqa: PLC0415 - an extra

    return StoreShelf(terms, runs) if isinstance(runs, PostgresRuns) else DiskShelf(terms)


def desk(terms: Terms, runs: RunStore, budget: Budget) -> Desk:
    """Return the desk; the library stays open, and what a model answered before is not paid again."""
    stated = settings.load()
    answered, wire = _wire(terms, stated, runs, budget) if terms.engine == "openai" else (None, None)
    return wiring.desk(
        stated, engine=terms.engine, policy=terms.policy, library=terms.library, model=terms.model, keep_library=True,
        answered=answered, wire=wire,
    )  # fmt: skip


def _wire(terms: Terms, stated: settings.Settings, runs: RunStore, budget: Budget) -> tuple[Answered, Wire]:
    from agent.batch.once import OnceWire  # noqa: PLC0415 - the rules need none
    from agent.engines.openai.chat import DEFAULT_MODEL, OFFICIAL  # noqa: PLC0415 - as above
    from agent.engines.openai.plain import PlainWire  # noqa: PLC0415 - as above

    model = terms.model or stated.model or DEFAULT_MODEL
    if terms.later and isinstance(runs, SqliteRuns):
        from agent.batch.later import LaterWire  # noqa: PLC0415 - as above
        from agent.batch.outbox import Posts  # noqa: PLC0415 - as above

        return runs, LaterWire(model, Posts(runs))
    plain = PlainWire(model, stated.base_url or OFFICIAL, stated.api_key, budget)
    once = OnceWire(plain, model, runs, budget)
    return once, once


def book(terms: Terms) -> AccountBook | None:
    """Return the CRM export, null where none is given."""
    return AccountBook.read(terms.accounts) if terms.accounts else None


def prompt_marks(engine: str) -> str:
    """Return the versions of the prompts that the engine uses: a changed prompt makes new drafts."""
    if engine == "rules":
        return ""
    from prompts import load  # noqa: PLC0415 - the rules need none

    return " ".join(load(name).mark for name in ("read", "repair", "write", "rewrite"))
