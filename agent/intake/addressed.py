"""Sides told by whom a message greets: who writes "Hi NAME" to somebody of one side is of the other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake.sides import leaning

if TYPE_CHECKING:
    from agent.intake.draft import Entry
    from agent.ticket import Role

_SALUTE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear|thanks|thank you|good (?:morning|afternoon|evening)|hallo|"
    r"liebe[r]?|guten (?:tag|morgen)|"
    r"bonjour|hola|ciao|olá|beste|dag|hej|hei|cześć|dzień dobry|moi)\b[\s,]*)?"
    r"(?P<at>@)?(?P<name>[^\W\d_][\w'’.-]{1,30})",
    re.IGNORECASE,
)
_WIDE = re.compile(r"^\W*([^\W\d_]{1,6}?)(?:様|さま|さん|님|先生|小姐|經理|经理)")
_SHORTEST = 3
_FEWEST_WIDE = 2


def told(entries: list[Entry]) -> list[Entry]:
    """Give entries of unknown side the one that their greeting tells."""
    if all(e.role != "unknown" for e in entries):
        return entries
    known = [e for e in entries if e.author and e.role in {"customer", "vendor"}]
    return [
        replace(e, role=side) if e.role == "unknown" and (side := side_of(e, known)) != "unknown" else e
        for e in entries
    ]


def opened(entries: list[Entry]) -> list[Entry]:
    """Give the customer's side to who wrote a ticket's own description, where nothing else tells."""
    first = entries[0] if entries else None
    if not first or first.role != "unknown" or not first.author or first.public is not True:
        return entries
    if any(e.role == "customer" for e in entries) or leaning(first.text) > 0:
        return entries
    return [replace(e, role="customer") if e.author == first.author and e.role == "unknown" else e for e in entries]


def unaddressed(entries: list[Entry]) -> list[Entry]:
    """Give the supplier's side to authors of a desk's export without an address, where all its customers have one.

    Portals know their customers by address and keep those of the desk's own people back.
    """
    customers = [e for e in entries if e.role == "customer" and e.author]
    if not customers or any(not e.email for e in customers) or all(e.role != "unknown" for e in entries):
        return entries
    return [
        replace(e, role="vendor") if e.role == "unknown" and e.author and not e.email and e.public is not None else e
        for e in entries
    ]


def side_of(entry: Entry, entries: list[Entry]) -> Role:
    """Return the side of an entry whose author is not known, by the first name that it greets; unknown where none."""
    head = entry.text[:80]
    wide = _WIDE.match(head)
    m = wide or _SALUTE.match(head)
    if not m:
        return "unknown"
    name = m[1] if wide else m["name"]
    greeted = bool(wide) or bool(m["at"]) or m.start("name") > 0
    if not greeted or len(name) < (_FEWEST_WIDE if wide else _SHORTEST):
        return "unknown"
    sides = {e.role for e in entries if e.author and e.author != entry.author and _is_called(e.author, name)}
    if sides == {"customer"}:
        return "vendor"
    return "customer" if sides == {"vendor"} else "unknown"


def _is_called(author: str, name: str) -> bool:
    low = name.casefold()
    return low in author.casefold().split() or (not name.isascii() and author.startswith(name))
