"""Blame: naming a person or a team as the one at fault, where the brief should name what the process lacked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.lexicon import find, groups, said
from agent.checks.prose import sentences, unquoted
from agent.checks.registry import Finding, check, fail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc

_PERSON_KEYS = ("owner", "by", "who", "csm", "account_owner", "raised_by", "decider", "escalation_owner", "contact")
_NAME = re.compile(r"[A-ZÀ-ÞŁŚ][\w'’-]+(?: [A-ZÀ-ÞŁŚ][\w'’-]+)+|[\u4e00-\u9fff]{2,4}")
_NAMED = "\ua66e"
"""A letter that no text has: it stands for each letter of a name."""
_ADVERBS = r"(?: (?:has|had|have|also|again|repeatedly|simply|clearly|once|then|even|just|apparently|obviously|still|really|alone|himself|herself|themselves|frankly|sadly|unfortunately|knowingly|in the end|of course|in fact|here|who|that|was|were|is|are|on duty|on call|at (?:the )?\w+|in \w+))*"  # noqa: E501


def _people(doc: Doc) -> tuple[str, ...]:
    """Return the names that stand in the document as owners and actors: whole, given and family."""
    names = [m.group() for v in doc.values(*_PERSON_KEYS) for m in _NAME.finditer(v.value)]
    role = frozenset(groups("en")["role_words"][0].split())
    parts = {p for name in names for p in (name, *name.split()) if p.lower() not in role and len(p) > 1}
    return tuple(sorted(parts, key=len, reverse=True))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what blames somebody: each name of the document stands as a run of `_NAMED` in the text they search.

    So they are made once: a pattern with the names themselves takes tens of milliseconds for each document.
    """
    subject = rf"(?:{_NAMED}+|{'|'.join(groups('en')['blame_subject'])})"
    verbs, nouns = "|".join(groups("en")["blame_verb"]), "|".join(groups("en")["blame_noun"])
    whom, did = "|".join(groups("zh")["blame_subject"]), "|".join(groups("zh")["blame_verb"])
    return (
        re.compile(rf"(?<![\w-]){subject}{_ADVERBS} (?:{verbs})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{'|'.join(groups('en')['blame_of'])}) (?:the |our |a |an )?{subject}(?!\w)", re.IGNORECASE
        ),
        re.compile(rf"(?:{subject})['’]s? (?:own )?(?:{nouns})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{_NAMED}+|{whom})[^，。；]{{0,6}}(?:{did})"),
        re.compile(rf"(?:责任|过错|过失|问题|根源|错)[^，。；我]{{0,6}}(?:在于?|归于?|归咎于|怪|是){_NAMED}+"),
    )


@lru_cache(maxsize=4096)
def _blaming(named: str) -> re.Match[str] | None:
    return next((m for p in _patterns() if (m := p.search(named))), None)


def _belittled(named: str) -> re.Match[str] | None:
    """Return what is said of people, where a sentence names some and judges them."""
    found = find("evaluative", named)
    return found if found and _someone().search(named) else None


@lru_cache(maxsize=1)
def _someone() -> re.Pattern[str]:
    """Return what names a person or a team: a name of the document, or one of the words for them."""
    words = "|".join(w for w in groups("en")["blame_subject"])
    return re.compile(
        rf"{_NAMED}+|(?<![\w-])(?:{words})(?!\w)|{'|'.join(groups('zh')['blame_subject'])}", re.IGNORECASE
    )


@check("language_blameless")
def language_blameless(doc: Doc) -> Iterator[Finding]:
    """Nobody is named as the one at fault; what others said may be quoted or reported as theirs."""
    people = re.compile("|".join(re.escape(p) for p in _people(doc)) or "(?!)", re.IGNORECASE)
    for section, line in doc.prose():
        if line.kind == "quote" or section.name == "asks":
            continue
        for sentence in sentences(unquoted(line.text)):
            if find("blameless", sentence) or (section.name == "position" and find("reported", sentence)):
                continue
            named = people.sub(lambda m: _NAMED * len(m.group()), sentence)
            found = find("blame", sentence) or _blaming(named) or _belittled(named)
            if found and not _system(sentence, found) and not _reported(sentence, found):
                yield fail("blame", line.where, phrase=said(sentence, found))


def _reported(sentence: str, found: re.Match[str]) -> bool:
    """Whether somebody reports what is held against our side as a whole ("she says that we wasted her week")."""
    told = find("reported", sentence)
    return (
        told is not None
        and told.end() <= found.start()
        and re.match(r"(?:we|our|us)\b", said(sentence, found), re.IGNORECASE) is not None
    )


def _system(sentence: str, found: re.Match[str]) -> bool:
    """Whether the phrase is about a part of the system ("the export failed to notify")."""
    before = re.findall(r"[\w-]+", sentence[: found.start()])
    word = before[-1].lower() if before else ""
    return said(sentence, found).lower().startswith("failed to") and (
        word in groups("en")["system_noun"][0].split() or not word
    )
