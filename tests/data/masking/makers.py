"""Values for the slots of the masking corpus, drawn from a seeded generator.

Keys are put together from pieces, so that no file holds a literal that looks like a live secret. Identifiers with check
digits are drawn until python-stdnum accepts them.
"""

from __future__ import annotations

import base64
import calendar
import importlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()
_DIGITS = "0123456789"
_B62 = _UPPER + _LOWER + _DIGITS
_SIGNS = "!#$%*+=?@^~"
_WORDS = re.findall(
    r"\w+",
    "abandon ability about absent absorb abstract absurd access accident acid across actor adapt adjust admit advance "
    "advice afford again agent album alcohol alert alien almost alpha already amateur amazing among anchor ancient "
    "animal ankle annual answer antenna anxiety apart",
)
_NOUNS = re.findall(
    r"\w+", "Sommer Winter Harbour Falcon Bridge Copper Marble Tiger Velvet Rocket Forest Castle Meadow"
)
_SURNAMES = re.findall(
    r"[\w-]+",
    "Okonkwo Petrescu Lindqvist Haberland Castellano Moreau Tanaka-Reyes Fitzgerald Wojciechowska Abernathy",
)
_GIVEN = re.findall(r"\w+", "Adaeze Radu Ingrid Konrad Lucía Séverine Naomi Brendan Zofia Winifred")


def _pick(rng: random.Random, letters: str, length: int) -> str:
    return "".join(rng.choice(letters) for _ in range(length))


def _mixed(rng: random.Random, letters: str, length: int) -> str:
    """Random characters with at least three digits and three letters, as real keys of that length have."""
    while True:
        value = _pick(rng, letters, length)
        digits = sum(char.isdigit() for char in value)
        if min(3, length // 4) <= digits <= length - min(3, length // 4):
            return value


def _luhn(body: str) -> str:
    return body + str(importlib.import_module("stdnum.luhn").calc_check_digit(body))


def _dated(rng: random.Random, module: str, form: str) -> str:
    """Draw until python-stdnum accepts: # a digit, % a capital, {ymd} and {dmy} a birth date."""
    checker = importlib.import_module(f"stdnum.{module}")
    while True:
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(50, 99)
        ymd, dmy = f"{year}{month:02}{day:02}", f"{day:02}{month:02}{year}"
        value = form.format(ymd=ymd, dmy=dmy, y=f"{year}", m=f"{month:02}", d=f"{day:02}")
        value = re.sub("#", lambda _: rng.choice(_DIGITS), value)
        value = re.sub("%", lambda _: rng.choice(_UPPER), value)
        if checker.is_valid(value):
            return value


def _grouped(value: str, *sizes: int, sign: str = " ") -> str:
    parts: list[str] = []
    at = 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return sign.join([*parts, value[at:]] if value[at:] else parts)


def _iban(rng: random.Random, country: str, bban: str) -> str:
    body = re.sub("#", lambda _: rng.choice(_DIGITS), bban)
    value = int("".join(str(int(char, 36)) for char in f"{body}{country}00"))
    return f"{country}{98 - value % 97:02}{body}"


def _pem(rng: random.Random, kind: str, lines: int, *, end: bool = True, sign: str = "\n", lead: str = "") -> str:
    dashes = "-" * 5
    body = [f"{dashes}BEGIN {kind}PRIVATE {'KEY'}{dashes}"] + [_pick(rng, _B62 + "+/", 64) for _ in range(lines)]
    if end:
        body += [_pick(rng, _B62, 22) + "==", f"{dashes}END {kind}PRIVATE {'KEY'}{dashes}"]
    return sign.join(lead + line for line in body)


def _putty(rng: random.Random) -> str:
    head = ["PuTTY-User-Key-" + "File-3: ssh-ed25519", "Encryption: none", "Comment: ops", "Private-Lines: 1"]
    return "\n".join([*head, _pick(rng, _B62, 46) + "==", "Private-MAC: " + _pick(rng, "0123456789abcdef", 64)])


def _jwt(rng: random.Random) -> str:
    def part(text: str) -> str:
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    head, body = part('{"alg":"HS256","typ":"JWT"}'), part(f'{{"sub":"{rng.randint(1000, 9999)}","exp":17764}}')
    return f"{head}.{body}.{_pick(rng, _B62 + '-_', 43)}"


def _password(rng: random.Random) -> str:
    noun = rng.choice(_NOUNS)
    forms = (
        f"{noun}{rng.randint(2019, 2026)}!",
        f"{noun[:3]}0{noun[3:]}-{rng.choice(_NOUNS)}!{rng.randint(10, 99)}",
        _mixed(rng, _B62, rng.randint(9, 14)),
        f"{noun.lower()}_{rng.randint(100, 999)}",
        f"{rng.choice(_NOUNS)}{rng.choice(_SIGNS)}{rng.randint(100, 9999)}",
    )
    return rng.choice(forms)


def _symbols(rng: random.Random) -> str:
    signs = "!#$%*+?@^~"
    start = _pick(rng, _LOWER, 2) + rng.choice(_DIGITS) + rng.choice(signs)
    return start + _pick(rng, _UPPER, 3) + rng.choice(signs) + _pick(rng, _B62, 4)


def _ssn(rng: random.Random) -> str:
    return f"{rng.choice([*range(1, 665), *range(667, 899)]):03}-{rng.randint(1, 99):02}-{rng.randint(1, 9999):04}"


def _nino(rng: random.Random) -> str:
    return f"{rng.choice(['AB', 'CE', 'JG', 'PX', 'SR', 'WK'])}{_pick(rng, _DIGITS, 6)}{rng.choice('ABCD')}"


def _nir(rng: random.Random) -> str:
    return _dated(rng, "fr.nir", "1{y}{m}75########")


def _sg(rng: random.Random) -> str:
    digits = _pick(rng, _DIGITS, 7)
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True))
    return f"S{digits}{'JZIHGFEDCBA'[total % 11]}"


