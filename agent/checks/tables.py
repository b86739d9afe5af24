"""Tables of a hand-written brief: pairs of label and value, or rows, and what their columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.checks.headings import label_in
from agent.checks.model import Row
from agent.checks.rows import TABLE_SECTIONS, column

if TYPE_CHECKING:
    from collections.abc import Iterable


def pairs(titles: tuple[str, ...], first: tuple[str, ...], section: str) -> bool:
    """Whether a table is a list of labels and values rather than rows."""
    if len(titles) < 2 or section in TABLE_SECTIONS:  # noqa: PLR2004 - label and value
        return False
    if column(titles[0], "generic") == "key" and not (len(titles) > 2 and section == "decision"):  # noqa: PLR2004 - as above
        return True
    if section == "decision" and sum(label_in(t, section) is not None for t in titles) > 1:
        return False
    if all(label_in(t, section) for t in titles) and not any(label_in(cell, section) for cell in first[:1]):
        return False
    return len(titles) == 2  # noqa: PLR2004 - as above


def labels(titles: Iterable[str], section: str) -> tuple[str, ...]:
    """Return what the titles mean as labels of the section; an unknown one stands for itself."""
    return tuple(label_in(t, section) or t or f"column {i}" for i, t in enumerate(titles, 1))


def with_time(row: Row) -> Row:
    """Join a column of times to the date."""
    extra = next((v for k, v in row.cells.items() if k in {"time", "时间"} and v.strip()), "")
    return (
        Row({**row.cells, "date": f"{row.get('date')} {extra}".strip()}, row.where)
        if extra and row.get("date")
        else row
    )
