"""Sets of words and phrases looked for in short texts: no pattern to compile, so that start-up stays quick."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[\W_]+")
_WIDE = ("\u3040", "\ud7af")


def plain(text: str) -> str:
    """Return the text in lower case, its words parted by single spaces, with a space at both ends."""
    return f" {_BREAK.sub(' ', text.lower()).strip()} "


class Phrases:
    """Phrases separated by `|`, in any language; `*` at an end lets a word go on there. Wide scripts match anywhere."""

    def __init__(self, *sources: str) -> None:
        """Take the phrases; nothing is compiled."""
        items = [item.strip() for source in sources for item in source.split("|") if item.strip()]
        self._wide = tuple(i.lower() for i in items if _WIDE[0] <= i[0] <= _WIDE[1])
        self._narrow = tuple(_needle(i) for i in items if not _WIDE[0] <= i[0] <= _WIDE[1])
        self._all = frozenset((*self._wide, *(n.strip() for n in self._narrow)))
        self._words = frozenset(n.strip() for n in self._narrow if n[0] == n[-1] == " " and n.count(" ") == 2)  # noqa: PLR2004
        self._longer = tuple(n for n in self._narrow if n.strip() not in self._words)

    def inside(self, text: str) -> bool:
        """Whether one of the phrases stands anywhere in the text."""
        padded = plain(text)
        if not self._words.isdisjoint(padded.split()):
            return True
        for needle in self._longer:
            if needle in padded:
                return True
        return not text.isascii() and any(w in padded for w in self._wide)

    def opens(self, text: str) -> bool:
        """Whether the text begins with one of the phrases."""
        low = text.lstrip(" \t*_-–—[]【】()（）>•·#:：").lower()
        return low.startswith(self._wide) or plain(text).startswith(self._narrow)

    def whole(self, text: str) -> bool:
        """Whether the text is one of the phrases, apart from signs around it."""
        return plain(text).strip() in self._all


def _needle(phrase: str) -> str:
    core = plain(phrase.strip("*")).strip()
    return f"{'' if phrase.startswith('*') else ' '}{core}{'' if phrase.endswith('*') else ' '}"
