"""CSV of comments: one row a message, the columns told by what their heads say."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from agent.intake import dates, generic_json, limits
from agent.intake.json_keys import author_rank, body_rank, time_rank
from agent.intake.jsonshape import squeezed
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.intake.draft import Draft

_TICKET = re.compile(r"(?:ticket|case|conversation|issue|chat|thread|incident|request)(?:id|number|key|no)?")
_FEWEST = 3


def is_table(text: str) -> bool:
    """Whether the first line is the head of a table that holds messages."""
    line = text.split("\n", 1)[0]
    heads = {squeezed(h.strip(' "\t\ufeff')) for h in line.replace(";", ",").replace("\t", ",").split(",")}
    told = any(time_rank(h) is not None or author_rank(h) for h in heads)
    return len(heads) >= _FEWEST and told and any(body_rank(h) is not None for h in heads)


def _rows(text: str) -> list[dict[str, str]]:
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    return [
        {(k or "").strip(" \ufeff").lower().replace(" ", "_"): v for k, v in row.items() if k and isinstance(v, str)}
        for row in csv.DictReader(io.StringIO(text), delimiter=mark)
    ]


def read(texts: Sequence[str], as_of: date) -> Draft:
    """Read a table, or several of one ticket, a row that is in two of them once.

    Raises TicketError where no column holds texts, the rows are of several tickets, or there is too much text.
    """
    csv.field_size_limit(20 * 1024 * 1024)
    limits.text("\n".join(texts), "The table", limits.MARKUP)
    warnings: list[str] = []
    every = [row for text in texts for row in _rows(text)]
    if len(texts) > 1:
        every = list({tuple(sorted(row.items())): row for row in every}.values())
    rows = limits.few(every, warnings)
    columns = list(rows[0]) if rows else []
    if not any(body_rank(squeezed(c)) is not None and any(row.get(c) for row in rows) for c in columns):
        refuse(
            f"The table holds no messages: a column body, text, message, comment or content was looked for, "
            f"found: {', '.join(columns[:8])}.",
            "Export the ticket's comments, one row a comment, or paste the thread as text.",
        )
    number = None
    for column in (c for c in columns if _TICKET.fullmatch(squeezed(c))):
        several = {row[column] for row in rows if row.get(column)}
        if len(several) > 1:
            refuse(
                f"The table holds messages of {len(several)} tickets, not of one.", f"Keep the rows of one {column}."
            )
        number = number or next(iter(several), None)
    tree = {"messages": rows}
    warnings += dates.settle(tree, as_of)
    draft = generic_json.read(tree, as_of)
    draft.source_format = "csv"
    draft.id = draft.id or number
    draft.warnings.extend(warnings)
    return draft
