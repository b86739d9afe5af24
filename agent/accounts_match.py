"""Which account of a CRM export a ticket is about: by id, by name and its variants, by the people's mail domain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.policy.words import folded
from agent.values.fold import is_cjk, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.accounts_csv import Row, Table
    from agent.ticket import Ticket

_CJK_FORMS = re.compile(
    r"[(（](?:株|有|주)[)）]|株式会社|有限会社|合同会社|一般社団法人|㈱|㈲|주식회사|유한회사"
    r"|(?:股份|集团|責任|责任)?有限(?:责任)?公司|股份公司|集团公司|公司$"
)
_FORMS = re.compile(
    r"\b(?:gmbh(?: (?:and|und|u|&) co (?:kg(?:aa)?|ohg))?|ug(?: haftungsbeschrankt)?|ag|kg|kgaa|ohg|gbr|eg|ev|"
    r"e v|e g|se|mbh|ltd|limited|llc|l l c|inc|incorporated|corp|corporation|co|company|plc|llp|lp|pty|pvt|private|"
    r"pte|bhd|sdn|lda|ltda|s a|sa|sas|s a s|sarl|s a r l|sasu|eurl|sci|sl|s l|slu|sau|s c|scp|spa|s p a|srl|s r l|"
    r"snc|me|eireli|bv|b v|nv|n v|vof|oy|oyj|ab|aktiebolag|as|a s|asa|aps|ans|da|hb|kb|d o o|doo|d d|dd|kft|zrt|"
    r"nyrt|bt|sp z o o|spolka z o o|sp j|s r o|sro|a d|ad|ood|eood|ooo|oao|zao|ооо|оао|зао|ао|sia|uab|ou|ehf|hf|"
    r"ltd sti|k k|kk|g k)\b"
)
_IN_FRONT = frozenset({"ооо", "ooo", "оао", "зао", "ао"})
_FREE_MAIL = frozenset(
    re.findall(
        r"\S+",
        """
        gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com
        aol.com gmx.de gmx.net web.de t-online.de posteo.de mail.com proton.me protonmail.com orange.fr free.fr
        wanadoo.fr laposte.net libero.it virgilio.it uol.com.br bol.com.br terra.com.br qq.com 163.com 126.com sina.com
        foxmail.com aliyun.com naver.com daum.net hanmail.net yandex.ru mail.ru wp.pl onet.pl o2.pl ziggo.nl kpnmail.nl
        bigpond.com btinternet.com
        """,
    )
)
_ID_LABEL = re.compile(
    r"\b(?:account|customer|company|organi[sz]ation|crm|kunden?|client\w*|klant|kund|cuenta|conta) ?"
    r"(?:id|no|number|nr|nummer|numero)\b|客户编号|客户id|顧客番号|顧客id"
)
_UMLAUT = re.compile("([aou])e")
_SAME, _PLAUSIBLE = 92.0, 82.0
_MIN_FUZZY = 5
_MIN_ID = 3


@dataclass(frozen=True)
class Match:
    """The row that the ticket is about (null where none, or several, fit), how it was found, and who else fits."""

    row: Row | None = None
    by: str = ""
    candidates: tuple[Row, ...] = ()


@lru_cache(maxsize=65536)
def bare_name(name: str) -> str:
    """Return a company's name in a form in which spellings compare: no legal form, case, accents or punctuation."""
    text = _CJK_FORMS.sub(" ", plain(name)) if any(is_cjk(c) for c in name) else name
    head = text.rpartition(",")[0]
    if head and _stripped(folded(head)) != folded(head):
        text = head  # what follows a legal form and a comma is a place
    words = folded(text.replace("&", " and ").replace("+", " and ").replace("'", ""))
    while (shorter := _stripped(words)) != words:
        words = shorter
    return words


def _stripped(words: str) -> str:
    """Return the name without one legal form at its end (or one alone in front, as in `OOO Vesna`)."""
    for found in _FORMS.finditer(words):
        if found.start() > 0 and found.end() == len(words):
            return words[: found.start()].strip().removesuffix(" and").strip()
        if found.start() == 0 and found.group() in _IN_FRONT:
            return words[found.end() :].strip()
    return words


@lru_cache(maxsize=65536)
def host(text: str) -> str:
    """Return the domain of a web or mail address, without `www`."""
    bare = text.strip().casefold().rpartition("@")[2]
    return re.sub(r"^(?:[a-z]+:)?/*", "", bare).split("/")[0].split(":")[0].removeprefix("www.").strip(".")


