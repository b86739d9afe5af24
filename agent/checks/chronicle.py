"""A list of dated events that stands under another heading than the timeline's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.checks.dues import spans
from agent.checks.model import Row, Section
from agent.checks.rows import row_of

if TYPE_CHECKING:
    from agent.checks.model import Line

_FEWEST = 2


def chronicle(sections: list[Section]) -> list[Section]:
    """Return the sections; where none is a timeline, a list of dated events under "what happened" is one."""
    told = [s for s in sections if s.name == "summary" and any(_dated_item(line) for line in s.lines)]
    if len(told) < _FEWEST or any(s.name == "timeline" and not s.empty for s in sections):
        return sections
    return [
        Section("timeline", s.where, rows=tuple(Row(row_of(line.text, "timeline"), line.where) for line in s.lines))
        if s in told
        else s
        for s in sections
    ]


def _dated_item(line: Line) -> bool:
    found = spans(line.text)
    return line.kind == "bullet" and bool(found) and found[0].start == 0
