"""Dates as people write them in a dozen languages, resolved against the day on which they wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.values.date_forms import FORMS
from agent.values.date_relative import bare_days, candidates, relative_words, weekday_words
from agent.values.date_span import DateSpan, Order, order_evidence
from agent.values.fold import lower
from agent.values.times import time_at

if TYPE_CHECKING:
    from datetime import date

_JOIN = re.compile(r"[\s,.(（>-]*(?:the |dem |den |der |le |el |il |dia |op |d\. |, )?[\s(（]*")
_NEAR = 160
_SENTENCE = re.compile(r"[.!?。！？]\s|\n\s*\n")


def _chosen(spans: list[DateSpan]) -> list[DateSpan]:
    """Drop what overlaps a full date, or an earlier or longer span."""
    out: list[DateSpan] = []
    for span in sorted(spans, key=lambda s: (s.relative, s.start, s.start - s.end)):
        if all(span.end <= kept.start or kept.end <= span.start for kept in out):
            out.append(span)
    return sorted(out, key=lambda s: s.start)


def _absolute(span: DateSpan) -> bool:
    return span.precision == "day" and span.weekday is None and (not span.relative or span.day_only)


def _with_weekday(text: str, spans: list[DateSpan], anchor: date | None) -> list[DateSpan]:
    """Make one span of a weekday and the date beside it, in either order."""
    out: list[DateSpan] = []
    for span in spans:
        before = out[-1] if out else None
        if before and _JOIN.fullmatch(lower(text), before.end, span.start):
            if before.weekday is not None and not _absolute(before) and _absolute(span):
                out[-1] = _merged(text, span, before.weekday, (before.start, span.end), anchor)
                continue
            if _absolute(before) and span.weekday is not None and not _absolute(span):
                end = span.end + (text[span.end : span.end + 1] in {")", "）"} and "(" in text[before.end : span.start])
                out[-1] = _merged(text, before, span.weekday, (before.start, end), anchor)
                continue
        out.append(span)
    return out


def _merged(text: str, span: DateSpan, weekday: int, place: tuple[int, int], anchor: date | None) -> DateSpan:
    value, others = span.value, span.alternatives
    if span.day_only and value and anchor and value.weekday() != weekday:
        fitting = [d for d in candidates(value.day, anchor) if d.weekday() == weekday]
        value = min(fitting, key=lambda d: abs(d - anchor), default=value)
    if value is None:
        fitting = [d for d in others if d.weekday() == weekday]
        value, others = (fitting[0], ()) if len(fitting) == 1 else (value, others)
    return replace(
        span, start=place[0], end=place[1], text=text[slice(*place)], value=value, alternatives=others, weekday=weekday
    )


def _in_context(text: str, spans: list[DateSpan]) -> list[DateSpan]:
    """Give a bare day the month of a full date that the same sentence names before it; the nearest stays possible."""
    out: list[DateSpan] = []
    for span in spans:
        lead = next((s for s in reversed(out) if _absolute(s) and not s.day_only and s.value), None)
        if (
            span.day_only and span.value and span.weekday is None and lead and lead.value
            and span.start - lead.end <= _NEAR and not _SENTENCE.search(text, lead.end, span.start)
        ):  # fmt: skip
            same = [
                d
                for d in candidates(span.value.day, lead.value)
                if (d.year, d.month) == (lead.value.year, lead.value.month)
            ]
            if same and same[0] != span.value:
                out.append(replace(span, value=same[0], alternatives=(span.value,)))
                continue
        out.append(span)
    return out


@lru_cache(maxsize=2048)
def _scan(text: str, anchor: date | None, order: Order | None) -> tuple[DateSpan, ...]:
    found = [span for form in FORMS for span in form(text, anchor, order)]
    for scan in (relative_words, weekday_words, bare_days):
        found += scan(text, anchor)
    spans = _in_context(text, _with_weekday(text, _chosen(found), anchor))
    return tuple(replace(s, time=time_at(text, s.end)) if s.precision == "day" else s for s in spans)


def dates_in(text: str, anchor: date | None, order: Order | None = None) -> list[DateSpan]:
    """Return the dates of the text in order.

    `anchor` is the day on which the text was written, in its author's zone: relative words, weekdays, and days without
    a year or month are told from it. `order` is what `order_evidence` found; without it 9/2/2026 has no value, only
    its two alternatives.
    """
    return list(_scan(text, anchor, order))


__all__ = ["DateSpan", "Order", "dates_in", "order_evidence"]
