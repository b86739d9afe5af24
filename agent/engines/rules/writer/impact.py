"""What is at stake: the brief's business impact, and the package's with its six dimensions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from agent.brief import BusinessImpact, PackageImpact
from agent.engines.rules.writer.quoting import LONG, SHORT, cites, quoted, shown
from agent.engines.rules.writer.values import money

if TYPE_CHECKING:
    from agent.case import Judgement
    from agent.engines.rules.writer.matter import Matter
    from agent.signals import SignalName, VerifiedSignal

_DEPTH: tuple[SignalName, ...] = (
    "service_down", "safety_at_risk", "security_incident", "data_at_risk", "core_workflow_blocked", "degraded",
)  # fmt: skip
_APOLOGY = re.compile(
    r"\b(?:apolog|sorry|entschuldig|verzeih|bedauer|tut (?:mir|uns) leid|désolé|excuse|pardon|disculp|lamento|"
    r"lo siento|perdón|desculp|scus|dispiace|spijt|excuus|beklag|ursäkt|undskyld|unnskyld|przepras|przykro)"
    r"|道歉|抱歉|致歉|对不起|申し訳|お詫び|죄송|사과",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not? |never |kein|nicht|ohne |without |sans |pas )|没有|未|没", re.IGNORECASE)


def said(signal: VerifiedSignal | None, limit: int = LONG) -> str | None:
    """Return the quote of a signal, cited; null where the thread does not show it."""
    return shown(reversed(signal.evidence), limit) if signal else None


def judged(matter: Matter, judgement: Judgement, group: str) -> str | None:
    """Return a judged value with the reason, cited; null where the thread gives no basis."""
    if judgement.value is None:
        return None
    value, why = matter.words.label(group, judgement.value), matter.because(judgement)
    return matter.words("impact.judged", value=value, why=why) if why else value


def exposed(matter: Matter) -> str | None:
    """Return the yearly amount at stake, with the renewal risk; null where nobody gave the amount."""
    words, arr = matter.words, money(matter.words, matter.facts.arr)
    if not arr:
        return None
    if matter.handled:
        return words("impact.arr_handled", arr=arr)
    risk = matter.dossier.assessment.renewal_risk
    if risk.value is None:
        return words("impact.arr_plain", arr=arr)
    evidence = [e for reason in risk.because for e in reason.evidence]
    return words("impact.arr", arr=arr, risk=words.label("risk", risk.value), cites=cites(evidence))


def business_impact(matter: Matter) -> BusinessImpact:
    """Return what is at stake; an estimate that nobody gave stays unknown."""
    public = judged(matter, matter.dossier.assessment.public_risk, "public_risk")
    return BusinessImpact(arr_at_risk=exposed(matter), reputational_risk=public)


def package_impact(matter: Matter) -> PackageImpact:
    """Return the package's business impact and the six dimensions."""
    arr, severity = money(matter.words, matter.facts.arr) or None, matter.dossier.assessment.severity
    breadth = _breadth(matter)
    return PackageImpact(
        affected_customers=breadth, operational_effect=said(matter.signal(*_DEPTH)) or _reason(matter, severity),
        revenue_exposure=exposed(matter), sla_position=_sla(matter), breadth=breadth,
        depth=judged(matter, severity, "severity"), duration=_duration(matter), revenue=arr,
        reputation=judged(matter, matter.dossier.assessment.public_risk, "public_risk"), contractual=_contract(matter),
    )  # fmt: skip


def _reason(matter: Matter, judgement: Judgement) -> str | None:
    return matter.because(judgement) or None


def _breadth(matter: Matter) -> str | None:
    several = said(matter.signal("several_customers_affected"))
    if several:
        return matter.words("impact.several", quote=several)
    name = matter.facts.account_name
    return matter.words("impact.one_customer", account=name.value + cites(name.evidence[:1])) if name.value else None


def _sla(matter: Matter) -> str | None:
    for name in ("sla_breached", "sla_at_risk"):
        quote = said(matter.signal(name))
        if quote:
            return matter.words(f"impact.{name}", quote=quote)
    return None


def _duration(matter: Matter) -> str | None:
    if matter.reported_on is None:
        return None
    day, evidence = matter.reported_on
    days = (matter.dossier.as_of - date.fromisoformat(day)).days
    key = "impact.duration_none" if days <= 0 else "impact.duration_one" if days == 1 else "impact.duration"
    return matter.words(key, day=day, cites=cites(evidence[:1]), days=days)


def _contract(matter: Matter) -> str | None:
    kinds: tuple[tuple[SignalName, str], ...] = (
        ("notice_given", "notice"), ("legal_threat", "legal"), ("sla_breached", "other"),
    )  # fmt: skip
    for name, key in kinds:
        quote = said(matter.signal(name), SHORT)
        if quote:
            return matter.words(f"impact.contract_{key}", quote=quote)
    renewal = matter.facts.renewal_date
    return (
        matter.words("recommend.renewal", day=renewal.value, cites=cites(renewal.evidence)) if renewal.value else None
    )


def apology(matter: Matter) -> str | None:
    """Return the apology that our side made, cited; null where the thread shows none."""
    words = matter.words
    for row in matter.facts.actions_taken.value or ():
        for item in row.evidence:
            found = _APOLOGY.search(item.quote)
            if found and not _NOT.search(item.quote[: found.start()]):
                quote = quoted(item.quote, (item,), SHORT)
                if row.date:
                    return words("apology", day=row.date, who=row.by or words("who.our_side"), quote=quote)
                return words("apology_undated", quote=quote)
    last = matter.dossier.last_update
    if last and _APOLOGY.search(last[2]):
        return words("apology_undated", quote=f"“{last[2]}” [{last[0]}]")
    return None
