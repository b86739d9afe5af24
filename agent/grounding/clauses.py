"""A text cut into clauses, and whether what one says no to is what the other says no to."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.grounding.model import Unproven
from agent.values.fold import is_cjk, lower, strip_marks
from agent.values.languages import _SETS as COMMON_WORDS
from agent.values.languages import language_of
from agent.values.negation import negations_in, soft_negations_in

if TYPE_CHECKING:
    from agent.grounding.support import Support

_CUT = re.compile(
    r"[.!?][\"'“”’»)]{0,2}(?:\s+|$)|[;:,()\[\]{}|。！？；：，、（）]|"
    r"\s[-–—]\s|—|\n|(?<=\s)(?:but|aber|sondern|mais|"
    r"pero|sino|"
    r"ma|mas|porém|maar|men|ale|lecz|while|whereas|although|though|because|so that|weil|obwohl)(?=\s)|"
    r"但是?|而(?!且)|しかし|が(?=、)"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_COMMON = frozenset(strip_marks(w) for s in COMMON_WORDS.values() for w in s) | frozenset(
    {
        "else",
        "more",
        "any",
        "anything",
        "other",
        "only",
        "yet",
        "mehr",
        "weiter",
        "sonst",
        "autre",
        "plus",
        "mas",
        "altro",
    }
)
_CONDITION = re.compile(
    r"(?<![a-zà-ɏ])(?:if|unless|otherwise|wenn|falls|sofern|si|sinon|se|als|indien|om|hvis|dersom|"
    r"jeśli|jeżeli)(?![a-zà-ɏ])|如果|若|否则|もし|なければ|않으면"
)
_NOT_ONLY = re.compile(
    r"not only|nicht nur|no sólo|no solo|non solo|não só|niet alleen|inte bara|ikke bare|nie tylko|不仅|不但"
)
_VERB_LAST = frozenset({"de", "nl", "sv", "nb", "da"})
_STEM = 5
_LEAST = 3
_NEAR, _CLOSE, _SHARED, _SCOPE, _HAN_SCOPE = 0.5, 0.8, 0.4, 3, 4


@dataclass(frozen=True)
class Clause:
    """One clause: its content stems in order with their places, its negations, and the softer noes."""

    text: str
    stems: tuple[tuple[int, str], ...]
    negations: tuple[tuple[int, int], ...]
    soft: frozenset[str]
    verb_last: bool = False

    @property
    def content(self) -> frozenset[str]:
        """The content stems."""
        return frozenset(s for _, s in self.stems)

    def scopes(self) -> list[frozenset[str]]:
        """Return the content nearest behind each negation, or before it where nothing is behind."""
        out: list[frozenset[str]] = []
        for start, end in self.negations:
            after, before = self._beside(start, end)
            han = is_cjk(self.text[start])
            suffix = han and not "\u4e00" <= self.text[start] <= "\u9fff"
            out.append(frozenset(before if suffix or not after else after))
        return [s for s in out if s]

    def denied(self) -> frozenset[str]:
        """Return what the negations speak of; on both sides of them in a language that puts verbs last."""
        if not self.verb_last:
            return frozenset(s for scope in self.scopes() for s in scope)
        return frozenset(s for start, end in self.negations for side in self._beside(start, end) for s in side)

    def _beside(self, start: int, end: int) -> tuple[list[str], list[str]]:
        size = _HAN_SCOPE if is_cjk(self.text[start]) else _SCOPE
        behind = bisect_left(self.stems, (end,))
        ahead = bisect_left(self.stems, (start,))
        after, before = self.stems[behind : behind + size], self.stems[max(0, ahead - size) : ahead]
        return [s for _, s in after], [s for _, s in before]


def stem(word: str) -> str:
    """Return the part of a word that its forms share, roughly."""
    bare = strip_marks(word).casefold()
    for ending in ("ing", "ed", "es", "en", "er", "s", "e", "n", "t"):
        if bare.endswith(ending) and len(bare) - len(ending) >= _LEAST + 1:
            bare = bare[: -len(ending)]
            break
    return bare[:_STEM]


def _stems(text: str, taken: list[tuple[int, int]]) -> tuple[tuple[int, str], ...]:
    covered = {at for start, end in taken for at in range(start, end)}
    out: list[tuple[int, str]] = []
    for match in _WORD.finditer(lower(text)):
        word = match.group()
        if any(map(is_cjk, word)):
            out.extend(_cjk_stems(word, match.start(), covered))
        elif covered.isdisjoint(range(*match.span())) and _is_content(word):
            out.append((match.start(), stem(word)))
    return tuple(out)


def content_stems(text: str) -> list[str]:
    """Return the content stems of a text in order."""
    return [s for _, s in _stems(text, [])]


def _is_content(word: str) -> bool:
    return (len(word) >= _LEAST or word.isdigit()) and strip_marks(word) not in _COMMON


def _cjk_stems(word: str, at: int, covered: set[int]) -> list[tuple[int, str]]:
    free = {i for i in range(len(word)) if at + i not in covered}
    pairs = [(at + i, word[i : i + 2]) for i in sorted(free) if i + 1 in free]
    return pairs or [(at + i, word[i]) for i in sorted(free)]


def _clause(text: str, language: str | None) -> Clause:
    hard = [(n.start, n.end) for n in negations_in(text, language)]
    hard += [m.span() for m in _NOT_ONLY.finditer(lower(text))]
    soft = frozenset(stem(n.text) for n in soft_negations_in(text, language))
    return Clause(text, _stems(text, hard), tuple(sorted(hard)), soft, language in _VERB_LAST)


@lru_cache(maxsize=2048)
def clauses(text: str, language: str | None) -> tuple[Clause, ...]:
    """Return the clauses of the text; one that holds a negation and nothing else is read with the next."""
    pieces: list[str] = []
    held = ""
    done = 0
    for stop in [*((m.start(), m.end()) for m in _CUT.finditer(text)), (len(text), len(text))]:
        piece = held + text[done : stop[0]]
        done = stop[1]
        if not piece.strip():
            continue
        alone = _clause(piece, language)
        held = piece + " " if alone.negations and not alone.stems and stop[0] < len(text) else ""
        if not held:
            pieces.append(piece)
    if held:
        pieces.append(held)
    return tuple(_clause(p, language) for p in pieces)


def _best(clause: Clause, others: tuple[Clause, ...]) -> tuple[float, list[Clause]]:
    """Return how much of the clause the likeliest of the others hold, and which those are."""
    shares = (
        [(len(clause.content & o.content) / len(clause.content), o) for o in others if o.content]
        if clause.content
        else []
    )
    top = max((s for s, _ in shares), default=0.0)
    return top, [o for s, o in shares if s == top]


def prove_negations(text: str, support: Support, *, asking: bool = False) -> None:
    """Raise Unproven where the text denies what the quotes do not, or leaves out a denial of theirs.

    `asking`: the text is a demand, and may turn a condition (if it is not back by noon) into what is demanded.
    """
    read = [clauses(_nameless(p.line, support), support.thread.language(p.message.id)) for p in support.proofs]
    quoted = tuple(c for one in read for c in one)
    said = clauses(_nameless(text, support), _language_of(text, support))
    if not said or not quoted:
        return
    if not any(_best(c, quoted)[0] for c in said):
        _prove_foreign(said, quoted)
        return
    heard = tuple(c for one in read for c in _as_demands(one)) if asking else quoted
    for clause in said:
        _prove_clause(clause, quoted if _CONDITION.search(lower(clause.text)) else heard)
    for other in heard:
        _prove_kept(other, said, heard)


def _as_demands(quote: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Return a condition (if it is not back by noon), and what hangs on it, as what it demands."""
    first = next((at for at, c in enumerate(quote) if _CONDITION.search(lower(c.text))), len(quote))
    return (*quote[:first], *(replace(c, negations=()) for c in quote[first:]))


