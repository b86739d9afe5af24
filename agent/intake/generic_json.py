"""Any other JSON: the messages are found by what they hold, not by a vendor's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import TicketError
from agent.intake import body
from agent.intake.draft import Draft, Entry, Line, Person, Record
from agent.intake.jsonshape import (
    AUTHOR,
    BODY,
    NAME,
    SUBJECT,
    folded,
    get,
    is_map,
    maps,
    moment,
    role_of,
    shown,
    text_of,
    time_of,
    visibility,
    walk,
)
from agent.intake.words import MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_DULL = ("url", "uri", "avatar", "icon", "href", "token", "etag", "_links", "self", "cursor", "page", "signature", "hash", "color", "schema")
_OPENING = ("description", "descriptionplain", "description_text", "body", "content", "text")


def read(tree: object, as_of: date) -> Draft:
    """Read a JSON export of an unknown make; a sentence says so where nothing in it is a message."""
    found = list(walk(tree))
    users = _users(found)
    lists = _threads(found)
    draft = Draft("json")
    root = _root(tree)
    if root is not None:
        draft.id = next((t for k in ("key", "number", "casenumber", "ticket_id", "id") if (t := shown(folded(root).get(k)))), None)
        draft.subject = next((t for k in SUBJECT if (t := shown(_flat(root).get(k)))), None)
        draft.records.append(Record(lines=tuple(_fields(root, users, lists))))
    opening = _opening(root, users, draft) if root is not None else None
    entries = [opening] if opening else []
    for item in _unique(lists):
        entry = _entry(item, users, draft)
        if entry.text.strip():
            entries.append(entry)
    for entry in entries:
        draft.entries.extend(body.entries(entry, draft, as_of))
    if not draft.entries:
        raise TicketError(
            "The JSON holds no messages: no list of objects with a text (body, text, message, content, comment ...) was found.",
            "Export the ticket with its comments or conversation, or paste the thread as text.",
        )
    draft.people.extend(p for u in users.values() if (p := _person(u)))
    return draft


def _flat(root: dict[str, object]) -> dict[str, object]:
    """Return the object with what vendors nest under fields, properties or attributes beside its own keys."""
    out = folded(root)
    for key in ("fields", "properties", "attributes", "data", "ticket"):
        inner = root.get(key)
        if is_map(inner):
            out = {**folded(inner), **{k: v for k, v in out.items() if v is not None}}
    return out


def _root(tree: object) -> dict[str, object] | None:
    """Return the object that is the ticket: the outermost with a subject or a description."""
    for _, node in walk(tree):
        if is_map(node):
            flat = _flat(node)
            if any(shown(flat.get(k)) for k in SUBJECT[:-1]) and len(flat) > 2:  # noqa: PLR2004  more than a label
                return node
    return None


def _has_text(item: dict[str, object]) -> bool:
    low = folded(item)
    return any(k in low and text_of(low[k]).strip() for k in BODY)


def _said(item: dict[str, object]) -> bool:
    low = folded(item)
    by = any(low.get(k) for k in AUTHOR if k != "name") or bool(low.get("name"))
    return _has_text(item) and (by or time_of(item) is not None) and not ("label" in low and "value" in low)


def _threads(found: list[tuple[tuple[str, ...], object]]) -> list[list[dict[str, object]]]:
    out = []
    for path, node in found:
        items = maps(node)
        if not items or (path and path[-1].lower() in {"users", "custom_fields", "fields", "tags", "attachments", "organizations", "elements", "blocks", "reactions", "history", "items"}):
            continue
        said = sum(_said(i) for i in items)
        timed = sum(time_of(i) is not None for i in items)
        if said and said >= len(items) * 0.3 and (timed or said == len(items)):
            out.append(items)
    return out


def _unique(lists: list[list[dict[str, object]]]) -> Iterator[dict[str, object]]:
    seen: set[int] = set()
    for items in lists:
        for item in items:
            if id(item) not in seen and _has_text(item):
                seen.add(id(item))
                yield item


def _users(found: list[tuple[tuple[str, ...], object]]) -> dict[str, dict[str, object]]:
    """Return the tables of people by id: lists of objects with id and name, and maps from id to such objects."""
    out: dict[str, dict[str, object]] = {}
    for path, node in found:
        if not path or not any(w in path[-1].lower() for w in ("user", "member", "people", "person", "agent", "contact", "participant", "author", "profile", "admin", "customer", "staff", "teammate")):
            continue
        for item in maps(node):
            number = next((t for k in ("id", "user_id", "userid", "accountid", "uid", "account_id", "key") if (t := shown(folded(item).get(k)))), None)
            if number and _name(item) and not _has_text(item):
                out[number] = item
        if is_map(node):
            for key, item in node.items():
                if is_map(item) and _name(item):
                    out.setdefault(key, item)
    return out


def _name(item: object) -> str | None:
    if isinstance(item, str):
        return item or None
    if not is_map(item):
        return None
    low = folded(item)
    for holder in ("profile", "emailaddress", "user", "attributes"):
        if is_map(low.get(holder)) and (name := _name(low[holder])):
            return name
    first, last = shown(low.get("first_name")) or shown(low.get("firstname")), shown(low.get("last_name")) or shown(low.get("lastname"))
    full = next((t for k in NAME if k != "first_name" and not k.startswith("email") and k != "address" and (t := shown(low.get(k)))), None)
    if first and last and not full:
        return f"{first} {last}"
    return full or first or next((t for k in ("email", "emailaddress", "address") if (t := shown(low.get(k)))), None)


def _email(item: object) -> str | None:
    if isinstance(item, str):
        return item if "@" in item and " " not in item else None
    if not is_map(item):
        return None
    low = folded(item)
    for key in ("email", "emailaddress", "address", "email_address", "mail"):
        value = low.get(key)
        if isinstance(value, str) and "@" in value:
            return value
        if is_map(value) and (inner := _email(value)):
            return inner
    return _email(low.get("profile"))


def _who(item: dict[str, object], users: dict[str, dict[str, object]]) -> tuple[str | None, str | None, object]:
    low = folded(item)
    for key in AUTHOR:
        value = low.get(key)
        if value in (None, "", []):
            continue
        if isinstance(value, list):
            value = value[0]
        if is_map(value):
            number = shown(folded(value).get("id"))
            table = users.get(number or "", {})
            return _name(value) or _name(table), _email(value) or _email(table), {**table, **value}
        text = shown(value)
        if text and text in users:
            return _name(users[text]), _email(users[text]), users[text]
        if text and not key.endswith("_id"):
            return _split_mail(text, low)
    return None, None, {}


def _split_mail(text: str, low: dict[str, object]) -> tuple[str | None, str | None, object]:
    from email.utils import parseaddr  # noqa: PLC0415  only mail-like values need it

    if "@" in text and "<" in text:
        name, address = parseaddr(text)
        return name or address, address, {}
    mail = next((t for k in ("from_email", "fromaddress", "email", "author_email", "sender_email") if (t := shown(low.get(k)))), None)
    return text, text if "@" in text else mail, {}


def _role(item: dict[str, object], who: object) -> tuple[object, ...]:
    low = folded(item)
    side = folded(who) if is_map(who) else {}
    if low.get("bot_id") or low.get("subtype") == "bot_message" or side.get("is_bot") is True:
        return ("bot",)
    if low.get("incoming") is True:
        return ("customer",)
    if low.get("incoming") is False:
        return ("agent",)
    return (
        side.get("role"), side.get("type"), side.get("user_type"), side.get("accounttype"), low.get("author_role"), low.get("role"), low.get("author_type"),
        low.get("sender_type"), low.get("from_type"), low.get("user_type"), {"in": "customer", "inbound": "customer", "out": "agent", "outbound": "agent"}.get(str(low.get("direction")).lower()),
    )  # fmt: skip


def _body(item: dict[str, object], draft: Draft) -> str:
    low = folded(item)
    for key in BODY:
        if key in low and (text := text_of(low[key])).strip():
            return body.visible(text, draft)
    return ""


def _entry(item: dict[str, object], users: dict[str, dict[str, object]], draft: Draft) -> Entry:
    name, email, who = _who(item, users)
    role = role_of(*_role(item, who))
    if role == "unknown" and name and MACHINE.inside(name):
        role = "system"
    side = folded(who) if is_map(who) else {}
    return Entry(
        _body(item, draft),
        at=time_of(item),
        author=name,
        email=email,
        role=role,
        public=visibility(item),
        title=shown(side.get("title")) or shown(side.get("job_title")) or shown(get(side.get("profile"), "title")),
        company=shown(side.get("company")) or shown(side.get("organization")),
        noise=role == "bot",
    )


def _opening(root: dict[str, object], users: dict[str, dict[str, object]], draft: Draft) -> Entry | None:
    """Return the ticket's own description as its first message."""
    flat = _flat(root)
    text = next((t for k in _OPENING if (t := text_of(flat.get(k))).strip()), "")
    if not text:
        return None
    for key in ("reporter", "requester", "submitter", "customer", "contact", "creator", "created_by", "author", "from", "user", "sender", "opened_by", "caller"):
        if flat.get(key):
            name, email, who = _who({"author": flat[key]}, users)
            break
        if number := shown(flat.get(f"{key}_id")):
            who = users.get(number, {})
            name, email = _name(who), _email(who)
            if name:
                break
    else:
        name, email, who = None, None, {}
    role = role_of(*_role({}, who))
    return Entry(body.visible(text, draft), at=time_of(flat), author=name, email=email, role=role, public=True)


