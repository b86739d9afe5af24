"""The customer's asks: each has an answer, a step, a decision or a refusal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.dues import spans
from agent.checks.lexicon import find, groups
from agent.checks.position import asks_of
from agent.checks.prose import content, stem
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, empty, placeholder, question_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Line, Row

_ENOUGH, _COVERED = 0.5, 0.5
_ENOUGH_HAN = 0.4
_SHORT, _CONCEPTS = 4, 2
_HAN_FILLER = re.compile(
    r"[一二三四五六七八九十]+月[一二三四五六七八九十]+[日号]|[在于之前内请我们客户要求希望将对向把]|完成|提供|进行"
)
OPENER = re.compile(
    r"(?:\w+,? ){0,3}(?:one|two|three|four|five|six|\d|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro|due|tre) "
    r"(?:things?|points?|asks?|requests?|demands?|dinge|punkte|choses|demandes|cosas|puntos|cose|richieste)\b.{0,20}"
    r"|.{0,6}[一两三四五六几0-9] ?[点项条个](?:要求|诉求|请求|事).{0,12}",
    re.IGNORECASE,
)
"""What only says that asks follow, or that they were asks."""
_FIXED = frozenset({"fix", "修复"})
_RELEASED = re.compile(r"\b(?:releas|ship|deploy|publish|roll out|build|go live)|发布|上线|更新", re.IGNORECASE)
_DATEISH = re.compile(
    r"^\d|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$|^(?:mon|tues|wednes|thurs|fri|satur|sun)day?$"
)


@lru_cache(maxsize=2)
def _concepts() -> dict[str, str]:
    """Return the concept of each stem: the words of one line of the lexicon mean much the same in an ask."""
    return {stem(w): line.split()[0] for line in groups("en")["ask_concepts"] for w in line.split()}


@lru_cache(maxsize=2)
def _han_concepts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((line.split("|")[0], re.compile(line)) for line in groups("zh")["ask_concepts"])


@lru_cache(maxsize=2)
def _fillers() -> frozenset[str]:
    return frozenset(stem(w) for line in groups("en")["ask_fillers"] for w in line.split())


@lru_cache(maxsize=1024)
def tokens(text: str) -> frozenset[str]:
    """Return what an ask is about: its stems, those of like meaning as one; dates only where nothing else is."""
    bare = text
    if re.search("[\u4e00-\u9fff]", text):
        for span in spans(text):
            bare = bare.replace(span.text, " ")
        bare = _HAN_FILLER.sub(" ", bare)
    stems = [s for s in content(bare) if s not in _fillers()]
    kept = {_concepts().get(s, s) for s in stems if not _DATEISH.match(s)}
    kept |= {name for name, like in _han_concepts() if like.search(text)}
    return frozenset(kept or stems)


def overlap(ask: str, other: str) -> float:
    """Return the share of an ask's tokens that another text holds, compounds ("hotfix") included."""
    one, two = tokens(ask), tokens(other)
    if not one:
        return 1.0
    if all(_DATEISH.match(t) for t in one):
        two = frozenset(content(other))
    hits = sum(
        1 for t in one if t in two or any(len(t) >= _SHORT and (t in u or u in t) and len(u) >= _SHORT for u in two)
    )
    return hits / len(one)


def answers(ask: str, text: str) -> bool:
    """Whether a text is about an ask: it holds enough of its words, or its figure or two of its concepts."""
    if overlap(ask, text) >= _enough(ask):
        return True
    one, two = tokens(ask), tokens(text)
    named = {name for name, _ in _han_concepts()} | set(_concepts().values())
    if len(one & two & named) >= _CONCEPTS:
        return True
    if one & _FIXED and (two & _FIXED or _RELEASED.search(text)) and (one & two) - _FIXED:
        return True
    return bool(_figures(ask) & _figures(text) and one & two)


def _figures(text: str) -> frozenset[str]:
    """Return the numbers of two digits and more that belong to no date."""
    bare = text
    for span in spans(text):
        bare = bare.replace(span.text, " ")
    return frozenset(re.findall(r"(?<![\d.,])\d{2,}(?![\d.,]*\d)", bare))


def _enough(text: str) -> float:
    return _ENOUGH_HAN if re.search("[\u4e00-\u9fff]", text) else _ENOUGH


@check("every_ask_answered")
def every_ask_answered(doc: Doc) -> Iterator[Finding]:
    """Every ask has an answer, a plan step, a decision or a refusal."""
    asks = [a for a in asks_of(doc) if not placeholder(a.text)]
    if not asks:
        if question_on(doc, "customer_ask") or asked(doc.section("position").text):
            yield blocked("open", doc.section("position").where, by="customer_ask")
        else:
            yield fail("no_asks", doc.section("position").where)
        return
    yield from _rows(doc)
    texts = _texts(doc)
    for ask in asks:
        if not any(answers(ask.text, t) for t in texts):
            yield fail("unanswered", ask.where, text=ask.text)
    yield from _dropped(doc, asks)


def _rows(doc: Doc) -> Iterator[Finding]:
    for row in doc.section("answers").rows:
        text = row.get("answer")
        if not _answered(row):
            yield fail("unanswered", row.where, text=row.get("ask") or row.text)
        elif asked(text):
            yield blocked("open_answer", row.where, by="customer_ask", text=row.get("ask"))


def _answered(row: Row) -> bool:
    text = row.get("answer")
    return not (empty(text) or placeholder(text) or find("non_answer", text))


def _texts(doc: Doc) -> list[str]:
    """Return everything that can answer an ask."""
    rows = [row.text for row in doc.section("answers").rows if _answered(row)]
    rows += [row.get("action") or row.text for row in doc.section("plan").rows]
    lines = [line.text for name in ("answers", "not_offering", "plan") for line in doc.section(name).lines]
    decision = doc.section("decision")
    whole = [v.value for v in decision.values("decision")] or [line.text for line in decision.lines]
    return [t for t in (*rows, *lines, *whole) if t.strip()]


def _dropped(doc: Doc, asks: list[Line]) -> Iterator[Finding]:
    """Yield the asks on record that the brief leaves out."""
    fact = doc.case.facts.customer_ask.value if doc.case else None
    if not fact:
        return
    listed = " ".join(a.text for a in asks)
    for part in (p.strip() for p in fact.split("\n")):
        opens = part.endswith((":", "：")) or OPENER.fullmatch(part.rstrip(" .。;；"))
        if part and not opens and overlap(part, listed) < _COVERED:
            yield fail("dropped", doc.section("position").where, text=part)
