"""When two texts say the same, for scoring: typography, case, brackets and spacing do not count."""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evals.gold import Groups

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_GLOSS = re.compile(r"\s*[\[(（].*?[\])）]")
_MASK = re.compile(r"[\[<⟦{][A-Za-z_ :#-]+\d*[\]>⟧}]")
_TAG = re.compile(r"<[^>]+>")
_QUOTING = re.compile(r"(?m)^[>\s]+")
_HELD, _HOLDS = 0.6, 0.5
"""How much of the longer text the shorter one must be, to count as the same name."""


def plain(text: object) -> str:
    """Return the text folded: compatibility forms, case, quote marks, dashes and runs of spaces."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold().translate(_PLAIN)
    return " ".join(folded.split())


def squashed(text: object) -> str:
    """Return the letters and digits alone."""
    return re.sub(r"[\W_]+", "", plain(text))


def same(said: object, gold: str) -> bool:
    """Whether two names are the same; a gloss in brackets and a part of reasonable length are forgiven."""
    one, other = squashed(_GLOSS.sub("", str(said)) or said), squashed(gold)
    if not one or not other:
        return False
    return (
        squashed(said) == other
        or one == other
        or (one in other and len(one) >= _HELD * len(other))
        or (other in one and len(other) >= _HOLDS * len(one))
    )


def tells(text: str, groups: Groups) -> bool:
    """Whether the text holds a wording of each group."""
    folded = plain(text)
    return all(any(plain(word) in folded for word in group) for group in groups)


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether the text holds one of the wordings."""
    folded = plain(text)
    return any(plain(word) in folded for word in words)


def proves(quote: str, squashed_ticket: str) -> bool:
    """Whether a quote stands in the ticket; what was masked in it may differ."""
    return all(squashed(part) in squashed_ticket for part in _MASK.split(quote) if squashed(part))


def ticket_text(file: Path) -> str:
    """Return everything that a reader of the file could quote: its text, decoded parts of mail, strings of JSON."""
    raw = file.read_bytes()
    parts = [raw.decode("utf-8", "replace")]
    if file.suffix == ".eml":
        parts += _mail(raw)
    if file.suffix == ".json":
        with suppress(ValueError):  # the text itself is there already
            parts += _strings(json.loads(raw))
    text = "\n".join(parts)
    return "\n".join((text, html.unescape(_TAG.sub(" ", text)), _QUOTING.sub(" ", text)))


def _mail(raw: bytes) -> Iterator[str]:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            held = part.get_payload(decode=True)
            if isinstance(held, bytes):
                yield held.decode(part.get_content_charset() or "utf-8", "replace")
    yield from (str(message[name]) for name in ("subject", "from", "to", "cc", "date") if message[name])


def _strings(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from _strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _strings(value)
    else:
        yield str(tree)
