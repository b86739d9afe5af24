"""Any other JSON or table: the messages are found by what they hold, not by a vendor's names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from agent.intake import body, json_fields
from agent.intake.build import ordered
from agent.intake.draft import Draft, Entry, Person, Record
from agent.intake.json_keys import SUBJECT, first, has_author, has_text, prose, texts, time_of
from agent.intake.json_normal import normal
from agent.intake.json_people import Users, email_of, is_number, name_of, person, title_of, told, users_of, who
from agent.intake.json_sides import Custom, custom_of, side_of, visibility
from agent.intake.json_tables import named, plainly
from agent.intake.json_threads import (
    Hearing,
    flattened,
    is_ticket,
    rooms_of,
    root_of,
    singles_of,
    subject_of,
    threads_of,
    unique,
)
from agent.intake.jsonshape import folded, is_map, maps, shown, walk
from agent.intake.words import MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.intake.json_people import Author
    from agent.intake.json_threads import Thread
    from agent.intake.jsonshape import Found

_OPENING = ("description", "descriptionplain", "descriptiontext", "body", "content", "text", "contents")
_OPENERS = (
    "reporter", "requester", "submitter", "customer", "contact", "creator", "createdby", "author", "from", "user",
    "sender", "openedby", "caller", "callerid", "primarycustomer", "requestedfor", "submittedby", "openedfor", "owner",
)  # fmt: skip
_BESIDE = frozenset(("subtasks", "sub-tasks", "issuelinks", "linked_issues", "children", "related", "merged_tickets"))
"""What holds other tickets than the one that it stands in."""
_FIRMS = ("company", "organization", "account", "teamname", "companyname")
_NUMBERS = (
    "key", "number", "casenumber", "ticketnumber", "displayid", "identifier", "idreadable", "incidentnumber", "iid",
    "ticketno", "ticketnummer", "vorgangsnummer", "工单号", "reference", "ref", "no", "ticketid", "caseid", "issueid",
    "id", "mask", "slug",
)  # fmt: skip
_APART = re.compile(r"(?:internal|private|work|staff|team)\w*|notes?|annotations?")
_TALK = re.compile(r"messages?|emails?|replies|conversations?|threads?|articles|posts|activities")
_TAGS = re.compile(r"(?:<[^<>\s][^<>]{0,200}>\s*)+")
_CODED = ("visibility", "viewlevel", "accesslevel")
_RICH = ("htmlbody", "bodyhtml")


def read(tree: object, as_of: date) -> Draft:
    """Read an export of an unknown make. Raises TicketError where nothing is a message, or it holds many tickets."""
    plain = normal(plainly(tree))
    draft = _read(plain, as_of)
    if not draft.entries:
        draft = _read(named(plain), as_of)
    if not draft.entries:
        _nothing(tree)
    return draft


def one_ticket(tree: object) -> None:
    """Refuse a tree that holds many tickets side by side."""
    found = [(path, node) for path, node in walk(tree) if not path or path[-1] not in _BESIDE]
    root_of(tree, found, Hearing(), stated=True)


def _read(tree: object, as_of: date) -> Draft:
    found = list(walk(tree))
    users, hear = users_of(found), Hearing()
    root = root_of(tree, [(p, n) for p, n in found if not (is_map(n) and p and p[-1] in users)], hear)
    threads = threads_of(found, root, hear)
    threads += [("", one) for one in singles_of(found, root, threads, hear)]
    draft = Draft("json")
    text = _opening_text(root) if root is not None else ""
    items = _each(threads, root, hear, alone=not text)
    authors = {id(item): who(item, users) for _, item in items}
    custom = custom_of((item, authors[id(item)][2]) for _, item in items)
    if root is not None:
        _head(draft, root, users, [one for _, one in threads])
    first_said = flattened(items[0][1]) if items else {}
    draft.subject = draft.subject or subject_of(first_said, message=True)
    entries = _entries(items, authors, custom, draft, rooms_of(found))
    if root is not None and text and not any(_same(text, e.text) for e in entries):
        entries.insert(0, _opening(text, root, users, custom, draft))
    if entries and not items and root is not None and not (entries[0].at or entries[0].author or is_ticket(root, hear)):
        entries = []
    alone = flattened(root) if root is not None else {}
    if not entries and (time_of(alone) or has_author(alone)) and has_text(alone):
        entries = [entry_of(alone, who(alone, users), custom, draft)]
    for entry in ordered(entries):
        draft.entries.extend(body.entries(entry, draft, as_of))
    if draft.entries:
        _people(draft, found, root, users)
    return draft


def _head(draft: Draft, root: dict[str, object], users: Users, threads: list[Thread]) -> None:
    flat = flattened(root)
    draft.id = next((t for k in _NUMBERS if (t := shown(flat.get(k)))), None)
    draft.subject = next((t for k in SUBJECT if (t := shown(flat.get(k)))), None)
    draft.records.append(Record(lines=tuple(json_fields.lines(root, users, threads))))


def _people(draft: Draft, found: Found, root: dict[str, object] | None, users: Users) -> None:
    rows = {id(u): u for u in users.values()}
    draft.people.extend(p for u in rows.values() if (p := person(u)))
    opener = draft.entries[0].author
    asked = list(told(flattened(root), users)) if root is not None else []
    known = {p.name: p for p in draft.people}
    for one in (*asked, *_licensed(found)):
        if one.name == opener and one.role == "vendor":
            continue
        held = known.get(one.name)
        if held is None:
            draft.people.append(one)
            known[one.name] = one
        elif held.role == "unknown":
            draft.people[draft.people.index(held)] = known[one.name] = replace(held, role=one.role)


def _nothing(tree: object) -> NoReturn:
    from agent.intake.refusal import refuse  # noqa: PLC0415  few inputs are refused

    keys = (
        ", ".join(list(tree)[:8])
        if is_map(tree)
        else f"a list of {len(tree)}"
        if isinstance(tree, list)
        else "one value"
    )
    refuse(
        f"The JSON holds no messages: objects with a text (body, text, message, content, comment ...) were looked "
        f"for, found: {keys}.",
        "Export the ticket together with its comments or conversation, or paste the thread as text.",
    )


def _each(
    threads: list[tuple[str, Thread]], root: dict[str, object] | None, hear: Hearing, *, alone: bool
) -> list[tuple[bool, dict[str, object]]]:
    """Return the messages, each once, and whether it stands in a list that is kept apart from the talk.

    `alone`: the ticket itself says nothing beside them.
    """
    keys = {key for key, _ in threads}
    talk = any(_TALK.fullmatch(key) for key in keys)
    mails = not keys.isdisjoint(("messages", "emails"))
    out: list[tuple[bool, dict[str, object]]] = []
    seen: set[tuple[str | None, str, str | None]] = set()
    for key, thread in threads:
        apart = bool(_APART.fullmatch(key)) and (talk or alone or key not in {"note", "notes"})
        apart = apart or (mails and key == "comments")
        for item in unique(thread, root, hear):
            low = folded(item)
            mark = (shown(low.get("id")), texts(item)[0][1][:200], time_of(item))
            if mark not in seen or (mark[0] is None and key):
                out.append((apart, item))
            seen.add(mark)
    return out


def _entries(
    items: list[tuple[bool, dict[str, object]]],
    authors: dict[int, Author],
    custom: Custom,
    draft: Draft,
    rooms: dict[int, bool],
) -> list[Entry]:
    """Return the messages as entries, what the customer sees of them by flags, lists, codes, and the contrast."""
    made = [(apart, item, entry_of(item, authors[id(item)], custom, draft)) for apart, item in items]
    made = [one for one in made if one[2].text.strip()]
    codes = {(k, v) for _, item, e in made if e.role == "customer"
             for k in _CODED if (v := shown(folded(item).get(k))) and v.isdigit()}  # fmt: skip
    out: list[Entry] = []
    for apart, item, entry in made:
        public = entry.public
        if public is None and codes:
            told_ = [(k, v) for k in _CODED if (v := shown(folded(item).get(k)))]
            public = all(pair in codes for pair in told_) if told_ else None
        if public is None:
            public = False if apart else rooms.get(id(item))
        out.append(entry if public is entry.public else replace(entry, public=public))
    if any(e.public is False for e in out) and not rooms:
        return [replace(e, public=True) if e.public is None and e.role != "system" else e for e in out]
    return out


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever their markup."""
    one, other = (re.sub(r"<[^<>]{0,500}>|&\w{2,8};", "", t[:4000]) for t in (one, other))
    a, b = ("".join(c for c in t.casefold() if c.isalnum()) for t in (one, other))
    return bool(a) and a == b


