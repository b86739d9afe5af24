"""YAML read with the place of every value, so that what is wrong can be named with its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Loader = type[yaml.SafeLoader] | type[yaml.BaseLoader]
_TYPED: _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RAW: _Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Mark(Protocol):
    line: int
    column: int


@dataclass(frozen=True)
class Place:
    """A place in a file, counted from 1."""

    line: int
    column: int


class SourceError(Exception):
    """The text is no YAML, or says one thing twice; `place` is where."""

    def __init__(self, message: str, place: Place) -> None:
        """Keep the sentence and the place."""
        super().__init__(message)
        self.message = message
        self.place = place


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


class Source:
    """One parsed YAML document: its plain data and where each part stands."""

    def __init__(self, text: str, *, raw: bool = False) -> None:
        """Parse the text; SourceError when it is no YAML or a key stands twice. `raw` keeps every scalar as written."""
        try:
            loader = (_RAW if raw else _TYPED)(text)
            try:
                self._root = loader.get_single_node()
                for key, place in _doubled(self._root, set()):
                    message = f"the key {key!r} stands twice"
                    raise SourceError(message, place)
                self.data: object = loader.construct_document(self._root) if self._root is not None else None
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            raise SourceError(_said(error), _place(error.problem_mark or error.context_mark)) from error
        except yaml.YAMLError as error:
            message = "it holds a character that YAML does not allow"
            raise SourceError(message, _of_position(text, getattr(error, "position", 0))) from error
        except (RecursionError, ValueError) as error:
            message = (
                "it nests too deeply" if isinstance(error, RecursionError) else f"a value cannot be read ({error})"
            )
            raise SourceError(message, Place(1, 1)) from error

    def place(self, path: Sequence[object], *, key: bool = False) -> Place:
        """Return where the value at the path stands; the nearest enclosing one where the path leads nowhere.

        `key` asks for the key instead of the value, for the last step.
        """
        node, mark = self._root, _place(self._root.start_mark if self._root is not None else None)
        for index, step in enumerate(path):
            found = _child(node, step)
            if found is None:
                continue
            key_node, node = found
            wants_key = key and index == len(path) - 1
            mark = _place((key_node if wants_key and key_node is not None else node).start_mark)
        return mark


def _said(error: yaml.MarkedYAMLError) -> str:
    return (error.problem or error.context or "it is no YAML").replace("\n", " ")


def _of_position(text: str, position: object) -> Place:
    head = text[:position] if isinstance(position, int) else ""
    return Place(head.count("\n") + 1, len(head) - head.rfind("\n"))


def _child(node: yaml.Node | None, step: object) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def _doubled(node: yaml.Node | None, seen: set[int]) -> Iterator[tuple[str, Place]]:
    """Yield each key that a mapping holds twice; YAML would silently keep the last."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in keys and key.value != "<<":
                    yield key.value, _place(key.start_mark)
                keys.add(key.value)
            yield from _doubled(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubled(item, seen)