def _hex(length: int) -> Callable[[random.Random], str]:
    return lambda rng: _mixed(rng, "0123456789abcdef", length)


def _b62(length: int) -> Callable[[random.Random], str]:
    return lambda rng: _mixed(rng, _B62, length)


def _upper(length: int) -> Callable[[random.Random], str]:
    return lambda rng: _pick(rng, _UPPER + _DIGITS, length)


def _prefixed(prefix: str, letters: str, length: int) -> Callable[[random.Random], str]:
    return lambda rng: prefix + _mixed(rng, letters, length)


def _uuid(rng: random.Random) -> str:
    return _grouped(_pick(rng, "0123456789abcdef", 32), 8, 4, 4, 4, 12, sign="-")


def _number(length: int) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice("123456789") + _pick(rng, _DIGITS, length - 1)


def _date(form: str) -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        year, month, day = rng.randint(1941, 2003), rng.randint(1, 12), rng.randint(1, 28)
        return form.format(y=year, m=month, d=day, name=calendar.month_name[month])

    return make


def _card(start: str, length: int, *sizes: int, sign: str = " ") -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        digits = _luhn(start + _pick(rng, _DIGITS, length - len(start) - 1))
        return _grouped(digits, *sizes, sign=sign) if sizes else digits

    return make


def _ean(rng: random.Random) -> str:
    body = "40" + _pick(rng, _DIGITS, 10)
    return body + str(importlib.import_module("stdnum.ean").calc_check_digit(body))


