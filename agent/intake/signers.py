"""Authors whom a source knows by address alone, named by the signature under their messages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake.mentions import mentioned
from agent.intake.names import EMAIL, is_name, same_person
from agent.intake.words import CLOSING, GREETING, TITLE

if TYPE_CHECKING:
    from agent.intake.draft import Entry

_FEWEST_WORDS = 2
_MOST_WORDS = 4
_FARTHEST = 5


def named(entries: list[Entry]) -> list[Entry]:
    """Give an author known by address alone the name that signs, and an author the post that stands with the name."""
    names: dict[str, str] = {}
    posts: dict[str, str] = {}
    for e in entries:
        author = e.author or ""
        if "@" in author and author not in names and (name := _signing(e.text, author)):
            names[author] = name
        elif author and not e.title and author not in posts:
            post = next((m.title for m in mentioned(e.text) if same_person(m.name, author)), None)
            posts.update({author: post} if post else {})
    return [
        replace(
            e,
            author=names.get(e.author or "", e.author),
            title=e.title or posts.get(e.author or ""),
            email=e.email or _address(e.author),
        )
        if e.author in names or e.author in posts or "@" in (e.author or "")
        else e
        for e in entries
    ]


def _address(author: str | None) -> str | None:
    return author if author and EMAIL.fullmatch(author) else None


def _signing(text: str, address: str) -> str | None:
    """Return the name in a text's last lines that the address abbreviates."""
    local = re.sub(r"[^a-z]", "", address.partition("@")[0].lower())
    for line in reversed([x.strip(" *_,-–—") for x in text.split("\n") if x.strip()][-8:]):
        words = re.sub(r"[^a-z ]", "", _ascii(line)).split()
        if (
            _FEWEST_WORDS <= len(words) <= _MOST_WORDS
            and is_name(line)
            and words[-1] in local
            and (words[0][0] == local[0] or words[0] in local)
        ):
            return line
    return None


def _ascii(text: str) -> str:
    from unicodedata import normalize  # noqa: PLC0415  few authors are addresses

    return normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def signer(text: str, known: list[str]) -> str | None:
    """Return who signs a text: a full name on one of its last lines, or a first name that one of the known has."""
    lines = [x.strip(" *_,-–—.") for x in text.split("\n") if x.strip()][-_FARTHEST:]
    for line in reversed(lines[1:] if len(lines) > 1 else []):
        if not is_name(line) or CLOSING.opens(line) or GREETING.opens(line) or TITLE.inside(line):
            continue
        alike = [k for k in known if same_person(k, line)]
        if alike:
            return alike[0]
        if len(line.split()) >= _FEWEST_WORDS or not line.isascii():
            return line
    return None


_INTRODUCED = (
    r"\b(?:[Tt]his is|[Mm]y name is|[Hh]ier spricht|[Hh]ier ist|[Mm]ein [Nn]ame ist|[Jj]e m'appelle|[Mm]e llamo|"
    r"[Mm]i nombre es|"
    r"[Mm]eu nome é|[Mm]i chiamo|[Mm]ijn naam is|[Mm]itt namn är)\s+(?:\w+,?\s+(?:uh|um|er|äh|euh|eh),?\s+)?"
    r"([A-ZÀ-Ž][\w'’-]+(?:\s(?:van|von|de|der|di|da|O'|Ní|Mac)?\s?[A-ZÀ-Ž][\w'’-]+){1,3})"
)


def introduced(text: str) -> str | None:
    """Return the name by which a speaker introduces themselves in the first lines of a text."""
    found = re.search(_INTRODUCED, text[:600])
    return found[1] if found else None