def _body(item: dict[str, object], draft: Draft) -> str:
    found = texts(item, loose=True)
    if not found:
        return ""
    low = folded(item)
    rich = next((t for k in _RICH if (t := prose(low.get(k))).strip()), "")
    return "" if _TAGS.fullmatch(found[0][1]) else _seen(found[0][1], rich, draft)


def _seen(text: str, rich: str, draft: Draft) -> str:
    """Return the plain text, or what the HTML beside it shows where that hides something."""
    if not rich or rich == text:
        return body.visible(text, draft)
    before = len(draft.hidden)
    shown_ = body.visible(rich, draft)
    return shown_ if len(draft.hidden) > before else body.visible(text, draft)


def entry_of(item: dict[str, object], written_by: Author, custom: Custom, draft: Draft) -> Entry:
    """Return one object that holds a text as an entry."""
    name, email, author = written_by
    role = side_of(item, author, custom)
    if role == "unknown" and name and MACHINE.inside(name):
        role = "system"
    beside = folded(author).get("profile")
    return Entry(
        _body(item, draft),
        at=time_of(item),
        author=name,
        email=email,
        role=role,
        public=visibility(item),
        title=title_of(author) if author else None,
        company=first(author, _FIRMS) or first(beside if is_map(beside) else {}, _FIRMS),
        noise=role == "bot",
    )


