"""Phrases by language and concept, found in a ticket in one pass.

A file of `phrases/` is a language: `[concept]` lines, under each its phrases, parted by semicolons.
A phrase is plain words, with four signs: `*` behind a stem lets the word go on, `~` is a gap of up to 40 characters
within the sentence, `(a|b)` are alternatives, `?` behind a bracket makes it optional. Case, quote marks, dashes and
line breaks are forgiven.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.engines.rules.view import Sentence, View

_NO_SPACES = frozenset({"zh", "ja", "th"})
_SCRIPTS = {"zh": r"[\u4e00-\u9fff]", "ja": r"[\u3040-\u30ff]", "ko": r"[\uac00-\ud7af]", "ru": r"[\u0400-\u04ff]"}
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w+")
_BRACKET = re.compile(r"\([^()]*\)\??")
_LITERAL = re.compile(r"[^\s()|*~?\\\[\]]+")
_MIN_FUNCTION_WORDS = 3
LABEL_CONCEPTS = frozenset(
    {"label_account", "label_other", "label_tier", "label_money", "label_renewal", "label_risk", "label_customer_side",
     "role_csm", "role_owner", "role_gone", "role_vacant", "recurring", "not_recurring", "renewal", "not_renewal",
     "tier_enterprise", "tier_mid", "tier_smb", "risk_green", "risk_amber", "risk_red", "customer_exec"}
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """A phrase of a concept, where it stands."""

    concept: str
    message: str
    start: int
    end: int
    sentence: Sentence


@dataclass(frozen=True)
class Phrase:
    """One phrase: its text, and what must occur for it to be worth compiling: whole words, and any literals."""

    concept: str
    text: str
    words: frozenset[str]
    needs: tuple[str, ...]
    spaced: bool

    def occurs(self, text: str) -> bool:
        """Whether the text could hold it."""
        for need in self.needs:  # noqa: SIM110 - asked of every phrase of a language: a loop is three times as quick
            if need not in text:
                return False
        return True

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Every place of the folded text that says it."""
        return _compiled(self.text, self.spaced).finditer(text)


def _pattern(phrase: str, *, spaced: bool) -> str:
    out = re.escape(phrase)
    for escaped, plain in ((r"\(", "(?:"), (r"\)", ")"), (r"\|", "|"), (r"\?", "?"), (r"\~", "~"), (r"\*", "*")):
        out = out.replace(escaped, plain)
    out = out.replace(r"\ ~\ ", "~").replace(" ~ ", "~")
    out = re.sub(r"(?:\\?\s)+", r"\\s+", out)
    out = out.replace("*", r"\w*").replace("~", r"(?:[^.!?。！？\n]|\.(?=\w)|\n(?!\n)){0,40}?")
    return rf"(?<!\w){out}(?!\w)" if spaced else out


def _phrase(concept: str, text: str, *, spaced: bool) -> Phrase:
    """Return the phrase with the literals outside every bracket; those that nothing may continue are whole words."""
    plain, before = text.replace("~", " "), ""
    while "(" in plain and plain != before:
        plain, before = _BRACKET.sub("*", plain), plain
    pieces = plain.split()
    words = frozenset(piece for piece in pieces if spaced and piece.isalpha())
    return Phrase(concept, text, words, tuple(_LITERAL.findall(plain)), spaced)


@cache
def load(language: str) -> tuple[Phrase, ...]:
    """Return the phrases of a language; a language without a file has none."""
    file = resources.files("agent.engines.rules") / "phrases" / f"{language}.txt"
    if not file.is_file():
        return ()
    spaced = language not in _NO_SPACES
    return tuple(_phrase(concept, text, spaced=spaced) for concept, text in _entries(file.read_text("utf-8")))


def _entries(source: str) -> Iterator[tuple[str, str]]:
    concept = ""
    for line in source.splitlines():
        if line.startswith("["):
            concept = line.strip("[] ")
        elif line and not line.startswith("#"):
            yield from ((concept, phrase.strip().lower()) for phrase in line.split(";") if phrase.strip())


@cache
def _function_words() -> dict[str, frozenset[str]]:
    source = (resources.files("agent.engines.rules") / "phrases" / "languages.txt").read_text("utf-8")
    rows = (line.split(":", 1) for line in source.splitlines() if ":" in line and not line.startswith("#"))
    return {language.strip(): frozenset(words.split()) for language, words in rows}


def languages_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return English and every language that the texts show: by script, or by three function words of its own."""
    text = "\n".join(texts)
    words = set(_WORD.findall(text))
    found = {"en"} | {language for language, script in _SCRIPTS.items() if re.search(script, text)}
    table = _function_words()
    for language, own in table.items():
        others = set().union(*(w for k, w in table.items() if k != language))
        if len(own & words) >= _MIN_FUNCTION_WORDS and len((own - others) & words) >= 1:
            found.add(language)
    return tuple(sorted(found))


@cache
def _compiled(text: str, spaced: bool) -> re.Pattern[str]:  # noqa: FBT001 - part of the cache key
    return re.compile(_pattern(text, spaced=spaced))


def concepts_of(label: str, languages: Iterable[str]) -> frozenset[str]:
    """Return the concepts that are said anywhere in a short text such as a record's label."""
    return _concepts_of(label.lower(), tuple(languages))


@cache
def _concepts_of(label: str, languages: tuple[str, ...]) -> frozenset[str]:
    phrases = (p for language in languages for p in load(language) if p.concept in LABEL_CONCEPTS)
    return frozenset(p.concept for p in phrases if p.occurs(label) and any(p.find(label)))


def scan(view: View) -> dict[str, list[Hit]]:
    """Find every phrase of every language that the ticket shows; hits by concept, in the ticket's order."""
    order = {m.id: i for i, m in enumerate(view.ticket.messages)}
    texts = view.folded
    whole = "\n".join(texts.values())
    words = frozenset(_TOKEN.findall(whole))
    hits: dict[str, list[Hit]] = {}

    @cache
    def holding(need: str) -> frozenset[str]:
        return frozenset(message for message, text in texts.items() if need in text)

    for language in languages_of(texts.values()):
        for phrase in load(language):
            if not (phrase.words <= words and phrase.occurs(whole)):
                continue
            for message in frozenset(texts).intersection(*map(holding, phrase.needs)):
                for match in phrase.find(texts[message]):
                    sentence = view.sentence_at(message, match.start())
                    if sentence and not sentence.message.marked(match.start(), match.end()):
                        hit = Hit(phrase.concept, message, match.start(), match.end(), sentence)
                        hits.setdefault(phrase.concept, []).append(hit)
    for found in hits.values():
        found.sort(key=lambda h: (order[h.message], h.start))
    return hits
