"""The plain shape of a ticket, and small helps to fill it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from agent.intake.jsonshape import get, is_map, maps, shown, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Tree = dict[str, object]
Side = Literal["agent", "customer", "bot", "system", ""]
_LOOKED_AT = 2000
_OF_A_LIST = 20
_IDS = ("id", "Id", "sys_id", "ownerId", "user_name", "accountId", "gid")
_MAILS = ("email", "Email", "emailAddress", "mail")
_KEY = 120
_ENOUGH = 12


@dataclass(frozen=True)
class Known:
    """Somebody whom a table beside the ticket names."""

    name: str | None = None
    email: str | None = None
    title: str | None = None


@dataclass
class Plain:
    """A ticket: its own fields by label, what was said, and its opening text where that is kept apart."""

    fields: Tree = field(default_factory=dict)
    said: list[Tree] = field(default_factory=list)
    opening: Tree | None = None
    hidden: list[str] = field(default_factory=list)
    """What a person does not see of it: white text, alternative texts."""

    def add(
        self,
        text: object,
        *,
        at: object,
        author: object,
        side: Side = "",
        public: bool | None = None,
        email: object = None,
        title: object = None,
    ) -> None:
        """Add what somebody said; an empty text is left out."""
        body = shown(text) if not is_map(text) else text
        if not body:
            return
        if not at and not author and not email:
            self.fields.setdefault("description", body)
            return
        one = _message(body, at, author, side, email, title)
        self.said.append(one if public is None else {**one, "public": public})

    def open(self, text: object, *, at: object, author: object, email: object = None, title: object = None) -> None:
        """Add the ticket's description, which the customer wrote; it is dropped where a message says the same."""
        body = shown(text) if not is_map(text) else text
        if body and (at or author or email):
            self.opening = {**_message(body, at, author, "customer", email, title), "public": True}
        elif body:
            self.fields.setdefault("description", body)

    def tree(self) -> Tree:
        """Return it as the reader of unknown exports takes it."""
        said = self.said
        if self.opening and not any(same(self.opening["body"], one["body"]) for one in said):
            said = [self.opening, *said]
        return {"ticket": {k: v for k, v in self.fields.items() if v not in (None, "", [], {})}, "messages": said}


def _message(body: object, at: object, author: object, side: Side, email: object, title: object) -> Tree:
    who = {
        "name": shown(author) or shown(email),
        "email": shown(email),
        "role": side or None,
        "title": shown(title),
    }
    return {"body": body, "created_at": at, "author": {k: v for k, v in who.items() if v}}


def same(one: object, other: object) -> bool:
    """Whether two bodies begin with the same words, whatever their markup."""
    a, b = _key(one), _key(other)
    return bool(a) and (a == b or (min(len(a), len(b)) >= _ENOUGH and (a.startswith(b) or b.startswith(a))))


def _key(body: object) -> str:
    text = re.sub(r"<[^<>]{0,500}>|&\w{2,8};", "", body[:4000]) if isinstance(body, str) else str(body)
    return "".join(c for c in text.casefold() if c.isalnum())[:_KEY]


def rows(trees: Sequence[object]) -> Iterator[Tree]:
    """Yield every object of the trees, outer ones first."""
    for tree in trees:
        for _, node in walk(tree):
            if is_map(node):
                yield node


def heads(tree: object) -> Iterator[Tree]:
    """Yield the outermost objects of a tree and the first of each list: as many as tell whose it is."""
    queue: list[object] = [tree]
    at = 0
    while at < len(queue) and at < _LOOKED_AT:
        now = queue[at]
        at += 1
        if is_map(now):
            yield now
        held = now.values() if is_map(now) else islice(now, _OF_A_LIST) if isinstance(now, list) else ()
        queue.extend(value for value in held if isinstance(value, dict | list))


def people(found: Sequence[Tree]) -> dict[str, Known]:
    """Return whoever the objects name by an id: users, owners, contacts, agents of the tables beside a ticket."""
    out: dict[str, Known] = {}
    for row in found:
        inner = next((v for k in ("contact", "properties", "attributes") if is_map(v := row.get(k))), {})
        low = {**inner, **row}
        name = full_name(low)
        mail = next((t for k in _MAILS if (t := text(low, k))), None)
        if not (name or mail) or "subject" in row or "body" in row:
            continue
        known = Known(name, mail, text(low, "title") or text(low, "Title") or text(low, "job_title"))
        for key in _IDS:
            if number := text(row, key):
                out.setdefault(number, known)
    return out


def full_name(item: object) -> str | None:
    """Return a name that is given whole or as first and last."""
    for key in ("name", "Name", "displayName", "full_name", "fullName"):
        if whole := text(item, key):
            return whole
    pairs = (("firstName", "lastName"), ("first_name", "last_name"), ("firstname", "lastname"), ("first", "last"))
    return next((whole for pair in pairs if (whole := " ".join(t for k in pair if (t := text(item, k))))), None)


def listed(value: object) -> list[Tree]:
    """Return the objects of a list, of its page (`records`, `results`, `data`, `values`), or of one object."""
    if is_map(value):
        for key in ("records", "results", "data", "values", "_results", "items"):
            if isinstance(value.get(key), list):
                return maps(value[key])
        return [value]
    return maps(value)


def text(item: object, *path: str) -> str | None:
    """Return the scalar at a path of keys."""
    return shown(get(item, *path))


def truth(value: object) -> bool | None:
    """Return a flag that an export writes as a boolean, a word or a number."""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(str(value).lower())
