"""The fields of an export's ticket as lines "Label: value"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake.draft import Line
from agent.intake.json_keys import NAME, first
from agent.intake.json_people import Users, name_of
from agent.intake.jsonshape import folded, is_map, maps, moment, shown, squeezed, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DULL = (
    "expand",
    "accountid",
    "timezone",
    "accounttype",
    "startat",
    "maxresults",
    "statuscategory",
    "ongoingcycle",
    "url",
    "uri",
    "avatar",
    "icon",
    "href",
    "token",
    "etag",
    "_links",
    "self",
    "cursor",
    "signature",
    "hash",
    "color",
    "schema",
)
_TEXTS = ("description", "descriptionplain", "description_text", "body", "content", "text")
_WRAPPERS = frozenset({"fields", "properties", "ticket", "attributes", "data", "issue", "case", "conversation"})
_MAPS = frozenset(("names", "schema", "renderedFields", "operations", "editmeta"))
_LONGEST = 300
_DEEPEST = 3
_MOST = 30
_SMALL = 8
_FEWEST_ROWS = 2
_CALLED = ("name", "label", "called", "title", "company", "legalname")


def lines(root: dict[str, object], users: Users, threads: list[list[dict[str, object]]]) -> Iterator[Line]:
    """Yield the fields of the object that is the ticket; lists of messages are left out."""
    inside = {id(item) for items in threads for item in items}
    named = root.get("names")
    names = {k: v for k, v in named.items() if isinstance(v, str)} if is_map(named) else {}
    others = dict(_others(root))
    for key, raw in root.items():
        if key in _MAPS and is_map(raw):
            continue
        for line in _field(key, raw, users, inside, 0):
            about = next((name for prefix, name in others.items() if line.label.startswith(prefix)), line.about)
            yield replace(line, label=names.get(line.label, line.label), about=about)


def _others(root: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of the labels of other organisations: those of a table of which the ticket points at one."""
    pointers = {text for value in root.values() if (text := shown(value))}
    for key, table in root.items():
        if not is_map(table) or len(table) < _FEWEST_ROWS or not all(is_map(row) for row in table.values()):
            continue
        own = pointers & set(table)
        for number, row in table.items() if len(own) == 1 else ():
            if number not in own:
                yield f"{key}.{number}", first(row, _CALLED) or number if is_map(row) else number


def _field(key: str, raw: object, users: Users, inside: set[int], depth: int) -> Iterator[Line]:
    low = key.rpartition(".")[2].lower()
    if _holds(raw, inside) or any(d in low for d in _DULL) or (low in _TEXTS and len(text_of(raw)) > _LONGEST // 4):
        return
    value = shown(raw)
    if value is not None:
        yield from _scalar(key, value, users)
    elif is_map(raw) and raw.get("type") == "doc":
        text = text_of(raw).strip()
        if low not in _TEXTS and text and "\n" not in text:
            yield from _scalar(key, text, users)
    elif is_map(raw) and depth < _DEEPEST:
        yield from _nested(key, raw, users, inside, depth)
    elif isinstance(raw, list):
        yield from _listed(key, raw, users)


def _holds(raw: object, inside: set[int]) -> bool:
    values = raw.values() if is_map(raw) else raw if isinstance(raw, list) else ()
    return id(raw) in inside or any(id(value) in inside for value in values)


def _scalar(key: str, value: str, users: Users) -> Iterator[Line]:
    if key.lower().endswith(("_at", "_time", "date", "_ts")) and value.replace(".", "").isdigit():
        value = moment(value) or value
    if value in users:
        value = name_of(users[value]) or value
    if len(value) < _LONGEST and value != "false":
        yield Line(key, value)


def _nested(key: str, raw: dict[str, object], users: Users, inside: set[int], depth: int) -> Iterator[Line]:
    name = name_of(raw)
    wrapper = key.lower() in _WRAPPERS
    chosen = shown(raw.get("value"))
    if chosen and not wrapper and not name:
        yield from _scalar(key, chosen, users)
        return
    if name and not wrapper and ("accountId" in raw or "emailAddress" in raw or "email" in raw):
        yield Line(key, name)
        return
    if name and not wrapper:
        yield Line(key, name)
    for inner, value in raw.items():
        if name and not wrapper and squeezed(inner) in {*NAME, "id"}:
            continue
        yield from _field(inner if wrapper else f"{key}.{inner}", value, users, inside, depth + (not wrapper))


def _listed(key: str, raw: list[object], users: Users) -> Iterator[Line]:
    for item in maps(raw):
        label = first(item, ("label", "title", "name", "fieldid", "key"))
        content = folded(item).get("value")
        value = shown(content) or (name_of(content) if is_map(content) else None)
        if label and value and len(value) < _LONGEST:
            yield Line(label, name_of(users[value]) or value if value in users else value)
    if raw and len(raw) < _MOST and all(isinstance(v, str | int) for v in raw):
        yield Line(key, ", ".join(str(v) for v in raw))
    elif (
        names := [n for v in maps(raw) if len(v) <= _SMALL and "value" not in v and (n := shown(v.get("name")))]
    ) and len(names) < _MOST:
        yield Line(key, ", ".join(names))
