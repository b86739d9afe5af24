"""The support escalation: what is broken or needed, what it does, what was tried, and what is asked of whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.brief import CustomerCommunication, Package, Reproduction, Request
from agent.engines.rules.writer.decision import decision, work
from agent.engines.rules.writer.impact import package_impact, said
from agent.engines.rules.writer.quoting import LONG, SHORT, cites, pieces, plain, quoted, voiced
from agent.engines.rules.writer.values import actions, timeline
from agent.render.prose import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.engines.rules.writer.matter import Matter

_LAST_ROWS = 4
_MAX_STEPS = 4
_VERSION = re.compile(
    r"\b(?:version|release|build|firmware|v\d|staging|sandbox|production|browser|tenant|instance|env\w*|umgebung|plugin|"
    r"chrome|firefox|safari|edge|ios|android|windows|macos|linux)\b|版本|固件|环境|浏览器|バージョン|환경",
    re.IGNORECASE,
)
_REPRODUCED = re.compile(
    r"\b(?:reproduc|replicat|on staging|in staging|steps|nachgestellt|reproduzi|reprodui|reproduj|riprodo|återskap|"
    r"genskab)|复现|重现|再現|재현",
    re.IGNORECASE,
)


def package(matter: Matter) -> Package:
    """Return the support escalation of a case."""
    judged = matter.dossier.assessment
    return Package(
        summary=_summary(matter), severity=judged.severity.value, routed_to=judged.destination.value,
        business_impact=package_impact(matter), problem_narrative=matter.words("sep.sentence").join(_narrative(matter)),
        reproduction=_reproduction(matter), actions_taken=actions(matter),
        customer_communication=_communication(matter), request=_request(matter),
        references=tuple(plain(r) for r in matter.dossier.references),
    )  # fmt: skip


def _first(matter: Matter, limit: int = LONG) -> str | None:
    nature = matter.facts.nature
    return quoted(pieces(nature.value)[0], nature.evidence, limit) if nature.value else None


def _finding(matter: Matter) -> str | None:
    cause = matter.facts.root_cause
    return voiced(cause.value, cause.evidence) if cause.value else None


def _summary(matter: Matter) -> str:
    words, severity = matter.words, matter.dossier.assessment.severity.value
    cause = matter.facts.root_cause
    named = quoted(pieces(cause.value)[0], cause.evidence, SHORT) if cause.value else None
    team = words.label("destination", matter.destination)
    if matter.handled:
        following = words("package.handled")
    elif severity:
        following = words("package.next", team=team, severity=words.label("severity", severity))
    else:
        following = words("package.next_plain", team=team)
    nature = _first(matter, SHORT) or trimmed(words("package.no_nature"))
    reason = words("package.cause", cause=named) if named else words("package.no_cause")
    return words("package.summary", account=matter.account, nature=nature, cause=reason, next=following)


def _narrative(matter: Matter) -> Iterator[str]:
    words, nature = matter.words, matter.facts.nature
    if nature.value:
        told = voiced(nature.value, nature.evidence, most=3)
        on = matter.reported_on
        day = on[0] if on and nature.source == "customer" else None
        yield words("package.reported", day=day, nature=told) if day else words("package.reported_plain", nature=told)
    else:
        yield words("package.no_nature")
    seen = {e.message for e in nature.evidence}
    rows = [r for r in matter.facts.timeline.value or () if not any(e.message in seen for e in r.evidence)]
    shown = {(r.date, voiced(r.event, r.evidence)) for r in rows[-_LAST_ROWS:]}
    for row in timeline(matter):
        if (row.date, row.event) in shown:
            yield words("package.then", day=row.date[:10], event=row.event)
    found = _finding(matter)
    yield words("package.findings", cause=found) if found else words("package.no_cause")
    if matter.asks and not matter.handled:
        count, asked = len(matter.asks), matter.deadline
        yield (
            words("package.open", count=count, day=asked.due) if asked else words("package.open_undated", count=count)
        )


def _reproduction(matter: Matter) -> Reproduction:
    if matter.type != "technical":
        return Reproduction()
    sources = [(e.quote, e) for name in ("nature", "root_cause") for e in matter.facts.get(name).evidence]
    sources += [(e.quote, e) for a in matter.facts.actions_taken.value or () for e in a.evidence]
    sources += [(e.quote, e) for r in matter.facts.timeline.value or () for e in r.evidence]
    told = [(p, e) for text, e in sources for p in pieces(text)]
    steps = [quoted(p, (e,), LONG) for p, e in told if _REPRODUCED.search(p)]
    places = [quoted(p, (e,), SHORT) for p, e in told if _VERSION.search(p)]
    return Reproduction(
        steps=tuple(dict.fromkeys(steps))[:_MAX_STEPS], observed=_first(matter), environment=next(iter(places), None)
    )


def _communication(matter: Matter) -> CustomerCommunication:
    words, last = matter.words, matter.dossier.last_update
    told = None
    if last:
        at = last[1][:16].replace("T", " ")
        quote = f"“{trimmed(plain(last[2]))}” [{last[0]}]"
        told = words("package.last_update", at=at, quote=quote) if at else quote
    expected = None
    if matter.asks:
        evidence = cites(e for ask in matter.asks for e in ask.evidence)
        key = "package.expectation_by" if matter.deadline else "package.expectation"
        expected = words(key, count=len(matter.asks), cites=evidence, day=matter.deadline and matter.deadline.due)
    risk = matter.signal(
        "legal_threat", "press_threat", "public_threat", "notice_given", "churn_discussed", "renewal_doubted",
        "customer_executive_involved",
    )  # fmt: skip
    return CustomerCommunication(last_update=told, expectation=expected, further_risk=said(risk))


def _request(matter: Matter) -> Request:
    words, kind = matter.words, matter.destination
    decided = decision(matter)
    key = "handled" if matter.handled else kind if f"package.ask_{kind}" in words.entries else "leadership"
    if key == "engineering" and not matter.deadline:
        key = "engineering_plain"
    if key == "product" and not matter.asks:
        key = "product_plain"
    values = {
        "work": work(matter), "due": matter.deadline.due if matter.deadline else None, "decision": decided.decision,
        "ask": matter.asks[0].said(LONG) if matter.asks else None,
    }  # fmt: skip
    return Request(
        ask=words(f"package.ask_{key}", **values),
        deadline=matter.start_by if kind in {"engineering", "security"} else decided.due,
    )
