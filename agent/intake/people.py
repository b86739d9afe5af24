"""Everybody of a ticket, each at a place where the name stands, with the title where one stands beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.intake.mentions import mentioned
from agent.intake.names import bare
from agent.intake.words import LEGAL_FORM
from agent.ticket import Message, Party, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.intake.draft import Draft, Entry
    from agent.intake.marks import Signed
    from agent.ticket import RecordField

_SHORT = 3
_SIGNED_QUOTE = re.compile(r"(?m)^[ \t]*> ?(?P<name>[^\n>]{4,50})\n[ \t]*> ?(?P<title>[^\n>]{3,70})$")
_TAIL = re.compile(r"(.+?)\s*(?:,|\s[–—-]|\sat|\sbei|\schez|@)\s+([^,]+)$")


@dataclass(frozen=True)
class _Place:
    message: str
    start: int
    end: int
    titled: bool


@dataclass(frozen=True)
class _Found:
    name: str
    role: Role = "unknown"
    title: str | None = None
    company: str | None = None
    email: str | None = None
    place: _Place | None = None

    def joined(self, other: _Found) -> _Found:
        """Return both as one: what the first knows stays, a place beside a title is the better one."""
        better = (
            other.place
            if other.place and (self.place is None or (other.place.titled and not self.place.titled))
            else self.place
        )
        return replace(
            self,
            role=other.role if self.role == "unknown" else self.role,
            title=self.title or other.title,
            company=self.company or other.company,
            email=self.email or other.email,
            place=better,
        )


def found(
    draft: Draft,
    entries: list[Entry],
    messages: list[Message],
    signed: dict[str, list[Signed]],
    fields: tuple[RecordField, ...],
    mask: Callable[[str], str],
) -> tuple[Party, ...]:
    """Return the people of a ticket in the order in which they turn up, each once."""
    people: dict[str, _Found] = {}
    spoken = [m for m in messages if m.kind == "message"]
    for person in draft.people:
        _add(people, _Found(mask(person.name), person.role, person.title, person.company, person.email))
    for entry, message in zip(entries, spoken, strict=True):
        if entry.author:
            _add(people, _Found(entry.author, entry.role, entry.title, entry.company, entry.email))
        for s in signed.get(message.id, ()):
            place = _Place(message.id, s.start, s.end, titled=True) if s.title else None
            key = _author_key(entry, s.name)
            _add(people, _Found(key or s.name, entry.role, s.title, s.company, None, place))
        _mentions(people, message)
        if message.role == "vendor":
            _quoted(people, message)
    for message in messages:
        if message.kind == "record" and draft.source_format in {"note", "transcript"}:
            _mentions(people, message)
    firms = {f.casefold() for p in draft.people if (f := p.company)} | {v.casefold() for f in fields if (v := f.value)}
    return tuple(_party(_settled(p, firms, messages), messages) for p in people.values() if p.name)


def _mentions(people: dict[str, _Found], message: Message) -> None:
    for m in mentioned(message.text):
        if not message.marked(m.start, m.end):
            _add(
                people,
                _Found(m.name, "unknown", m.title, m.company, None, _Place(message.id, m.start, m.end, titled=True)),
            )


def _quoted(people: dict[str, _Found], message: Message) -> None:
    """Take in who signs what our side sets apart with ">": the customer's own words, name and post under each other."""
    from agent.intake.names import is_name  # noqa: PLC0415
    from agent.intake.words import TITLE  # noqa: PLC0415

    for match in _SIGNED_QUOTE.finditer(message.text):
        name, title = match["name"].strip(" ,"), match["title"].strip(" ,")
        if " " in name and is_name(name) and TITLE.inside(title):
            place = _Place(message.id, match.start("name"), match.end("title"), titled=True)
            _add(people, _Found(name, "customer", title, None, None, place))


def _author_key(entry: Entry, signed: str) -> str | None:
    """A signature under a message is its author's, however the name is written there."""
    from agent.intake.names import same_person  # noqa: PLC0415

    return entry.author if entry.author and same_person(entry.author, signed) else None


def _add(people: dict[str, _Found], one: _Found) -> None:
    key = bare(one.name)
    people[key] = people[key].joined(one) if key in people else one


def _settled(p: _Found, firms: set[str], messages: list[Message]) -> _Found:
    """Tell a company from the tail of a title: a company shows in the address, the record or its legal form."""
    if p.title and not p.company and (cut := _TAIL.match(p.title)):
        left, right = cut[1], cut[2]
        if _is_firm(right.strip(), p.email, firms):
            return replace(p, title=left.strip(), company=right.strip())
    if p.title and p.company and not _is_firm(p.company, p.email, firms):
        whole = f"{p.title}, {p.company}"
        if any(whole in m.text for m in messages):
            return replace(p, title=whole, company=None)
    return p


def _is_firm(text: str, email: str | None, firms: set[str]) -> bool:
    low = text.casefold()
    label = (email or "").rpartition("@")[2].split(".")[0].replace("-", "")
    squeezed = "".join(c for c in low if c.isalnum())
    words = [w for w in low.split() if len(w) > _SHORT]
    told = any(w in label for w in words) or (label and label in squeezed)
    return LEGAL_FORM.inside(text) or low in firms or bool(told)


def _party(p: _Found, messages: list[Message]) -> Party:
    place = p.place or _searched(p, messages)
    return Party(
        name=p.name,
        role=p.role,
        title=p.title,
        company=p.company,
        email=p.email,
        message=place.message if place else None,
        start=place.start if place else None,
        end=place.end if place else None,
    )


def _searched(p: _Found, messages: list[Message]) -> _Place | None:
    """Return the first place where the name stands, one with the title after it first."""
    first: _Place | None = None
    for m in messages:
        at = m.text.find(p.name)
        while at >= 0:
            end = at + len(p.name)
            if p.title and p.title in m.text[end : end + len(p.title) + 40]:
                return _Place(m.id, at, end, titled=True)
            first = first or _Place(m.id, at, end, titled=False)
            if not p.title:
                return first
            at = m.text.find(p.name, end)
    return first
