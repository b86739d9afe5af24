"""What a format reader hands over: a ticket in plain words, before masking, ordering and offsets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.ticket import Role


@dataclass(frozen=True)
class Entry:
    """One message as found. `title` and `company` are what stands with the author's name; `noise`: a machine wrote it.

    `quoted`: it was found in another entry's text; `forward`: it was forwarded there; `to` its recipients;
    `shown` what the source prints for the author, with title or company.
    """

    text: str
    at: str | None = None
    author: str | None = None
    email: str | None = None
    role: Role = "unknown"
    public: bool | None = None
    title: str | None = None
    company: str | None = None
    noise: bool = False
    forward: bool = False
    quoted: bool = False
    to: str | None = None
    shown: str | None = None


@dataclass(frozen=True)
class Person:
    """Somebody whom a header, a sidebar or a users table names."""

    name: str
    email: str | None = None
    role: Role = "unknown"
    title: str | None = None
    company: str | None = None


@dataclass(frozen=True)
class Line:
    """One labelled value of the ticket's record; `about` names another organisation that it belongs to."""

    label: str
    value: str
    about: str | None = None
    noise: bool = False


@dataclass(frozen=True)
class Record:
    """The ticket's own fields: as lines, or verbatim as the screen showed them."""

    lines: tuple[Line, ...] = ()
    screen: str | None = None


@dataclass
class Draft:
    """One ticket as its format gave it, in document order, an older quoted mail before the one that quotes it."""

    source_format: str
    vendor: str | None = None
    why: str | None = None
    entries: list[Entry] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    subject: str | None = None
    id: str | None = None
    warnings: list[str] = field(default_factory=list)
    vendor_domains: set[str] = field(default_factory=set)
    customer_domains: set[str] = field(default_factory=set)
    internal: bool = False
    channel: bool = False
    title: str | None = None
    firms: list[str] = field(default_factory=list)
    """Companies that the record names as the customer's."""
    hidden: list[str] = field(default_factory=list)
