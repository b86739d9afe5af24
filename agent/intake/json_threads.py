"""Which objects of an export are the ticket and which its messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake.json_keys import SUBJECT, has_author, has_text, is_named_value, texts, time_of
from agent.intake.json_people import TABLES, who
from agent.intake.jsonshape import folded, is_map, maps, shown, squeezed, walk
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.jsonshape import Found

Thread = list[dict[str, object]]
_NO_THREADS = frozenset((
    "users", "customfields", "fields", "tags", "labels", "attachments", "attachment", "organizations", "elements",
    "blocks", "reactions", "history", "worklogs", "changelog", "files", "ticketfields", "groups", "links",
    "topics", "assignees", "accounts", "headers", "recipients", "participants", "options", "metadata", "included",
))  # fmt: skip
_NO_PARTS = re.compile(r"field|header|attribute|recipient|reaction|attachment")
_STATES = ("status", "state", "priority", "stage", "hspipelinestage", "stateid", "statuscode", "ticketstatus")
_WRAPPERS = ("fields", "properties", "attributes", "data", "ticket", "issue", "case", "conversation")
_MAIL_ENDS = (
    ("from", "sender", "fromfield", "fromemail"),
    ("to", "torecipients", "recipients", "tofields", "toemails"),
)
_PARTS = frozenset(("direction", "incoming", "isinbound", "directioncode", "inreplyto", "messageid", "fromagent"))
_SPEECH = frozenset(("comment", "message", "reply", "note", "post"))
_COMINGS = frozenset(("channel_join", "channel_leave", "channel_topic", "channel_purpose", "group_join", "group_leave"))
_PAGES = frozenset(
    ("data", "items", "results", "result", "value", "values", "records", "list", "rows", "nodes", "embedded")
)
_SINGLE = re.compile(
    r"(?:first|last|latest|initial|original|opening|new|current)?"
    r"(?:message|comment|note|reply|post|article|thread|entry|response|update|communication|e?mail|chat)"
)
_TALKS = frozenset(("messages", "conversationparts", "transcript", "history", "comments", "thread", "conversation"))
_LEVELS = frozenset(("level", "loglevel", "logger"))
_LABELS = frozenset(("description", "value"))
_REPLY = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg|tr|sv|antw|回复|转发)\s*[:：])+\s*", re.IGNORECASE)
_WRITTEN = re.compile(r"creator|createdby|author|reporter|sender|submitt|postedby|enteredby")
_FEWEST = 2
_NEAR = 200
_LABEL_ONLY = 2


def flattened(root: dict[str, object]) -> dict[str, object]:
    """Return an object's keys together with those that vendors nest under fields, properties or attributes."""
    out = folded(root)
    for key in _WRAPPERS:
        inner = root.get(key)
        if is_map(inner):
            out = {**folded(inner), **{k: v for k, v in out.items() if v is not None}}
    return out


def subject_of(flat: dict[str, object], *, message: bool = False) -> str | None:
    """Return the subject that flattened keys hold; a message's summary is none."""
    keys = [k for k in SUBJECT[:-1] if not message or k not in {"summary", "shortdescription", "headline"}]
    return next((t for k in keys if (t := shown(flat.get(k)))), None)


def is_ticket(item: dict[str, object], hear: Hearing) -> bool:
    """Whether an object has a state and a subject, and is no mail on its way."""
    flat = flattened(item)
    if _on_its_way(item) and not any(hear.within(value) for value in item.values()):
        return False
    return any(flat.get(k) for k in _STATES) and (
        subject_of(flat) is not None or "conversationparts" in flat or flat.get("type") == "conversation"
    )


class Hearing:
    """Which objects of one tree are something that somebody said; each is looked at once."""

    def __init__(self) -> None:  # noqa: D107  nothing goes in
        self._known: dict[int, bool] = {}

    def said(self, item: dict[str, object]) -> bool:
        """Whether an object is something that somebody said at some time."""
        if id(item) not in self._known:
            self._known[id(item)] = _said(item)
        return self._known[id(item)]

    def within(self, value: object) -> bool:
        """Whether a value is a list of messages."""
        items = maps(value)
        return bool(items) and sum(self.said(i) for i in items) * 3 >= len(items)


def root_of(tree: object, found: Found, hear: Hearing, *, stated: bool = False) -> dict[str, object] | None:
    """Return the object that is the ticket: the outermost with a state or a subject. Many side by side are refused.

    `stated`: those alone count as many that have a state.
    """
    lists = [maps(node) for _, node in found if isinstance(node, list)]
    beside = stated or any(is_map(node) and is_ticket(node, hear) for _, node in found[:_NEAR])
    for items in lists[:5]:
        tickets = [i for i in items if is_ticket(i, hear)] or ([] if beside else _tickets(items, hear))
        if len(tickets) > 1 and len(tickets) * 2 > len(items) and not (is_map(tree) and is_ticket(tree, hear)):
            refuse(
                f"The export holds {len(tickets)} tickets, not one.",
                "Give one ticket with its conversation; several files of it may be given together.",
            )
    talk = [items for items in lists if len(items) >= _FEWEST and hear.within(items)]
    messages = {id(node) for items in talk for _, node in walk(items)}
    for _, node in found:
        if is_map(node) and is_ticket(node, hear) and id(node) not in messages:
            return node
    for path, node in found:
        if path and any(word in path[-1].lower() for word in TABLES):
            continue
        if is_map(node) and id(node) not in messages and subject_of(flattened(node)) and len(node) > _LABEL_ONLY:
            return node
    return tree if is_map(tree) else None


