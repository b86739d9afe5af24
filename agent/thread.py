"""What the thread itself shows of our side: who raised it, what the customer was told last, which tickets it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.ticket import Message

_REFERENCE = re.compile(r"(?<![\w-])(?:[A-Z][A-Z0-9]{1,7}-\d{2,7}|INC\d{5,10}|CS\d{6,10}|#\d{4,9})(?![\w-])")
_SENTENCE_END = re.compile(r"(?<=[^\d].)(?<=[.!?。！？])\s|\n")
_MAX_REFERENCES = 12


def raised_by(messages: Sequence[Message]) -> str | None:
    """The person of our side who last wrote internally, else the last of our side who wrote at all."""
    ours = [m for m in messages if m.role == "vendor" and m.author]
    internal = [m for m in ours if m.public is False]
    chosen = (internal or ours)[-1:]
    return chosen[0].author if chosen else None


def last_update(messages: Sequence[Message]) -> tuple[str, str, str] | None:
    """Our side's last public message as (message id, ISO time, first telling sentence)."""
    for message in reversed(messages):
        if message.role == "vendor" and message.public is True and message.text.strip():
            parts = [p.strip() for p in _SENTENCE_END.split(message.text) if p.strip()]
            telling = next((p for p in parts if len(p) > 25), parts[0])  # noqa: PLR2004 - longer than a greeting
            return message.id, message.at or "", telling
    return None


def references(ticket_id: str | None, messages: Sequence[Message]) -> tuple[str, ...]:
    """The ticket's own id and the case numbers that the thread names, in order, each once."""
    found = [ticket_id] if ticket_id else []
    for message in messages:
        named = _REFERENCE.finditer(message.text)
        found += [match.group() for match in named if not message.marked(*match.span())]
    return tuple(dict.fromkeys(found))[:_MAX_REFERENCES]
