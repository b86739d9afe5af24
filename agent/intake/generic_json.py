"""Any other JSON or table: the messages are found by what they hold, not by a vendor's names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from agent.intake import body, json_fields
from agent.intake.draft import Draft, Entry, Person, Record
from agent.intake.json_people import TABLES, Users, email_of, first, name_of, person, side_of, title_of, users_of, who
from agent.intake.json_tables import named, plainly
from agent.intake.jsonshape import (
    BODY,
    SUBJECT,
    folded,
    has_text,
    is_map,
    maps,
    shown,
    text_of,
    time_of,
    visibility,
    walk,
)
from agent.intake.refusal import refuse
from agent.intake.words import MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_OPENING = ("description", "descriptionplain", "description_text", "body", "content", "text")
_OPENERS = (
    "reporter", "requester", "submitter", "customer", "contact", "creator", "created_by", "createdby", "author",
    "from", "user", "sender", "opened_by", "caller", "caller_id",
)  # fmt: skip
_ASSIGNEES = ("assignee", "assigned_to", "assignedto", "agent", "assignee_id")
_NO_THREADS = frozenset((
    "users", "custom_fields", "fields", "tags", "labels", "attachments", "attachment", "organizations", "elements",
    "blocks", "reactions", "history", "items", "worklogs", "changelog", "files", "ticket_fields", "groups", "links",
    "topics", "assignees", "accounts",
))  # fmt: skip
_BESIDE = frozenset(("subtasks", "sub-tasks", "issuelinks", "linked_issues", "children", "related", "merged_tickets"))
"""What holds other tickets than the one that it stands in."""
_COMINGS = frozenset(("channel_join", "channel_leave", "channel_topic", "channel_purpose", "group_join", "group_leave"))
_FIRMS = ("company", "organization", "account", "team_name", "company_name")
_STATES = ("status", "state", "priority", "stage", "hs_pipeline_stage", "stateid")
_WRAPPERS = ("fields", "properties", "attributes", "data", "ticket", "issue", "case", "conversation")
_NUMBERS = ("key", "number", "casenumber", "ticket_id", "case_number", "display_id", "id")


def read(tree: object, as_of: date) -> Draft:
    """Read an export of an unknown make. Raises TicketError where nothing is a message, or it holds many tickets."""
    draft = _read(plainly(tree), as_of)
    if not draft.entries:
        draft = _read(named(plainly(tree)), as_of)
    if not draft.entries:
        _nothing(tree)
    return draft


def one_ticket(tree: object) -> None:
    """Refuse a tree that holds many tickets side by side."""
    _root(tree, [(path, node) for path, node in walk(tree) if not path or path[-1] not in _BESIDE])


def _read(tree: object, as_of: date) -> Draft:
    found = list(walk(tree))
    users = users_of(found)
    root = _root(tree, [(p, n) for p, n in found if not (is_map(n) and p and p[-1] in users)])
    threads = _threads(found, root)
    draft = Draft("json")
    if root is not None:
        flat = flattened(root)
        draft.id = next((t for k in _NUMBERS if (t := shown(flat.get(k)))), None)
        draft.subject = next((t for k in SUBJECT if (t := shown(flat.get(k)))), None)
        draft.records.append(Record(lines=tuple(json_fields.lines(root, users, threads))))
    opening = _opening(root, users, draft) if root is not None else None
    entries = [opening] if opening else []
    rooms = _rooms(found)
    for items in threads:
        for item in _unique(items, root):
            entry = entry_of(item, users, draft)
            if entry.text.strip():
                entries.append(replace(entry, public=rooms.get(id(items))) if entry.public is None else entry)
    if not entries and is_map(tree) and has_text(tree):
        entries = [entry_of(tree, users, draft)]
    for entry in entries:
        draft.entries.extend(body.entries(entry, draft, as_of))
    if not draft.entries:
        return draft
    draft.people.extend(p for u in users.values() if (p := person(u)))
    known = {p.name for p in draft.people}
    staff = {p.name: p for p in (*(_assigned(root, users) if root is not None else ()), *_licensed(found))}
    draft.people.extend(p for p in staff.values() if p.name not in known and p.name != draft.entries[0].author)
    return draft


def _nothing(tree: object) -> NoReturn:
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


def flattened(root: dict[str, object]) -> dict[str, object]:
    """Return an object's keys together with those that vendors nest under fields, properties or attributes."""
    out = folded(root)
    for key in _WRAPPERS:
        inner = root.get(key)
        if is_map(inner):
            out = {**folded(inner), **{k: v for k, v in out.items() if v is not None}}
    return out


def _is_ticket(item: dict[str, object]) -> bool:
    flat = flattened(item)
    return any(flat.get(k) for k in _STATES) and (
        any(shown(flat.get(k)) for k in SUBJECT[:-1])
        or "conversation_parts" in flat
        or flat.get("type") == "conversation"
    )


def _root(tree: object, found: list[tuple[tuple[str, ...], object]]) -> dict[str, object] | None:
    """Return the object that is the ticket: the outermost with a state or a subject. Many side by side are refused."""
    lists = [maps(node) for _, node in found if isinstance(node, list)]
    for items in lists[:5]:
        tickets = [i for i in items if _is_ticket(i)]
        if len(tickets) > 1 and len(tickets) * 2 > len(items) and not (is_map(tree) and _is_ticket(tree)):
            refuse(
                f"The JSON holds {len(tickets)} tickets, not one.",
                "Give one ticket with its conversation; `escalate batch` reads one file a ticket.",
            )
    for _, node in found:
        if is_map(node) and _is_ticket(node):
            return node
    for path, node in found:
        if path and any(word in path[-1].lower() for word in TABLES):
            continue
        if is_map(node) and any(shown(flattened(node).get(k)) for k in SUBJECT[:-1]) and len(node) > 2:  # noqa: PLR2004  no label
            return node
    return tree if is_map(tree) else None


