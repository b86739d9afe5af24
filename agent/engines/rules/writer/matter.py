"""What the writer knows of a case: the dossier, the policy's terms for it, and what follows from both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from agent.engines.rules.writer.asks import Ask, asks_of
from agent.engines.rules.writer.quoting import cites
from agent.render.prose import sentences, trimmed

if TYPE_CHECKING:
    from agent.case import Judgement
    from agent.evidence import Evidence
    from agent.facts import Facts
    from agent.policy import Level, Policy
    from agent.ports import Dossier
    from agent.render.wording import Wording
    from agent.signals import SignalName, VerifiedSignal

_WEEKEND = 5
_HOURS_A_DAY = 24


def upper(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def clause(text: str) -> str:
    """Return the first sentence as a clause: its first word loses the capital, an abbreviation keeps it."""
    text = trimmed(sentences(text)[0]) if text.strip() else ""
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word[1:].islower() or word == "A" else text


@dataclass(frozen=True)
class Matter:
    """One case to be written about."""

    dossier: Dossier
    policy: Policy
    words: Wording

    @property
    def facts(self) -> Facts:
        """The verified facts."""
        return self.dossier.facts

    @property
    def handled(self) -> bool:
        """Whether it is no escalation."""
        return self.dossier.assessment.decision.value == "handle"

    @property
    def level(self) -> Level | None:
        """The level's terms; null where none is met."""
        return self.policy.levels.get(self.dossier.assessment.level.value or "")

    @property
    def destination(self) -> str:
        """Who must act next; second-line support where the thread gives no basis."""
        return self.dossier.assessment.destination.value or "support_l2"

    @property
    def type(self) -> str | None:
        """What has to be resolved."""
        return self.dossier.assessment.type.value

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """The customer's asks, one by one."""
        return asks_of(self.dossier)

    @cached_property
    def deadline(self) -> Ask | None:
        """The ask that names the earliest day, if one does."""
        dated = [ask for ask in self.asks if ask.day]
        return min(dated, key=lambda ask: ask.day or date.max, default=None)

    def signal(self, *names: SignalName) -> VerifiedSignal | None:
        """The first of these signals that the thread shows."""
        return next((s for name in names for s in self.dossier.signals if s.name == name), None)

    def because(self, judgement: Judgement) -> str:
        """The rules' reasons as the middle of a sentence, cited; empty where there are none."""
        reasons = list(judgement.because)[:2]
        texts = self.words("sep.clause").join(clause(r.text) for r in reasons)
        return f"{texts}{cites(e for r in reasons for e in r.evidence)}" if texts else ""

    # -- people ------------------------------------------------------------------------------------------------------

    def owner(self, role: str) -> str:
        """Return the person whom the facts name for a role, with the role, else the role; to begin a cell with."""
        return upper(self.policy.owner_of(role, self.facts, self.dossier.lang) if role in self.policy.roles else role)

    def who(self, role: str) -> str:
        """Return the same for the middle of a sentence."""
        if role not in self.policy.roles or self.policy.person(role, self.facts):
            return self.owner(role)
        label = self.policy.role_label(role, self.dossier.lang)
        bare = label.casefold() in self.words("who.bare_roles").split(", ")
        return label if bare else self.words("who.role", role=label)

    def role(self, *names: str) -> str:
        """The first of these roles that the policy has; the case's owner where it has none of them."""
        return next((name for name in names if name in self.policy.roles), self.lead_role)

    @property
    def lead_role(self) -> str:
        """The role that runs the case."""
        if self.handled or self.level is None:
            return (
                self.policy.destinations[self.destination].owner if self.destination in self.policy.destinations else ""
            )
        return self.level.owner

    @property
    def acting_role(self) -> str:
        """The role that must act next."""
        known = self.policy.destinations.get(self.destination)
        return known.owner if known else self.lead_role

    @property
    def decider_role(self) -> str:
        """The role that decides, by the level's audience."""
        if self.handled:
            return self.role("support_lead", "support_l2")
        return self.level.decider if self.level else self.acting_role

    @property
    def speaker_role(self) -> str:
        """The role that speaks with the customer."""
        if self.handled:
            return self.role("support_agent", "support_l2")
        return self.level.customer_contact if self.level else self.role("csm")

    @property
    def contact(self) -> str:
        """The customer's contact by name, else what the words call it."""
        return self.facts.contact_name.value or self.words("who.contact")

    @property
    def account(self) -> str:
        """The account by name, else what the words call it."""
        return self.facts.account_name.value or self.words("who.account")

    # -- days --------------------------------------------------------------------------------------------------------

    def day(self, days: int, *, not_after: date | None = None) -> str:
        """The working day so many days from the draft's, as ISO; not after a given day, never before the draft's."""
        found = self.dossier.as_of + timedelta(days=days)
        while found.weekday() >= _WEEKEND:
            found += timedelta(days=1)
        return str(max(self.dossier.as_of, min(found, not_after)) if not_after else found)

    @property
    def clock_hours(self) -> int:
        """The hours within which the case must be answered."""
        if self.handled:
            return self.policy.benchmarks.reply_days_when_handled * _HOURS_A_DAY
        severity = self.policy.severities.get(self.dossier.assessment.severity.value or "")
        starts = severity.start_within_hours if severity else _HOURS_A_DAY
        return self.level.respond_within_hours if self.level else starts

    @property
    def respond_by(self) -> str:
        """The day by which to answer, with the clock in words where it is shorter than a day."""
        if self.handled:
            return self.day(self.policy.benchmarks.reply_days_when_handled)
        if self.clock_hours >= _HOURS_A_DAY:
            return str(self.dossier.as_of + timedelta(hours=self.clock_hours))
        clock = self.words("clock.now") if self.clock_hours == 0 else self.words("clock.hours", hours=self.clock_hours)
        return self.words("clock.day", day=self.dossier.as_of, clock=clock)

    @property
    def start_by(self) -> str:
        """The day by which the receiving team starts, by severity; not later than the answer is due."""
        severity = self.policy.severities.get(self.dossier.assessment.severity.value or "")
        hours = min(severity.start_within_hours if severity else _HOURS_A_DAY, max(self.clock_hours, 1))
        if hours >= _HOURS_A_DAY:
            return str(self.dossier.as_of + timedelta(hours=hours))
        return self.words("clock.day", day=self.dossier.as_of, clock=self.words("clock.hours", hours=hours))

    @property
    def decide_by(self) -> str:
        """The clock's day or the day that the customer names, whichever comes first."""
        asked = self.deadline
        day = self.dossier.as_of + timedelta(hours=self.clock_hours)
        if asked and asked.due and asked.day and asked.day <= day and self.clock_hours >= _HOURS_A_DAY:
            return asked.due
        return self.respond_by

    @cached_property
    def reported_on(self) -> tuple[str, tuple[Evidence, ...]] | None:
        """The day on which the customer wrote what the nature is read from, with its evidence."""
        messages = {e.message for e in self.facts.nature.evidence}
        rows = [row for row in self.facts.timeline.value or () if any(e.message in messages for e in row.evidence)]
        last = max(rows, key=lambda row: row.date[:10], default=None)
        return (last.date[:10], last.evidence) if last else None

    @property
    def days_to_renewal(self) -> int | None:
        """The days from the draft to the renewal; negative when it is past."""
        renewal = self.facts.renewal_date.value
        return (date.fromisoformat(renewal[:10]) - self.dossier.as_of).days if renewal else None

    @property
    def reference(self) -> str | None:
        """The case number of the team that must act: the last one the thread names that is not the ticket's own."""
        others = [r for r in self.dossier.references if r != self.dossier.ticket_id and not r.startswith("#")]
        named = [
            r for r in others if any(r in e.quote for a in self.facts.actions_taken.value or () for e in a.evidence)
        ]
        return named[-1] if named else None
