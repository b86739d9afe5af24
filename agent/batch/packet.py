"""The morning packet, from the rows of a run: packet.md, packet.html, packet.csv, and a sheet to fill in."""

from __future__ import annotations

import csv
import html
import io
import json
from typing import TYPE_CHECKING

from agent.errors import StoreError
from agent.store import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agent.batch.ports import Row, RunStore
    from agent.batch.work import Terms

_SECTIONS = (
    ("ready", "Ready to send"),
    ("blocked", "Blocked: somebody has to answer"),
    ("handle", "Not an escalation"),
    ("failed", "Failed"),
)
_COLUMNS = (
    "standing", "name", "ticket", "account", "level", "respond_by", "arr", "currency", "missing", "changed", "reason",
    "fix", "cost_usd", "seconds", "case",
)  # fmt: skip
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1c2330}"
    "h1{margin-bottom:.2rem}h2{margin-top:2rem;border-bottom:2px solid #d8dde6}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{padding:.35rem .6rem;border-bottom:1px solid #e6e9ef;text-align:left;vertical-align:top}"
    "th{font-weight:600;color:#5a6473}.L4,.L3{color:#b3261e;font-weight:700}.L2{color:#a65c00;font-weight:700}"
    ".num{text-align:right;white-space:nowrap}.sum{color:#5a6473}pre{background:#f5f7fa;padding:.8rem;white-space:pre-wrap}"
)


def write(store: RunStore, terms: Terms) -> Path:
    """Write the packet into the output folder and return its Markdown file; a StoreError where that fails."""
    try:
        return _write(store, terms)
    except OSError as error:
        message = f"The packet cannot be written to {terms.out}: {error.strerror or error}."
        raise StoreError(message, "Make room or mend that; then run the same command again.") from error


def _write(store: RunStore, terms: Terms) -> Path:
    write_whole(terms.out / "packet.md", "\n".join(_markdown(store, terms)).encode() + b"\n")
    write_whole(terms.out / "packet.html", "".join(_page(store, terms)).encode())
    write_whole(terms.out / "packet.csv", _table(store, terms).encode("utf-8-sig"))
    write_whole(terms.out / "sheet.yaml", "\n".join(_sheet(store)).encode() + b"\n")
    return terms.out / "packet.md"


def told(row: Row) -> dict[str, object]:
    """Return what a row's draft says: subject, ticket, questions, reason."""
    held: dict[str, object] = json.loads(row.summary or "{}")
    return held


def asked(row: Row) -> list[dict[str, str]]:
    """Return the questions of a row."""
    found = told(row).get("questions")
    return found if isinstance(found, list) else []


def _money(row: Row) -> str:
    return f"{row.currency} {row.arr:,.0f}" if row.arr is not None else "unknown"


def _total(store: RunStore) -> str:
    totals = store.totals()
    counts = ", ".join(f"{totals.get(key, (0,))[0]} {title.split(':')[0].lower()}" for key, title in _SECTIONS)
    cost, seconds = store.spent(), sum(t[1] for t in totals.values())
    return f"{counts} · {cost:,.2f} US dollars · {seconds:,.0f} s of drafting"


def _people(store: RunStore) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return by whoever can answer what to ask them, over all blocked tickets, in the packet's order."""
    out: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for row in store.rows("blocked"):
        for question in asked(row):
            out.setdefault(question["ask"], []).append((row.name, question))
    return out


def _markdown(store: RunStore, terms: Terms) -> Iterator[str]:
    yield f"# Escalations of {terms.as_of}\n\n{_total(store)}\n"
    if any(True for _ in store.changed()):
        yield "## Changed since the last run\n"
        for row in store.changed():
            yield f"- **{_plain(row.account or row.name)}** ({_plain(row.name)})"
            yield from (f"  - {_plain(line)}" for line in (row.changed or "").split("\n"))
        yield ""
    for standing, title in _SECTIONS:
        rows = list(_lines(store, standing, terms))
        if rows:
            yield f"## {title}\n"
            yield from rows
            yield ""
    people = _people(store)
    if people:
        yield "## Questions, one list a person\n"
    for person, questions in people.items():
        yield f"### {_plain(person)}\n"
        yield from (f"- {_plain(name)}: {_plain(q['question'])} ({_plain(q['format'])})" for name, q in questions)
        yield ""
    if people:
        yield "Fill in `sheet.yaml` and give it back: `escalate batch ... --answers sheet.yaml`"