def _said(item: dict[str, object]) -> bool:
    low = folded(item)
    if "label" in low and "value" in low:
        return False
    timed = time_of(item) is not None
    author = who(item, {})[0] is not None or any(
        (k.endswith("_id") and "author" in k) or k in {"user_id", "sender_id"} for k in low
    )
    return has_text(item) and (timed or (author and not {"color", "description"} <= set(low)))


def _threads(
    found: list[tuple[tuple[str, ...], object]], root: dict[str, object] | None
) -> list[list[dict[str, object]]]:
    out = []
    for path, node in found:
        if not isinstance(node, list):
            continue
        items = maps(node)
        if not items or items[0] is root or (path and path[-1].lower() in _NO_THREADS):
            continue
        said = sum(_said(i) for i in items)
        if said and said * 3 >= len(items):
            out.append(node)
    return [*_heads(found, root, out), *out]


def _heads(
    found: list[tuple[tuple[str, ...], object]], root: dict[str, object] | None, threads: list[list[dict[str, object]]]
) -> Iterator[list[dict[str, object]]]:
    """Yield the messages that stand alone above the lists of replies that they hold."""
    listed = {id(item) for items in threads for item in items}
    for _, node in found:
        alone = is_map(node) and node is not root and id(node) not in listed and _said(node)
        if alone and is_map(node) and any(value is items for value in node.values() for items in threads):
            yield [node]


def _unique(items: list[dict[str, object]], root: dict[str, object] | None) -> Iterator[dict[str, object]]:
    for item in maps(items):
        if item is not root and _said(item) and str(item.get("subtype")) not in _COMINGS:
            yield item


def _rooms(found: list[tuple[tuple[str, ...], object]]) -> dict[int, bool]:
    """Return by list whether the customer can see the messages in it, where the channel that holds it says so."""
    channels = [node for _, node in found if is_map(node) and ("is_ext_shared" in node or "is_private" in node)]
    shared = any(c.get("is_ext_shared") is True for c in channels)
    out: dict[int, bool] = {}
    for channel in channels:
        seen = channel.get("is_ext_shared") is True
        for value in channel.values():
            if isinstance(value, list) and (shared or channel.get("is_private") is True):
                out[id(value)] = seen
    return out


def _body(item: dict[str, object], draft: Draft) -> str:
    low = folded(item)
    for key in BODY:
        text = text_of(low.get(key)).strip()
        if text and not re.fullmatch(r"https?://\S+", text):
            rich = next(
                (t for k in ("html_body", "body_html", "bodyhtml", "htmlbody") if (t := text_of(low.get(k))).strip()),
                "",
            )
            return _seen(text, rich, draft)
    return ""


def _seen(text: str, rich: str, draft: Draft) -> str:
    """Return the plain text, or what the HTML beside it shows where that hides something."""
    if not rich or rich == text:
        return body.visible(text, draft)
    before = len(draft.hidden)
    shown_ = body.visible(rich, draft)
    return shown_ if len(draft.hidden) > before else body.visible(text, draft)


def entry_of(item: dict[str, object], users: Users, draft: Draft) -> Entry:
    """Return one object that holds a text as an entry."""
    name, email, author = who(item, users)
    role = side_of(item, author)
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
            return text_of(row.get("value"))
    return ""


def _licensed(found: list[tuple[tuple[str, ...], object]]) -> Iterator[Person]:
    """Yield the desk's own people where an export sets their kind of account apart from the customers'."""
    kinds = [
        (node, str(node.get("accountType")).lower()) for _, node in found if is_map(node) and "accountType" in node
    ]
    if not any(kind == "customer" for _, kind in kinds):
        return
    for node, kind in kinds:
        if kind == "atlassian" and (name := name_of(node)):
            yield Person(name, email_of(node), "vendor", title_of(node))


def _assigned(root: dict[str, object], users: Users) -> Iterator[Person]:
    """Yield who works on the ticket."""
    flat = flattened(root)
    for key in _ASSIGNEES:
        value = flat.get(key)
        one = users.get(shown(value) or "", value)
        name = name_of(one) if is_map(one) else None
        if name and not MACHINE.inside(name):
            yield Person(name, email_of(one), "vendor", title_of(one) if is_map(one) else None)


def _opening(root: dict[str, object], users: Users, draft: Draft) -> Entry | None:
    """Return the ticket's own description as its first message."""
    flat = flattened(root)
    text = next((t for k in _OPENING if (t := text_of(flat.get(k))).strip()), "") or _asked(flat)
    if not text:
        return None
    name: str | None = None
    email: str | None = None
    author: dict[str, object] = {}
    for key in _OPENERS:
        value = flat.get(key) or users.get(shown(flat.get(f"{key}_id")) or "")
        if value and name_of(users.get(shown(value) or "", value)):
            name, email, author = who({"author": value}, users)
            break
    return Entry(
        body.visible(text, draft),
        at=time_of(flat),
        author=name,
        email=email or email_of(author),
        role=side_of({}, author),
        public=True,
    )
