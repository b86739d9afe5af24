"""Amounts of money: the figure, its currency as far as it is shown, and how often it is due."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.values.fold import is_cjk, lower, plain
from agent.values.numbers import DecimalMark, NumberSpan, numbers_in
from agent.values.periods import Period, periods_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


@dataclass(frozen=True)
class MoneySpan:
    """An amount: `start` to `end` covers figure, magnitude and currency. `currency` is ISO 4217, null when not shown.

    `per` is null when no period word stands with the amount. `symbol` is the currency mark as written, in lower case;
    a bare `kr` has no currency, `¥` alone takes yuan or yen from the script around it. `figure` is the number itself.
    """

    start: int
    end: int
    amount: Decimal
    currency: str | None
    per: Period | None
    text: str
    symbol: str = ""
    alternatives: tuple[Decimal, ...] = ()
    figure: tuple[int, int] = (0, 0)


_TABLE = """
USD|us$|usd|$|dollars|dollar|美元|us dollars|ドル|달러
AUD|a$|au$|aud
CAD|c$|ca$|cad
NZD|nz$|nzd
SGD|s$|sgd
HKD|hk$|hkd|港元|港币
TWD|nt$|twd|新台币
BRL|r$|brl|reais
MXN|mx$|mxn
EUR|€|eur|euro|euros|ユーロ|유로|欧元|eurot|euroa
GBP|£|gbp|pounds|pounds sterling|sterling|quid|英镑|ポンド
JPY|円|jpy|yen|日元|엔
CNY|元人民币|人民币|人民幣|rmb|cny|cn¥|yuan|块|元
SEK|sek|svenska kronor
NOK|nok|norske kroner
DKK|dkk|danske kroner
PLN|zł|pln|złotych|złote
INR|₹|inr|rs.|rs|rupees
CHF|chf|fr.|sfr.|franken|swiss francs
KRW|₩|krw|원|won
TRY|₺|try|tl
CZK|czk|kč
HUF|huf|ft
ZAR|zar|rand
ARS|ars|pesos argentinos
CLP|clp|pesos chilenos
COP|cop|pesos colombianos
UYU|uyu
PEN|pen
NGN|ngn|₦
KES|kes|ksh
EGP|egp
QAR|qar
RON|ron|lei
THB|thb|฿
ILS|ils|₪
AED|aed
SAR|sar
UAH|uah|₴
RUB|rub|₽
VND|vnd|₫
PHP|php|₱
IDR|idr
MYR|myr|rm
ISK|isk
BGN|bgn
"""
_MARKS = {mark: row.split("|")[0] for row in _TABLE.strip().splitlines() for mark in row.split("|")[1:]}
_BARE = {"¥": None, "kr": None, "kr.": None, "kronor": None, "kroner": None, ":-": None, ",-": None}
_ONLY_BEFORE = frozenset({"fr.", "sfr.", "r$", "rs.", "rm", "s$"})
_NEEDS_CAPITALS = frozenset({"try", "tl", "ron", "sar", "rm", "all", "won", "ft", "php", "ars", "cop", "pen"})
_ALL = sorted([*_MARKS, *_BARE], key=len, reverse=True)
_WORD_END = r"(?![a-zà-ɏ])"


def _edged(mark: str) -> str:
    """Return the pattern of a mark; one that ends in a Latin letter has to end there."""
    return re.escape(mark) + (_WORD_END if mark[-1].isalpha() and not is_cjk(mark[-1]) else "")


_AFTER = re.compile(rf"[ ]?(?:\()?(?P<mark>{'|'.join(map(_edged, _ALL))})")
_BEFORE = re.compile(rf"(?:^|(?<=[^a-zà-ɏ$]))(?P<mark>{'|'.join(re.escape(m) for m in _ALL)})[ ]?(?:\(?)$")
_NEAR_BEFORE = 16
_REACH_AFTER, _REACH_BEFORE = 22, 48
_FAR_MARK = re.compile(rf"\(? ?(?P<mark>{'|'.join(re.escape(m) + _WORD_END for m in _ALL if len(m) > 1)}) ?\)?")
_LATIN = [m for m in _ALL if m in _MARKS and m[0].isalpha() and not is_cjk(m[0])]
_OTHER = [m for m in _ALL if m in _MARKS and m not in _LATIN]
_NAMED = re.compile(
    rf"(?<![a-zà-ɏ])(?:{'|'.join(map(re.escape, _LATIN))}){_WORD_END}|(?:{'|'.join(map(re.escape, _OTHER))})"
)
_STOP = re.compile(r"[.;!?。！？；\n](?:\s|$)|\n|[。；]")
_YEN_SCRIPT = re.compile("[\u3040-\u30ff円]|月額|年額")
_HAN = re.compile("[\u4e00-\u9fff]")
_SHARED = frozenset({"$", "¥", "kr", "kr."})
_COUNTRIES = {
    "mx": "MXN",
    "au": "AUD",
    "ca": "CAD",
    "nz": "NZD",
    "sg": "SGD",
    "hk": "HKD",
    "tw": "TWD",
    "cl": "CLP",
    "ar": "ARS",
    "clp": "CLP",
    "ars": "ARS",
}
_SHOWN = {
    "$": re.compile(
        r"(?<![a-z])(us|a|au|c|ca|nz|s|hk|nt|mx)\$|\b(usd|aud|cad|nzd|sgd|hkd|twd|mxn|clp|ars)\b|"
        r"@[\w.-]+\.(mx|au|ca|nz|sg|hk|tw|cl|ar)(?![\w.-])"
    ),
    "kr": re.compile(r"\b(sek|nok|dkk)\b|(svenska kronor|norske kroner|danske kroner)"),
}


_OF_PESOS = re.compile(r"\s*(?:de )?pesos?\b")
_PESOS = {"argentin": "ARS", "méxico": "MXN", "mexic": "MXN", "chile": "CLP", "colombia": "COP", "uruguay": "UYU"}


def currencies_shown(texts: Iterable[str]) -> dict[str, str]:
    """Return what the bare marks `$`, `kr` and `¥` stand for in these texts, by codes, prefixes and mail domains.

    A mark of which the texts show two is there with an empty string: nobody can tell.
    """
    seen: dict[str, set[str]] = {"$": set(), "kr": set(), "¥": set(), "peso": set()}
    for text in texts:
        low = lower(text)
        for mark, pattern in _SHOWN.items():
            for match in pattern.finditer(low):
                word = next(g for g in match.groups() if g)
                seen[mark].add(_COUNTRIES.get(word) or _MARKS.get(word) or _MARKS[f"{word}$"])
        yen = _YEN_SCRIPT.search(low)
        if yen or _HAN.search(low):
            seen["¥"].add("JPY" if yen else "CNY")
        seen["peso"] |= {code for stem, code in _PESOS.items() if stem in low}
    if "JPY" in seen["¥"]:
        seen["¥"] = {"JPY"}
    return {mark: found.pop() if len(found) == 1 else "" for mark, found in seen.items() if found}


def _currency(mark: str, flat: str, shown: dict[str, str], behind: str = "") -> str | None:
    if mark == "$" and _OF_PESOS.match(behind):
        return shown.get("peso") or None
    if mark in shown:
        return shown[mark] or None
    if mark.startswith(("kr", ":-", ",-")):
        return shown.get("kr") or None
    if mark == "¥":
        return "JPY" if _YEN_SCRIPT.search(flat) else "CNY" if _HAN.search(flat) else None
    return _MARKS.get(mark)


def _mark_of(text: str, number: NumberSpan) -> tuple[str, int, int] | None:
    """Return the currency mark that touches the number, with the start and end of the amount."""
    low, flat = lower(text), plain(text)
    head = low[max(0, number.start - _NEAR_BEFORE) : number.start]
    before = _BEFORE.search(head)
    first = number.start - len(head) + before.start("mark") if before else number.start
    led = before.group("mark") if before and _as_written(before.group("mark"), flat, first) else ""
    after = _AFTER.match(low, number.end)
    behind = after.group("mark") if after and after.group("mark") not in _ONLY_BEFORE else ""
    if after and behind and not _as_written(behind, flat, after.start("mark")):
        behind = ""
    if after and behind and (not led or (led in _SHARED and _MARKS.get(behind) and behind not in _SHARED)):
        return behind, first if led else number.start, after.end("mark")
    return (led, first, number.end) if led else None


def _as_written(mark: str, flat: str, position: int) -> bool:
    written = flat[position : position + len(mark)]
    return mark not in _NEEDS_CAPITALS or written.isupper()


def _clause(low: str, start: int, end: int) -> tuple[int, int]:
    """Return how far left and right of an amount its own words may stand."""
    left = max(0, start - _REACH_BEFORE)
    left = max((stop.end() for stop in _STOP.finditer(low, left, start)), default=left)
    stop = _STOP.search(low, end, min(len(low), end + _REACH_AFTER))
    return left, stop.start() if stop else min(len(low), end + _REACH_AFTER)


@dataclass(frozen=True)
class _Around:
    """The period words of a text, and how far left and right of one amount its own words may stand."""

    words: list[tuple[int, int, Period]]
    left: int
    right: int

    def near(self, start: int, end: int) -> tuple[list[tuple[int, int, Period]], list[tuple[int, int, Period]]]:
        """Return the period words before the amount and behind it, in order."""
        first = bisect_left(self.words, self.left, key=lambda w: w[0])
        last = bisect_left(self.words, self.right + 1, key=lambda w: w[0])
        mine = self.words[first:last]
        return [w for w in mine if w[1] <= start], [w for w in mine if w[0] >= end - 1 and w[1] <= self.right + 1]


def _period(low: str, start: int, end: int, around: _Around) -> tuple[Period | None, int, bool]:
    """Return the period word that belongs to the amount, its end, and whether it touches the amount.

    A word right behind the amount comes first, then the nearest before it, then one further behind.
    """
    before, after = around.near(start, end)
    behind = after[0] if after else None
    gap = low[end : behind[0]] if behind else ""
    if behind and len(gap) <= _REACH_AFTER // 2 and not re.search("[,;:，；：、]", gap):
        return behind[2], behind[1], not gap.strip(" /(")
    if before:
        lead = re.sub(r"of|is|约|的|为|是|は|合同额", "", low[before[-1][1] : start])
        return before[-1][2], end, not re.search(r"[^\s:=~(*|-]", lead)
    return (behind[2], behind[1], False) if behind and not gap.strip(" (/") else (None, end, False)


def _bounds(low: str, areas: list[tuple[int, int]], rivals: list[bool], index: int) -> tuple[int, int]:
    """Return the clause of an amount, cut where its neighbours stand."""
    left, right = _clause(low, *areas[index])
    before = next((i for i in range(index - 1, -1, -1) if rivals[i]), None)
    after = next((i for i in range(index + 1, len(areas)) if rivals[i]), None)
    left = max(left, areas[before][1]) if before is not None else left
    return left, min(right, areas[after][0]) if after is not None else right


def money_in(text: str, *, shown: dict[str, str] | None = None, decimal: DecimalMark | None = None) -> list[MoneySpan]:
    """Return the amounts of the text that carry a currency mark or a period word, in order.

    `shown` is what `currencies_shown` found in the whole thread, `decimal` what `decimal_evidence` did.
    """
    context = shown or {}
    low = lower(text)
    figures = [n for n in numbers_in(text, decimal) if n.kind in {"number", "word"}]
    spans = [(n, _mark_of(text, n)) for n in figures]
    areas = [(m[1], m[2]) if m else (n.start, n.end) for n, m in spans]
    rivals = [bool(m) or n.unit is None for n, m in spans]
    words = periods_in(text)
    out: list[MoneySpan] = []
    for index, (number, mark) in enumerate(spans):
        start, end = areas[index]
        around = _Around(words, *_bounds(low, areas, rivals, index))
        per, per_end, touches = _period(low, start, end, around)
        symbol = mark[0] if mark else ""
        if not mark:
            if not touches or number.unit or number.kind == "word":
                continue
            far = _FAR_MARK.match(low, per_end + (low[per_end : per_end + 1] == " "))
            if far and _as_written(far.group("mark"), plain(text), far.start("mark")):
                symbol = far.group("mark")
                end = far.end("mark")
        currency = _currency(symbol, text, context, low[end : end + 12]) if symbol else None
        out.append(MoneySpan(start, end, number.value, currency, per, text[start:end], symbol, number.alternatives,
                             (number.start, number.end)))  # fmt: skip
    return out


def currency_names(text: str) -> tuple[str, ...]:
    """Return the ISO codes of the currencies that the text names by a code, a word or a mark of one country."""
    low, flat = lower(text), plain(text)
    marks = [(m.group(), m.start()) for m in _NAMED.finditer(low)]
    return tuple(dict.fromkeys(code for m, at in marks if _as_written(m, flat, at) and (code := _MARKS.get(m))))
