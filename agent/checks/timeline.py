"""The timeline: every event has a calendar day, and they stand in order."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.checks.dues import broken, spans
from agent.checks.prose import CITATION
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, empty, placeholder, question_on
from agent.values.dates import order_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.checks.model import Doc, Row
    from agent.values.dates import DateSpan, Order


@check("timeline_in_order")
def timeline_in_order(doc: Doc) -> Iterator[Finding]:
    """Every event has a date, and no event stands after a later one."""
    section = doc.section("timeline")
    if placeholder(section.text):
        if question_on(doc, "timeline") or asked(section.text):
            yield blocked("open", section.where, by="timeline")
        else:
            yield fail("absent", section.where)
        return
    rows = [row for row in section.rows if row.text.strip()]
    if not rows:
        yield (
            blocked("open", section.where, by="timeline")
            if asked(section.text)
            else fail("no_date", section.where, text=section.text)
        )
        return
    order = order_evidence([row.get("date") for row in rows])
    undated = [f for row in rows if (f := _undated(doc, row))]
    yield from undated
    if not undated:
        tries = [_disorder(doc, rows, o) for o in ((order,) if order else ("DMY", "MDY"))]
        wrong = [f for f in tries if f]
        if wrong and len(wrong) == len(tries):
            yield wrong[0]


def _undated(doc: Doc, row: Row) -> Finding | None:
    text = row.get("date")
    if empty(text):
        return fail("no_date", row.where, text=row.get("event") or row.text)
    if wrong := broken(text):
        return fail("not_date", row.where, text=wrong)
    if spans(text, anchor_of(doc), "DMY") or spans(text, anchor_of(doc), "MDY"):
        return None
    return blocked("open", row.where, by="timeline") if asked(text) else fail("not_date", row.where, text=text)


def anchor_of(doc: Doc) -> date | None:
    """Return the day from which days without a year are told: when the brief was drafted, else its first full date."""
    if doc.as_of:
        return doc.as_of
    for value in doc.values("date_raised", "date"):
        for span in spans(value.value):
            if span.value:
                return span.value
    return None


def _disorder(doc: Doc, rows: Sequence[Row], order: Order | None) -> Finding | None:
    """Return the first event that stands after a later one, dates read in that order."""
    found = [(row, _first(row.get("date"), doc, order)) for row in rows]
    dated = [(row, span) for row, span in found if span]
    for (before, one), (row, other) in pairwise(dated):
        instants = _instant(before.get("date")), _instant(row.get("date"))
        later = instants[0] > instants[1] if instants[0] and instants[1] else _after(one, other)
        if later:
            return fail("order", row.where, text=other.text, earlier=one.text)
    return None


def _instant(text: str) -> datetime | None:
    """Return the instant of an ISO time that carries its offset, so that two zones can be compared."""
    try:
        found = datetime.fromisoformat(CITATION.sub("", text).strip())
    except ValueError:
        return None
    return found if found.tzinfo else None


def _first(text: str, doc: Doc, order: Order | None) -> DateSpan | None:
    return next(iter(spans(text, anchor_of(doc), order)), None)


def _after(one: DateSpan, other: DateSpan) -> bool:
    """Whether the first date is later than the second, compared as finely as both are written."""
    a, b = one.value or min(one.days), other.value or min(other.days)
    if "month" in {one.precision, other.precision}:
        return (a.year, a.month) > (b.year, b.month)
    return a > b or (a == b and bool(one.time and other.time) and (one.time or "") > (other.time or ""))
