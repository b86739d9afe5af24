"""What a heading, a label or a column title means, however it is spelled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.lexicon import groups
from agent.values.fold import is_cjk, lower

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|step|chapter|第)?\s*(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-h]|[一二三四五六七八九十]{1,3})\s*"
    r"(?:[.):、：部节章]|\s[-–—]\s)\s*|[(（][\d一二三四五六七八九十]{1,2}[)）]\s*|§\s*\d+\s*)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"[(（\[][^)）\]]{0,60}[)）\]]")
_FILLER = frozenset(
    {"the", "a", "an", "our", "your", "of", "for", "and", "to", "in", "on", "with", "is", "are", "this", "that", "by",
     "about", "s", "current", "full", "short", "brief"}
)  # fmt: skip
_TELLING = frozenset(
    {"timeline", "chronology", "summary", "rca", "diagnosis", "background", "decision", "decisions", "impact", "plan",
     "communication", "communications", "comms", "escalation", "asks", "tldr"}
)  # fmt: skip
"""Single words that tell the section even among others; "success" or "actions" do not."""
_MAX_WORDS, _MAX_HAN = 9, 16


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Return a heading or label without numbering, remarks in parentheses, emoji, case and punctuation."""
    bare = _NUMBERING.sub("", lower(text.replace("_", " ")).replace("'", ""))
    without = _PARENTHESIS.sub(" ", bare)
    bare = without if re.search(r"\w", without) else bare
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


@lru_cache(maxsize=4096)
def _content(text: str) -> str:
    return " ".join(w for w in text.split() if w not in _FILLER) or text


@lru_cache(maxsize=64)
def _table(prefix: str) -> tuple[tuple[str, str], ...]:
    found = (
        (normal(s), g.removeprefix(prefix))
        for g, lines in groups("headings").items()
        if g.startswith(prefix)
        for s in lines
    )
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=8)
def _spellings(prefix: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the group of each spelling, as written and without fillers; the first group that has it wins."""
    whole: dict[str, str] = {}
    bare: dict[str, str] = {}
    for spelled, group in _table(prefix):
        whole.setdefault(spelled, group)
        bare.setdefault(_content(spelled), group)
    return whole, bare


def _exact(name: str, prefix: str) -> str | None:
    whole, bare = _spellings(prefix)
    return whole.get(name) or bare.get(_content(name))


def _holds(name: str, spelling: str) -> bool:
    if is_cjk(spelling[0]) or spelling not in name:
        return spelling in name
    return re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", name) is not None


def _long(name: str) -> bool:
    return len(name.split()) > _MAX_WORDS or sum(is_cjk(c) for c in name) > _MAX_HAN


@lru_cache(maxsize=2048)
def section_of(heading: str) -> str | None:
    """Return the section that a heading opens, null where its words name none."""
    name = normal(heading)
    if not name or _long(name):
        return None
    return _exact(name, "section:") or next(
        (g for s, g in _table("section:") if (" " in s or is_cjk(s[0]) or s in _TELLING) and _holds(name, s)), None
    )


@lru_cache(maxsize=2048)
def exact_section_of(heading: str) -> str | None:
    """Return the section whose heading is spelled exactly so, fillers aside."""
    name = normal(heading)
    return _exact(name, "section:") if name and not _long(name) else None


@lru_cache(maxsize=4096)
def label_of(label: str) -> str | None:
    """Return the canonical name of a label, null where it is not a known one."""
    name = normal(label)
    return _exact(name, "label:") if name and not _long(name) else None


_LABELS_OF: dict[str, tuple[str, ...]] = {
    "decision": ("decision", "decider", "due", "options", "recommendation"),
    "root_cause": ("primary", "contributing", "scope"),
    "position": ("their_account", "their_asks", "sentiment", "public_risk", "contact"),
    "impact": ("arr_at_risk", "arr", "churn_probability", "reputational_risk", "reference_status", "expansion_at_risk",
               "renewal_date", "renewal_risk"),
}  # fmt: skip


def label_in(label: str, section: str) -> str | None:
    """Return what a label means within a section, whose own labels come first."""
    return own_label(label, section) or label_of(label)


@lru_cache(maxsize=4096)
def own_label(label: str, section: str) -> str | None:
    """Return what a label means as one of the section's own labels, null where it is none of them."""
    name = normal(label)
    if not name or _long(name):
        return None
    for key in _LABELS_OF.get(section, ()):
        spelled = tuple(normal(s) for s in groups("headings")[f"label:{key}"])
        if name in spelled or _content(name) in {_content(s) for s in spelled}:
            return key
    return None


def columns_of(titles: Iterable[str], section: str) -> tuple[str, ...]:
    """Return the columns that titles name within a section; an unknown title stands for itself, none is taken twice."""
    known = _table(f"column.{section}:")
    taken: dict[int, str] = {}
    names = [normal(t) for t in titles]
    for contained in (False, True):
        for index, name in enumerate(names):
            if index in taken or not name:
                continue
            fits = (g for s, g in known if (_holds(name, s) if contained else s in {name, _content(name)}))
            column = next((g for g in fits if g not in taken.values()), None)
            if column:
                taken[index] = column
    if section == "communication":
        _settle_who(taken)
    return tuple(taken.get(i, name or f"column {i + 1}") for i, name in enumerate(names))


def _settle_who(taken: dict[int, str]) -> None:
    """A column that asks "who" is the audience where no other is, else the owner."""
    for index, column in list(taken.items()):
        if column == "who":
            free = next((c for c in ("audience", "owner") if c not in taken.values()), "who")
            taken[index] = free
