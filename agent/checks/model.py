"""The one document that every check reads, whether it was a case of ours or Markdown written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from agent.case import Case

Source = Literal["case", "json", "markdown"]
LineKind = Literal["prose", "bullet", "quote", "code"]
QUIET = frozenset({"questions", "sources", "appendix", "commitments"})
"""Sections that repeat what others said or asked; they are not the brief's own prose."""


@dataclass(frozen=True)
class Line:
    """A sentence, paragraph or list item, and where it stands ("line 12", "brief.what_happened")."""

    text: str
    where: str
    kind: LineKind = "prose"
    depth: int = 0


@dataclass(frozen=True)
class Labelled:
    """A value with its label; `key` is the label's own name where it is a known one, else the label as written."""

    key: str
    value: str
    where: str


@dataclass(frozen=True)
class Row:
    """A row of a table, or a list item read as one: cells by the names of the columns."""

    cells: Mapping[str, str]
    where: str

    def get(self, column: str) -> str:
        """Return a cell, empty where the row has none."""
        return self.cells.get(column, "").strip()

    @property
    def text(self) -> str:
        """All that stands in the row."""
        return " ".join(v for v in self.cells.values() if v.strip())


@dataclass(frozen=True)
class Section:
    """What stands under one heading (or under several of the same meaning)."""

    name: str
    where: str
    lines: tuple[Line, ...] = ()
    fields: tuple[Labelled, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all stands there."""
        return not any(line.text.strip() for line in self.all())

    def values(self, *keys: str) -> tuple[Labelled, ...]:
        """Return the labelled values of those keys that are not empty, a row's cells included."""
        own = [f for f in self.fields if f.key in keys and f.value.strip()]
        for row in self.rows:
            own += [Labelled(k, row.get(k), row.where) for k in keys if row.get(k)]
        return tuple(own)

    def all(self) -> Iterator[Line]:
        """Yield every text of the section as a line at its place."""
        yield from self.lines
        for item in self.fields:
            yield Line(item.value, item.where, "bullet")
        for row in self.rows:
            for cell in row.cells.values():
                yield Line(cell, row.where, "bullet")

    @property
    def text(self) -> str:
        """All that stands there, a text a line."""
        return "\n".join(line.text for line in self.all() if line.text.strip())


@dataclass(frozen=True)
class Doc:
    """A brief to be checked.

    `asked` holds the inputs for which a question is open, with the question's words. `case` is the whole case where the
    document is one of ours, so that facts can be compared; `as_of` is the day it was drafted, where it says so.
    """

    source: Source
    sections: tuple[Section, ...]
    lang: Literal["en", "zh"] = "en"
    asked: Mapping[str, str] = field(default_factory=dict)
    case: Case | None = None
    as_of: date | None = None

    def section(self, *names: str) -> Section:
        """Return the sections of those names as one; it is empty where there is none."""
        found = [s for s in self.sections if s.name in names]
        return Section(
            names[0],
            found[0].where if found else "",
            tuple(line for s in found for line in s.lines),
            tuple(item for s in found for item in s.fields),
            tuple(row for s in found for row in s.rows),
        )

    def has(self, *names: str) -> bool:
        """Whether a section of one of those names stands there and is not empty."""
        return any(s.name in names and not s.empty for s in self.sections)

    def values(self, *keys: str) -> tuple[Labelled, ...]:
        """Return the labelled values of those keys, wherever they stand outside quiet sections."""
        return tuple(v for s in self.sections if s.name not in QUIET for v in s.values(*keys))

    def prose(self, *, quiet: bool = False) -> Iterator[tuple[Section, Line]]:
        """Yield every text that the brief says itself, with its section; code never, quiet sections where asked for."""
        for section in self.sections:
            if section.name in QUIET and not quiet:
                continue
            for line in section.all():
                if line.kind != "code" and line.text.strip():
                    yield section, line
