"""Times of day as people write them: 15:00, 3 pm, 14h30, kl. 9.20, noon, 中午 12 点, 下午3点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.values.fold import lower


@dataclass(frozen=True)
class TimeSpan:
    """A time of day, in minutes since midnight (`minutes`); the zone is not part of it."""

    start: int
    end: int
    minutes: int
    text: str

    @property
    def clock(self) -> str:
        """The time as `HH:MM`."""
        return f"{self.minutes // _HOUR:02d}:{self.minutes % _HOUR:02d}"


_HOUR = 60
_DAY = 24 * _HOUR
_NOON = 12
_TIME = re.compile(
    r"(?:(?<![\w.:,/-])|(?<=\dt))(?:(?P<h>\d{1,2})[:h](?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d])(?: ?(?P<ap>[ap])\.?m\b\.?)?|"
    r"(?P<h2>\d{1,2})(?:\.(?P<m2>[0-5]\d))? ?(?P<ap2>[ap])\.?m(?![a-z])\.?|"
    r"(?P<h3>\d{1,2})(?:[.:](?P<m3>[0-5]\d))? ?(?:uhr|godz|hrs|heures)\b|(?:kl\.?|klokken|godz\.|um|"
    r"om|ore|alle|a las|às) (?P<h4>\d{1,2})[.:](?P<m4>[0-5]\d)(?!\d)|(?P<h5>\d{1,2})h(?![a-z0-9])|"
    r"(?P<noon>noon|midday|mittags?|midi|mezzogiorno|mediodía|meio-dia|middag|południe)(?![a-zà-ɏ])|"
    r"(?P<night>midnight|mitternacht|minuit|medianoche|mezzanotte|meia-noite|middernacht|midnatt|"
    r"północ)(?![a-zà-ɏ]))|(?P<part>早上|上午|凌晨|中午|下午|晚上|夜里|傍晚|午前|午後|오전|"
    r"오후)? ?(?P<h6>\d{1,2}) ?[点點時시](?![间間])(?: ?(?P<m6>[0-5]?\d) ?[分분]|(?P<half>半|반))?"
)
_AFTERNOON = frozenset({"下午", "晚上", "傍晚", "午後", "오후", "夜里"})
_ISO_TIME = re.compile(r"T((?:[01]\d|2[0-4]):[0-5]\d)")
_LEAD = re.compile(r"(?: |,|t|at|um|à|a las|alle|às|om|kl\.?|o|godz\.|@|ab|-|\(|・)*")


def _minutes(match: re.Match[str]) -> int | None:
    if match["noon"]:
        return _NOON * _HOUR
    if match["night"]:
        return 0
    hour = int(next(match[g] for g in ("h", "h2", "h3", "h4", "h5", "h6") if match[g]))
    minute = int(next((match[g] for g in ("m", "m2", "m3", "m4", "m6") if match[g]), "0"))
    if match["half"]:
        minute = _HOUR // 2
    half = match["ap"] or match["ap2"]
    if (half == "p" or match["part"] in _AFTERNOON) and hour < _NOON:
        hour += _NOON
    elif half == "a" and hour == _NOON:
        hour = 0
    total = hour * _HOUR + minute
    return total if total <= _DAY and minute < _HOUR else None


@lru_cache(maxsize=1024)
def _scan(text: str) -> tuple[TimeSpan, ...]:
    found = ((m, _minutes(m)) for m in _TIME.finditer(lower(text)))
    return tuple(TimeSpan(m.start(), m.end(), v, text[m.start() : m.end()]) for m, v in found if v is not None)


def times_in(text: str) -> list[TimeSpan]:
    """Return the times of day of the text, in order."""
    return list(_scan(text))


def time_at(text: str, position: int) -> str | None:
    """Return the time that follows a date ending at the position, as `HH:MM`; null when none does."""
    if iso := _ISO_TIME.match(text, position):
        return iso.group(1)
    lead = _LEAD.match(lower(text), position)
    start = lead.end() if lead else position
    return next((span.clock for span in _scan(text) if span.start in {start, start - 1}), None)
