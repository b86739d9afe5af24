"""Secrets already found, recognised when they come again without their label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.scan import PLACEHOLDER, WALL, Hit, joined, pattern, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.intake.masking.scan import Kind

_SEARCHED_ONE_BY_ONE = 64
_SHORTEST = 5
_SHORTEST_WORD = 8
_SHORTEST_NAME = 4
_TAIL = 16
_NEVER = frozenset({"CVV", "PIN", "BIRTH_DATE"})
_NUMBERED = frozenset({"CARD", "IBAN", "NATIONAL_ID", "PASSPORT", "DRIVING_LICENCE"})
_TITLES = frozenset(
    terms("""
    mr mrs ms dr herr frau mme sr sra the delete for remove and dear hi hello
""")
)
_WORD = r"[^\s\ue000\"'`<>()\[\]{},;&]{5,512}"


class Repeats:
    """The forms in which each known secret may come again.

    Up to 64 secrets are searched anywhere in a text; past that (a pasted dump) only as whole words, so that the work
    stays linear in the size of the ticket.
    """

    def __init__(self, keep: Iterable[str]) -> None:
        """Know nothing yet; `keep` are names never to be masked."""
        self._keep = {part for name in keep for part in (name, *name.split())}
        self._forms: dict[str, Kind] = {}
        self._names: set[str] = set()

    def add(self, kind: Kind, secret: str) -> tuple[str, ...]:
        """Remember a secret, if it is distinctive enough to be recognised without its label; return its other forms."""
        if kind in _NEVER or "\n" in secret or PLACEHOLDER.search(secret):
            return ()
        if kind == "PERSON_RECORD":
            self._add_name(secret)
            return ()
        plain_word = secret.isalpha() and (secret.islower() or secret.istitle())
        if (
            len(secret) < _SHORTEST
            or (plain_word and len(secret) < _SHORTEST_WORD)
            or (secret.isdigit() and len(secret) <= _SHORTEST)
        ):
            return ()
        forms = tuple(_forms(kind, secret))
        for form in forms:
            self._forms.setdefault(form, kind)
        return forms

    def _add_name(self, secret: str) -> None:
        caseless = any(ord(char) > 0x2E80 for char in secret)  # noqa: PLR2004
        distinctive = len(secret) >= (2 if caseless else _SHORTEST_NAME) and secret != secret.lower()
        if "@" not in secret and secret not in self._keep and (distinctive or caseless):
            self._names.add(secret)
            self._forms.setdefault(secret, "PERSON_RECORD")

    def find(self, text: str, known: Sequence[Hit]) -> list[Hit]:
        """Return where known secrets stand outside the hits that are known already."""
        if not self._forms:
            return []
        walled = PLACEHOLDER.sub(lambda found: WALL * len(found[0]), text)
        taken = iter(sorted(known, key=lambda hit: hit.start))
        spans = sorted(set(self._anywhere(walled) if len(self._forms) <= _SEARCHED_ONE_BY_ONE else self._words(walled)))
        free: list[Hit] = []
        current = next(taken, None)
        for hit in spans:
            while current and current.end <= hit.start:
                current = next(taken, None)
            if not current or hit.end <= current.start:
                free.append(hit)
        return free

    def _anywhere(self, text: str) -> Iterator[Hit]:
        for form, kind in self._forms.items():
            at = text.find(form)
            while at >= 0:
                if self._stands_alone(text, at, at + len(form), kind):
                    yield Hit(kind, at, at + len(form))
                at = text.find(form, at + len(form))

    def _words(self, text: str) -> Iterator[Hit]:
        for found in pattern(_WORD).finditer(text):
            word = found[0].strip(".:!?*_")
            start = found.start() + found[0].find(word)
            kind = self._forms.get(word)
            if kind and self._stands_alone(text, start, start + len(word), kind):
                yield Hit(kind, start, start + len(word))

    def _stands_alone(self, text: str, start: int, end: int, kind: Kind) -> bool:
        if (start and joined(text[start - 1]) and joined(text[start])) or (
            end < len(text) and joined(text[end]) and joined(text[end - 1])
        ):
            return kind in {"API_KEY", "TOKEN"} and end - start >= _TAIL
        return kind != "PERSON_RECORD" or not self._other_person(text, start, end)

    def _other_person(self, text: str, start: int, end: int) -> bool:
        """Whether the name is part of the name of somebody who is not in the record."""
        before = pattern(r"([^\W\d_]+)\.?[ ]$").search(text, max(0, start - 32), start)
        after = pattern(r"[ ]([^\W\d_]+)").match(text, end)
        for neighbour in (before, after):
            word = neighbour[1] if neighbour else ""
            if word[:1].isupper() and word not in self._names and word.casefold() not in _TITLES:
                return True
        return text[end : end + 1] == "@"


def _forms(kind: Kind, secret: str) -> Iterator[str]:
    yield secret
    if kind in _NUMBERED:
        yield pattern(r"[\W_]+").sub("", secret)
        return
    if any(char in secret for char in "&<>\"'"):
        yield secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not secret.isalnum():
        from urllib.parse import quote  # noqa: PLC0415  (only a secret with signs pays for it)

        yield quote(secret, safe="")
    tail = secret.rpartition("_")[2]
    if kind in {"API_KEY", "TOKEN"} and tail != secret and len(tail) >= _TAIL:
        yield tail
