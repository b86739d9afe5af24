"""Facts and signals judged by the policy: pure, each judgement with the rule, the quotes and what would change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from agent.case import Assessment, Judgement, Reason
from agent.facts import Fact
from agent.policy import influence
from agent.policy.consistency import STATED, rules_of
from agent.policy.when import JUDGED, Atom, When, parse_atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from agent.evidence import Evidence
    from agent.facts import Facts, FactValue
    from agent.policy import Lang, Policy, Words
    from agent.signals import VerifiedSignal

__all__ = ["assess", "influence"]

_QUOTES = 4
_REASONS = 3
_EXECUTIVE = "customer_executive_involved"


@dataclass
class _Ground:
    """What conditions are asked against; `judged` fills as the assessment goes on."""

    facts: Facts
    signals: Mapping[str, tuple[Evidence, ...]]
    policy: Policy
    as_of: date
    judged: dict[str, Judgement] = field(default_factory=dict)
    asked: dict[str, tuple[Evidence, ...] | None] = field(default_factory=dict)
    quoted: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Fired:
    rule: str
    value: str
    text: Words
    evidence: tuple[Evidence, ...]
    would_change: Words


def assess(
    facts: Facts, signals: Sequence[VerifiedSignal], policy: Policy, as_of: date, lang: Lang = "en"
) -> Assessment:
    """Return what policy makes of the facts and verified signals on that day; what has no basis stays null.

    An inferred renewal risk is not taken as stated: it would only repeat an earlier judgement.
    """
    shown = [s for s in signals if _borne_out(s, facts, policy)]
    ground = _Ground(_stated(facts, policy), _by_name(shown), policy, as_of)
    ground.judged["level"] = _level(ground, lang)
    for name in JUDGED:
        if name == "level":
            if ground.judged["decision"].value == "handle":
                ground.judged["level"] = _no_level(ground.judged["decision"])
        else:
            ground.judged[name] = _judge(ground, name, lang)
    return Assessment(**ground.judged)


def _stated(facts: Facts, policy: Policy) -> Facts:
    """Return the facts without what an earlier assessment inferred, and with the influence of the contact's role."""
    if facts.renewal_risk.source == "inferred":
        facts = facts.with_fact("renewal_risk", Fact())
    role = facts.contact_role
    found = influence(role.value, policy)
    if found and not facts.contact_influence.known:
        facts = facts.with_fact("contact_influence", Fact(value=found, source="inferred", evidence=role.evidence))
    return facts


def _borne_out(signal: VerifiedSignal, facts: Facts, policy: Policy) -> bool:
    """Whether a signal stands: the contact alone, whose title is no executive's, is no executive who joins in."""
    contact = facts.contact_name.value
    if signal.name != _EXECUTIVE or not contact:
        return True
    return any(contact not in e.quote or influence(e.quote, policy) in {"executive", None} for e in signal.evidence)


def _by_name(signals: Iterable[VerifiedSignal]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, tuple[Evidence, ...]] = {}
    for signal in signals:
        found[signal.name] = _distinct((*found.get(signal.name, ()), *signal.evidence))
    return found


def _distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(e.message, e.start, e.end): e for e in evidence}.values())


def _judge(ground: _Ground, name: str, lang: Lang) -> Judgement:
    fired = [
        _Fired(rule.id, _value(ground, name, rule.value), rule.text, evidence, rule.would_change)
        for rule in rules_of(ground.policy, name)
        if (evidence := _fires(ground, rule.when)) is not None
    ]
    if name == "renewal_risk" and not ground.facts.renewal_risk.known:
        fired = [f for f in fired if f.evidence]  # it becomes a fact, and a fact is proven by a quote
    unknown: Words = getattr(ground.policy.unknown, name)
    return _judgement(fired, unknown, lang)


def _value(ground: _Ground, name: str, value: str) -> str:
    stated = ground.facts.get(name).value if value == STATED else value
    return str(stated)


def _level(ground: _Ground, lang: Lang) -> Judgement:
    """Return the highest level of which a trigger fires."""
    fired = [
        _Fired(rule.id, name, rule.text, evidence, level.would_change)
        for name, level in reversed(ground.policy.levels.items())
        for rule in level.rules
        if (evidence := _fires(ground, rule.when)) is not None
    ]
    return _judgement(fired, ground.policy.unknown.level, lang)


