"""An export's own shorthand written out: rows under named columns, codes that a legend explains, unknown keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake.json_keys import BODY, TIME, has_text, time_rank
from agent.intake.jsonshape import folded, is_map, maps, moment, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 24
_LONGEST_CODE, _MOST_CODES = 12, 24
_PROSE = 25
_FEWEST = 2
_GLOSSARIES = frozenset(("legend", "legends", "codes", "enums", "glossary", "codebook"))
_HALF = 0.5


def plainly(tree: object) -> object:
    """Return the tree with its rows as objects and its codes as the words of their legend."""
    legends = dict(_legends(tree))
    return _written(tree, legends)


def named(tree: object) -> object:
    """Return the tree in which lists of objects without a known text or time have the likeliest key as one.

    A text is the key whose values read longest as prose, a time the one whose values are all moments.
    """
    if is_map(tree):
        return {key: named(value) for key, value in tree.items()}
    if not isinstance(tree, list):
        return tree
    items = maps(tree)
    if len(items) < _FEWEST or len(items) != len(tree):
        return [named(value) for value in tree]
    text = None if any(has_text(i) for i in items) else _text_key(items)
    time = None if any(time_rank(k) is not None for i in items for k in folded(i)) else _time_key(items)
    return [{**{k: named(v) for k, v in i.items()}, **_aliases(i, text, time)} for i in items]


def _aliases(item: dict[str, object], text: str | None, time: str | None) -> dict[str, object]:
    given = {BODY[0]: item.get(text) if text else None, TIME[0]: item.get(time) if time else None}
    return {key: value for key, value in given.items() if value is not None}


def _text_key(items: list[dict[str, object]]) -> str | None:
    sizes: dict[str, list[int]] = {}
    for item in items:
        for key, value in item.items():
            if isinstance(value, str) and (
                " " in value.strip() or re.search(r"[\u3040-\u9fff\uac00-\ud7af]{6}", value)
            ):
                sizes.setdefault(key, []).append(len(value))
    means = {
        key: sum(found) / len(items)
        for key, found in sizes.items()
        if len(found) >= len(items) * _HALF and len({str(i.get(key)) for i in items}) > len(items) * _HALF
    }
    best = max(means, key=lambda key: means[key], default=None)
    return best if best is not None and means[best] >= _PROSE else None


def _time_key(items: list[dict[str, object]]) -> str | None:
    for key in items[0]:
        values = [item.get(key) for item in items]
        if all(v is not None and moment(v) for v in values) and len({str(v) for v in values}) > 1:
            return key
    return None


def _columns(item: dict[str, object]) -> list[str] | None:
    """Return the names of columns that stand beside rows of that many values."""
    for value in item.values():
        if (
            isinstance(value, list)
            and _FEWEST_COLUMNS <= len(value) <= _MOST_COLUMNS
            and all(isinstance(name, str) and name and len(name) <= _MOST_COLUMNS for name in value)
            and len(set(value)) == len(value)
            and any(_rows(other, len(value)) for other in item.values() if other is not value)
        ):
            return [str(name) for name in value]
    return None


def _rows(value: object, width: int) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(r, list) and len(r) == width for r in value)


def _legends(tree: object) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each small object of codes and words with the key it stands under."""
    for path, node in walk(tree):
        if not path or not is_map(node) or not 1 < len(node) <= _MOST_CODES:
            continue
        words = {k: v for k, v in node.items() if isinstance(v, str) and len(k) <= _LONGEST_CODE and len(v) > len(k)}
        if len(words) == len(node):
            yield path[-1], words


def _written(value: object, legends: dict[str, dict[str, str]]) -> object:
    if is_map(value):
        columns = _columns(value)
        out: dict[str, object] = {}
        for key, inner in value.items():
            if key.lower() in _GLOSSARIES and is_map(inner):
                continue
            if columns and isinstance(inner, list) and _rows(inner, len(columns)):
                out[key] = [_written(dict(zip(columns, row, strict=True)), legends) for row in inner]
            elif isinstance(inner, str) and inner in legends.get(key, {}):
                out[key] = legends[key][inner]
            else:
                out[key] = _written(inner, legends)
        return out
    return [_written(inner, legends) for inner in value] if isinstance(value, list) else value
