"""Markdown written by hand, as events: headings, paragraphs, list items, tables, each with the line it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

BOLD, UNBOLD = "\ue000", "\ue001"
_TAG = re.compile(
    r"^</?(?:br|b|i|u|em|strong|sup|sub|p|span|div|small|details|summary|hr|a|mark|font|center)\b[^>]*>$", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CHECKBOX = re.compile(r"^\s*\[[ xX]\]\s+")


@dataclass(frozen=True)
class Heading:
    """A heading and its level."""

    text: str
    level: int
    line: int


@dataclass(frozen=True)
class Paragraph:
    """The physical lines of a paragraph."""

    lines: tuple[str, ...]
    line: int
    quoted: bool = False


@dataclass
class Item:
    """A list item: its own lines, and the items below it."""

    line: int
    lines: list[str] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A table with the line of each row."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    line: int


@dataclass(frozen=True)
class Code:
    """A block of code or log."""

    text: str
    line: int


Event = Heading | Paragraph | Item | Table | Code


def plain(text: str) -> str:
    """Return a text without the marks of bold."""
    return text.replace(BOLD, "").replace(UNBOLD, "")


def events(text: str) -> Iterator[Event]:
    """Yield the blocks of a Markdown text in order."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only hand-written briefs need it

    tokens = MarkdownIt("commonmark").enable("table").parse(_COMMENT.sub(_blank, text))
    yield from _Reader(tokens).run()


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "", match.group())


def _inline(token: Token) -> str:
    out = []
    for child in token.children or ():
        if child.type in {"text", "code_inline", "text_special"}:
            out.append(f"`{child.content}`" if child.type == "code_inline" else child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            out.append("\n")
        elif child.type == "strong_open":
            out.append(BOLD)
        elif child.type == "strong_close":
            out.append(UNBOLD)
        elif child.type == "html_inline":
            out.append(("\n" if "br" in child.content.lower() else "") if _TAG.match(child.content) else child.content)
        elif child.type == "image":
            out.append(child.content)
    return "".join(out)


class _Reader:
    """Walks the flat tokens of markdown-it, keeping the open lists and quotes."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.items: list[Item] = []
        self.quotes = 0

    def run(self) -> Iterator[Event]:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.type == "table_open":
                table, index = self._table(index)
                yield table
            elif token.type == "heading_open":
                inline = self.tokens[index + 1]
                yield Heading(_inline(inline), int(token.tag[1]), _line(token))
                index += 2
            else:
                yield from self._block(token)
            index += 1

    def _block(self, token: Token) -> Iterator[Event]:
        if token.type in {"blockquote_open", "blockquote_close"}:
            self.quotes += 1 if token.type.endswith("open") else -1
        elif token.type == "list_item_open":
            item = Item(_line(token))
            if self.items:
                self.items[-1].children.append(item)
            self.items.append(item)
        elif token.type == "list_item_close":
            item = self.items.pop()
            if not self.items:
                yield item
        elif token.type == "inline":
            lines = _inline(token).split("\n")
            if self.items:
                self.items[-1].lines += [_CHECKBOX.sub("", line) for line in lines]
            else:
                yield Paragraph(tuple(lines), _line(token), self.quotes > 0)
        elif token.type in {"fence", "code_block"}:
            yield Code(token.content, _line(token))
        elif token.type == "html_block":
            shown = (
                re.sub(r"</?[A-Za-z][^>\s]*(?:\s[^>]*=[^>]*)?>", "", token.content)
                if _TAG.match(token.content.strip())
                else token.content
            )
            yield Paragraph(tuple(shown.strip().split("\n")), _line(token))

    def _table(self, index: int) -> tuple[Table, int]:
        start = _line(self.tokens[index])
        rows: list[tuple[int, tuple[str, ...]]] = []
        cells: list[str] = []
        while self.tokens[index].type != "table_close":
            token = self.tokens[index]
            if token.type == "tr_open":
                cells = []
            elif token.type == "inline":
                cells.append(_inline(token).replace("\n", " ").strip())
            elif token.type == "tr_close":
                rows.append((_line(token) if token.map else start + len(rows) + (1 if rows else 0), tuple(cells)))
            index += 1
        return Table(rows[0][1] if rows else (), tuple(rows[1:]), start), index


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1
