"""One text, made ready to be searched: widths and dashes folded, case folded, digits and letters reduced to a shape."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal[
    "PRIVATE_KEY",
    "CARD",
    "IBAN",
    "BANK_ACCOUNT",
    "NATIONAL_ID",
    "PASSPORT",
    "DRIVING_LICENCE",
    "WEBHOOK",
    "TOKEN",
    "API_KEY",
    "PASSWORD",
    "SEED_PHRASE",
    "OTP",
    "PIN",
    "CVV",
    "BIRTH_DATE",
    "PERSON_RECORD",
]
PLACEHOLDER = re.compile(r"\[([A-Z][A-Z_]{1,30})_(\d{1,9})\]")
WALL = "\ue000"
"""Stands for each character of a placeholder that is already there: no label, no link and no value contains it."""

_CASELESS_SCRIPTS = 0x2E80
_WIDTH: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0x00A0, 0x2007, 0x2009, 0x202F, 0x3000), " "),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-"),
    0x0130: "I",
}
_SHAPE = {
    **dict.fromkeys(map(ord, "0123456789"), "9"),
    **dict.fromkeys(range(ord("A"), ord("Z") + 1), "A"),
    **dict.fromkeys(range(ord("a"), ord("z") + 1), "a"),
}


class Hit(NamedTuple):
    """The half-open range of characters that holds one secret."""

    kind: Kind
    start: int
    end: int


@lru_cache(maxsize=256)
def terms(text: str) -> tuple[str, ...]:
    """Split a vocabulary: at bars where it has any (its terms hold spaces), else at white space."""
    return tuple(term.strip() for term in text.split("|")) if "|" in text else tuple(text.split())


@lru_cache(maxsize=512)
def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a rule on its first use, so that a text without a candidate costs no compilation."""
    return re.compile(source, flags)


def joined(char: str) -> bool:
    """Whether the character continues a word; ideographs and the like do not, they are written without spaces."""
    return char == "_" or (char.isalnum() and ord(char) < _CASELESS_SCRIPTS)


class Scan:
    """A text with its searchable forms; all of them have the text's own offsets."""

    def __init__(self, text: str) -> None:
        """Fold what people vary when they type a number or a label, and wall off placeholders."""
        plain = text if text.isascii() else text.translate(_WIDTH)
        if "_" in plain and "[" in plain:
            plain = PLACEHOLDER.sub(lambda found: WALL * len(found[0]), plain)
        self.plain = plain
        self.folded = plain.lower()

    @cached_property
    def shape(self) -> str:
        """Digits as 9, ASCII capitals as A, small letters as a, the rest as it stands."""
        return self.plain.translate(_SHAPE)

    def has(self, *words: str) -> bool:
        """Whether one of the words (in small letters) occurs at all."""
        return any(word in self.folded for word in words)

    def starts(self, word: str) -> Iterator[int]:
        """Where a word (in small letters) begins, whatever stands around it."""
        at = self.folded.find(word)
        while at >= 0:
            yield at
            at = self.folded.find(word, at + len(word))

    def labels(self, words: tuple[str, ...], suffix: int = 0) -> Iterator[tuple[int, int]]:
        """Where one of the words stands by itself, with up to `suffix` letters of inflection or compound."""
        folded = self.folded
        for word in words:
            if word not in folded:
                continue
            for at in self.starts(word):
                end = at + len(word)
                if at and joined(self.plain[at - 1]) and joined(word[0]) and self.plain[at - 1] != "_":
                    continue
                stop = self.word_end(end) if joined(word[-1]) else end
                if stop - end <= suffix:
                    yield at, stop

    def word_end(self, at: int) -> int:
        """Where the letters that go on at this place end (no further than 24 characters)."""
        stop = at
        limit = min(len(self.plain), at + 24)
        while stop < limit and joined(self.plain[stop]):
            stop += 1
        return stop

    def alone(self, start: int, end: int) -> bool:
        """Whether the range is not part of a longer word or number."""
        before = self.plain[start - 1] if start else " "
        after = self.plain[end] if end < len(self.plain) else " "
        return not joined(before) and not joined(after)

    def line(self, at: int) -> tuple[int, int]:
        """Return the bounds of the line that holds a place."""
        start = self.plain.rfind("\n", 0, at) + 1
        end = self.plain.find("\n", at)
        return start, len(self.plain) if end < 0 else end
