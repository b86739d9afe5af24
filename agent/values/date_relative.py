"""Dates that are told from the day of the message: relative words, weekdays, a bare day of the month."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.values import date_words as words
from agent.values.calendar import (
    CAPITAL_WEEKDAYS,
    DAYS_A_WEEK,
    day,
    last_weekday,
    month_start,
    next_weekday,
    weekdays,
)
from agent.values.date_span import DateSpan
from agent.values.fold import lower, plain
from agent.values.languages import language_of
from agent.values.number_words import word_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_CJK_WEEKDAY = re.compile(
    r"(?P<w>上个?|下个?|这个?|本|先|来)?(?:周|星期|礼拜|"
    r"週)(?P<d>[一二三四五六日天])(?![个年])|(?P<j>[月火水木金土日])曜日?|"
    r"(?P<k>[월화수목금토일])요일"
)
_DAY_ONLY = re.compile(
    r"(?<![\w.,/-])(?:(?:the |on the |\()(?P<en>\d{1,2})(?:st|nd|rd|th)(?![\w-])(?! (?:time|floor|"
    r"percentile|line|attempt|ticket|party|of ))|(?<!\d)(?P<en2>\d{1,2})(?:st|nd|rd|th)\b(?=[,.;)]|$)|"
    r"\b(?:am|vom|zum|bis|seit|ab|den|dem)(?: den| dem| zum)? (?P<de>\d{1,2})\.(?= ?(?:$|[,;)]|"
    r" [a-zà-ɏ]))|\b(?:le|el día|el|il|dia|op de|den) (?P<ro>\d{1,2})(?:er|e|º)?(?=[,.;)]|$| (?:à|au|"
    r"a las|alle|om|kl|et|y|e|en) ))"
)
_CJK_DAY = re.compile(
    r"(?<![\d月월.])(?<![月월] )(?P<d>\d{1,2}) ?(?:[号號](?![仓库线楼机店台门车桌房柜码厂院通馆])|"
    r"日(?![志报常期程以本語语用元経経間间数內内ご]))"
)
_MARGIN = 24
_SHIFTS = (-2, -1, 0, 1, 2)


def _rx(body: str) -> str:
    """Return the alternation with word ends on its alphabetic words; CJK words need none."""
    return rf"(?<![a-zà-ɏ-])(?:{body})(?![a-zà-ɏ])"


@lru_cache(maxsize=1)
def _offsets() -> list[tuple[int, str, re.Pattern[str]]]:
    return [(shift, language, re.compile(_rx(body))) for shift, language, body in words.OFFSETS]


@lru_cache(maxsize=64)
def _compiled(body: str) -> re.Pattern[str]:
    """Return the pattern of a form; few texts need it, so it is made when the first does."""
    return re.compile(_rx(body))


@lru_cache(maxsize=1)
def _weekday_names() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, weekdays()), key=len, reverse=True))
    return re.compile(rf"(?<![\wÀ-ɏ-])(?P<name>{names})s?(?![\wÀ-ɏ-])")


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    link = (
        r"(?: (?:noon on|midday on|end of|close of business|the|noon|midday|on|am|den|dem|le|el|il|de|da|"
        r"del|mittag|kommenden|\d{1,2}(?::\d\d)?(?: ?[ap]m)?(?: uhr)?|cob|eod|lunch)){0,3} ?$"
    )
    return (
        re.compile(rf"(?<![a-zà-ɏ])(?:{words.UNTIL}){link}"),
        re.compile(rf"^[ ,)]?(?:[^\s,.;]{{0,8}})?(?:{words.AFTER_UNTIL})"),
        re.compile(rf"(?<![a-zà-ɏ])(?:{words.PASSED}) ?$"),
        re.compile(rf"^ ?(?:{words.AFTER_PASSED})"),
    )


def _direction(low: str, start: int, end: int) -> int:
    """Return 1 where the words around a weekday point ahead, -1 where they point back, 0 where neither."""
    until, until_after, passed, passed_after = _cues()
    before, after = low[max(0, start - _MARGIN) : start], low[end : end + _MARGIN]
    if passed_after.match(after) or (passed.search(before) and not until.search(before)):
        return -1
    if until.search(before) or until_after.match(after):
        return 1
    return -1 if passed.search(before) else 0


def _make(text: str, place: tuple[int, int], value: date | None, **more: object) -> DateSpan:
    return replace(DateSpan(*place, value, text[slice(*place)], relative=True), **more)  # type: ignore[arg-type]


def relative_words(text: str, anchor: date | None) -> Iterator[DateSpan]:
    """Yield today, yesterday, two weeks ago, next week and their like."""
    low = lower(text)
    for shift, language, pattern in _offsets():
        for match in pattern.finditer(low):
            if language and (language_of(text) not in {language, None} or plain(text)[match.start()].isupper()):
                continue
            yield _make(text, match.span(), anchor + timedelta(days=shift) if anchor else None)
    yield from _longer(text, low, anchor)


def _longer(text: str, low: str, anchor: date | None) -> Iterator[DateSpan]:
    for shift, body in words.WEEKS if any(stem in low for stem in words.WEEK_STEMS) else ():
        for match in _compiled(body).finditer(low):
            if _CJK_WEEKDAY.match(low, match.start()):
                continue
            monday = anchor + timedelta(days=shift * DAYS_A_WEEK - anchor.weekday()) if anchor else None
            yield _make(text, match.span(), monday, precision="week")
    for shift, body in words.MONTHS if any(stem in low for stem in words.MONTH_STEMS) else ():
        for match in _compiled(body).finditer(low):
            yield _make(text, match.span(), month_start(anchor, shift) if anchor else None, precision="month")
    for sign, need, body in words.AGO:
        for match in _compiled(body).finditer(low) if need in low else ():
            yield from _counted(text, match, anchor, sign)


def _counted(text: str, match: re.Match[str], anchor: date | None, sign: int) -> Iterator[DateSpan]:
    count, unit = match["n"], match["u"]
    number = int(count) if count.isdigit() else _count_in_words(count)
    if not number:
        return
    days = number * (DAYS_A_WEEK if unit.startswith(words.WEEK_UNITS) else 1)
    yield _make(text, match.span(), anchor + timedelta(days=sign * days) if anchor else None)


def _count_in_words(count: str) -> int:
    if count in {"a", "an", "one", "einer", "einem", "une", "un", "una", "een", "en", "jeden", "uma", "一"}:
        return 1
    return next((int(value) for _, _, value in word_numbers(count)), 0)


def weekday_words(text: str, anchor: date | None) -> Iterator[DateSpan]:
    """Yield weekdays, the nearest past one as value and the next as alternative unless the words say which."""
    low, flat = lower(text), plain(text)
    for match in _weekday_names().finditer(low):
        name = match["name"]
        written = flat[match.start()]
        if name in CAPITAL_WEEKDAYS and (written.islower() or language_of(text) not in {"en", None}):
            continue
        number = weekdays()[name]
        yield _weekday(text, match.span(), number, anchor, _direction(low, *match.span()))
    for match in _CJK_WEEKDAY.finditer(low):
        number = _cjk_number(match)
        week = match["w"] or ""
        if week.startswith(("上", "先", "下", "来")):
            step = -1 if week[0] in "上先" else 1
            value = anchor + timedelta(days=step * DAYS_A_WEEK - anchor.weekday() + number) if anchor else None
            yield _make(text, match.span(), value, weekday=number)
        else:
            yield _weekday(text, match.span(), number, anchor, _direction(low, *match.span()))


def _cjk_number(match: re.Match[str]) -> int:
    if match["d"]:
        return min("一二三四五六日天".index(match["d"]), 6)
    return "月火水木金土日".index(match["j"]) if match["j"] else "월화수목금토일".index(match["k"])


def _weekday(text: str, place: tuple[int, int], number: int, anchor: date | None, direction: int) -> DateSpan:
    if anchor is None:
        return _make(text, place, None, weekday=number)
    past = last_weekday(anchor, number, strictly=direction < 0)
    ahead = next_weekday(anchor, number)
    if direction > 0:
        return _make(text, place, ahead, weekday=number, alternatives=())
    if direction < 0:
        return _make(text, place, past, weekday=number)
    return _make(text, place, past, weekday=number, alternatives=(ahead,))


def bare_days(text: str, anchor: date | None) -> Iterator[DateSpan]:
    """Yield a day of the month without its month (the 30th, 16 号), in the month that brings it nearest."""
    low = lower(text)
    for match in _DAY_ONLY.finditer(low):
        number = int(next(g for g in match.groups() if g))
        start = match.start() + (match.group()[0] == "(")
        yield _bare(text, (start, match.end()), number, anchor)
    for match in _CJK_DAY.finditer(low):
        yield _bare(text, match.span(), int(match["d"]), anchor)


def _bare(text: str, place: tuple[int, int], number: int, anchor: date | None) -> DateSpan:
    days = candidates(number, anchor)
    near = min(days, key=lambda d: abs(d - anchor), default=None) if anchor else None
    if near and anchor and _direction(lower(text), *place) > 0:
        near = min((d for d in days if d >= anchor), default=near)
    return _make(text, place, near, day_only=True)


def candidates(number: int, anchor: date | None) -> list[date]:
    """Return that day of the month in the months around the anchor."""
    if anchor is None:
        return []
    firsts = [month_start(anchor, shift) for shift in _SHIFTS]
    return [d for first in firsts if (d := day(first.year, first.month, number))]
