"""Intercom conversations: the opening message and its parts, notes, bots, attributes, tags, rating."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake import body
from agent.intake.draft import Draft, Entry, Line, Record
from agent.intake.exports.shape import people, rows
from agent.intake.jsonshape import get, is_map, maps, moment, role_of, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.intake.exports.shape import Known, Tree

NAME = "intercom"
NEEDS = (
    "JSON of one conversation with `conversation_parts` (or a ticket with `ticket_parts`), as API, list or webhook "
    "give it; contacts and admins inside or as files beside it are joined"
)
_GUESSED = re.compile(
    r"\bAI\b|\(auto\)|\bauto[- ]|\bpredicted\b|\bFin\b|\bsuggested\b|\bsentiment\b|\bcopilot\b", re.IGNORECASE
)
_PLAIN = ("title", "state", "priority", "created_at")


def recognise(tree: object) -> str | None:
    """Say what shows that it is Intercom's."""
    one = _conversation(tree)
    if not one:
        return None
    return f"a {one.get('type') or 'conversation'} with " + ("a source" if "source" in one else "its parts")


def read(trees: Sequence[object], as_of: date) -> Draft:
    """Read one conversation or ticket as the API returns it; `trees` are its pages and the people beside it."""
    found = [one for tree in trees if (one := _conversation(tree))]
    tree = found[0] if found else {}
    draft = Draft("intercom", id=shown(tree.get("ticket_id")) or shown(tree.get("id")))
    titles = (tree.get("title"), get(tree, "source", "subject"), get(tree, "ticket_attributes", "_default_title_"))
    draft.subject = next((t for title in titles if (t := _plain(shown(title)))), None)
    draft.records.append(Record(lines=tuple(_lines(tree))))
    known = people([row for row in rows(trees) if "part_type" not in row])
    opened = moment(tree.get("created_at"))
    for part in [*_opening(tree), *(p for one in found for p in _parts(one))]:
        entry = _entry(part, known, draft)
        if entry.text.strip():
            entry = entry if entry.at else replace(entry, at=opened)
            draft.entries.extend(body.entries(entry, draft, as_of))
    return draft


def _conversation(tree: object) -> Tree:
    """Return the conversation itself: alone, under its name, alone in a list, or in a webhook."""
    several = maps(get(tree, "conversations")) or maps(get(tree, "tickets"))
    held = (tree, get(tree, "conversation"), get(tree, "data", "item"), get(tree, "ticket"), get(tree, "item"))
    for one in (*held, *several[:1] * (len(several) == 1)):
        if not is_map(one):
            continue
        parts = is_map(one.get("conversation_parts")) or is_map(one.get("ticket_parts"))
        kind = one.get("type") == "conversation" or "conversation_message" in one
        if parts or (kind and (one.get("conversation_parts") or one.get("source") or one.get("conversation_message"))):
            return one
    return {}


def _opening(tree: Tree) -> Iterator[Tree]:
    source = tree.get("source") or tree.get("conversation_message")
    if is_map(source):
        yield source
    asked = get(tree, "ticket_attributes", "_default_description_")
    if asked and not is_map(source):
        contact = next(iter(maps(get(tree, "contacts", "contacts"))), {})
        yield {"body": asked, "created_at": tree.get("created_at"), "author": {**contact, "type": "user"}}


def _parts(tree: Tree) -> list[Tree]:
    for key in ("conversation_parts", "ticket_parts"):
        if found := maps(get(tree, key, key)) or maps(tree.get(key)):
            return found
    return []


def _plain(value: str | None) -> str:
    return re.sub(r"<[^>]{0,200}>", "", body.unescaped(value or "")).strip()


def _entry(part: Tree, known: dict[str, Known], draft: Draft) -> Entry:
    author = part.get("author")
    author = author if is_map(author) else {}
    beside = known.get(shown(author.get("id")) or "")
    text = body.visible(text_of(part.get("body")), draft)
    role = role_of(author.get("type"))
    note = "note" in str(part.get("part_type") or "").split("_")
    email = shown(author.get("email")) or (beside.email if beside else None)
    name = _plain(shown(author.get("name"))) or (beside.name if beside else None) or email
    return Entry(
        text,
        at=moment(part.get("created_at")),
        author=name,
        email=email,
        role="vendor" if note and role == "unknown" else role,
        public=not note,
        title=beside.title if beside else None,
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
