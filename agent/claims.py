"""What a reader hands over: claims and signals, each with the quotes that are to prove it; nothing is proven yet."""

from __future__ import annotations

from agent.facts import ActionTaken, Money, Source, TimelineEntry
from agent.ticket import Value


class Quote(Value):
    """Words said to stand in one message, verbatim. `start` is a hint where the same words stand more than once."""

    message: str
    text: str
    start: int | None = None


class Claim(Value):
    """One value of one field, with the quotes that support it.

    For `arr`, `monthly` or `quarterly` in `per` says that the quoted figure is not yearly: code multiplies, and the
    claim's amount is the yearly product. List fields (`timeline`, `actions_taken`) are claimed one entry a claim.
    Where several claims of one field survive, the last one wins: a reader orders them from weakest to strongest.
    """

    field: str
    value: str | Money | TimelineEntry | ActionTaken
    source: Source
    quotes: tuple[Quote, ...]
    per: str | None = None
    note: str | None = None


class Signal(Value):
    """Something in the thread that policy decides on, by the name that policy.yaml uses, with its quotes."""

    name: str
    quotes: tuple[Quote, ...]
    detail: str | None = None


class Promise(Value):
    """Something that our side said it would do, and the day it named."""

    text: str
    by: str | None = None
    due: str | None = None
    quotes: tuple[Quote, ...] = ()


class Reading(Value):
    """All that one pass over a ticket brought."""

    claims: tuple[Claim, ...] = ()
    signals: tuple[Signal, ...] = ()
    promises: tuple[Promise, ...] = ()
    warnings: tuple[str, ...] = ()
