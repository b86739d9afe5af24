"""What a ticket may hold at most, so that no input takes longer than seconds, and what is left out beyond it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn, TypeVar

from agent.intake.json_keys import body_rank
from agent.intake.jsonshape import squeezed
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = 300_000
"""Characters of a text, a mail's body, or all texts of an export, as a person would see them: 150 pages."""
MARKUP = 3_000_000
"""Characters of one HTML page."""
EXPORT = 6_000_000
"""Characters of all texts of an export, markup included, and copies of the same text."""
HEAD = 256 * 1024
"""Bytes of a mail's head."""
MESSAGES = 2000
VALUES = 250_000
"""Values of an export."""
_T = TypeVar("_T")
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_SPACELESS = 2000
"""A text that has no space for so long is an attachment."""
_DEEPEST = 500


def text(held: str, where: str, most: int = TEXT) -> None:
    """Refuse a text that is too long for a ticket."""
    if len(held) > most:
        _too_long(where, len(held), most)


def _too_long(where: str, size: int, most: int) -> NoReturn:
    refuse(
        f"{where} holds {_size(size)} of text or more; a ticket may have {_size(most)}.",
        "Export the one ticket alone, or paste the part of the thread that matters.",
    )


def _size(characters: int) -> str:
    return f"{characters / 1_000_000:.1f} MB" if characters >= 1_000_000 else f"{characters // 1000} KB"  # noqa: PLR2004


def few(items: Sequence[_T], warnings: list[str]) -> list[_T]:
    """Return the first and the last of more messages than are read."""
    if len(items) <= MESSAGES:
        return list(items)
    half = MESSAGES // 2
    warnings.append(f"The ticket holds {len(items):,} messages; the first {half:,} and the last {half:,} were read.")
    return [*items[:half], *items[-half:]]


def bounded(tree: object, where: str, warnings: list[str]) -> object:
    """Return an export less attachments inside it and the middle of very long threads.

    Raises TicketError where it holds more text, more values or deeper nesting than a ticket's.
    """
    count = total = 0
    whole: list[object] = [tree]
    stack: list[tuple[list[object] | dict[str, object], str | int, object, int]] = [(whole, 0, tree, 0)]
    while stack:
        holder, key, value, depth = stack.pop()
        count += 1
        if count > VALUES or depth > _DEEPEST:
            refuse(f"{where} holds more than the export of one ticket can.", "Export the one ticket alone.")
        if isinstance(value, str):
            if _BROKEN.search(value):
                value = _BROKEN.sub("", value)
                _put(holder, key, value)
            total += _weigh(holder, key, value)
            if total > EXPORT:
                _too_long(where, total, EXPORT)
        elif isinstance(value, dict):
            for broken in [k for k in value if _BROKEN.search(str(k))]:
                value[_BROKEN.sub("", broken)] = value.pop(broken)
            stack += [(value, k, v, depth + 1) for k, v in value.items()]
        elif isinstance(value, list):
            kept = few(value, warnings) if len(value) > MESSAGES and _thread(value) else value
            _put(holder, key, kept)
            stack += [(kept, n, v, depth + 1) for n, v in enumerate(kept)]
    return whole[0]


def _weigh(holder: list[object] | dict[str, object], key: str | int, value: str) -> int:
    """Drop an attachment's bytes; return how much text there is."""
    if len(value) > _SPACELESS and not any(c in value[:_SPACELESS] for c in " \n\t\u3000。，"):
        _put(holder, key, "")
        return 0
    return len(value)


def _put(holder: list[object] | dict[str, object], key: str | int, value: object) -> None:
    if isinstance(holder, dict):
        holder[str(key)] = value
    elif isinstance(key, int):
        holder[key] = value


def _thread(items: list[object]) -> bool:
    first = items[0]
    return isinstance(first, dict) and any(body_rank(squeezed(str(k))) is not None for k in first)
