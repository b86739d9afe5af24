"""Slack: a channel's export or a thread by API, users beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake.exports.shape import rows, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Plain

NAME = "slack"
NEEDS = "JSON of a channel's messages (export or conversations.replies), `users` inside or as a file beside it"
_STAMP = re.compile(r"^\d{9,10}\.\d{3,6}$")


def recognise(tree: object) -> str | None:
    """Say what shows that it is Slack's."""
    for row in rows([tree]):
        if _STAMP.match(text(row, "ts") or "") and ("text" in row or "blocks" in row) and row.get("type") == "message":
            return "messages with a ts and the type message"
    return None


def plain(trees: Sequence[object]) -> Plain | None:  # noqa: ARG001 - the shape of an export's module
    """Return null: the reader of unknown exports knows rooms, threads, people and bots as they are."""
    return None
