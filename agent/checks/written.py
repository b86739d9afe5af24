"""A brief written by hand as the neutral document: whose heading is what, which lines are labels, which lists are rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from agent.checks.dues import spans
from agent.checks.headings import columns_of, exact_section_of, label_in, label_of, section_of
from agent.checks.markdown import BOLD, UNBOLD, Code, Heading, Item, Paragraph, Table, events, plain
from agent.checks.model import Doc, Labelled, Line, LineKind, Row, Section
from agent.checks.rows import TABLE_SECTIONS, column, labelled, row_of
from agent.values.fold import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.checks.markdown import Event

_LABEL = re.compile(r"^\s*(?:[-*•]\s+)?(?P<label>[^:：=\n]{2,60}?)\s*(?:[:：]|\s=\s)\s*(?P<value>.*)$", re.DOTALL)
_BOLD_ALL = re.compile(rf"^\s*{BOLD}(?P<text>[^{BOLD}{UNBOLD}]{{2,80}}){UNBOLD}\s*[:：]?\s*$")
_BOLD_LABEL = re.compile(
    rf"^\s*{BOLD}(?P<label>[^{BOLD}{UNBOLD}]{{2,60}}){UNBOLD}\s*[:：—–-]?\s*(?P<value>.+)$", re.DOTALL
)
_REMARK = re.compile(r"[(（][A-Z£$€¥]{1,4}[)）]")
_BULLET = re.compile(r"^\s*[-*•·]\s+")
_FREE = frozenset({"other", "header", "glance", "summary"})
_VALUE_ONLY = frozenset(
    {"primary", "decision", "their_asks", "their_account", "due", "decider", "options", "scope", "recommendation"}
)
_PARTS = frozenset({"position", "decision", "root_cause", "impact"})
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
    doc = Doc("markdown", tuple(builder.sections), lang)
    raised = next((s.value for v in doc.values("date_raised") for s in spans(v.value) if s.value), None)
    return replace(doc, as_of=raised)


class _Builder:
    """Keeps the section that the text stands in, and what a heading or label has left open."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.stack: list[tuple[int, str]] = []
        self.current = "other"
        self.label: str | None = None
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
        self.label = None
        self.close()
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        parent = self.stack[-1][1] if self.stack else "other"
        name = exact_section_of(text) or section_of(text)
        rest = ""
        if name is None and (match := _LABEL.match(text)) and (name := exact_section_of(match["label"])):
            rest = match["value"]
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
        whole = [line for line in event.lines if line.strip()]
        if (
            not event.quoted
            and len(whole) == 1
            and (match := _BOLD_ALL.match(whole[0]))
            and self._is_heading(match["text"])
        ):
            self._heading(match["text"], _BOLD_LEVEL, f"line {event.line}")
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

    def _is_heading(self, text: str) -> bool:
        inside = label_in(text, self.current) if self.current in _PARTS else None
        return not inside and (exact_section_of(text) or section_of(text)) is not None

    def _prose(self, lines: list[str], line: int, kind: LineKind = "prose") -> None:
        if not lines:
            return
        glue = "" if is_cjk(plain("".join(lines)).strip()[-1:] or " ") else " "
        text = plain(glue.join(part.strip() for part in lines))
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
        if not bullet and exact_section_of(bare) and len(bare.split()) <= 4 and not re.search(r"[.。:：,]$", bare):  # noqa: PLR2004 - a heading is short
            if self.current in _PARTS and label_in(bare, self.current):
                self.label = label_in(bare, self.current)
                return True
            self._heading(bare, _BOLD_LEVEL, where)
            return True
        match = _LABEL.match(bare)
        if not match and (bold := _BOLD_LABEL.match(line)) and label_in(bold["label"], self.current):
            match = bold
        if match is None:
            return False
        return self._labelled(plain(match["label"]).strip(), plain(match["value"]).strip(), where, bullet=bullet)

    def _labelled(self, label: str, value: str, where: str, *, bullet: bool) -> bool:
        known = label_in(label, self.current)
        if known and value and (remark := _REMARK.search(label)):
            value = f"{value} {remark.group()}"
        if self.current in TABLE_SECTIONS:
            return self._in_table(label, value, where, bullet=bullet)
        if self.current in _PARTS and known:
            return self._part(known, value, where)
        if known and known not in _VALUE_ONLY and self.current in _FREE | {"impact"}:
            self._field(known, value, where)
            return True
        section = exact_section_of(label)
        if section and section != self.current and (self.current in _FREE or not value or section == "asks"):
            if value:
                self._place(section, value, where)
            else:
                self._heading(label, _BOLD_LEVEL, where)
            return True
        if known and label_of(label) == known and known not in _VALUE_ONLY:
            self._field(known, value, where)
            return True
        return False

    def _place(self, section: str, value: str, where: str) -> None:
        """Add a one-line section ("Root cause: ..."); lines that follow without a label belong to it."""
        self.close()
        self.current = section
        if section in TABLE_SECTIONS:
            self._row(row_of(value, section), where)
        elif section == "decision":
            head, cells = labelled(value, "decision")
            self.sections.append(
                Section(section, where, lines=(Line(head, where),), rows=(Row(cells, where),) if cells else ())
            )
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
            self._line(text, where, "bullet", section="asks")
        elif len(item.lines) > 0 and all(self._bullet(line, where) for line in item.lines if line.strip()):
            pass
        elif self.label:
            self._field(self.label, text, where)
        else:
            self._line(text, where, "bullet")
        for child in item.children:
            self._item(child)

    def _bullet(self, line: str, where: str) -> bool:
        return self._structured(line, where, bullet=True) if line.strip() else False

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
        if self._pairs(titles, section):
            header_is_row = label_in(titles[0], section) is not None and titles[1:] and not column(titles[1], "generic")
            rows = [(table.line, titles)] if header_is_row else []
            for line, cells in (*rows, *((n, tuple(map(plain, r))) for n, r in table.rows)):
                self._pair(cells, f"line {line}")
            return
        columns = columns_of(titles, section) if section in TABLE_SECTIONS else self._labels(titles, section)
        made = [Row(dict(zip(columns, map(plain, cells), strict=False)), f"line {line}") for line, cells in table.rows]
        if section == "timeline":
            made = [_with_time(row) for row in made]
        self.sections.append(Section(section, f"line {table.line}", rows=tuple(made)))

    def _pairs(self, titles: tuple[str, ...], section: str) -> bool:
        """Whether a table is a list of labels and values rather than rows."""
        if len(titles) < 2 or section in TABLE_SECTIONS:  # noqa: PLR2004 - label and value
            return False
        if column(titles[0], "generic") == "key" and not (len(titles) > 2 and section == "decision"):  # noqa: PLR2004 - as above
            return True
        if section == "decision" and sum(label_in(t, section) is not None for t in titles) > 1:
            return False
        return len(titles) == 2  # noqa: PLR2004 - as above

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

    def _labels(self, titles: Iterable[str], section: str) -> tuple[str, ...]:
        return tuple(label_in(t, section) or t or f"column {i}" for i, t in enumerate(titles, 1))

    # -- what is added -----------------------------------------------------------------------------------------------

    def _line(self, text: str, where: str, kind: LineKind = "prose", *, section: str | None = None) -> None:
        self.sections.append(Section(section or self.current, where, lines=(Line(text, where, kind),)))

    def _field(self, key: str, value: str, where: str) -> None:
        self.sections.append(Section(self.current, where, fields=(Labelled(key, value, where),)))

    def _row(self, cells: dict[str, str], where: str) -> None:
        self.sections.append(Section(self.current, where, rows=(Row(cells, where),)))


def _with_time(row: Row) -> Row:
    """Join a column of times to the date."""
    extra = next((v for k, v in row.cells.items() if k in {"time", "时间"} and v.strip()), "")
    return (
        Row({**row.cells, "date": f"{row.get('date')} {extra}".strip()}, row.where)
        if extra and row.get("date")
        else row
    )
