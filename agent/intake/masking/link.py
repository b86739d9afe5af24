"""Whether a value belongs to a label before or after it: the words and signs between decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.context import ALWAYS
from agent.intake.masking.scan import WALL, pattern, terms
from agent.intake.masking.walk import COPULAS, FILLERS

if TYPE_CHECKING:
    from agent.intake.masking.scan import Scan

_REACH = 72
_NUMBER_WORDS = frozenset(
    terms("""
    number no no. nr nr. num num. n° nº № # numbers nummer numéro numero número numer číslo id ids code codes value
    card karte of the my his her our their your a an on ending starting s issued last given shown still listed
    wrong patient's am on el il em op le den 's in på den field value was e of kunden patient
""")
)
_OPENERS = "\"'“„«»`(*_[|<>"
_WORDS = 5
_BACK = (
    r"""["'”“»`)]{0,2}[ ]?[,(–-]?[ ]?(?:(?:is|was|as|ist|est|es|é|è|as|are)[ ])?"""
    r"""(?:(?:a|the|my|his|her|their|our|your|an|one|die|das|le|la|el|o)[ ]){0,2}"""
    r"""(?:(?:valid|customer's|employee's|login|[A-Z][a-z]+)[ ]){0,2}[("']{0,2}$"""
)
_SENTENCE_END = r"[!?;]|(?<![^\W_]\b)(?<!\bno)(?<!\bnr)(?<!\bnum)(?<!nummer)\.(?:\s|$)"
_LINE_BREAK = r"[ \t]*[:=]?[ \t]*\r?\n[ \t>]*"


def after_label(scan: Scan, at: int, value: str, *, loose: bool) -> tuple[int, int] | None:
    """Return the range of the value that the label ending at `at` announces.

    Tight: nothing but number words, or a link (`:`, `is`) directly before it. Loose: up to five words of the sentence.
    """
    window_end = min(len(scan.plain), at + _REACH)
    found = pattern(rf"(?<![0-9A-Za-z_])(?:{value})(?![0-9A-Za-z_]|[-./]\d)").search(scan.plain, at, window_end + 40)
    if not found or found.start() > window_end:
        return None
    return found.span() if _linked(scan.folded[at : found.start()], loose=loose) else None


def _same_statement(between: str) -> bool:
    """Whether nothing between ends the statement: no placeholder, sentence end or line break but one after a colon."""
    if WALL in between or ("\n" in between and not pattern(_LINE_BREAK).fullmatch(between)):
        return False
    return pattern(_SENTENCE_END).search(between.replace("nr.", "nr")) is None


def _linked(between: str, *, loose: bool) -> bool:
    between = between.removeprefix(".")
    if not _same_statement(between):
        return False
    words = pattern(r"[\s,]+").split(between.strip(_OPENERS + " \t\r\n"))
    words = [word.strip(_OPENERS) for word in words if word.strip(_OPENERS)]
    if any(word.rstrip(":") in ALWAYS for word in words):
        return False
    counted = [word for word in words if word not in _NUMBER_WORDS and word not in FILLERS]
    if not counted:
        return True
    last = counted[-1]
    ends_in_link = last in COPULAS or last[-1] in ":=" or pattern(r"[是为為はがの：에는은]$").search(last) is not None
    numbered = any(char.isdigit() for word in counted for char in word)
    if ends_in_link:
        return len(counted) <= _WORDS + 2 and not numbered
    foreign = not all(word.isascii() for word in counted) and len(between) <= _WORDS * 2
    return foreign or (loose and len(counted) <= _WORDS and not numbered)


def linked_before(scan: Scan, start: int, value: str) -> tuple[int, int] | None:
    """Return the range of the value directly before a label (`x is my SSN`, `x (SSN)`)."""
    base = max(0, start - _REACH)
    window = scan.plain[base:start]
    base += window.rfind("\n") + 1
    link = pattern(_BACK).search(scan.plain, max(base, start - 40), start)
    if not link or link.start() == start:
        return None
    for found in pattern(rf"(?<![0-9A-Za-z_])(?:{value})(?![0-9A-Za-z_])").finditer(scan.plain, base, start):
        if pattern(_BACK).fullmatch(scan.plain, found.end(), start):
            return found.span()
    return None
