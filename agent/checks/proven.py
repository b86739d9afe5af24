"""Whether a case's facts still hold: quotes stand in their messages, values in their quotes, the brief in the facts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.checks.judged import altered_judgements
from agent.checks.pool import evidence_in, fold
from agent.checks.registry import Finding, fail
from agent.checks.unknowns import asked, empty, unknown
from agent.facts import Money
from agent.values.dates import dates_in
from agent.values.money import money_in
from agent.values.names import name_tokens
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.case import Case
    from agent.evidence import Evidence
    from agent.values.dates import Order

_PEOPLE = ("csm", "account_owner", "contact_name", "account_name")
_FACTORS = (1, 12, 4, 52, 365)
_WHERE = "facts.{field}"


def unproven(case: Case) -> Iterator[Finding]:
    """Yield what the case's facts no longer prove, and where the brief's header differs from them."""
    yield from _quotes(case)
    yield from _amount(case)
    yield from _renewal(case)
    yield from _people(case)
    yield from _header(case)
    yield from altered_judgements(case)


def _quotes(case: Case) -> Iterator[Finding]:
    texts = {m.id: m.text for m in case.ticket.messages}
    for field in type(case.facts).model_fields:
        for item in evidence_in(case.facts.get(field)):
            held = texts.get(item.message)
            if held is not None and held[item.start : item.end] != item.quote and fold(item.quote) not in fold(held):
                yield fail("altered", _WHERE.format(field=field), field=field, message=item.message, text=item.quote)


def _said(evidence: Iterable[Evidence]) -> str:
    return "\n".join(e.quote for e in evidence)


def _amount(case: Case) -> Iterator[Finding]:
    fact = case.facts.arr
    if not isinstance(fact.value, Money) or not fact.evidence:
        return
    said = _said(fact.evidence)
    seen = {v for n in numbers_in(said) for v in (n.value, *n.alternatives)}
    amount = Decimal(str(fact.value.amount))
    shown = {m.currency for m in money_in(said) if m.currency}
    fits = not seen or any(abs(v * f - amount) < 1 for v in seen for f in _FACTORS) or sum(seen) == amount
    if not fits or (shown and fact.value.currency not in shown and len(shown) == 1 and fact.source != "answer"):
        yield fail("evidence", "facts.arr", field="arr", text=f"{fact.value.currency} {fact.value.amount:,.0f}")


def _renewal(case: Case) -> Iterator[Finding]:
    fact = case.facts.renewal_date
    if not fact.value or not fact.evidence or fact.source in {"computed", "inferred"}:
        return
    days = {m.id: m.day for m in case.ticket.messages}
    as_of = date.fromisoformat(case.as_of)
    orders: tuple[Order | None, ...] = (None, "DMY", "MDY")
    said = [(e.quote, days.get(e.message) or as_of) for e in fact.evidence]
    found = {d for quote, day in said for order in orders for s in dates_in(quote, day, order) for d in s.days}
    if found and date.fromisoformat(fact.value[:10]) not in found:
        yield fail("evidence", "facts.renewal_date", field="renewal_date", text=fact.value)


def _people(case: Case) -> Iterator[Finding]:
    thread = fold(" ".join(f"{m.author or ''} {m.text}" for m in case.ticket.messages))
    for field in _PEOPLE:
        fact = case.facts.get(field)
        if not isinstance(fact.value, str) or fact.source in {"inferred", "computed"}:
            continue
        said = thread + fold(_said(fact.evidence))
        if not all(fold(token) in said for token in name_tokens(fact.value)):
            yield fail("evidence", _WHERE.format(field=field), field=field, text=fact.value)


def _header(case: Case) -> Iterator[Finding]:
    """Compare what stands at the top of the brief with the facts, where an edit does the most harm."""
    glance, facts = case.brief.account_at_a_glance, case.facts
    named = (
        ("header.account", case.brief.header.account, facts.account_name.value),
        ("account_at_a_glance.csm", glance.csm, facts.csm.value),
        ("account_at_a_glance.account_owner", glance.account_owner, facts.account_owner.value),
        ("account_at_a_glance.contact", glance.contact, facts.contact_name.value),
        ("account_at_a_glance.tier", glance.tier, facts.account_tier.value),
    )
    for place, shown, known in named:
        if (
            shown
            and not empty(shown)
            and not (known and fold(known) in fold(shown))
            and not (asked(shown) or unknown(shown))
        ):
            yield fail("unsupported", f"brief.{place}", text=shown)
    if case.brief.header.date_raised[:10] != case.as_of:
        yield fail("unsupported", "brief.header.date_raised", text=case.brief.header.date_raised)
    if glance.arr and not _arr_shown(case, glance.arr):
        yield fail("unsupported", "brief.account_at_a_glance.arr", text=glance.arr)
    renewal = facts.renewal_date.value
    if glance.renewal_date and not (asked(glance.renewal_date) or unknown(glance.renewal_date)):
        shown_days = {d for s in dates_in(glance.renewal_date, date.fromisoformat(case.as_of)) for d in s.days}
        if not renewal or (shown_days and date.fromisoformat(renewal[:10]) not in shown_days):
            yield fail("unsupported", "brief.account_at_a_glance.renewal_date", text=glance.renewal_date)
    if renewal and glance.days_to_renewal is not None:
        right = (date.fromisoformat(renewal[:10]) - date.fromisoformat(case.as_of)).days
        if glance.days_to_renewal != right:
            yield fail(
                "days",
                "brief.account_at_a_glance.days_to_renewal",
                text=str(glance.days_to_renewal),
                date=renewal,
                right=str(right),
            )


def _arr_shown(case: Case, shown: str) -> bool:
    known = case.facts.arr.value
    if not isinstance(known, Money):
        return asked(shown) or unknown(shown)
    amounts = {v for n in numbers_in(shown) for v in (n.value, *n.alternatives)}
    codes = set(re.findall(r"\b[A-Z]{3}\b", shown)) & {m.currency for m in money_in(shown) if m.currency}
    return Decimal(str(known.amount)) in amounts and (not codes or known.currency in codes)
