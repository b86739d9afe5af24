"""Times as people and helpdesks write them: found in a line, then resolved against what the thread tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timezone
from typing import TYPE_CHECKING

from agent.intake.calendar_words import CONNECT, MONTHS, RELATIVE, WEEKDAYS, ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"[^\W\d_]"
_DATE = rf"""
(?:(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}})(?!\d)
|(?:(?P<cy>\d{{4}})\s?[年년]\s?)?(?P<cm>\d{{1,2}})\s?[月월]\s?(?P<cd>\d{{1,2}})\s?[日일号號]
|(?P<na>\d{{1,2}})(?P<ns>[/.-])(?P<nb>\d{{1,2}})(?P=ns)(?P<ny>\d{{4}}|\d\d)(?!\d)
|(?P<xa>\d{{1,2}})(?P<xs>[/-])(?P<xm>{_WORD}{{3,9}})\.?(?P=xs)(?P<xy>\d{{4}}|\d\d)(?!\d)
|(?P<da>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s?(?:(?:de|of|d')\s)?(?P<dm>{_WORD}{{3,12}})\.?,?(?:\s(?:de\s|del\s)?(?P<dy>(?:19|20)\d\d)(?!\d))?
|(?P<mm>{_WORD}{{3,12}})\.?\s(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|\.?\s(?:de\s)?{_WORD}{{3,12}}\.?\s(?:de\s)?\d{{4}})(?:,?\s(?P<my>(?:19|20)\d\d)(?!\d))?
|(?P<sa>\d{{1,2}})(?P<ss>[/.-])(?P<sb>\d{{1,2}})\.?(?=[,]?\s+(?:{_WORD}{{1,3}}\.?\s)?\d{{1,2}}[:.h]\d\d
   |\s?[(（][日月火水木金土一二三四五六][)）]\s?\d{{1,2}}[:：]\d\d)
)"""
_TIME = r"""
(?:(?P<half>上午|下午|午前|午後|晚上|凌晨|中午|오전|오후)\s?)?
(?P<h>\d{1,2})(?:(?P<ts>[:：.h])(?P<mi>[0-5]\d)(?:[:.](?P<s>[0-5]\d)(?:[.,]\d{1,9})?)?)?
(?:\s?(?P<ap>[ap]\.?\s?m\b\.?))?(?:\s?(?P<unit>Uhr|h|時|点|시)(?![^\W\d_]))?
(?:\s?(?P<zone>Z\b|(?:UTC|GMT)?[+\-−]\d\d:?\d\d(?!\d)|(?:UTC|GMT)[+\-]\d{1,2}\b|(?-i:ZONES)\b))?
(?:\s?\([A-Z][A-Za-z ]{1,30}\))?
"""
_TIME = _TIME.replace("ZONES", "|".join(ZONES))
_DATE_RE = re.compile(
    rf"(?<![A-Za-zÀ-ž0-9_/.:-])(?:(?P<wd>{_WORD}{{2,13}})\.?,?\s(?:den\s|the\s)?)?{_DATE}", re.VERBOSE
)
_TIME_RE = re.compile(rf"(?<![A-Za-zÀ-ž0-9_/.:+-]){_TIME}(?![A-Za-zÀ-ž0-9_/])", re.VERBOSE | re.IGNORECASE)
_AFTER_DATE = re.compile(
    rf"(?:\s?[(（]?(?P<wd>(?:星期|礼拜|周|週)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일|"
    rf"[月火水木金土日월화수목금토일])[)）]?)?"
    rf"(?:T|[\s,·|@–—-]*(?:(?:{CONNECT})[\s,.]*)*){_TIME}(?![A-Za-zÀ-ž0-9_/])",
    re.VERBOSE | re.IGNORECASE,
)
_CJK_WEEKDAY = re.compile(
    r"\s?[(（]?(?:(?:星期|礼拜|周|週)(?P<a>[一二三四五六日天])|(?P<b>[月火水木金土日])(?:曜日?)|"
    r"(?P<c>[월화수목금토일])요일)[)）]?"
)
_CJK_DAYS = {c: i for i, c in enumerate("一二三四五六日")} | {c: i for i, c in enumerate("月火水木金土日")}
_CJK_DAYS |= {c: i for i, c in enumerate("월화수목금토일")} | {"天": 6}
_RELATIVE_RE = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, RELATIVE), key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
_JOIN = re.compile(rf"[\s,·|@–—-]*(?:(?:{CONNECT}|on)(?!\w)[\s,.]*)*", re.IGNORECASE)
_NOON = 12
_CENTURY = 100


@dataclass(frozen=True)
class Stamp:
    """A time as written: the characters it occupies and the parts that are given.

    `pair` is a day and a month whose order is not certain; `relative` the days from the day of the copy.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    pair: tuple[int, int] | None = None
    weekday: int | None = None
    clock: tuple[int, int, int] | None = None
    offset: str | None = None
    relative: int | None = None

    @property
    def dated(self) -> bool:
        """Whether a calendar day is given."""
        return self.day is not None or self.pair is not None or self.relative is not None


def find(text: str, start: int = 0) -> Stamp | None:
    """Return the first time written in the text from `start` on, or null."""
    return next(find_all(text, start), None)


def find_all(text: str, start: int = 0) -> Iterator[Stamp]:
    """Yield the times written in a line, left to right, a date and the time beside it as one."""
    dates = list(_dates(text, start))
    dates += _relatives(text, start, dates)
    dates.sort(key=lambda s: s.start)
    at = start
    for stamp in dates:
        yield from _bare_times(text, at, stamp.start)
        if stamp.start >= at:
            at = stamp.end
            yield stamp
    yield from _bare_times(text, at, len(text))


def _dates(text: str, start: int) -> Iterator[Stamp]:
    at = start
    while found := _DATE_RE.search(text, at):
        stamp = _date_of(found)
        if stamp is None and found["wd"]:
            at = found.end("wd")
            continue
        if stamp is None:
            at = max(found.start() + 1, found.end() - 1 if found["mm"] else found.start() + 1)
            at = found.end("mm") if found["mm"] else at
            continue
        yield (stamp := _with_time(text, stamp, start))
        at = max(stamp.end, at + 1)


def _date_of(m: re.Match[str]) -> Stamp | None:  # noqa: PLR0911  one return a way of writing a day
    lead, weekday = m.start(), None
    if m["wd"]:
        weekday = WEEKDAYS.get(m["wd"].lower())
        if weekday is None:
            rest = m[0][len(m["wd"]) :]
            lead = m.end() - len(rest.lstrip(" .,"))
    span = Stamp(lead, m.end(), weekday=weekday)
    if m["iy"]:
        return _checked(span, int(m["iy"]), int(m["im"]), int(m["id"]))
    if m["cm"]:
        return _checked(span, int(m["cy"]) if m["cy"] else None, int(m["cm"]), int(m["cd"]))
    if m["na"]:
        return _numeric(span, int(m["na"]), int(m["nb"]), m["ns"], _year(m["ny"]))
    if m["sa"]:
        return _numeric(span, int(m["sa"]), int(m["sb"]), m["ss"], None)
    if m["xa"]:
        month = MONTHS.get(m["xm"].lower())
        return _checked(span, _year(m["xy"]), month, int(m["xa"])) if month else None
    word, day, year = (m["dm"], m["da"], m["dy"]) if m["dm"] else (m["mm"], m["md"], m["my"])
    month = MONTHS.get(word.lower())
    if month is None:
        return None
    end = m.end() if year or not m[0].endswith(",") else m.end() - 1
    return _checked(replace(span, end=end), int(year) if year else None, month, int(day))


def _year(digits: str) -> int:
    return int(digits) if int(digits) >= _CENTURY else 2000 + int(digits)


def _numeric(span: Stamp, a: int, b: int, separator: str, year: int | None) -> Stamp | None:
    if separator == "." or (separator == "-" and year):
        return _checked(span, year, b, a)
    if separator == "-":
        return _checked(span, year, a, b)
    if a > _NOON:
        return _checked(span, year, b, a)
    if b > _NOON:
        return _checked(span, year, a, b)
    return replace(span, year=year, pair=(a, b)) if a and b else None


def _checked(span: Stamp, year: int | None, month: int, day: int) -> Stamp | None:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return replace(span, year=year, month=month, day=day)


def _with_time(text: str, stamp: Stamp, floor: int) -> Stamp:
    weekday = _CJK_WEEKDAY.match(text, stamp.end)
    if weekday:
        stamp = replace(stamp, end=weekday.end(), weekday=_CJK_DAYS[weekday["a"] or weekday["b"] or weekday["c"]])
    after = _AFTER_DATE.match(text, stamp.end)
    timed = _clocked(stamp, after, dotted=True) if after else None
    if timed and after:
        return replace(timed, end=after.end())
    head = text[floor : stamp.start]
    for m in _TIME_RE.finditer(head[-24:]):
        begin = floor + max(0, len(head) - 24) + m.start()
        tail = floor + max(0, len(head) - 24) + m.end()
        joined = _JOIN.match(text, tail)
        early = _clocked(stamp, m, dotted=False)
        if early and joined and joined.end() == stamp.start and tail < stamp.start:
            return replace(early, start=begin)
    return stamp


def _clocked(stamp: Stamp, m: re.Match[str], *, dotted: bool) -> Stamp | None:
    hour, half, ap = int(m["h"]), m["half"], (m["ap"] or "").lower()
    if m["mi"] is None and not ap and not (m["unit"] and dotted):
        return None
    if m["ts"] == "." and not dotted and not ap and not half:
        return None
    if (ap.startswith("p") or half in {"下午", "午後", "晚上", "오후"}) and hour < _NOON:
        hour += _NOON
    elif (ap.startswith("a") or half in {"上午", "午前", "凌晨", "오전"}) and hour == _NOON:
        hour = 0
    if hour > 23:  # noqa: PLR2004  hours of a day
        return None
    zone = m["zone"] or ""
    ranged = not m["s"] and zone[:1] in {"-", "−"} and ":" in zone and int(zone[1:3]) > hour
    offset = None if ranged else offset_of(zone)
    return replace(stamp, clock=(hour, int(m["mi"] or 0), int(m["s"] or 0)), offset=offset)


def offset_of(zone: str | None) -> str | None:
    """Return a zone as written ("Z", "+0200", "GMT+1", "CEST") as an ISO offset, or null."""
    if not zone:
        return None
    known = ZONES.get(zone.upper())
    if known:
        return known
    m = re.fullmatch(r"(?:UTC|GMT)?([+\-−])(\d{1,2}):?(\d\d)?", zone)
    if not m:
        return None
    return f"{'+' if m[1] == '+' else '-'}{int(m[2]):02d}:{m[3] or '00'}"


def _relatives(text: str, start: int, dates: list[Stamp]) -> list[Stamp]:
    out = []
    for m in _RELATIVE_RE.finditer(text, start):
        joined = _JOIN.match(text, m.end())
        near = next((d for d in dates if joined and d.start == joined.end()), None)
        if near:
            dates.remove(near)
            out.append(replace(near, start=m.start()))
            continue
        out.append(_with_time(text, Stamp(m.start(), m.end(), relative=RELATIVE[m[0].lower()]), m.start()))
    return out


def _bare_times(text: str, start: int, end: int) -> Iterator[Stamp]:
    for m in _TIME_RE.finditer(text, start, end):
        stamp = _clocked(Stamp(m.start(), m.end()), m, dotted=False)
        if stamp:
            yield stamp


def from_epoch(value: float) -> str | None:
    """Return an epoch in seconds, milliseconds, microseconds or nanoseconds as ISO 8601 in UTC."""
    seconds = float(value)
    for _ in range(3):
        if abs(seconds) >= 1e11:  # noqa: PLR2004  seconds beyond the year 5000
            seconds /= 1000
    if not 0 < seconds < 1e11:  # noqa: PLR2004  as above
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def from_iso(text: str) -> str | None:
    """Return ISO-like text (offset with or without colon, space for T) as ISO 8601, or null."""
    value = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.strip())
    value = re.sub(r"\.\d+", "", value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return value[:10] if len(value) <= 10 else moment.isoformat()  # noqa: PLR2004  a bare date


def sortable(at: str | None, zone: timezone | None) -> datetime | None:
    """Return a time that compares with the thread's others: zone-less ones are read in `zone`."""
    if not at:
        return None
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC)
