"""The CRM join: what the record knows of the ticket's account; the thread wins, and every difference is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.accounts_csv import Row, Table, read_table
from agent.accounts_match import find, same_account
from agent.accounts_values import Cell, value_of
from agent.case import Dispute
from agent.evidence import Evidence
from agent.facts import Fact, Facts, FactValue, Money
from agent.policy.words import folded
from agent.values.fold import is_cjk
from agent.values.names import name_tokens, same_person

if TYPE_CHECKING:
    from pathlib import Path

    from agent.policy import Policy
    from agent.ticket import Ticket

_Joinable = Literal[
    "account_name", "account_tier", "arr", "csm", "account_owner", "renewal_date", "renewal_risk", "contact_role"
]
_FIELDS: tuple[_Joinable, ...] = (
    "account_name", "account_tier", "arr", "csm", "account_owner", "renewal_date", "renewal_risk", "contact_role",
)  # fmt: skip
_PEOPLE = frozenset({"csm", "account_owner"})
_MAX_CANDIDATES = 5
_PENNY = 0.005
_LINK = (
    r"has|had|who|is|was|he|she|they|just|since|already|bereits|ist|hat|a|ha|har|er|jest|to|em|en"  # words in between
)
_GONE_AFTER = re.compile(
    rf"[^\S\n]*(?:[(,][^\S\n]*)?(?:(?:{_LINK})[^\S\n]+){{0,3}}"
    r"(?:left\b|leaves\b|no longer\b|moved (?:on|to)\b|gone\b|resigned|departed|retired|quit\b|nicht mehr\b|"
    r"ausgeschieden|verlassen|n'est plus|quitté|partie?\b|ya no\b|se fue\b|dejó|saiu\b|não está mais|"
    r"não trabalha mais|deixou|non (?:è|lavora) più|werkt niet meer|is weg\b|slutade|slutat|stoppet|sluttet|"
    r"odszedł|odeszła)|\s?(?:已经?|于?[\d一二三四五六七八九十]*月?(?:份)?)?(?:离职|离开|走了|调走|辞职)|"
    r"(?:さん|氏)?[はが]?(?:退職|異動)|(?:님)?[이가은는]? ?퇴사",
    re.IGNORECASE,
)
_GONE_BEFORE = re.compile(
    r"(?:\b(?:former|formerly|previous|ex|late|ehemalig\w*|frühere\w*|vorherig\w*|ancien(?:ne)?|antigu[oa]|anterior|"
    r"antig[oa]|precedente|vorige|tidigare|tidligere|były|była)\b[\w\s-]{0,24}?|\bex-|"
    r"(?:原|前任?)(?:销售|客户经理|客户成功经理|负责人)?)\s*$",
    re.IGNORECASE,
)
_REACH = 60
_MIN_TOKEN = 3


@dataclass(frozen=True)
class Joined:
    """The facts with what the record adds, the differences, what was not taken and why, and who else it could be."""

    facts: Facts
    disputes: tuple[Dispute, ...] = ()
    warnings: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccountBook:
    """A CRM export, read."""

    table: Table
    file: str

    @classmethod
    def read(cls, path: Path) -> AccountBook:
        """Return the book; an AccountsError names file, row and column of what cannot be read."""
        return cls(read_table(path), path.name)

    def join(self, facts: Facts, ticket: Ticket, policy: Policy, *, left: frozenset[str] = frozenset()) -> Joined:
        """Return the facts joined with the ticket's account; the thread wins, an ambiguous account is asked, not taken.

        `left` names people whom the thread says have left: the record's word that they hold a post is not taken. What
        the ticket's own sentences say of that is found out as well.
        """
        name = facts.account_name.value
        found = find(self.table, ticket, name)
        if found.row is None:
            return self._not_found(facts, found.candidates, name)
        disputes: list[Dispute] = []
        warnings: list[str] = []
        for field in _FIELDS:
            cell = value_of(field, self.table, found.row, policy)
            if field in _PEOPLE and isinstance(cell.value, str) and _has_left(cell.value, ticket, left):
                cell = Cell(refused=f"{cell.value} ({field}) has left, as the thread says")
            if field == "contact_role" and not self._same_contact(found.row, facts, policy):
                continue
            facts = self._merged(field, cell, found.row, facts, disputes, warnings)
        return Joined(facts, tuple(disputes), tuple(warnings))

    def _same_contact(self, row: Row, facts: Facts, policy: Policy) -> bool:
        """Whether the record's contact is the ticket's: only then is the title theirs."""
        person, contact = value_of("contact_name", self.table, row, policy).value, facts.contact_name.value
        return isinstance(person, str) and contact is not None and same_person(person, contact)

    def _merged(
        self, field: _Joinable, cell: Cell, row: Row, facts: Facts, disputes: list[Dispute], warnings: list[str]
    ) -> Facts:
        thread = facts.get(field)
        if cell.value is None:
            if cell.refused and not thread.known:
                warnings.append(f"{self.file}, row {row.number}: {cell.refused}; it was not taken.")
            return facts
        evidence = tuple(Evidence(message=f"accounts:{row.number}", start=0, end=len(t), quote=t) for t in cell.shown)
        if not thread.known or (field == "renewal_risk" and thread.source == "inferred"):
            return facts.with_fact(field, Fact(value=cell.value, source="record", evidence=evidence, note=cell.note))
        if not _equal(field, thread.value, cell.value):
            reason = f"The thread wins over the record ({self.file}, row {row.number}), which may be older."
            disputes.append(
                Dispute(
                    field=field, kept=_shown(thread.value), other=_shown(cell.value), reason=reason, evidence=evidence
                )
            )
        return facts

    def _not_found(self, facts: Facts, candidates: tuple[Row, ...], name: str | None) -> Joined:
        names = tuple(dict.fromkeys(_labels(self.table, row) for row in candidates))[:_MAX_CANDIDATES]
        if not names:
            about = f"the account {name!r}" if name else "the ticket's account, which nobody named"
            return Joined(facts, warnings=(f"{self.file} has no row for {about}; nothing was taken from it.",))
        which = f"{name!r} could be" if name else "The ticket's account could be"
        told = f"{self.file}: {which} {' or '.join(names)}; nothing was taken from it."
        return Joined(facts, warnings=(told,), candidates=names)


def _labels(table: Table, row: Row) -> str:
    name = next((t for c in table.columns if c.kind == "account_name" and (t := row.cell(c))), "the account")
    return f"{name} (row {row.number})"


def _equal(field: str, one: FactValue | None, other: FactValue) -> bool:
    if isinstance(one, Money) and isinstance(other, Money):
        return one.currency == other.currency and abs(one.amount - other.amount) <= _PENNY
    if not isinstance(one, str) or not isinstance(other, str):
        return one == other
    if field == "account_name":
        return same_account(one, other)
    return folded(one) == folded(other) or (field in _PEOPLE and same_person(one, other))


def _shown(value: FactValue | None) -> str:
    if isinstance(value, Money):
        return f"{value.currency} {value.amount:,.2f}".removesuffix(".00")
    return str(value)


def _has_left(name: str, ticket: Ticket, left: frozenset[str]) -> bool:
    """Whether the thread says of that very person that they left, or calls them a former holder of a post."""
    if any(same_person(name, gone) for gone in left):
        return True
    parts = [name, *(token for token in name_tokens(name) if len(token) >= _MIN_TOKEN and not is_cjk(token[0]))]
    whole = "|".join(re.escape(part) for part in parts)
    pattern = re.compile(whole if is_cjk(name[0]) else rf"(?<!\w)(?:{whole})(?!\w)")
    for message in ticket.messages:
        for found in pattern.finditer(message.text):
            before = message.text[max(0, found.start() - _REACH) : found.start()]
            if _GONE_AFTER.match(message.text, found.end()) or _GONE_BEFORE.search(before):
                return True
    return False
