"""The identifiers of a text: error codes, versions, ticket and case numbers, in one spelling.

Vectors hardly see them, people search by them; two escalations that share one are likelier to be of the same kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_I = re.IGNORECASE
_START, _END = r"(?<![A-Za-z0-9_.-])", r"(?![A-Za-z0-9_])"
_NO_MORE = r"(?![\w]|\.\d)"
_VERSION_WORD = r"(?:(?<![\w.])v\.?|\b(?:version|release|build|firmware|versión|versão)\s*:?\s*|版本\s*[:：]?\s*)"
_TICKET_WORD = r"(?:\b(?:ticket|case|incident|request|issue|vorgang|caso|dossier)|工单)"
_CODE_WORD = r"(?:\b(?:HTTP|error|err|code|status|errno|exit|fehler|erreur)|错误码?)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("", re.compile(_START + r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})" + _END, _I)),
    ("", re.compile(_START + r"(0x[0-9a-f]{2,16})" + _END, _I)),
    # ORA-00942, CVE-2024-12345, CASE-0012, E-4021, INC0012345, KB500123
    ("", re.compile(_START + r"([A-Z][A-Z0-9]{0,11}(?:[-_][A-Z0-9]{1,8}){0,2}[-_]\d{2,}[A-Z]?)" + _END)),
    ("", re.compile(_START + r"([A-Z]{1,6}\d{3,}[A-Z]?)" + _END)),
    ("", re.compile(_START + r"([a-z][a-z0-9]{0,11}[-_]\d{3,})" + _END)),
    # ERR_CONNECTION_RESET, SYNC_QUEUE_FULL
    ("", re.compile(_START + r"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)" + _END)),
    # TimeoutException, OutOfMemoryError
    ("", re.compile(_START + r"((?:[A-Z][a-z0-9]+){1,6}(?:Exception|Error))" + _END)),
    ("v", re.compile(r"(?<![\w.-])v?(\d{1,4}(?:\.\d{1,5}){2,4}(?:-?(?:rc|beta|alpha|b|p|sp)\.?\d+)?)" + _NO_MORE, _I)),
    ("v", re.compile(_VERSION_WORD + r"(\d{1,4}\.\d{1,5})" + _NO_MORE, _I)),
    ("#", re.compile(r"(?<![\w&/])#(\d{3,12})(?!\w)")),
    ("#", re.compile(_TICKET_WORD + r"\s*(?:no\.?|number|nr\.?|id|号)?\s*:?\s*#?(\d{4,12})(?!\w)", _I)),
    ("code ", re.compile(_CODE_WORD + r"(?:\s+code)?\s*:?\s*#?(\d{3,6})" + _NO_MORE, _I)),
)  # fmt: skip
_NOT_IDENTIFIERS = re.compile(
    r"(?:usd|eur|gbp|chf|jpy|cny|rmb|inr|aud|cad|sgd|brl|krw|us|rm|fy|cy|q|h|iso|utf|sha|md|soc|rfc|en|din|gdpr|l|p|sev|prio|tls|ssl"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|top|covid|day|week|page|room)"
    r"[-_]?\d+[a-z]?|(?:q|fy|h)\d?[-_]?\d{2,4}|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d"
)  # fmt: skip
MAX_IDENTIFIERS = 200


def identifiers(text: str) -> frozenset[str]:
    """Return the identifiers of the text in one spelling: lower case, versions as `v1.2.3`, numbers as `#1234`.

    Amounts, dates and the names of standards are none. At most MAX_IDENTIFIERS, the first ones.
    """
    found: dict[str, None] = {}
    for prefix, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = match[1].lower()
            if not _NOT_IDENTIFIERS.fullmatch(value):
                found[prefix + value] = None
    return frozenset(list(found)[:MAX_IDENTIFIERS])


_TOKEN = re.compile(r"#?[^\W_](?:[\w./:@+-]*\w)?")
_FILLER = """
a an and bug build case code codes dossier error errors err exit firmware for http id in incident issue is number no nr
of release request status ticket tickets version vorgang what fehler erreur caso 错误 错误码 工单 工单号 版本 版本号
"""
MARK = "~"
"""Before a name that counts only when it is asked for alone."""


def names(text: str) -> frozenset[str]:
    """Return every word of the text that looks like a name of something technical, marked; wider than `identifiers`.

    Host names, settings, model numbers: too common in prose to prove a likeness, and what a person looks for who types
    nothing else.
    """
    return frozenset(MARK + token for token in map(str.casefold, _TOKEN.findall(text)) if _technical(token))


def asks_for_names_alone(text: str) -> bool:
    """Whether the text is nothing but identifiers and names, with at most words such as `error` or `ticket`."""
    rest = text
    for _, pattern in _PATTERNS:
        rest = pattern.sub(" ", rest)
    unproven = set(_TOKEN.findall(rest)).intersection(_TOKEN.findall(text))
    unknown = [token for token in unproven if not _technical(token) and token.casefold() not in _FILLER.split()]
    return not unknown and bool(identifiers(text) or names(text))


def unmarked(found: Iterable[str]) -> tuple[str, ...]:
    """Return identifiers and names to be shown, each once."""
    plain = [name for name in found if not name.startswith(MARK)]
    bare = [name[1:] for name in found if name.startswith(MARK)]
    return tuple(sorted([*plain, *(name for name in bare if not any(name.lstrip("#") in p for p in plain))]))


def _technical(token: str) -> bool:
    has_digit, has_letter = any(c.isdigit() for c in token), any(c.isalpha() for c in token)
    inner = any(c in "_./:@" for c in token)
    return len(token) >= 3 and ((has_digit and (has_letter or len(token) >= 4)) or (inner and has_letter))  # noqa: PLR2004
