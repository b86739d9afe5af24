"""What a dossier proves, as text for the prompt and as the pool that the prose is checked against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.checks.pool import evidence_in
from agent.engines.rules.writer.matter import Matter
from agent.engines.rules.writer.values import amount
from agent.facts import Fact, Facts, Money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.case import Judgement
    from agent.evidence import Evidence
    from agent.facts import ActionTaken, FactValue, TimelineEntry
    from agent.policy import Policy
    from agent.ports import Dossier

_QUOTES = 12
_HANDLED = {
    "en": "This is not an escalation and stays with support; no escalation is needed.",
    "zh": "这不是升级事项，无需升级，由支持团队继续处理。",
}
_TIED = (
    "account_name", "account_tier", "contact_name", "contact_role", "csm", "account_owner", "renewal_date",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A dossier and its policy, with what follows from both."""

    matter: Matter

    @classmethod
    def of(cls, dossier: Dossier, policy: Policy) -> Known:
        """Return what the dossier proves."""
        from agent.render.wording import wording  # noqa: PLC0415 - start-up

        return cls(Matter(dossier, policy, wording(dossier.lang)))

    @property
    def dossier(self) -> Dossier:
        """The dossier."""
        return self.matter.dossier

    @cached_property
    def evidence(self) -> dict[str, tuple[str, ...]]:
        """The verified quotes by message, each once."""
        dossier = self.dossier
        parts = (dossier.facts, dossier.signals, dossier.assessment, dossier.commitments, dossier.disputes)
        found: dict[str, dict[str, None]] = {}
        for part in parts:
            for item in evidence_in(part):
                found.setdefault(item.message, {})[item.quote] = None
        if last := dossier.last_update:
            found.setdefault(last[0], {})[last[2]] = None
        return {message: tuple(quotes) for message, quotes in found.items()}

    def told(self, message: str) -> list[str]:
        """Return the days and values that the facts tie to a message."""
        facts = self.dossier.facts
        out = [row.date[:10] for row in facts.timeline.value or () if any(e.message == message for e in row.evidence)]
        out += [
            act.date
            for act in facts.actions_taken.value or ()
            if act.date and any(e.message == message for e in act.evidence)
        ]
        for name in _TIED:
            fact: Fact[FactValue] = facts.get(name)
            if any(e.message == message for e in fact.evidence):
                out.append(str(fact.value))
        return out

    @cached_property
    def computed(self) -> tuple[str, ...]:
        """What code has computed, a line each."""
        matter, facts = self.matter, self.dossier.facts
        out = [f"Today: {self.dossier.as_of}"]
        if isinstance(facts.arr.value, Money):
            out.append(
                f"Yearly revenue: {amount(facts.arr.value)}" + (f" ({facts.arr.note})" if facts.arr.note else "")
            )
        if matter.days_to_renewal is not None:
            out.append(f"Renewal: {facts.renewal_date.value}, {matter.days_to_renewal} days from today")
        out.append(
            f"Answer due: {matter.respond_by}. Decision due: {matter.decide_by}. Work starts by: {matter.start_by}"
        )
        out += [f"Asked for by the customer: {ask.text} -> {ask.due}" for ask in matter.asks if ask.due]
        if matter.asks:
            out.append(f"Number of asks: {len(matter.asks)}")
        if matter.level:
            level = self.dossier.assessment.level.value
            out.append(f"Level: {level} {matter.level.label.say(self.dossier.lang)}")
        return tuple(out)

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """What policy says of the case: its reasons, and what would change them."""
        assessment = self.dossier.assessment
        held = [getattr(assessment, name) for name in type(assessment).model_fields]
        said = [line for j in held for line in (*(r.text for r in j.because), j.would_change or "")]
        said += [f"{name}: rated {getattr(assessment, name).value}" for name in ("severity", "renewal_risk", "level")]
        return tuple(dict.fromkeys([*said, *([_HANDLED[self.dossier.lang]] if self.matter.handled else [])]))

    @cached_property
    def labels(self) -> str:
        """The words that policy uses for roles, teams and levels: they name nobody."""
        policy, lang = self.matter.policy, self.dossier.lang
        names = [policy.role_label(role, code) for role in policy.roles for code in ("en", lang)]
        names += [d.label.say(lang) for d in policy.destinations.values()]
        names += [s.label.say(lang) for s in policy.severities.values()]
        return "; ".join(dict.fromkeys(names))

    # -- for the prompt ----------------------------------------------------------------------------------------------

    def facts_text(self) -> str:
        """Return the facts, a line each, with their citations."""
        return "\n".join(self._facts())

    def _facts(self) -> Iterator[str]:
        facts = self.dossier.facts
        for name in Facts.model_fields:
            fact: Fact[FactValue] = facts.get(name)
            if not fact.known:
                yield f"- {name}: unknown"
            elif name == "timeline":
                yield "- timeline:"
                yield from (_event(row) for row in facts.timeline.value or ())
            elif name == "actions_taken":
                yield "- actions_taken:"
                yield from (_action(act) for act in facts.actions_taken.value or ())
            else:
                value = amount(fact.value) + " a year" if isinstance(fact.value, Money) else fact.value
                said = "; ".join(str(value).split("\n"))
                yield f"- {name}: {said}{_cited(fact.evidence)} ({fact.source})"

    def evidence_text(self) -> str:
        """Return the verified quotes, a line each, by message."""
        return "\n".join(
            f"[{message}] " + " | ".join(" ".join(q.split()) for q in quotes[:_QUOTES])
            for message, quotes in self.evidence.items()
        )

    def assessment_text(self) -> str:
        """Return the judgements, each with its reasons."""
        assessment = self.dossier.assessment
        return "\n".join(f"- {name}: {_judged(getattr(assessment, name))}" for name in type(assessment).model_fields)

    def similar_text(self) -> str:
        """Return the precedents, a line each."""
        return "\n".join(f"- {p.title}: {p.outcome}" for p in self.dossier.similar) or "none"


def _cited(evidence: tuple[Evidence, ...]) -> str:
    return "".join(f" [{m}]" for m in dict.fromkeys(e.message for e in evidence))


def _event(row: TimelineEntry) -> str:
    return f"  - {row.date} {row.who or ''}: {' '.join(row.event.split())}{_cited(row.evidence)}"


def _action(act: ActionTaken) -> str:
    outcome = f" -> {act.outcome}" if act.outcome else ""
    return f"  - {act.date or ''} {act.by or ''}: {' '.join(act.action.split())}{outcome}{_cited(act.evidence)}"


def _judged(judgement: Judgement) -> str:
    reasons = "; ".join(r.text + _cited(r.evidence) for r in judgement.because)
    return f"{judgement.value or 'no basis'}" + (f" ({reasons})" if reasons else "")
