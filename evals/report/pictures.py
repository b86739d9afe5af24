"""The report's pictures, as SVG: intervals by metric, before and after, and a grid of cases by field or check."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.baseline import Comparison

_ROW, _LABEL, _WIDE, _FIGURE = 22, 270, 420, 60
_CELL, _SIDE, _TOP = 18, 64, 120


@dataclass(frozen=True)
class Bar:
    """A share with its interval."""

    label: str
    value: float
    low: float
    high: float


def bars(found: Sequence[Bar]) -> str:
    """Draw shares from 0 to 1 with their intervals."""
    parts = [_axis(len(found))]
    for number, bar in enumerate(found):
        y = number * _ROW + _ROW / 2 + 4
        parts += [
            f'<text x="{_LABEL - 10}" y="{y + 4}" text-anchor="end">{escape(bar.label)}</text>',
            f'<line class="span" x1="{_x(bar.low)}" x2="{_x(bar.high)}" y1="{y}" y2="{y}"/>',
            f'<circle class="mean" cx="{_x(bar.value)}" cy="{y}" r="4.5"/>',
            f'<text class="figure" x="{_LABEL + _WIDE + 10}" y="{y + 4}">{bar.value:.3f}</text>',
        ]
    return _svg(_LABEL + _WIDE + _FIGURE, len(found) * _ROW + 26, parts, "Scores with 95% intervals")


def dumbbells(found: Comparison) -> str:
    """Draw each share before and after."""
    rows = [row for row in found.rows if row.metric.form == "share"]
    parts = [_axis(len(rows))]
    for number, row in enumerate(rows):
        y = number * _ROW + _ROW / 2 + 4
        one, other = _x(row.change.before), _x(row.change.after)
        moved = f"{row.change.after - row.change.before:+.3f}"
        parts += [
            f'<text x="{_LABEL - 10}" y="{y + 4}" text-anchor="end">{escape(row.metric.label)}</text>',
            f'<line class="moved {row.verdict}" x1="{one}" x2="{other}" y1="{y}" y2="{y}"/>',
            f'<circle class="before" cx="{one}" cy="{y}" r="4"/>',
            f'<circle class="after {row.verdict}" cx="{other}" cy="{y}" r="4.5"/>',
            f'<text class="figure" x="{_LABEL + _WIDE + 10}" y="{y + 4}">{moved}</text>',
        ]
    return _svg(_LABEL + _WIDE + _FIGURE, len(rows) * _ROW + 26, parts, "Before and after")


def grid(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Draw cells of a class each, with a title; rows lead to their cases."""
    parts = []
    for number, name in enumerate(columns):
        x = _SIDE + number * _CELL + _CELL / 2
        parts.append(f'<text transform="translate({x + 4},{_TOP - 6}) rotate(-60)">{escape(name)}</text>')
    for line, (name, row) in enumerate(zip(rows, cells, strict=True)):
        y = _TOP + line * _CELL
        link = escape(name, quote=True)
        parts.append(
            f'<a href="#case-{link}"><text x="{_SIDE - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text></a>'
        )
        for number, (kind, title) in enumerate(row):
            parts.append(
                f'<a href="#case-{link}"><rect class="cell {kind}" x="{_SIDE + number * _CELL}" y="{y}" '
                f'width="{_CELL - 2}" height="{_CELL - 2}" rx="3"><title>{escape(title)}</title></rect></a>'
            )
    return _svg(_SIDE + len(columns) * _CELL + 70, _TOP + len(rows) * _CELL + 4, parts, "Cases by field")


def _x(value: float) -> float:
    return round(_LABEL + _WIDE * min(1.0, max(0.0, value)), 1)


def _axis(rows: int) -> str:
    bottom = rows * _ROW + 8
    lines = []
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        lines.append(f'<line class="axis" x1="{x}" x2="{x}" y1="4" y2="{bottom}"/>')
        lines.append(f'<text class="tick" x="{x}" y="{bottom + 14}" text-anchor="middle">{tenth / 10:.1f}</text>')
    return "".join(lines)


def _svg(wide: float, high: float, parts: Sequence[str], title: str) -> str:
    inside = "".join(parts)
    return (
        f'<svg viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" role="img" '
        f'aria-label="{title}">{inside}</svg>'
    )