def _tickets(items: Thread, hear: Hearing) -> Thread:
    """Return those of a list that are tickets by the talk that each holds, or because each has another subject."""
    talking = [i for i in items if not has_text(i)
               and any(hear.within(v) for k, v in i.items() if squeezed(k) in _TALKS and maps(v))]  # fmt: skip
    if len(talking) >= _FEWEST:
        return talking
    subjects = [_REPLY.sub("", subject_of(folded(i)) or "").casefold() for i in items]
    alone = all(subjects) and len(set(subjects)) == len(items)
    return items if alone and all(has_text(i) and not _on_its_way(i) and who(i, {})[0] is None for i in items) else []


def _on_its_way(item: dict[str, object]) -> bool:
    """Whether an object is a mail or a message by what it names: sender and recipient, direction, its kind."""
    low = folded(item)
    kinds = {str(low.get(k)).lower() for k in ("type", "object", "resourcetype", "kind")}
    ends = all(any(low.get(k) for k in keys) for keys in _MAIL_ENDS)
    return ends or not _PARTS.isdisjoint(low) or bool(kinds & _SPEECH)


def _said(item: dict[str, object]) -> bool:
    low = folded(item)
    if ("label" in low and "value" in low) or is_named_value(item) or not has_text(item):
        return False
    author = has_author(item) or any(value and _WRITTEN.search(key) for key, value in low.items())
    if not author and (not _LEVELS.isdisjoint(low) or {key for key, _ in texts(item)} <= _LABELS):
        return False
    if time_of(item) is not None:
        return True
    author = author or who(item, {})[0] is not None
    return author and not {"color", "description"} <= set(low)


def threads_of(found: Found, root: dict[str, object] | None, hear: Hearing) -> list[tuple[str, Thread]]:
    """Return the lists of messages, each with the key that it stands under; a map of messages is a list too."""
    out: list[tuple[str, Thread]] = []
    for path, node in found:
        key = next((k for part in reversed(path) if (k := squeezed(part)) not in _PAGES), "")
        rows = list(node.values()) if is_map(node) and len(node) >= _FEWEST else node
        items = maps(rows)
        if not items or not isinstance(rows, list) or items[0] is root or (is_map(node) and len(items) < len(node)):
            continue
        if key in _NO_THREADS or _NO_PARTS.search(key) or (is_map(node) and not all(hear.said(i) for i in items)):
            continue
        if hear.within(items):
            out.append((key, items))
    return [*(("", one) for one in _heads(found, root, [items for _, items in out], hear)), *out]


def _heads(found: Found, root: dict[str, object] | None, threads: list[Thread], hear: Hearing) -> Iterator[Thread]:
    """Yield the messages that stand alone above the lists of replies that they hold."""
    listed = {id(item) for items in threads for item in items}
    for _, node in found:
        alone = is_map(node) and node is not root and id(node) not in listed and hear.said(node)
        if alone and is_map(node) and any(value is items or maps(value) == items for value in node.values()
                                          if isinstance(value, list) for items in threads):  # fmt: skip
            yield [node]


def singles_of(
    found: Found, root: dict[str, object] | None, threads: list[tuple[str, Thread]], hear: Hearing
) -> Iterator[Thread]:
    """Yield the messages that stand alone under a name for one: a ticket's first message, a hook's new comment."""
    inside = {id(node) for _, items in threads for _, node in walk(items)}
    for path, node in found:
        named = path and _SINGLE.fullmatch(squeezed(path[-1]))
        if named and is_map(node) and node is not root and id(node) not in inside and hear.said(node):
            inside.update(id(inner) for _, inner in walk(node))
            yield [node]


def unique(items: Thread, root: dict[str, object] | None, hear: Hearing) -> Iterator[dict[str, object]]:
    """Yield the messages of a list; those who come and go say nothing."""
    for item in items:
        if item is not root and hear.said(item) and str(item.get("subtype")) not in _COMINGS:
            yield item


def rooms_of(found: Found) -> dict[int, bool]:
    """Return by message whether the customer can see it, where the channel that holds its list says so."""
    channels = [node for _, node in found if is_map(node) and ("is_ext_shared" in node or "is_private" in node)]
    shared = any(c.get("is_ext_shared") is True for c in channels)
    out: dict[int, bool] = {}
    for channel in channels:
        seen = channel.get("is_ext_shared") is True
        for value in channel.values():
            if isinstance(value, list) and (shared or channel.get("is_private") is True):
                out.update((id(item), seen) for item in value)
    return out
