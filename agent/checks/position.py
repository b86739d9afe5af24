"""The customer's position: its account and its asks, told without judging."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.checks.lexicon import find, groups, said, without
from agent.checks.prose import content, quotes, sentences, stem, unquoted, words
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, placeholder, question_on, unknown
from agent.values.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Line

_FEWEST = 4
_OURS = re.compile(r"\b(?:our|us|we)\b(?! (?:think|believe|feel|doubt))|我方|我们|我司|贵公司", re.IGNORECASE)
_NO_ASKS = frozenset({"sentiment", "public_risk", "their_account", "contact"})
"""Labels that stand below a list of asks and are none."""
_SOFT_SECTIONS = frozenset({"position", "asks"})


@lru_cache(maxsize=2)
def _moods() -> frozenset[str]:
    return frozenset(stem(w) for line in groups("en")["mood_only"] for w in line.split())


@check("customer_position_fair")
def position_fair(doc: Doc) -> Iterator[Finding]:
    """The customer's own account and asks are there, and nobody belittles them."""
    yield from _present(doc)
    for section, line in doc.prose():
        if line.kind == "quote":
            continue
        for text in sentences(unquoted(line.text)):
            found = find("minimising", text)
            if not found and section.name in _SOFT_SECTIONS:
                found = find("minimising_here", text)
            if found and not _of_us(text, found):
                yield fail("minimised", line.where, phrase=said(text, found))


def _of_us(sentence: str, found: re.Match[str]) -> bool:
    """Whether it is the customer who says so, of something of ours ("they call our answer unreasonable")."""
    told = find("reported", sentence)
    return told is not None and told.start() < found.start() and bool(_OURS.search(sentence, 0, found.end()))


def asks_of(doc: Doc) -> tuple[Line, ...]:
    """Return the customer's asks, one a line, as the brief lists them."""
    from agent.checks.model import Line as Made  # noqa: PLC0415 - a value made late

    listed = doc.section("asks")
    kept = (*listed.lines, *(Made(f.value, f.where, "bullet") for f in listed.fields if f.key not in _NO_ASKS))
    rows = (Made(cell, row.where, "bullet") for row in listed.rows for cell in row.cells.values())
    out = [line for line in (*kept, *rows) if line.text.strip()]
    position = doc.section("position")
    for item in position.values("their_asks"):
        out += [Made(part, item.where) for part in re.split(r"[;；]\s*", item.value) if part.strip()]
    out = out or [line for line in position.lines if line.kind == "bullet"]
    if not out:
        told = [two for one, two in pairwise(doc.sections) if (one.name, two.name) == ("asks", "answers")]
        out = [Made(row.get("ask"), row.where, "bullet") for s in told for row in s.rows if row.get("ask")]
    return tuple(out)


def _present(doc: Doc) -> Iterator[Finding]:
    section = doc.section("position")
    asks = asks_of(doc)
    if placeholder(section.text) and not asks:
        if asked(section.text) or question_on(doc, "nature") or question_on(doc, "customer_ask"):
            yield blocked("open", section.where, by="nature")
        else:
            yield fail("absent", section.where)
        return
    if not asks and unknown(section.text) and asked(unquoted(section.text)):
        yield blocked("open", section.where, by="nature")
        return
    yield from _account(doc, section.where)
    if not [a for a in asks if not placeholder(a.text)]:
        yield (
            blocked("open", section.where, by="customer_ask")
            if question_on(doc, "customer_ask")
            else fail("no_asks", section.where)
        )


def _account(doc: Doc, where: str) -> Iterator[Finding]:
    section = doc.section("position")
    own = " ".join(v.value for v in section.values("their_account"))
    blank = any(f.key == "their_account" and not f.value.strip() for f in section.fields)
    text = own or (
        "" if blank else " ".join(line.text for line in section.lines if line.kind != "bullet") or section.text
    )
    rest = without("mood_only", text)
    said = " ".join(quotes(text)) or text
    foreign = language_of(said) not in {"en", "zh", None} or re.search("[À-ž]", said)
    left = set(words(rest)) if foreign else {s for s in content(rest) if s not in _moods()}
    if placeholder(text) or len(left) < _FEWEST:
        if asked(text) or question_on(doc, "nature"):
            yield blocked("open", where, by="nature")
        else:
            yield fail("no_account", where, text=text)
