"""All that a case may say: what stands in its thread and answers, and what code computes from that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.evidence import Evidence
from agent.facts import Money
from agent.ticket import Value
from agent.values.dates import dates_in, order_evidence
from agent.values.fold import lower, strip_marks
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.case import Case
    from agent.ticket import Message

_MONTHS, _QUARTERS = 12, 4
_WEEK = 7


def fold(text: str) -> str:
    """Return letters and digits alone, in lower case and without accents, so that typography cannot matter."""
    return re.sub(r"[\W_]+", "", strip_marks(lower(text)))


def evidence_in(value: object) -> Iterator[Evidence]:
    """Yield every piece of evidence that hangs below a value."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from evidence_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from evidence_in(item)


@dataclass(frozen=True)
class Pool:
    """What is known: the thread's text folded, its words, numbers and days, and the numbers that code computes."""

    folded: str
    words: frozenset[str]
    numbers: frozenset[Decimal]
    days: frozenset[date]

    def quote(self, text: str) -> bool:
        """Whether the words stand in the thread or in an answer."""
        return fold(text) in self.folded


def pool_of(case: Case) -> Pool:
    """Return what a case may say."""
    texts = [m.text for m in case.ticket.messages] + [m.author or "" for m in case.ticket.messages]
    parts = (case.facts, case.signals, case.assessment, case.commitments, case.disputes)
    quotes = [e for part in parts for e in evidence_in(part)]
    texts += [e.quote for e in quotes] + [e.message.partition(":")[2] for e in quotes]
    texts += [case.ticket.id or "", case.ticket.subject or "", case.case_id, *_said(case)]
    days = _days(case) | {d for t in _said(case) for d in _days_of(t, date.fromisoformat(case.as_of))}
    numbers = {v for t in texts for n in numbers_in(t) for v in (n.value, *n.alternatives)} | _computed(case, days)
    joined = "\n".join(texts)
    words = frozenset(re.findall(r"[^\W_]+", strip_marks(lower(joined))))
    return Pool(fold(joined), words, frozenset(numbers), frozenset(days))


def _said(case: Case) -> list[str]:
    """Return the words of facts, reasons, questions, commitments, differences and precedents."""
    out = [f.value if isinstance(f.value, str) else str(f.note or "") for n in type(case.facts).model_fields for f in [case.facts.get(n)]]
    out += [str(case.facts.get(n).note or "") for n in type(case.facts).model_fields]
    for name in type(case.assessment).model_fields:
        judged = getattr(case.assessment, name)
        out += [judged.would_change or "", *(r.text for r in judged.because)]
    out += [f"{q.question} {q.why} {q.ask} {q.format}" for q in case.questions]
    out += [f"{c.text} {c.by or ''} {c.due or ''}" for c in case.commitments]
    out += [f"{d.kept} {d.other} {d.reason}" for d in case.disputes]
    out += [f"{p.id} {p.title} {p.why} {p.outcome}" for p in case.similar]
    out += [f"{r.who or ''} {r.date}" for r in case.facts.timeline.value or ()]
    return out + [f"{a.by or ''} {a.date or ''} {a.outcome or ''}" for a in case.facts.actions_taken.value or ()]


def _days_of(text: str, anchor: date | None, message: Message | None = None) -> set[date]:
    order = order_evidence([text])
    found = {d for s in dates_in(text, anchor, order) for d in s.days}
    return found | ({message.day} if message and message.day else set())


def _days(case: Case) -> set[date]:
    as_of = date.fromisoformat(case.as_of)
    out = {as_of}
    for message in case.ticket.messages:
        out |= _days_of(message.text, message.day or as_of, message)
    for item in evidence_in(case.facts):
        out |= _days_of(item.quote, as_of)
    rows = (*(case.facts.timeline.value or ()), *(case.facts.actions_taken.value or ()))
    for row in rows:
        out |= _days_of(row.date or "", as_of)
    return out


def _computed(case: Case, days: set[date]) -> set[Decimal]:
    """Return sums that code makes: yearly and monthly amounts, days between the draft's day and a day of the thread."""
    as_of = date.fromisoformat(case.as_of)
    spans = {abs((d - as_of).days) for d in days}
    out = {Decimal(n) for s in spans for n in (s, s + 1, s // _WEEK)}
    arr = case.facts.arr.value
    if isinstance(arr, Money):
        yearly = Decimal(str(arr.amount))
        out |= {yearly, yearly / _MONTHS, yearly / _QUARTERS, Decimal(_MONTHS), Decimal(_QUARTERS)}
    counts = (case.questions, case.commitments, case.signals, case.ticket.messages, case.facts.timeline.value or (),
              case.facts.actions_taken.value or (), case.brief.customer_position.their_asks)  # fmt: skip
    return out | {Decimal(n) for c in counts for n in range(len(c) + 1)}


def upcoming(case: Case, day: date, longest: int = 190) -> bool:
    """Whether a day lies where a deadline computed from the draft's day can lie."""
    as_of = date.fromisoformat(case.as_of)
    return as_of <= day <= as_of + timedelta(days=longest)
