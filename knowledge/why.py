"""Why a past escalation is like the case at hand, in a sentence or two that a person can check."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.records import PROSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.records import Record

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"[a-zà-öø-ÿ0-9][\wà-öø-ÿ-]{2,}|[\u3040-\u30ff\u3400-\u9fff]{2}", re.IGNORECASE)
_LONGEST = 160


def reasons(record: Record, part: str, shared: Sequence[str], query: str) -> str:
    """Say which identifiers are shared, and quote the sentence nearest to the query of the part that was nearest."""
    field, sentence = _nearest_sentence(record, part, query)
    said = [f"Shares {_listed(shared)}."] if shared else []
    return " ".join([*said, f"Its {field}: “{sentence}”"])


def _nearest_sentence(record: Record, part: str, query: str) -> tuple[str, str]:
    fields = PROSE if part == "whole" else (part,)
    sentences = [(f, s) for f in fields for s in _SENTENCE.split(getattr(record, f) or "") if s.strip()]
    words = _words(query)
    _, field, sentence = max(
        ((_overlap(words, s), f, s) for f, s in sentences), key=lambda scored: scored[0], default=(0.0, part, "")
    )
    text = " ".join(sentence.split())
    return field, text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _overlap(words: frozenset[str], sentence: str) -> float:
    """Count the shared words, so that a long sentence does not win by its length alone."""
    own = _words(sentence)
    return len(words & own) / (4 + len(own)) if own else 0.0


def _words(text: str) -> frozenset[str]:
    found = set(_WORD.findall(text.casefold()))
    return frozenset(found | {a + b for a, b in pairwise(text) if min(a, b) >= "\u3400"})


def _listed(names: Sequence[str]) -> str:
    shown = [name.removeprefix("code ").upper() if name.startswith("code ") else name for name in names[:5]]
    rest = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - those shown above
    return ", ".join(shown) + rest
