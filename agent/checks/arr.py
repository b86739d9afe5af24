"""The revenue at risk: a yearly figure with its currency, not an adjective."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.prose import CITATION
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, placeholder, question_on
from agent.values.money import money_in
from agent.values.numbers import numbers_in
from agent.values.periods import periods_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Line

_CURRENCY = re.compile(r"[$€£¥￥₹₩]|(?<![A-Za-z])(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|JPY|CNY|RMB|INR|AUD|CAD|NZD|SGD|HKD|BRL|KRW|TRY|ZAR|CZK|HUF|MXN|ILS|AED|SAR)(?![A-Za-z])|元|人民币|人民币|美元|欧元|英镑|日元|kr\b|zł|francs?\b|euros?\b|dollars?\b|pounds?\b", re.IGNORECASE)  # fmt: skip  # noqa: E501
_ISO = re.compile(r"(?<![A-Za-z])[A-Z]{3} ?\d|\d ?[A-Z]{3}(?![A-Za-z])")
_CODE = re.compile(
    r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])|[€£]|人民币|美元|欧元|英镑|日元|euros?\b|pounds?\b", re.IGNORECASE
)
"""A currency that can be no other; a dollar sign, or a bare yuan, can be several."""
_SOURCES = re.compile(r"[(（][^)）]*[)）]")
_PER = re.compile(r"\s?/\s?(?:yr|year|annum|a)\b\.?", re.IGNORECASE)
_LEAST = 100
_MENTION = re.compile(r"\barr\b|annual|yearly|per year|a year|p\.a\.|/yr|at risk|年|风险", re.IGNORECASE)


@check("arr_at_risk_quantified")
def arr_quantified(doc: Doc) -> Iterator[Finding]:
    """The yearly revenue at risk is a figure with its currency."""
    stated = _stated(doc)
    text = stated.text if stated else ""
    if stated is None or placeholder(text) or not figures(text):
        where = stated.where if stated else doc.section("impact").where
        if asked(text) or (question_on(doc, "arr") and not find("vague_amount", text)):
            yield blocked("open", where, by="arr")
        else:
            yield fail("vague" if text.strip() else "absent", where, text=text)
        return
    periods = {period for _, _, period in periods_in(text)}
    if not (_CURRENCY.search(text) or _ISO.search(text)):
        yield fail("no_currency", stated.where, text=text)
    elif periods & {"month", "quarter", "week", "day"} and "year" not in periods:
        yield fail("not_yearly", stated.where, text=text)
    else:
        yield from _compared(doc, stated)


def _stated(doc: Doc) -> Line | None:
    """Return the words that say what is at risk: the labelled value, else a sentence of the impact section."""
    from agent.checks.model import Line  # noqa: PLC0415 - a value made late

    outside = [v for s in doc.sections if s.name != "package" for v in s.values("arr_at_risk")]
    for item in outside:
        return Line(item.value, item.where)
    section = doc.section("impact")
    for item in section.values("arr"):
        return Line(item.value, item.where)
    lines = [line for line in section.all() if _MENTION.search(line.text) or figures(line.text)]
    return next(
        (line for line in lines if figures(line.text) and _CURRENCY.search(line.text)), lines[0] if lines else None
    )


def figures(text: str) -> list[float]:
    """Return the amounts of a text, dates and sources in parentheses left out."""
    bare = _PER.sub(" per year", _SOURCES.sub(" ", CITATION.sub("", text).replace("：", "： ")))
    found = [float(m.amount) for m in money_in(bare)]
    plain = [
        float(n.value) for n in numbers_in(bare) if n.kind == "number" and n.unit is None and float(n.value) >= _LEAST
    ]
    return found + [v for v in plain if v not in found]


def _currencies(text: str) -> set[str]:
    """Return the currencies that a text names beyond doubt."""
    return {m.currency for m in money_in(text) if m.currency} if _CODE.search(text) else set()


def _compared(doc: Doc, stated: Line) -> Iterator[Finding]:
    """Compare the amount with the one on record: the case's fact, else the account's own line of the document."""
    fact = doc.case.facts.arr.value if doc.case else None
    known = (
        [fact.amount] if fact else [f for v in doc.section("glance", "header").values("arr") for f in figures(v.value)]
    )
    from agent.checks.agree import same_amount  # noqa: PLC0415 - each reads the other's figures

    said = figures(stated.text)
    held = (
        {fact.currency}
        if fact
        else _currencies(" ; ".join(v.value for v in doc.section("glance", "header").values("arr")))
    )
    named = _currencies(stated.text)
    if held and named and not held & named:
        yield fail("differs", stated.where, text=stated.text, known=" ".join(sorted(held)))
        return
    if not known or any(same_amount(k, f) for f in said for k in known):
        return
    highest = max(known)
    if any(f < highest for f in said) and find("part", stated.text):
        return
    shown = f"{fact.currency} {fact.amount:,.0f}" if fact else f"{highest:,.0f}"
    yield fail("differs", stated.where, text=stated.text, known=shown)
