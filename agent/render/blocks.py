"""The document between the case and its formats: sections of paragraphs, fields, tables, bullets, sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.render.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Fields:
    """Labelled values, one a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under a header; the first two columns carry the row's sense."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Source:
    """One cited message: its id, who wrote it when, and the quoted words."""

    id: str
    about: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Sources:
    """The cited messages in the ticket's order."""

    items: tuple[Source, ...]


Block = Paragraph | Fields | Table | Bullets | Sources


@dataclass(frozen=True)
class Section:
    """A heading (level 2 or 3) and what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 2
    urgent: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document. `status` is the line at the top; `sources` resolves citations."""

    lang: str
    title: str
    subtitle: str
    status: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    colon: str = ": "
    sources: dict[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A stretch of text; `cites` names the source when the stretch is a citation."""

    text: str
    cites: str | None = None


_CITATION = re.compile(r"\[([A-Za-z][\w:.-]{0,80})\]")


def runs(text: str, sources: dict[str, Source]) -> Iterator[Run]:
    """Split a text, made one line, into plain stretches and citations of known sources."""
    line, last = one_line(text), 0
    for match in _CITATION.finditer(line):
        if match.group(1) in sources:
            if match.start() > last:
                yield Run(line[last : match.start()])
            yield Run(match.group(), match.group(1))
            last = match.end()
    if last < len(line):
        yield Run(line[last:])
