"""The CS brief, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.brief import Brief, CustomerPosition, Header, RootCause
from agent.engines.rules.writer.communication import communication
from agent.engines.rules.writer.decision import decision
from agent.engines.rules.writer.impact import apology, business_impact, judged, said
from agent.engines.rules.writer.plan import resolution_plan
from agent.engines.rules.writer.quoting import LONG, cites, plain, voiced
from agent.engines.rules.writer.summary import what_happened
from agent.engines.rules.writer.values import actions, glance, sayer, timeline

if TYPE_CHECKING:
    from agent.engines.rules.writer.matter import Matter


def brief(matter: Matter) -> Brief:
    """Return the CS brief of a case."""
    return Brief(
        header=_header(matter), account_at_a_glance=glance(matter), what_happened=what_happened(matter),
        timeline=timeline(matter), root_cause=_root_cause(matter), customer_position=_position(matter),
        business_impact=business_impact(matter), actions_so_far=actions(matter), apology_issued=apology(matter),
        resolution_plan=resolution_plan(matter), decision_required=decision(matter),
        communication_plan=communication(matter),
    )  # fmt: skip


def _header(matter: Matter) -> Header:
    label = matter.level.label.say(matter.dossier.lang) if matter.level else None
    name = matter.facts.account_name.value
    return Header(
        account=plain(name) if name else None,
        level=None if matter.handled else matter.dossier.assessment.level.value,
        level_label=matter.words("head.handled") if matter.handled else label,
        date_raised=str(matter.dossier.as_of),
        raised_by=plain(matter.dossier.raised_by) if matter.dossier.raised_by else None,
        escalation_owner=matter.owner(matter.speaker_role if matter.handled else matter.lead_role),
        respond_by=matter.respond_by,
    )


def _root_cause(matter: Matter) -> RootCause:
    fact = matter.facts.root_cause
    several = said(matter.signal("several_customers_affected"))
    scope = matter.words("cause.several", quote=several) if several else None
    if not fact.value:
        return RootCause(scope=scope)
    told = voiced(fact.value, fact.evidence)
    return RootCause(primary=matter.words("cause.named", cause=told, who=sayer(matter, fact)), scope=scope)


def _position(matter: Matter) -> CustomerPosition:
    nature, assessment = matter.facts.nature, matter.dossier.assessment
    told = None
    if nature.value:
        told = voiced(nature.value, nature.evidence)
        if nature.source == "vendor":
            told = matter.words("position.reported", nature=told)
    mood = assessment.sentiment
    moved = cites(e for reason in mood.because for e in reason.evidence)
    return CustomerPosition(
        their_account=told,
        their_asks=tuple(ask.said(LONG) for ask in matter.asks),
        sentiment=matter.words.label("sentiment", mood.value) + moved if mood.value else None,
        public_risk=judged(matter, assessment.public_risk, "public_risk"),
    )
