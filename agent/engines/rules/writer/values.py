"""Single facts as the cells of the documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.brief import ActionRow, Glance, TimelineRow
from agent.engines.rules.writer.quoting import LONG, cites, plain, quoted, voiced

if TYPE_CHECKING:
    from agent.engines.rules.writer.matter import Matter
    from agent.facts import Fact, Money
    from agent.render.wording import Wording


_COMPUTED = re.compile(r"\d+ x ")
"""How a note begins that tells a multiplication."""


def amount(value: Money) -> str:
    """Return a yearly amount as currency and figure: EUR 96,000."""
    figure = f"{value.amount:,.0f}" if value.amount == int(value.amount) else f"{value.amount:,.2f}"
    return f"{value.currency} {figure}"


def money(words: Wording, fact: Fact[Money]) -> str:
    """Return a known yearly amount, with how it was computed where code computed it, cited."""
    if fact.value is None:
        return ""
    shown = {"amount": amount(fact.value), "cites": cites(fact.evidence)}
    if fact.note and _COMPUTED.match(fact.note):
        return words("glance.arr_note", note=plain(fact.note), **shown)
    return words("glance.arr", **shown)


def cell(fact: Fact[str]) -> str | None:
    """Return a known text with its citations; null when it is unknown."""
    return plain(fact.value) + cites(fact.evidence) if fact.value else None


def glance(matter: Matter) -> Glance:
    """Return the account in seven lines."""
    facts, words = matter.facts, matter.words
    risk = facts.renewal_risk
    return Glance(
        tier=cell(facts.account_tier), arr=money(words, facts.arr) or None, csm=cell(facts.csm),
        account_owner=cell(facts.account_owner), contact=_contact(matter), renewal_date=cell(facts.renewal_date),
        days_to_renewal=matter.days_to_renewal,
        renewal_risk=words.label("risk", risk.value) + cites(risk.evidence) if risk.value else None,
    )  # fmt: skip


def _contact(matter: Matter) -> str | None:
    facts, words = matter.facts, matter.words
    name, role, say = facts.contact_name, facts.contact_role, facts.contact_influence
    if not name.value or not role.value:
        return cell(name)
    who = {"name": plain(name.value) + cites(name.evidence[:1]), "role": plain(role.value)}
    if say.value:
        text = words("glance.contact_influence", **who, influence=words.label("influence", say.value))
    else:
        text = words("glance.contact", **who)
    return text + cites(role.evidence)


def timeline(matter: Matter) -> tuple[TimelineRow, ...]:
    """Return the timeline, in order, cited."""
    rows = sorted(matter.facts.timeline.value or (), key=lambda row: row.date)
    return tuple(
        TimelineRow(date=row.date, event=voiced(row.event, row.evidence), who=plain(row.who) if row.who else None)
        for row in rows
    )


def actions(matter: Matter) -> tuple[ActionRow, ...]:
    """Return what our side has done, cited."""
    return tuple(
        ActionRow(
            action=voiced(row.action, row.evidence), by=plain(row.by) if row.by else None, date=row.date,
            outcome=quoted(row.outcome, row.evidence, LONG) if row.outcome else None,
        )
        for row in matter.facts.actions_taken.value or ()
    )  # fmt: skip


def sayer(matter: Matter, fact: Fact[str]) -> str:
    """Return who of our side wrote what a fact is read from, as far as actions and timeline show it."""
    messages = {e.message for e in fact.evidence}
    acts = matter.facts.actions_taken.value or ()
    found = [a.by for a in acts if a.by and any(e.message in messages for e in a.evidence)]
    found += [
        row.who
        for row in matter.facts.timeline.value or ()
        if row.who and any(e.message in messages for e in row.evidence)
    ]
    return plain(found[0]) if found else matter.words("who.our_side")
