"""An export's wrappings taken off: pages of edges and nodes, JSON:API, OData, mail parts, one message in another."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from agent.intake.json_keys import has_author, has_text, time_of
from agent.intake.jsonshape import folded, get, is_map, is_maps, maps, shown, squeezed, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = frozenset(("nodes", "edges", "pageinfo", "totalcount", "count", "typename", "hasnextpage"))
_FORMATTED = "@odata.community.display.v1.formattedvalue"
_NAMESPACED = re.compile(r"[A-Z]\w*(?:\.[A-Z]\w*)+")
_INNER = (
    "attributes", "data", "content", "message", "payload", "event", "body", "comment", "note", "post", "reply", "email",
    "emailcontent", "properties", "fields", "node", "details", "object", "item", "entry", "text",
    "chatmessage", "attrs",
)  # fmt: skip
_PARENTS = ("ticket", "issue", "case", "request")
_RICH = frozenset(("doc", "rich_text", "paragraph"))
_HEADS = ("from", "to", "cc", "subject", "date", "message-id")
_DEEPEST = 60
_RESOLVED = 2


def normal(tree: object) -> object:
    """Return the tree with its wrappings taken off."""
    beside = {_key(row): row for row in _included(tree)}
    return _Normal(beside).made(tree, 0)


def _included(tree: object) -> Iterator[dict[str, object]]:
    """Yield the resources of JSON:API pages."""
    for _, page in walk(tree):
        for key in ("included", "data") if is_map(page) and isinstance(page.get("included"), list) else ():
            value = get(page, key)
            yield from (r for r in (maps(value) or ([value] if is_map(value) else [])) if "id" in r and "type" in r)


def _key(row: object) -> str:
    return f"{get(row, 'type')}/{get(row, 'id')}"


class _Normal:
    def __init__(self, beside: dict[str, dict[str, object]]) -> None:
        self.beside = beside

    def made(self, value: object, depth: int) -> object:
        if isinstance(value, list) and depth <= _DEEPEST:
            return self._listed([self.made(v, depth + 1) for v in value])
        return self._mapped(value, depth) if is_map(value) and depth <= _DEEPEST else value

    def _mapped(self, value: dict[str, object], depth: int) -> object:
        if (page := _page(value)) is not None:
            return self.made(page, depth + 1)
        if len(value) == 1 and "value" in value and not isinstance(value["value"], dict | list):
            return value["value"]
        if "id" in value and "type" in value and is_map(value.get("attributes")) and _is_resource(value):
            return self.made(self._resource(value, 0), depth + 1)
        value = _named(_spelled(value))
        mail = _mail(value)
        return {key: self.made(inner, depth + 1) for key, inner in (mail or value).items()}

    def _resource(self, row: dict[str, object], depth: int) -> dict[str, object]:
        """Return a resource with its attributes and the resources that it points at as its own keys."""
        own = row.get("attributes")
        out = {"id": row.get("id"), "type": row.get("type"), **(own if is_map(own) else {})}
        links = row.get("relationships")
        for name, link in links.items() if is_map(links) and depth < _RESOLVED else ():
            data = get(link, "data")
            held = [self._resource(self.beside.get(_key(one), one), depth + 1) for one in maps(data)]
            if is_map(data):
                out.setdefault(name, self._resource(self.beside.get(_key(data), data), depth + 1))
            elif held:
                out.setdefault(name, held)
        return out

    def _listed(self, items: list[object]) -> list[object]:
        return [_spread(item) if is_map(item) else item for item in _unwrapped(items)]


def _page(value: dict[str, object]) -> list[object] | None:
    """Return what a page of a graph holds."""
    edges, nodes = value.get("edges"), value.get("nodes")
    if is_maps(edges) and all("node" in e for e in edges):
        return [e["node"] for e in edges if is_map(e["node"])]
    return nodes if isinstance(nodes, list) and all(squeezed(k) in _PAGE for k in value) else None


def _is_resource(value: dict[str, object]) -> bool:
    return set(value) <= {"id", "type", "attributes", "relationships", "links", "meta"}


def _spelled(value: dict[str, object]) -> dict[str, object]:
    """Return OData's codes as the words beside them, without its own remarks."""
    if not any("@" in key for key in value):
        return value
    out: dict[str, object] = {}
    for key, inner in value.items():
        base, at, remark = key.partition("@")
        if not at:
            out.setdefault(key, inner)
        elif f"@{remark.lower()}" == _FORMATTED:
            out.pop(base, None)
            out[base.removeprefix("_").removesuffix("_value")] = inner
    return out


