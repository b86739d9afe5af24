"""Answers as people type them, made facts: an answer is validated where it is given, and cited as its own source."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from agent.answer_lists import actions, timeline
from agent.answer_values import money, renewal_day
from agent.errors import AnswerError
from agent.evidence import Evidence
from agent.facts import REQUIRED, Fact, FieldName
from agent.values.negation import negations_in

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from agent.facts import FactValue
    from agent.policy import Policy

_PEOPLE = frozenset({"csm", "account_owner", "contact_name"})
_LINES = frozenset({"account_name", "contact_role", *_PEOPLE})
_MAX_LINE, _MAX_TEXT = 200, 8_000
_UNKNOWN = frozenset(
    """
    unknown | not known | don't know | dont know | do not know | i don't know | i dont know | no idea | not sure | n/a
    na | none | nobody | vacant | tbd | tbc | to be determined | to be confirmed | skip | null | nil | - | -- | — | ?
    ?? | unbekannt | weiß nicht | weiss nicht | keine ahnung | k.a | k. a | n.n | n. n | inconnu | inconnue
    je ne sais pas | desconocido | no sé | no lo sé | desconhecido | não sei | não se sabe | sconosciuto | non so
    non lo so | onbekend | weet niet | weet ik niet | okänt | vet inte | vet ej | ukjent | vet ikke | ukendt
    ved ikke | nie wiem | nieznane | 不知道 | 未知 | 不清楚 | 不详 | 不明 | 无 | 暂无 | 没有 | わからない | 分からない
    未定 | 모름 | 모릅니다 | 없음
    """.replace("\n", "|")
    .replace(" | ", "|")
    .replace("    ", "")
    .split("|")
)


def parse_answer(field: str, text: str, policy: Policy, as_of: date) -> Fact[FactValue]:
    """Return the fact that an answer states; unknown, where the answer is empty or says that nobody knows.

    Dates without a year and relative ones are told from `as_of`. An AnswerError says what does not fit the field.
    """
    name = field_name(field)
    given = text.strip()
    if not given or _folded(given) in _UNKNOWN:
        return Fact()
    _limit(name, given)
    value, note = _value(name, given, policy, as_of)
    evidence = Evidence(message=f"answer:{name}", start=0, end=len(given), quote=given)
    return Fact(value=value, source="answer", evidence=(evidence,), note=note)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").rstrip(".!。").split()) or text


def _value(name: FieldName, given: str, policy: Policy, as_of: date) -> tuple[FactValue, str | None]:
    if name == "arr":
        return money(_positive(name, given))
    if name == "timeline":
        return timeline(given, as_of), None
    if name == "actions_taken":
        return actions(given, as_of), None
    return _text(name, given, policy, as_of), None


def _text(name: FieldName, given: str, policy: Policy, as_of: date) -> str:
    if name == "renewal_date":
        return renewal_day(_positive(name, given), as_of)
    if name == "account_tier":
        tiers = ", ".join(tier.name for tier in policy.tiers)
        return _chosen(name, given, policy.tier(_positive(name, given)), tiers)
    if name == "renewal_risk":
        return _chosen(name, given, policy.risk(_positive(name, given)), "green, amber, red")
    return _line(name, given) if name in _LINES else given


def _positive(name: str, given: str) -> str:
    """Return the text unless it negates: `not green` names no risk."""
    if negations_in(given):
        message = f"The answer to {name}, {given!r}, says what it is not."
        raise AnswerError(message, "Say what it is, or leave it empty.")
    return given


def _chosen(name: str, given: str, found: str | None, choices: str) -> str:
    if found is None:
        message = f"The answer to {name}, {given!r}, is none of: {choices}."
        raise AnswerError(message, f"Use one of: {choices}.")
    return found


def _limit(name: FieldName, given: str) -> None:
    longest = _MAX_LINE if name in _LINES else _MAX_TEXT
    if len(given) > longest:
        message = f"The answer to {name} is longer than {longest} characters."
        raise AnswerError(message, "Shorten it to what was asked.")
    if any(ord(c) < ord(" ") and c not in "\n\r\t" for c in given):
        message = f"The answer to {name} holds control characters."
        raise AnswerError(message, "Type the answer as plain text.")


def _line(name: FieldName, given: str) -> str:
    if len(given.splitlines()) > 1:
        message = f"The answer to {name} has more than one line."
        raise AnswerError(message, "Give one name or title, in one line.")
    if not any(c.isalpha() for c in given) or (name in _PEOPLE and re.fullmatch(r"\S+@\S+", given)):
        message = f"The answer to {name}, {given!r}, is no name."
        raise AnswerError(message, "Give the name as people write it, for example: Kim Example.")
    return given


def field_name(field: str) -> FieldName:
    """Return the required input of that name; an AnswerError names the nearest one."""
    wanted = field.strip().replace("-", "_").replace(" ", "_").casefold()
    for name in get_args(FieldName):
        if name == wanted:
            found: FieldName = name
            return found
    close = get_close_matches(wanted, REQUIRED, 1)
    fix = f"Did you mean {close[0]}?" if close else f"Use one of: {', '.join(REQUIRED)}."
    message = f"There is no input called {field.strip()!r}."
    raise AnswerError(message, fix)


def parse_assignment(text: str) -> tuple[FieldName, str]:
    """Return the field and the answer of `FIELD=VALUE`."""
    field, sign, value = text.partition("=")
    if not sign or not field.strip():
        message = f"{text!r} is no assignment."
        raise AnswerError(message, 'Write FIELD=VALUE, for example: --set arr="USD 120,000".')
    return field_name(field), value.strip()


def read_answers_file(path: Path) -> dict[str, str]:
    """Return the answers of a YAML or JSON file, by field; AnswerError names line and column of what is wrong."""
    from agent.answer_files import read  # noqa: PLC0415 - yaml is needed only for files

    return read(path)
