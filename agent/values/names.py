"""Names of people: their tokens, their comparable form, and whether two spellings can be one person."""

from __future__ import annotations

import re
import unicodedata

from agent.values.fold import is_cjk, plain, strip_marks

_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "sir",
        "dame",
        "dr",
        "prof",
        "professor",
        "herr",
        "herrn",
        "frau",
        "hr",
        "fr",
        "dipl",
        "ing",
        "mag",
        "mme",
        "mlle",
        "madame",
        "monsieur",
        "m",
        "maître",
        "sr",
        "sra",
        "srta",
        "señor",
        "señora",
        "don",
        "doña",
        "sig",
        "sigra",
        "signor",
        "signora",
        "signore",
        "dott",
        "dottssa",
        "avv",
        "dhr",
        "mevr",
        "mevrouw",
        "meneer",
        "fru",
        "frk",
        "pan",
        "pani",
        "senhor",
        "senhora",
        "d",
        "dna",
        "bay",
        "bayan",
        "shri",
        "smt",
        "rev",
        "hon",
    ]
)
_CJK_TITLES = (
    "董事长|总经理|总监|经理|主管|主任|老师|先生|女士|小姐|部长|部長|課長|社長|様|さま|さん|氏|君|"
    "殿|总|總|董|工|哥|姐|님|씨|부장님|부장|과장|대리|팀장"
)
_CJK_TITLE = re.compile(rf"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?: ?(?:{_CJK_TITLES}))+$")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-]?[^\W\d_]+)*\.?")
_SUFFIXES = frozenset("phd md esq acma mba jr jnr snr cpa".split())  # noqa: SIM905
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "la",
        "le",
        "el",
        "al",
        "ten",
        "ter",
        "zu",
        "zum",
        "zur",
        "y",
        "e",
        "of",
        "bin",
        "ibn",
    ]
)
_COMMA_PARTS = 2


def name_tokens(name: str) -> tuple[str, ...]:
    """Return the tokens of a name as written, without honorifics and degrees; a CJK name is one token a part."""
    flat = unicodedata.normalize("NFC", plain(name)).strip()
    flat = _CJK_TITLE.sub("", flat)
    parts = [p.strip() for p in flat.split(",")]
    if len(parts) == _COMMA_PARTS and parts[1] and parts[1].lower().strip(".") not in _SUFFIXES | _HONORIFICS:
        flat = f"{parts[1]} {parts[0]}"
    words = [m.group() for m in _TOKEN.finditer(flat)]
    kept = [
        w for w in words if w.lower().rstrip(".").replace(".", "") not in _HONORIFICS | _SUFFIXES or len(words) == 1
    ]
    return tuple(w.rstrip(".") if len(w.rstrip(".")) > 1 else w for w in kept)


def fold_name(name: str) -> str:
    """Return the name in a form in which spellings compare: no honorific, no case, no accents, single spaces."""
    return " ".join(strip_marks(t).casefold().rstrip(".") for t in name_tokens(name))


def _fits(one: str, other: str) -> bool:
    """Whether two folded tokens can be the same part of a name: equal, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def same_person(a: str, b: str) -> bool:
    """Whether two spellings can name the same person: honorifics, accents, initials, a part left out are forgiven.

    A single given name or surname fits the whole name; two different tokens in the same place never do.
    """
    one, other = fold_name(a), fold_name(b)
    if not one or not other:
        return False
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    if is_cjk(one[0]) and is_cjk(other[0]):
        short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
        return len(short) < len(long) and (long.startswith(short) or (len(short) > 1 and long.endswith(short)))
    few, many = sorted((one.split(), other.split()), key=len)
    few = [t for t in few if t not in _PARTICLES]
    rest = [t for t in many if t not in _PARTICLES]
    for token in few:
        match = next((t for t in rest if t == token), None) or next((t for t in rest if _fits(t, token)), None)
        if match is None:
            return False
        rest.remove(match)
    return any(len(t) > 1 for t in few)