def _named(value: dict[str, object]) -> dict[str, object]:
    """Return keys in a namespace without it."""
    if not any("." in key for key in value):
        return value
    out: dict[str, object] = {}
    for key, inner in value.items():
        short = key.rpartition(".")[2] if _NAMESPACED.fullmatch(key) else key
        out[key if short in value or short in out else short] = inner
    return out


def _unwrapped(items: list[object]) -> list[object]:
    """Return the objects of a list that all stand under one and the same key, without it."""
    keys = {tuple(item) if is_map(item) else () for item in items}
    only = next(iter(keys), ())
    if len(keys) != 1 or len(only) != 1:
        return items
    inner = [item[only[0]] for item in items if is_map(item)]
    return list(inner) if is_maps(inner) else items


def _spread(item: dict[str, object]) -> dict[str, object]:
    """Return a message with what an inner object holds of it as its own keys."""
    low = folded(item)
    for key in _INNER:
        held = low.get(key)
        if not is_map(held) or str(held.get("type")) in _RICH or isinstance(held.get("content"), list):
            continue
        inner = _innermost(held)
        own = {k: v for k, v in item.items() if v is not held}
        if not (has_text(inner) or text_of(inner)) or has_text(own):
            continue
        if not (time_of(item) or has_author(item) or time_of(inner)) or any(is_map(low.get(k)) for k in _PARENTS):
            continue
        given = {squeezed(k) for k, v in own.items() if v is not None}
        found = {k: v for k, v in inner.items() if squeezed(k) not in given or squeezed(k) == key}
        return {**own, **found} if has_text(found) else {**own, "text": text_of(inner), **found}
    return item


def _innermost(inner: dict[str, object]) -> dict[str, object]:
    """Return an object that says nothing itself with the message in it as its own keys."""
    if has_text(inner):
        return inner
    low = folded(inner)
    for key in _INNER:
        held = low.get(key)
        if is_map(held) and has_text(held) and (time_of(held) or has_author(held)):
            return {**{k: v for k, v in inner.items() if v is not held}, **held}
    return inner


def _mail(value: dict[str, object]) -> dict[str, object] | None:
    """Return a mail of which headers and parts are given apart as one object with sender, time and text."""
    part = value.get("payload") if is_map(value.get("payload")) else value
    headers = get(part, "headers")
    if not is_map(part) or not is_maps(headers):
        return None
    heads = {(shown(h.get("name")) or "").lower(): h.get("value") for h in headers}
    if "from" not in heads or not ("parts" in part or is_map(part.get("body"))):
        return None
    text = _part(part, "text/plain", 0) or _part(part, "text/html", 0) or shown(value.get("snippet")) or ""
    own = {k: v for k, v in value.items() if v is not part and k not in {"headers", "parts", "body", "snippet"}}
    return {**own, **{k: heads[k] for k in _HEADS if heads.get(k)}, "text": text}


def _part(part: dict[str, object], kind: str, depth: int) -> str:
    data = shown(get(part, "body", "data")) or ""
    if part.get("mimeType") == kind and data:
        try:
            return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")
        except ValueError:
            return ""
    inner = maps(part.get("parts")) if depth < _DEEPEST else []
    return next((text for p in inner if (text := _part(p, kind, depth + 1))), "")
