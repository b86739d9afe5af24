"""What a policy file holds: levels, clocks, roles, destinations, rules, tiers, inputs; all of it a team's to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from agent.facts import FieldName, Influence, RenewalRisk
from agent.policy.when import When
from agent.ticket import Value

if TYPE_CHECKING:
    from agent.facts import Facts

Lang = Literal["en", "zh"]
RoleName = str


def _spread(value: object) -> object:
    """Let a plain string stand for its English form."""
    return {"en": value} if isinstance(value, str) else value


class Words(Value):
    """A text in one or more languages; English is the one that must be there."""

    en: str = Field(min_length=1)
    zh: str | None = None

    def say(self, lang: Lang = "en") -> str:
        """Return the text in that language, in English where it is not given."""
        return (self.zh if lang == "zh" else None) or self.en


Text = Annotated[Words, BeforeValidator(_spread)]


class Rule(Value):
    """When it fires, the value it gives, the reason in a sentence, and what would change it."""

    id: str = Field(pattern=r"^[A-Za-z][\w.-]*$")
    value: str
    text: Text
    when: When
    would_change: Text


class LevelRule(Value):
    """One trigger of a level."""

    id: str = Field(pattern=r"^[A-Za-z][\w.-]*$")
    text: Text
    when: When


class Level(Value):
    """One escalation level.

    `respond_within_hours` is the clock from the day the case is raised (0: at once), `update_every_hours` the longest
    silence that the customer is left with. `owner` runs it, `decider` may decide on money and exceptions, `audience`
    gets the brief, `informed` is told.
    """

    label: Text
    trigger: Text
    respond_within_hours: int = Field(ge=0)
    clock: Text
    update_every_hours: int = Field(gt=0)
    owner: RoleName
    decider: RoleName
    audience: tuple[RoleName, ...] = Field(min_length=1)
    informed: tuple[RoleName, ...] = ()
    customer_contact: RoleName
    rules: tuple[LevelRule, ...] = Field(min_length=1)
    would_change: Text


class Named(Value):
    """A value of a scale: how it is called and what it means."""

    label: Text
    meaning: Text


class Destination(Named):
    """Who must act next: the role that owns the work there, and how it is handed over."""

    owner: RoleName


class Severity(Named):
    """How bad the product's damage is, and how soon the receiving team starts."""

    start_within_hours: int = Field(gt=0)


class Role(Value):
    """Somebody who can own, decide or answer. `fact` is the input that names the person, where one does."""

    label: Text
    fact: FieldName | None = None


class Tier(Value):
    """A customer tier and the words that mean it."""

    name: str
    synonyms: tuple[str, ...] = ()


class InputPolicy(Value):
    """One required input: what to ask, whom first and whom else, why, and the format with an example."""

    ask: RoleName
    fallback: RoleName
    question: Text
    why: Text
    format: Text
    example: str


class InfluenceRule(Value):
    """Role words that tell how much say a contact has; `unless` words take the match back (an assistant to a CEO)."""

    value: Influence
    words: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Rules(Value):
    """The ordered rules of each judgement; the first that fires decides."""

    decision: tuple[Rule, ...]
    type: tuple[Rule, ...]
    destination: tuple[Rule, ...]
    severity: tuple[Rule, ...]
    renewal_risk: tuple[Rule, ...]
    public_risk: tuple[Rule, ...]
    sentiment: tuple[Rule, ...]


class Unknown(Value):
    """What to say would settle a judgement for which the thread gives no basis."""

    decision: Text
    type: Text
    level: Text
    destination: Text
    severity: Text
    renewal_risk: Text
    public_risk: Text
    sentiment: Text


class Benchmarks(Value):
    """What the plan takes its dates from, in days from the day of the draft unless said otherwise."""

    first_update_hours: int = Field(gt=0)
    root_cause_days: int = Field(gt=0)
    written_cause_days: int = Field(gt=0)
    verify_days: int = Field(gt=0)
    monitoring_days: int = Field(gt=0)
    relationship_review_days: int = Field(gt=0)
    review_days: int = Field(gt=0)
    renewal_near_days: int = Field(gt=0)
    reply_days_when_handled: int = Field(gt=0)


class PolicyData(Value):
    """The whole file. Levels stand from the lowest to the highest."""

    version: Literal[1]
    name: str
    roles: dict[RoleName, Role]
    levels: dict[str, Level] = Field(min_length=1)
    types: dict[str, Named]
    destinations: dict[str, Destination]
    severities: dict[str, Severity]
    escalate_criteria: tuple[Text, ...] = ()
    handle_criteria: tuple[Text, ...] = ()
    not_offering: tuple[Text, ...] = ()
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rules: Rules
    unknown: Unknown
    tiers: tuple[Tier, ...] = Field(min_length=1)
    risk_words: dict[RenewalRisk, tuple[str, ...]]
    inputs: dict[FieldName, InputPolicy]
    influence: tuple[InfluenceRule, ...]
    benchmarks: Benchmarks

    def role_label(self, role: RoleName, lang: Lang = "en") -> str:
        """Return how the role is called."""
        return self.roles[role].label.say(lang)

    def person(self, role: RoleName, facts: Facts) -> str | None:
        """Return the person that the facts name for that role, null when they name none."""
        field = self.roles[role].fact
        value = facts.get(field).value if field else None
        return value if isinstance(value, str) else None

    def owner_of(self, role: RoleName, facts: Facts, lang: Lang = "en") -> str:
        """Return the person for that role with the role behind it, or the role where no person is known."""
        label, person = self.role_label(role, lang), self.person(role, facts)
        return f"{person} ({label})" if person else label