def _no_level(decision: Judgement) -> Judgement:
    """Return the level of what is handled: none, for the decision's reasons."""
    return Judgement(value=None, because=decision.because[:1], would_change=decision.would_change)


def _judgement(fired: Sequence[_Fired], unknown: Words, lang: Lang) -> Judgement:
    if not fired:
        return Judgement(would_change=unknown.say(lang))
    first = fired[0]
    same = [f for f in fired if f.value == first.value and (f is first or f.evidence)]
    because = tuple(Reason(rule=f.rule, text=f.text.say(lang), evidence=f.evidence[:_QUOTES]) for f in same[:_REASONS])
    return Judgement(value=first.value, because=because, would_change=first.would_change.say(lang))


def _fires(ground: _Ground, when: When) -> tuple[Evidence, ...] | None:
    """Return the quotes on which the rule fires, null where it does not."""
    for atom in when.none:
        if _met(ground, atom) is not None:
            return None
    needed = []
    for atom in when.all:
        found = _met(ground, atom)
        if found is None:
            return None
        needed.append(found)
    enough = [found for atom in when.any if (found := _met(ground, atom)) is not None]
    if when.any and not enough:
        return None
    return _distinct(e for found in [*enough, *needed] for e in found)


def _met(ground: _Ground, text: str) -> tuple[Evidence, ...] | None:
    """Return the quotes that meet a condition (a fact may be without one), null where it is not met."""
    if text in ground.asked:
        return ground.asked[text]
    atom = parse_atom(text)
    found = _ASKED[atom.kind](ground, atom)
    if atom.kind not in _LATER:
        ground.asked[text] = found
    return found


def _quotes(ground: _Ground, name: str) -> tuple[Evidence, ...]:
    if name not in ground.quoted:
        members = ground.policy.groups.get(name, (name,))
        ground.quoted[name] = _distinct(e for member in members for e in ground.signals.get(member, ()))
    return ground.quoted[name]


def _signal(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    quotes = _quotes(ground, atom.parts[0])
    return quotes if len(quotes) >= int(atom.parts[1] or 1) else None


def _more(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    first, second = _quotes(ground, atom.parts[0]), _quotes(ground, atom.parts[2])
    enough = len(first) >= len(second) if atom.parts[1] == ">=" else len(first) > len(second)
    return first if first and enough else None


def _known(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    fact: Fact[FactValue] = ground.facts.get(atom.parts[0])
    return fact.evidence if fact.known else None


def _missing(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    return None if ground.facts.get(atom.parts[0]).known else ()


def _renewal_within(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    fact = ground.facts.renewal_date
    if not fact.value:
        return None
    left = (date.fromisoformat(fact.value[:10]) - ground.as_of).days
    return fact.evidence if left <= int(atom.parts[0]) else None


def _arr(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    fact = ground.facts.arr
    amount, currency = float(atom.parts[0]), atom.parts[1]
    met = fact.value is not None and fact.value.currency == currency and fact.value.amount >= amount
    return fact.evidence if met else None


def _fact(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    fact = ground.facts.get(atom.parts[0])
    return fact.evidence if fact.value == atom.parts[1] else None


def _earlier(ground: _Ground, name: str) -> tuple[Evidence, ...]:
    return _distinct(e for reason in ground.judged[name].because for e in reason.evidence)


def _judged(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    return _earlier(ground, atom.parts[0]) if ground.judged[atom.parts[0]].value == atom.parts[1] else None


def _at_least(ground: _Ground, atom: Atom) -> tuple[Evidence, ...] | None:
    rank = ground.policy.level_rank
    return _earlier(ground, "level") if rank(ground.judged["level"].value) >= rank(atom.parts[1]) else None


_LATER = frozenset({"judged", "level"})
"""Conditions on what is judged so far: their answer changes while the assessment goes on."""
_ASKED = {
    "signal": _signal, "more": _more, "known": _known, "missing": _missing, "renewal_within": _renewal_within,
    "arr": _arr, "fact": _fact, "judged": _judged, "level": _at_least,
}  # fmt: skip
