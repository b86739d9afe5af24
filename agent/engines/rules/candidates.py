"""Values that compete for a field, with their weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.claims import Claim

if TYPE_CHECKING:
    from agent.claims import Quote
    from agent.engines.rules.view import Sentence
    from agent.facts import Money, Source


@dataclass(frozen=True)
class Candidate:
    """A possible value with its weight; later ones win among equals."""

    value: str | Money
    weight: float
    quote: Quote
    source: Source
    per: str | None = None
    corrects: bool = False


def side_of(sentence: Sentence) -> Source:
    """Whose words the sentence is."""
    return "customer" if sentence.role == "customer" else "vendor"


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates from weakest to strongest; a correction outweighs what it corrects."""
    return sorted(candidates, key=lambda c: c.weight + (3 if c.corrects else 0))


def ranked_claims(field: str, candidates: list[Candidate]) -> list[Claim]:
    """One claim a candidate, from weakest to strongest."""
    return [
        Claim(field=field, value=c.value, source=c.source, quotes=(c.quote,), per=c.per) for c in _ranked(candidates)
    ]
