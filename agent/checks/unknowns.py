"""What stands where a value should: a placeholder (nobody asked), or an honest unknown (somebody was asked)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.prose import CITATION, words

if TYPE_CHECKING:
    from agent.checks.model import Doc

_EMPTY = re.compile(r"^[\s\-–—_.…?？/\\*~·]*$")
_SHORT_TEXT = 14
_INSTEAD: dict[str, tuple[str, ...]] = {
    "arr": ("arr", "annual", "yearly", "revenue", "contract value", "acv", "年收入", "年经常性", "合同额", "金额"),
    "root_cause": ("root cause", "cause", "why it", "reason for", "原因", "根因"),
    "customer_ask": ("asks", "asking for", "customer want", "request", "要求", "诉求"),
    "nature": ("what happened", "what the customer", "their account", "position", "问题"),
    "timeline": ("timeline", "when did", "dates", "chronolog", "时间"),
    "csm": ("csm", "customer success", "客户成功"),
    "account_owner": ("account owner", "account manager", "account executive", "客户负责人"),
    "contact_name": ("contact", "联系人"),
    "renewal_date": ("renewal", "contract end", "续约", "到期"),
}
"""Words of a hand-written question by which the input that it asks for is known."""


def empty(text: str) -> bool:
    """Whether a text is nothing but dashes, dots and blanks."""
    return bool(_EMPTY.match(CITATION.sub("", text)))


def asked(text: str) -> bool:
    """Whether a text says that the value is unknown and that somebody has been asked, or who will say."""
    return find("asked", text) is not None


def unknown(text: str) -> bool:
    """Whether a text says, in whatever words, that the value is not known."""
    return len(words(text)) <= _SHORT_TEXT * 2 and find("unknown", text) is not None


def placeholder(text: str) -> bool:
    """Whether a text is empty or only a placeholder, with nobody asked."""
    if empty(text):
        return True
    return len(words(text)) <= _SHORT_TEXT and find("placeholder_value", text.strip()) is not None and not asked(text)


def question_on(doc: Doc, field: str) -> bool:
    """Whether a question on that input is open, in the case's list or in a hand-written section of open questions."""
    if field in doc.asked:
        return True
    text = doc.section("questions").text.lower()
    return any(word in text for word in _INSTEAD.get(field, ()))
