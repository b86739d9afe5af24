"""Free text: an excerpt of a quote stands as it is; a paraphrase has every figure, name and no of it checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.evidence import locate
from agent.grounding.clauses import clauses, prove_negations
from agent.grounding.figures import prove_figures
from agent.grounding.mentions import prove_names
from agent.grounding.model import Unproven
from agent.values.languages import language_of
from agent.values.typography import clean

if TYPE_CHECKING:
    from agent.grounding.support import Support

_SENTENCE = re.compile(r"(?<=[^\d].)(?<=[.!?;])\s+|(?<=[。！？；])|\n+")
"""A stop behind a figure ends none: it may belong to an ordinal ("8. Mai")."""
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_WRAPPED = re.compile(r"(?<=[^\n.:;!?])\n(?=[a-zà-ɏ])")
_LEAST_CONTENT = 4


def _excerpt(sentence: str, support: Support) -> bool:
    """Whether the words stand in one quote as they are, but for the case of the first letter and the full stop."""
    bare = _LIST_MARK.sub("", sentence).strip().rstrip(".。;；")
    if not bare:
        return True
    forms = (bare, bare[0].lower() + bare[1:], bare[0].upper() + bare[1:])
    return any(locate(p.line, form) for p in support.proofs for form in forms)


def prove_text(text: str, support: Support, account: str | None, *, asking: bool = False) -> None:
    """Raise Unproven where a free text says what its quotes do not.

    A paraphrase may choose its words: what it may not choose are its numbers, dates, times, units, currencies,
    identifiers, names and negations. Common words are not compared one by one, for synonyms and inflection would
    cost true claims; but a sentence that shares no word with its quotes, in their language, is not theirs.
    `asking` marks a demand (see `prove_negations`).
    """
    text = _WRAPPED.sub(" ", clean(text))
    rest = [s for s in _SENTENCE.split(text) if s and s.strip() and not _excerpt(s, support)]
    if not rest:
        return
    remainder = "\n".join(rest)
    prove_figures(remainder, support, asking=asking)
    prove_names(remainder, support, account)
    prove_negations(remainder, support, asking=asking)
    language = language_of(remainder)
    if language and language not in support.languages:
        return
    quoted = frozenset(s for p in support.proofs for c in clauses(p.line, None) for s in c.content)
    for sentence in rest:
        content = frozenset(s for c in clauses(sentence, None) for s in c.content)
        if len(content) >= _LEAST_CONTENT and not content & quoted:
            raise Unproven(
                code="content", reason=f"nothing of {sentence.strip()!r} is in the quotes; quote the words that say it"
            )
