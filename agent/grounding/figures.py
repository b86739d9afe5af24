"""Every number, unit, currency, identifier, date and time of a text has to stand in the quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.counts import counted, prove_count
from agent.grounding.model import Unproven
from agent.values.dates import DateSpan, dates_in
from agent.values.fold import lower, plain
from agent.values.money import MoneySpan, money_in
from agent.values.numbers import NumberSpan, numbers_in
from agent.values.times import times_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.grounding.support import Proof, Support

_ENUMERATOR = re.compile(r"(?:^|(?<=[\n;.:,，；。：、\s]))\(?(\d{1,2})(?:[.)]|\uff09|、)(?=\s*\D)")
_V = re.compile(r"^(?:v|#)\.?(?=\d)")


def _enumerators(text: str) -> set[int]:
    """Return where the numbers stand that only count a list: 1) ... 2) ... 3)."""
    out: set[int] = set()
    wanted = 1
    for match in _ENUMERATOR.finditer(text):
        if int(match.group(1)) == wanted:
            out.add(match.start(1))
            wanted += 1
    return out if wanted > len("ab") else set()


def prove_figures(text: str, support: Support, *, asking: bool = False) -> None:
    """Raise Unproven for the first figure of the text that the quotes do not hold.

    `asking`: the text is a demand, in which a bare weekday may be the next one; else it is the last.
    """
    anchors = [p.message.day for p in support.proofs if p.message.day]
    spans = dates_in(text, anchors[0] if anchors else None, support.thread.order)
    for span in spans:
        _prove_date(span, text, support, asking=asking)
    times = times_in(text)
    for time in times:
        if time.minutes not in support.told_times:
            raise Unproven(
                code="time", reason=f"the time {time.text.strip()!r} is not in the quotes; quote the words that give it"
            )
    taken = [(s.start, s.end) for s in spans] + [(t.start, t.end) for t in times]
    listed = _enumerators(text)
    money = [m for m in money_in(text, shown=support.thread.shown, decimal=support.thread.decimal) if m.symbol]
    for amount in money:
        _prove_money(amount, support)
    numbers = numbers_in(text, support.thread.decimal)
    for number in numbers:
        if number.start in listed or any(a < number.end and number.start < b for a, b in taken):
            continue
        _prove_number(number, support)
        same = [stems for p in support.proofs for n, stems in p.counts if _equal(n, number)]
        others = [stems for p in support.proofs for n, stems in p.counts if not _equal(n, number)]
        prove_count(number, counted(number, text, numbers), same, others)


def _prove_date(span: DateSpan, text: str, support: Support, *, asking: bool) -> None:
    anchored = {
        d
        for p in support.proofs
        for s in dates_in(text, p.message.day, support.thread.order)
        if s.start == span.start
        for d in (s.days if asking else s.likely)
    }
    quoted = [s for p in support.proofs for s in p.dates]
    same = {(s.days if asking else s.likely) for s in quoted if s.precision == span.precision}
    known = frozenset(d for days in same for d in days)
    words = lower(span.text)
    literal = any(lower(s.text) == words for s in quoted)
    if not literal and not (anchored & known) and not (anchored & support.own_days and not _dated(quoted)):
        if span.precision != "day" and any(_within(span, s) for s in quoted):
            return
        raise Unproven(
            code="date",
            reason=f"the date {span.text!r} is not in the quotes, nor told by them from the message's own day",
        )
    if span.weekday is not None and not literal:
        fits = {d.weekday() for d in known & anchored} | {s.weekday for s in quoted}
        if span.weekday not in fits:
            raise Unproven(code="date", reason=f"the weekday of {span.text!r} is not the one that the quotes give")


def _dated(quoted: list[DateSpan]) -> bool:
    """Whether the quotes name a day; where they name none, what they tell is of their own day."""
    return any(s.precision == "day" for s in quoted)


def _within(span: DateSpan, quoted: DateSpan) -> bool:
    """Whether a month or year of the text is the one in which a quoted day lies."""
    return any(
        (a.year, a.month) == (b.year, b.month)
        if span.precision == "month"
        else a.year == b.year and span.precision == "year"
        for a in span.days
        for b in quoted.days
    )


def _prove_money(amount: MoneySpan, support: Support) -> None:
    for proof in support.proofs:
        for found in proof.money:
            if found.amount == amount.amount and _same_currency(found, amount) and amount.per in {None, found.per}:
                return
    raise Unproven(
        code="currency",
        reason=f"the quotes do not give {amount.text!r} in that currency for that period; quote them together",
    )


def _same_currency(found: MoneySpan, wanted: MoneySpan) -> bool:
    if found.currency and wanted.currency:
        return found.currency == wanted.currency
    return bool(found.symbol) and found.symbol.rstrip(".") == wanted.symbol.rstrip(".")


def _decimals(number: NumberSpan) -> int:
    digits = number.digits.rstrip()
    match = re.search(r"[.,](\d+)$", digits)
    return len(match.group(1)) if match and number.value != number.value.to_integral_value() else 0


def _equal(found: NumberSpan, wanted: NumberSpan) -> bool:
    """Whether two figures are one; 8.1 and 8.10 are not, for they may be versions."""
    if found.kind == "identifier" or wanted.kind == "identifier":
        return _same_identifier(found.text, wanted.text)
    if found.kind == "time" or found.value != wanted.value:
        return False
    scaled = "word" in {found.kind, wanted.kind} or found.value.normalize() == 0
    return scaled or _decimals(found) == _decimals(wanted) or len(found.text) > len(found.digits) + 1


def _same_identifier(found: str, wanted: str) -> bool:
    one, other = (_V.sub("", lower(t).strip()) for t in (found, wanted))
    return one == other


def _digit_runs(support: Support) -> set[str]:
    runs = (
        run
        for p in support.proofs
        for n in p.numbers
        if n.kind == "identifier"
        for run in re.findall(r"\d+", plain(n.text))
    )
    return {run for run in runs if len(run) > len("12")}


def _prove_number(number: NumberSpan, support: Support) -> None:
    candidates = [n for p in support.proofs for n in p.figures if _equal(n, number)]
    if not candidates:
        if number.kind == "identifier":
            if _stands(number.text, support.flat):
                return
            raise Unproven(
                code="identifier",
                reason=f"the identifier {number.text!r} is not in the quotes; quote the words that hold it",
            )
        if plain(number.digits) in _digit_runs(support):
            return
        raise Unproven(
            code="number", reason=f"the number {number.text!r} is not in the quotes; quote the words that hold it"
        )
    if number.unit and not _unit_fits(number, candidates, support):
        raise Unproven(
            code="unit",
            reason=f"the quotes do not give {number.text!r} in {number.unit.replace('_', ' ')}s; keep the quote's unit",
        )


def _unit_fits(number: NumberSpan, candidates: Iterable[NumberSpan], support: Support) -> bool:
    """Whether the unit stands with the same figure, or with the last figure of the range that it opens."""
    for found in candidates:
        if found.unit == number.unit:
            return True
        if found.unit is None:
            for proof in support.proofs:
                if found in proof.numbers and _shares_unit(found, number.unit, proof):
                    return True
    return False


def _shares_unit(found: NumberSpan, unit: str | None, proof: Proof) -> bool:
    """Whether a bare figure takes the unit of the range it opens (2 to 4 hours) or of the last figure (15 min, 40)."""
    after = any(n.unit == unit for n in proof.numbers if 0 <= n.start - found.end <= len(" through "))
    bare = not re.match(r"[ -]?[^\W\d_]", proof.line[found.end :])
    before = [n for n in proof.numbers if n.end <= found.start and n.unit]
    return after or (bare and bool(before) and before[-1].unit == unit)


def _stands(identifier: str, flat: str) -> bool:
    wanted = re.escape(lower(identifier).strip("#"))
    return bool(re.search(rf"(?<![a-z0-9]){wanted}(?![a-z0-9]|[-./]\d)", flat))
