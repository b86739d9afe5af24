"""What prose quotes: word for word what is cited, and with the no that stands before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.pool import fold
from agent.checks.prose import quotes
from agent.engines.openai.cutting import CITATION
from agent.grounding.model import Unproven
from agent.values.negation import negations_in, soft_negations_in
from agent.values.typography import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.grounding.support import Support

_ELLIPSIS = re.compile(r"…|\.\.\.")
_MARKS = "“”\"„«»「」『』‘’' ,.;:，。；："
_CLAUSE_END = re.compile(r"[.,;:!?\n—–|。，；：！？]")
_IF = re.compile(r"(?<!\w)(?:if|unless|wenn|falls|si|se|als|om|hvis)(?!\w)", re.IGNORECASE)
_FEWEST, _NEAR = 3, 2


def prove_quoted(text: str, support: Support) -> None:
    """Raise Unproven for a quotation that is not word for word in the cited evidence."""
    held = [fold(p.evidence.quote) for p in support.proofs]
    for quote in quotes(CITATION.sub("", text)):
        pieces = [p for p in _ELLIPSIS.split(quote.strip(_MARKS)) if fold(p)]
        if not all(any(fold(p) in h for h in held) for p in pieces):
            raise Unproven(code="quote_absent", reason=f"the words {quote[:60]} are not word for word in what it cites")


def prove_uncut(sentence: str, told: Sequence[str]) -> None:
    """Raise Unproven where a quotation leaves out the no beside it, and the words before it say none.

    A condition (if it is not back by noon) is asked for without its no, and two words say nothing.
    """
    text = CITATION.sub("", sentence)
    for quote in quotes(text):
        words = quote.strip(_MARKS)
        if len(re.findall(r"\w+", words)) < _FEWEST:
            continue
        lead = _CLAUSE_END.split(text[: text.index(quote)])[-1]
        around = [one_line(t).partition(words) for t in told if words in one_line(t)]
        cut = all(_ends_with_no(before) or _begins_with_no(after) for before, _, after in around)
        if around and cut and not negations_in(lead) and not soft_negations_in(lead):
            raise Unproven(code="negation", reason=f"{quote[:60]} leaves out the no beside it; quote it too")


def _ends_with_no(before: str) -> bool:
    clause = _CLAUSE_END.split(before)[-1]
    noes = negations_in(clause)
    return bool(noes) and not _IF.search(clause) and len(re.findall(r"\w+", clause[noes[-1].end :])) <= _NEAR


def _begins_with_no(after: str) -> bool:
    clause = _CLAUSE_END.split(after)[0]
    return any(not clause[: n.start].strip() for n in negations_in(clause))
