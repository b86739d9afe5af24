"""Support: whether everything that the documents say is in the thread, in an answer, or computed from them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.agree import disagreements
from agent.checks.attributed import misattributed
from agent.checks.dues import broken
from agent.checks.lexicon import find, groups
from agent.checks.model import QUIET
from agent.checks.pool import fold, percents, pool_of, told
from agent.checks.prose import quotes
from agent.checks.proven import unproven
from agent.checks.registry import Finding, check, fail
from agent.values.dates import dates_in
from agent.values.fold import lower, strip_marks
from agent.values.numbers import numbers_in
from agent.values.times import times_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.case import Case
    from agent.checks.model import Doc, Line, Section
    from agent.checks.pool import Known, Pool
    from agent.facts import ActionTaken, Fact, TimelineEntry
    from agent.values.dates import Order

_PLANNED = frozenset({"header", "plan", "communication", "decision", "answers", "success", "not_offering", "package"})
"""Sections whose dates and clocks are computed from policy."""
_ELLIPSIS = re.compile(r"…|\.\.\.")
_MARKS = "“”\"„«»「」『』‘’'"
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ'’-"
_NAME = re.compile(rf"(?<![\w-])[A-ZÀ-ÞŁŚ][{_LETTER}]*[a-zà-ÿ][{_LETTER}]*(?: [A-ZÀ-ÞŁŚ][{_LETTER}]+)*")
_IDENTIFIER = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z][\w]*(?:-[\w]+)+(?![\w-])|#\d{3,}")
_FACTOR = re.compile(r"(?:12|4) ?[x×*] ?\S")
"""A yearly amount shown as so many months or quarters."""
_ORDERS: tuple[Order, ...] = ("DMY", "MDY")
_SHORTEST = 3
_CLOCK_UNITS = frozenset({"hour", "day", "workday", "minute", "week", "month"})
_LONGEST_CLOCK, _LONGEST_PLAN = 120, 190
_CITES = re.compile(r"(?:\s*\[(?:[A-Za-z]{1,3}\d{1,4}|\d{1,3}|record|[a-z]+:[\w.:-]+)\])+")


@check("facts_supported")
def facts_supported(doc: Doc) -> Iterator[Finding]:
    """Every figure, date, name, identifier and quotation is proven; figures of the document agree with one another."""
    if doc.case is not None:
        pool = pool_of(doc.case, _planned_days(doc, doc.case))
        yield from unproven(doc.case)
        yield from _happened(doc.case, doc)
        yield from misattributed(doc.case, doc)
        for section in doc.sections:
            if section.name not in QUIET:
                for line in section.all():
                    yield from _line(doc.case, pool, section, line)
    yield from disagreements(doc)


def _planned_days(doc: Doc, case: Case) -> frozenset[date]:
    """Return the days by which the plan, the decision and the messages are due: code computed them from the clocks."""
    as_of = date.fromisoformat(case.as_of)
    said = [v.value for v in doc.section("plan", "decision", "communication", "header").values("due", "respond_by")]
    return frozenset(d for text in said for s in dates_in(text, as_of) for d in s.days if _upcoming(as_of, d))


def _upcoming(as_of: date, day: date) -> bool:
    """Whether a day lies where a deadline computed from the draft's day can lie."""
    return as_of <= day <= as_of + timedelta(days=_LONGEST_PLAN)


def _happened(case: Case, doc: Doc) -> Iterator[Finding]:
    """Compare the days of the timeline and of what was done with the facts that stand in the messages a row cites."""
    entries = {"timeline": list(_entries(case.facts.timeline)), "actions": list(_entries(case.facts.actions_taken))}
    for section in doc.sections:
        name = "actions" if section.where.startswith("package.actions_taken") else section.name
        for row in section.rows if name in entries else ():
            shown, cites = row.get("date"), set(re.findall(r"\[([^\]\s]+)\]", row.text))
            held = [day for day, messages in entries[name] if not cites or cites & messages]
            held += [m.at or "" for m in case.ticket.messages if not cites or m.id in cites]
            if shown and held and not _same_day(shown, held, date.fromisoformat(case.as_of)):
                yield fail("unsupported", row.where, text=shown)


def _same_day(shown: str, held: list[str], as_of: date) -> bool:
    """Whether a row's date is one of those held, whatever way it is written."""
    if any(h[: len(shown)] == shown or (h and shown[: len(h)] == h) for h in held):
        return True
    if re.match(r"\d{4}-\d\d-\d\d", shown):
        return False
    days = {str(d) for order in _ORDERS for s in dates_in(shown, as_of, order) for d in s.days}
    return any(h[:10] in days for h in held)


