"""YAML read with the place of every value, so that what is wrong can be named with its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL, _INT = "tag:yaml.org,2002:null", "tag:yaml.org,2002:int"


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
        """Parse the text; SourceError when it is no YAML or a key stands twice.

        Scalars are texts as written, whole numbers and null apart (with `raw`, those too): a name is never a yes or no.
        """
        try:
            loader = _LOADER(text)
            try:
                self._root = loader.get_single_node()
            finally:
                loader.dispose()
            self.data: object = None if self._root is None else _built(self._root, {}, raw=raw)
        except yaml.MarkedYAMLError as error:
            raise SourceError(_said(error), _place(error.problem_mark or error.context_mark)) from error
        except yaml.YAMLError as error:
            message = "it holds a character that YAML does not allow"
            raise SourceError(message, _of_position(text, getattr(error, "position", 0))) from error
        except RecursionError as error:
            message = "it nests too deeply"
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


def _built(node: yaml.Node, known: dict[int, object], *, raw: bool) -> object:
    """Return a node's plain value; a key that stands twice, of which YAML would keep the last, is an error.

    `known` holds what is built, so that an alias costs nothing, and null for what is being built.
    """
    if isinstance(node, yaml.ScalarNode):
        return node.value if raw else _scalar(node)
    if id(node) in known:
        if known[id(node)] is None:
            message = "it refers to itself"
            raise SourceError(message, _place(node.start_mark))
        return known[id(node)]
    known[id(node)] = None
    if isinstance(node, yaml.SequenceNode):
        known[id(node)] = [_built(item, known, raw=raw) for item in node.value]
    else:
        known[id(node)] = _mapping(node, known, raw=raw)
    return known[id(node)]


def _mapping(node: yaml.Node, known: dict[int, object], *, raw: bool) -> dict[str, object]:
    out: dict[str, object] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name is None or name in out:
            message = "a key is no plain text" if name is None else f"the key {name!r} stands twice"
            raise SourceError(message, _place(key.start_mark))
        out[name] = _built(value, known, raw=raw)
    return out


def _scalar(node: yaml.ScalarNode) -> str | int | None:
    if node.tag == _NULL:
        return None
    text: str = node.value
    return int(text) if node.tag == _INT and text.lstrip("+-").isdecimal() else text