def _nameless(text: str, support: Support) -> str:
    """Return the text with CJK names blotted out; their characters can look like a no."""
    for name in support.thread.cjk_names:
        text = text.replace(name, "〇" * len(name))
    return text


def _language_of(text: str, support: Support) -> str | None:
    """Return the language of a text, that of its quotes where it shares their words."""
    words = {strip_marks(w).casefold() for w in _WORD.findall(lower(text))}
    near = len(words & support.tokens) >= _SHARED * len(words)
    return next(iter(support.languages)) if near and len(support.languages) == 1 else language_of(text)


def _prove_clause(clause: Clause, quoted: tuple[Clause, ...]) -> None:
    share, best = _best(clause, quoted)
    most = max(len(q.negations) + len(q.soft - clause.soft) for q in quoted)
    doubled = len(clause.negations) > most
    if clause.negations and (doubled or not _denied(clause, best if share >= _NEAR else [], quoted)):
        raise Unproven(
            code="negation", reason=f"{clause.text.strip()!r} says no where the quotes do not; keep to what they say"
        )
    if share < _CLOSE or not best:
        return
    if all(_alike(clause, q) and len(clause.negations) != len(q.negations) and not clause.soft ^ q.soft for q in best):
        raise Unproven(
            code="negation",
            reason=f"{clause.text.strip()!r} and the quote differ by a negation; keep the quote's own",
        )


