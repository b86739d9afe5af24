"""Atlassian's document format (ADF) as the text that a person sees, and apart from it what nobody sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.intake.html import Seen
from agent.intake.jsonshape import get, is_map, maps, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agent.intake.exports.shape import Tree

_DEEPEST = 60
_PALE = frozenset("fe")
_LISTS = frozenset(("bulletList", "orderedList", "taskList", "decisionList"))
_MILLIS = 1000


@dataclass
class _Page:
    hidden: list[str] = field(default_factory=list)

    def blocks(self, nodes: Iterable[Tree], depth: int) -> list[str]:
        """Return the lines of block after block; runs of inline nodes are one block."""
        out: list[str] = []
        run: list[Tree] = []
        for node in nodes:
            made = _BLOCKS.get(str(node.get("type")))
            if made is None and isinstance(node.get("content"), list):
                made = _inside
            if made is None:
                run.append(node)
                continue
            out.extend(self.inline(run).split("\n") if run else ())
            run = []
            lines = made(self, node, depth) if depth < _DEEPEST else []
            gap = bool(out and lines and depth == 0 and out[-1])
            out.extend(["", *lines] if gap else lines)
        return [*out, *(self.inline(run).split("\n") if run else ())]

    def inline(self, nodes: Iterable[Tree]) -> str:
        """Return the text of inline nodes."""
        return "".join(self._piece(node) for node in nodes)

    def _piece(self, node: Tree) -> str:
        kind, attrs = str(node.get("type")), get(node, "attrs")
        if kind == "text":
            return self._styled(node)
        if kind == "hardBreak":
            return "\n"
        if kind in {"placeholder", "media", "mediaInline"}:
            self.hidden.extend(t for key in ("text", "alt") if (t := shown(get(attrs, key))))
            return ""
        if kind in {"date", "status"}:
            return _day(shown(get(attrs, "timestamp"))) if kind == "date" else f"[{shown(get(attrs, 'text')) or ''}]"
        for key in ("text", "shortName", "url", "title"):
            if found := shown(get(attrs, key)):
                return found
        return self.inline(maps(node.get("content")))

    def _styled(self, node: Tree) -> str:
        text = node.get("text")
        words = text if isinstance(text, str) else ""
        for mark in maps(node.get("marks")):
            if mark.get("type") == "textColor" and _is_pale(shown(get(mark, "attrs", "color"))):
                self.hidden.append(words)
                return ""
        return words


def see(document: object) -> Seen:
    """Return what a person sees of a document, one line a block."""
    page = _Page()
    nodes = maps(get(document, "content")) if is_map(document) else maps(document)
    text = "\n".join(line.rstrip() for line in page.blocks(nodes, 0))
    return Seen(re.sub(r"\n{3,}", "\n\n", text).strip("\n"), page.hidden)


def is_document(value: object) -> bool:
    """Whether a value is a document and no plain text."""
    return is_map(value) and (value.get("type") == "doc" or isinstance(value.get("content"), list))


def _is_pale(colour: str | None) -> bool:
    digits = (colour or "").lower().removeprefix("#")
    return digits == "white" or (len(digits) in {3, 6} and all(c in "0123456789abcdef" for c in digits)
                                 and set(digits[:: len(digits) // 3]) <= _PALE)  # fmt: skip


def _day(millis: str | None) -> str:
    try:
        return datetime.fromtimestamp(int(millis or "") / _MILLIS, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _inside(page: _Page, node: Tree, depth: int) -> list[str]:
    return page.blocks(maps(node.get("content")), depth + 1)


def _paragraph(page: _Page, node: Tree, depth: int) -> list[str]:  # noqa: ARG001  a block's signature
    return page.inline(maps(node.get("content"))).split("\n")


def _titled(page: _Page, node: Tree, depth: int) -> list[str]:
    title = shown(get(node, "attrs", "title"))
    return [*([title] if title else ()), *_inside(page, node, depth)]


def _card(page: _Page, node: Tree, depth: int) -> list[str]:  # noqa: ARG001  as above
    url = shown(get(node, "attrs", "url"))
    return [url] if url else []


def _rule(page: _Page, node: Tree, depth: int) -> list[str]:  # noqa: ARG001  as above
    return ["---"]


def _quote(page: _Page, node: Tree, depth: int) -> list[str]:
    return [f"> {line}".rstrip() for line in _inside(page, node, depth)]


def _items(page: _Page, node: Tree, depth: int) -> list[str]:
    first = shown(get(node, "attrs", "order")) or "1"
    number = int(first[:6]) if first.isdecimal() else 1
    out: list[str] = []
    for item in maps(node.get("content")):
        if str(item.get("type")) in _LISTS:
            out.extend(f"  {line}" for line in page.blocks([item], depth + 1))
            continue
        mark = f"{number}. " if node.get("type") == "orderedList" else "- "
        if item.get("type") == "taskItem":
            mark = "[x] " if get(item, "attrs", "state") == "DONE" else "[ ] "
        number += 1
        lines = page.blocks(maps(item.get("content")), depth + 1)
        out.extend(f"{mark if i == 0 else '  '}{line}" for i, line in enumerate(lines))
    return out


def _table(page: _Page, node: Tree, depth: int) -> list[str]:
    rows = [r for r in maps(node.get("content")) if isinstance(r.get("content"), list)]
    return [" | ".join(" ".join(page.blocks([cell], depth + 1)) for cell in maps(row.get("content"))) for row in rows]


_BLOCKS: dict[str, Callable[[_Page, Tree, int], list[str]]] = {
    "paragraph": _paragraph, "heading": _paragraph, "codeBlock": _paragraph, "expand": _titled,
    "nestedExpand": _titled, "blockCard": _card, "embedCard": _card, "rule": _rule, "blockquote": _quote,
    "bulletList": _items, "orderedList": _items, "taskList": _items, "decisionList": _items, "table": _table,
}  # fmt: skip
