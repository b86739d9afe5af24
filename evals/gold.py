"""A case of the suite: a ticket's file beside `ID.gold.json`, which says what two careful people read in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from agent.errors import UsageError

Groups = tuple[tuple[str, ...], ...]
"""Keyword groups: a text matches when it holds one wording of each."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(_Strict):
    """A yearly amount and its currency (ISO 4217)."""

    amount: float
    currency: str


class Entry(_Strict):
    """An event or action that a good draft holds: its ISO date where it matters, and wordings that tell it."""

    mention: tuple[str, ...]
    date: str | None = None


class GoldFacts(_Strict):
    """The inputs as the ticket states them; null is what nobody stated."""

    account_name: str | None = None
    account_tier: str | None = None
    arr: Amount | None = None
    csm: str | None = None
    account_owner: str | None = None
    contact_name: str | None = None
    contact_role: str | None = None
    renewal_date: str | None = None
    customer_ask: Groups | None = None
    root_cause: Groups | None = None
    timeline: tuple[Entry, ...] = ()
    actions_taken: tuple[Entry, ...] = ()


class Crm(BaseModel):
    """The account's row of a CRM export; what the ticket does not state may come from it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    account_name: str | None = None
    account_tier: str | None = None
    arr: Amount | None = None
    csm: str | None = None
    account_owner: str | None = None
    renewal_date: str | None = None


def _listed(value: object) -> object:
    return [] if value is None else [value] if isinstance(value, str) else value


Accepted = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""The values that count as right; none: the thread gives no basis, or the value is not asked for."""


class GoldAssessment(_Strict):
    """What policy should make of it."""

    decision: Accepted = ()
    type: Accepted = ()
    level: Accepted = ()
    destination: Accepted = ()
    severity: Accepted = ()
    renewal_risk: Accepted = ()
    public_risk: Accepted = ()
    sentiment: Accepted = ()


class Gold(_Strict):
    """One case. `forbidden` may never be said as ours; the three last are scored where a case gives them."""

    id: str
    file: str
    split: Literal["dev", "held"]
    as_of: date
    language: str
    facts: GoldFacts
    missing: tuple[str, ...]
    assessment: GoldAssessment
    crm: Crm | None = None
    forbidden: tuple[str, ...] = ()
    note: str = ""
    commitments: tuple[Groups, ...] | None = None
    risks: tuple[Groups, ...] | None = None
    reference: str | None = None


class Sample(_Strict):
    """A case with its files."""

    gold: Gold
    ticket: Path
    source: Path

    @property
    def reference(self) -> Path | None:
        """The reference brief, null where the case has none."""
        return self.source.parent / self.gold.reference if self.gold.reference else None


def load(folders: list[Path]) -> list[Sample]:
    """Return the cases of folders and their subfolders, by id; a UsageError names a file that is not as it must be."""
    found: dict[str, Sample] = {}
    for folder in folders:
        for source in sorted(folder.rglob("*.gold.json")):
            sample = _sample(source)
            if sample.gold.id in found:
                message = f"{source} and {found[sample.gold.id].source} have the same id, {sample.gold.id}."
                raise UsageError(message, "Give each case an id of its own.")
            found[sample.gold.id] = sample
    if not found:
        message = f"There is no case in {', '.join(map(str, folders))}: no file ends in .gold.json."
        raise UsageError(message, "Name a folder of cases; evals/README.md says what a case is.")
    return [found[name] for name in sorted(found)]


def _sample(source: Path) -> Sample:
    try:
        gold = Gold.model_validate(json.loads(source.read_bytes()))
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{source} is not a gold file: {'.'.join(map(str, first['loc']))}: {first['msg']}."
        raise UsageError(message, "Mend that line; evals/README.md shows the shape.") from error
    except ValueError as error:
        message = f"{source} is not JSON: {error}."
        raise UsageError(message, "Mend the file.") from error
    ticket = source.parent / gold.file
    if not ticket.is_file():
        message = f"{source} names the ticket {gold.file}, and there is no such file beside it."
        raise UsageError(message, "Put the ticket beside its gold file, or correct its name.")
    return Sample(gold=gold, ticket=ticket, source=source)
