"""Numbers as people write them, told apart from identifiers that only look like numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from agent.values.fold import lower, plain
from agent.values.number_words import word_numbers
from agent.values.units import unit_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NumberKind = Literal["number", "identifier", "time", "word"]
DecimalMark = Literal[".", ","]


@dataclass(frozen=True)
class NumberSpan:
    """A number (magnitude included: 46.8k is 46800) or an identifier that holds digits.

    `value` of an identifier is 0; of a time, its minutes since midnight. `alternatives` are other ways to read an
    ambiguous figure (12,400 can be 12.4). `unit` is canonical (`hour`, `percent` ...), `digits` the figure as written.
    """

    start: int
    end: int
    value: Decimal
    text: str
    kind: NumberKind = "number"
    alternatives: tuple[Decimal, ...] = ()
    unit: str | None = None
    digits: str = ""


_FIGURE = (
    r"\d{1,3}(?:[ ]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?(?![ ]?\d)|\d{1,3}(?:'\d{3})+(?:[.,]\d+)?|"
    r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
)
_LETTER = r"A-Za-zÀ-ɏ"
_TOKEN = re.compile(rf"[{_LETTER}0-9_]+(?:[-_./:'\\,@+&=?%]+[{_LETTER}0-9_]+)*")
_SPACED = re.compile(rf"(?<![\d.,/:-])\d{{1,3}}(?: \d{{3}})+(?:[.,]\d{{1,2}})?(?![ ]?\d|[{_LETTER}])")
_CODES = "USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|JPY|CNY|RMB|INR|AUD|CAD|NZD|SGD|HKD|BRL|KRW|TRY|ZAR|CZK|HUF|MXN|Rs|kr|zł"
_ALONE = re.compile(rf"(?:{_CODES})?({_FIGURE})")
_TAILED = re.compile(rf"(?:{_CODES})?({_FIGURE})([{_LETTER}]+)")
_ORDINAL = frozenset("st nd rd th er ère ème e º ª de ste o a".split())  # noqa: SIM905
_HYPHENED = re.compile(rf"({_FIGURE})-[{_LETTER}]{{2,}}(?:-[{_LETTER}]+)*")
_PAIR = re.compile(rf"({_FIGURE})([-/:])({_FIGURE})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?Z?")
_PREFIXED_CODE = re.compile(rf"(?:{_CODES})(?=\d)")
_RANGE_DIGITS = 4
_GROUP = 3
_MAX_HOUR, _MINUTES = 24, 60

_MAGNITUDES: tuple[tuple[str, Decimal], ...] = (
    (
        (
            r"百万|mio\.?|mill?ions?|millionen|millones|millón|milioni|milione|milhões|milhão|miljoen|miljoner|"
            r"miljon|millioner|mln\.?|milj\.?|млн\.?|백만"
        ),
        Decimal(1_000_000),
    ),
    (r"mrd\.?|milliarden?|billions?|bn|mld\.?|milliards?|miljard(?:er)?|십억", Decimal(1_000_000_000)),
    (r"crores?|千万|cr(?=\b)", Decimal(10_000_000)),
    (r"lakhs?|lacs?|十万|십만", Decimal(100_000)),
    (r"万|萬|만", Decimal(10_000)),
    (r"亿|億|억", Decimal(100_000_000)),
    (
        (r"thousand|grand|tausend|tsd\.?|tusen|duizend|mille|mil|tys\.?|tis\.?|тыс\.?|千(?![米克瓦])|천"),
        Decimal(1000),
    ),
)
_MAGNITUDE = re.compile(
    " ?(?:"
    + "|".join(f"(?P<g{n}>{words})" for n, (words, _) in enumerate(_MAGNITUDES))
    + rf")(?![{_LETTER}])(?<![\s])|(?P<k>k)(?![{_LETTER}])|(?P<ke> ?[kt])(?=€|eur\b|usd\b|chf\b)|"
    rf"(?P<m> ?mi?)(?![{_LETTER}])",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = re.compile(rf"(?:[$€£¥₹₩₺]|{_CODES})[ ]?$")
_CURRENCY_AFTER = re.compile(rf" ?(?:[$€£¥₹₩₺]|{_CODES})")


def parse_figure(figure: str, decimal: DecimalMark | None = None) -> tuple[Decimal, tuple[Decimal, ...]]:
    """Return the likely value of a bare figure (digits and separators) and the other ways to read it.

    `decimal` is the decimal mark that the thread is known to use; without it, three digits behind one separator are
    a group of thousands.
    """
    text = re.sub(r"[ ']", "", figure)
    marks = [c for c in text if c in ".,"]
    if not marks:
        return Decimal(text), ()
    last = marks[-1]
    if len(set(marks)) > 1:
        return Decimal(text.replace("," if last == "." else ".", "").replace(",", ".")), ()
    if len(marks) > 1:
        return Decimal(text.replace(last, "")), ()
    head, tail = text.split(last)
    grouped, fraction = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if len(tail) != _GROUP or len(head) > _GROUP or head.startswith("0") or len(figure) != len(text):
        return fraction, ()
    return (fraction, (grouped,)) if decimal == last else (grouped, (fraction,))


def decimal_evidence(texts: Iterable[str]) -> DecimalMark | None:
    """Return the decimal mark that the texts use where a figure leaves no doubt; null when none does or they differ."""
    seen: set[DecimalMark] = set()
    for text in texts:
        flat = plain(text)
        if re.search(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)", flat):
            seen.add(",")
        if re.search(r"(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d{1,2}(?!\d)", flat):
            seen.add(".")
    return seen.pop() if len(seen) == 1 else None


def _magnitude(flat: str, start: int, end: int) -> tuple[Decimal, int]:
    """Return the factor that follows a figure and where it ends."""
    found = _MAGNITUDE.match(flat, end)
    if not found:
        return Decimal(1), end
    kind = found.lastgroup or ""
    if kind.startswith("g"):
        return _MAGNITUDES[int(kind[1:])][1], found.end()
    if kind in {"k", "ke"}:
        return Decimal(1000), found.end()
    money = _CURRENCY_BEFORE.search(flat[max(0, start - 4) : start]) or _CURRENCY_AFTER.match(flat, found.end())
    if found.group() == "M" or (money and found.group().strip()):
        return Decimal(1_000_000), found.end()
    return Decimal(1), end


def _number(text: str, start: int, end: int, decimal: DecimalMark | None) -> NumberSpan:
    flat = plain(text)
    figure = flat[start:end]
    value, others = parse_figure(figure, decimal)
    factor, stop = _magnitude(flat, start, end)
    if factor != 1 and others and "." in figure:
        value, others = others[0], (value,)
    unit = unit_at(text, stop) if factor == 1 else None
    return NumberSpan(
        start,
        stop,
        value * factor,
        text[start:stop],
        "number",
        tuple(o * factor for o in others),
        unit[0] if unit else None,
        figure,
    )


def _identifier(text: str, start: int, end: int) -> NumberSpan:
    return NumberSpan(start, end, Decimal(0), text[start:end], "identifier", (), None, plain(text)[start:end])


def _time(text: str, start: int, match: re.Match[str]) -> NumberSpan | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    if hour > _MAX_HOUR or minute >= _MINUTES:
        return None
    end = start + match.end()
    return NumberSpan(start, end, Decimal(hour * _MINUTES + minute), text[start:end], "time", (), None, match.group())


def _pair(text: str, start: int, match: re.Match[str], decimal: DecimalMark | None) -> Iterator[NumberSpan]:
    if max(len(match.group(1)), len(match.group(3))) > _RANGE_DIGITS and match.group(2) == "-":
        yield _identifier(text, start, start + match.end())
        return
    yield _number(text, start, start + match.end(1), decimal)
    yield _number(text, start + match.start(3), start + match.end(3), decimal)


def _classify(text: str, start: int, token: str, decimal: DecimalMark | None) -> Iterator[NumberSpan]:
    end = start + len(token)
    if start and text[start - 1] == "#":
        yield _identifier(text, start - 1, end)
        return
    if match := _ALONE.fullmatch(token):
        yield _number(text, start + match.start(1), start + match.end(1), decimal)
    elif match := _TIME.fullmatch(token):
        yield _time(text, start, match) or _identifier(text, start, end)
    elif (match := _TAILED.fullmatch(token)) and _is_tail(text, start + match.end(1), match.group(2)):
        yield _number(text, start + match.start(1), start + match.end(1), decimal)
    elif match := _HYPHENED.fullmatch(token):
        yield _number(text, start, start + match.end(1), decimal)
    elif match := _PAIR.fullmatch(token):
        yield from _pair(text, start, match, decimal)
    else:
        yield _identifier(text, start, end)


def _is_tail(text: str, position: int, letters: str) -> bool:
    """Whether letters that touch a figure belong to it: an ordinal ending, a magnitude, a unit, a currency."""
    low = letters.lower()
    if low in _ORDINAL or letters in _CODES.split("|") or low in {"am", "pm", "x"}:
        return True
    found = _MAGNITUDE.match(plain(text), position)
    if found and found.end() > position:
        rest = letters[found.end() - position :]
        return not rest or rest in _CODES.split("|")
    return unit_at(text, position) is not None


@lru_cache(maxsize=1024)
def _scan(text: str, decimal: DecimalMark | None) -> tuple[NumberSpan, ...]:
    flat = plain(text)
    out: list[NumberSpan] = []
    done = 0
    spaced = {m.start(): m.end() for m in _SPACED.finditer(flat)}
    for match in _TOKEN.finditer(flat):
        if match.start() < done or not any(c.isdigit() for c in match.group()):
            continue
        if match.start() in spaced:
            done = spaced[match.start()]
            out.append(_number(text, match.start(), done, decimal))
        else:
            out.extend(_classify(text, match.start(), match.group(), decimal))
    taken = [(s.start, s.end) for s in out]
    for start, end, value in word_numbers(text):
        if any(a < end and start < b for a, b in taken):
            continue
        unit = unit_at(text, end)
        out.append(
            NumberSpan(
                start, end, value, text[start:end], "word", (), unit[0] if unit else None, lower(text[start:end])
            )
        )
    return tuple(sorted(out, key=lambda s: s.start))


def numbers_in(text: str, decimal: DecimalMark | None = None) -> list[NumberSpan]:
    """Return the numbers, times and identifiers of the text, in order; dates are not told apart (see `dates_in`)."""
    return list(_scan(text, decimal))
