"""The decision: somebody is told what to decide, and by when; nobody is asked what they think."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.checks.dues import due_state
from agent.checks.lexicon import find, groups, said, without
from agent.checks.owners import owner_state
from agent.checks.prose import content, unquoted
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, placeholder, question_on
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Section

_NAME = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3}(?: ?\([^)]{1,40}\))?(?:, [A-Z][\w ]{1,30}?)?"
_NAMED = (
    rf"(?:^|(?<=[.:;,(?!] )|(?<=\d )|(?<=\() ?)(?:{_NAME}) "
    r"(?:to|must|decides?|confirms?|approves?|chooses?|signs?|authori[sz]es?|should|shall|will)\b|"
    rf"\b(?:ask(?:s|ed|ing)?|from|by|approver|decider)[: ]+(?:the |our )?{_NAME}"
)


@lru_cache(maxsize=2)
def _deciding() -> re.Pattern[str]:
    role, verb = "|".join(groups("en")["decider_role"]), "|".join(groups("en")["decider_verb"])
    han_role, han_verb = "|".join(groups("zh")["decider_role"]), "|".join(groups("zh")["decider_verb"])
    return re.compile(
        rf"(?<!\w)(?:{role})(?: ?\([^)]{{1,40}}\))?,? {verb}\b|"
        rf"(?:from|by|of|ask|asks|asked|to) (?:the |our )?(?:{role})(?!\w)|"
        rf"(?:{role})['’]s (?:approval|decision|sign-?off|go-?ahead|consent|agreement|ok|okay|call)\b|"
        rf"(?:^|[.;:\n@] ?)(?:for |to )?(?:the |our )?(?:{role})(?: ?\([^)]{{1,40}}\))?[,:] "
        r"(?:please|by|kindly|approve|decide)|"
        rf"\((?:[^(),]{{3,40}}, ?)?(?:{role})[,);]|(?:由|请)(?:{han_role})|(?:{han_role}){han_verb}",
        re.IGNORECASE | re.MULTILINE,
    )


@check("decision_requested")
def decision_requested(doc: Doc) -> Iterator[Finding]:
    """A decision is requested of a named decider by a date."""
    section = doc.section("decision")
    if not section.text.strip() or placeholder(section.text):
        if doc.case and doc.case.assessment.decision.value == "handle" and not section.text.strip():
            return
        if section.text.strip() == "" and doc.source != "markdown" and question_on(doc, "customer_ask"):
            yield blocked("open_ask", section.where, by="customer_ask")
            return
        yield fail("absent", section.where)
        return
    if blank := _blank(section, "decision"):
        yield fail("absent", blank)
    else:
        yield from _what(section)
    yield from _who(section)
    yield from _when(section)


def _blank(section: Section, key: str) -> str:
    """Return where a label stands with nothing behind it, empty where none does."""
    return next((f.where for f in section.fields if f.key == key and not f.value.strip()), "")


def _said(section: Section) -> str:
    """Return the words of the decision itself."""
    own = " ".join(v.value for v in section.values("decision"))
    return own or " ".join(line.text for line in section.lines) or section.text


def _what(section: Section) -> Iterator[Finding]:
    text = unquoted(_said(section))
    opinion = find("opinion", text)
    rest = without("opinion", text)
    decides = find("decide", rest)
    if opinion and not (decides and find("demand", rest)):
        yield fail("opinion", section.where, phrase=said(text, opinion))
        return
    filler = {w for line in groups("en")["decision_filler"] for w in line.split()}
    left = [w for w in content(rest) if w not in filler]
    asks = "?" in text or "？" in text
    han = any(is_cjk(c) for c in rest)
    told = not decides and (len(left) < 3 or (not asks and (han or find("statement", text))))  # noqa: PLR2004 - a verb and what it is about
    if len(left) < 2 or told:  # noqa: PLR2004 - as above
        yield fail("vague", section.where, text=text)


def _who(section: Section) -> Iterator[Finding]:
    stated = section.values("decider")
    if not stated and (blank := _blank(section, "decider")):
        yield fail("no_decider", blank)
    elif not stated:
        text = section.text
        if not (_deciding().search(text) or re.search(_NAMED, text, re.MULTILINE)):
            yield blocked("open", section.where, by="decider") if asked(text) else fail("no_decider", section.where)
    for item in stated:
        state = owner_state(item.value)
        if state == "asked":
            yield blocked("open", item.where, by="decider")
        elif state != "ok":
            yield fail("no_decider", item.where)


def _when(section: Section) -> Iterator[Finding]:
    stated = section.values("due")
    if not stated and (blank := _blank(section, "due")):
        yield fail("no_due", blank)
        return
    text = " ".join(v.value for v in stated) if stated else section.text
    state = due_state(text)
    if state == "asked":
        yield blocked("open", section.where, by="due")
    elif state != "ok" and due_state(section.text) != "ok":
        yield fail("no_due", stated[0].where if stated else section.where)
    elif state != "ok" and stated:
        yield fail("no_due", stated[0].where)
