"""Numbers written in words. One is left out (it is mostly an article), and so are words that mean more elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.values.fold import lower

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALL = """
2 two zwei deux två twee dwa dwie dwóch dwu duas dois
3 three third drei dritte dritten trois troisième tres tercera tercero tre terza três terceira drie derde tredje trzy
4 four fourth vier vierte quatre quatrième cuatro cuarta quattro quatro quarta vierde fyra fjerde cztery
5 five fifth fünf fünfte cinq cinquième cinco quinta cinque vijf fem pięć
6 six sixth sechs sechste seis zes seks sześć
7 seven seventh sieben siebte siete sette sete zeven sju syv siedem
8 eight eighth acht achte huit ocho otto oito åtta åtte otte osiem
9 nine ninth neun neunte nueve nove negen nio dziewięć
10 ten tenth zehn zehnte dix diez dieci dez tien tio dziesięć
11 eleven eleventh elf onze undici elva elleve jedenaście
12 twelve twelfth zwölf douze dodici doze twaalf tolv dwanaście
13 thirteen dreizehn treize trece tredici treze dertien tretton
14 fourteen vierzehn quatorze catorce quattordici veertien fjorton
15 fifteen fünfzehn quinze quince quindici vijftien femton
16 sixteen sechzehn seize dieciséis sedici zestien sexton
17 seventeen siebzehn diecisiete diciassette zeventien sjutton
18 eighteen achtzehn dieciocho diciotto achttien arton
19 nineteen neunzehn diecinueve diciannove negentien nitton
20 twenty zwanzig vingt veinte venti vinte twintig tjugo
30 thirty dreißig trente treinta trenta trinta dertig trettio
40 forty vierzig quarante cuarenta quaranta quarenta veertig fyrtio
50 fifty fünfzig cinquante cincuenta cinquanta cinquenta vijftig femtio
60 sixty sechzig soixante sesenta sessanta sessenta zestig sextio
70 seventy siebzig setenta settanta zeventig sjuttio
80 eighty achtzig ochenta ottanta oitenta tachtig åttio
90 ninety neunzig noventa novanta negentig nittio
"""
_VALUES = {word: int(line.split()[0]) for line in _SMALL.strip().splitlines() for word in line.split()[1:]}
_SCALES = {
    "hundred": 100, "hundert": 100, "thousand": 1000, "grand": 1000, "tausend": 1000, "tusen": 1000, "duizend": 1000,
    "million": 1_000_000, "millionen": 1_000_000,
}  # fmt: skip
_LINK = r"(?:[ -]|\n>? ?| and )"
_WORD = "|".join(sorted([*_VALUES, *_SCALES, "one"], key=len, reverse=True))
_RUN = re.compile(rf"(?<![\wÀ-ɏ])(?:{_WORD})(?:{_LINK}(?:{_WORD}))*(?![\wÀ-ɏ])")
_HAN_DIGITS = {
    c: n for n, group in enumerate(("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in group
}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_HAN = re.compile(r"(?<![周週第期拜曜0-9.])(?<!\d )[〇零一二两兩三四五六七八九十百千万萬亿億]+(?![、曜])")
_HAN_IDIOMS = frozenset({"一", "万", "千", "百", "十", "亿", "億", "千万", "万一", "零", "〇", "万万", "百万"})
_HAN_MARKER = re.compile(r"十分(?![钟鐘之])|一[些直下样定般切起]")


def _english(words: list[str]) -> int:
    total = current = 0
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            current = max(current, 1) * scale
            if scale > _SCALES["hundred"]:
                total, current = total + current, 0
        else:
            current += 1 if word == "one" else _VALUES[word]
    return total + current


def _han(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_SCALES:
            section, digit = section + (digit or 1) * _HAN_SCALES[char], 0
        else:
            total, section, digit = total + (section + digit or 1) * _HAN_GROUPS[char], 0, 0
    return total + section + digit


def word_numbers(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Yield start, end and value of each number in words, from left to right within each script."""
    low = lower(text)
    for run in _RUN.finditer(low):
        words = [w for w in re.split(r"[^\wÀ-ɏ]+", run.group()) if w not in {"and", ""}]
        if words == ["one"] or all(w in _SCALES for w in words):
            continue
        if all(w in _VALUES or w == "one" for w in words) and not _adds_up(words):
            for word in re.finditer(r"[\wÀ-ɏ]+", run.group()):
                if word.group() in _VALUES:
                    yield run.start() + word.start(), run.start() + word.end(), Decimal(_VALUES[word.group()])
            continue
        yield run.start(), run.end(), Decimal(_english(words))
    for run in _HAN.finditer(text):
        if run.group() not in _HAN_IDIOMS and not _HAN_MARKER.match(text, run.start()):
            yield run.start(), run.end(), Decimal(_han(run.group()))


def _adds_up(words: list[str]) -> bool:
    """Whether the words are one number (twenty five), not two that stand side by side (two three)."""
    tens, ten = 20, 10
    one = len(words) == 1
    return one or (len(words) == len("ab") and _VALUES.get(words[0], 0) >= tens and _VALUES.get(words[1], 1) < ten)
