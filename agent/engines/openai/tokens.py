"""How many tokens a text has, about: no tokenizer is loaded for an estimate."""

from __future__ import annotations

from agent.values.fold import is_cjk

_PER_TOKEN = 4


def tokens(text: str) -> int:
    """Return about how many tokens the text has: one a CJK character, one for four others."""
    if text.isascii():
        return -(-len(text) // _PER_TOKEN)
    wide = sum(map(is_cjk, text))
    return wide + -(-(len(text) - wide) // _PER_TOKEN)
