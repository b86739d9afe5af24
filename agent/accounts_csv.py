"""A CRM export read as rows: encoding, delimiter and header are found; what cannot be read is named with its place."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.accounts_columns import Column, columns_of
from agent.errors import AccountsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MAX_BYTES = 50_000_000
_DELIMITERS = ",;\t|"
_PREAMBLE = 12
_SAMPLE = 20
_MAX_CELL = 1_000_000
_FIX = "Export the accounts as CSV (comma, semicolon or tab; UTF-8) with a header row that names the account."


@dataclass(frozen=True)
class Row:
    """One account as exported: its place in the file (the header is row 1 where nothing stands above) and its cells."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: Column) -> str:
        """Return the text of that column, without the space around it."""
        return self.cells[column.index].strip() if column.index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The recognised columns and all rows of an export."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Return the table; an AccountsError names file, row and column of what cannot be read."""
    text = _decoded(path)
    if not text.strip():
        message = f"{path} is empty."
        raise AccountsError(message, _FIX)
    lines = _lines(path, text)
    at, columns = _header(lines)
    if not any(c.kind in {"account_name", "id", "domain"} for c in columns):
        seen = ", ".join(cell.strip() for cell in (lines[at][1] if lines else ())[:8] if cell.strip())
        message = f"{path}, row {at + 1}: no column names the account (the columns are: {seen or 'none'})."
        raise AccountsError(message, "Name one column `Account Name`, and the others as your CRM does.")
    width = len(lines[at][1])
    rows = []
    for number, cells in lines[at + 1 :]:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            message = f"{path}, row {number}, column {width + 1}: the row has more cells than the header names."
            raise AccountsError(message, "Put cells that hold the delimiter into double quotes.")
        if any(cell.strip() for cell in cells):
            rows.append(Row(number, tuple(cells)))
    return Table(columns, tuple(rows))


def _decoded(path: Path) -> str:
    if path.is_dir():
        message = f"{path} is a directory, not a CRM export."
        raise AccountsError(message, _FIX)
    try:
        if path.stat().st_size > _MAX_BYTES:
            message = f"{path} is larger than 50 MB."
            raise AccountsError(message, "Export only the accounts and the columns that are needed.")
        data = path.read_bytes()
    except OSError as error:
        message = f"The accounts {path} cannot be read ({error.strerror or 'unreadable'})."
        raise AccountsError(message, _FIX) from error
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        message = f"{path} is a workbook or another binary file, not CSV."
        raise AccountsError(message, "Save it as CSV from the spreadsheet program.")
    return _text(path, data)


def _text(path: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data[:4096]:
        message = f"{path} is a binary file, not CSV."
        raise AccountsError(message, _FIX)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - start-up

    best = from_bytes(
        data, cp_isolation=["cp1252", "cp1250", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251"]
    ).best()
    return str(best) if best else data.decode("cp1252", errors="replace")


def _lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Return each non-empty record with its row number; quoted cells may hold line breaks."""
    first, _, rest = text.partition("\n")
    stated = first.strip().removeprefix("sep=") if first.lower().startswith("sep=") else ""
    body, offset = (rest, 1) if len(stated) == 1 else (text, 0)
    delimiter = stated if len(stated) == 1 else _delimiter(body)
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    out: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1 + offset):
            out.append((number, cells))
    except csv.Error as error:
        message = f"{path}, line {reader.line_num + offset}: the row cannot be read ({error})."
        raise AccountsError(message, "Correct the quotes in that row, or export the file again.") from error
    return out


def _delimiter(text: str) -> str:
    """Return the delimiter under which the first lines have the most recognised columns, then the most even ones."""
    sample = text.splitlines()[:_SAMPLE]

    def merit(mark: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=mark), []) for line in sample if line.strip()]
        known = max((len(columns_of(row)) for row in rows[:_PREAMBLE] if len(row) > 1), default=0)
        widths = [len(row) for row in rows]
        return known, max((widths.count(w) for w in set(widths) if w > 1), default=0)

    return max(_DELIMITERS, key=merit)


def _header(lines: Sequence[tuple[int, list[str]]]) -> tuple[int, tuple[Column, ...]]:
    """Return the index of the header and its columns: report titles may stand above it."""
    found = [(len(columns_of(cells)), -index) for index, (_, cells) in enumerate(lines[:_PREAMBLE])]
    best = -max(found)[1] if found else 0
    return best, columns_of(lines[best][1]) if lines else ()
