"""The case as the scores see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evals.match import squashed, ticket_text

if TYPE_CHECKING:
    from evals.gold import Amount, Groups, Sample

SINGLE = (
    "account_name", "account_tier", "csm", "account_owner", "contact_name", "contact_role", "arr", "renewal_date",
    "customer_ask", "root_cause",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """A case, and whether the draft was given the account's CRM row."""

    sample: Sample
    crm: bool = False

    @cached_property
    def squashed_ticket(self) -> str:
        """The ticket's letters and digits."""
        return squashed(ticket_text(self.sample.ticket))

    def expected(self, field: str) -> str | Amount | Groups | None:
        """Return what a draft should hold: the ticket's word, else the CRM's; null where nobody states it."""
        gold = self.sample.gold
        stated: str | Amount | Groups | None = getattr(gold.facts, field)
        if stated is None and self.crm and gold.crm:
            return getattr(gold.crm, field, None)
        return stated

    @property
    def missing(self) -> frozenset[str]:
        """The inputs to ask for."""
        gold = self.sample.gold
        given = {name for name, value in gold.crm if value not in (None, "")} if self.crm and gold.crm else set()
        return frozenset(gold.missing) - given
