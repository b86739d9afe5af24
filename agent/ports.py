"""The ports: what the desk needs of the outside, one verb each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from pydantic import Field

from agent.case import Assessment, Commitment, Dispute, Precedent, Question, Usage
from agent.facts import Facts
from agent.signals import VerifiedSignal
from agent.ticket import Ticket, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.brief import Brief, Package
    from agent.claims import Reading
    from agent.policy import Policy


class Dossier(Value):
    """All that a writer may use: verified facts and signals, policy's decisions, never the raw ticket.

    `raised_by` is the person of our side who raised it (with the message that shows it), `last_update` our side's last
    public message to the customer as (message id, ISO time, first sentence), null where the thread shows none. `heads`
    tells when each message was written and by whom, by its id.
    """

    facts: Facts
    signals: tuple[VerifiedSignal, ...]
    assessment: Assessment
    questions: tuple[Question, ...]
    commitments: tuple[Commitment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    similar: tuple[Precedent, ...] = ()
    as_of: date
    lang: Literal["en", "zh"] = "en"
    ticket_id: str | None = None
    subject: str | None = None
    raised_by: str | None = None
    last_update: tuple[str, str, str] | None = None
    references: tuple[str, ...] = ()
    heads: dict[str, tuple[str | None, str | None]] = Field(default_factory=dict)


class Reader(Protocol):
    """Reads a ticket."""

    def read(self, ticket: Ticket, *, as_of: date) -> Reading:
        """Return the claims and signals of the ticket; nothing in them is proven yet."""
        ...


class Writer(Protocol):
    """Writes the documents."""

    def write(self, dossier: Dossier, policy: Policy) -> tuple[Brief, Package]:
        """Return both documents, made of the dossier alone."""
        ...


@runtime_checkable
class Patcher(Protocol):
    """A writer that can change single sections of documents that were written before."""

    def patch(
        self, written: tuple[Brief, Package], before: Dossier, dossier: Dossier, policy: Policy
    ) -> tuple[Brief, Package]:
        """Return the documents in which only what the two dossiers differ in has changed."""
        ...


class Spent(Value):
    """What the engine did for one draft: calls and tokens, what the user should know, the prompts that were used."""

    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()
    prompts: dict[str, str] = Field(default_factory=dict)


class Ledger(Protocol):
    """Counts what the engine spends on each draft."""

    def begin(self) -> None:
        """Begin to count for one draft, or one answer."""
        ...

    def end(self) -> Spent:
        """Return what was counted since."""
        ...


class Library(Protocol):
    """Past escalations."""

    def similar(self, ticket: Ticket, *, facts: Facts, as_of: date, k: int = 3) -> Callable[[], tuple[Precedent, ...]]:
        """Return what gives the true precedents, best first, safe to print; none is an answer.

        Two steps, so that the rest of a draft is written while the library is still looking.
        """
        ...
