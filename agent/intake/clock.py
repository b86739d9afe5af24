"""What a thread's times mean: years, days and orders that are not written are taken from the thread itself."""

from __future__ import annotations

from calendar import month_name
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.intake.times import Stamp


class Clock:
    """Resolves stamps of one thread in document order.

    `as_of` bounds a year that the thread does not give. `warnings` says what stayed open.
    """

    def __init__(
        self, as_of: date, known: list[date] | None = None, order: str | None = None, today: date | None = None
    ) -> None:
        """Take the days that the thread's header gives, and the order of its days and months ("dmy", "mdy", null).

        `today` is the day that the source calls so.
        """
        self.as_of = as_of
        self.today = today
        self.order = order
        self.last: date | None = known[-1] if known else None
        self.warnings: list[str] = []

    def day(self, stamp: Stamp) -> date | None:
        """Return the calendar day of a stamp, or null where it is not given or not certain."""
        if stamp.relative is not None:
            return self._relative(stamp)
        month, day = stamp.month, stamp.day
        if stamp.pair:
            month, day = self._ordered(stamp)
        if month is None or day is None:
            return None
        found = date(stamp.year, month, day) if stamp.year else self._yearless(month, day, stamp.weekday)
        if found:
            self.last = found
        return found

    def _relative(self, stamp: Stamp) -> date | None:
        """Resolve "yesterday" against the day that the source calls today, else against the draft's date."""
        days = timedelta(days=stamp.relative or 0)
        if stamp.day is not None or stamp.pair:
            named = self.day(replace(stamp, relative=None))
            self.today = named - days if named else self.today
            return named
        if self.today is None:
            self._warn("The source says only today or yesterday; the draft's date was taken as today.")
        return (self.today or self.as_of) + days

    def _ordered(self, stamp: Stamp) -> tuple[int | None, int | None]:
        a, b = stamp.pair or (0, 0)
        if stamp.weekday is not None and stamp.year:
            fits = [d for d in (_day(stamp.year, b, a), _day(stamp.year, a, b)) if d and d.weekday() == stamp.weekday]
            if len(fits) == 1:
                return fits[0].month, fits[0].day
        if a == b or self.order == "dmy":
            return b, a
        if self.order == "mdy":
            return a, b
        self._warn(f"Day and month of {a}/{b} could not be told apart{readings(stamp)}; such dates were left open.")
        return None, None

    def _yearless(self, month: int, day: int, weekday: int | None) -> date | None:
        near = self.last or self.as_of
        fits = [d for y in range(near.year - 12, near.year + 2) if (d := _day(y, month, day))]
        fits = [d for d in fits if weekday is None or d.weekday() == weekday] or fits
        if not self.last:
            fits = [d for d in fits if d <= self.as_of]
            self._warn("The thread gives no year; the last one that fits before the draft's date was taken.")
        return min(fits, key=lambda d: abs((d - near).days), default=None)

    def iso(self, stamp: Stamp, section: date | None = None) -> str | None:
        """Return the stamp as ISO 8601: a date, or a time with the offset that is given; null where the day is open."""
        day = self.day(stamp) if stamp.dated else section
        if day is None:
            return None
        if stamp.clock is None:
            return day.isoformat()
        hour, minute, second = stamp.clock
        return f"{day.isoformat()}T{hour:02d}:{minute:02d}:{second:02d}{stamp.offset or ''}"

    def _warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def readings(stamp: Stamp) -> str:
    """Return both ways to read a day and a month, in brackets; empty where there is but one."""
    if not stamp.pair:
        return ""
    a, b = stamp.pair
    year = stamp.year or 2000
    both = [d for d in (_day(year, b, a), _day(year, a, b)) if d]
    shown = " or ".join(f"{d.day} {month_name[d.month]}{f' {d.year}' if stamp.year else ''}" for d in both)
    return f" ({shown})"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_of(stamps: list[Stamp], latest: date | None = None, hint: str | None = None) -> str | None:
    """Tell whether a thread writes the day or the month first, from its own dates; null where nothing decides.

    `stamps` are in the thread's order, oldest or newest first. `latest` is a day after which nothing was written;
    `hint` is what certain dates or the language tell.
    """
    pairs = [s.pair for s in stamps if s.pair and s.pair[0] != s.pair[1]]
    if hint or not pairs:
        return hint
    fits = {order for order in ("dmy", "mdy") if _in_order(stamps, order, latest)}
    return fits.pop() if len(fits) == 1 else None


def _in_order(stamps: list[Stamp], order: str, latest: date | None) -> bool:
    """Whether the dates run one way, and none is later than the latest, when read in the order given."""
    days: list[date] = []
    for s in stamps:
        month, day = (s.month, s.day) if not s.pair else s.pair[::-1] if order == "dmy" else s.pair
        if s.year and month and day:
            days.append(date(s.year, month, day))
            if s.weekday is not None and days[-1].weekday() != s.weekday:
                return False
    if latest and any(d > latest for d in days):
        return False
    ups = sum(b > a for a, b in pairwise(days))
    downs = sum(b < a for a, b in pairwise(days))
    return not (ups and downs)
