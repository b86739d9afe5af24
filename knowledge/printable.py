"""A hit without the name of the account it is about: what a brief for another customer may show."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.records import Hit

_LEGAL = re.compile(
    r"[\s,]+(?:&\s*co\.?\s*)?(?:inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|ag|kg|kgaa|ug|se|s\.?a\.?r\.?l|"
    r"sas|s\.?a|s\.?l|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|oy|ab|as|a/s|aps|pty|pte|k\.?k|sp\.? z o\.?o|ltda)\.?$",
    re.IGNORECASE,
)  # fmt: skip
_LEGAL_CJK = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|株式会社|集团|公司)")
_COMMON_WORDS = """
the and for of de la del und von der des du le group holding holdings global international national united general first
new north south east west northern southern eastern western central american european asia pacific world city state
bank banking capital finance financial insurance health healthcare medical hospital clinic care pharma university
college school education logistics freight transport shipping airlines retail stores foods food energy power water
solar oil gas media press publishing travel hotels hotel systems software tech technologies technology digital data
cloud network networks solutions services service consulting partners partner industries industrial manufacturing
works labs laboratories research foundation trust association council department ministry office home homes
properties construction engineering motors automotive telecom mobile one blue green red silver golden
"""
"""Words of company names that tell nobody which company it is."""
_MIN_WORD, _LEAST_COMPACT, _FIRST_CJK = 3, 6, 0x2E80
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])\+\d[\d ()/.-]{7,17}\d")
_WITHHELD = {"account": None, "aliases": (), "threads": ()}
_SHOWN = ("title", "problem", "cause", "resolution", "concession", "outcome", "why")


def printable(hit: Hit) -> Hit:
    """Return the hit as it may be shown to anybody: account, aliases, threads and unknown keys dropped.

    Every mention of the account in the remaining texts (full name, without its legal form, its telling words, its mail
    and web domains) reads `another customer`, with its trade where known; mail addresses and phone numbers are masked.
    """
    pattern = _names_pattern(hit)
    stand_in = f"another customer ({hit.trade})" if hit.trade else "another customer"
    own = hit.id
    if pattern and pattern.search(own):
        own = f"precedent-{hashlib.sha256(own.encode()).hexdigest()[:8]}"
    texts = {name: _scrub(value, pattern, stand_in) for name in _SHOWN if (value := getattr(hit, name))}
    shared = tuple(s for s in hit.shared if not (pattern and pattern.search(s)))
    known = {name: getattr(hit, name) for name in type(hit).model_fields}
    return type(hit).model_validate({**known, **texts, **_WITHHELD, "id": own, "shared": shared})


def _scrub(text: str, pattern: re.Pattern[str] | None, stand_in: str) -> str:
    text = _PHONE.sub("[phone]", _MAIL.sub("[address]", text))
    if pattern is None:
        return text
    text = pattern.sub(stand_in, text)
    return re.sub(rf"{re.escape(stand_in)}(?:\s+{re.escape(stand_in)})+", stand_in, text)


def _names_pattern(hit: Hit) -> re.Pattern[str] | None:
    names = [name for name in (hit.account, *hit.aliases) if name and name.strip()]
    spellings = sorted({s for name in names for s in _spellings(name.strip())}, key=len, reverse=True)
    return re.compile("|".join(spellings)) if spellings else None


def _spellings(name: str) -> Iterator[str]:
    """Yield patterns for the ways a name is written."""
    core = _LEGAL_CJK.sub("", _LEGAL.sub("", _LEGAL.sub("", name))).strip() or name
    for text in {name, core}:
        loose = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", text) if word)
        if ord(text[0]) < _FIRST_CJK:
            loose = rf"(?<!\w){loose}(?:['’]s)?(?!\w)"
        yield f"(?i:{loose})"
    compact = re.sub(r"\W+", "", core)
    if compact.isascii() and len(compact) >= _LEAST_COMPACT:
        yield rf"(?i:(?<!\w)[\w.-]*{re.escape(compact)}[\w-]*(?:\.[\w-]+)*(?!\w))"
    for word in re.findall(r"\w+", core):
        if len(word) >= _MIN_WORD and word.casefold() not in _COMMON_WORDS.split() and not word[0].islower():
            forms = "|".join(re.escape(form) for form in (word, word.upper(), word.capitalize()))
            yield rf"(?<!\w)(?:{forms})(?:['’]s)?(?!\w)"
