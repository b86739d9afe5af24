"""The yearly revenue: figure, currency and period out of the quotes, the multiplication done here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.facts import Money
from agent.grounding.model import Unproven
from agent.values.fold import lower
from agent.values.money import currency_names
from agent.values.periods import PER_YEAR, Period, is_total, period_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.claims import Claim
    from agent.grounding.support import Proof, Support

_PER: dict[str, Period] = {
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "week": "week",
    "weekly": "week",
    "year": "year",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}
_TOLERANCE = Decimal("0.5")


@dataclass(frozen=True)
class Figure:
    """A figure of the quotes: its amount, currency and period as far as they are shown, and how it is written."""

    amount: Decimal
    currency: str | None
    per: Period | None
    text: str


def _figures(proof: Proof, support: Support) -> Iterator[Figure]:
    labels = " ".join(proof.labels).replace("_", " ")
    label_period = period_of(labels)
    total = is_total(labels) or is_total(proof.line)
    money = {m.figure: m for m in proof.money}
    dates = [(d.start, d.end) for d in proof.dates if not d.relative]
    for number in proof.numbers:
        if number.kind not in {"number", "word"} or any(a < number.end and number.start < b for a, b in dates):
            continue
        span = money.get((number.start, number.end))
        if span is None and (number.unit or not label_period):
            continue
        currency = (span.currency if span else None) or _elsewhere(
            proof, labels, support, written=bool(span and span.symbol)
        )
        per = (span.per if span else None) or label_period or _of_quote(proof.line)
        yield Figure(number.value, currency, None if total and not (span and span.per) else per, number.text)


def _of_quote(text: str) -> Period | None:
    """Return `year` where the quote speaks of a yearly sum and of no other period."""
    return "year" if period_of(text) == "year" else None


def _elsewhere(proof: Proof, labels: str, support: Support, *, written: bool) -> str | None:
    """Return the currency that the label or another quote names, where the figure itself carries no mark."""
    if written:
        named = {c for p in support.proofs for c in currency_names(p.line)}
        return named.pop() if len(named) == 1 else None
    own = currency_names(labels)
    if own:
        return own[0] if len(set(own)) == 1 else None
    named = {c for p in support.proofs if p is not proof for c in (*currency_names(p.line), *_label_codes(p))}
    return named.pop() if len(named) == 1 else None


def _label_codes(proof: Proof) -> tuple[str, ...]:
    return tuple(c for label in proof.labels for c in currency_names(label))


def prove_arr(claim: Claim, support: Support) -> tuple[Money, str | None]:
    """Return the yearly amount and, where it was multiplied, the note that shows it; raise Unproven otherwise."""
    if not isinstance(claim.value, Money):
        raise Unproven(code="value", reason="the yearly revenue has to be an amount with a currency")
    wanted, currency = Decimal(str(claim.value.amount)), claim.value.currency
    asked = _PER.get(lower(claim.per).strip()) if claim.per else None
    if claim.per and asked is None:
        raise Unproven(code="period", reason=f"{claim.per!r} is no period; say monthly, quarterly or nothing")
    figures = [f for p in support.proofs for f in _figures(p, support)]
    near = [f for f in figures if _matches(f, wanted, asked)]
    if not near:
        raise _why_not(figures, wanted, asked, support)
    priced = [f for f in near if f.currency == currency]
    if not priced:
        raise Unproven(
            code="currency",
            reason=f"the quotes do not give {near[0].text} in {currency}; quote the words that show the currency",
        )
    figure = priced[0]
    factor = PER_YEAR[figure.per or "year"]
    yearly = figure.amount * factor
    note = f"{factor} x {figure.amount.normalize():,f} = {yearly.normalize():,f} {currency}" if factor > 1 else None
    return Money(amount=float(yearly), currency=currency), note


def _matches(figure: Figure, wanted: Decimal, asked: Period | None) -> bool:
    if figure.per is None or (asked and asked != figure.per):
        return False
    yearly = figure.amount * PER_YEAR[figure.per]
    return abs(yearly - wanted) < _TOLERANCE or (asked not in {None, "year"} and figure.amount == wanted)


def _why_not(figures: list[Figure], wanted: Decimal, asked: Period | None, support: Support) -> Unproven:
    other = next((f for f in figures if asked and f.per not in {None, asked}), None)
    if other and asked:
        reason = f"the quote gives {other.text} a {other.per}, not a {asked}; claim it with the period that it has"
        return Unproven(code="period", reason=reason)
    bare = next((m for p in support.proofs for m in p.money if m.amount == wanted or m.amount * 12 == wanted), None)
    if bare or any(f.per is None for f in figures):
        shown = bare.text if bare else f"{wanted:f}"
        return Unproven(
            code="period",
            reason=f"nothing quoted says that {shown} is due a year or a month; quote the words or the label that do",
        )
    found = ", ".join(f"{f.text} a {f.per}" for f in figures) or "none"
    return Unproven(
        code="number",
        reason=f"{wanted:f} a year is not what the quotes give (they give: {found}); quote the figure itself",
    )
