"""Microsoft Graph: messages of a mailbox, and of Teams chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, rows, text
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Tree

NAME = "graph"
NEEDS = "JSON of Microsoft Graph: one message, or the messages of a conversation or a Teams chat"


def recognise(tree: object) -> str | None:
    """Say what shows that it is Microsoft Graph's."""
    for row in rows([tree]):
        if ("internetMessageId" in row or "bodyPreview" in row) and is_map(row.get("body")):
            return "a message with body and bodyPreview"
        if "messageType" in row and "chatId" in row:
            return "a message of a Teams chat"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the conversation, the oldest message first; the own part of a mail where Graph gives it."""
    out = Plain()
    found = [r for r in rows(trees) if is_map(r.get("body")) and ("bodyPreview" in r or "messageType" in r)]
    found.sort(key=lambda r: text(r, "sentDateTime") or text(r, "createdDateTime") or "")
    first: Tree = found[0] if found else {}
    out.fields = {
        "id": text(first, "conversationId") or text(first, "chatId"), "subject": text(first, "subject"),
        "status": "draft" if first.get("isDraft") is True else "received", "importance": text(first, "importance"),
    }  # fmt: skip
    for row in found:
        if str(row.get("messageType") or "message") != "message":
            continue
        sender = get(row, "from", "emailAddress") or get(row, "sender", "emailAddress")
        name = text(sender, "name") or text(row, "from", "user", "displayName")
        content = text(row, "uniqueBody", "content") or text(row, "body", "content")
        at = row.get("sentDateTime") or row.get("createdDateTime")
        out.add(content, at=at, author=name, email=text(sender, "address"), public=True)
    return out
