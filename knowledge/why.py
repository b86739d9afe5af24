"""Why a past escalation is like the case at hand, in a sentence or two that a person can check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.records import PROSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.records import Record

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_WORD = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff][\w-]{2,}")
_PAIR = re.compile(r"(?=([\u3040-\u30ff\u3400-\u9fff]{2}))")
_LONGEST, _MOST_LISTED = 160, 5


def reasons(record: Record, part: str, shared: Sequence[str], query: frozenset[str]) -> str:
    """Say which identifiers are shared, and quote the sentence nearest to the query's words of the nearest part."""
    field, sentence = _nearest_sentence(record, part, query)
    said = [f"Shares {_listed(shared)}."] if shared else []
    return " ".join([*said, f"Its {field}: “{sentence}”"])


def words(text: str) -> frozenset[str]:
    """Return what two texts are compared by: words of three letters up, pairs of Chinese or Japanese characters."""
    folded = text.casefold()
    return frozenset(_WORD.findall(folded)) | frozenset(_PAIR.findall(folded))


def _nearest_sentence(record: Record, part: str, query: frozenset[str]) -> tuple[str, str]:
    fields = PROSE if part == "whole" else (part,)
    sentences = [(f, s) for f in fields for s in _SENTENCE.split(getattr(record, f) or "") if s.strip()]
    field, sentence = max(sentences, key=lambda s: _overlap(query, s[1]), default=(part, ""))
    text = " ".join(sentence.split())
    return field, text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _overlap(query: frozenset[str], sentence: str) -> float:
    """Count the shared words, so that a long sentence does not win by its length alone."""
    own = words(sentence)
    return len(query & own) / (4 + len(own))


def _listed(names: Sequence[str]) -> str:
    shown = [name.removeprefix("code ").upper() if name.startswith("code ") else name for name in names[:_MOST_LISTED]]
    rest = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return ", ".join(shown) + rest
