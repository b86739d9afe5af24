"""One text, same length, with the typography that carries no meaning made plain."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import filterfalse

APOSTROPHES = "‘’‚‛ʼ`´′ˈ"
QUOTES = "“”„‟«»「」『』〝〞″"
DASHES = "‐‑‒–—―−﹣⁃"
SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Kana, Han and Hangul, as a class of a regular expression."""
_STAND_INS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_FULL_WIDTH_OFFSET = 0xFEE0


def _digits() -> dict[int, str]:
    """Map the decimal digits of other scripts to ASCII."""
    starts = (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50)
    return {start + n: str(n) for start in starts for n in range(10)}


TO_PLAIN: dict[int, str] = {
    **{code: chr(code - _FULL_WIDTH_OFFSET) for code in range(0xFF01, 0xFF5F)},
    **{ord(c): "'" for c in APOSTROPHES},
    **{ord(c): '"' for c in QUOTES},
    **{ord(c): "-" for c in DASHES},
    **{ord(c): " " for c in SPACES},
    **_digits(),
    ord("￥"): "¥",
    ord("￡"): "£",
    ord("￦"): "₩",
}


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return the text with plain quotes, dashes, spaces and widths, character for character."""
    return text.translate(TO_PLAIN)


@lru_cache(maxsize=1024)
def lower(text: str) -> str:
    """Return `plain` in lower case, still character for character."""
    flat = plain(text)
    low = flat.lower()
    if len(low) == len(flat):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in flat)


def strip_marks(text: str) -> str:
    """Return the text without diacritics; letters that do not decompose get their usual stand-in."""
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFKD", text.translate(_STAND_INS))
    return spread if spread.isascii() else "".join(filterfalse(unicodedata.combining, spread))


def is_cjk(char: str) -> bool:
    """Whether the character belongs to a script that is written without spaces (Han, kana) or to Hangul."""
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af"
