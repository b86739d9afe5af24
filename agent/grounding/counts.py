"""What a number counts: a figure of the quotes proves nothing of another thing that they count otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.clauses import content_stems
from agent.grounding.model import Unproven

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.values.numbers import NumberSpan

_STOP = re.compile(r"[.,;:!?()\n。，；：、！？]")
_WORDS, _CHARS = 4, 32


def counted(number: NumberSpan, text: str, numbers: Sequence[NumberSpan]) -> frozenset[str]:
    """Return the content of the few words behind the number, up to the next number or the end of the clause."""
    end = min((n.start for n in numbers if n.start >= number.end), default=len(text))
    behind = text[number.end : min(end, number.end + _CHARS)]
    stop = _STOP.search(behind)
    return frozenset(content_stems(" ".join((behind[: stop.start()] if stop else behind).split()[:_WORDS])))


def prove_count(
    number: NumberSpan, mine: frozenset[str], same: list[frozenset[str]], others: list[frozenset[str]]
) -> None:
    """Raise Unproven where the quotes count these things by another figure, and other things by this one."""
    if not mine or any(mine & s or not s for s in same):
        return
    if any(mine & o for o in others):
        raise Unproven(code="number", reason=f"{number.text!r} counts something else in the quotes; keep their figure")