def _fields(root: dict[str, object], users: dict[str, dict[str, object]], lists: list[list[dict[str, object]]]) -> Iterator[Line]:
    inside = {id(items) for items in lists}
    for key, raw in root.items():
        yield from _field(key, raw, users, inside, 0)


def _field(key: str, raw: object, users: dict[str, dict[str, object]], inside: set[int], depth: int) -> Iterator[Line]:
    low = key.lower()
    if id(raw) in inside or any(d in low for d in _DULL) or (low in _OPENING and len(text_of(raw)) > 80):  # noqa: PLR2004
        return
    value = shown(raw)
    if value is not None:
        if low.endswith(("_at", "_time", "date")) and (at := moment(raw)):
            value = at if value.replace(".", "").isdigit() else value
        if value in users and _name(users[value]):
            value = _name(users[value]) or value
        if len(value) < 300:  # noqa: PLR2004  a field, not a text
            yield Line(key, value)
        return
    if is_map(raw) and depth < 3:  # noqa: PLR2004  fields lie near the ticket
        name = _name(raw)
        if name and depth:
            yield Line(key, name)
        elif name:
            yield Line(key, name)
        for inner, v in raw.items():
            if name and inner.lower() in {*NAME, "id"}:
                continue
            yield from _field(inner if depth == 0 and low in {"fields", "properties", "ticket", "attributes"} else f"{key}.{inner}", v, users, inside, depth + 1)
    for item in maps(raw):
        label = next((t for k in ("label", "title", "name", "fieldid", "key") if (t := shown(folded(item).get(k)))), None)
        content = folded(item).get("value")
        if label and (one := shown(content) or _name(content)):
            yield Line(label, _name(users[one]) or one if one in users else one)
    if isinstance(raw, list) and raw and all(isinstance(v, str | int) for v in raw) and len(raw) < 30:  # noqa: PLR2004
        yield Line(key, ", ".join(str(v) for v in raw))


def _person(user: dict[str, object]) -> Person | None:
    name = _name(user)
    low = folded(user)
    if not name:
        return None
    role = role_of(low.get("role"), low.get("type"))
    title = shown(low.get("title")) or shown(low.get("job_title")) or shown(get(low.get("profile"), "title"))
    return Person(name, _email(user), role, title, shown(low.get("company")) or shown(low.get("organization")))
