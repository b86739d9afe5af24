"""National identifiers in a text: by label, or by a shape and check digits that chance hardly makes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from agent.intake.masking.context import preceded_by
from agent.intake.masking.link import after_label, linked_before
from agent.intake.masking.national import TABLE
from agent.intake.masking.scan import Hit, joined, pattern, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.national import Identifier
    from agent.intake.masking.scan import Scan

_HK_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_SG_LETTERS = {"S": "JZIHGFEDCBA", "T": "GFEDCBAJZIH", "F": "XWUTRQPNMLK", "G": "RQPNMLKXWUT", "M": "XWUTRQPNJLK"}
_SHORT_LABELS = frozenset(
    terms("""
    social|tin|tax id|ni|cf|rg|nie|nif|pan|nin|fin|run|rut|taj|medicare|nik|rfc|ird|nir|avs|sin|insee
""")
)
_LISTED = r"[\s,;/&]{1,3}(?:(?:and|und|et|y|e|en|or)[ ])?"
_LISTED_MOST = 200
_DIGITS_LEAST = 4


def find(scan: Scan) -> Iterator[Hit]:
    """Yield the identifiers of every row of the table."""
    folded, shape = scan.folded, scan.shape
    if shape.count("9") < _DIGITS_LEAST:
        return
    for entry in TABLE:
        for label in entry.labels:
            if label.lower() in folded:
                yield from _labelled(scan, entry, label)
        for form in entry.free:
            if form in shape:
                yield from _free(scan, entry, form)


def _labelled(scan: Scan, entry: Identifier, label: str) -> Iterator[Hit]:
    value = rf"(?:{entry.labelled})"
    for start, end in scan.labels((label.lower(),), 6):
        if label.isupper() and scan.plain[start : start + len(label)] != label:
            continue
        found = after_label(scan, end, value, loose=False) or _loosely(scan, entry, end, value, label)
        if not found:
            before = linked_before(scan, start, value)
            if before and valid(entry, scan.plain[before[0] : before[1]]):
                yield Hit("NATIONAL_ID", *before)
            continue
        yield Hit("NATIONAL_ID", *found)
        yield from _listed(scan, value, found[1])


def _loosely(scan: Scan, entry: Identifier, at: int, value: str, label: str) -> tuple[int, int] | None:
    """Return a value some words away from its label: its check digits have to fit, where there are any."""
    found = None if label in _SHORT_LABELS else after_label(scan, at, value, loose=True)
    return found if found and (not entry.check or valid(entry, scan.plain[found[0] : found[1]])) else None


def _listed(scan: Scan, value: str, at: int) -> Iterator[Hit]:
    """More numbers of the same kind, enumerated after the first."""
    for _ in range(_LISTED_MOST):
        more = pattern(f"{_LISTED}({value})").match(scan.plain, at)
        if not more or not scan.alone(*more.span(1)):
            return
        yield Hit("NATIONAL_ID", *more.span(1))
        at = more.end()


def _free(scan: Scan, entry: Identifier, shape: str) -> Iterator[Hit]:
    plain = scan.plain
    at = scan.shape.find(shape)
    while at >= 0:
        end = at + len(shape)
        if at and joined(plain[at - 1]):
            at = scan.shape.find(shape, scan.word_end(at) if shape.isalnum() else at + 1)
            continue
        if _free_standing(plain, at, end) and valid(entry, plain[at:end]) and not preceded_by(scan, at):
            yield Hit("NATIONAL_ID", at, end)
        at = scan.shape.find(shape, at + 1)


def _free_standing(plain: str, start: int, end: int) -> bool:
    """Whether no sign glues the number to a longer one."""
    before = plain[max(0, start - 2) : start]
    after = plain[end : end + 2]
    if before and (joined(before[-1]) or (before[-1] in "-./+" and before[:1].isalnum())):
        return False
    return not (after and (joined(after[0]) or (after[0] in "-./" and after[1:].isalnum())))


def valid(entry: Identifier, number: str) -> bool:
    """Whether the number keeps the rule and the check digits of its kind."""
    if entry.rule and not pattern(entry.rule).fullmatch(number):
        return False
    if not entry.check:
        return True
    if entry.check == "sg":
        return _singapore(number)
    if entry.check == "hk":
        return _hong_kong(number)
    name = f"stdnum.{entry.check}"
    if name not in sys.modules:
        import importlib  # noqa: PLC0415  (python-stdnum costs tens of milliseconds: only a candidate pays for it)

        importlib.import_module(name)
    return bool(sys.modules[name].is_valid(number))


def _singapore(number: str) -> bool:
    """Whether the letter of a Singapore NRIC or FIN fits."""
    letters = _SG_LETTERS.get(number[:1])
    if not letters or not pattern(r"[STFGM]\d{7}[A-Z]").fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    return letters[(total + (3 if number[0] == "M" else 0)) % 11] == number[8] or number[0] == "M"


def _hong_kong(number: str) -> bool:
    """Whether the check digit of a Hong Kong identity card fits."""
    body = number.replace("(", "").replace(")", "")
    letters, check = body[:-7], body[-1]
    padded = letters.rjust(2)
    values = [36 if char == " " else ord(char) - 55 for char in padded] + [int(digit) for digit in body[-7:-1]]
    total = sum(value * weight for value, weight in zip(values, _HK_WEIGHTS, strict=True))
    return "0123456789A"[(11 - total % 11) % 11] == check