def find(table: Table, ticket: Ticket, name: str | None) -> Match:
    """Return the one row that fits; where several do, they are candidates and none is taken."""
    by_id = _by_id(table, ticket)
    if len(by_id) == 1 and (name is None or _similar(name, _name(table, by_id[0])) >= _PLAUSIBLE):
        return Match(by_id[0], "id")
    by_domain = _by_domain(table, ticket)
    if name is None:
        return _one(by_domain, "domain") if by_domain else Match(None, "", _mentioned(table, ticket))
    exact = _exact(table, name)
    if exact:
        return _one([row for row in exact if row in by_domain] or exact, "name")
    scored = [(score, row) for row in table.rows if (score := _similar(name, _name(table, row))) >= _PLAUSIBLE]
    same = [row for score, row in scored if score >= _SAME]
    at_home = [row for row in by_domain if any(row is other for _, other in scored) or _part(name, _name(table, row))]
    if len(at_home) == 1:
        return Match(at_home[0], "domain")
    if len(same) == 1 and len(scored) == 1:
        return Match(same[0], "name")
    parts = [row for row in table.rows if _part(name, _name(table, row))]
    others = {row.number: row for row in [*(row for _, row in scored), *parts, *by_domain]}
    return Match(None, "", tuple(others.values()))


def _one(rows: Sequence[Row], by: str) -> Match:
    """Return the row, or all as candidates where there are several that differ."""
    if len(rows) == 1 or (rows and len({row.cells for row in rows}) == 1):
        return Match(rows[0], by)
    return Match(None, "", tuple(rows))


def _name(table: Table, row: Row) -> str:
    return next((text for c in table.columns if c.kind == "account_name" and (text := row.cell(c))), "")


def _exact(table: Table, name: str) -> list[Row]:
    """Return the rows of that very name: spelled the same if one is, else the same but for legal form and spelling."""
    bare = bare_name(name)
    same = [row for row in table.rows if bare and bare_name(_name(table, row)) == bare]
    literal = [row for row in same if folded(_name(table, row)) == folded(name)]
    return literal or same


def _similar(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100; names that differ in a number or in a whole word are not."""
    a, b = bare_name(one), bare_name(other)
    if not a or not b:
        return 0.0
    if _UMLAUT.sub(r"\1", a).replace(" ", "") == _UMLAUT.sub(r"\1", b).replace(" ", ""):
        return 100.0
    if min(len(a), len(b)) < _MIN_FUZZY or re.findall(r"\d+", a) != re.findall(r"\d+", b) or any(map(is_cjk, a + b)):
        return 0.0
    from rapidfuzz import fuzz  # noqa: PLC0415 - start-up

    words = sorted(a.split()), sorted(b.split())
    if len(words[0]) != len(words[1]):
        return float(fuzz.ratio(a.replace(" ", ""), b.replace(" ", ""))) if abs(len(a) - len(b)) <= 1 else 0.0
    return min(float(fuzz.ratio(x, y)) for x, y in zip(*words, strict=True))


def same_account(one: str, other: str) -> bool:
    """Whether two spellings name the same account."""
    return _similar(one, other) >= _SAME


def _part(one: str, other: str) -> bool:
    """Whether one name is the other with words left out."""
    a, b = set(bare_name(one).split()), set(bare_name(other).split())
    return bool(a and b) and (a < b or b < a) and max(len(word) for word in min(a, b, key=len)) >= len("abcd")


def _mentioned(table: Table, ticket: Ticket) -> tuple[Row, ...]:
    """Return the rows whose account the thread names: candidates only, it may be another customer."""
    text = " ".join(folded(m.text) for m in ticket.messages)
    named = ((row, bare_name(_name(table, row))) for row in table.rows)
    return tuple(row for row, bare in named if len(bare) >= _MIN_FUZZY and f" {bare} " in f" {text} ")


def _by_domain(table: Table, ticket: Ticket) -> list[Row]:
    hosts = {host(p.email) for p in ticket.people if p.role == "customer" and p.email} - _FREE_MAIL - {""}
    columns = [c for c in table.columns if c.kind == "domain"]
    return [row for row in table.rows if any(_within(hosts, host(row.cell(c))) for c in columns)]


def _within(hosts: Iterable[str], domain: str) -> bool:
    return bool(domain) and any(h == domain or h.endswith(f".{domain}") for h in hosts)


def _by_id(table: Table, ticket: Ticket) -> list[Row]:
    wanted = {
        f.value.strip().casefold() for f in ticket.fields if f.about is None and _ID_LABEL.search(folded(f.label))
    }
    wanted = {w for w in wanted if len(w) >= _MIN_ID}
    columns = [c for c in table.columns if c.kind == "id"]
    return [row for row in table.rows if any(row.cell(c).casefold() in wanted for c in columns)]
