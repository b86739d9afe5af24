"""The decision that is required: what, by whom, by when, between which options, and what we recommend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.brief import Decision
from agent.engines.rules.writer.matter import clause, upper
from agent.engines.rules.writer.quoting import SHORT, cites
from agent.engines.rules.writer.remedies import department, kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.writer.matter import Matter

_TEAMS = frozenset({"engineering", "product", "security", "support_l2"})
_OPTIONS = "abc"


def subject(matter: Matter) -> str:
    """Return which of our decisions this case needs, as the words name them."""
    if matter.handled:
        return "handled"
    if matter.destination in _TEAMS:
        return matter.destination
    return matter.type or "hierarchical"


def work(matter: Matter) -> str:
    """Return what has to be worked on: the case number of the team, else the fault; cited."""
    if matter.reference:
        actions = matter.facts.actions_taken.value or ()
        named = [e for a in actions for e in a.evidence if matter.reference in e.quote]
        return matter.words("decide.work", ref=matter.reference, cites=cites(named[:1]))
    return matter.words("decide.work_plain", cites=cites(matter.facts.nature.evidence[:1]))


def decision(matter: Matter) -> Decision:
    """Return the decision of a case."""
    kind = subject(matter)
    options = _options(matter, kind)
    first = options[0]
    return Decision(
        decision=_decision(matter, kind), decider=matter.owner(matter.decider_role),
        due=matter.respond_by if matter.handled else matter.decide_by,
        options=options, recommendation=_recommendation(matter, first),
    )  # fmt: skip


def _deadline(matter: Matter) -> str:
    asked = matter.deadline
    return matter.words("decide.deadline", day=asked.due, cites=asked.cited) if asked else ""


def _decision(matter: Matter, kind: str) -> str:
    words = matter.words
    values = {"owner": matter.who(matter.acting_role), "work": work(matter), "deadline": _deadline(matter)}
    text = words(f"decide.{kind}", **values)
    if matter.handled:
        return text
    call = [ask for ask in matter.asks if "executive" in kinds_of(ask)]
    wanted = matter.signal("our_executive_requested")
    if (call or wanted) and kind != "hierarchical":
        evidence = call[0].evidence if call else wanted.evidence if wanted else ()
        text += words("decide.also_call", cites=cites(evidence))
    money = [ask for ask in matter.asks if {"money", "contract"} & set(kinds_of(ask))]
    if money and kind != "functional":
        text += words("decide.also_money", ask=money[0].said(SHORT))
    return text


def _options(matter: Matter, kind: str) -> tuple[str, ...]:
    words = matter.words
    if matter.handled:
        change = matter.dossier.assessment.decision.would_change
        second = words("option.handled.b", change=clause(change)) if change else words("option.handled.b_plain")
        return words("option.handled.a"), second
    values = {
        "start": matter.start_by, "speaker": matter.who(matter.speaker_role), "decide": matter.decide_by,
        "department": matter.who(department(matter)), "review": matter.day(matter.policy.benchmarks.review_days),
    }  # fmt: skip
    keys = [f"option.{kind}.{letter}" for letter in _OPTIONS if f"option.{kind}.{letter}" in words.entries]
    return tuple(upper(words(key, **values)) for key in keys)


def _recommendation(matter: Matter, option: str) -> str:
    words = matter.words
    if matter.handled:
        why = matter.because(matter.dossier.assessment.decision)
        return words("recommend.handled", option=option, reasons=why) if why else option
    reasons = words("sep.clause").join(_reasons(matter))
    return words("recommend.because", option=option, reasons=reasons) if reasons else option


def _reasons(matter: Matter) -> Iterator[str]:
    words, judged = matter.words, matter.dossier.assessment
    if matter.level and judged.level.value:
        label = matter.level.label.say(matter.dossier.lang)
        evidence = [e for r in judged.level.because for e in r.evidence][:2]
        yield words("recommend.level", level=judged.level.value, label=label, cites=cites(evidence))
    if judged.severity.value:
        evidence = [e for r in judged.severity.because for e in r.evidence][:2]
        yield words(
            "recommend.severity", severity=words.label("severity", judged.severity.value), cites=cites(evidence)
        )
    if matter.deadline:
        yield words("recommend.deadline", day=matter.deadline.due, cites=matter.deadline.cited)
    renewal = matter.facts.renewal_date
    if renewal.value and (matter.days_to_renewal or 0) > 0:
        yield words("recommend.renewal", day=renewal.value, cites=cites(renewal.evidence))
