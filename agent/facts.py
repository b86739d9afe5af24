"""The 14 required inputs, each with its provenance."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar, get_args

from pydantic import Field

from agent.evidence import Evidence
from agent.ticket import Value

FieldName = Literal[
    "account_name", "account_tier", "arr", "csm", "account_owner", "nature", "timeline", "contact_name",
    "contact_role", "customer_ask", "root_cause", "actions_taken", "renewal_date", "renewal_risk",
]  # fmt: skip
REQUIRED: tuple[FieldName, ...] = get_args(FieldName)
Source = Literal["customer", "vendor", "record", "computed", "inferred", "answer"]
Influence = Literal["executive", "decision_maker", "influencer", "user"]
RenewalRisk = Literal["green", "amber", "red"]


class Money(Value):
    """A yearly amount in one currency (ISO 4217)."""

    amount: float = Field(ge=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")


class TimelineEntry(Value):
    """What happened on a day (ISO date) or at a time (ISO time), who did it, and the span that says so."""

    date: str
    event: str
    who: str | None = None
    evidence: tuple[Evidence, ...] = ()


class ActionTaken(Value):
    """What our side has done."""

    action: str
    by: str | None = None
    date: str | None = None
    outcome: str | None = None
    evidence: tuple[Evidence, ...] = ()


FactValue = str | Money | tuple[TimelineEntry, ...] | tuple[ActionTaken, ...]
T = TypeVar("T", bound=FactValue)


class Fact(Value, Generic[T]):
    """A value with its source and the spans that prove it. Unknown is a state: value and source are null together."""

    value: T | None = None
    source: Source | None = None
    evidence: tuple[Evidence, ...] = ()
    note: str | None = None

    @property
    def known(self) -> bool:
        """Whether somebody stated it; an empty list is nobody's statement."""
        return self.value is not None and self.value != ()


class Facts(Value):
    """All required inputs; every one is present, known or not."""

    account_name: Fact[str] = Fact()
    account_tier: Fact[str] = Fact()
    arr: Fact[Money] = Fact()
    csm: Fact[str] = Fact()
    account_owner: Fact[str] = Fact()
    nature: Fact[str] = Fact()
    timeline: Fact[tuple[TimelineEntry, ...]] = Fact()
    contact_name: Fact[str] = Fact()
    contact_role: Fact[str] = Fact()
    customer_ask: Fact[str] = Fact()
    root_cause: Fact[str] = Fact()
    actions_taken: Fact[tuple[ActionTaken, ...]] = Fact()
    renewal_date: Fact[str] = Fact()
    renewal_risk: Fact[RenewalRisk] = Fact()
    contact_influence: Fact[Influence] = Fact()

    def get(self, field: str) -> Fact[FactValue]:
        """Return the fact of that name; a KeyError names an unknown field."""
        if field not in type(self).model_fields:
            raise KeyError(field)
        return getattr(self, field)  # type: ignore[no-any-return]

    @property
    def missing(self) -> tuple[FieldName, ...]:
        """The required inputs that nobody has stated, in the contract's order."""
        return tuple(f for f in REQUIRED if not self.get(f).known)

    def with_fact(self, field: str, fact: Fact[T]) -> Facts:
        """Return a copy in which one fact is another."""
        return self.model_copy(update={field: fact})
