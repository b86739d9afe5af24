"""A quote, located: what a reader claims to have read, and where it stands in the ticket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Protocol

from agent.ticket import UNPROVING, Message, Ticket, Value
from agent.values.fold import INVISIBLE, is_cjk, plain
from agent.values.typography import Folded, folded

if TYPE_CHECKING:
    from collections.abc import Iterator


class Evidence(Value):
    """A verbatim quote and the characters it occupies in one message (or one row of a CRM file)."""

    message: str
    start: int
    end: int
    quote: str


class QuoteLike(Protocol):
    """Words said to stand in one message; `start` is a hint where they stand more than once (see claims.Quote)."""

    @property
    def message(self) -> str:
        """The message's id."""
        ...

    @property
    def text(self) -> str:
        """The words."""
        ...

    @property
    def start(self) -> int | None:
        """About where they begin."""
        ...


Problem = Literal["no_message", "empty", "absent", "cut", "negation_cut", "marked"]
"""Why a quote proves nothing: no such message; no words; words that are not there; a word or number cut in two; a
negation of the same clause left out at its edge; text that proves nothing (hidden, noise, a disclaimer)."""

_JOINING = ".,'/:-"
_MAGNITUDES = "十百千万萬億亿만억천成"
_BOUND_PREFIXES = frozenset({"non", "un", "ex", "anti", "not", "no", "former", "vice", "never", "pre", "post"})
_CLAUSE_END = re.compile(
    r"[.;:!?(){}\[\]\"“”«»。！？；：，、—–|]| - |,|\n\s*\n|\n\s*(?:[-*•·▪]|\(?\d{1,2}[.)]|\(?[a-z]\)|"
    r"[一二三四五六七八九十]、)"
)
_ITEM = re.compile(r"[-*•·]\s|\(?\d{1,2}[.)、]|[一二三四五六七八九十]、")
_SHORT_LINE = 45
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WORDS_BEFORE, _CJK_BEFORE, _CJK_AFTER = 3, 2, 4
_REACH = 60
_WINDOW = 24
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_VERB_LAST = frozenset({"de", "nl", "sv", "nb", "da"})


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether the edges of the range fall inside a word, a number or a compound."""
    return _cut_at(text, start) or _cut_at(text, end)


def _cut_at(text: str, position: int) -> bool:
    before = _visible(text[max(0, position - _WINDOW) : position])
    after = _visible(text[position : position + _WINDOW])
    if not before or not after:
        return False
    left, right = before[-1], after[0]
    if left.isalnum() and right.isalnum():
        magnitude = left.isdigit() and right in _MAGNITUDES
        return magnitude or not (is_cjk(left) or is_cjk(right))
    return _number_goes_on(before, after) or _prefix_goes_on(before, right)


def _number_goes_on(before: str, after: str) -> bool:
    """Whether a number or an identifier runs over the edge through one of its marks (46|,800, INV-|20417)."""
    lead = before[-2:-1]
    if after[0] in _JOINING and before[-1].isdigit() and after[1:2].isdigit():
        return True
    joined = before[-1] in _JOINING and after[0].isdigit()
    return joined and (lead.isdigit() or (before[-1] in "-/" and lead.isascii() and lead.isalnum()))


def _prefix_goes_on(before: str, right: str) -> bool:
    """Whether the edge cuts off a prefix that turns the word round (non-|refundable, ex-|owner)."""
    prefix = re.search(r"([^\W\d_]+)-$", before) if right.isalpha() else None
    return bool(prefix and prefix.group(1).lower() in _BOUND_PREFIXES)


def _visible(text: str) -> str:
    """Return the text in plain typography without invisible characters."""
    flat = plain(text)
    return flat if flat.isascii() else flat.translate(_INVISIBLE)


def _clause_before(text: str, start: int) -> str:
    """Return the words of the clause that stand before the position; a short line ends a clause, a wrapped one not."""
    left = max(0, start - _REACH)
    piece = text[left:start]
    if piece.rstrip(" >").endswith("\n") and _ITEM.match(text, start):
        return ""
    stops = [m.end() for m in _CLAUSE_END.finditer(piece)]
    for match in re.finditer("\n", piece):
        line = text.rfind("\n", 0, left + match.start()) + 1
        if left + match.start() - line < _SHORT_LINE:
            stops.append(match.end())
    return piece[max(stops, default=0) :]


def _clause_after(text: str, end: int) -> str:
    """Return the words of the clause that stand behind the position."""
    piece = text[end : end + _REACH]
    stop = _CLAUSE_END.search(piece)
    piece = piece[: stop.start()] if stop else piece
    line = piece.find("\n")
    if line >= 0 and end + line - (text.rfind("\n", 0, end) + 1) < _SHORT_LINE:
        return piece[:line]
    return piece


def _negation_cut(text: str, start: int, end: int) -> bool:
    """Whether a negation of the same clause stands right before or right after the range."""
    from agent.values.languages import language_of  # noqa: PLC0415 - the word tables load when a quote is checked
    from agent.values.negation import negations_in  # noqa: PLC0415 - as above

    language, flat = language_of(text), plain(text)
    closed = bool(_CLAUSE_END.fullmatch(flat[start:end].rstrip()[-1:]))
    before, after = _clause_before(flat, start), "" if closed else _clause_after(flat, end)
    for span in negations_in(before, language) if before.strip() else ():
        gap = before[span.end :]
        if is_cjk(span.text[0]):
            if len(gap.strip()) <= _CJK_BEFORE and _han_only(span.text):
                return True
        elif len(_WORD.findall(gap)) <= _WORDS_BEFORE:
            return True
    for span in negations_in(after, language) if after.strip() else ():
        gap = after[: span.start]
        if is_cjk(span.text[0]):
            if len(gap.strip()) <= _CJK_AFTER and not _han_only(span.text):
                return True
        elif len(_WORD.findall(gap)) <= (2 if language in _VERB_LAST else 0):
            return True
    return False


def _han_only(word: str) -> bool:
    """Whether a negation is a Chinese one, which stands before what it negates."""
    return all("\u4e00" <= c <= "\u9fff" for c in word)


def _occurrences(text: str, table: Folded, needle: str, hint: int | None) -> Iterator[tuple[int, int]]:
    """Yield where the folded words stand, the nearest to the hint first."""
    found: list[int] = []
    at = table.text.find(needle)
    while at >= 0:
        found.append(at)
        at = table.text.find(needle, at + 1)
    if hint is not None and len(found) > 1:
        wanted = table.place(hint)
        found.sort(key=lambda at: abs(at - wanted))
    for at in found:
        yield _trimmed(text, *table.span(at, at + len(needle)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without the white space at its edges, which folding may have taken in with a dash."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _needles(quote: str) -> Iterator[str]:
    """Yield the folded words of a quote, as given and without quote marks set around the whole."""
    needle = folded(quote).text.strip()
    yield needle
    bare = needle.strip("'").strip()
    if bare != needle:
        yield bare


def locate(message_text: str, quote: str, start_hint: int | None = None) -> tuple[int, int] | None:
    """Return the range of the message that holds the quote; null where it does not stand there whole.

    Forgiven: white space, line breaks, `>` at line starts, quote marks, dashes, HTML entities, width, invisible
    characters; nothing else. Its edges must be edges of words and must not leave out a negation of the clause.
    """
    found = _search(message_text, quote, start_hint, None)
    return found if isinstance(found, tuple) else None


def _search(text: str, quote: str, hint: int | None, message: Message | None) -> tuple[int, int] | Problem:
    table = folded(text)
    problem: Problem = "absent"
    for needle in _needles(quote):
        if not any(c.isalnum() for c in needle):
            return "empty"
        for start, end in _occurrences(text, table, needle, hint):
            if _cuts(text, start, end):
                problem = "cut"
            elif message and message.marked(start, end, UNPROVING):
                problem = "marked"
            elif _negation_cut(text, start, end):
                problem = "negation_cut"
            else:
                return start, end
    return problem


def seek_quote(ticket: Ticket, quote: QuoteLike) -> Evidence | Problem:
    """Return the quote's place in the message it names, or why it proves nothing."""
    message = ticket.message(quote.message)
    if message is None:
        return "no_message"
    found = _search(message.text, quote.text, quote.start, message)
    if not isinstance(found, tuple):
        return found
    start, end = found
    return Evidence(message=message.id, start=start, end=end, quote=message.text[start:end])


def find_quote(ticket: Ticket, quote: QuoteLike) -> Evidence | None:
    """Return the quote as it stands in the message it names; null where it is not there, or proves nothing there."""
    found = seek_quote(ticket, quote)
    return found if isinstance(found, Evidence) else None
