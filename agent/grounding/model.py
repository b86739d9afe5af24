"""What grounding returns: proven facts and signals, refusals that say why, and disputes between sources."""

from __future__ import annotations

from typing import Literal

from agent.case import Dispute
from agent.claims import Claim, Signal
from agent.facts import Facts
from agent.signals import VerifiedSignal
from agent.ticket import Value

RefusalCode = Literal[
    "no_quote", "no_message", "quote_absent", "quote_cut", "quote_negation", "quote_marked",
    "number", "identifier", "unit", "currency", "period", "date", "time", "name", "negation", "content",
    "role", "former", "contact", "source", "other_account", "value", "field",
]  # fmt: skip


class Refusal(Value):
    """A claim or signal that fell. `reason` is a sentence that says what is missing and what would prove it."""

    claim: Claim | Signal
    reason: str
    code: RefusalCode


class Grounded(Value):
    """The proven part of a reading, and the account of the rest."""

    facts: Facts
    signals: tuple[VerifiedSignal, ...] = ()
    refused: tuple[Refusal, ...] = ()
    disputes: tuple[Dispute, ...] = ()


class Unproven(Exception):  # noqa: N818 - a verdict that travels from a rule to the one place that records it
    """A rule's verdict on a claim: why it falls. Caught in `ground`, never seen by a user."""

    def __init__(self, code: RefusalCode, reason: str) -> None:
        """Keep the code and the sentence."""
        super().__init__(reason)
        self.code = code
        self.reason = reason
