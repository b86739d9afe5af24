"""What happened, in 3 to 5 sentences, for an executive who knows nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.engines.rules.writer.matter import clause, upper
from agent.engines.rules.writer.quoting import SHORT, as_one, cites, pieces, quoted
from agent.engines.rules.writer.remedies import department
from agent.engines.rules.writer.values import money

if TYPE_CHECKING:
    from agent.engines.rules.writer.matter import Matter

_ASK, _LONGER = 150, 180
_OPENER = 60
_FEWEST_WORDS, _FEWEST_SIGNS = 6, 12
_MAX_ASKS = 3


def what_happened(matter: Matter) -> str:
    """Return the summary: who, what and since when; the effect; the cause; the asks with their day; the money."""
    parts = [_reported(matter), _effect(matter), _cause(matter), _asks(matter)]
    parts.append(_would_change(matter) if matter.handled else _money(matter))
    return matter.words("sep.sentence").join(upper(as_one(part)) for part in parts if part)


def _asked(matter: Matter, field: str) -> str:
    found = next((q.ask for q in matter.dossier.questions if q.field == field), None)
    return found or matter.who(matter.speaker_role)


def _who(matter: Matter) -> str:
    words, facts = matter.words, matter.facts
    tier = facts.account_tier
    who = words("sum.who_tier", account=matter.account, tier=tier.value) if tier.value else matter.account
    who += cites((*facts.account_name.evidence[:1], *tier.evidence[:1]))
    if not facts.contact_name.value:
        return who
    role = facts.contact_role.value
    contact = words("glance.contact", name=matter.contact, role=role) if role else matter.contact
    return words("sum.through", who=who, contact=contact)


def _reported(matter: Matter) -> str:
    words, nature = matter.words, matter.facts.nature
    if not nature.value:
        return words("sum.no_nature", who=_who(matter).rstrip(","), ask=_asked(matter, "nature"))
    said = quoted(pieces(nature.value)[0], nature.evidence, SHORT)
    reported = matter.reported_on
    if reported is None:
        return words("sum.reports", who=_who(matter), nature=said)
    key = "told" if nature.source == "vendor" else "reported"
    who = matter.account if key == "told" else _who(matter)
    return words(f"sum.{key}", who=who, day=reported[0], nature=said)


def _effect(matter: Matter) -> str:
    words, severity = matter.words, matter.dossier.assessment.severity
    nature = matter.facts.nature
    if matter.handled:
        why = matter.because(matter.dossier.assessment.decision)
        return words("sum.handled", why=why) if why else words("sum.handled_plain")
    told = pieces(nature.value)[1:2] if nature.value and nature.source == "customer" else ()
    more = quoted(told[0], nature.evidence, SHORT) if told else ""
    why = matter.because(severity)
    if severity.value and why:
        label = words.label("severity", severity.value)
        return words("sum.effect_more" if more else "sum.effect", severity=label, why=why, more=more)
    return words("sum.more", more=more) if more else words("sum.no_effect")


def _cause(matter: Matter) -> str:
    words, cause = matter.words, matter.facts.root_cause
    if cause.value:
        return words("sum.cause", cause=quoted(_mechanism(cause.value), cause.evidence, _LONGER))
    if matter.handled:
        return ""
    due = matter.day(matter.policy.benchmarks.root_cause_days)
    role = matter.speaker_role if matter.type == "relationship" else department(matter)
    return words("sum.no_cause", owner=matter.who(role), day=due)


def _mechanism(cause: str) -> str:
    """The first sentence that tells how: not the words that open a finding ("Reproduced.", "What he thinks: ...")."""
    for piece in pieces(cause):
        opener, colon, rest = piece.partition(": ")
        told = rest if colon and len(opener) <= _OPENER else piece
        if len(told.split()) >= _FEWEST_WORDS or (not told.isascii() and len(told) >= _FEWEST_SIGNS):
            return told
    return pieces(cause)[0]


def _asks(matter: Matter) -> str:
    words, asks = matter.words, matter.asks
    if not asks:
        return words("sum.no_asks", ask=_asked(matter, "customer_ask"))
    said = words("sep.clause").join(ask.said(_ASK) for ask in asks[:_MAX_ASKS])
    if len(asks) > _MAX_ASKS:
        said = words("sum.asks_more", asks=said, more=len(asks) - _MAX_ASKS)
    key = "sum.asks" if len(asks) > 1 else "sum.asks_one"
    if matter.deadline:
        return words(f"{key}_by", asks=said, count=len(asks), day=matter.deadline.due)
    return words(key, asks=said, count=len(asks))


def _would_change(matter: Matter) -> str:
    change = matter.dossier.assessment.decision.would_change
    return matter.words("sum.would_change", change=clause(change)) if change else ""


def _renewal(matter: Matter) -> str | None:
    words, fact, days = matter.words, matter.facts.renewal_date, matter.days_to_renewal
    if fact.value is None or days is None:
        return None
    key = "renews" if days > 0 else "renewed" if days < 0 else "renews_today"
    key += "_one" if abs(days) == 1 else ""
    return words(f"sum.{key}", day=fact.value, days=abs(days), cites=cites(fact.evidence[:2]))


def _money(matter: Matter) -> str:
    words, renewal = matter.words, _renewal(matter)
    judged = matter.dossier.assessment.renewal_risk
    risk = words.label("risk", judged.value) if judged.value else None
    tail = "" if risk else "_no_risk"
    if matter.facts.arr.value:
        arr = money(matter.words, matter.facts.arr)
        return words(f"sum.money{tail}", arr=arr, renewal=renewal or words("sum.no_renewal"), risk=risk)
    if renewal:
        return words(f"sum.no_arr{tail}", renewal=renewal, risk=risk)
    return words(f"sum.no_money{tail}", risk=risk)
