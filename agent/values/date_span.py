"""The value that `dates_in` returns, and the order in which numeric dates are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.values.calendar import LAST_DAY, MONTHS_A_YEAR
from agent.values.fold import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Order = Literal["DMY", "MDY"]
Precision = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True)
class DateSpan:
    """A date of the text. `value` is the day, or the first day of a longer span (the last, where `edge` is end).

    `value` is null when the day cannot be told (no anchor, or day and month may be swapped); `alternatives` are the
    other days that the same words can mean. `weekday` is the weekday (Monday is 0) named with it, `time` is `HH:MM`.
    """

    start: int
    end: int
    value: date | None
    text: str
    precision: Precision = "day"
    relative: bool = False
    time: str | None = None
    alternatives: tuple[date, ...] = ()
    weekday: int | None = None
    edge: Literal["end"] | None = None
    day_only: bool = False

    @property
    def likely(self) -> frozenset[date]:
        """The days that the words mean where they tell what has happened: a bare weekday is then the last one."""
        bare = self.weekday is not None and self.relative and not self.day_only and self.value is not None
        return frozenset((self.value,)) if bare and self.value else self.days

    @property
    def days(self) -> frozenset[date]:
        """Every day that the words can mean."""
        return frozenset(self.alternatives if self.value is None else (self.value, *self.alternatives))


_NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?![\d/-])|(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/])"
)
_SAID = re.compile(r"day first|dd/mm|tt\.mm|jour d'abord|día primero", re.IGNORECASE)
_SAID_MONTH = re.compile(r"month first|mm/dd", re.IGNORECASE)


def order_evidence(texts: Iterable[str]) -> Order | None:
    """Return the order that the texts' numeric dates show where one part exceeds 12; null when none does, or both."""
    seen: set[Order] = set()
    said: set[Order] = set()
    for text in texts:
        flat = plain(text)
        if _SAID.search(flat):
            said.add("DMY")
        if _SAID_MONTH.search(flat):
            said.add("MDY")
        for match in _NUMERIC.finditer(flat):
            first, second = (int(g) for g in match.groups() if g)
            if MONTHS_A_YEAR < first <= LAST_DAY and 0 < second <= MONTHS_A_YEAR:
                seen.add("DMY")
            elif MONTHS_A_YEAR < second <= LAST_DAY and 0 < first <= MONTHS_A_YEAR and match.group(1):
                seen.add("MDY")
    found = seen if len(seen) == 1 else said
    return next(iter(found)) if len(found) == 1 else None
