"""Money and dates of answers: one amount with its currency, one day without doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from agent.errors import AnswerError
from agent.facts import Money
from agent.values.dates import dates_in
from agent.values.fold import plain
from agent.values.money import money_in
from agent.values.numbers import numbers_in
from agent.values.periods import PER_YEAR, is_total

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from agent.values.dates import DateSpan

_MONEY_FIX = "Write one amount with its currency, for example: USD 120,000, or USD 10,000 a month."
_DATE_FIX = "Write the day as YYYY-MM-DD, for example: 2026-09-30."
_YEARS_AWAY = 30


def money(given: str) -> tuple[Money, str | None]:
    """Return the yearly amount, and how it was computed where a month's, quarter's or week's was given."""
    if is_total(given.casefold()):
        _refuse("arr", given, "is the sum of a whole term, not of a year", _MONEY_FIX)
    text = given if money_in(given) else _spaced(given)
    spans = money_in(text)
    figures = [n for n in numbers_in(text) if n.kind in {"number", "word"}]
    if not spans:
        _refuse("arr", given, "names no currency" if figures else "names no amount", _MONEY_FIX)
    if len(spans) > 1 or len(figures) > 1:
        _refuse("arr", given, "holds more than one figure", _MONEY_FIX)
    span = spans[0]
    if span.currency is None:
        _refuse("arr", given, "does not say which currency it means", _MONEY_FIX)
    if re.search(r"[-−]\s*$", plain(text)[: span.start]) or span.amount < 0:
        _refuse("arr", given, "is less than nothing", _MONEY_FIX)
    times = PER_YEAR[span.per or "year"]
    note = f"{times} x {span.currency} {_figure(span.amount)}" if times > 1 else None
    return Money(amount=float(span.amount * times), currency=span.currency), note


def _spaced(given: str) -> str:
    """Return the text with a currency code set off from the figure that it touches, in capitals."""
    return re.sub(
        r"(?<=\d)\s?([a-z]{3})\b|\b([a-z]{3})\s?(?=\d)",
        lambda m: f" {m.group().strip().upper()} ",
        given,
        flags=re.IGNORECASE,
    )


def _figure(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def renewal_day(given: str, as_of: date) -> str:
    """Return the ISO date that the text names without doubt, its year included."""
    spans = dates_in(given, as_of)
    if not spans:
        _refuse("renewal_date", given, "names no date", _DATE_FIX)
    if len({span.value for span in spans}) > 1 or (len(spans) > 1 and spans[0].value is None):
        _refuse("renewal_date", given, "names more than one date", _DATE_FIX)
    span = spans[0]
    day = certain_day("renewal_date", given, span)
    if span.precision != "day" and span.edge is None:
        _refuse("renewal_date", given, f"names a {span.precision}, not a day", _DATE_FIX)
    if not span.relative and not _names_year(span, day):
        _refuse("renewal_date", given, "names no year", _DATE_FIX)
    if abs(day.year - as_of.year) > _YEARS_AWAY:
        _refuse("renewal_date", given, f"lies more than {_YEARS_AWAY} years away", _DATE_FIX)
    return day.isoformat()


def _names_year(span: DateSpan, day: date) -> bool:
    return str(day.year) in plain(span.text) or f"{day.year % 100:02d}" in plain(span.text)[-2:] or "年" in span.text


def certain_day(field: str, given: str, span: DateSpan) -> date:
    """Return the day of the span; an AnswerError names both readings where day and month may be swapped."""
    if span.value is not None:
        return span.value
    readings = " or ".join(f"{day.isoformat()} ({day.day} {day:%B} {day.year})" for day in span.alternatives)
    message = f"The answer to {field}, {given!r}, can mean {readings or 'several days'}."
    raise AnswerError(message, _DATE_FIX)


def _refuse(field: str, given: str, what: str, fix: str) -> NoReturn:
    message = f"The answer to {field}, {given!r}, {what}."
    raise AnswerError(message, fix)