def _entries(fact: Fact[tuple[TimelineEntry, ...]] | Fact[tuple[ActionTaken, ...]]) -> Iterator[tuple[str, set[str]]]:
    """Yield the day of each entry, with the messages that prove it."""
    for entry in fact.value or ():
        yield entry.date or "", {e.message for e in entry.evidence}


def _segments(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the stretches of a text, each with the citations that follow it."""
    done = 0
    for match in _CITES.finditer(text):
        yield text[done : match.start()], tuple(re.findall(r"\[([^\]]+)\]", match.group()))
        done = match.end()
    if text[done:].strip():
        yield text[done:], ()


def _line(case: Case, pool: Pool, section: Section, line: Line) -> Iterator[Finding]:
    for text, cites in _segments(line.text):
        rest = text
        for quote in quotes(text):
            pieces = [p.strip(f"{_MARKS} ,.;") for p in _ELLIPSIS.split(quote)]
            if not all(pool.quote(p) for p in pieces if p):
                yield fail("quote", line.where, text=quote)
            rest = rest.replace(quote, " “” ")
        known = pool.known(cites)
        yield from _dates(case, known, line.where, rest)
        yield from _numbers(case, known, section, line.where, rest)
        for match in _IDENTIFIER.finditer(rest):
            if not pool.quote(match.group()) and not dates_in(match.group(), None):
                yield fail("unsupported", line.where, text=match.group())
        yield from _names(pool, line.where, rest)


def _dates(case: Case, known: Known, where: str, text: str) -> Iterator[Finding]:
    if where.endswith((".due", ".respond_by", ".deadline")):
        return
    if wrong := broken(text):
        yield fail("unsupported", where, text=wrong)
    as_of = date.fromisoformat(case.as_of)
    for span in dates_in(text, as_of):
        if span.relative or span.precision != "day" or span.value is None or span.days & known.days:
            continue
        yield fail("unsupported", where, text=span.text)


def _numbers(case: Case, known: Known, section: Section, where: str, text: str) -> Iterator[Finding]:
    as_of = date.fromisoformat(case.as_of)
    dated = dates_in(text, as_of)
    covered = [(s.start, s.end) for s in dated if not s.relative] + [(t.start, t.end) for t in times_in(text)]
    elapsed = {abs((d - as_of).days) + n for s in dated if not s.relative for d in s.days for n in (0, 1)}
    for number in numbers_in(text):
        if number.kind != "number" or any(a <= number.start < b for a, b in covered):
            continue
        figure, rest = text[number.start : number.end], text[number.end :]
        if number.unit == "percent":
            if number.value not in percents(case):
                yield fail("unsupported", where, text=figure)
            continue
        if {number.value, *number.alternatives} & known.numbers or (number.unit == "day" and number.value in elapsed):
            continue
        if _FACTOR.match(figure + rest) or told(case, figure, rest):
            continue
        clock = number.unit in _CLOCK_UNITS or find("clock", text[max(0, number.start - 8) : number.end + 12])
        if clock and number.value <= _LONGEST_CLOCK and section.name in _PLANNED:
            continue
        yield fail("unsupported", where, text=text[number.start : number.end])


@lru_cache(maxsize=2)
def _common() -> frozenset[str]:
    """Return capitalised words that name nobody: titles, departments, days, the words of our own documents."""
    lines = [*groups("en")["capitalised"], *groups("en")["role_words"], *groups("en")["sentence_openers"]]
    return frozenset(w for line in lines for w in line.split())


def _names(pool: Pool, where: str, text: str) -> Iterator[Finding]:
    for match in _NAME.finditer(text):
        opens = re.search(r"(?:^|[.!?:;“”(/|-]\s*|\d[.)]\s*)$", text[: match.start()]) is not None
        tokens = re.findall(r"[^\W_]+", strip_marks(lower(match.group())))
        unknown = [
            t
            for t in tokens
            if len(t) >= _SHORTEST and t not in pool.words and t not in _common() and not fold_in(pool, t)
        ]
        if opens and unknown and tokens and unknown[0] == tokens[0]:
            unknown = unknown[1:]
        if unknown and not find("role", match.group()):
            yield fail("unsupported", where, text=match.group())


def fold_in(pool: Pool, token: str) -> bool:
    """Whether a word stands in the thread as part of another ("Halvorsen's", a compound)."""
    return fold(token) in pool.folded
