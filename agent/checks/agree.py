"""Whether the figures of one document agree with one another: revenue, renewal date, days to it, weekdays."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.checks.arr import figures
from agent.checks.dues import spans
from agent.checks.lexicon import find
from agent.checks.prose import sentences, unquoted
from agent.checks.registry import Finding, fail
from agent.checks.wording import say
from agent.values.dates import dates_in
from agent.values.money import money_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from agent.checks.model import Doc, Line

_FEWEST_DIGITS = 2


def same_amount(known: float, figure: float) -> bool:
    """Whether a figure is the known amount, or that amount rounded to as many digits as the figure shows."""
    if known == figure:
        return True
    digits = len(str(int(figure)).rstrip("0")) if figure == int(figure) else 0
    if digits < _FEWEST_DIGITS or known <= 0:
        return False
    shift = len(str(int(known))) - digits
    return shift > 0 and float(round(Decimal(known), -shift)) == figure


def disagreements(doc: Doc) -> Iterator[Finding]:
    """Yield what the document says in two ways."""
    yield from _amounts(doc)
    yield from _renewals(doc)
    yield from _days(doc)
    yield from _weekdays(doc)


def _contradiction(doc: Doc, what: str, where: str, one: str, two: str) -> Finding:
    return fail("contradiction", where, what=say(doc.lang, f"what.{what}")[0], one=one, two=two)


def _amounts(doc: Doc) -> Iterator[Finding]:
    stated = [v for v in doc.values("arr") if figures(v.value)]
    if not stated:
        return
    first = stated[0]
    known, currency = figures(first.value), _currencies(first.value)
    said = [(v.value, v.where) for v in (*stated[1:], *doc.values("arr_at_risk"))]
    said += [
        (s, line.where) for line in _told(doc) for s in sentences(unquoted(line.text)) if find("yearly_contract", s)
    ]
    for text, where in said:
        yearly = [float(m.amount) for m in money_in(text) if m.per == "year"] or figures(text)
        if not yearly:
            continue
        fits = any(same_amount(k, f) for k in known for f in yearly)
        part = find("part", text) and max(yearly) < max(known)
        if (not fits and not part) or (fits and currency and _currencies(text) and not currency & _currencies(text)):
            yield _contradiction(doc, "arr", where, first.value, text)


def _currencies(text: str) -> frozenset[str]:
    return frozenset(m.currency for m in money_in(text) if m.currency)


def _told(doc: Doc) -> Iterable[Line]:
    return (
        line for name in ("summary", "impact", "position") for line in doc.section(name).all() if line.kind != "quote"
    )


def _renewals(doc: Doc) -> Iterator[Finding]:
    stated = [(v.value, v.where, d) for v in doc.values("renewal_date") for d in _whole_days(v.value, doc)[:1]]
    if not stated:
        return
    text, _, known = stated[0]
    said = [(t, w, d) for t, w, d in stated[1:]]
    for line in _told(doc):
        for sentence in sentences(unquoted(line.text)):
            if find("renews", sentence) and not find("renewed_before", sentence):
                said += [(sentence, line.where, d) for d in _near_renewal(sentence, doc)]
    for other, where, day in said:
        if day != known:
            yield _contradiction(doc, "renewal_date", where, text, other)


def _near_renewal(sentence: str, doc: Doc) -> list[date]:
    """Return the date that stands with the word for renewing: behind it, or right before it in Chinese."""
    word = find("renews", sentence)
    if word is None:
        return []
    dated = spans(sentence, doc.as_of)
    behind = [s for s in dated if s.start >= word.end() and s.value and s.start - word.end() < 60]  # noqa: PLR2004 - the same clause
    ahead = [s for s in dated if s.end <= word.start() and s.value and word.start() - s.end < 4]  # noqa: PLR2004 - as above
    return [s.value for s in (behind or ahead)[:1] if s.value]


def _whole_days(text: str, doc: Doc) -> list[date]:
    return [s.value for s in spans(text, doc.as_of) if s.value and s.precision == "day"]


def _days(doc: Doc) -> Iterator[Finding]:
    days, renewal = doc.values("days_to_renewal"), doc.values("renewal_date")
    if not days or not renewal or doc.as_of is None:
        return
    stated = re.search(r"-?\d+", days[0].value)
    end = _whole_days(renewal[0].value, doc)
    if stated and end and int(stated.group()) != (end[0] - doc.as_of).days:
        right = str((end[0] - doc.as_of).days)
        yield fail("days", days[0].where, text=stated.group(), date=str(end[0]), right=right)


def _weekdays(doc: Doc) -> Iterator[Finding]:
    for _, line in doc.prose():
        for span in dates_in(unquoted(line.text), doc.as_of):
            sure = doc.as_of is not None or re.search(r"(?:19|20)\d\d", span.text)
            if (
                span.weekday is not None
                and span.value
                and sure
                and not span.relative
                and span.value.weekday() != span.weekday
            ):
                yield fail("weekday", line.where, text=span.text)
