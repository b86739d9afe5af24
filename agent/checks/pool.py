"""All that a case may say: what stands in its thread and answers, and what code computes from that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.evidence import Evidence
from agent.facts import Money
from agent.ticket import Value
from agent.values.dates import dates_in, order_evidence
from agent.values.fold import lower, strip_marks
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.case import Case

_MONTHS, _QUARTERS = 12, 4


@lru_cache(maxsize=4096)
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
class Known:
    """Numbers and days that something holds."""

    numbers: frozenset[Decimal] = frozenset()
    days: frozenset[date] = frozenset()

    def plus(self, *others: Known) -> Known:
        """Return both together."""
        numbers = self.numbers.union(*(o.numbers for o in others))
        return Known(numbers, self.days.union(*(o.days for o in others)))


@dataclass(frozen=True)
class Pool:
    """What is known: the thread's text folded and its words; what each message holds; what facts and clocks add.

    `cited` is by message id. `always` may stand anywhere (the draft's day, the renewal, the planned days, sums and
    counts); `facts` holds what the facts and reasons say, for texts that cite nothing.
    """

    folded: str
    words: frozenset[str]
    cited: Mapping[str, Known] = field(default_factory=dict)
    always: Known = Known()
    facts: Known = Known()

    def quote(self, text: str) -> bool:
        """Whether the words stand in the thread or in an answer."""
        return fold(text) in self.folded

    def known(self, cites: Iterable[str]) -> Known:
        """Return what a text that cites these messages may hold; one that cites none rests on the facts."""
        found = [self.cited[c] for c in cites if c in self.cited]
        return self.always.plus(*found) if found else self.always.plus(self.facts)


class _Cited(Mapping[str, Known]):
    """What each message holds, read when something cites it: of a long thread only a part is cited."""

    def __init__(
        self, held: Mapping[str, tuple[list[str], date | None]], rows: Mapping[str, list[str]], as_of: date
    ) -> None:
        self._held, self._rows, self._as_of = held, rows, as_of
        self._read: dict[str, Known] = {}

    def __getitem__(self, message: str) -> Known:
        if message not in self._read:
            texts, day = self._held[message]
            found = known_in(texts, day or self._as_of).plus(_own_day(day))
            rows = self._rows.get(message)
            self._read[message] = found.plus(known_in(rows, self._as_of)) if rows else found
        return self._read[message]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def pool_of(case: Case, planned: frozenset[date]) -> Pool:
    """Return what a case may say; `planned` are the days that its plan and clocks name."""
    as_of = date.fromisoformat(case.as_of)
    parts = (case.facts, case.signals, case.assessment, case.commitments, case.disputes)
    evidence = [e for part in parts for e in evidence_in(part)]
    held: dict[str, tuple[list[str], date | None]] = {m.id: ([m.text], m.day) for m in case.ticket.messages}
    for item in evidence:
        held.setdefault(item.message, ([], None))[0].append(item.quote)
    rows: dict[str, list[str]] = {}
    for day, message in _dated_rows(case):
        rows.setdefault(message, []).append(day)
    cited = _Cited(held, rows, as_of)
    said = _said(case)
    people = [m.author or "" for m in case.ticket.messages]
    texts = [t for found, _ in held.values() for t in found]
    joined = "\n".join([*texts, *people, *said, *(k.partition(":")[2] for k in held)])
    words = frozenset(re.findall(r"[^\W_]+", strip_marks(lower(joined))))
    fact_ids = {e.message for e in evidence_in(case.facts)}
    facts = known_in(said, as_of).plus(
        known_in([e.quote for e in evidence], as_of), *(cited[i] for i in fact_ids if not _is_message(i, case))
    )
    facts = facts.plus(Known(days=frozenset(m.day for m in case.ticket.messages if m.day)))
    return Pool(fold(joined), words, cited, _always(case, planned), facts)


def _dated_rows(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the day of each event and action with the messages that prove it."""
    for entry in case.facts.timeline.value or ():
        yield from ((entry.date, e.message) for e in entry.evidence)
    for action in case.facts.actions_taken.value or ():
        yield from ((action.date or "", e.message) for e in action.evidence)


