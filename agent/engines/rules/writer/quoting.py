"""Words of the thread in our sentences: quoted where they are verbatim, cited always, unable to pose as ours."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.render.clean import one_line
from agent.render.prose import excerpt, sentences, trimmed
from agent.values.money import money_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.evidence import Evidence

LONG = 240
SHORT = 140
_POSING = re.compile(r"\[([A-Za-z][\w:.-]{0,80})\]")
_EMPHASIS = re.compile(r"\*\*|__|`{1,3}")
_STOPPED = re.compile(r"[.!?。！？]+(?=[)\]）’'])")
_END = re.compile(r"[.!?。！？]+([”’\"»)\]]*(?:\s*\[[^\]]+\])*)$")
_INNER = str.maketrans({"“": "‘", "”": "’", "„": "‘", '"': "'"})
_MAX_CITED = 4
_ENOUGH = 20
_CUT = re.compile(r"\.\.\.(?=[”’\"»]*(?:[\s,;]|$))")
_PAIRED = re.compile(r"\b(?:either|entweder|soit|ofwel|o bien|ya sea|sia|antingen|albo)\b", re.IGNORECASE)
"""What opens a pair: half of it says something else."""
_CLAUSE = re.compile(r"[;，；：、。]|[:,](?!\d)|\s(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar|och|og|i|ale)\s")


def cites(evidence: Iterable[Evidence]) -> str:
    """Return ` [m3] [m5]` for the messages of the evidence, each once, at most four."""
    return "".join(f" [{message}]" for message in list(dict.fromkeys(e.message for e in evidence))[:_MAX_CITED])


def plain(text: str) -> str:
    """Return ticket text on one line, without marks of emphasis, in which nothing looks like a citation of ours."""
    return _POSING.sub(r"(\1)", _EMPHASIS.sub("", one_line(text)))


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def verbatim(text: str, evidence: Iterable[Evidence]) -> bool:
    """Whether the words stand as they are in one of the quotes."""
    wanted = _folded(text)
    return bool(wanted) and any(wanted in _folded(e.quote) for e in evidence)


def quoted(text: str, evidence: Iterable[Evidence], limit: int = LONG) -> str:
    """Return the words as an excerpt, in quotation marks where they are verbatim, with their citations."""
    held = tuple(evidence)
    own = tuple(e for e in held if verbatim(text, (e,))) or held
    if verbatim(text, held):
        words = _bare(text)
        return f"“{_at_clause(words, limit) if limit < LONG else excerpt(words, limit)}”{cites(own)}"
    return f"{_at_clause(_bare(text), limit)}{cites(own)}"


def shown(evidence: Iterable[Evidence], limit: int = LONG) -> str | None:
    """Return the first quote that tells no amount of money, cited; else one up to the amount; null where none is left.

    What a signal quotes may hold another account's fee, or one that was corrected: amounts are told as facts alone.
    """
    held = tuple(evidence)
    for item in held:
        if not money_in(item.quote):
            return quoted(item.quote, (item,), limit)
    for item in held:
        before = _CLAUSE.split(item.quote[: money_in(item.quote)[0].start])
        lead = item.quote[: len(item.quote[: money_in(item.quote)[0].start]) - len(before[-1])].strip()
        if len(lead) >= _ENOUGH:
            return quoted(trimmed(lead), (item,), limit)
    return None


def _at_clause(text: str, limit: int) -> str:
    """The words up to the last clause within the limit: within our sentence a text breaks off where it can."""
    first = next(iter(sentences(text)), text)
    text = first.rstrip(".!?") if len(first) >= _ENOUGH else text
    if len(text) <= limit:
        return text
    stops = [m.start() for m in _CLAUSE.finditer(text, limit // 3, limit)]
    if not stops or _PAIRED.search(text, 0, stops[-1]):
        return excerpt(text, limit)
    return trimmed(text[: stops[-1]])


def _bare(text: str) -> str:
    """The words without the marks around them, and without a stop inside a bracket, which would end our sentence."""
    words = _STOPPED.sub("", trimmed(plain(text)).translate(_INNER))
    return trimmed(words.strip("‘’'"))


def voiced(text: str, evidence: Iterable[Evidence], limit: int = LONG, most: int = 6) -> str:
    """Return a text of several sentences, each quoted where it is verbatim; a run of them is cited once."""
    held = tuple(evidence)
    if verbatim(text, held) and len(text) <= limit:
        return quoted(text, held, limit)
    parts = [quoted(piece, held, limit) for piece in pieces(text)[:most]]
    for number, (part, following) in enumerate(pairwise(parts)):
        words, sep, cited = part.partition(" [")
        if following.endswith(f"{sep}{cited}") and sep:
            parts[number] = words
    return ", ".join(parts)


def pieces(text: str) -> tuple[str, ...]:
    """Return the sentences and lines of a fact's text."""
    return tuple(piece for piece in sentences(text) if trimmed(piece))


def as_one(text: str) -> str:
    """Return prose as a single sentence: what ended one inside becomes a comma, what was cut off just ends."""
    parts = sentences(_CUT.sub("", text))
    return ", ".join((*(_END.sub(r"\1", part) for part in parts[:-1]), *parts[-1:]))