def _asked(flat: dict[str, object]) -> str:
    """Return the description that a portal's form holds, as a list of labelled answers."""
    for row in maps(flat.get("requestfieldvalues")):
        if str(row.get("fieldId") or row.get("label")).lower() in _OPENING:
            return prose(row.get("value"))
    return ""


def _licensed(found: Found) -> Iterator[Person]:
    """Yield the desk's own people where an export sets their kind of account apart from the customers'."""
    kinds = [
        (node, str(node.get("accountType")).lower()) for _, node in found if is_map(node) and "accountType" in node
    ]
    if not any(kind == "customer" for _, kind in kinds):
        return
    for node, kind in kinds:
        if kind == "atlassian" and (name := name_of(node)):
            yield Person(name, email_of(node), "vendor", title_of(node))


def _opening_text(root: dict[str, object]) -> str:
    flat = flattened(root)
    return next((t for k in _OPENING if (t := prose(flat.get(k))).strip()), "") or _asked(flat)


def _opening(text: str, root: dict[str, object], users: Users, custom: Custom, draft: Draft) -> Entry:
    """Return the ticket's own description as its first message."""
    flat = flattened(root)
    name: str | None = None
    email: str | None = None
    author: dict[str, object] = {}
    for key in _OPENERS:
        value = flat.get(key) or flat.get(f"{key}id")
        one = users.get(shown(value) or "", value)
        if value and name_of(one) and not (isinstance(one, str) and is_number(one)):
            name, email, author = who({"author": value}, users)
            break
    return Entry(
        body.visible(text, draft),
        at=time_of(flat, changed=False),
        author=name,
        email=email or email_of(author),
        role=side_of({}, author, custom),
        public=True,
    )
