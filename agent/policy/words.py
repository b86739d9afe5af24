"""Matching of role, tier and risk words: case, accents, width and punctuation do not matter; whole words do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.values.fold import is_cjk, lower, strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the text in lower case, without accents and punctuation, its words one space apart."""
    return " ".join(re.sub(r"[^\w&]+", " ", strip_marks(lower(text))).replace("_", " ").casefold().split())


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    inner = re.escape(folded(word.rstrip("*")))
    if any(is_cjk(c) for c in word):
        return re.compile(inner)
    end = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){inner}{end}")


def find_word(text: str, words: Iterable[str]) -> str | None:
    """Return the first of the words that stands in the text as a whole word; one ending in `*` is a beginning."""
    plain = folded(text)
    near = (word for word in words if folded(word.rstrip("*")) in plain)
    return next((word for word in near if _pattern(word).search(plain)), None)


def same_word(text: str, words: Iterable[str]) -> bool:
    """Whether the whole text is one of the words."""
    plain = folded(text)
    return bool(plain) and any(folded(word) == plain for word in words)
