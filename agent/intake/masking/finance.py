"""Payment cards (ISO/IEC 7812: issuer, length, Luhn) and bank accounts (ISO 13616 IBAN: country length, mod 97)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.context import preceded_by
from agent.intake.masking.scan import Hit, joined, pattern, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.scan import Scan

_GROUPED = tuple(
    shape.replace(" ", sign)
    for shape in (
        "9999 9999 9999 9999 999",
        "9999 9999 9999 9999",
        "9999 999999 99999",
        "9999 999999 9999",
        "999999 9999999999999",
        "9999 9999 9999 999",
    )
    for sign in (" ", "-", "  ", ".", " - ", "·")
)
_RUN = r"(?<![0-9A-Za-z_.,-])\d{13,19}(?![0-9A-Za-z_-]|[.,]\d)"
_ISSUERS = (
    r"(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3"
    r"(?:0[0-5]|[689]\d)\d{11}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|8[12]\d{14}|60\d{14}|(?:5[06-8]"
    r"|6[0-9])\d{10,17}|220[0-4]\d{12,15}|9792\d{12})"
)
_CARD_WORDS = terms("""
    card|visa|master|amex|american express|maestro|unionpay|jcb|diners|discover|credit|debit|karte|carte|carta|
    tarjeta|cartão|cartao|kaart|kort|karta|kartu|карт|kartı|卡|カード|카드|pan|bankkort|luottokort|بطاقة|כרטיס
""")
_CARD_REACH = 60
_UNSEPARATED = (15, 16)
_DIGITS_LEAST = 8
_IBAN_LENGTHS = {
    code: int(length)
    for length, codes in {
        "15": "NO",
        "16": "BE",
        "18": "DK FI FO GL NL SD FK",
        "19": "MK SI",
        "20": "AT BA EE KZ LT LU XK MN",
        "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA",
        "23": "AE IL IQ TL OM SO",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG DZ",
        "25": "LY PT ST AO CV MZ",
        "26": "IS TR",
        "27": "FR GR IT MC MR SM BF CF CG DJ GA GQ IR KM MG",
        "28": "AL AZ BY CY DO GT HN HU LB NI PL SV BJ CI ML NE SN TD TG MA",
        "29": "BR EG PS QA UA BI",
        "30": "JO KW MU YE",
        "31": "MT SC",
        "32": "LC",
        "33": "RU",
    }.items()
    for code in codes.split()
}
_IBAN_START = r"(?<![A-Za-z0-9_])(?P<country>[A-Za-z]{2})(?P<check>\d{2})(?=[ -]?[A-Za-z0-9]{4})"
_BANK_CODES = ("sort code", "sort-code", "routing number", "routing no", "routing", "aba", "aba number", "bsb")
_ACCOUNT = (
    r"[^\n]{0,40}?(?:account|acct|a/c|acc)[ .]{0,2}(?:number|no|num|#)?[^\w\n]{1,4}(?:is[ ])?(\d{4}[ "
    r"-]?\d{2,4}[ -]?\d{0,9})(?!\d)"
)
_LUHN_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def find(scan: Scan) -> Iterator[Hit]:
    """Yield card numbers and IBANs, written together or in groups."""
    yield from _cards(scan)
    for found in pattern(_IBAN_START).finditer(scan.plain):
        end = _iban_end(scan.plain, found.start(), found["country"].upper())
        if end:
            yield Hit("IBAN", found.start(), end)
    for _, end in scan.labels(_BANK_CODES):
        account = pattern(_ACCOUNT).match(scan.folded, end)
        if account:
            yield Hit("BANK_ACCOUNT", account.start(1), account.end(1))


def luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812-1 (Luhn) fits."""
    total = sum(
        int(digit) if index % 2 == 0 else _LUHN_DOUBLED[int(digit)] for index, digit in enumerate(reversed(digits))
    )
    return total % 10 == 0 and len(set(digits)) > 1


def is_card(digits: str) -> bool:
    """Whether the digits are a card number: a known issuer's range, its length, and the Luhn digit."""
    return pattern(_ISSUERS).fullmatch(digits) is not None and luhn(digits)


def _cards(scan: Scan) -> Iterator[Hit]:
    if scan.shape.count("9") < _DIGITS_LEAST:
        return
    for shape in _GROUPED:
        at = scan.shape.find(shape)
        while at >= 0:
            end = at + len(shape)
            digits = pattern(r"\D+").sub("", scan.plain[at:end])
            if _bounded(scan.plain, at, end) and is_card(digits) and not preceded_by(scan, at, strong_only=True):
                yield Hit("CARD", at, end)
            at = scan.shape.find(shape, at + 1)
    for found in pattern(_RUN).finditer(scan.plain):
        if is_card(found[0]) and _run_is_card(scan, found.start(), len(found[0])):
            yield Hit("CARD", found.start(), found.end())


def _bounded(plain: str, start: int, end: int) -> bool:
    before = plain[max(0, start - 2) : start]
    after = plain[end : end + 2]
    digit_before = before[-1:].isdigit() or (before[-1:] in "-." and before[:1].isdigit())
    digit_after = after[:1].isdigit() or (after[:1] in "-." and after[1:].isdigit())
    return not (digit_before or digit_after or (before and joined(before[-1])) or (after and joined(after[0])))


def _run_is_card(scan: Scan, start: int, length: int) -> bool:
    """Digits without groups: with a card word near, or in a common length and not called an order or the like."""
    line_start, _ = scan.line(start)
    near = (
        scan.folded[max(line_start, start - _CARD_REACH) : start]
        + scan.folded[start + length : start + length + _CARD_REACH // 2].split("\n")[0]
    )
    if any(word in near for word in _CARD_WORDS) and not preceded_by(scan, start, strong_only=True):
        return True
    return length in _UNSEPARATED and not preceded_by(scan, start)


def _iban_end(plain: str, start: int, country: str) -> int | None:
    """Where the IBAN that begins here ends; null where the length or the check digits do not fit."""
    length = _IBAN_LENGTHS.get(country)
    if length is None:
        return None
    at = start
    taken: list[str] = []
    while at < len(plain) and len(taken) < length:
        char = plain[at]
        if char.isascii() and char.isalnum():
            taken.append(char.upper())
        elif char not in " -" or plain[at - 1] in " -":
            return None
        at += 1
    if len(taken) < length or (at < len(plain) and joined(plain[at])):
        return None
    rotated = "".join(taken[4:] + taken[:4])
    return at if int("".join(str(int(char, 36)) for char in rotated)) % 97 == 1 else None
