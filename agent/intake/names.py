"""Names of people as lines show them: told from prose, and parted from the title or company beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.intake.words import CUSTOMER_SIDE, OURS, TITLE

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PARTICLE = frozenset(
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
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "el",
        "ter",
        "ten",
        "zu",
        "zum",
        "af",
        "bin",
        "ibn",
        "al",
        "y",
        "e",
        "ní",
        "ó",
        "mac",
        "nic",
        "und",
        "and",
        "the",
        "of",
        "vom",
        "zur",
    ]
)
_BAD = re.compile(r"[=<>{}\[\]\\_\"“”;:：!?*#$%^|~→]|//|->|::|\b\d+[:.]\d+|https?:|www\.")
_LEVELS = frozenset(
    [
        "POST",
        "GET",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "INFO",
        "WARN",
        "WARNING",
        "ERROR",
        "DEBUG",
        "TRACE",
        "FATAL",
        "CRITICAL",
        "NOTICE",
        "SEVERE",
        "HTTP",
        "UTC",
        "GMT",
        "AM",
        "PM",
        "RE",
        "FW",
        "FWD",
        "TO",
        "CC",
        "ON",
        "AT",
    ]
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PAREN = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]{1,60})[)）\]】]\s*$")
_HONOUR = re.compile(r"^(?:dr|mr|mrs|ms|mx|prof|herr|frau|hr|fr|sr|sra|mme|mlle|m|sig|dott|ing)\.?\s+", re.IGNORECASE)
_MOST_WORDS = 5
_LONGEST = 48
_LONGEST_CJK = 18


@dataclass(frozen=True)
class Named:
    """A person as a line shows them."""

    name: str
    title: str | None = None
    company: str | None = None
    email: str | None = None
    shown: str = ""


def is_name(text: str, *, handle: bool = False) -> bool:
    """Whether the text can be the name of a person or a sender; `handle` admits one word in lower case."""
    text = text.strip(" \t@👤")
    if not text or len(text) > _LONGEST or _BAD.search(text) or text.upper() in _LEVELS:
        return False
    if EMAIL.fullmatch(text):
        return True
    if _CJK.search(text):
        return len(text) <= _LONGEST_CJK and not re.search(r"[,，。:：、!！]", text)
    words = text.replace(",", " ").split()
    if not words or len(words) > _MOST_WORDS or words[0].upper() in _LEVELS:
        return False
    if handle and len(words) == 1:
        return bool(re.fullmatch(r"[^\W\d_][\w.-]{1,30}", text))
    strong = [w for w in words if w.lower() not in _PARTICLE]
    return bool(strong) and all(_is_name_word(w) for w in strong)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".'’-&")
    if not bare:
        return word in {"&", "-"}
    return (
        bare[0].isupper()
        and not bare.isdigit()
        and "/" not in bare
        and sum(c.isdigit() for c in bare) <= len(bare) // 2
    )


def _without(text: str, mail: re.Match[str]) -> str:
    """Return a text without an address in it and the brackets and repetitions around the address."""
    before = re.sub(r"[<(\[]?\s*(?:mailto:)?$", "", text[: mail.start()])
    after = re.sub(r"^\s*(?:\[mailto:[^\]]*\]|<mailto:[^>]*>)?[>)\]]?", "", text[mail.end() :])
    return f"{before} {after}"


def parted(text: str) -> Named | None:  # noqa: C901  one branch a way of writing beside a name
    """Part "Name (Title, Company)", "Name, Title", "Name <mail>" into its parts; null where no name stands first."""
    text = shown = text.strip(" \t*_·|,，-–—•:：")
    mail = EMAIL.search(text)
    email = mail[0] if mail else None
    if mail:
        text = _without(text, mail)
    text = text.strip(" \t*_·|,，-–—•\"'“”:：<>")
    title = company = None
    while paren := _PAREN.search(text):
        title, company = _sided(paren[1], title, company)
        text = text[: paren.start()].strip(" \t*_\"'")
    if not text:
        return Named(email, title, company, email, shown) if email else None
    if "," in text and not (title or company):
        name, rest = (p.strip() for p in text.split(",", 1))
        if not email and (TITLE.inside(rest) or (" " in name and is_name(name))):
            title, company = _sided(rest, None, None)
            text = name
        elif email and is_name(name) and is_name(rest):
            text = f"{rest} {name}"
        elif is_name(name) and len(rest.split()) <= 3:  # noqa: PLR2004  a company's name
            text, company = name, rest
    if _CJK.search(text):
        text = re.sub(r"[\s\u3000]*(?:様|さま|さん|殿|님)$", "", text) or text
    if title is None and _CJK.search(text) and text.count(" ") == 1:
        left, right = text.split(" ")
        if TITLE.inside(left) != TITLE.inside(right):
            title, text = (left, right) if TITLE.inside(left) else (right, left)
    return Named(text, title, company, email, shown) if is_name(text, handle=True) else None


def _sided(text: str, title: str | None, company: str | None) -> tuple[str | None, str | None]:
    """Say which of title and company the words beside a name are."""
    if re.fullmatch(r"(?:he|she|they)\b.*|.*\d{3,}.*|external|extern|edited|bearbeitet", text.strip(), re.IGNORECASE):
        return title, company
    if TITLE.inside(text) or OURS.inside(text):
        first, _, rest = text.partition(",")
        if rest and not TITLE.inside(rest) and TITLE.inside(first):
            return title or first.strip(), company or rest.strip()
        return title or text.strip(), company
    if text.islower() and not title and not CUSTOMER_SIDE.whole(text) and not re.search(r"[.@]|\d", text):
        return text.strip(), company  # a department: firms are written with a capital
    return title, company or text.strip()


def bare(name: str) -> str:
    """Return the name without honorific, folded, for comparing."""
    return _HONOUR.sub("", name.strip()).casefold()


def same_person(a: str, b: str) -> bool:
    """Whether two names can be one person: equal, a first name alone, or an initial with the same surname."""
    x, y = bare(a).replace(".", " ").split(), bare(b).replace(".", " ").split()
    if not x or not y:
        return False
    if x == y or (len(x) == 1 and x[0] in y) or (len(y) == 1 and y[0] in x):
        return True
    return x[-1] == y[-1] and (x[0].startswith(y[0]) or y[0].startswith(x[0]))