def _lines(store: RunStore, standing: str, terms: Terms) -> Iterator[str]:
    for row in store.rows(standing):
        if standing == "failed":
            yield f"- **{_plain(row.name)}**: {_plain(row.message or '')} Next: {_plain(row.fix or '')}"
            continue
        head = f"- **{row.level or 'no level'}** {_plain(row.account or 'account unknown')}: "
        head += _plain(str(told(row).get("subject") or row.name))
        if standing == "handle":
            yield f"{head} ({_plain(str(told(row).get('reason') or ''))})"
            continue
        missing = ", ".join(q["field"] for q in asked(row))
        yield f"{head} · answer by {row.respond_by} · a year {_money(row)} · {_brief(row, terms)}" + (
            f" · asks {missing}" if missing else ""
        )


def _brief(row: Row, terms: Terms) -> str:
    return f"briefs/{terms.case_file(row.name).stem}.md"


def _plain(text: str) -> str:
    """Return text of a ticket on one line, in which nothing is Markdown or a tag."""
    flat = " ".join(str(text).split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in flat)


def _page(store: RunStore, terms: Terms) -> Iterator[str]:
    yield f'<!doctype html><html lang="{terms.lang}"><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>Escalations of {terms.as_of}</title><style>{_STYLE}</style>"
    yield f'<h1>Escalations of {terms.as_of}</h1><p class="sum">{html.escape(_total(store))}</p>'
    changed = "".join(
        f"<tr><td>{html.escape(row.account or row.name)}</td><td>"
        + "<br>".join(html.escape(line) for line in (row.changed or "").split("\n"))
        + "</td></tr>"
        for row in store.changed()
    )
    if changed:
        yield f"<h2>Changed since the last run</h2><table>{changed}</table>"
    for standing, title in _SECTIONS:
        rows = "".join(_cells(row, standing, terms) for row in store.rows(standing))
        if rows:
            yield f"<h2>{title}</h2><table>{_heads(standing)}{rows}</table>"
    for person, questions in _people(store).items():
        lines = "\n".join(f"{name}: {q['question']} ({q['format']})" for name, q in questions)
        yield f"<h2>Questions for {html.escape(person)}</h2><pre>{html.escape(lines)}</pre>"


def _heads(standing: str) -> str:
    heads = {
        "failed": ("Ticket", "What is wrong", "What to do"),
        "handle": ("Account", "Ticket", "Why support settles it"),
    }.get(standing, ("Level", "Account", "Ticket", "Answer by", "A year", "Still asked", "Brief"))
    return "<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"


def _cells(row: Row, standing: str, terms: Terms) -> str:
    subject = str(told(row).get("subject") or row.name)
    cells: tuple[str, ...]
    if standing == "failed":
        cells = (row.name, row.message or "", row.fix or "")
    elif standing == "handle":
        cells = (row.account or "unknown", subject, str(told(row).get("reason") or ""))
    else:
        who, due = row.account or "unknown", row.respond_by or ""
        missing = ", ".join(q["field"] for q in asked(row))
        cells = (row.level or "none", who, subject, due, _money(row), missing)
    shown = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
    link = f'<td><a href="{html.escape(_brief(row, terms))}">brief</a></td>' if standing in {"ready", "blocked"} else ""
    return f'<tr class="{html.escape(row.level or "")}">{shown}{link}</tr>'


def _table(store: RunStore, terms: Terms) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for standing, _ in _SECTIONS:
        for row in store.rows(standing):
            said = told(row)
            missing = " ".join(q["field"] for q in asked(row))
            cells = (
                standing, row.name, said.get("ticket"), row.account, row.level, row.respond_by, row.arr,
                row.currency, missing, row.changed, said.get("reason") or row.message, row.fix,
                round(row.cost, 6), row.seconds, terms.case_file(row.name).name,
            )  # fmt: skip
            writer.writerow([_cell(cell) for cell in cells])
    return out.getvalue()


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
