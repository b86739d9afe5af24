"""When something is due, or when it happened: what counts as a date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.prose import CITATION
from agent.checks.unknowns import asked, empty
from agent.values.dates import dates_in, order_evidence

if TYPE_CHECKING:
    from agent.values.dates import DateSpan, Order

_ANCHOR = date(2026, 1, 1)
_BROKEN = re.compile(r"(?<![\d-])\d{4}-\d{1,2}-\d{1,2}(?![\d-])")


def spans(text: str, anchor: date | None = None, order: Order | None = None) -> list[DateSpan]:
    """Return the dates of a text that stand for themselves: no "yesterday", no bare weekday, no bare day number."""
    bare = CITATION.sub("", text)
    found = dates_in(bare, anchor or _ANCHOR, order or order_evidence([bare]))
    return [s for s in found if not s.relative and s.precision in {"day", "month"} and s.days]


def dated(text: str) -> str:
    """Return the words of the first date that stands for itself, empty where there is none."""
    first = next(iter(spans(text)), None)
    return first.text if first else ""


def due_state(text: str, *, cadence: bool = False) -> str:
    """Return `ok`, `missing`, `asked`, or `vague` where the words name no day or hour that can be held."""
    bare = CITATION.sub("", text).strip()
    if empty(bare):
        return "missing"
    if spans(bare) or find("clock", bare):
        return "ok"
    if asked(bare):
        return "asked"
    if cadence and find("cadence", bare):
        return "ok"
    return "vague"


def broken(text: str) -> str:
    """Return an ISO date that no calendar has, empty where there is none."""
    for match in _BROKEN.finditer(text):
        year, month, day = (int(part) for part in match.group().split("-"))
        try:
            date(year, month, day)
        except ValueError:
            return match.group()
    return ""
