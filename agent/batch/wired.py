"""The desk and the CRM export of a batch, made from its terms in whichever process needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import settings, wiring
from agent.accounts import AccountBook
from agent.batch.runs import RunStore

if TYPE_CHECKING:
    from agent.batch.work import Terms
    from agent.desk import Desk


def desk(terms: Terms) -> Desk:
    """Return the desk; the library stays open, and what a model answered before is not paid again."""
    kept = RunStore(terms.out / "run.sqlite") if terms.engine == "openai" else None
    return wiring.desk(
        settings.load(), engine=terms.engine, policy=terms.policy, library=terms.library, model=terms.model,
        keep_library=True, answered=kept,
    )  # fmt: skip


def book(terms: Terms) -> AccountBook | None:
    """Return the CRM export, null where none is given."""
    return AccountBook.read(terms.accounts) if terms.accounts else None


def prompt_marks(engine: str) -> str:
    """Return the versions of the prompts that the engine uses: a changed prompt makes new drafts."""
    if engine == "rules":
        return ""
    from prompts import load  # noqa: PLC0415 - the rules need none

    return " ".join(load(name).mark for name in ("read", "repair", "write", "rewrite"))
