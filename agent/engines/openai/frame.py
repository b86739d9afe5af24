"""Words that a report is made of (our side, says, the cause): they tell nothing of the case by themselves."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.checks.prose import content, quotes
from agent.engines.openai.cutting import bare, parts_of
from agent.grounding.model import Unproven

_LEAST, _LENT = 0.34, 2
_WORDS = """
side team customer customers client account contact cause causes name names named naming identified
find finds found finding report reports reported reporting say says said saying write writes wrote written writing
tell tells told state states stated ask asks asked asking want wants wanted demand demands request requests requested
answer answers answered reply replies replied read reads explain explains explained call calls called add adds added
note notes noted believe believes believed describe describes described quote word words condition demand point thing
things contract worth stake
question questions day date today so far open known unknown also them their they she he our his her
"""
_HAN = "客户表示称户指出说明我方方我写道写要求求希望报告原因是因目前尚未仍开放问题答复回复日期今天"


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    pairs = {_HAN[i : i + 2] for i in range(len(_HAN) - 1)}
    return frozenset({s for w in _WORDS.split() for s in content(w)} | pairs)


def beyond(text: str) -> tuple[str, ...]:
    """Return the stems of a text that tell something of the case; figures and identifiers are proven elsewhere."""
    return tuple(s for s in content(text) if s not in _stems() and not re.search(r"\d", s))


def prove_content(plain: str, told: str) -> None:
    """Raise Unproven where most of what a part of it tells outside of quotations is nowhere in what it may tell."""
    known = frozenset(content(told))
    for part in parts_of(plain):
        mine = beyond(bare(part))
        lent = min(_LENT, sum(len(content(q)) for q in quotes(part)))
        strange = sum(s not in known for s in mine)
        if strange > 1 and len(mine) - strange + lent < _LEAST * (len(mine) + lent):
            raise Unproven(code="content", reason="most of it is not in what it cites; say what the evidence says")
