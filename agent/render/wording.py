"""Our own words, by language: one YAML file a language in `words/`, keys dotted, places in braces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Wording:
    """The words of one language."""

    lang: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of that key with its places filled; a KeyError names a key or place that is missing."""
        words = self.entries[key]
        return words.format(**values) if values else words

    def label(self, group: str, value: str) -> str:
        """Return how a value of a scale is called; a value that is not ours stays as it is."""
        return self.entries.get(f"{group}.{value}", value)

    def places(self, key: str) -> frozenset[str]:
        """Return the names of the places in the words of that key."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.entries[key]) if name)


def _flat(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


@lru_cache(maxsize=8)
def wording(lang: str) -> Wording:
    """Return the words of a language that has a file; others are a FileNotFoundError."""
    import yaml  # noqa: PLC0415 - start-up

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files("agent.render") / "words"
    entries: dict[str, str] = {}
    for part in ("labels", "sentences"):
        entries |= dict(_flat(yaml.load((folder / f"{lang}.{part}.yaml").read_text("utf-8"), loader)))  # noqa: S506 - safe
    return Wording(lang, entries)