def _is_message(key: str, case: Case) -> bool:
    return any(m.id == key and m.kind == "message" for m in case.ticket.messages)


def _own_day(day: date | None) -> Known:
    return Known(days=frozenset({day})) if day else Known()


def known_in(texts: Iterable[str], anchor: date) -> Known:
    """Return the numbers and days of texts that were written on that day."""
    numbers: set[Decimal] = set()
    days: set[date] = set()
    for text in texts:
        numbers |= {v for n in numbers_in(text) for v in (n.value, *n.alternatives)}
        days |= {d for s in dates_in(text, anchor, order_evidence([text])) for d in s.days}
    return Known(frozenset(numbers), frozenset(days))


def _said(case: Case) -> list[str]:
    """Return the words of facts, reasons, questions, commitments, differences and precedents."""
    facts = [case.facts.get(name) for name in type(case.facts).model_fields]
    out = [f.value for f in facts if isinstance(f.value, str)] + [f.note for f in facts if f.note]
    for name in type(case.assessment).model_fields:
        judged = getattr(case.assessment, name)
        out += [judged.would_change or "", *(r.text for r in judged.because)]
    out += [f"{q.question} {q.why} {q.ask} {q.format}" for q in case.questions]
    out += [f"{c.text} {c.by or ''} {c.due or ''}" for c in case.commitments]
    out += [f"{d.kept} {d.other} {d.reason}" for d in case.disputes]
    out += [f"{p.id} {p.title} {p.why} {p.outcome}" for p in case.similar]
    out += [f"{r.who or ''} {r.date}" for r in case.facts.timeline.value or ()]
    out += [f"{a.by or ''} {a.date or ''} {a.outcome or ''}" for a in case.facts.actions_taken.value or ()]
    return [*out, case.ticket.id or "", case.ticket.subject or "", case.case_id]


def told(case: Case, figure: str, rest: str) -> bool:
    """Whether a message holds a figure right before the same word ("44 stops")."""
    word = re.match(r"\s*([^\W\d_]{2,})", rest)
    if word is None:
        return False
    held = re.compile(rf"(?<![\d.,]){re.escape(figure)}\s*{re.escape(word[1])}(?!\w)", re.IGNORECASE)
    return any(held.search(m.text) for m in case.ticket.messages)


def percents(case: Case) -> frozenset[Decimal]:
    """Return the percentages that the thread and the answers name."""
    texts = [*(m.text for m in case.ticket.messages), *_said(case)]
    return frozenset(
        n.value
        for t in texts
        if "%" in t or re.search("per ?cent|pro[zc]ent|cento|％|百分", t, re.IGNORECASE)
        for n in numbers_in(t)
        if n.unit == "percent"
    )


def _always(case: Case, planned: frozenset[date]) -> Known:
    """Return the draft's day, the renewal, the planned days, and the sums and counts that code makes."""
    as_of = date.fromisoformat(case.as_of)
    days, numbers = {as_of, *planned}, set[Decimal]()
    arr, renewal = case.facts.arr.value, case.facts.renewal_date.value
    if isinstance(arr, Money):
        yearly = Decimal(str(arr.amount))
        numbers |= {yearly, yearly / _MONTHS, yearly / _QUARTERS}
    for name in (case.facts.account_name.value, case.facts.contact_role.value):
        numbers |= {v for n in numbers_in(name or "") for v in (n.value, *n.alternatives)}
    if renewal:
        days.add(date.fromisoformat(renewal[:10]))
        numbers.add(Decimal(abs((date.fromisoformat(renewal[:10]) - as_of).days)))
    sent = {m.id: m.day for m in case.ticket.messages}
    for item in case.facts.customer_ask.evidence:
        days |= {d for s in dates_in(item.quote, sent.get(item.message) or as_of) for d in s.days}
    asks = case.facts.customer_ask.value or ""
    counts = (
        len(case.questions),
        len(case.commitments),
        len(asks.split("\n")),
        len(case.brief.customer_position.their_asks),
    )
    return Known(frozenset(numbers | {Decimal(n) for c in counts for n in range(c + 1)}), frozenset(days))
