"""Words of the checks, by language: data files and the one reader of them."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_HAN = re.compile(r"[\u3400-\u9fff]")
_GROUP = re.compile(r"^\[([^\]]+)\]$")


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


@lru_cache(maxsize=256)
def pattern(group: str, *, han: bool = True) -> re.Pattern[str]:
    """Return one pattern of a group's phrases in every language; English phrases match whole words only.

    Without `han` it is the English part alone: quicker to make, and all that a text without Han characters needs.
    """
    english = groups("en").get(group, ())
    chinese = groups("zh").get(group, ())
    if not english and not chinese:
        message = f"The lexicon has no group {group!r}."
        raise KeyError(message)
    parts = [rf"(?<![\w-])(?:{'|'.join(english)})(?!\w)"] if english else []
    parts += ["|".join(chinese)] if chinese and han else []
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def find(group: str, text: str) -> re.Match[str] | None:
    """Return the first phrase of the group that the text holds."""
    return pattern(group, han=bool(_HAN.search(text))).search(text)
