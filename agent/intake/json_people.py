"""People in an export of unknown make: tables by id, inline authors, addresses."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import TYPE_CHECKING

from agent.intake.draft import Person
from agent.intake.json_keys import NAME, author_rank, first, has_text
from agent.intake.jsonshape import folded, get, is_map, maps, role_of, shown, side_word, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST_PEOPLE = 2
_FIRMS = ("org", "of", "company", "organization", "firm", "side", "party")
_US = frozenset(("us", "we", "ours", "our side", "vendor", "internal", "staff", "house"))
Users = dict[str, dict[str, object]]
TABLES = (
    "user", "member", "people", "person", "agent", "contact", "participant", "author", "profile", "admin",
    "customer", "staff", "teammate", "included", "visitor", "operator", "requester", "technician", "employee",
    "sender", "client", "owner", "actor",
)  # fmt: skip
"""What the keys of tables of people hold."""
_IDS = (
    "id", "ref", "participantid", "userid", "accountid", "uid", "gid", "uuid", "key", "sysid", "contactid", "agentid",
    "customerid", "memberid", "waid", "actorid", "ownerid", "personid", "authorid", "login", "username", "handle",
)  # fmt: skip
_MAILS = ("email", "emailaddress", "address", "mail", "emailid", "uniquename", "handle", "original", "emails", "from")
_SENDERS = ("fromemail", "fromaddress", "email", "authoremail", "senderemail", "useremail", "createdbyemail")
_HOLDERS = ("profile", "botprofile", "emailaddress")
_LATE_HOLDERS = ("user", "attributes", "contact", "customer", "agent", "summary")
_ID = re.compile(r"\d+|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{20,}|[UWB][A-Z0-9]{7,12}|[A-Za-z]{1,6}[_-]?\d{3,}", re.ASCII)
_CLIENTS = ("requester", "customer", "contact", "client", "caller", "enduser", "primarycustomer", "visitor")
_DESK = ("assignee", "assignedto", "technician", "handler", "assigneeuser", "assignedagent", "responder")
_WHOLE = ("realname", "displayname", "fullname", "authorname", "sendername", "name")
_LAST_TIER = 2
_NAMELESS = frozenset(("id", "role"))


def users_of(found: list[tuple[tuple[str, ...], object]]) -> Users:
    """Return the people by whatever names them: ids, logins and addresses of tables and maps, and of the ticket."""
    out: Users = {}
    for path, node in found:
        if not path or not any(word in path[-1].lower() for word in TABLES):
            continue
        table = _singular(path[-1])
        for row in maps(node):
            if name_of(row) and not has_text(row):
                _enter(out, row, table)
        if is_map(node):
            for key, item in node.items():
                if is_map(item) and name_of(item) and not has_text(item):
                    out.setdefault(key, _sided(item, table))
    for key, item in _referred(found):
        out.setdefault(key, item)
    for key, item in _pointed(found):
        out.setdefault(key, item)
    return out


def _enter(out: Users, row: dict[str, object], table: str) -> None:
    low, row = folded(row), _sided(row, table)
    numbers = [number for key in _IDS if (number := shown(low.get(key)))]
    numbers += [address.lower() for address in (email_of(row),) if address]
    for number in numbers:
        out.setdefault(f"{table}:{number}", row)
        out.setdefault(number, row)


def _singular(key: str) -> str:
    return squeezed(key).removesuffix("s")


def _sided(row: dict[str, object], table: str) -> dict[str, object]:
    """Return a row of a table with the side that the table's name says, where it says one."""
    word = side_word(table)
    return {**row, "tableside": word} if word in {"vendor", "customer", "bot"} else row


