"""Month and weekday names of many languages (from CLDR), and the arithmetic of days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12
LAST_DAY = 31
_CENTURY = 2000
_TWO_DIGITS = 100
NEEDS_YEAR = frozenset({"set", "out", "ago", "gen", "mag", "lis", "mart", "ian", "lug", "ott"})
"""Month names that are common words elsewhere: they need a year or a `de` beside them."""
CAPITAL_WEEKDAYS = frozenset({"sun", "sat", "mon", "wed", "tue", "thu", "fri"})
"""Weekday names that are other words in lower case."""


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, int]]:
    loaded: dict[str, dict[str, int]] = json.loads(
        files("agent.values").joinpath("calendar.json").read_text(encoding="utf-8")
    )
    return loaded


def months() -> dict[str, int]:
    """Return month number by lower-case name, wide or short."""
    return _table()["months"]


def weekdays() -> dict[str, int]:
    """Return weekday number (Monday is 0) by lower-case name."""
    return _table()["weekdays"]


def day(year: int, month: int, number: int) -> date | None:
    """Return the date, or null when the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def full_year(text: str) -> int:
    """Return the year that two or four digits stand for."""
    number = int(text)
    return number + _CENTURY if number < _TWO_DIGITS else number


def nearest_year(month: int, number: int, anchor: date | None) -> date | None:
    """Return the day of that month in the year that brings it nearest to the anchor."""
    if anchor is None:
        return None
    near = [d for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := day(y, month, number))]
    return min(near, key=lambda d: abs(d - anchor), default=None)


def month_start(anchor: date, shift: int) -> date:
    """Return the first day of the month that lies `shift` months from the anchor's."""
    index = anchor.year * MONTHS_A_YEAR + anchor.month - 1 + shift
    return date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)


def month_end(first: date) -> date:
    """Return the last day of the month of that date."""
    return month_start(first, 1) - timedelta(days=1)


def last_weekday(anchor: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the latest such weekday up to the anchor, or before it where `strictly`."""
    back = (anchor.weekday() - weekday) % DAYS_A_WEEK
    return anchor - timedelta(days=back or (DAYS_A_WEEK if strictly else 0))


def next_weekday(anchor: date, weekday: int, *, strictly: bool = True) -> date:
    """Return the first such weekday after the anchor, or from it on where not `strictly`."""
    ahead = (weekday - anchor.weekday()) % DAYS_A_WEEK
    return anchor + timedelta(days=ahead or (DAYS_A_WEEK if strictly else 0))
