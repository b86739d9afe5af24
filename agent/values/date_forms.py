"""Dates that name their day: numeric, with a month's name, in Chinese, Japanese and Korean, quarters and months."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from agent.values.calendar import (
    LAST_DAY,
    MONTHS_A_YEAR,
    NEEDS_YEAR,
    day,
    full_year,
    month_end,
    month_start,
    months,
    nearest_year,
)
from agent.values.date_span import DateSpan, Order, Precision
from agent.values.fold import lower, plain
from agent.values.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

_ISO = re.compile(r"(?<![\w.-])((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/.]\d)")
_MONTH_ISO = re.compile(r"(?<![\w./-])(20\d{2})-(0[1-9]|1[0-2])(?![\w./-])")
_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)?\d{2})(?![\d-]|[./]\d)")
_SHORT = re.compile(r"(?<![\w./-])(\d{1,2})/(\d{1,2})(?![\w/%]|[.,-]\d)")
_DOTTED = re.compile(r"(?<![\w./-])(\d{1,2})\.(\d{1,2})\.(?!\d)")
_LOG = re.compile(r"(?<![\w./-])(\d{2})-(\d{2})(?= \d{2}:\d{2})")
_CJK_DATE = re.compile(
    r"(?:(?P<era>令和|平成|民國|民国) ?(?P<ey>\d{1,3}|元) ?年 ?|(?<!\d)(?P<y>(?:19|"
    r"20)?\d{2}) ?[年년] ?)?(?<!\d)(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日号號일]"
)
_CJK_MONTH = re.compile(
    r"(?:令和 ?(?P<ey>\d{1,2}) ?年|(?P<y>20\d{2}) ?[年년]) ?(?P<m>\d{1,2}) ?[月월](?! ?\d)(?P<edge>底|末|末日)?"
)
_CJK_MONTH_END = re.compile(r"(?<!\d)(?P<m>\d{1,2}) ?[月월] ?(?:底|末|말)")
_QUARTER = re.compile(
    r"(?<![\w-])q([1-4])(?: |/|-|')? ?((?:20)?\d{2})?(?![\w%])|(20\d{2})[ -]?q([1-4])(?!\w)|"
    r"(20\d{2}) ?年第?([1-4一二三四])季度"
)
_EDGE = re.compile(
    r"(?:end of|end|ende|fin|finales de|a fine|fine|final de|fim de|eind|slutet av|slutten av|koniec|"
    r"do końca|late) (?:de |d'|den |des )?$"
)
_ERA = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_HAN = "一二三四"
_MONTHS_A_QUARTER = 3


@lru_cache(maxsize=1)
def _named() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(months(), key=len, reverse=True))
    end = r"(?![a-zà-ɏ])"
    year = r"(?P<y>(?:19|20)\d{2}|'\d{2})"
    day_first = (
        rf"(?<![\w.,/:-])(?P<d>\d{{1,2}}) ?(?:st|nd|rd|th|er|\.|º|°|:e)?(?P<link>[ -]?(?:of |de |d'|del )?)(?:\n>? ?)?"
        rf"(?P<m>{names}){end}\.?(?:(?:,? |-|/|, ?| de | del )(?:\n>? ?)?{year}(?!\d))?"
    )
    month_first = (
        rf"(?<![\wÀ-ɏ])(?P<m>{names}){end}\.? ?(?:\n>? ?)?(?:the )?"
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?!\w|:\d|%|[.,]\d)"
        rf"(?:,? (?:\n>? ?)?{year}(?!\d))?"
    )
    month_year = rf"(?<![\wÀ-ɏ])(?P<m>{names}){end}\.?(?: de | del |,? |-|/)(?:\n>? ?)?{year}(?!\d)"
    return re.compile(day_first), re.compile(month_first), re.compile(month_year)


def _span(text: str, match: re.Match[str], value: date | None, alternatives: tuple[date, ...] = ()) -> DateSpan:
    return DateSpan(match.start(), match.end(), value, text[match.start() : match.end()], alternatives=alternatives)


def _iso(text: str, _anchor: date | None, _order: Order | None) -> Iterator[DateSpan]:
    for match in _ISO.finditer(plain(text)):
        if value := day(int(match.group(1)), int(match.group(3)), int(match.group(4))):
            yield _span(text, match, value)


def swapped(
    first: int, second: int, year: Callable[[int, int], date | None], order: Order | None
) -> tuple[date | None, tuple[date, ...]]:
    """Return the day that two numbers mean in the order known, or null and both readings where either may be meant."""
    dmy, mdy = year(second, first), year(first, second)
    if order and (chosen := dmy if order == "DMY" else mdy):
        return chosen, ()
    readings = tuple(dict.fromkeys(d for d in (dmy, mdy) if d))
    return (readings[0], ()) if len(readings) == 1 else (None, readings)


def _numeric(text: str, anchor: date | None, order: Order | None) -> Iterator[DateSpan]:
    flat = plain(text)
    for match in _NUMERIC.finditer(flat):
        known: Order | None = "DMY" if match.group(2) == "." else order
        in_year = partial(_valid, full_year(match.group(4)))
        value, others = swapped(int(match.group(1)), int(match.group(3)), in_year, known)
        if value or others:
            yield _span(text, match, value, others)
    for match in _DOTTED.finditer(flat):
        if value := _short(int(match.group(2)), int(match.group(1)), anchor):
            yield _span(text, match, value)
    for match in _LOG.finditer(flat):
        if value := _short(int(match.group(1)), int(match.group(2)), anchor):
            yield _span(text, match, value)


def _valid(year: int, month: int, number: int) -> date | None:
    return day(year, month, number) if 0 < month <= MONTHS_A_YEAR else None


def _short(month: int, number: int, anchor: date | None) -> date | None:
    return nearest_year(month, number, anchor) if 0 < month <= MONTHS_A_YEAR and 0 < number <= LAST_DAY else None


def _slashed(text: str, anchor: date | None, order: Order | None) -> Iterator[DateSpan]:
    for match in _SHORT.finditer(plain(text)):
        if match.group() == "24/7":
            continue
        value, others = swapped(int(match.group(1)), int(match.group(2)), lambda m, d: _short(m, d, anchor), order)
        if value or others:
            yield _span(text, match, value, others)


def _cjk(text: str, anchor: date | None, _order: Order | None) -> Iterator[DateSpan]:
    flat = plain(text)
    for match in _CJK_DATE.finditer(flat):
        year = _cjk_year(match)
        if not year and flat[: match.start()].rstrip(" ").endswith(("年", "년")):
            continue
        month, number = int(match["m"]), int(match["d"])
        value = _valid(year, month, number) if year else _short(month, number, anchor)
        if value or (not year and anchor is None):
            yield _span(text, match, value)
    for match in _CJK_MONTH.finditer(flat):
        year = int(match["y"]) if match["y"] else _ERA["令和"] + int(match["ey"])
        if first := _valid(year, int(match["m"]), 1):
            yield _period(text, match.span(), first, "month", end=bool(match["edge"]))
    for match in _CJK_MONTH_END.finditer(flat):
        first = _short(int(match["m"]), 1, anchor)
        if first and not flat[: match.start()].rstrip(" ").endswith(("年", "년")):
            yield _period(text, match.span(), first, "month", end=True)


def _cjk_year(match: re.Match[str]) -> int | None:
    if match["era"]:
        return _ERA[match["era"]] + (1 if match["ey"] == "元" else int(match["ey"]))
    return full_year(match["y"]) if match["y"] else None


def _period(text: str, place: tuple[int, int], first: date, precision: Precision, *, end: bool) -> DateSpan:
    last = month_end(month_start(first, _MONTHS_A_QUARTER - 1)) if precision == "quarter" else month_end(first)
    return DateSpan(*place, last if end else first, text[slice(*place)], precision, edge="end" if end else None)


def _with_edge(low: str, start: int) -> int:
    """Return where an `end of` right before the position begins, or the position itself."""
    found = _EDGE.search(low, max(0, start - 20), start)
    return found.start() if found else start


def _names(text: str, anchor: date | None, _order: Order | None) -> Iterator[DateSpan]:
    low, flat = lower(text), plain(text)
    day_first, month_first, month_year = _named()
    for match in day_first.finditer(low):
        name = match["m"]
        bare = not match["y"] and "de " not in match["link"]
        modal = name == "may" and flat[match.start("m")].islower() and not _may_is_month(text, low, match.end())
        if bare and (name in NEEDS_YEAR or modal):
            continue
        yield from _named_day(text, match, anchor)
    for match in month_first.finditer(low):
        if flat[match.start("m")].isupper() and match["m"] not in NEEDS_YEAR:
            yield from _named_day(text, match, anchor)
    for match in month_year.finditer(low):
        if first := day(full_year(match["y"].lstrip("'")), months()[match["m"]], 1):
            start = _with_edge(low, match.start())
            yield _period(text, (start, match.end()), first, "month", end=start < match.start())


def _may_is_month(text: str, low: str, end: int) -> bool:
    """Whether a small `may` behind a number is the month: not in English prose, nor before a verb."""
    return language_of(text) != "en" and not re.match(
        r" (?:be|have|not|well|also|need|cause|get|still|only)\b", low[end:]
    )


def _named_day(text: str, match: re.Match[str], anchor: date | None) -> Iterator[DateSpan]:
    month, number = months()[match["m"]], int(match["d"])
    year = match["y"]
    value = day(full_year(year.lstrip("'")), month, number) if year else nearest_year(month, number, anchor)
    if value or (anchor is None and not year):
        yield _span(text, match, value)


def _quarters(text: str, anchor: date | None, _order: Order | None) -> Iterator[DateSpan]:
    low = lower(text)
    for match in _QUARTER.finditer(low):
        number = match.group(1) or match.group(4) or match.group(6)
        year = match.group(2) or match.group(3) or match.group(5)
        quarter = _HAN.index(number) if number in _HAN else int(number) - 1
        month = quarter * _MONTHS_A_QUARTER + 1
        first = day(full_year(year), month, 1) if year else nearest_year(month, 1, anchor)
        if first:
            start = _with_edge(low, match.start())
            yield _period(text, (start, match.end()), first, "quarter", end=start < match.start())


def _months_iso(text: str, _anchor: date | None, _order: Order | None) -> Iterator[DateSpan]:
    for match in _MONTH_ISO.finditer(plain(text)):
        if first := day(int(match.group(1)), int(match.group(2)), 1):
            yield _period(text, match.span(), first, "month", end=False)


FORMS: tuple[Callable[[str, date | None, Order | None], Iterator[DateSpan]], ...] = (
    _iso, _numeric, _slashed, _cjk, _names, _quarters, _months_iso,
)  # fmt: skip
