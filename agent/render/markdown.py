"""Markdown that reads well raw in a terminal, and in which ticket text can only be text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.render.blocks import Bullets, Document, Fields, Paragraph, Sources, Table, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.render.blocks import Block, Source

_MAX_CELL = 40
_MAX_ROW = 100
_LINKS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,30}://|www\.|mailto:|xmpp:)[^\s<>“”\"]+[^\s<>“”\".,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
"""What Markdown renderers turn into links by themselves."""
_ACTIVE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|[`*\[~]|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|(?<![^\W_])_|_(?![^\W_])",
)
_OPENERS = re.compile(r"^(?:#{1,6}(?=\s|$)|[-+>](?=.?)|=+$|\|)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


@lru_cache(maxsize=1024)
def escape(text: str) -> str:
    """Return the text with every sign that Markdown would act on inside a line made literal; links become code."""
    out, last = [], 0
    for match in _LINKS.finditer(text):
        out += [_ACTIVE.sub(r"\\\g<0>", text[last : match.start()]), "`", match.group().replace("`", "'"), "`"]
        last = match.end()
    return "".join((*out, _ACTIVE.sub(r"\\\g<0>", text[last:])))


def line(text: str, sources: dict[str, Source]) -> str:
    """Return a text as one line of Markdown; citations of known sources stay as they are."""
    out, first = "", True
    for run in runs(text, sources):
        if run.cites:
            out += run.text
        else:
            # A parenthesis right behind a citation would make it a link, a colon behind an opening one a definition.
            guard = "\\" if out.endswith("]") and (run.text[0] == "(" or (run.text[0] == ":" and first)) else ""
            out += guard + escape(run.text)
            first = False
    return out


def opening(text: str) -> str:
    """Return a line of Markdown that opens no heading, list, quotation or rule where a block may begin."""
    return _NUMBERED.sub(r"\1\\\2", _OPENERS.sub(r"\\\g<0>", text))


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.sources = document.sources

    def line(self, text: str) -> str:
        return line(text, self.sources)

    def render(self) -> str:
        document = self.document
        status = " · ".join(f"{label} **{self.line(value)}**".strip() for label, value in document.status)
        parts = [f"# {self.line(document.title)}", status, self.line(document.subtitle)]
        for section in document.sections:
            parts.append(f"{'#' * section.level} {self.line(section.title)}")
            parts += [text for block in section.blocks if (text := self.block(block))]
        return "\n\n".join(part for part in parts if part) + "\n"

    def block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return opening(self.line(block.text))
        if isinstance(block, Fields):
            return "\n".join(f"- **{self.line(k)}**{self.document.colon}{self.line(v)}" for k, v in block.rows)
        if isinstance(block, Bullets):
            marks = (f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1))
            return "\n".join(f"{m} {opening(self.line(t))}" for m, t in zip(marks, block.items, strict=True))
        if isinstance(block, Sources):
            return "\n".join(self.source_lines(block))
        return self.table(block)

    def source_lines(self, block: Sources) -> Iterator[str]:
        for source in block.items:
            yield f"- **[{source.id}]** {self.line(source.about)}"
            for quote in source.quotes:
                yield f"  - “{escape_quote(quote)}”"

    def table(self, table: Table) -> str:
        rows = [tuple(self.line(cell).replace("|", r"\|") for cell in row) for row in table.rows]
        widths = [max(len(row[i]) for row in [table.header, *rows]) for i in range(len(table.header))]
        if max(widths, default=0) <= _MAX_CELL and sum(widths) <= _MAX_ROW:
            body = [table.header, tuple("-" * w for w in widths), *rows]
            return "\n".join("| " + " | ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) + " |" for r in body)
        return "\n".join(self.row(table.header, row) for row in table.rows)

    def row(self, header: tuple[str, ...], row: tuple[str, ...]) -> str:
        first, second, *rest = (self.line(cell) for cell in row)
        more = [f"{name}{self.document.colon}{cell}" for name, cell in zip(header[2:], rest, strict=True) if cell]
        return "- " + " · ".join(part for part in (f"**{first}**" if first else "", second, *more) if part)


def escape_quote(quote: str) -> str:
    """Return quoted words on one line, every sign literal, citations included."""
    return line(quote, {})


def markdown(document: Document) -> str:
    """Return the document as Markdown, ending in a line feed."""
    return _Writer(document).render()
