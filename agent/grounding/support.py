"""The proof that a claim brings: its quotes as they stand in the ticket, with what can be read out of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.evidence import Evidence, seek_quote
from agent.grounding.counts import counted
from agent.grounding.model import RefusalCode, Unproven
from agent.values.dates import DateSpan, dates_in
from agent.values.fold import lower, strip_marks
from agent.values.money import MoneySpan, money_in
from agent.values.numbers import NumberSpan, numbers_in
from agent.values.times import times_in
from agent.values.typography import clean, folded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.claims import Quote
    from agent.evidence import Problem
    from agent.grounding.thread import Thread
    from agent.ticket import Message

_WORD = re.compile(r"[^\W\d_]+")
_LABEL_REACH = 60
_WHY: dict[Problem, tuple[RefusalCode, str]] = {
    "no_message": ("no_message", "no message has the id {m}; name the message that holds the quote"),
    "empty": ("no_quote", "the quote is empty; quote the words that say it"),
    "absent": ("quote_absent", "the quote {q!r} does not stand in {m}; copy the words exactly from one message"),
    "cut": ("quote_cut", "the quote {q!r} cuts a word or a number of {m} in two; quote whole words"),
    "negation_cut": (
        "quote_negation",
        "the quote {q!r} leaves out a negation beside it in {m}; quote the whole clause",
    ),
    "marked": (
        "quote_marked",
        "the quote {q!r} stands in hidden, automatic or legal text of {m}, which proves nothing",
    ),
}


@dataclass(frozen=True, eq=False)
class Proof:
    """One quote, located, with its message and what can be read out of it."""

    evidence: Evidence
    message: Message
    thread: Thread

    @cached_property
    def text(self) -> str:
        """The quote for reading: as it stands, but for entities, width and the marks of quoted lines."""
        return clean(self.evidence.quote)

    @cached_property
    def values(self) -> tuple[Evidence, ...]:
        """The quote; of a record, each whole value in it: its labels and commas may be the screen's or ours."""
        ev, text = self.evidence, self.message.text
        if self.message.kind != "record":
            return (ev,)
        fields = self.thread.fields_at(ev.message, ev.start, ev.end)
        spans = [(f.start, f.end) for f in fields] or list(self._of_people())
        whole = [(a, b) for a, b in spans if ev.start <= a and b <= ev.end]
        return tuple(Evidence(message=ev.message, start=a, end=b, quote=text[a:b]) for a, b in whole) or (ev,)

    def _of_people(self) -> Iterator[tuple[int, int]]:
        """Where the quoted line of a list of people holds a name, a title or a company."""
        ev = self.evidence
        for party in self.thread.ticket.people:
            if party.name not in ev.quote:
                continue
            for told in (party.name, party.title, party.company):
                at = ev.quote.find(told) if told else -1
                if told and at >= 0:
                    yield ev.start + at, ev.start + at + len(told)

    @cached_property
    def line(self) -> str:
        """The quote on one line."""
        return one_line(self.evidence.quote)

    @cached_property
    def dates(self) -> list[DateSpan]:
        """The dates of the quote, told from the message's day."""
        return dates_in(self.line, self.message.day, self.thread.order)

    @cached_property
    def money(self) -> list[MoneySpan]:
        """The amounts of the quote."""
        return money_in(self.line, shown=self.thread.shown, decimal=self.thread.decimal)

    @cached_property
    def numbers(self) -> list[NumberSpan]:
        """The numbers of the quote."""
        return numbers_in(self.line, self.thread.decimal)

    @cached_property
    def figures(self) -> list[NumberSpan]:
        """The numbers that are not part of a date."""
        days = [(d.start, d.end) for d in self.dates if d.precision == "day" and not (d.relative and not d.day_only)]
        return [n for n in self.numbers if not any(a < n.end and n.start < b for a, b in days)]

    @cached_property
    def times(self) -> frozenset[int]:
        """The times of day of the quote, in minutes since midnight."""
        return frozenset(t.minutes for t in times_in(self.line))

    @cached_property
    def own_time(self) -> frozenset[int]:
        """The message's own time in minutes since midnight; empty where only its day is known."""
        moment = self.message.moment if self.message.at and "T" in self.message.at else None
        return frozenset({moment.hour * 60 + moment.minute}) if moment else frozenset()

    @cached_property
    def counts(self) -> list[tuple[NumberSpan, frozenset[str]]]:
        """Each number that is not part of a date, with the words that say what it counts."""
        return [(n, counted(n, self.line, self.numbers)) for n in self.figures]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels that say what the quoted value is: of record fields, and of the line that it stands in."""
        ev = self.evidence
        named = [f.label for f in self.thread.fields_at(ev.message, ev.start, ev.end)]
        line = self.message.text.rfind("\n", 0, ev.start) + 1
        lead = self.message.text[max(line, ev.start - _LABEL_REACH) : ev.start]
        found = re.search(r"([^|:：=\n,;.]+?)\s*[:：=|]\s*[^\w]*$", lead)
        return (*named, *((found.group(1).strip(),) if found else ()))

    @cached_property
    def about(self) -> str | None:
        """The other account that the quoted record value belongs to."""
        ev = self.evidence
        return next((f.about for f in self.thread.fields_at(ev.message, ev.start, ev.end) if f.about), None)


class Support:
    """All quotes of a claim; every one was found."""

    def __init__(self, proofs: Sequence[Proof], thread: Thread) -> None:
        """Keep the proofs and the thread that they stand in."""
        self.proofs = tuple(proofs)
        self.thread = thread

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where the quotes stand; of a record's line its values alone, since its labels may be the screen's or ours."""
        return tuple(dict.fromkeys(e for p in self.proofs for e in p.values))

    @cached_property
    def text(self) -> str:
        """The quotes, one a line."""
        return "\n".join(p.text for p in self.proofs)

    @cached_property
    def line(self) -> str:
        """The quotes on one line."""
        return " \u00b6 ".join(p.line for p in self.proofs)

    @cached_property
    def flat(self) -> str:
        """The quotes and their labels folded, in lower case, for looking words up."""
        return "\n".join(folded(t).text.lower() for p in self.proofs for t in (p.text, *p.labels))

    @cached_property
    def days(self) -> frozenset[date]:
        """Every day that the quotes name or were written on."""
        named = {d for p in self.proofs for s in p.dates for d in s.days}
        return frozenset(named | {p.message.day for p in self.proofs if p.message.day})

    @cached_property
    def own_days(self) -> frozenset[date]:
        """The days on which the quoted messages were written."""
        return frozenset(p.message.day for p in self.proofs if p.message.day)

    @cached_property
    def told_times(self) -> frozenset[int]:
        """The times that the quotes tell; where they tell none, those at which they were written."""
        told = frozenset(t for p in self.proofs for t in p.times)
        return told or frozenset(t for p in self.proofs for t in p.own_time)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The words of the quotes without case and accents."""
        return frozenset(strip_marks(w).casefold() for w in _WORD.findall(lower(self.text)))

    @cached_property
    def authors(self) -> frozenset[str]:
        """Who wrote the quoted messages."""
        return frozenset(p.message.author for p in self.proofs if p.message.author)

    @property
    def languages(self) -> frozenset[str]:
        """The languages of the quoted messages."""
        return frozenset(code for p in self.proofs if (code := self.thread.language(p.message.id)))


def prove_quotes(quotes: Sequence[Quote], thread: Thread) -> Support:
    """Return the support that the quotes give; raise Unproven for the first that is not there."""
    if not quotes:
        raise Unproven(code="no_quote", reason="it has no quote; quote the words that say it")
    proofs: list[Proof] = []
    for quote in quotes:
        found = seek_quote(thread.ticket, quote)
        if not isinstance(found, Evidence):
            code, why = _WHY[found]
            raise Unproven(code=code, reason=why.format(m=quote.message, q=quote.text[:80]))
        proofs.append(Proof(found, thread.by_id[found.message], thread))
    return Support(proofs, thread)
