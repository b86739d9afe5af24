"""Who can be held to something: a person or a role, not "the team"."""

from __future__ import annotations

import re

from agent.checks.lexicon import find
from agent.checks.prose import CITATION
from agent.checks.unknowns import asked, empty, placeholder

_NAME = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|prof)\.?\s+)?(?:[A-ZÀ-ÞŁŚŻ][\w.'’-]*)(?:\s+(?:van|von|de|der|den|del|di|da|la|le|al|el|bin|ní|ó|y|e|dos|do)\b)*"
    r"(?:\s+(?:(?:van|von|de|der|den|del|di|da|la|le|al|el|bin|ní|y|dos|do)\s+)*[A-ZÀ-ÞŁŚŻ][\w.'’-]*){0,4}$"
)
_HAN_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_MAX_WORDS = 7
_SPLIT = re.compile(r"\s*(?:[,/&+、，(（)）]|\band\b|\bwith\b|和|与)\s*")


def nameish(text: str) -> bool:
    """Whether a short text reads as a person's name or a role."""
    bare = CITATION.sub("", text).strip(" .*")
    if not bare or len(bare.split()) > _MAX_WORDS:
        return False
    if find("not_owner", bare):
        return False
    first = _SPLIT.split(bare)[0]
    if _HAN_NAME.match(bare) or (_NAME.match(first) and len(first.split()) > 1):
        return True
    role = find("role", bare)
    return bool(role) and bare[:1].isupper() and len(bare.split()) <= 5  # noqa: PLR2004 - a role, not a sentence about one


def owner_state(text: str) -> str:
    """Return `ok`, `missing`, `asked`, or `nobody` where the words name nobody who can be held to it."""
    bare = CITATION.sub("", text).strip()
    if empty(bare):
        return "missing"
    if asked(bare):
        return "asked"
    parts = [p for p in _SPLIT.split(bare) if p]
    if find("not_owner", bare) or placeholder(bare) or all(find("not_owner", p) for p in parts):
        return "nobody"
    return "ok"
