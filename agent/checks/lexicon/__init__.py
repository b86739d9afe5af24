"""Words of the checks, by language: data files and the one reader of them."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_HAN = re.compile(r"[\u3400-\u9fff]")
_GROUP = re.compile(r"^\[([^\]]+)\]$")
_SIGNS = re.compile(r"\\.|[A-Z]")


@lru_cache(maxsize=16)
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """Return the groups of a lexicon file: lines under `[group]`, without comments and blanks."""
    out: dict[str, list[str]] = {}
    current = ""
    for raw in (files("agent.checks.lexicon") / f"{name}.txt").read_text("utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if match := _GROUP.match(line):
            current = match.group(1)
        else:
            out.setdefault(current, []).append(line)
    return {key: tuple(lines) for key, lines in out.items()}


@lru_cache(maxsize=4096)
def find(group: str, text: str) -> re.Match[str] | None:
    """Return the first phrase of the group that the text holds; its places are the text's, its letters are small."""
    return _pattern(group, han=bool(_HAN.search(text))).search(_ready(group, text))


def without(group: str, text: str) -> str:
    """Return the text with a blank for each phrase of the group."""
    kept, done = [], 0
    for found in _pattern(group, han=bool(_HAN.search(text))).finditer(_ready(group, text)):
        kept.append(text[done : found.start()])
        done = found.end()
    return " ".join([*kept, text[done:]])


def said(text: str, found: re.Match[str]) -> str:
    """Return the words of the text that a phrase was found in, as they are written."""
    return text[found.start() : found.end()]


@lru_cache(maxsize=256)
def _pattern(group: str, *, han: bool) -> re.Pattern[str]:
    """Return one pattern of a group's phrases; English phrases match whole words only.

    Without `han` it is the English part alone: quicker to make, and all that a text without Han characters needs.
    A pattern that ignores case takes three times as long to make, so small letters are matched with small letters.
    """
    english = (*groups("en").get(group, ()), *groups("europe").get(group, ()))
    chinese = groups("zh").get(group, ())
    if not english and not chinese:
        message = f"The lexicon has no group {group!r}."
        raise KeyError(message)
    parts = [rf"(?<![\w-])(?:{'|'.join(english)})(?!\w)"] if english else []
    parts += ["|".join(chinese)] if chinese and han else []
    whole = "|".join(parts) or r"(?!)"
    return re.compile(whole, re.IGNORECASE) if _cased(group) else re.compile(_SIGNS.sub(_small, whole))


@lru_cache(maxsize=256)
def _cased(group: str) -> bool:
    """Whether a phrase of the group tells capitals from small letters."""
    return any("(?-i:" in line for name in ("en", "europe", "zh") for line in groups(name).get(group, ()))


def _ready(group: str, text: str) -> str:
    if _cased(group):
        return text
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _small(sign: re.Match[str]) -> str:
    return sign.group() if sign.group().startswith("\\") else sign.group().lower()
