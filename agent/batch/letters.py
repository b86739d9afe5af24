"""What to ask whom: the questions of all blocked tickets, one letter a person, ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.batch.rows import asked, head, level, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.batch.ports import Row, RunStore

_MOST = 100
"""Tickets in one letter, the most urgent first; the sheet has all."""


@dataclass
class Letter:
    """The questions for one person: the most urgent tickets, how many more there are, how many questions in all."""

    person: str
    tickets: list[tuple[Row, list[dict[str, str]]]] = field(default_factory=list)
    more: int = 0
    count: int = 0

    def lines(self, words: dict[str, str]) -> Iterator[str]:
        """Yield the letter; what is asked of many tickets alike stands once, with the tickets below it."""
        n = len(self.tickets) + self.more
        yield words["ask_one"] if n == 1 else words["ask_many"].format(n=n)
        yield ""
        different = {(q["question"], q["format"]) for _, questions in self.tickets for q in questions}
        yield from self._by_question(words) if len(different) < len(self.tickets) else self._by_ticket(words)
        if self.more:
            yield words["more_asked"].format(n=self.more)

    def _by_ticket(self, words: dict[str, str]) -> Iterator[str]:
        for row, questions in self.tickets:
            yield _named(row, words)
            yield from (f"  - {q['question']} ({q['format']})" for q in questions)
            yield ""

    def _by_question(self, words: dict[str, str]) -> Iterator[str]:
        by: dict[tuple[str, str], list[Row]] = {}
        for row, questions in self.tickets:
            for question in questions:
                by.setdefault((question["question"], question["format"]), []).append(row)
        for (text, form), rows in by.items():
            yield f"{text} ({form})"
            yield from (f"  - {_named(row, words)}" for row in rows)
            yield ""


def _named(row: Row, words: dict[str, str]) -> str:
    when = words["answer_by"].format(when=row.respond_by) if row.respond_by else words["unknown"]
    return f"{head(row, words)} [{short(row.name)}; {level(row, words)}, {when}]"


def letters(store: RunStore) -> list[Letter]:
    """Return a letter a person, whoever holds up the most urgent ticket first."""
    out: dict[str, Letter] = {}
    for row in store.rows("blocked"):
        by: dict[str, list[dict[str, str]]] = {}
        for question in asked(row):
            by.setdefault(question["ask"], []).append(question)
        for person, questions in by.items():
            letter = out.setdefault(person, Letter(person))
            letter.count += len(questions)
            if len(letter.tickets) < _MOST:
                letter.tickets.append((row, questions))
            else:
                letter.more += 1
    return list(out.values())
