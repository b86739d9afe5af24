"""Numbering, replacing and recognising again: the masker of one ticket."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.intake.masking import finance, identity, labelled, passwords, prefixes, private_keys, rows, secrets, urls
from agent.intake.masking.repeats import Repeats
from agent.intake.masking.scan import PLACEHOLDER, WALL, Hit, Kind, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_DETECTORS: tuple[Callable[[Scan], Iterator[Hit]], ...] = (
    private_keys.find,
    urls.find,
    prefixes.find,
    finance.find,
    secrets.find,
    identity.find,
    labelled.find,
    passwords.find,
)
_ROUNDS = 8
_BY_DIGITS = frozenset({"CARD", "IBAN", "NATIONAL_ID", "PASSPORT", "DRIVING_LICENCE"})


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets.

    `found` counts the replacements by kind. `spans` are the placeholders' places in `text`, in order, those that the
    text already had included. No secret is kept.
    """

    text: str
    found: Mapping[str, int] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()


class Masker:
    """Masks the texts of one ticket under one numbering.

    `keep` are the names of the people in the case: they are never masked as repeats of a pasted record's name.
    Equal texts in equal order give equal output. The secrets live in memory as long as the masker does.
    """

    def __init__(self, keep: Iterable[str] = ()) -> None:
        """Begin with no secret known."""
        self._numbers: dict[str, int] = {}
        self._placeholders: dict[str, str] = {}
        self._issued: set[str] = set()
        self._repeats = Repeats(keep)
        self._read: dict[str, list[Hit]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Find and number the secrets of all texts, so that `mask` knows each in every one of them."""
        for text in texts:
            self._reserve(text)
            self._read[text] = hits = detect(text)
            for hit in hits:
                self._register(hit.kind, text[hit.start : hit.end])

    def mask(self, text: str) -> Masked:
        """Replace every secret of the text by its placeholder."""
        self._reserve(text)
        counts: dict[str, int] = {}
        masked = text
        for _ in range(_ROUNDS):
            hits = self._read.get(masked)
            hits = detect(masked) if hits is None else hits
            for hit in hits:
                self._register(hit.kind, masked[hit.start : hit.end])
            again = self._repeats.find(masked, hits)
            if not hits and not again:
                break
            masked = self._replace(masked, merged([*hits, *again]), counts)
        spans = tuple(found.span() for found in PLACEHOLDER.finditer(masked))
        return Masked(masked, dict(sorted(counts.items())), spans)

    def _reserve(self, text: str) -> None:
        """Leave the numbers of placeholders that are already there to them."""
        for found in PLACEHOLDER.finditer(text):
            if found[0] not in self._issued:
                self._numbers[found[1]] = max(self._numbers.get(found[1], 0), int(found[2]))

    def _register(self, kind: Kind, secret: str) -> str:
        key = _key(kind, secret)
        if key not in self._placeholders:
            self._numbers[kind] = self._numbers.get(kind, 0) + 1
            self._placeholders[key] = f"[{kind}_{self._numbers[kind]}]"
            self._issued.add(self._placeholders[key])
            for form in self._repeats.add(kind, secret):
                self._placeholders.setdefault(_key(kind, form), self._placeholders[key])
        return self._placeholders[key]

    def _replace(self, text: str, hits: list[Hit], counts: dict[str, int]) -> str:
        parts: list[str] = []
        at = 0
        for hit in hits:
            parts += [text[at : hit.start], self._register(hit.kind, text[hit.start : hit.end])]
            placeholder_kind = parts[-1][1:-1].rpartition("_")[0]
            counts[placeholder_kind] = counts.get(placeholder_kind, 0) + 1
            at = hit.end
        return "".join([*parts, text[at:]])


def mask(text: str) -> Masked:
    """Mask one text by itself."""
    return Masker().mask(text)


def detect(text: str) -> list[Hit]:
    """Return the secrets of the text in order, without overlaps and outside existing placeholders."""
    scan = Scan(text)
    hits = [hit for find in _DETECTORS for hit in find(scan)]
    hits += list(rows.find(scan, hits))
    return merged([hit for hit in hits if hit.start < hit.end and WALL not in scan.plain[hit.start : hit.end]])


def merged(hits: list[Hit]) -> list[Hit]:
    """Unite overlapping hits; the one that starts first, and of those the longest, gives the kind."""
    united: list[Hit] = []
    for hit in sorted(hits, key=lambda item: (item.start, -item.end)):
        if united and hit.start < united[-1].end:
            united[-1] = united[-1]._replace(end=max(united[-1].end, hit.end))
        else:
            united.append(hit)
    return united


def _key(kind: Kind, secret: str) -> str:
    return re.sub(r"[\W_]+", "", secret).upper() if kind in _BY_DIGITS else secret
