"""What the checks say, in the language of the brief."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from agent.checks.lexicon import groups

_LONGEST = 90


@lru_cache(maxsize=4)
def _table(lang: Literal["en", "zh"]) -> dict[str, tuple[str, str]]:
    out = {}
    for line in groups(f"messages.{lang}").get("messages", ()):
        key, _, rest = line.partition(" = ")
        reason, _, remedy = rest.partition(" | ")
        out[key.strip()] = (reason.strip() if key.strip() != "more" else f" {rest}", remedy.strip())
    return out


def say(lang: Literal["en", "zh"], key: str, **values: str) -> tuple[str, str | None]:
    """Return the reason and the remedy of a message, filled; a KeyError names a message that no file has."""
    reason, remedy = _table(lang)[key]
    short = {name: cut(value) for name, value in values.items()}
    return reason.format(**short), remedy.format(**short) or None


def cut(text: str) -> str:
    """Return a text on one line, cut where it is longer than a reader needs to find the place."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
