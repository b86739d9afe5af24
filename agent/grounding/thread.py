"""What a whole ticket shows that single quotes are read with: date order, decimal mark, currencies, names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from agent.values.dates import Order, order_evidence
from agent.values.fold import is_cjk
from agent.values.languages import language_of
from agent.values.money import currencies_shown
from agent.values.names import fold_name
from agent.values.numbers import DecimalMark, decimal_evidence

if TYPE_CHECKING:
    from agent.ticket import Message, RecordField, Ticket

_SHORT = 2


@dataclass(frozen=True, eq=False)
class Thread:
    """A ticket with what reading all of it shows, worked out once and only when asked for."""

    ticket: Ticket
    by_id: dict[str, Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the messages."""
        self.by_id.update({m.id: m for m in self.ticket.messages})

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(m.text for m in self.ticket.messages)

    @cached_property
    def order(self) -> Order | None:
        """The order of day and month in numeric dates."""
        return order_evidence(self._texts)

    @cached_property
    def decimal(self) -> DecimalMark | None:
        """The decimal mark."""
        return decimal_evidence(self._texts)

    @cached_property
    def shown(self) -> dict[str, str]:
        """What `$`, `kr` and `¥` stand for."""
        return currencies_shown(self._texts)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name of a person that the ticket's people and authors carry, as written."""
        people = {p.name for p in self.ticket.people} | {m.author for m in self.ticket.messages if m.author}
        return frozenset(n for n in people if n.strip())

    @cached_property
    def name_tokens(self) -> frozenset[str]:
        """The folded tokens of people's and other accounts' names; each is a claim about somebody."""
        others = {p.company for p in self.ticket.people if p.company} | self.other_accounts
        return frozenset(t for n in self.names | others for t in fold_name(n).split() if len(t) > _SHORT)

    @cached_property
    def cjk_names(self) -> frozenset[str]:
        """The names that are written in Han, kana or Hangul."""
        parts = (p for n in self.names | self.other_accounts for p in re.split(r"[\s\-·・/|]+", n))
        return frozenset(p for p in parts if len(p) >= _SHORT and all(is_cjk(c) for c in p))

    @cached_property
    def other_accounts(self) -> frozenset[str]:
        """The accounts that the record names and that are not the ticket's own."""
        return frozenset(f.about for f in self.ticket.fields if f.about)

    @cached_property
    def _fields(self) -> dict[str, tuple[RecordField, ...]]:
        found: dict[str, list[RecordField]] = {}
        for entry in self.ticket.fields:
            found.setdefault(entry.message, []).append(entry)
        return {k: tuple(v) for k, v in found.items()}

    def fields_at(self, message: str, start: int, end: int) -> tuple[RecordField, ...]:
        """Return the record fields whose value the range touches."""
        return tuple(f for f in self._fields.get(message, ()) if f.start < end and start < f.end)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the ticket in lower case, where it is written in lower case."""
        return frozenset(w for t in self._texts for w in re.findall(r"(?<![^\W\d_])[a-zà-ɏ]+", t))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Every word that is written in capitals alone."""
        return frozenset(w for t in self._texts for w in re.findall(r"\b[A-Z]{2,6}\b", t))

    def language(self, message: str) -> str | None:
        """Return the language of a message."""
        return _language(self.by_id[message].text)


@lru_cache(maxsize=2048)
def _language(text: str) -> str | None:
    return language_of(text)
