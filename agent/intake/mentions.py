"""People whom prose names together with their post: "Name, Title", "Name (Title ...)", "our Title, Name"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.intake.words import GREETING, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAP = r"[A-ZÀ-ÖØ-ÞŁŚŻŹČŠŽ][\w'’\-]*[a-zß-öø-ÿāăąćčďēęěğīıķłńňņōőœřśşšťūůűýźżžł'’][\w'’\-]*"
_NAME = rf"{_CAP}(?:\s(?:{_CAP}|van|von|der|den|de|del|di|da|dos|[A-Z]\.)){{1,4}}"
_AFTER = rf"(?P<name>{_NAME})(?:,\s(?P<title>[^,.;:()\[\n]{{2,80}})|\s?\((?P<paren>[^()\n]{{2,80}})\))"
_BEFORE = (
    r"\b(?:our|my|their|the|unser\w*|notre|nuestr\w|nosso|nossa)\s(?P<title>[A-Z][^,.;:()\n]{1,60}?),\s"
    rf"(?:Dr\.?\s)?(?P<name>{_NAME})"
)
_AT = re.compile(
    rf"^(?P<post>[^\d]{{3,50}}?)\s(?:(?:over\s)?(?:at|bei|chez)|(?P<of>de|da|do|del|della|di))\s"
    rf"(?:the\s|der\s)?(?P<company>{_CAP}(?:\s(?:{_CAP}|of|de|del|&|and|y|[A-Z]+))*)$"
)
_POSSESSIVE = re.compile(r"^(?:your|our|my|their|the|his|her|acting as|now)\s+", re.IGNORECASE)
_LONGEST = 20_000
_MOST_WORDS = 7
_CLAUSE = re.compile(
    r"(?:I|he|she|they|we|who|which|is|was|but|so|it|here|from|has|had|will|are|were|to|please)\b", re.IGNORECASE
)


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
    at = 0
    for line in text[:_LONGEST].split("\n"):
        if ("," in line or "(" in line) and TITLE.inside(line):
            yield from _of_line(line, at)
        at += len(line) + 1


def _is_post(title: str) -> bool:
    words = [w for w in title.split() if len(w) > 3]  # noqa: PLR2004  small words are written small
    capital = sum(w[0].isupper() for w in words) * 2 >= len(words) or len(title.split()) <= 3  # noqa: PLR2004  as "data analyst"
    return capital and not _CLAUSE.search(title) and TITLE.inside(title)


def _of_line(line: str, at: int) -> Iterator[Mention]:
    for m in re.finditer(_BEFORE, line):
        if TITLE.inside(m["title"]):
            yield Mention(m["name"], m["title"], None, at + m.start("name"), at + m.end("name"))
    for m in re.finditer(_AFTER, line):
        title = _POSSESSIVE.sub("", (m["title"] or (m["paren"] or "").split(",")[0]).strip())
        if employed := _employed(title):
            yield Mention(m["name"], *employed, at + m.start("name"), at + m.end("name"))
            continue
        if (
            _is_post(title)
            and not GREETING.opens(m["name"])
            and len(title.split()) <= _MOST_WORDS
            and (title[:1].isupper() or bool(m["paren"]))
        ):
            yield Mention(m["name"], title, None, at + m.start("name"), at + m.end("name"))


def _employed(title: str) -> tuple[str, str] | None:
    """Part "agronomy manager over at Prairie Growers" into the post, small or not, and the company."""
    m = _AT.match(title.strip())
    if not m or _CLAUSE.search(m["post"]) or len(m["post"].split()) > _MOST_WORDS or len(m["company"].split()) < 2:  # noqa: PLR2004
        return None
    words = m["post"].split()
    if m["of"] and (len(words) < 3 or words[0][0].isupper()):  # noqa: PLR2004  "Directora de Recursos Humanos"
        return None
    posted = TITLE.inside(words[0]) or TITLE.inside(words[-1])
    return (m["post"], m["company"]) if posted and not TITLE.inside(m["company"]) else None
