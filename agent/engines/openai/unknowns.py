"""Plain statements that code can judge by itself: what is not known, how many days are left, how a thing is rated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.lexicon import find
from agent.checks.prose import content
from agent.engines.openai.cutting import masked
from agent.grounding.model import Unproven
from agent.values.dates import dates_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.case import Assessment
    from agent.facts import Facts

_FIELDS = {
    "root_cause": (
        r"(?:root )?cause(?: of (?:this|it|the (?:fault|failure|problem|issue|incident|error)))?",
        r"(?:根本)?原因|根因",
    ),
    "arr": (
        r"(?:yearly|annual) (?:contract )?(?:value|revenue|fee|amount)|contract value|value of the contract|arr",
        r"(?:年度?)?合同金额|年度?(?:金额|收入|费)|合同价值",
    ),
    "renewal_date": (
        r"renewal (?:date|day)|date of (?:the )?renewal|(?:contract )?end date",
        r"续约(?:日期?|时间)|合同到期(?:日期?|时间)|到期日期?",
    ),
    "account_tier": (r"(?:account |customer )?tier", r"客户(?:级别|等级)"),
    "csm": (r"csm|customer success manager", r"客户成功经理"),
    "account_owner": (r"account owner|account manager", r"客户经理"),
}
_THE = r"(?:(?:the|its|their|her|his|our|both|either|neither|customer's|account's) ){0,3}"
_ANY = "|".join(p for p, _ in _FIELDS.values())
_SUBJECTS = rf"{_THE}(?:{_ANY})(?:,? (?:and|or|nor|,) {_THE}(?:{_ANY}))*"
_OPEN = r"(?:not (?:yet )?(?:known|confirmed|stated|given|established|named|recorded)|(?:still )?(?:unknown|unclear))"
_WE = r"(?:our side|we|our (?:\w+ ){1,2}(?:team|line)|support|engineering|nobody|no one|nobody on our side)"
_NOT_KNOW = r"(?:(?:does|do)(?: not|n't) (?:yet )?know|knows?)"
_LEAD = r"(?:^|(?<=[,;:.(–—]))\s*(?:(?:and|but|while|yet|so far),? )?(?:(?:our side|we) (?:says?|states?) that )?"
_END = r"(?: yet| so far| at present| to (?:us|our side)| on our side)?(?=\s*(?:$|[,;:.)–—]|and\b|but\b))"
_PLAIN = re.compile(
    rf"{_LEAD}(?P<one>{_SUBJECTS}) (?:is|are|remains?|was)(?: both| all| still)? {_OPEN}{_END}"
    rf"|{_LEAD}(?P<two>neither {_SUBJECTS} (?:is|are) (?:known|confirmed|stated)){_END}"
    rf"|{_LEAD}{_WE} {_NOT_KNOW} (?P<three>{_SUBJECTS}){_END}",
    re.IGNORECASE,
)
_LAX = re.compile(
    rf"(?<!\w)(?P<one>{_SUBJECTS}) (?:is|are|remains?|was)(?: both| all| still)? {_OPEN}(?!\w)", re.IGNORECASE
)
_SURE = re.compile(
    rf"(?P<yet>(?<!\w)(?:until|once|when|if|whether|before|after|that|soon as) )?(?<!\w)(?P<one>{_SUBJECTS}) "
    r"(?:is|are)(?: now)? (?:known|confirmed|clear|established)(?!\w)",
    re.IGNORECASE,
)
_HAN = "|".join(p for _, p in _FIELDS.values())
_PLAIN_HAN = re.compile(
    rf"(?P<one>(?:{_HAN})(?:(?:和|与|及|以及|、)(?:{_HAN}))*)(?:目前|现在|均|都|尚|仍|还|暂)*"
    r"(?:未知|不明|不详|不清楚|未(?:确认|查明|确定|明确)|没有确认)"
)
_WHAT = re.compile(
    rf"{_LEAD}(?P<one>[^,;:.“]{{3,120}}?) (?:is|are|remains?)(?: still)? (?:not (?:yet )?known|unknown|unclear)(?!\w)"
    rf"|{_LEAD}{_WE} {_NOT_KNOW} (?P<two>(?:how|why|whether|what|which|when|where|who) [^,;:.“]{{3,120}})",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"(?<!\w)(?:in|within) (?P<in>\d{1,4}) days(?!\w)(?! (?:of|after|before)\b)|(?<![\w.,])(?P<away>\d{1,4}) days "
    r"(?:from (?:today|now)|away|to go|left|ahead)|(?:还有|还剩|剩余|仅剩|距今)\s*(?P<left>\d{1,4})\s*天|"
    r"(?P<later>\d{1,4})\s*天之?后",
    re.IGNORECASE,
)
_ESCALATED = re.compile(
    r"(?<!\w)(?:this|it|the case|the ticket) is (?:now )?(?P<no>not )?(?:an escalation|escalated)", re.IGNORECASE
)
_RATED = {
    "severity": re.compile(
        r"(?:damage|severity)(?: (?:is|was|of|at|rated|as|remains?))* (critical|high|medium)(?!\w)", re.IGNORECASE
    ),
    "renewal_risk": re.compile(
        r"(?:renewal|risk)(?: (?:is|was|of|at|rated|as|stands|remains?))* (red|amber|green)(?!\w)", re.IGNORECASE
    ),
    "level": re.compile(r"(?:level|escalated (?:at|to)|rated)(?: (?:is|of|at|as))* (L[1-4])(?!\w)", re.IGNORECASE),
}
_DAY = r"[ -]?(?:days?|tage?n?|jours?|d[ií]as?|giorni|dagen|天|日)"
_MOST_OF = 0.6


def without_unknowns(text: str, facts: Facts, quoted: Sequence[str]) -> str:
    """Return the text without its statements that an input is not known; raise Unproven where the facts know it.

    `quoted` is what the text cites: a statement that some other thing is not known is taken out where that says so.
    """
    flat = masked(text)
    plain = (*_PLAIN.finditer(flat), *_PLAIN_HAN.finditer(flat))
    spots = [match.span() for match in plain if not _known(match, facts, quoted)]
    for match in _LAX.finditer(flat):
        _known(match, facts, quoted)
    for match in _SURE.finditer(flat):
        missing = [name for name in _named(match["one"]) if not facts.get(name).known]
        if missing and not match["yet"]:
            raise Unproven(code="content", reason=f"{match.group().strip()!r} is not so: {missing[0]} is not known")
    for match in _WHAT.finditer(flat):
        what = frozenset(content(match["one"] or match["two"]))
        spots += [match.span()] if what and any(find("unknown", q) and _within(what, q) for q in quoted) else []
    for start, end in sorted(spots, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def prove_ratings(body: str, assessment: Assessment, told: str) -> None:
    """Raise Unproven where a text gives the severity, level or renewal risk another value than the case has.

    `told` is what the text cites: a rating that was another one before, and that it tells of, may be reported.
    """
    match = _ESCALATED.search(body)
    if match and (assessment.decision.value == "handle") != bool(match["no"]):
        raise Unproven(code="value", reason=f"{match.group()!r} is not so: the decision is {assessment.decision.value}")
    for name, pattern in _RATED.items():
        value = getattr(assessment, name).value
        for match in pattern.finditer(body):
            said = match.group(1)
            if value and said.casefold() != value.casefold() and said.casefold() not in told.casefold():
                raise Unproven(code="value", reason=f"{match.group()!r} is not so: it is {value}")


def _known(match: re.Match[str], facts: Facts, quoted: Sequence[str]) -> bool:
    """Whether the facts know an input that is said not to be known; raise Unproven where nothing cited doubts it."""
    subject = next(s for s in match.groupdict().values() if s)
    known = [name for name in _named(subject) if facts.get(name).known]
    for name in known:
        doubts = [q for q in quoted if find("unknown", q) and (name == "root_cause" or name in _named(q))]
        if not doubts:
            raise Unproven(code="content", reason=f"{match.group().strip()!r} is not so: the facts know {name}")
    return bool(known)


def _named(subject: str) -> list[str]:
    """Return the inputs that a subject names."""
    return [
        name
        for name, (latin, han) in _FIELDS.items()
        if re.search(rf"(?<!\w)(?:{latin})(?!\w)", subject, re.IGNORECASE) or re.search(han, subject)
    ]


def _within(stems: frozenset[str], quote: str) -> bool:
    return len(stems & frozenset(content(quote))) >= _MOST_OF * len(stems)


def without_days(text: str, as_of: date, renewal: date | None, told: str) -> str:
    """Return the text without its counts of days from today that are right; raise Unproven for one that is wrong.

    They count to the day that the text names last before them, if that lies ahead, else to the renewal. `told` is what
    the text may rest on: a count of days that stands there is left to be judged like any other figure.
    """
    flat = masked(text)
    for match in reversed(list(_DAYS.finditer(flat))):
        count = next(n for n in match.groupdict().values() if n)
        days = [d for s in dates_in(flat[: match.start()], as_of) for d in s.days if d > as_of and s.precision == "day"]
        until = days[-1] if days else renewal
        if until is not None and (until - as_of).days == int(count):
            text = f"{text[: match.start()]} {text[match.end() :]}"
        elif not re.search(rf"(?<![\d.,]){count}{_DAY}", told, re.IGNORECASE):
            right = f"; {until} is {(until - as_of).days} days from today" if until else ""
            raise Unproven(code="date", reason=f"{match.group().strip()!r} is wrong{right}")
    return text
