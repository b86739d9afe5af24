"""Prose as the checks need it: sentences counted, quotations taken out, the words that carry meaning."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.checks.lexicon import groups
from agent.values.calendar import months
from agent.values.fold import is_cjk, lower, strip_marks

CITATION = re.compile(r"\s*\[(?:[A-Za-z]{1,3}\d{1,4}|\d{1,3}|record|[a-z]+:[\w.:-]+)\]")
_QUOTED = re.compile(
    r"“[^”]{0,900}”|„[^“”]{0,900}[“”]|«[^»]{0,900}»|「[^」]{0,900}」|『[^』]{0,900}』|‘[^’]{0,900}’(?!\w)|"
    r"(?<!\w)\"[^\"\n]{1,900}\"(?!\w)|(?<!\w)'[^'\n]{2,400}'(?!\w)"
)
_SHORT = re.compile(
    r"(?:^|[\s(“\"'])(?:mr|mrs|ms|dr|prof|st|sr|jr|no|nr|nos|vs|etc|approx|inc|ltd|co|corp|llc|e\.g|i\.e|eg|ie|z\.b|ca|fig|"
    r"dept|est|max|min|a\.m|p\.m|u\.s|u\.k|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|v|ver|ext|"
    r"gmbh|bros|hon|rev|gen|col|sgt|capt|ph\.d|b\.v|s\.a|s\.r\.l|a\.s|ref|rel|incl|resp|[a-z])$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|[。！？…]+[”’」』）)]*|\n+")
_URL = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@lru_cache(maxsize=1024)
def unquoted(text: str) -> str:
    """Return the text without what it quotes of others, and without citations."""
    return CITATION.sub("", _QUOTED.sub(" “…” ", text))


def quotes(text: str) -> tuple[str, ...]:
    """Return what the text quotes, marks included."""
    return tuple(m.group() for m in _QUOTED.finditer(text))


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[str, ...]:
    """Split prose into sentences: abbreviations, initials, decimals, versions, URLs and citations end none."""
    flat = _URL.sub(lambda m: re.sub(r"[.!?](?=.)", "_", m.group()), CITATION.sub("", text))
    out, start = [], 0
    for match in _END.finditer(flat):
        if (
            match.group().strip().startswith(".")
            and len(match.group().strip('"”’»)]')) == 1
            and _goes_on(flat, start, match)
        ):
            continue
        out.append(flat[start : match.end()].strip())
        start = match.end()
    out.append(flat[start:].strip())
    return tuple(s for s in out if re.search(r"\w", s))


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, or the next word shows that the sentence goes on."""
    after = text[match.end() :].lstrip()
    if not after:
        return False
    before = text[start : match.start()]
    if re.search(r"(?:^|[\s(])\d{1,2}$", before) and (after[0].islower() or _month(after)):
        return True
    known = _SHORT.search(before)
    if not known:
        return after[0].islower()
    if known.group().strip(" (“\"'").lower() in {
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "llc",
        "gmbh",
        "a.m",
        "p.m",
        "u.s",
        "u.k",
        "b.v",
        "s.a",
    }:
        return not (after[0].isupper() and _begins(after))
    return True


def _month(after: str) -> bool:
    """Whether the next word is a month, so that the full stop made an ordinal ("6. März")."""
    first = _WORD.match(after)
    return first is not None and lower(first.group()) in months()


def _begins(after: str) -> bool:
    first = _WORD.match(after)
    return bool(first and lower(first.group()) in groups("en")["sentence_openers"])


@lru_cache(maxsize=2)
def _stop() -> frozenset[str]:
    return frozenset(w for line in groups("en")["stopwords"] for w in line.split())


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded; Han text as its single characters."""
    out: list[str] = []
    for match in _WORD.finditer(strip_marks(lower(CITATION.sub(" ", text)))):
        word = match.group()
        out += [word] if word.isascii() else [c for c in word if is_cjk(c)] or [word]
    return tuple(out)


@lru_cache(maxsize=1024)
def content(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry meaning; Han text as pairs of characters."""
    out = []
    for match in _WORD.finditer(strip_marks(lower(CITATION.sub(" ", text)))):
        word = match.group()
        if any(is_cjk(c) for c in word):
            out += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        elif word not in _stop():
            out.append(stem(word))
    return tuple(out)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return an English word without its commonest endings."""
    bare = word.removesuffix("'s")
    for ending in (
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ions",
        "ion",
        "ies",
        "ers",
        "ed",
        "es",
        "ly",
        "er",
        "s",
        "e",
    ):
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:  # noqa: PLR2004 - what is left must still be a word
            return bare[: -len(ending)]
    return bare
