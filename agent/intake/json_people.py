"""People in an export of unknown make: tables by id, inline authors, addresses, sides."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from agent.intake.draft import Person
from agent.intake.jsonshape import AUTHOR, NAME, folded, get, has_text, is_map, maps, role_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.ticket import Role

_FEWEST_PEOPLE = 2
_FIRMS = ("org", "of", "company", "organization", "firm", "side", "party")
_US = frozenset(("us", "we", "ours", "our side", "vendor", "internal", "staff", "house"))
Users = dict[str, dict[str, object]]
TABLES = (
    "user", "member", "people", "person", "agent", "contact", "participant", "author", "profile", "admin",
    "customer", "staff", "teammate", "included",
)  # fmt: skip
"""What the keys of tables of people hold."""
_IDS = ("id", "user_id", "userid", "accountid", "uid", "account_id", "key")
_MAILS = ("email", "emailaddress", "address", "email_address", "mail")
_SENDERS = ("from_email", "fromaddress", "email", "author_email", "sender_email", "from_address")
_DIRECTIONS = {
    "in": "customer",
    "inbound": "customer",
    "incoming": "customer",
    "out": "agent",
    "outbound": "agent",
    "outgoing": "agent",
}
_SIDES = (
    "role",
    "type",
    "user_type",
    "accounttype",
    "author_role",
    "author_type",
    "sender_type",
    "from_type",
    "sendertype",
    "authortype",
)


def users_of(found: list[tuple[tuple[str, ...], object]]) -> Users:
    """Return the tables of people by id: lists of objects with id and name, and maps from id to such objects."""
    out: Users = {}
    for path, node in found:
        if not path or not any(word in path[-1].lower() for word in TABLES):
            continue
        for row in maps(node):
            number = first(row, _IDS)
            if number and name_of(row) and not has_text(row):
                out[number] = row
        if is_map(node):
            for key, item in node.items():
                if is_map(item) and name_of(item):
                    out.setdefault(key, item)
    for key, item in _referred(found):
        out.setdefault(key, item)
    return out


def _referred(found: list[tuple[tuple[str, ...], object]]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the people of maps under any key, where what is said names their ids as authors."""
    authors = {
        text for _, node in found if is_map(node) and has_text(node) for k in AUTHOR if (text := shown(node.get(k)))
    }
    for _, node in found:
        if not is_map(node) or authors.isdisjoint(node):
            continue
        rows = {key: item for key, item in node.items() if is_map(item) and name_of(item) and not has_text(item)}
        if len(rows) != len(node) or len(rows) < _FEWEST_PEOPLE:
            continue
        firms = {key: str(first(item, _FIRMS)).lower() for key, item in rows.items()}
        sided = any(firm in _US for firm in firms.values())
        for key, item in rows.items():
            side = {"role": "vendor" if firms[key] in _US else "customer"} if sided and firms[key] != "none" else {}
            yield key, {**side, **item}


def first(item: dict[str, object], keys: tuple[str, ...]) -> str | None:
    """Return the first scalar that one of the keys holds."""
    low = folded(item)
    return next((text for key in keys if (text := shown(low.get(key)))), None)


def name_of(item: object) -> str | None:
    """Return the name in an object that describes somebody, the address where there is no name."""
    if isinstance(item, str):
        return item or None
    if not is_map(item):
        return None
    low = folded(item)
    for holder in ("profile", "emailaddress", "user", "attributes", "bot_profile"):
        if is_map(low.get(holder)) and (name := name_of(low[holder])):
            return name
    full = next((t for k in NAME if k not in {*_MAILS, "first_name"} and (t := shown(low.get(k)))), None)
    given = shown(low.get("first_name")) or shown(low.get("firstname"))
    family = shown(low.get("last_name")) or shown(low.get("lastname"))
    if given and family and not full:
        return f"{given} {family}"
    return full or given or first(item, _MAILS)


def email_of(item: object) -> str | None:
    """Return the mail address in an object that describes somebody."""
    if isinstance(item, str):
        return item if "@" in item and " " not in item else None
    if not is_map(item):
        return None
    low = folded(item)
    for key in _MAILS:
        value = low.get(key)
        if isinstance(value, str) and "@" in value:
            return value
        if is_map(value) and (inner := email_of(value)):
            return inner
    return email_of(low.get("profile"))


def who(item: dict[str, object], users: Users) -> tuple[str | None, str | None, dict[str, object]]:
    """Return name, address and description of a message's author."""
    low = folded(item)
    if is_map(low.get("bot_profile")) and (name := name_of(low["bot_profile"])):
        return name, None, {"is_bot": True}
    for key in AUTHOR:
        value: object = low.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if value in (None, "", []):
            continue
        if is_map(value):
            table = users.get(first(value, _IDS) or "", {})
            name = name_of(table) or name_of(value)
            if name:
                return name, email_of(value) or email_of(table), {**table, **value}
            continue
        text = shown(value)
        if text and text in users:
            return name_of(users[text]), email_of(users[text]), users[text]
        if text and not key.endswith("_id"):
            return _addressed(text, item)
    return None, None, {}


def _addressed(text: str, item: dict[str, object]) -> tuple[str | None, str | None, dict[str, object]]:
    if "@" in text and "<" in text:
        name, address = parseaddr(text)
        return name or address, address, {}
    return text, text if "@" in text else first(item, _SENDERS), {}


def side_of(item: dict[str, object], author: dict[str, object]) -> Role:
    """Return the side that a message or its author's description names."""
    low, side = folded(item), folded(author)
    if low.get("bot_id") or low.get("subtype") == "bot_message" or side.get("is_bot") is True:
        return "bot"
    if isinstance(low.get("incoming"), bool):
        return "customer" if low["incoming"] else "vendor"
    stated = [*(side.get(k) for k in _SIDES[:4]), *(low.get(k) for k in _SIDES if k != "type")]
    return role_of(*stated, _DIRECTIONS.get(str(low.get("direction")).lower()))


def title_of(item: dict[str, object]) -> str | None:
    """Return the post of somebody whom an object describes."""
    low = folded(item)
    return first(item, ("job_title", "jobtitle", "title", "position", "does", "hat", "post", "job")) or shown(
        get(low.get("profile"), "title")
    )


def person(user: dict[str, object]) -> Person | None:
    """Return a row of a users table as somebody of the ticket."""
    name = name_of(user)
    if not name:
        return None
    low = folded(user)
    company = low.get("company") or low.get("organization") or low.get("account")
    return Person(
        name,
        email_of(user),
        role_of(low.get("role"), low.get("type")),
        title_of(user),
        shown(company) or (name_of(company) if is_map(company) else None),
    )
