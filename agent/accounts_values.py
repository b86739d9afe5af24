"""The cells of a CRM export as values of the inputs; what cannot be read without doubt is not taken, and said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.facts import Money
from agent.values.dates import dates_in, order_evidence
from agent.values.fold import plain
from agent.values.money import money_in
from agent.values.numbers import decimal_evidence, numbers_in
from agent.values.periods import PER_YEAR, is_total

if TYPE_CHECKING:
    from agent.accounts_columns import Column, ColumnKind
    from agent.accounts_csv import Row, Table
    from agent.policy import Policy
    from agent.values.numbers import DecimalMark

_VACANT = re.compile(
    r"[\W_]*|n/?a|n\. ?n\.|null|nil|none|no owner|unassigned|not assigned|vacant|open|tbd|tbc|nobody|unknown|"
    r"to be (?:hired|assigned|confirmed)|unbesetzt|vakant|offen|keiner?|nicht zugewiesen|vacant[ae]?|non assigné|sans|"
    r"aucun|vacante|sin asignar|ninguno|vago|vaga|sem|nenhum|a definir|não atribuído|nessuno|non assegnato|geen|"
    r"niet toegewezen|vakantt?|ingen|ej tilldelad|ikke tildelt|brak|wakat|nieprzypisany|"
    r"无|暂无|空缺|待定|未分配|未定|なし|未割当|不在|없음|미정|미배정",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:queue|integration user|system|admin(?:istrator)?|house account|shared|pool|bot|api user|"
    r"inactive|deactivated|former|ex|left|team|desk)\b|离职|已离开|ehemalig|退職|퇴사",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cell:
    """A value read from a row: the cells that show it, how it was computed, or why it was not taken."""

    value: str | Money | None = None
    shown: tuple[str, ...] = ()
    note: str | None = None
    refused: str | None = None


def is_vacant(text: str) -> bool:
    """Whether a cell says that there is nobody or nothing."""
    return bool(_VACANT.fullmatch(text.strip()))


def value_of(kind: ColumnKind, table: Table, row: Row, policy: Policy) -> Cell:
    """Return the value of the first column of that kind that has one, else the first reason why none was taken."""
    refused: Cell | None = None
    for column in (c for c in table.columns if c.kind == kind):
        text = row.cell(column)
        if is_vacant(text):
            continue
        cell = _read(kind, column, text, table, row, policy)
        if cell.value is not None:
            return cell
        refused = refused or cell
    return refused or Cell()


def _read(kind: ColumnKind, column: Column, text: str, table: Table, row: Row, policy: Policy) -> Cell:
    if kind == "arr":
        return _money(column, text, table, row)
    if kind == "renewal_date":
        return _date(column, text, table)
    if kind in {"account_tier", "renewal_risk"}:
        meant = policy.tier(text) if kind == "account_tier" else policy.risk(text)
        return (
            Cell(meant, (text,))
            if meant
            else Cell(refused=f"{column.header!r} says {text!r}, which the policy does not know")
        )
    if kind in {"csm", "account_owner", "contact_name"} and (
        _NO_PERSON.search(text) or "@" in text or not _is_name(text)
    ):
        return Cell(refused=f"{column.header!r} says {text!r}, which is nobody's name")
    return Cell(text, (text,))


def _is_name(text: str) -> bool:
    return any(c.isalpha() for c in text) and not re.search(r"\d", text)


def _money(column: Column, text: str, table: Table, row: Row) -> Cell:
    unsure = Cell(refused=f"{column.header!r} says {text!r}, which is no single amount")
    figures = [n for n in numbers_in(text) if n.kind == "number"]
    if len(figures) != 1 or is_total(column.header.casefold()) or re.match(r"\s*[-−(]", plain(text)):
        return unsure
    decimal = _decimal(column, table)
    beside = next((t for c in table.columns if c.kind == "currency" and (t := row.cell(c)) and not is_vacant(t)), "")
    spans = money_in(text, decimal=decimal)
    shown: tuple[str, ...] = (text,)
    if not spans or spans[0].currency is None:
        spans = money_in(f"{text} {column.unit or beside}", decimal=decimal) or money_in(
            f"{text}{column.unit}", decimal=decimal
        )
        shown = (text,) if column.unit or not beside else (text, beside)
    elif column.unit and money_in(f"1 {column.unit}") == []:
        return unsure
    if len(spans) != 1 or spans[0].currency is None:
        return Cell(refused=f"{column.header!r} says {text!r} without a currency")
    span = spans[0]
    times = PER_YEAR[span.per or column.period or "year"]
    note = f"{times} x {span.currency} {span.amount:,.2f}".removesuffix(".00") if times > 1 else None
    return Cell(Money(amount=float(span.amount * times), currency=span.currency), shown, note)


def _decimal(column: Column, table: Table) -> DecimalMark | None:
    return decimal_evidence(row.cell(column) for row in table.rows)


def _date(column: Column, text: str, table: Table) -> Cell:
    order = order_evidence(row.cell(column) for row in table.rows)
    spans = [s for s in dates_in(text, None, order) if s.precision == "day"]
    if len({s.value for s in spans}) != 1:
        return Cell(refused=f"{column.header!r} says {text!r}, which is no date")
    day = spans[0].value
    if day is None:
        readings = " or ".join(d.isoformat() for d in spans[0].alternatives)
        return Cell(refused=f"{column.header!r} says {text!r}, which can mean {readings or 'several days'}")
    return Cell(day.isoformat(), (text,))
