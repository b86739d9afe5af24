"""The columns of a CRM export, recognised by the headers that common CRMs and people's own sheets give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, get_args

from agent.policy.words import folded
from agent.values.periods import Period, period_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ColumnKind = Literal[
    "account_name", "id", "domain", "account_tier", "arr", "currency", "csm", "account_owner", "renewal_date",
    "renewal_risk", "contact_name", "contact_role",
]  # fmt: skip

_AMOUNT = re.compile(  # no word for a company's own turnover, which CRMs keep as `Annual Revenue`
    r"contract value|subscription|fee|recurring|arr\b|mrr\b|vertragswert|vertragsvolumen|gebuhr|lizenz|abonnement|"
    r"montant|importe|cuota|valor|assinatura|canone|bedrag|avgift|belop|合同|金额|费|契約|金額|계약"
)
_UNIT = re.compile(r"[\[(（]([^\])）]{1,12})[\])）]|\bin ((?:T|k|thousand |Mio\.? ?)?(?:[A-Z]{3}|[$€£¥]))\s*$")
_LAST = 1000
_PREFIX = re.compile(r"^(?:organi[sz]ation|account|company|customer|properties|org|client|custom|contact id|field)\s+")
_SUFFIX = re.compile(r"\s+(?:c|cf|custom|field|full name|name|converted)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Column:
    """A recognised column: what it holds and where; for amounts the period and unit that its header names."""

    kind: ColumnKind
    index: int
    header: str
    period: Period | None = None
    unit: str | None = None
    rank: int = 0


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[ColumnKind, int]]:
    """Return what each known header holds, and its rank among the headers of that kind."""
    out: dict[str, tuple[ColumnKind, int]] = {}
    kinds = {kind: kind for kind in get_args(ColumnKind)}
    text = files("agent").joinpath("accounts_columns.txt").read_text(encoding="utf-8")
    for section in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        name, _, words = section.partition("]")
        for rank, word in enumerate(re.split(r"[;\n]", words)):
            if folded(word):
                out.setdefault(folded(word), (kinds[name], rank))
    return out


def columns_of(headers: Sequence[str]) -> tuple[Column, ...]:
    """Return the recognised columns, for each kind the most telling header first."""
    found = [column for index, header in enumerate(headers) if (column := _column(index, header))]
    order = get_args(ColumnKind)
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), c.rank, c.index)))


def _column(index: int, header: str) -> Column | None:
    unit = _UNIT.search(header)
    said = (unit.group(1) or unit.group(2)).strip() if unit else None
    for form in _forms(header):
        kind, rank = _known().get(form, (None, 0))
        if kind == "arr":
            return Column(kind, index, header, period_of(header) or _period(form), _amount_unit(said), rank)
        if kind:
            return Column(kind, index, header, rank=rank)
    plain, period = folded(header), period_of(header)
    if period and _AMOUNT.search(plain):
        return Column("arr", index, header, period, _amount_unit(said), _LAST)
    return None


def _amount_unit(said: str | None) -> str | None:
    """Return what stands in brackets behind an amount's header, unless it only repeats the period."""
    return None if said is None or period_of(said) or folded(said) in {"arr", "mrr", "acv"} else said


def _period(form: str) -> Period:
    monthly = ("mrr", "month", "monat", "mensual", "mensal", "mensil", "maand", "manad", "月", "월")
    return "month" if any(word in form for word in monthly) else "year"


def _forms(header: str) -> list[str]:
    """Return the header in the forms under which it may be known: as it stands, without brackets, prefix or suffix."""
    spread = folded(_CAMEL.sub(" ", re.sub(r"[._/-]+", " ", header)))
    bare = folded(re.sub(r"[\[(（].*?[\])）]", " ", header))
    inside = [folded(part) for part in re.findall(r"[\[(（](.*?)[\])）]", header)]
    forms = [folded(header), spread, bare, *inside]
    for form in (spread, bare):
        shorter = _PREFIX.sub("", form)
        forms += [shorter, _SUFFIX.sub("", form), _SUFFIX.sub("", shorter)]
    return [form for form in dict.fromkeys(forms) if form]
