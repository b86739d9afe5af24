"""The base briefs, and a base with an edit in it."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from agent.case import Case
from agent.checks.mapping import document_of
from agent.checks.written import document_of as written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import JsonValue

    from agent.checks.model import Doc
    from evals.defects.entries import Edit, Entry, MarkdownEdit


class EditError(Exception):
    """An edit that cannot be made, or that changes nothing."""


@dataclass(frozen=True)
class JsonBase:
    """A case of ours; edits change its brief and package, never what was read and proven."""

    raw: dict[str, JsonValue]
    case: Case

    def document(self, entry: Entry | None = None) -> Doc:
        """Return the document with the edit in it, or as it is; an EditError says what is wrong with the edit."""
        if entry is None:
            return document_of(self.raw, self.case)
        if not entry.edit:
            message = "markdown edits a Markdown base only"
            raise EditError(message)
        raw = copy.deepcopy(self.raw)
        for edit in entry.edit:
            before = json.dumps(raw)
            _change(raw, edit)
            if json.dumps(raw) == before:
                message = f"{edit.path}: the edit changes nothing"
                raise EditError(message)
        return document_of(raw, self._edited(raw))

    def _edited(self, raw: dict[str, JsonValue]) -> Case:
        """Return the case with the edit in it; where the edit breaks its shape, with the documents as they were."""
        try:
            return Case.model_validate(raw)
        except ValidationError:
            return self.case


@dataclass(frozen=True)
class MarkdownBase:
    """A brief written by hand."""

    text: str

    def document(self, entry: Entry | None = None) -> Doc:
        """Return the document with the edit in it, or as it is; an EditError says what is wrong with the edit."""
        if entry is None:
            return written(self.text)
        if not entry.markdown:
            message = "this base is Markdown: give markdown instead of edit"
            raise EditError(message)
        return written(_rewritten(self.text, entry.markdown))


Base = JsonBase | MarkdownBase


def read_bases(folder: Path) -> dict[str, Base]:
    """Return the bases of a folder by name."""
    out: dict[str, Base] = {}
    for file in sorted(folder.iterdir()):
        text = file.read_text("utf-8")
        if file.suffix == ".json":
            out[file.stem] = JsonBase(json.loads(text), Case.model_validate_json(text))
        elif file.suffix == ".md":
            out[file.stem] = MarkdownBase(text)
    return out


def _rewritten(text: str, edits: Sequence[MarkdownEdit]) -> str:
    for edit in edits:
        old, new = edit.replace or ("", "")
        if old not in text:
            message = f"the base does not hold {old!r}"
            raise EditError(message)
        changed = text.replace(old, new, 1) if edit.replace else text + (edit.append or "")
        if changed == text:
            message = "the edit changes nothing"
            raise EditError(message)
        text = changed
    return text


def _change(raw: dict[str, JsonValue], edit: Edit) -> None:
    """Make one edit, in place."""
    *parents, last = edit.path.split(".")
    node: JsonValue = raw
    for step in parents:
        node = _child(node, step, edit.path)
    old = _child(node, last, edit.path)
    holder = cast("dict[str | int, JsonValue]", node)
    key = int(last) if isinstance(node, list) else last
    if edit.remove:
        del holder[key]
    else:
        holder[key] = _changed(old, edit)


def _child(node: JsonValue, step: str, path: str) -> JsonValue:
    if isinstance(node, dict) and step in node:
        return node[step]
    if isinstance(node, list) and step.isdigit() and int(step) < len(node):
        return node[int(step)]
    message = f"{path}: there is no {step!r}"
    raise EditError(message)


def _changed(old: JsonValue, edit: Edit) -> JsonValue:
    if edit.replace:
        if not isinstance(old, str) or edit.replace[0] not in old:
            message = f"{edit.path} does not hold {edit.replace[0]!r}"
            raise EditError(message)
        return old.replace(*edit.replace)
    if edit.swap:
        return _swapped(old, edit)
    if edit.append is None:
        return edit.set
    if isinstance(old, list):
        return [*old, edit.append]
    if isinstance(old, str) and isinstance(edit.append, str):
        return old + edit.append
    message = f"{edit.path}: only a text or a list can be appended to"
    raise EditError(message)


def _swapped(old: JsonValue, edit: Edit) -> JsonValue:
    one, other = edit.swap or (0, 0)
    if not isinstance(old, list) or max(one, other) >= len(old):
        message = f"{edit.path} has no items {one} and {other}"
        raise EditError(message)
    out = list(old)
    out[one], out[other] = old[other], old[one]
    return out
