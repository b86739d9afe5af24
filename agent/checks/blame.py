"""Blame: naming a person or a team as the one at fault, where the brief should name what the process lacked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.lexicon import find, groups
from agent.checks.prose import sentences, unquoted
from agent.checks.registry import Finding, check, fail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc

_PERSON_KEYS = ("owner", "by", "who", "csm", "account_owner", "raised_by", "decider", "escalation_owner", "contact")
_NAME = re.compile(r"[A-ZÀ-ÞŁŚ][\w'’-]+(?: [A-ZÀ-ÞŁŚ][\w'’-]+)+|[\u4e00-\u9fff]{2,4}")
_ADVERBS = r"(?: (?:has|had|have|also|again|repeatedly|simply|clearly|once|then|even|just|apparently|obviously|still|really|was|were|is|are|on duty|on call|at (?:the )?\w+|in \w+))*"  # noqa: E501


def _people(doc: Doc) -> tuple[str, ...]:
    """Return the names that stand in the document as owners and actors: whole, given and family."""
    names = [m.group() for v in doc.values(*_PERSON_KEYS) for m in _NAME.finditer(v.value)]
    role = frozenset(groups("en")["role_words"][0].split())
    parts = {p for name in names for p in (name, *name.split()) if p.lower() not in role and len(p) > 1}
    return tuple(sorted(parts, key=len, reverse=True))


@check("language_blameless")
def language_blameless(doc: Doc) -> Iterator[Finding]:
    """Nobody is named as the one at fault; what others said may be quoted or reported as theirs."""
    people = "|".join(re.escape(p) for p in _people(doc)) or "(?!)"
    subject = rf"(?:{people}|{'|'.join(groups('en')['blame_subject'])})"
    verbs = "|".join(groups("en")["blame_verb"])
    acted = re.compile(rf"(?<![\w-])(?:(?-i:{people})|{subject}){_ADVERBS} (?:{verbs})(?!\w)", re.IGNORECASE)
    passive = re.compile(
        rf"(?<!\w)(?:{'|'.join(groups('en')['blame_of'])}) (?:the |our |a |an )?{subject}(?!\w)", re.IGNORECASE
    )
    owned = re.compile(rf"(?:{subject})['’]s? (?:own )?(?:{'|'.join(groups('en')['blame_noun'])})(?!\w)", re.IGNORECASE)
    han = re.compile(
        rf"(?:{people}|{'|'.join(groups('zh')['blame_subject'])})[^，。；]{{0,6}}(?:{'|'.join(groups('zh')['blame_verb'])})"
    )
    for section, line in doc.prose():
        if line.kind == "quote" or section.name == "asks":
            continue
        for sentence in sentences(unquoted(line.text)):
            if find("blameless", sentence) or (section.name == "position" and find("reported", sentence)):
                continue
            found = find("blame", sentence) or next(
                (m for p in (acted, passive, owned, han) if (m := p.search(sentence))), None
            )
            if found and not _system(sentence, found):
                yield fail("blame", line.where, phrase=found.group())


def _system(sentence: str, found: re.Match[str]) -> bool:
    """Whether the phrase is about a part of the system ("the export failed to notify")."""
    before = re.findall(r"[\w-]+", sentence[: found.start()])
    word = before[-1].lower() if before else ""
    return found.group().lower().startswith("failed to") and (
        word in groups("en")["system_noun"][0].split() or not word
    )
