"""The resolution plan: steps with owners and days, from the destination, the asks, the level and what is still open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from agent.brief import PlanRow, ResolutionPlan
from agent.engines.rules.writer.quoting import SHORT, quoted, shown
from agent.engines.rules.writer.remedies import answers, criteria, department, remedies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.engines.rules.writer.matter import Matter
    from agent.signals import SignalName

_MAX_PROMISES = 3
_OUTSIDE: tuple[SignalName, ...] = ("legal_threat", "press_threat", "public_threat")
_LEAVING: tuple[SignalName, ...] = ("notice_given", "churn_discussed", "seeking_exit")
_DAMAGE: tuple[SignalName, ...] = (
    "service_down", "core_workflow_blocked", "data_at_risk", "workaround_refused", "degraded",
)  # fmt: skip


def resolution_plan(matter: Matter) -> ResolutionPlan:
    """Return the plan of a case."""
    if matter.handled:
        immediate, medium = _handled(matter)
    else:
        found = [r for ask in matter.asks for r in remedies(matter, ask)]
        immediate = (*_opening(matter), *(r.step for r in found if r.soon), *_specials(matter), *_loose_ends(matter))
        medium = (*(r.step for r in found if not r.soon), *_closing(matter))
    offering = () if matter.handled else tuple(text.say(matter.dossier.lang) for text in matter.policy.not_offering)
    return ResolutionPlan(
        immediate=_unique(immediate), medium_term=_unique(medium), answers_to_asks=answers(matter),
        not_offering=offering, success_criteria=criteria(matter),
    )  # fmt: skip


def _unique(rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Each step once, the earliest day first."""
    return tuple(sorted({row.action: row for row in rows}.values(), key=lambda row: row.due[:10]))


def _row(matter: Matter, key: str, role: str, by: str, **values: object) -> PlanRow:
    return PlanRow(action=matter.words(f"step.{key}", **values), owner=matter.owner(role), due=by)


def _opening(matter: Matter) -> Iterator[PlanRow]:
    yield _row(matter, "tell", matter.speaker_role, matter.respond_by, contact=matter.contact)
    starts = {
        "engineering": _engineering, "product": _product, "security": _security, "leadership": _leadership,
        "support_l2": _second_line,
    }  # fmt: skip
    yield from starts.get(matter.destination, _leadership)(matter)
    if not matter.facts.root_cause.known and matter.destination != "security":
        key = "find_why" if matter.type == "relationship" else "find_cause"
        role = matter.speaker_role if matter.type == "relationship" else department(matter)
        yield _row(matter, key, role, matter.day(matter.policy.benchmarks.root_cause_days), contact=matter.contact)


def _engineering(matter: Matter) -> Iterator[PlanRow]:
    due, ref = matter.deadline.due if matter.deadline else None, matter.reference
    key = ("assign" if due else "assign_no_due") if ref else ("assign_no_ref" if due else "assign_plain")
    yield _row(matter, key, matter.acting_role, matter.start_by, ref=ref, due=due)
    effect = matter.signal(*_DAMAGE)
    said = shown(effect.evidence, SHORT) if effect else None
    if said:
        yield _row(matter, "relief", matter.role("support_l2"), matter.day(1), effect=said)


def _product(matter: Matter) -> Iterator[PlanRow]:
    if not matter.asks:
        yield _row(matter, "product_plain", matter.acting_role, matter.day(matter.policy.benchmarks.review_days))
    yield _row(matter, "interim", matter.speaker_role, matter.day(1), contact=matter.contact)


def _security(matter: Matter) -> Iterator[PlanRow]:
    yield _row(matter, "incident", matter.acting_role, matter.start_by)
    yield _row(matter, "duties", matter.role("legal"), matter.day(1))
    if not matter.facts.root_cause.known:
        yield _row(matter, "find_cause", matter.acting_role, matter.day(matter.policy.benchmarks.root_cause_days))


def _leadership(matter: Matter) -> Iterator[PlanRow]:
    if matter.type == "relationship":
        yield _row(matter, "sponsor", matter.decider_role, matter.day(matter.policy.benchmarks.root_cause_days))
        due = matter.day(matter.policy.benchmarks.review_days)
        yield _row(matter, "meet", matter.speaker_role, due, contact=matter.contact)
    else:
        yield _row(matter, "decide_other", department(matter), matter.decide_by)


def _second_line(matter: Matter) -> Iterator[PlanRow]:
    yield _row(matter, "second_line", matter.acting_role, matter.start_by)


def _specials(matter: Matter) -> Iterator[PlanRow]:
    if matter.signal(*_OUTSIDE):
        yield _row(matter, "spokesperson", matter.lead_role, matter.respond_by)
    leaving = matter.signal(*_LEAVING)
    said = shown(leaving.evidence, SHORT) if leaving else None
    if said:
        yield _row(matter, "retain", matter.lead_role, matter.respond_by, quote=said)


def _loose_ends(matter: Matter) -> Iterator[PlanRow]:
    today = str(matter.dossier.as_of)
    late = [p for p in matter.dossier.commitments if p.due and p.due[:10] < today]
    for promise in late[:_MAX_PROMISES]:
        said = quoted(promise.text, promise.evidence, SHORT)
        yield _row(matter, "commitment", matter.speaker_role, matter.day(0), quote=said, due=promise.due)
    for question in matter.dossier.questions:
        if question.changes_outcome:
            field = matter.words.label("field", question.field)
            action = matter.words("step.ask_input", field=field)
            owner = question.ask[:1].upper() + question.ask[1:]
            yield PlanRow(action=action, owner=owner, due=matter.respond_by)


def _closing(matter: Matter) -> Iterator[PlanRow]:
    marks, contact = matter.policy.benchmarks, matter.contact
    last = max((ask.day for ask in matter.asks if ask.day), default=None)
    checked = matter.day((last - matter.dossier.as_of).days + marks.verify_days if last else marks.review_days + 1)
    yield _row(matter, "verify", matter.speaker_role, checked, contact=contact)
    days = matter.days_to_renewal
    at_risk = matter.dossier.assessment.renewal_risk.value in {"amber", "red"}
    if days is not None and days > 0 and at_risk and matter.type != "relationship":
        renewal = matter.dossier.as_of + timedelta(days=days)
        due = matter.day(marks.relationship_review_days, not_after=renewal)
        yield _row(matter, "renewal", matter.role("account_owner"), due, contact=contact)
    review = date.fromisoformat(checked) + timedelta(days=marks.monitoring_days)
    due = matter.day((review - matter.dossier.as_of).days)
    yield _row(matter, "review", matter.lead_role, due, contact=contact)


def _handled(matter: Matter) -> tuple[tuple[PlanRow, ...], tuple[PlanRow, ...]]:
    reply = _row(matter, "reply", matter.speaker_role, matter.respond_by, contact=matter.contact)
    checked = matter.day(matter.policy.benchmarks.reply_days_when_handled + matter.policy.benchmarks.verify_days)
    confirm = _row(matter, "confirm", matter.role("support_l2"), checked, contact=matter.contact)
    return (reply,), (confirm,)
