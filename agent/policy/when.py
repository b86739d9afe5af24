"""The conditions of policy rules: which signals and facts make a rule fire, and which quotes it then rests on.

An atom is one of

- `dissatisfied`: a signal (agent.signals) or a group of the policy was found; `dissatisfied*2`: in at least two quotes
- `code_change_needed>capability_gap`: the first has more quotes than the second; `>=` likewise
- `known:root_cause`, `missing:arr`: an input is stated, or is not
- `renewal_within:120`: the renewal date is known and at most that many days away, or has passed
- `arr>=250000 EUR`: the yearly amount, in that currency alone
- `account_tier=Enterprise`, `renewal_risk=red`, `contact_influence=executive`: the value of a fact
- `decision=handle`, `level>=L2`: what was judged before
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from agent.facts import REQUIRED
from agent.ticket import Value

AtomKind = Literal["signal", "more", "known", "missing", "renewal_within", "arr", "fact", "judged", "level"]
JUDGED = ("decision", "type", "level", "destination", "severity", "renewal_risk", "public_risk", "sentiment")
"""The judgements, in the order in which they are made: a rule may refer to earlier ones only."""
FACT_VALUES = ("account_tier", "renewal_risk", "contact_influence")

_NAME = r"[a-z][a-z0-9_]*"
_FORMS: tuple[tuple[AtomKind, re.Pattern[str]], ...] = (
    ("signal", re.compile(rf"({_NAME})(?:\*(\d+))?")),
    ("level", re.compile(r"level(>=)([\w-]+)")),
    ("arr", re.compile(r"arr>=(\d+(?:\.\d+)?) ([A-Z]{3})")),
    ("more", re.compile(rf"({_NAME})(>=?)({_NAME})")),
    ("known", re.compile(rf"known:({_NAME})")),
    ("missing", re.compile(rf"missing:({_NAME})")),
    ("renewal_within", re.compile(r"renewal_within:(\d+)")),
    ("fact", re.compile(rf"({'|'.join(FACT_VALUES)})=(.+)")),
    ("judged", re.compile(rf"({'|'.join(JUDGED)})=(.+)")),
)


@dataclass(frozen=True)
class Atom:
    """One parsed condition; the parts are those of its form."""

    kind: AtomKind
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The signals or groups it refers to."""
        if self.kind == "signal":
            return self.parts[:1]
        return (self.parts[0], self.parts[2]) if self.kind == "more" else ()


@lru_cache(maxsize=2048)
def parse_atom(text: str) -> Atom:
    """Return the atom; a ValueError says what is wrong with it."""
    for kind, form in _FORMS:
        if found := form.fullmatch(text.strip()):
            atom = Atom(kind, tuple(part or "" for part in found.groups()))
            if kind in {"known", "missing"} and atom.parts[0] not in REQUIRED:
                message = f"there is no input called {atom.parts[0]!r}"
                raise ValueError(message)
            return atom
    message = f"{text!r} is no condition"
    raise ValueError(message)


def _check(text: str) -> str:
    parse_atom(text)
    return text


AtomText = Annotated[str, AfterValidator(_check)]


class When(Value):
    """Fires when at least one of `any`, every one of `all` and not one of `none` is met."""

    any: tuple[AtomText, ...] = ()
    all: tuple[AtomText, ...] = ()
    none: tuple[AtomText, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> When:
        if not self.any and not self.all:
            message = "a rule without `any` or `all` would always fire"
            raise ValueError(message)
        return self

    @property
    def atoms(self) -> tuple[str, ...]:
        """All its conditions."""
        return (*self.any, *self.all, *self.none)
