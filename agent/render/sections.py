"""The sections of the CS brief, in the order in which an executive reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.render.blocks import Block, Bullets, Fields, Paragraph, Section, Table
from agent.render.shown import moment, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.brief import ActionRow, PlanRow
    from agent.case import Case
    from agent.render.wording import Wording


def fields(words: Wording, rows: Iterable[tuple[str, str | None]]) -> Fields:
    """Return labelled values; the label's key comes first."""
    return Fields(tuple((words(f"label.{key}"), value or words("unknown.none")) for key, value in rows))


def table(words: Wording, header: Iterable[str], rows: Iterable[Iterable[str | None]]) -> Table:
    """Return a table; its header is given as keys of labels."""
    return Table(tuple(words(f"label.{key}") for key in header), tuple(tuple(c or "" for c in row) for row in rows))


def brief_sections(case: Case, words: Wording) -> Iterator[Section]:
    """The CS brief."""
    brief = case.brief
    yield _header(case, words)
    yield Section(words("section.what_happened"), (Paragraph(brief.what_happened),))
    yield _decision(case, words)
    yield _glance(case, words)
    rows = [(moment(row.date), row.event, row.who) for row in brief.timeline]
    yield Section(words("section.timeline"), _rows(case, words, ("date", "event", "who"), rows, "timeline"))
    yield _root_cause(case, words)
    yield _position(case, words)
    yield _impact(case, words)
    apology = fields(words, [("apology", brief.apology_issued or words("unknown.no_apology"))])
    yield Section(words("section.actions"), (*actions(case, words, brief.actions_so_far), apology))
    yield from _plan(case, words)
    header = ("audience", "message", "owner", "channel", "due")
    told = [(r.audience, r.message, r.owner, r.channel, r.due) for r in brief.communication_plan]
    yield Section(words("section.communication"), _rows(case, words, header, told, None))


def _rows(
    case: Case, words: Wording, header: Iterable[str], rows: Iterable[Iterable[str | None]], field: str | None
) -> tuple[Block, ...]:
    made = table(words, header, rows)
    return (made,) if made.rows else (Paragraph(unknown(case, words, field)),)


def _header(case: Case, words: Wording) -> Section:
    header = case.brief.header
    level = " · ".join(part for part in (header.level, header.level_label) if part)
    rows = [
        ("account", header.account or unknown(case, words, "account_name")),
        ("level", level or words("level.none")),
        ("date_raised", header.date_raised),
        ("raised_by", header.raised_by),
        ("escalation_owner", header.escalation_owner),
        ("respond_by", header.respond_by),
    ]
    return Section(words("section.header"), (fields(words, rows),))


def _decision(case: Case, words: Wording) -> Section:
    decision = case.brief.decision_required
    if decision is None:
        return Section(words("section.decision"), (Paragraph(unknown(case, words, "customer_ask")),))
    rows = fields(words, [("decision", decision.decision), ("decider", decision.decider), ("due", decision.due)])
    after = fields(words, [("recommendation", decision.recommendation)])
    return Section(words("section.decision"), (rows, Bullets(decision.options, ordered=True), after), urgent=True)


def _glance(case: Case, words: Wording) -> Section:
    glance = case.brief.account_at_a_glance
    days = glance.days_to_renewal
    rows = [
        ("tier", glance.tier or unknown(case, words, "account_tier")),
        ("arr", glance.arr or unknown(case, words, "arr")),
        ("csm", glance.csm or unknown(case, words, "csm")),
        ("account_owner", glance.account_owner or unknown(case, words, "account_owner")),
        ("contact", glance.contact or unknown(case, words, "contact_name")),
        ("renewal_date", glance.renewal_date or unknown(case, words, "renewal_date")),
        ("days_to_renewal", unknown(case, words, "renewal_date") if days is None else str(days)),
        ("renewal_risk", glance.renewal_risk or unknown(case, words, "renewal_risk")),
    ]
    return Section(words("section.glance"), (fields(words, rows),))


def _root_cause(case: Case, words: Wording) -> Section:
    cause = case.brief.root_cause
    rows = [
        ("primary", cause.primary or unknown(case, words, "root_cause", "unknown.no_cause")),
        ("scope", cause.scope),
    ]
    blocks: list[Block] = [fields(words, rows)]
    if cause.contributing_factors:
        blocks += [Paragraph(words("label.contributing")), Bullets(cause.contributing_factors)]
    return Section(words("section.root_cause"), tuple(blocks))


def _position(case: Case, words: Wording) -> Section:
    position = case.brief.customer_position
    rows = [
        ("their_account", position.their_account or unknown(case, words, "nature")),
        ("sentiment", position.sentiment),
        ("public_risk", position.public_risk),
    ]
    asks: Block = Bullets(position.their_asks, ordered=True)
    if not position.their_asks:
        asks = Paragraph(unknown(case, words, "customer_ask"))
    return Section(words("section.position"), (fields(words, rows), Paragraph(words("label.their_asks")), asks))


def _impact(case: Case, words: Wording) -> Section:
    impact = case.brief.business_impact
    rows = [
        ("arr_at_risk", impact.arr_at_risk or unknown(case, words, "arr")),
        ("churn_probability", impact.churn_probability or words("unknown.no_churn")),
        ("reputational_risk", impact.reputational_risk),
        ("reference_status", impact.reference_status),
        ("expansion_at_risk", impact.expansion_at_risk),
    ]
    return Section(words("section.impact"), (fields(words, rows),))


def actions(case: Case, words: Wording, rows: Iterable[ActionRow]) -> tuple[Block, ...]:
    """Return what our side has done, as a table, or whom it is asked of."""
    cells = [(moment(row.date), row.action, row.by, row.outcome) for row in rows]
    return _rows(case, words, ("date", "action", "by", "outcome"), cells, "actions_taken")


def _plan(case: Case, words: Wording) -> Iterator[Section]:
    plan = case.brief.resolution_plan
    yield Section(words("section.plan"))
    for key, steps in (("immediate", plan.immediate), ("medium_term", plan.medium_term)):
        if steps:
            yield Section(words(f"section.{key}"), (_steps(words, steps),), level=3)
    answers = [(a.ask, a.answer) for a in plan.answers_to_asks]
    yield Section(words("section.answers"), _rows(case, words, ("ask", "answer"), answers, "customer_ask"), level=3)
    for key, items in (("not_offering", plan.not_offering), ("success", plan.success_criteria)):
        if items:
            yield Section(words(f"section.{key}"), (Bullets(items),), level=3)


def _steps(words: Wording, steps: Iterable[PlanRow]) -> Table:
    return table(words, ("due", "action", "owner"), [(step.due, step.action, step.owner) for step in steps])