_HEX_LETTERS = "0123456789abcdef"
MAKERS: dict[str, Callable[[random.Random], str]] = {
    "stripe": _prefixed("sk" + "_live_", _B62, 24),
    "openai": _prefixed("sk" + "-proj-", _B62, 40),
    "anthropic": _prefixed("sk" + "-ant-api03-", _B62, 48),
    "github": _prefixed("gh" + "p_", _B62, 36),
    "gitlab": _prefixed("gl" + "pat-", _B62, 20),
    "slack": lambda rng: "xo" + f"xb-{_pick(rng, _DIGITS, 12)}-{_pick(rng, _DIGITS, 12)}-{_mixed(rng, _B62, 24)}",
    "aws_id": _prefixed("AK" + "IA", _UPPER + "234567", 16),
    "aws_secret": _b62(40),
    "google": _prefixed("AI" + "za", _B62, 35),
    "sendgrid": lambda rng: "S" + f"G.{_mixed(rng, _B62, 22)}.{_mixed(rng, _B62, 43)}",
    "twilio": _prefixed("S" + "K", _HEX_LETTERS, 32),
    "npm": _prefixed("np" + "m_", _B62, 36),
    "shopify": _prefixed("shp" + "at_", _HEX_LETTERS, 32),
    "hf": _prefixed("h" + "f_", _B62, 34),
    "digitalocean": _prefixed("do" + "p_v1_", _HEX_LETTERS, 64),
    "mailgun": _prefixed("ke" + "y-", _HEX_LETTERS, 32),
    "telegram": lambda rng: f"{_pick(rng, '123456789', 10)}:A" + "A" + _mixed(rng, _B62, 33),
    "generic_live": lambda rng: f"{rng.choice(['hgx', 'acme', 'kett'])}_live_{_mixed(rng, _B62, 24)}",
    "slack_hook": lambda rng: f"T{_pick(rng, _UPPER, 8)}/B{_pick(rng, _UPPER, 8)}/{_mixed(rng, _B62, 24)}",
    "teams_hook": lambda rng: f"{_uuid(rng)}@{_uuid(rng)}/IncomingWebhook/{_pick(rng, _HEX_LETTERS, 32)}/{_uuid(rng)}",
    "sas_sig": lambda rng: _mixed(rng, _B62, 43) + "%3D",
    "azure_key": lambda rng: _mixed(rng, _B62 + "+/", 86) + "==",
    "b64_44": lambda rng: _mixed(rng, _B62, 43) + "=",
    "basic": lambda rng: base64.b64encode(f"svc:{_password(rng)}".encode()).decode(),
    "jwt": _jwt,
    "uuid": _uuid,
    **{f"hex{length}": _hex(length) for length in (8, 16, 32, 40, 64)},
    **{f"b62_{length}": _b62(length) for length in (8, 16, 24, 32, 40, 43, 60, 64)},
    "pw": _password,
    "pw_sym": _symbols,
    "pw_weak": lambda rng: rng.choice(["sunshine", "letmein", "Gartenzwerg", "dragonfly", "qwertz", "welcome"]),
    "digits8": _number(8),
    "passphrase": lambda rng: " ".join(rng.choice(_WORDS) for _ in range(4)),
    "visa": _card("4", 16),
    "visa_spaced": _card("4", 16, 4, 4, 4, 4),
    "visa_dashed": _card("4", 16, 4, 4, 4, 4, sign="-"),
    "mc": _card("53", 16),
    "mc_spaced": _card("52", 16, 4, 4, 4, 4),
    "mc_dashed": _card("55", 16, 4, 4, 4, 4, sign="-"),
    "amex": _card("37", 15),
    "amex_spaced": _card("34", 15, 4, 6, 5),
    "unionpay": _card("622", 19),
    "cvv": _number(3),
    "iban_de": lambda rng: _iban(rng, "DE", "#" * 18),
    "iban_de_spaced": lambda rng: _grouped(_iban(rng, "DE", "#" * 18), 4, 4, 4, 4, 4),
    "iban_gb_spaced": lambda rng: _grouped(_iban(rng, "GB", "NWBK" + "#" * 14), 4, 4, 4, 4, 4),
    "iban_fr": lambda rng: _iban(rng, "FR", "#" * 23),
    "iban_nl_spaced": lambda rng: _grouped(_iban(rng, "NL", "ABNA" + "#" * 10), 4, 4, 4, 4),
    "iban_it": lambda rng: _iban(rng, "IT", "X" + "#" * 22),
    "iban_es_spaced": lambda rng: _grouped(_iban(rng, "ES", "#" * 20), 4, 4, 4, 4, 4),
    "ssn": _ssn,
    "ssn_plain": lambda rng: _ssn(rng).replace("-", ""),
    "ssn_spaced": lambda rng: _ssn(rng).replace("-", " "),
    "nino": _nino,
    "nino_spaced": lambda rng: _grouped(_nino(rng), 2, 2, 2, 2),
    "nhs": lambda rng: _grouped(_dated(rng, "gb.nhs", "9#########"), 3, 3),
    "nhs_plain": lambda rng: _dated(rng, "gb.nhs", "4#########"),
    "idnr": lambda rng: _dated(rng, "de.idnr", "5##########"),
    "idnr_spaced": lambda rng: _grouped(_dated(rng, "de.idnr", "6##########"), 2, 3, 3),
    "rvnr": lambda rng: (
        f"{rng.randint(10, 89)}{rng.randint(1, 28):02}0{rng.randint(1, 9)}{rng.randint(50, 99)}"
        f"{rng.choice(_UPPER)}{rng.randint(100, 999)}"
    ),
    "nir": _nir,
    "nir_spaced": lambda rng: _grouped(_nir(rng), 1, 2, 2, 2, 3, 3),
    "dni": lambda rng: _dated(rng, "es.dni", "########%"),
    "nie": lambda rng: _dated(rng, "es.nie", "X#######%"),
    "cf": lambda rng: _dated(rng, "it.codicefiscale", "RSSL%%{y}A{d}F###%"),
    "cpf": lambda rng: _dated(rng, "br.cpf", "###.###.###-##"),
    "cpf_plain": lambda rng: _dated(rng, "br.cpf", "3##########"),
    "bsn": lambda rng: _dated(rng, "nl.bsn", "1########"),
    "pnr": lambda rng: _dated(rng, "se.personnummer", "{ymd}-####"),
    "pnr_long": lambda rng: _dated(rng, "se.personnummer", "19{ymd}-####"),
    "fnr": lambda rng: _dated(rng, "no.fodselsnummer", "{dmy}#####"),
    "hetu": lambda rng: _dated(rng, "fi.hetu", "{dmy}-###%"),
    "cpr": lambda rng: _dated(rng, "dk.cpr", "{dmy}-####"),
    "pesel": lambda rng: _dated(rng, "pl.pesel", "{ymd}#####"),
    "ric": lambda rng: _dated(rng, "cn.ric", "11010119{ymd}####"),
    "mynumber": lambda rng: _grouped(_dated(rng, "jp.in_", "############"), 4, 4),
    "rrn": lambda rng: _dated(rng, "kr.rrn", "{ymd}-1######"),
    "aadhaar": lambda rng: _grouped(_dated(rng, "in_.aadhaar", "7###########"), 4, 4),
    "pan": lambda rng: _dated(rng, "in_.pan", "%%%P%####%"),
    "sin": lambda rng: _grouped(_dated(rng, "ca.sin", "5########"), 3, 3),
    "sin_plain": lambda rng: _dated(rng, "ca.sin", "6########"),
    "tfn": lambda rng: _grouped(_dated(rng, "au.tfn", "#########"), 3, 3),
    "medicare": lambda rng: f"{rng.randint(2000, 6999)} {rng.randint(10000, 99999)} {rng.randint(1, 9)}",
    "ahv": lambda rng: _dated(rng, "ch.ssn", "756.####.####.##"),
    "benn": lambda rng: _dated(rng, "be.nn", "{y}.{m}.{d}-###.##"),
    "rc": lambda rng: _dated(rng, "cz.rc", "{ymd}/####"),
    "curp": lambda rng: _dated(rng, "mx.curp", "BEC%{ymd}HDF%%%0#"),
    "cnic": lambda rng: f"{rng.randint(30000, 69999)}-{rng.randint(1000000, 9999999)}-{rng.randint(1, 9)}",
    "nric": _sg,
    "snils": lambda rng: (
        f"{rng.randint(100, 999)}-{rng.randint(100, 999)}-{rng.randint(100, 999)} {rng.randint(10, 99)}"
    ),
    "tckn": lambda rng: _dated(rng, "tr.tckimlik", "1##########"),
    "zaid": lambda rng: _dated(rng, "za.idnr", "{ymd}####08#"),
    "passport": lambda rng: (
        f"{rng.choice('CFGHJK')}{rng.randint(10, 99)}{rng.choice('XTLN')}{rng.randint(10000, 99999)}"
    ),
    "passport_cn": lambda rng: f"E{rng.randint(10000000, 99999999)}",
    "licence": lambda rng: (
        f"{rng.choice('BDNS')}{rng.randint(100, 999)}-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}"
    ),
    "licence_uk": lambda rng: f"HABER{rng.randint(600000, 999999)}K{rng.randint(10, 99)}9IJ",
    "pem": lambda rng: _pem(rng, "RSA ", 5),
    "openssh": lambda rng: _pem(rng, "OPENSSH ", 4),
    "pem_cut": lambda rng: _pem(rng, "EC ", 3, end=False),
    "pem_json": lambda rng: _pem(rng, "", 3, sign="\\n"),
    "pem_quoted": lambda rng: _pem(rng, "RSA ", 3, lead="> "),
    "putty": _putty,
    "seed12": lambda rng: " ".join(rng.choice(_WORDS) for _ in range(12)),
    "seed24": lambda rng: " ".join(rng.choice(_WORDS) for _ in range(24)),
    "otp": _number(6),
    "pin": _number(4),
    "dob_iso": _date("{y}-{m:02}-{d:02}"),
    "dob_text": _date("{d} {name} {y}"),
    "dob_dmy": _date("{d:02}.{m:02}.{y}"),
    "dob_slash": _date("{d:02}/{m:02}/{y}"),
    "dob_cjk": _date("{y}年{m}月{d}日"),
    "surname": lambda rng: rng.choice(_SURNAMES),
    "given": lambda rng: rng.choice(_GIVEN),
    "cjk_name": lambda rng: rng.choice(["欧阳晓岚", "司徒文清", "贺兰若雪"]),
    **{f"num{length}": _number(length) for length in range(2, 17)},
    **{f"up{length}": _upper(length) for length in (2, 8, 16)},
    "sku": lambda rng: f"{_pick(rng, _UPPER, 3)}-{rng.randint(100, 9999)}-{rng.choice(['XL', 'BLK', 'R2', '40'])}",
    "ean13": _ean,
    "imei": lambda rng: _luhn("35" + _pick(rng, _DIGITS, 12)),
    "epoch_ms": lambda rng: f"17{_pick(rng, _DIGITS, 11)}",
}
