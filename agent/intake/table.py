"""CSV of comments: one row a message, the columns told by what their heads say."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from agent.intake import generic_json
from agent.intake.jsonshape import AUTHOR, BODY, TIME
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from datetime import date

    from agent.intake.draft import Draft

_TICKET = ("ticket_id", "ticket", "case_id", "conversation_id", "issue_id", "case_number", "ticket_number")
_FEWEST = 3


def is_table(text: str) -> bool:
    """Whether the first line is the head of a table that holds messages."""
    line = text.split("\n", 1)[0]
    heads = {
        h.strip(' "\t\ufeff').lower().replace(" ", "_") for h in line.replace(";", ",").replace("\t", ",").split(",")
    }
    return len(heads) >= _FEWEST and bool(heads & set(BODY)) and bool(heads & {*TIME, *AUTHOR})


def read(text: str, as_of: date) -> Draft:
    """Read a table. Raises TicketError where no column holds texts, or the rows are of several tickets."""
    csv.field_size_limit(20 * 1024 * 1024)
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = [
        {(k or "").strip(" \ufeff").lower().replace(" ", "_"): v for k, v in row.items() if k and isinstance(v, str)}
        for row in csv.DictReader(io.StringIO(text), delimiter=mark)
    ]
    columns = list(rows[0]) if rows else []
    if not set(columns) & set(BODY):
        refuse(
            f"The table holds no messages: a column body, text, message, comment or content was looked for, "
            f"found: {', '.join(columns[:8])}.",
            "Export the ticket's comments, one row a comment, or paste the thread as text.",
        )
    for column in _TICKET:
        several = {row[column] for row in rows if row.get(column)}
        if len(several) > 1:
            refuse(
                f"The table holds messages of {len(several)} tickets, not of one.", f"Keep the rows of one {column}."
            )
    draft = generic_json.read({"messages": rows}, as_of)
    draft.source_format = "csv"
    return draft
