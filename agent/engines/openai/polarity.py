"""Whether a translation keeps the noes of what it cites: words of two languages do not compare, their noes do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.prose import content, quotes
from agent.engines.openai.cutting import bare
from agent.grounding.model import Unproven
from agent.values.dates import dates_in
from agent.values.fold import lower
from agent.values.negation import negations_in, soft_negations_in
from agent.values.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART = re.compile(r"[,;:]\s+|\s+(?:and|but|or|which|who|that|while)\s+|[，；：]")
_OURS = 0.6
Spoken = tuple[str, str | None]


def prove_polarity(sentence: str, plain: str, lang: str, spoken: Sequence[Spoken], ours: str) -> None:
    """Raise Unproven where a translation says no and what it cites does not, or the other way round.

    The words that it quotes show which no it has to keep. Where it quotes none, for each part of it those pieces of
    what it cites count that share most figures, else most names; without any, all do. `ours` is what code has computed
    and judged: a part that says that is no translation. `plain` is the sentence without what code itself has proven.
    """
    body, whole = bare(plain), bare(sentence)
    if negations_in(body, lang) and not any(denies(p, code) for p, code in spoken):
        raise Unproven(code="negation", reason="it says no where what it cites does not")
    if shown := quotes(sentence):
        hard = any(negations_in(q, code) for q in shown for code in {c for _, c in spoken})
        soft = any(denies(q, code) for q in shown for code in {c for _, c in spoken})
        if (hard and not denies(whole, lang)) or (negations_in(body, lang) and not soft):
            raise Unproven(code="negation", reason="its no and the no of the words that it quotes differ")
        return
    judged = frozenset(content(ours))
    for part in _PART.split(body):
        mine = content(part)
        if not part.strip() or denies(part, lang) or sum(s in judged for s in mine) >= _OURS * len(mine):
            continue
        if any(negations_in(piece, code) for piece, code in _nearest(part, spoken)):
            reason = "what it cites says no; keep the no, and quote the words that it rests on in “ ”"
            raise Unproven(code="negation", reason=reason)


def denies(text: str, language: str | None) -> bool:
    """Whether a text says no, or something that can stand for it."""
    return bool(text.strip()) and bool(negations_in(text, language) or soft_negations_in(text, language))


def noes(text: str, lang: str) -> frozenset[tuple[str, ...]]:
    """Return the noes of a text, each with the word behind it."""
    found = negations_in(text, lang)
    return frozenset((lower(n.text), *re.findall(r"\w+", lower(text[n.end :]))[:1]) for n in found)


def _nearest(body: str, spoken: Sequence[Spoken]) -> Sequence[Spoken]:
    """Return the pieces that share most figures with the text, else most names, else all."""
    for marks in (_figures, _names):
        mine = marks(body)
        scores = [len(mine & marks(piece)) for piece, _ in spoken]
        if top := max(scores, default=0):
            return [item for item, score in zip(spoken, scores, strict=True) if score == top]
    return spoken


def _names(text: str) -> frozenset[str]:
    """Return the capitalised words of a text, but for currencies: what a translation keeps."""
    found = re.findall(r"[^\W\d_]{3,}", text)
    return frozenset(w.casefold() for w in found if w[0].isupper() and not (len(w) == len("EUR") and w.isupper()))


def _figures(text: str) -> frozenset[str]:
    """Return the figures of a text, and the days of its dates."""
    days = {str(d.day) for span in dates_in(text, None) for d in span.days}
    iso = {str(int(day)) for day in re.findall(r"\d{4}-\d\d-(\d\d)", text)}
    return frozenset(days | iso | {f"{n.value:f}" for n in numbers_in(text)})
