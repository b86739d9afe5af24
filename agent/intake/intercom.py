"""Intercom conversations: the opening message and its parts, notes, bots, attributes, tags, rating."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake import body
from agent.intake.draft import Draft, Entry, Line, Record
from agent.intake.jsonshape import get, is_map, maps, moment, role_of, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_GUESSED = re.compile(
    r"\bAI\b|\(auto\)|\bauto[- ]|\bpredicted\b|\bFin\b|\bsuggested\b|\bsentiment\b|\bcopilot\b", re.IGNORECASE
)
_PLAIN = ("title", "state", "priority", "created_at")


def read(tree: object, as_of: date) -> Draft:
    """Read one conversation as the API returns it."""
    draft = Draft("intercom", id=shown(get(tree, "id")))
    draft.subject = _plain(shown(get(tree, "title"))) or _plain(shown(get(tree, "source", "subject"))) or None
    draft.records.append(Record(lines=tuple(_lines(tree))))
    source = get(tree, "source")
    parts = [source] if is_map(source) else []
    parts += maps(get(tree, "conversation_parts", "conversation_parts")) or maps(get(tree, "conversation_parts"))
    opened = moment(get(tree, "created_at"))
    for part in parts:
        entry = _entry(part, draft)
        if entry.text.strip():
            entry = entry if entry.at else replace(entry, at=opened)
            draft.entries.extend(body.entries(entry, draft, as_of))
    return draft


def _plain(value: str | None) -> str:
    return re.sub(r"<[^>]{0,200}>", "", body.unescaped(value or "")).strip()


def _entry(part: dict[str, object], draft: Draft) -> Entry:
    author = part.get("author")
    author = author if is_map(author) else {}
    text = body.visible(text_of(part.get("body")), draft)
    role = role_of(author.get("type"))
    note = part.get("part_type") in {"note", "note_and_reopen"}
    name = _plain(shown(author.get("name"))) or shown(author.get("email"))
    return Entry(
        text,
        at=moment(part.get("created_at")),
        author=name,
        email=shown(author.get("email")),
        role="vendor" if note and role == "unknown" else role,
        public=not note,
        noise=role == "bot",
    )


def _lines(tree: object) -> Iterator[Line]:
    for key in _PLAIN:
        value = get(tree, key)
        text = moment(value) if key == "created_at" else _plain(shown(value))
        if text:
            yield Line(key, text)
    attributes = get(tree, "custom_attributes")
    for label, raw in attributes.items() if is_map(attributes) else ():
        if value := shown(raw):
            yield Line(label, value, noise=bool(_GUESSED.search(label)))
    names = [n for tag in maps(get(tree, "tags", "tags")) if (n := shown(tag.get("name")))]
    if names:
        yield Line("tags", ", ".join(names))
    for contact in maps(get(tree, "contacts", "contacts")):
        yield from _contact(contact)
    for key in ("rating", "remark"):
        if value := shown(get(tree, "conversation_rating", key)):
            yield Line(f"conversation_rating.{key}", value)


def _contact(contact: dict[str, object]) -> Iterator[Line]:
    for key in ("name", "email", "role", "company"):
        if value := shown(contact.get(key)):
            yield Line(f"contact.{key}", value)
    for company in maps(get(contact, "companies", "data")):
        if value := shown(company.get("name")):
            yield Line("company", value)
