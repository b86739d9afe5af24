"""What policy judged: level, severity, risk and sentiment of the brief are those of the assessment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.pool import fold
from agent.checks.prose import CITATION
from agent.checks.registry import Finding, fail
from agent.checks.unknowns import asked, empty, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.case import Case

_RISK = {"green": ("green", "绿"), "amber": ("amber", "yellow", "黄"), "red": ("red", "红")}
_DEGREE = {"low": ("low", "低"), "medium": ("medium", "中"), "high": ("high", "高")}
_SEVERITY = {"critical": ("critical", "严重"), "high": ("high", "高"), "medium": ("medium", "中")}
_MOOD = {
    "frustrated_constructive": ("frustrated", "不满"),
    "angry": ("angry", "愤怒"),
    "seeking_exit": ("exit", "退出"),
}
_LEVEL = {f"L{n}": (f"l{n}",) for n in range(1, 5)}
_LEAST = 3


def altered_judgements(case: Case) -> Iterator[Finding]:
    """Yield what the documents say otherwise than the assessment, or than the contact's stated role."""
    brief, judged = case.brief, case.assessment
    glance, position = brief.account_at_a_glance, brief.customer_position
    said = (
        ("brief.header.level", brief.header.level, judged.level.value, _LEVEL),
        ("brief.account_at_a_glance.renewal_risk", glance.renewal_risk, case.facts.renewal_risk.value, _RISK),
        ("brief.customer_position.sentiment", position.sentiment, judged.sentiment.value, _MOOD),
        ("brief.customer_position.public_risk", position.public_risk, judged.public_risk.value, _DEGREE),
        ("package.severity", case.package.severity, judged.severity.value, _SEVERITY),
    )
    for where, shown, value, names in said:
        if shown and value and _named(shown, names) and not _named(shown, {value: names.get(value, ())}):
            yield fail("unsupported", where, text=shown)
    if glance.contact and not _role(case, glance.contact):
        yield fail("unsupported", "brief.account_at_a_glance.contact", text=glance.contact)


def _named(shown: str, names: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the opening words of a text name one of the values."""
    opening = re.split(r"[:：;；(（\[,，]", shown.strip(), maxsplit=1)[0].lower()
    return any(word in opening for words in names.values() for word in words)


def _role(case: Case, shown: str) -> bool:
    """Whether the contact's role is the one on record, or none is given."""
    name, role = case.facts.contact_name.value, case.facts.contact_role.value
    if not name or not role or asked(shown) or unknown(shown):
        return True
    bare = re.sub(r"[(（][^)）]*[)）]", " ", CITATION.sub(" ", shown)).replace(name, " ")
    return fold(role) in fold(shown) or empty(bare) or len(fold(bare)) < _LEAST
