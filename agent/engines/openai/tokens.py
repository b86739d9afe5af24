"""How many tokens a text has, about: no tokenizer is loaded for an estimate."""

from __future__ import annotations

import re

from agent.values.fold import CJK

_PER_TOKEN = 4
_WIDE = re.compile(f"[{CJK}]")


def tokens(text: str) -> int:
    """Return about how many tokens the text has: one a CJK character, one for four others."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return wide + -(-(len(text) - wide) // _PER_TOKEN)
