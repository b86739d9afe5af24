"""The whole draft, a value: saved as it is, so that asking today and answering tomorrow needs no live process."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agent.brief import Brief, Package
from agent.evidence import Evidence
from agent.facts import Facts
from agent.signals import VerifiedSignal
from agent.ticket import Message, Value

SCHEMA_VERSION = "1"


class Engine(Value):
    """Who read and wrote: the adapter, its model, and the version and hash of each prompt used."""

    name: Literal["rules", "openai"]
    model: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict)


class TicketView(Value):
    """The ticket as the case shows it."""

    id: str | None = None
    subject: str | None = None
    source_format: str
    messages: tuple[Message, ...]


class Reason(Value):
    """The policy rule that decided, in words, and the quotes it decided on."""

    rule: str
    text: str
    evidence: tuple[Evidence, ...] = ()


class Judgement(Value):
    """One value of the assessment, why, and what would change it. Null: the thread gives no basis."""

    value: str | None = None
    because: tuple[Reason, ...] = ()
    would_change: str | None = None


class Assessment(Value):
    """What policy makes of the facts and signals."""

    decision: Judgement = Judgement()
    type: Judgement = Judgement()
    level: Judgement = Judgement()
    destination: Judgement = Judgement()
    severity: Judgement = Judgement()
    renewal_risk: Judgement = Judgement()
    public_risk: Judgement = Judgement()
    sentiment: Judgement = Judgement()


class Question(Value):
    """A missing input: what to ask whom, why, in which format, and whether the answer could change the outcome."""

    field: str
    question: str
    why: str
    ask: str
    format: str
    changes_outcome: bool = False


class Commitment(Value):
    """Something that our side promised in the thread."""

    text: str
    by: str | None = None
    due: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Dispute(Value):
    """Two sources that differ on one field: which was kept, which was not, and why."""

    field: str
    kept: str
    other: str
    reason: str
    evidence: tuple[Evidence, ...] = ()


class Precedent(Value):
    """A past escalation that is like this one, safe to print."""

    id: str
    score: float
    title: str
    why: str
    outcome: str


class CheckResult(Value):
    """One item of the quality checklist. `blocked`: it cannot pass until a named question is answered."""

    id: str
    state: Literal["pass", "fail", "blocked"]
    reason: str
    where: str | None = None
    remedy: str | None = None


class CallUsage(Value):
    """One call to a model: what for, its tokens (cached ones are a part of the prompt's), US dollars."""

    purpose: str
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0


class Usage(Value):
    """What the draft cost: model calls, tokens, US dollars, seconds of wall time."""

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
    seconds: float = 0.0
    by_call: tuple[CallUsage, ...] = ()

    def plus(self, other: Usage) -> Usage:
        """Return both together."""
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost_usd=round(self.cost_usd + other.cost_usd, 6),
            seconds=round(self.seconds + other.seconds, 3),
            by_call=(*self.by_call, *other.by_call),
        )


class Case(Value):
    """A drafted escalation: everything that was read, proven, decided, asked and written."""

    schema_version: str = SCHEMA_VERSION
    case_id: str
    as_of: str
    lang: Literal["en", "zh"] = "en"
    engine: Engine
    ticket: TicketView
    facts: Facts
    signals: tuple[VerifiedSignal, ...] = ()
    assessment: Assessment
    questions: tuple[Question, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    similar: tuple[Precedent, ...] = ()
    brief: Brief
    package: Package
    checks: tuple[CheckResult, ...] = ()
    warnings: tuple[str, ...] = ()
    accounts_note: str | None = None
    usage: Usage = Usage()
