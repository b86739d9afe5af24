"""The morning packet, from the rows of a run: packet.md, packet.html, packet.csv, and a sheet to fill in."""

from __future__ import annotations

import csv
import json
from itertools import chain, islice
from typing import TYPE_CHECKING

from agent.batch.letters import letters
from agent.batch.packet_page import page
from agent.batch.packet_words import WORDS
from agent.batch.rows import SECTIONS, asked, head, level, mend, money, revenue, short, told, total, waits, why
from agent.errors import StoreError
from agent.store import write_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from agent.batch.ports import Row, RunStore
    from agent.batch.work import Terms

_COLUMNS = (
    "standing", "name", "ticket", "account", "level", "respond_by", "arr", "currency", "missing", "changed", "reason",
    "quote", "fix", "cost_usd", "seconds", "case",
)  # fmt: skip
_MOST = 500
"""Rows of a section in what people read; the table has all."""


def write(store: RunStore, terms: Terms, took: float | None = None) -> Path:
    """Write the packet into the output folder and return its Markdown file; a StoreError where that fails.

    `took` are the seconds of this run.
    """
    try:
        parts: dict[str, Iterable[str]] = {
            "packet.md": (f"{line}\n" for line in _markdown(store, terms, took)),
            "packet.html": page(store, terms, took, _MOST),
            "packet.csv": chain(("\ufeff",), _table(store, terms)),
            "sheet.yaml": (f"{line}\n" for line in _sheet(store)),
        }
        for name, said in parts.items():
            write_parts(terms.out / name, (part.encode() for part in said))
    except OSError as error:
        message = f"The packet cannot be written to {terms.out}: {error.strerror or error}."
        raise StoreError(message, "Make room or mend that; then run the same command again.") from error
    return terms.out / "packet.md"


def _markdown(store: RunStore, terms: Terms, took: float | None) -> Iterator[str]:
    words = WORDS[terms.lang]
    yield f"# {words['title'].format(day=terms.as_of)}\n\n{total(store, words, took)}\n"
    yield from (f"- **{name}**: {n} · {money_}" for name, n, money_ in revenue(store, words))
    yield ""
    changed = [line for row in islice(store.changed(), _MOST) for line in _changed(row, words)]
    if changed:
        yield f"## {words['changed']}\n"
        yield from changed
        yield ""
    for standing in SECTIONS:
        if standing == "handle":
            yield from _letters(store, words)
        rows = [_line(row, standing, terms, words) for row in islice(store.rows(standing), _MOST)]
        if rows:
            yield f"## {words[standing]}\n"
            yield from rows
            left = store.totals()[standing][0] - len(rows)
            yield f"\n{words['more'].format(n=left)}\n" if left > 0 else ""


def _changed(row: Row, words: dict[str, str]) -> Iterator[str]:
    yield f"- **{_plain(head(row, words))}** ({_plain(short(row.name))})"
    yield from (f"  - {_plain(line)}" for line in (row.changed or "").split("\n"))


def _letters(store: RunStore, words: dict[str, str]) -> Iterator[str]:
    found = letters(store)
    if not found:
        return
    yield f"## {words['questions']}\n\n{_plain(words['sheet'])}\n"
    for letter in found:
        yield f"### {_plain(letter.person)}\n"
        for line in letter.lines(words):
            bare = line.lstrip()
            yield f"  - {_plain(bare[2:])}" if bare.startswith("- ") else f"- {_plain(line)}" if line else ""


def _line(row: Row, standing: str, terms: Terms, words: dict[str, str]) -> str:
    if standing == "failed":
        fix = words["next"].format(fix=row.fix or "")
        return f"- **{_plain(short(row.name))}**: {_plain(row.message or '')} {_plain(fix)}"
    if standing == "handle":
        return f"- {_plain(head(row, words))} ({_plain(why(row))})"
    parts = [f"- **{_plain(level(row, words))}** {_plain(head(row, words))}"]
    parts.append(_plain(words["answer_by"].format(when=row.respond_by)))
    parts.append(f"{_plain(words['year'])}: {_plain(money(row, words))}")
    parts.append(f"[{_plain(short(row.name))}]({terms.brief_link(row.name)})")
    parts += [f"{_plain(person)}: {_plain(fields)}" for person, fields in waits(row, terms.lang)]
    if wrong := mend(row):
        parts.append(_plain(words["mend"].format(what=wrong)))
    return " · ".join(parts) + f"\n  {_plain(why(row))}"


def _plain(text: str) -> str:
    """Return text of a ticket on one line, in which nothing is Markdown or a tag."""
    flat = " ".join(str(text).split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in flat)


class _Line:
    """A file of one line: what csv wrote last."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Take a line."""
        self.text = text


def _table(store: RunStore, terms: Terms) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(_COLUMNS)
    yield line.text
    for standing in SECTIONS:
        for row in store.rows(standing):
            said = told(row)
            missing = " ".join(q["field"] for q in asked(row))
            cells = (
                standing, row.name, said.get("ticket"), row.account, row.level, row.respond_by, row.arr,
                row.currency, missing, row.changed, said.get("reason") or row.message, said.get("quote"), row.fix,
                round(row.cost, 6), row.seconds, terms.case_file(row.name).name,
            )  # fmt: skip
            writer.writerow([_cell(cell) for cell in cells])
            yield line.text


def _cell(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _sheet(store: RunStore) -> Iterator[str]:
    yield "# Answers for the blocked tickets. Write behind the colons, leave empty what nobody knows,"
    yield "# and give the file back: escalate batch ... --answers sheet.yaml"
    for row in store.rows("blocked"):
        questions = asked(row)
        if not questions:
            continue
        about = _comment(str(row.account or told(row).get("subject")))
        yield f"{json.dumps(row.name, ensure_ascii=False)}:  # {about}"
        for question in questions:
            yield f"  # {_comment(question['ask'])}: {_comment(question['question'])} ({_comment(question['format'])})"
            yield f"  {question['field']}:"


def _comment(text: str) -> str:
    return " ".join(text.split())
