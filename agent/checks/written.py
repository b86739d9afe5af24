"""A brief written by hand as the neutral document: headings, labels, and lists that are rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from agent.checks import tables
from agent.checks.chronicle import chronicle
from agent.checks.dues import spans
from agent.checks.headings import columns_of, exact_section_of, label_in, own_label, section_of
from agent.checks.lines import bold_heading, heading_line, joined, label_and_value, titled
from agent.checks.markdown import Code, Heading, Item, Paragraph, Table, events, plain
from agent.checks.model import Doc, Labelled, Line, LineKind, Row, Section
from agent.checks.rows import TABLE_SECTIONS, column, decision_of, labelled, row_of
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from agent.checks.markdown import Event

_BULLET = re.compile(r"^\s*[-*•·]\s+")
_FREE = frozenset({"other", "header", "glance", "summary"})
_VALUE_ONLY = frozenset(
    {"primary", "decision", "their_asks", "their_account", "due", "decider", "options", "scope", "recommendation"}
)
_APART = frozenset({"package", "appendix", "sources", "questions", "commitments"})
_BOLD_LEVEL = 5
_MANY_HAN = 0.3


def document_of(text: str) -> Doc:
    """Return the document of a Markdown text."""
    builder = _Builder()
    for event in events(text):
        builder.take(event)
    builder.close()
    shown = re.sub(r"\s", "", text)
    lang: Literal["en", "zh"] = "zh" if sum(map(is_cjk, shown)) > _MANY_HAN * max(1, len(shown)) else "en"
    doc = Doc("markdown", tuple(chronicle(builder.sections)), lang)
    raised = next((s.value for v in doc.values("date_raised") for s in spans(v.value) if s.value), None)
    return replace(doc, as_of=raised)


class _Builder:
    """Keeps the section that the text stands in, and what a heading or label has left open."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.stack: list[tuple[int, str]] = []
        self.current = "other"
        self.label: str | None = None
        self.by_label = False
        self.row: dict[str, str] | None = None
        self.row_where = ""

    # -- blocks ------------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Add one block."""
        if isinstance(event, Heading):
            self._heading(plain(event.text), event.level, f"line {event.line}")
        elif isinstance(event, Paragraph):
            self._paragraph(event)
        elif isinstance(event, Item):
            self._item(event)
        elif isinstance(event, Table):
            self._table(event)
        else:
            self._code(event)

    def _code(self, event: Code) -> None:
        self._line(event.text, f"line {event.line}", "code")

    def _heading(self, text: str, level: int, where: str) -> None:
        self.label, self.by_label = None, False
        self.close()
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        parent = self.stack[-1][1] if self.stack else "other"
        name = exact_section_of(text) or section_of(text)
        rest = ""
        if name is None:
            opened, rest = titled(text)
            name = opened or None
        if parent in {"package", "appendix", "sources"} and level > 2:  # noqa: PLR2004 - below a chapter of its own
            name = parent
        elif parent in TABLE_SECTIONS and name is None:
            self.row = {
                "audience" if parent == "communication" else "action": re.sub(
                    r"^\s*(?:step\s*)?\d+[.:)]?\s*", "", text, flags=re.IGNORECASE
                )
            }
            self.row_where = where
        self.current = name or parent
        self.stack.append((level, self.current))
        self.sections.append(Section(self.current, where))
        if rest:
            self._line(rest, where)

    def close(self) -> None:
        """Add the row that a heading has opened, once it has any cell besides the heading's own."""
        if self.row and len(self.row) > 1:
            self._row(self.row, self.row_where)
        elif self.row:
            self._line(next(iter(self.row.values())), self.row_where)
        self.row = None

    def _paragraph(self, event: Paragraph) -> None:
        title = "" if event.quoted else bold_heading(event.lines, self.current)
        if title:
            self._heading(title, _BOLD_LEVEL, f"line {event.line}")
            return
        held: list[str] = []
        began = event.line
        for number, line in enumerate(event.lines, event.line):
            if not event.quoted and self._structured(line, f"line {number}", bullet=bool(_BULLET.match(line))):
                self._prose(held, began)
                held, began = [], number + 1
                continue
            began = began if held else number
            held.append(line)
        self._prose(held, began, "quote" if event.quoted else "prose")

    def _prose(self, lines: list[str], line: int, kind: LineKind = "prose") -> None:
        if not lines:
            return
        text = joined(lines)
        if self.current in TABLE_SECTIONS - {"actions"} and kind == "prose" and self._row_like(text):
            self._row(row_of(text, self.current), f"line {line}")
        elif self.label and kind == "prose":
            self._field(self.label, text, f"line {line}")
        else:
            self._line(text, f"line {line}", kind)

    def _row_like(self, text: str) -> bool:
        cells = row_of(text, self.current)
        wanted = {"timeline": {"date", "event"}, "answers": {"ask", "answer"}}.get(self.current, {"owner", "due"})
        return all(cells.get(name) for name in wanted)

    # -- lines that are headings or labels ---------------------------------------------------------------------------

    def _structured(self, line: str, where: str, *, bullet: bool = False) -> bool:
        """Read a line as a label with its value, or as a heading; tell whether it was one."""
        bare = plain(line).strip()
        if self.current == "decision" and (cells := decision_of(bare)):
            self._row(cells, where)
            return True
        if not bullet and heading_line(bare):
            self.label = own_label(bare, self.current)
            if self.label is None:
                self._heading(bare, _BOLD_LEVEL, where)
            return True
        found = label_and_value(line, self.current)
        return found is not None and self._labelled(*found, where, bullet=bullet)

    def _labelled(self, label: str, value: str, where: str, *, bullet: bool) -> bool:
        if self.current in TABLE_SECTIONS:
            return self._in_table(label, value, where, bullet=bullet)
        if self.current in _APART:
            return False
        if own := own_label(label, self.current):
            return self._part(own, value, where)
        known = label_in(label, self.current)
        plain_value = known is not None and known not in _VALUE_ONLY
        if not (plain_value and self.current in _FREE | {"impact"}) and self._opens(label, value, where):
            return True
        if known and plain_value:
            self._field(known, value, where)
        return plain_value

    def _opens(self, label: str, value: str, where: str) -> bool:
        """Open the section that a label names, where a label can open one here; tell whether it did."""
        section = exact_section_of(label)
        free = self.current in _FREE or self.by_label or not value or section == "asks"
        if section is None or section == self.current or not free:
            return False
        if value:
            self._place(section, value, where)
        else:
            self._heading(label, _BOLD_LEVEL, where)
        return True

    def _place(self, section: str, value: str, where: str) -> None:
        """Add a one-line section ("Root cause: ..."); lines that follow without a label belong to it."""
        self.close()
        self.current, self.by_label = section, True
        if section in TABLE_SECTIONS:
            self._row(row_of(value, section), where)
        elif section == "decision" and (cells := decision_of(value)):
            self._row(cells, where)
        else:
            self._line(value, where)

    def _part(self, key: str, value: str, where: str) -> bool:
        self.label = None
        if key == "their_asks" and not value:
            self.sections.append(Section("asks", where))
            self.label = "asks"
        elif key == "their_asks":
            self._line(value, where, section="asks")
        elif value:
            self._field(key, value, where)
        else:
            self.label = key
        return True

    def _in_table(self, label: str, value: str, where: str, *, bullet: bool) -> bool:
        """Read `Owner: X` below a heading that opened a row, or a heading such as `Their asks:`."""
        name = column(label, self.current)
        if self.row is not None and name and value:
            self.row["owner" if name == "who" else name] = value
            return True
        section = exact_section_of(label)
        if section and not value and not bullet:
            self._heading(label, _BOLD_LEVEL, where)
            return True
        if section in {"not_offering", "success"} and value:
            self._line(value, where, section=section)
            return True
        return False

    # -- lists and tables --------------------------------------------------------------------------------------------

    def _item(self, item: Item) -> None:
        where = f"line {item.line}"
        text = plain(" ".join(line.strip() for line in item.lines if line.strip()))
        if self.current in TABLE_SECTIONS:
            self._item_row(item, text, where)
            return
        if self.label == "asks":
            self._asked(item, where)
        elif len(item.lines) > 0 and all(
            self._structured(line, where, bullet=True) for line in item.lines if line.strip()
        ):
            pass
        elif self.label:
            self._field(self.label, text, where)
        else:
            self._line(text, where, "bullet")
        for child in item.children:
            self._item(child)

    def _asked(self, item: Item, where: str) -> None:
        """Add an ask; a label that runs on below the last ask ("Mood: ...") is no part of it."""
        lines = [line.strip() for line in item.lines if line.strip()]
        labels = [label_and_value(line, "position") for line in lines[1:]]
        apart = [bool(found and label_in(found[0], "position")) for found in labels]
        kept = lines[:1] + [line for line, is_label in zip(lines[1:], apart, strict=True) if not is_label]
        self._line(plain(" ".join(kept)), where, "bullet", section="asks")
        for found, is_label in zip(labels, apart, strict=True):
            if found and is_label:
                self._field(label_in(found[0], "position") or found[0], found[1], where)

    def _item_row(self, item: Item, text: str, where: str) -> None:
        if self.row is not None and all(
            self._structured(line, where, bullet=True) for line in item.lines if line.strip()
        ):
            return
        cells = row_of(text, self.current)
        for child in item.children:
            words = plain(" ".join(child.lines))
            head, below = labelled(words, self.current)
            cells |= below
            if head and not below:
                cells["note"] = f"{cells.get('note', '')} {head}".strip()
        if self.row is not None and self.current == "communication":
            cells = {
                **self.row,
                **{k: v for k, v in cells.items() if k != "audience"},
                "message": cells.get("message") or text,
            }
            self.row = None
        self._row(cells, where)

    def _table(self, table: Table) -> None:
        self.close()
        titles = tuple(plain(t) for t in table.header)
        section = self.current
        if (
            section in {"position", "asks"}
            and column(titles[-1], "answers") == "answer"
            and column(titles[0], "answers") == "ask"
        ):
            section = "answers"
        if section in {"summary", "other"} and {"date", "event"} <= set(columns_of(titles, "timeline")):
            section = "timeline"
        if tables.pairs(titles, table.rows[0][1] if table.rows else (), section):
            header_is_row = label_in(titles[0], section) is not None and titles[1:] and not column(titles[1], "generic")
            rows = [(table.line, titles)] if header_is_row else []
            for line, cells in (*rows, *((n, tuple(map(plain, r))) for n, r in table.rows)):
                self._pair(cells, f"line {line}")
            return
        columns = columns_of(titles, section) if section in TABLE_SECTIONS else tables.labels(titles, section)
        made = [Row(dict(zip(columns, map(plain, cells), strict=False)), f"line {line}") for line, cells in table.rows]
        if section == "timeline":
            made = [tables.with_time(row) for row in made]
        self.sections.append(Section(section, f"line {table.line}", rows=tuple(made)))

    def _pair(self, cells: tuple[str, ...], where: str) -> None:
        label, value = cells[0].strip(), " ".join(c for c in cells[1:] if c).strip()
        if not label and not value:
            return
        known = label_in(label, self.current)
        if known == "their_asks" or (self.current == "position" and exact_section_of(label) == "asks"):
            for part in re.split(r"[;；]\s*|\n", value):
                self._line(part, where, "bullet", section="asks")
        else:
            self._field(known or label, value, where)

    # -- what is added -----------------------------------------------------------------------------------------------

    def _line(self, text: str, where: str, kind: LineKind = "prose", *, section: str | None = None) -> None:
        self.sections.append(Section(section or self.current, where, lines=(Line(text, where, kind),)))

    def _field(self, key: str, value: str, where: str) -> None:
        self.sections.append(Section(self.current, where, fields=(Labelled(key, value, where),)))

    def _row(self, cells: dict[str, str], where: str) -> None:
        self.sections.append(Section(self.current, where, rows=(Row(cells, where),)))
