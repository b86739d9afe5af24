"""The customer's position: its account and its asks, told without judging."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.lexicon import find, groups, said, without
from agent.checks.prose import content, stem, unquoted
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, placeholder, question_on, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Line

_FEWEST = 4
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
        text = unquoted(line.text)
        found = find("minimising", text)
        if not found and section.name in _SOFT_SECTIONS:
            found = find("minimising_here", text)
        if found:
            yield fail("minimised", line.where, phrase=said(text, found))


def asks_of(doc: Doc) -> tuple[Line, ...]:
    """Return the customer's asks, one a line, as the brief lists them."""
    from agent.checks.model import Line as Made  # noqa: PLC0415 - a value made late

    out = [line for line in doc.section("asks").all() if line.text.strip()]
    position = doc.section("position")
    for item in position.values("their_asks"):
        out += [Made(part, item.where) for part in re.split(r"[;；]\s*", item.value) if part.strip()]
    if not out:
        out = [line for line in position.lines if line.kind == "bullet"]
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
    text = own or " ".join(line.text for line in section.lines if line.kind != "bullet") or section.text
    rest = without("mood_only", text)
    if placeholder(text) or len({s for s in content(rest) if s not in _moods()}) < _FEWEST:
        if asked(text) or question_on(doc, "nature"):
            yield blocked("open", where, by="nature")
        else:
            yield fail("no_account", where, text=text)
