"""Whether a post is still the person's: former, vacant and left are said of one name, not of its neighbour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.grounding.model import Unproven
from agent.grounding.people import Place, name_spans, names_in
from agent.grounding.vocabulary import ENDED, SUCCESSION, words
from agent.values.fold import lower

if TYPE_CHECKING:
    from agent.grounding.support import Support

_REACH = 300
_LEADING = re.compile(
    r"former|ex|previous|prior|outgoing|predecessor|ehemalig|früher|vormalig|bisherig|ancien|antigu|"
    r"antig|anterior|precedente|voormalig|tidigare|förra|tidligere|poprzedn|vacant|前任|原|前任者|전임"
)
_SENTENCE_STOP = re.compile(r"[.!?;](?:\s|$)|[。！？；]|\n")
_PRONOUN = re.compile(
    (
        r"^\s*(?:then |and )?(?:he|she|they|er|sie|il|elle|él|ella|lui|lei|ele|ela|hij|zij|han|hon|hun|on|"
        r"ona|他|她|彼|彼女)(?![a-zà-ɏ])"
    ),
    re.IGNORECASE,
)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around the range, and the one behind it where that goes on about the same person."""
    left = max(
        (m.end() for m in _SENTENCE_STOP.finditer(text, max(0, start - _REACH), start)), default=max(0, start - _REACH)
    )
    stop = _SENTENCE_STOP.search(text, end)
    right = stop.start() if stop else len(text)
    if stop and _PRONOUN.match(text[stop.end() :]):
        after = _SENTENCE_STOP.search(text, stop.end())
        right = after.start() if after else len(text)
    return left, right


def prove_present(name: str, support: Support) -> None:
    """Raise Unproven where a quote, its sentence or its label says that the name's post is a thing of the past."""
    for proof in support.proofs:
        if any(words(ENDED).search(lower(label)) for label in proof.labels):
            raise Unproven(
                code="former",
                reason=f"the label of {name!r} speaks of a former or vacant post; who holds it now is unknown",
            )
        text, ev = proof.message.text, proof.evidence
        for start, end in name_spans(name, text):
            if start >= ev.end or end <= ev.start:
                continue
            if _is_past(text, (start, end), support):
                raise Unproven(
                    code="former",
                    reason=f"{name!r} is said to have left, or to hold the post no longer; who holds it now is unknown",
                )


def _is_past(text: str, place: Place, support: Support) -> bool:
    left, right = _sentence(text, *place)
    low = lower(text[left:right])
    mine = (place[0] - left, place[1] - left)
    names = names_in(text[left:right], support.thread.names)
    others = [s for s in names if s[1] <= mine[0] or s[0] >= mine[1]]
    return _succeeded(low, mine, others) or any(
        _subject(low, match, [*others, mine]) == mine for match in words(ENDED).finditer(low)
    )


def _succeeded(low: str, mine: Place, others: list[Place]) -> bool:
    """Whether somebody took over from this name."""
    for match in words(SUCCESSION).finditer(low):
        gap = mine[0] - match.end()
        if 0 <= gap <= len(" our old ") and not any(match.end() <= a < mine[0] for a, _ in others):
            return True
    return False


def _subject(low: str, match: re.Match[str], names: list[Place]) -> Place | None:
    """Return the name of which the word says that the post is over: the next for `former`, the last for `left`."""
    ahead = min((s for s in names if s[0] >= match.end()), default=None)
    gap = low[match.end() : ahead[0]] if ahead else ""
    if (
        _LEADING.match(match.group())
        and len(gap) <= len(" csm and owner ")
        and not re.search(r"[,.;:，；。]", gap)
        and ahead
    ):
        return ahead
    behind = max((s for s in names if s[1] <= match.start()), default=None)
    return None if behind and words(SUCCESSION).search(low[behind[1] : match.start()]) else behind
