"""A text folded for comparison, with the way back to its own characters.

Folding forgives what mail programs, chat tools and models change without changing a word: white space and line
breaks, `>` at the start of lines, quote marks, dashes, HTML entities, width (NFKC), invisible characters. Case, digits,
accents and words stay.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from agent.values.fold import APOSTROPHES, DASHES, INVISIBLE, QUOTES

_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uffdc"
_SPACE = r"(?:[^\S\n]|\n(?:[ \t]*+>)*+)"
_DASH = rf"[-{DASHES}]"
_MARK = f"[\"'{APOSTROPHES}{QUOTES}]"
_ENTITY = re.compile(rf"&(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,24}});|[{INVISIBLE}]+")
_SPECIAL = (
    rf"(?P<dash>{_SPACE}*+{_DASH}++(?:{_SPACE}*+{_DASH}++)*+{_SPACE}*+)|(?P<space>\A(?:[ \t]*+>)++{_SPACE}*+|"
    rf"{_SPACE}{{2,}}+|\n(?:[ \t]*+>)*+|[^\S \n]|(?<=[^\w\s]) | (?=[^\w\s])|(?<=[{_CJK}]) | (?=[{_CJK}]))|"
    rf"(?P<mark>{_MARK}+)|(?P<combined>[^\W\d_][\u0300-\u036f]+)"
)
_CLOSE_UP = re.compile(rf"[^\w\s]|[{_CJK}]")


_WRAP = re.compile(r" ?\n(?:[ \t]*+>)*+ ?")
_LEAD = re.compile(r"\A(?:[ \t]*>)+[ \t]*")


@dataclass(frozen=True)
class Folded:
    """A folded text. `starts`, `origins` and `ends` describe its pieces: where each begins, and what it was made of.

    A piece whose original has the same length maps character by character; any other maps as a whole. `inner` is the
    step before, where the text was folded in two.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    inner: Folded | None = None

    def _piece(self, index: int) -> tuple[int, int, int, int]:
        at = bisect_right(self.starts, index) - 1
        begin = self.starts[at]
        stop = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        return begin, stop, *self.origins[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original characters from which the folded ones came; `end` must lie behind `start`."""
        begin, stop, first, last = self._piece(start)
        left = first + start - begin if stop - begin == last - first else first
        begin, stop, first, last = self._piece(end - 1)
        right = first + end - begin if stop - begin == last - first else last
        return self.inner.span(left, max(right, left + 1)) if self.inner else (left, right)

    def place(self, offset: int) -> int:
        """Return a folded position at or just before the original offset."""
        if self.inner:
            offset = self.inner.place(offset)
        at = max(bisect_right(self.origins, (offset, 1 << 60)) - 1, 0)
        return min(self.starts[at] + max(offset - self.origins[at][0], 0), len(self.text))


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.origins: list[tuple[int, int]] = []
        self.length = 0

    def add(self, piece: str, start: int, end: int) -> None:
        if piece:
            self.parts.append(piece)
            self.starts.append(self.length)
            self.origins.append((start, end))
            self.length += len(piece)

    def done(self) -> Folded:
        return Folded("".join(self.parts), tuple(self.starts), tuple(self.origins))


def _entities(text: str) -> Folded | None:
    """Return the text with entities decoded and invisible characters dropped; null when it holds none."""
    built = _Builder()
    done = 0
    for match in _ENTITY.finditer(text):
        decoded = html.unescape(match.group()) if match.group().startswith("&") else ""
        if decoded == match.group():
            continue
        built.add(text[done : match.start()], done, match.start())
        built.add(
            "" if decoded.strip(INVISIBLE) == "" and not decoded.isspace() else decoded, match.start(), match.end()
        )
        done = match.end()
    if not done:
        return None
    built.add(text[done:], done, len(text))
    return built.done()


def _pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of what has to change in this text; the characters that NFKC changes depend on it."""
    known = set(APOSTROPHES + QUOTES + DASHES + "\"'-")
    compat = [
        c
        for c in set(text)
        if c > "\x7f" and c not in known and not c.isspace() and unicodedata.normalize("NFKC", c) != c
    ]
    wide = f"|(?P<wide>[{re.escape(''.join(sorted(compat)))}])" if compat else ""
    return re.compile(_SPECIAL + wide)


def _replacement(text: str, match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "dash":
        return "-"
    if kind == "mark":
        return "'"
    if kind == "space":
        near = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        return "" if match.start() == 0 or _CLOSE_UP.search(near) else " "
    folded = unicodedata.normalize("NFKC", match.group())
    return "".join("'" if c in APOSTROPHES + QUOTES + '"' else "-" if c in DASHES else c for c in folded)


def _fold(text: str) -> Folded:
    built = _Builder()
    done = 0
    for match in _pattern(text).finditer(text):
        built.add(text[done : match.start()], done, match.start())
        built.add(_replacement(text, match), match.start(), match.end())
        done = match.end()
    built.add(text[done:], done, len(text))
    return built.done()


@lru_cache(maxsize=2048)
def folded(text: str) -> Folded:
    """Return the folded text with its table; the work is linear in the text and done once for equal texts."""
    decoded = _entities(text)
    if decoded is None:
        return _fold(text)
    outer = _fold(decoded.text)
    return Folded(outer.text, outer.starts, outer.origins, decoded)


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """Return the text for reading values: entities decoded, width and invisible characters settled, no `>` marks."""
    decoded = _entities(text)
    flat = unicodedata.normalize("NFKC", decoded.text if decoded else text)
    return _WRAP.sub("\n", _LEAD.sub("", re.sub(r"[^\S\n]+", " ", flat)))


@lru_cache(maxsize=2048)
def one_line(text: str) -> str:
    """Return the clean text on one line; between characters of scripts without spaces a line break leaves nothing."""
    flat = clean(text)
    joined = re.sub(rf"(?<=[{_CJK}])\n+(?=[{_CJK}0-9])|(?<=\d)\n+(?=[{_CJK}])", "", flat)
    return re.sub(r" *+\n\s*+", " ", joined)
