"""The words that say how often an amount is due: a year, a quarter, a month, a week."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from agent.values.fold import lower

Period: TypeAlias = Literal["year", "month", "quarter", "week"]
PER_YEAR: dict[Period, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52}

_UNIT = {
    "year": r"year|yr|annum|jahr|an(?:née)?|año|ano|anno|jaar|år|rok(?:u)?|a\.",
    ("month"): (
        r"month|mo|mth|mnth|monat|mois|mes|mês|mese|maand|mnd\.?|månad(?:en)?|mån|måned(?:en)?|md\.?|"
        r"miesiąc(?:u)?|mies"
    ),
    "quarter": r"quarter|qtr|quartal|trimestre|kwartaal|kvartal(?:et)?|kwartał",
    "week": r"week|wk|woche|semaine|semana|settimana|vecka|uke|uge|tydzień",
}
_BEFORE_UNIT = (
    r"(?:per |an? |each |every |pro |je |im |par |l'|al |a la |por |ao |à |all'|all' ?|om |i |na |za |"
    r"voor een |per de )"
)
_WHOLE: dict[str, str] = {
    ("year"): (
        r"annual(?:ly|i[sz]ed)?|yearly|p\.? ?a\.?(?![a-z])|arr|acv|jährlich\w*|jahres\w+|p\.? ?j\.|"
        r"annuel\w*|anual\w*|annual[ei]\w*|annuo|annua|annui|jaarlijks\w*|jaarbedrag|årlig\w*|"
        r"årsavgift\w*|årsbeløp\w*|om året|i året|roczn\w+|rocznie|al año|à l'année|l'an"
    ),
    ("month"): (
        r"monthly|mrr|p\.?m\.?(?![a-z])|pcm|monatlich\w*|monats\w+|mtl\.?|mensuel\w*|mensual\w*|mensal\w*|"
        r"mensil\w+|maandelijks\w*|månatlig\w*|månadsvis|månadsavgift\w*|månedlig\w*|i måneden|"
        r"miesięczn\w+"
    ),
    ("quarter"): (
        r"quarterly|vierteljährlich\w*|quartals\w+|trimestriel\w*|trimestral\w*|kwartaal\w*|"
        r"kvartalsvis\w*|kwartaln\w+"
    ),
    "week": r"weekly|wöchentlich\w*|hebdomadaire\w*|semanal\w*|settimanal\w*|wekelijks\w*|tygodniow\w+",
}
_CJK: dict[str, str] = {
    ("year"): (
        r"年费|年費|年额|年額|年度|年间|年間|每年|毎年|一年|/ ?年|年化|年付|年合同额|年契約|연간|매년|"
        r"연 ?|연매출|1년|年商"
    ),
    "month": r"月费|月費|月额|月額|每月|毎月|/ ?月|一个月|月付|月间|月間|월간|매월|매달|월 ?|월정액|한 달",
    "quarter": r"季费|每季度|每季|毎四半期|四半期|/ ?季|분기",
    "week": r"每周|毎週|/ ?周|매주",
}


def _pattern(period: str) -> str:
    return (
        rf"(?<![a-zà-ɏ])(?:{_WHOLE[period]})(?![a-zà-ɏ])|"
        rf"(?:(?:(?<=[^a-zà-ɏ])|^)(?:{_BEFORE_UNIT})|/ ?)(?:{_UNIT[period]})(?![a-zà-ɏ])|{_CJK[period]}"
    )


_PERIODS = re.compile("|".join(f"(?P<{name}>{_pattern(name)})" for name in ("year", "month", "quarter", "week")))
_TOTAL = re.compile(
    r"\btcv\b|total contract value|over (?:the )?(?:three|two|four|five|\d) years|über die laufzeit|gesamtlaufzeit|"
    r"合同总额|总金额|総額|three-year total|lifetime value"
)


def periods_in(text: str) -> list[tuple[int, int, Period]]:
    """Return start, end and period of each such word, in order."""
    out: list[tuple[int, int, Period]] = []
    for match in _PERIODS.finditer(lower(text)):
        name = match.lastgroup
        if name in PER_YEAR:
            out.append((match.start(), match.end(), _named(name)))
    return out


def _named(name: str) -> Period:
    return next(p for p in PER_YEAR if p == name)


def period_of(text: str) -> Period | None:
    """Return the one period that a label or phrase speaks of; null when it names none or several."""
    found = {period for _, _, period in periods_in(text)}
    return found.pop() if len(found) == 1 else None


def is_total(text: str) -> bool:
    """Whether the text speaks of the sum over a whole term, which is no yearly amount."""
    return bool(_TOTAL.search(lower(text)))
