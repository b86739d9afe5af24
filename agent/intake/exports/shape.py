"""The plain shape of a ticket, and small helps to fill it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from agent.intake.jsonshape import get, is_map, maps, shown, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Tree = dict[str, object]
Side = Literal["agent", "customer", "bot", "system", ""]


@dataclass
class Plain:
    """A ticket: its own fields by label, and what was said."""

    fields: Tree = field(default_factory=dict)
    said: list[Tree] = field(default_factory=list)

    def add(
        self,
        text: object,
        *,
        at: object,
        author: object,
        side: Side = "",
        public: bool | None = None,
        email: object = None,
        title: object = None,
    ) -> None:
        """Add what somebody said; an empty text is left out."""
        body = shown(text) if not is_map(text) else text
        if not body:
            return
        if not at and not author and not email:
            self.fields.setdefault("description", body)
            return
        who = {
            "name": shown(author) or shown(email),
            "email": shown(email),
            "role": side or None,
            "title": shown(title),
        }
        one: Tree = {"body": body, "created_at": at, "author": {k: v for k, v in who.items() if v}}
        self.said.append(one if public is None else {**one, "public": public})

    def tree(self) -> Tree:
        """Return it as the reader of unknown exports takes it."""
        return {"ticket": {k: v for k, v in self.fields.items() if v not in (None, "", [], {})}, "messages": self.said}


def rows(trees: Sequence[object]) -> Iterator[Tree]:
    """Yield every object of the trees, outer ones first."""
    for tree in trees:
        for _, node in walk(tree):
            if is_map(node):
                yield node


def listed(value: object) -> list[Tree]:
    """Return the objects of a list, of its page (`records`, `results`, `data`, `values`), or of one object."""
    if is_map(value):
        for key in ("records", "results", "data", "values", "_results", "items"):
            if isinstance(value.get(key), list):
                return maps(value[key])
        return [value]
    return maps(value)


def text(item: object, *path: str) -> str | None:
    """Return the scalar at a path of keys."""
    return shown(get(item, *path))


def truth(value: object) -> bool | None:
    """Return a flag that an export writes as a boolean, a word or a number."""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(str(value).lower())
