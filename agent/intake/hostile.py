"""Text that addresses whoever reads a ticket by machine, instead of the people of the case."""

from __future__ import annotations

import re

_READER = (
    r"\[\[?\s*(?:assistant|system|model|reader|agent)\s*[:：]|"
    r"\b(?:ai|llm|language model|assistant|chat-?bots?|(?:summary|summar\w+) (?:bots?|tools?)|bots?|"
    r"automated (?:readers?|systems?|agents?)|agents? reading|copilot|gpt|claude|gemini)\b|"
    r"\b(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier)\b|\bsystem prompt\b|"
    r"\byour (?:full )?instructions\b|\bbegin (?:the|your) (?:summary|answer|reply)\b|"
    r"\b(?:mark|list|rate|classify|treat|report) (?:the |this )?(?:account|ticket|thread|renewal|severity)\b|"
    r"\bKI-(?:system|assistent)|\bignoriere\b|\bignore[zr] (?:les|toutes)\b|"
    r"人工智能|忽略(?:之前|以上|所有)|AI助手|指示を無視|이전 지시"
)


def addresses_reader(text: str) -> bool:
    """Whether a text speaks to a machine that reads it."""
    return bool(re.search(_READER, text[:20_000], re.IGNORECASE))
