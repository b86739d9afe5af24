"""A ticket cut into sentences: what each says, who says it, and where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.claims import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.ticket import MarkKind, Message, Role, Ticket

_STRAIGHT = {
    **dict.fromkeys("‘’‚‛ʼ`´", "'"),
    **dict.fromkeys("“”„‟«»「」『』", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
}
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD = str.maketrans({**_STRAIGHT, **_FULL_WIDTH})
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|no|nr|inc|ltd|co|corp|vs|etc|e\.g|i\.e|approx|dept|z\.b|bzw|ca|inkl|zzgl|tel|rs|d\.o\.o|s\.a|s\.r\.l|sp|z\.o\.o|pvt|sra?|"
    r"ing|dott|sig|mme|mlle|m|art|ref|pls|fr|hr|ggf|u\.a|d\.h|p\.ej|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|\b[a-z]|(?:^|[\s(])\d{1,2})\.$"
)
_STOP = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|[。！？!?]+[」』”\"')]*|\n[ \t]*\n|\n")
_BULLET = re.compile(r"[ \t]*(?:[-*•·▪–]|\(?\d{1,2}[.)](?!\d)|\(?[a-z]\)|[一二三四五六七八九十]、|[①-⑳]|#{1,6} )")
LIST_ITEM = re.compile(r"\s*(?:[-*•·▪–►▸]|#(?= )|\(?\d{1,2}[.)](?!\d)|\(?[a-z]\)|[一二三四五六七八九十]、|[①-⑳])\s*")
_APART: frozenset[MarkKind] = frozenset({"machine", "hidden", "code"})
_SOFT_WRAP_WIDTH = 50
_SOFT_WRAP_SHARE = 0.7


def fold(text: str) -> str:
    """Return the text in lower case with plain quotes, dashes and widths, character for character (same length)."""
    plain = text.translate(_FOLD)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def _without(message: Message, kinds: frozenset[MarkKind]) -> str:
    """Return the message's text with blanks for what is marked so, at equal offsets."""
    text = message.text
    for mark in message.marks:
        if mark.kind in kinds:
            text = text[: mark.start] + re.sub(r"[^\n]", " ", text[mark.start : mark.end]) + text[mark.end :]
    return text


def mark_width(text: str) -> int:
    """Return how long the list mark in front of a text is; 0 where there is none, or nothing behind it."""
    item = LIST_ITEM.match(text)
    return item.end() if item and item.end() < len(text) else 0


@dataclass(frozen=True)
class Sentence:
    """One sentence of one message: the characters `start` to `end`, and its index within the message."""

    message: Message
    start: int
    end: int
    index: int
    quoted_speaker: bool

    @property
    def text(self) -> str:
        """The words as they stand."""
        return self.message.text[self.start : self.end]

    @property
    def role(self) -> Role:
        """Who speaks: the author's side, or the customer where our side reports the customer's words."""
        return "customer" if self.quoted_speaker and self.message.role == "vendor" else self.message.role

    @property
    def quote(self) -> Quote:
        """The sentence as a quote, without a list mark in front, which may be the screen's own."""
        width = mark_width(self.text)
        return Quote(message=self.message.id, text=self.text[width:], start=self.start + width)


def _boundaries(text: str, folded: str) -> Iterator[int]:
    longest = max((len(line.rstrip()) for line in folded.split("\n")), default=0)
    wraps = longest >= _SOFT_WRAP_WIDTH
    for stop in _STOP.finditer(text):
        end = stop.end()
        if stop.group().startswith("\n"):
            line_start = text.rfind("\n", 0, stop.start()) + 1
            soft = wraps and stop.start() - line_start >= _SOFT_WRAP_SHARE * longest and stop.group() == "\n"
            if soft and not _BULLET.match(text, end):
                continue
        elif stop.group().startswith(".") and _ABBREVIATION.search(folded, max(0, stop.start() - 8), stop.start() + 1):
            continue
        yield end
    yield len(text)


def sentences_of(message: Message) -> tuple[Sentence, ...]:
    """Cut a message into sentences; wrapped lines stay together, list items and short lines stand alone."""
    text, folded = message.text, fold(_without(message, _APART))
    out: list[Sentence] = []
    start = 0
    spans = _reported(message)
    cuts = {c for m in message.marks if m.kind in _APART for c in (m.start, m.end) if c}
    for end in sorted({*_boundaries(text, folded), *cuts}):
        piece = text[start:end]
        left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if right > left:
            reported = any(a <= left and right <= b for a, b in spans)
            out.append(Sentence(message, left, right, len(out), reported))
        start = end
    return tuple(out)


_REPORTED = re.compile(r"(?m)^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*")


def _reported(message: Message) -> list[tuple[int, int]]:
    """The ranges in which our side sets the customer's own words apart (a block quote)."""
    if message.role != "vendor":
        return []
    return [m.span() for m in _REPORTED.finditer(message.text)]


class View:
    """The ticket as sentences, in order, without what proves nothing."""

    def __init__(self, ticket: Ticket) -> None:
        """Prepare the view; nothing is cut before it is asked for."""
        self.ticket = ticket

    @cached_property
    def folded(self) -> dict[str, str]:
        """Each message's text, folded, by id."""
        return {m.id: fold(_without(m, _APART)) for m in self.ticket.messages}

    @cached_property
    def by_message(self) -> dict[str, tuple[Sentence, ...]]:
        """The sentences of each message, by id."""
        return {m.id: sentences_of(m) for m in self.ticket.messages}

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {k: [s.start for s in v] for k, v in self.by_message.items()}

    @property
    def prose(self) -> Iterator[Sentence]:
        """The sentences that somebody of the case wrote, oldest first."""
        for message in self.spoken:
            yield from (s for s in self.by_message[message.id] if not message.marked(s.start, s.end))

    @cached_property
    def spoken(self) -> tuple[Message, ...]:
        """The messages of people, oldest first."""
        return tuple(
            m for m in self.ticket.messages if m.kind == "message" and m.role in {"customer", "vendor", "unknown"}
        )

    def sentence_at(self, message: str, offset: int) -> Sentence | None:
        """Return the sentence that holds the character."""
        starts = self._starts.get(message, [])
        position = bisect_right(starts, offset) - 1
        if position < 0:
            return None
        found = self.by_message[message][position]
        return found if found.start <= offset < found.end else None
