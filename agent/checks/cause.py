"""The root cause: a mechanism and the place or moment where it acts, not a word for "something failed"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.lexicon import find, groups, without
from agent.checks.model import Line
from agent.checks.owners import owner_state
from agent.checks.prose import CITATION, content, stem
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, placeholder, question_on, unknown
from agent.values.fold import is_cjk
from agent.values.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc

_FEW, _SOME, _ENOUGH, _MANY = 2, 4, 5, 7
_HAN_FEW, _HAN_MANY = 5, 14
_EXACT = re.compile(r"\d|[a-z][A-Z]|_")


@lru_cache(maxsize=2)
def _generic() -> frozenset[str]:
    return frozenset(stem(w) for line in groups("en")["generic_cause"] for w in line.split())


@lru_cache(maxsize=2)
def _foreign() -> frozenset[str]:
    return frozenset(s for line in groups("europe")["generic_foreign"] for s in content(line))


@lru_cache(maxsize=2)
def _generic_han() -> re.Pattern[str]:
    return re.compile("|".join(w for line in groups("zh")["generic_cause"] for w in line.split()))


def specific(text: str) -> bool:
    """Whether what is left of a cause, vague phrases and general words taken out, names a mechanism and its place."""
    bare = CITATION.sub("", text)
    rest = without("vague_cause", bare)
    han = [c for c in _generic_han().sub(" ", rest) if is_cjk(c)]
    if len(han) > len(re.findall(r"[A-Za-z]+", rest)):
        return len(han) >= _HAN_MANY or (len(han) >= _HAN_FEW and find("mechanism", rest) is not None)
    left = {s for s in content(rest) if s not in _generic()}
    if language_of(bare) not in {"en", None}:
        return len({s for s in left if s not in _foreign()}) >= _SOME
    if find("mechanism", rest):
        return len(left) > _FEW
    enough = _MANY if find("vague_cause", bare) else _ENOUGH
    return len(left) >= (_SOME if _EXACT.search(rest) else enough)


@check("root_cause_specific")
def root_cause_specific(doc: Doc) -> Iterator[Finding]:
    """The cause says what broke, where, and what set it off."""
    section = doc.section("root_cause")
    said = [Line(v.value, v.where) for v in section.values("primary")] or list(section.lines)
    text = " ".join(line.text for line in said).strip()
    where = said[0].where if said else section.where
    if placeholder(text) or (unknown(text) and (asked(text) or not specific(text))):
        if asked(text) or question_on(doc, "root_cause"):
            yield blocked("open", where, by="root_cause")
        else:
            yield fail("placeholder" if text else "absent", where, text=text)
    elif not specific(text):
        if find("investigating", text):
            yield _investigated(doc, text, where)
        else:
            yield fail("vague" if find("vague_cause", text) else "thin", where, text=text)


def _investigated(doc: Doc, text: str, where: str) -> Finding:
    """An investigation is honest where somebody is asked or a plan step owns it."""
    steps = [r for r in doc.section("plan").rows if find("investigating_step", r.get("action") or r.text)]
    owned = any(owner_state(r.get("owner")) == "ok" for r in steps)
    if owned or asked(text) or question_on(doc, "root_cause"):
        return blocked("open", where, by="root_cause")
    return fail("investigating", where)