def _referred(found: list[tuple[tuple[str, ...], object]]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the people of maps and lists under any key, where what is said names their ids as authors."""
    authors = {
        text
        for _, node in found
        if is_map(node) and has_text(node)
        for key, value in node.items()
        if (author_rank(squeezed(key)) or (9, 9))[0] == 0 and (text := shown(value))
    }
    for _, node in found:
        for row in maps(node):
            number = first(row, _IDS)
            if number and number in authors and name_of(row) and not has_text(row):
                yield number, row
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


def _pointed(found: list[tuple[tuple[str, ...], object]]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield an id that a ticket gives as its requester's or its assignee's alone, with the side that follows."""
    for _, node in found:
        if not is_map(node) or has_text(node):
            continue
        low = folded(node)
        for words, side in ((_CLIENTS, "customer"), (_DESK, "vendor")):
            for word in words:
                if number := shown(low.get(f"{word}id")):
                    yield number, {"id": number, "role": side}


def name_of(item: object) -> str | None:
    """Return the name in an object that describes somebody, the address where there is no name."""
    if isinstance(item, str):
        return item or None
    if not is_map(item):
        return None
    low = folded(item)
    for holder in _HOLDERS:
        if is_map(low.get(holder)) and (name := name_of(low[holder])):
            return name
    given = [t for k in NAME if k not in {*_MAILS, "firstname", "login", "username"} and (t := shown(low.get(k)))]
    full = next((t for t in given if " " in t), next(iter(given), None))
    if whole := full or _pair(low):
        return whole
    for holder in _LATE_HOLDERS:
        held = low.get(holder)
        if name := name_of(held) if is_map(held) or holder == "summary" else None:
            return name
    return first(item, ("username", "login", "firstname")) or email_of(item)


def _pair(low: dict[str, object]) -> str | None:
    """Return a name that is given as first and last."""
    pairs = (("firstname", "lastname"), ("first", "last"), ("givenname", "surname"), ("givenname", "familyname"))
    return next((f"{a} {b}" for x, y in pairs if (a := shown(low.get(x))) and (b := shown(low.get(y)))), None)


def email_of(item: object) -> str | None:
    """Return the mail address in an object that describes somebody."""
    if isinstance(item, str):
        return item if "@" in item and " " not in item else None
    if isinstance(item, list):
        return email_of(item[0]) if item else None
    if not is_map(item):
        return None
    low = folded(item)
    for key in _MAILS:
        value = low.get(key)
        if isinstance(value, str) and "@" in value and " " not in value:
            return value
        if isinstance(value, dict | list) and (inner := email_of(value)):
            return inner
    return next((m for k in ("profile", "contact", "user") if is_map(low.get(k)) and (m := email_of(low[k]))), None)


def is_number(text: str) -> bool:
    """Whether a text is the id of somebody and no name."""
    return bool(_ID.fullmatch(text))


Author = tuple[str | None, str | None, dict[str, object]]
"""Name, address and description of who wrote something."""


def who(item: dict[str, object], users: Users) -> Author:
    """Return name, address and description of a message's author."""
    low = folded(item)
    if is_map(low.get("botprofile")) and (name := name_of(low["botprofile"])):
        return name, None, {"is_bot": True}
    ranked = sorted((rank, key) for key in low if (rank := author_rank(key)) is not None)
    fallback: Author = (None, None, {})
    side: dict[str, object] = {}
    for tier in range(3):
        given = [(key, _candidate(key, low[key], item, users)) for rank, key in ranked if rank[0] == tier]
        found = [one for _, one in given if one]
        if tier == _LAST_TIER:
            word = side_word(fallback[0]) or side_word(side.get("role"))
            told = [(key, one) for key, one in given if (one and side_word(key) in {word, ""}) or not word]
            found = [_as(key, one) for key, one in told if one and (word or len(found) == 1)] or found
        described = {k: v for one in found for k, v in one[2].items() if k in _NAMELESS or one[0] is None}
        side = side or described
        named = [one for one in found if one[0]]
        best = next((one for one in named if one[0] != one[1] and not side_word(one[0])), None)
        best = best or next((one for one in named if one[0] == one[1]), None)
        if best:
            whole = next((t for k in _WHOLE if " " in (t := shown(low.get(k)) or "")), None) or _pair(low)
            name = whole if whole and " " not in str(best[0]) and "@" not in str(best[0]) else best[0]
            return name, best[1], {**side, **best[2]} if best[2] else side
        fallback = fallback if fallback[0] else next(iter(named), fallback)
    return fallback[0], fallback[1], {**side, **fallback[2]}


def _as(key: str, one: Author) -> Author:
    """Return somebody whom a key such as agent or customer names, with that as the kind."""
    return one[0], one[1], {"role": side_word(key), **one[2]}


def _candidate(key: str, value: object, item: dict[str, object], users: Users) -> Author | None:
    if isinstance(value, list) and value:
        pair = [v for v in value if isinstance(v, str) and not _ID.fullmatch(v)]
        value = value[0] if is_map(value[0]) else users.get(str(value[0])) or next(({"name": v} for v in pair), None)
    if value in (None, "", []) or isinstance(value, bool | list):
        return None
    if is_map(value):
        number = first(value, _IDS) or ""
        kind = squeezed(first(value, ("type",)) or "")
        table = users.get(f"{kind}:{number}") or users.get(number) or users.get((email_of(value) or "").lower(), {})
        name = name_of(value) if name_of(value) != email_of(value) else None
        name = name_of(table) or name or name_of(value)
        return name, email_of(value) or email_of(table), {**table, **value}
    text = shown(value) or ""
    row = users.get(f"{key.removesuffix('id')}:{text}") or users.get(text) or users.get(text.lower())
    if row is not None:
        return name_of(row), email_of(row), row
    if key.endswith(("id", "uuid", "ref")) or _ID.fullmatch(text):
        return None
    return _addressed(text, item, users)


def _addressed(text: str, item: dict[str, object], users: Users) -> Author:
    if "@" in text and "<" in text:
        name, address = parseaddr(text)
        row = users.get(address.lower(), {})
        return name or name_of(row) or address, address, row
    return text, text if "@" in text else first(item, _SENDERS), {}


def title_of(item: dict[str, object]) -> str | None:
    """Return the post of somebody whom an object describes."""
    low = folded(item)
    keys = ("jobtitle", "title", "position", "does", "hat", "post", "job", "usertitle")
    return first(item, keys) or shown(get(low.get("profile"), "title"))


def person(user: dict[str, object]) -> Person | None:
    """Return a row of a users table as somebody of the ticket."""
    name = name_of(user)
    if not name:
        return None
    low = folded(user)
    company = low.get("company") or low.get("organization") or low.get("account")
    kinds = [low.get(k) for k in ("role", "type", "usertype", "side", "purpose", "rolle", "tableside")]
    role = role_of(*(get(k, "type") or get(k, "name") if is_map(k) else k for k in kinds))
    plain_user = role == "customer" and not any(side_word(k) == "customer" for k in kinds if not is_map(k))
    return Person(
        name,
        email_of(user),
        "unknown" if plain_user else role,
        title_of(user),
        shown(company) or (name_of(company) if is_map(company) else None),
    )


def told(root: dict[str, object], users: Users) -> Iterator[Person]:
    """Yield whom a ticket's own fields put on a side: who asks, and who works on it."""
    for words, role in ((_CLIENTS, "customer"), (_DESK, "vendor")):
        for key in words:
            value = root.get(key) or root.get(f"{key}id")
            one = users.get(shown(value) or "", value)
            name, title = name_of(one), title_of(one) if is_map(one) else None
            if name and not _ID.fullmatch(name) and (is_map(one) or "@" in name or " " in name):
                yield Person(name, email_of(one), "customer" if role == "customer" else "vendor", title)
