"""Everything the extractors share: the sentences, the phrases found in them, and who is who."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from agent.engines.rules import lexicon
from agent.values.negation import negations_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from agent.claims import Quote
    from agent.engines.rules.lexicon import Hit
    from agent.engines.rules.view import Sentence, View
    from agent.ticket import Party, RecordField
    from agent.values.date_span import DateSpan
    from agent.values.money import MoneySpan

_CLAUSE = re.compile(
    r"[,;:()\n|。，、；：（）]|\s[-–—]\s|\s(?:and|but|und|aber|et|mais|y|pero|e|ma|en|maar|och|men|i|ale)\s"
)
_LARGE = 2100
"""More than any year: a smaller number in a corrected sentence is a day, a count or a version."""
_FIRM = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'&-]{2,}(?:[ \t]+[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'&-]+)+")


_KEPT_BACK = re.compile(
    r"\[[A-Z_]+_\d+\]|[£$€]\s?\d[\d.,]*\s?k\b|\b\d[\d.,]*\s?k\b[^?\n]{0,12}\?|(?:一年|每年|年费|年費)[^。，\n]{0,12}\d+\s?[万萬]",
    re.IGNORECASE,
)
"""What was masked, and what an account is worth, as people say it in passing: whose it is stays open."""


class Scene:
    """One ticket under reading."""

    def __init__(self, view: View, as_of: date) -> None:
        """Find all phrases once."""
        self.view = view
        self.ticket = view.ticket
        self.as_of = as_of
        self.hits = lexicon.scan(view)
        self._dates: dict[tuple[str, int], list[DateSpan]] = {}
        self._amounts: dict[tuple[str, int], list[MoneySpan]] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the ticket."""
        return lexicon.languages_of(self.view.folded.values())

    @cached_property
    def _by_sentence(self) -> dict[tuple[str, int], dict[str, list[Hit]]]:
        table: dict[tuple[str, int], dict[str, list[Hit]]] = defaultdict(lambda: defaultdict(list))
        for concept, found in self.hits.items():
            for hit in found:
                table[hit.message, hit.sentence.index][concept].append(hit)
        return table

    def within(self, sentence: Sentence, *concepts: str) -> list[Hit]:
        """The hits of these concepts in the sentence."""
        table = self._by_sentence.get((sentence.message.id, sentence.index), {})
        return [hit for concept in concepts for hit in table.get(concept, [])]

    def has(self, sentence: Sentence, *concepts: str) -> bool:
        """Whether the sentence holds a phrase of any of these concepts."""
        return bool(self.within(sentence, *concepts))

    def clause(self, sentence: Sentence, offset: int) -> tuple[int, int]:
        """The range of the clause around a character of the sentence, in the message's offsets."""
        text = sentence.message.text
        start = sentence.start
        for stop in _CLAUSE.finditer(text, sentence.start, sentence.end):
            if stop.start() >= offset:
                return start, stop.start()
            if stop.end() <= offset and not _inside_number(text, stop.start()):
                start = stop.end()
        return start, sentence.end

    def in_clause(self, sentence: Sentence, offset: int, *concepts: str) -> list[Hit]:
        """The hits of these concepts in the clause around the character."""
        start, end = self.clause(sentence, offset)
        return [h for h in self.within(sentence, *concepts) if h.start < end and start < h.end]

    def negated(self, hit: Hit) -> bool:
        """Whether a negation outside the phrase governs it: in the same clause and not far in front, or in a tail."""
        start, end = self.clause(hit.sentence, hit.start)
        text = hit.sentence.message.text
        before = text[max(start, hit.start - 45) : hit.start]
        after = text[hit.end : min(max(end, hit.end), hit.end + 12)]
        return bool(negations_in(before)) or (bool(negations_in(after)) and not after.isascii())

    def foreign(self, sentence: Sentence) -> bool:
        """Whether the sentence is of another account, by its words or those before it, or is meant for a machine."""
        if self.has(sentence, "not_ours", "to_machine") or any(name in sentence.text for name in self.foreign_names):
            return True
        line = self.view.by_message[sentence.message.id]
        for earlier in reversed(line[: sentence.index + 1]):
            between = sentence.message.text[earlier.end : sentence.start]
            if "\n\n" in between:
                return False
            if self.has(earlier, "other_account"):
                return True
            if self._names_the_account(earlier):
                return False
            if sentence.index - earlier.index >= 2:  # noqa: PLR2004 - two sentences back
                return False
        return False

    def _names_the_account(self, sentence: Sentence) -> bool:
        """Whether a label in front says that this is the account: what follows is about it again."""
        label = re.match(r"\W*([^\W\d_]{4,14})\s?[:：]\s*\S", sentence.text)
        return bool(label) and "label_account" in self.label_concepts(label[1] if label else "")

    def dates(self, sentence: Sentence) -> list[DateSpan]:
        """The dates of the sentence, told from its message's own day; read once."""
        from agent.values.dates import dates_in  # noqa: PLC0415 - start-up

        key = sentence.message.id, sentence.index
        if key not in self._dates:
            self._dates[key] = list(dates_in(sentence.text, sentence.message.day, self.order))
        return self._dates[key]

    def amounts(self, sentence: Sentence) -> list[MoneySpan]:
        """The amounts of money of the sentence; read once."""
        from agent.values.money import money_in  # noqa: PLC0415 - start-up

        key = sentence.message.id, sentence.index
        if key not in self._amounts:
            self._amounts[key] = [m for m in money_in(sentence.text, shown=self.shown) if m.amount]
        return self._amounts[key]

    @cached_property
    def shown(self) -> dict[str, str]:
        """What the bare currency marks stand for in the ticket."""
        from agent.values.money import currencies_shown  # noqa: PLC0415 - start-up

        return currencies_shown([*(m.text for m in self.ticket.messages), *(f.value for f in self.ticket.fields)])

    def tellable(self, sentence: Sentence) -> bool:
        """Whether the sentence may be told again: seen by people, about this account, with no figure in doubt."""
        kept = not sentence.message.marked(sentence.start, sentence.end) and not _KEPT_BACK.search(sentence.text)
        return kept and not self.foreign(sentence) and not self.figures_in_doubt(sentence)

    def figures_in_doubt(self, sentence: Sentence) -> bool:
        """Whether the sentence holds a large figure and calls it wrong, or talks of what the account is worth."""
        from agent.values.numbers import numbers_in  # noqa: PLC0415 - start-up

        if self.has(sentence, "wrong_value"):
            return any(n.kind == "number" and n.value >= _LARGE for n in numbers_in(sentence.text))
        return self.has(sentence, "recurring") and bool(self.amounts(sentence))

    @cached_property
    def foreign_names(self) -> frozenset[str]:
        """Names of other accounts: of the record's other organisations, and beside words that set an account apart."""
        own = " ".join(p.company or "" for p in self.ticket.people if p.role != "vendor") + " ".join(
            f.value for f in self.fields if "label_account" in self.label_concepts(f.label)
        )
        people = " ".join(p.name for p in self.ticket.people)
        found = {f.about for f in self.ticket.fields if f.about}
        for hit in self.hits.get("other_account", []):
            text = hit.sentence.message.text
            for match in _FIRM.finditer(text, hit.sentence.start, hit.sentence.end):
                found.add(match.group())
        return frozenset(n for n in found if n and n not in own and n not in people and not _shares(n, own))

    @cached_property
    def fields(self) -> tuple[RecordField, ...]:
        """The record's fields about this very account."""
        return tuple(f for f in self.ticket.fields if f.about is None and f.value.strip())

    def labelled(self, concept: str, but: Iterable[str] = ()) -> Iterator[RecordField]:
        """The fields whose label says the concept, and none of the others."""
        for field in self.fields:
            concepts = self.label_concepts(field.label)
            if concept in concepts and not concepts & set(but):
                yield field

    def label_concepts(self, label: str) -> frozenset[str]:
        """The label concepts that a record label says."""
        return lexicon.concepts_of(re.sub(r"[_.\-/]+", " ", label), self.languages)

    def value_concepts(self, value: str) -> frozenset[str]:
        """The tiers and risk colours that a record value says."""
        return lexicon.concepts_of(re.sub(r"[_/]+", " ", value), self.languages)

    def title_concepts(self, title: str) -> frozenset[str]:
        """Whether a person's title is an executive's."""
        return lexicon.concepts_of(title, self.languages)

    @cached_property
    def order(self) -> Literal["DMY", "MDY"] | None:
        """Day first or month first, where the thread shows it."""
        from agent.values.dates import order_evidence  # noqa: PLC0415 - start-up

        return order_evidence([m.text for m in self.ticket.messages])

    def person(self, name: str) -> Party | None:
        """The party of that name, one with a title first."""
        from agent.values.names import same_person  # noqa: PLC0415 - start-up

        found = [p for p in self.ticket.people if same_person(p.name, name)]
        return next((p for p in found if p.title), found[0] if found else None)

    def quote_of(self, message: str, start: int, end: int) -> Quote:
        """The words of the range, as a quote."""
        from agent.claims import Quote  # noqa: PLC0415 - a value made late

        held = self.ticket.message(message)
        return Quote(message=message, text=held.text[start:end] if held else "", start=start)


def _shares(name: str, own: str) -> bool:
    """Whether the name begins as one of our account's names does."""
    return name.split(maxsplit=1)[0] in own.split() and len(name.split()) == 1


def _inside_number(text: str, offset: int) -> bool:
    return 0 < offset < len(text) - 1 and text[offset - 1].isdigit() and text[offset + 1].isdigit()
