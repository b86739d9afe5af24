"""People whom prose names together with their post: "Name, Title", "Name (Title ...)", "our Title, Name"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.intake.words import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŻŹČŠŽ][\w'’\-]*[a-zß-öø-ÿāăąćčďēęěğīıķłńňņōőœřśşšťūůűýźżžł'’][\w'’\-]*"
_NAME = rf"{_CAP}(?:\s(?:{_CAP}|van|von|der|den|de|del|di|da|dos|[A-Z]\.)){{1,4}}"
_AFTER = (rf"(?P<name>{_NAME})(?:,\s(?P<title>[^,.;:()\n]{{2,60}})|\s?\((?P<paren>[^()\n]{{2,80}})\))")
_BEFORE = (rf"\b(?:our|my|their|the|unser\w*|notre|nuestr\w|nosso|nossa)\s(?P<title>[A-Z][^,.;:()\n]{{1,60}}?),\s(?:Dr\.?\s)?(?P<name>{_NAME})")
_LONGEST = 20_000


@dataclass(frozen=True)
class Mention:
    """A name in a text, at its offsets, with the post that stands beside it."""

    name: str
    title: str
    company: str | None
    start: int
    end: int


def mentioned(text: str) -> Iterator[Mention]:
    """Yield the people whom the text names with a post."""
    part = text[:_LONGEST]
    if "," not in part and "(" not in part:
        return
    for m in re.finditer(_BEFORE, part):
        if TITLE.inside(m["title"]):
            yield Mention(m["name"], m["title"], None, m.start("name"), m.end("name"))
    for m in re.finditer(_AFTER, part):
        title = (m["title"] or (m["paren"] or "").split(",")[0]).strip()
        if TITLE.inside(title) and len(title.split()) <= 7 and (title[:1].isupper() or m["paren"]):  # noqa: PLR2004
            yield Mention(m["name"], title, None, m.start("name"), m.end("name"))