def _denied(clause: Clause, near: list[Clause], quoted: tuple[Clause, ...]) -> bool:
    """Whether a quote says no too: the clause most like this one, or one that denies the same words."""
    if any(q.soft - clause.soft for q in near):
        return True
    scopes = clause.scopes()
    denying = [q for q in quoted if q.negations]
    if not scopes:
        return any(q.negations for q in near) or any(_bare(clause) == _bare(q) for q in quoted if not q.scopes())
    if any(not q.content for q in denying) or any(q.negations and not q.scopes() for q in near):
        return True
    spoken = frozenset(s for q in denying for s in q.denied())
    softly = [q.content for q in quoted if q.soft - clause.soft]
    least = _NEAR if near else 0.0
    return all(
        0 < _met(scope, spoken) >= least * len(scope) or any(_met(scope, content) == len(scope) for content in softly)
        for scope in scopes
    )


def _bare(clause: Clause) -> frozenset[str]:
    """Return the words of no themselves, for a clause that is nothing but a no ("..: nothing")."""
    return frozenset(lower(clause.text)[start:end] for start, end in clause.negations)


def _met(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how many stems the other set shares, or begins, or completes (dev, developer)."""
    return sum(any(_kin(a, b) for b in other) for a in one)


def _kin(one: str, other: str) -> bool:
    return one == other or (not is_cjk(one[0]) and (one.startswith(other) or other.startswith(one)))


def _alike(one: Clause, other: Clause) -> bool:
    both = one.content | other.content
    return bool(both) and len(one.content & other.content) / len(both) >= _CLOSE


def _prove_kept(other: Clause, said: tuple[Clause, ...], quoted: tuple[Clause, ...]) -> None:
    """A quoted no must not be lost: where its scope is said, a no is said with it."""
    for scope in other.scopes():
        for clause in said:
            shared = len(scope & clause.content) / len(scope)
            if shared < _NEAR or clause.negations or clause.soft - other.soft:
                continue
            mine = len(clause.content & other.content)
            rivals = [q for q in quoted if not q.negations and scope & clause.content <= q.content]
            if not rivals and mine >= _NEAR * min(len(clause.content), len(other.content)):
                raise Unproven(
                    code="negation",
                    reason=f"{clause.text.strip()!r} leaves out the no of the quote {other.text.strip()!r}",
                )


def _prove_foreign(said: tuple[Clause, ...], quoted: tuple[Clause, ...]) -> None:
    """Between two languages words do not compare: a quote of one clause has to keep its no."""
    if any(c.negations for c in said) and not any(q.negations or q.soft for q in quoted):
        raise Unproven(code="negation", reason="the value says no where the quotes do not; keep to what they say")
    denies = any(c.negations or c.soft for c in said)
    if len(quoted) == 1 and quoted[0].negations and not denies:
        raise Unproven(code="negation", reason=f"the value leaves out the no of the quote {quoted[0].text.strip()!r}")
