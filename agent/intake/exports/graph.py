"""Microsoft Graph: messages of a mailbox or a group, of Teams chats and channels with their replies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from agent.intake.exports.shape import Plain, heads, listed, rows, text
from agent.intake.jsonshape import get, is_map
from agent.intake.roles import DESK, home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "graph"
NEEDS = "JSON of Microsoft Graph: one message, or the messages of a conversation, a Teams chat or a channel"
_OWNER = re.compile(r"users\('([^']{3,120})'\)")
_GUESTS = frozenset((
    "anonymousGuest", "federatedUser", "personalMicrosoftAccountUser", "skypeUser", "phoneUser", "emailUser",
))  # fmt: skip
_TIMES = ("sentDateTime", "createdDateTime", "receivedDateTime")


def recognise(tree: object) -> str | None:
    """Say what shows that it is Microsoft Graph's."""
    for row in heads(tree):
        if ("internetMessageId" in row or "bodyPreview" in row) and (is_map(row.get("body")) or "from" in row):
            return "a message with body and bodyPreview"
        if "messageType" in row and is_map(row.get("body")) and ("chatId" in row or "channelIdentity" in row):
            return "a message of a Teams chat"
        if text(row, "body", "contentType") and is_map(get(row, "from", "emailAddress")):
            return "a post with a body and its sender's emailAddress"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the conversation, the oldest message first; the own part of a mail where Graph gives it."""
    out = Plain()
    every = list(rows(trees))
    found = [r for r in every if _is_message(r)]
    found.sort(key=lambda r: _time(r) or "")
    sent = [r for r in found if r.get("isDraft") is not True]
    found = sent or found
    first: Tree = found[0] if found else {}
    out.fields = {
        "id": text(first, "conversationId") or text(first, "chatId") or text(first, "channelIdentity", "channelId"),
        "subject": next((s for r in found if (s := text(r, "subject") or text(r, "topic"))), None),
        "status": "draft" if first.get("isDraft") is True else "received" if "isDraft" in first else None,
        "importance": text(first, "importance"),
    }  # fmt: skip
    sides = _Sides(every, found)
    done: set[str] = set()
    for row in found:
        number = text(row, "id") or str(id(row))
        if number not in done:
            done.add(number)
            _add(out, row, sides)
    return out


def _is_message(row: Tree) -> bool:
    if str(row.get("messageType") or "message") != "message" or row.get("deletedDateTime"):
        return False
    if not is_map(row.get("body")):
        return "bodyPreview" in row
    return any(k in row for k in ("bodyPreview", "messageType", "internetMessageId", "from", "sender"))


def _time(row: Tree) -> str | None:
    return next((t for k in _TIMES if (t := text(row, k))), None)


class _Sides:
    """Whose side people are on: the mailbox and the desk it writes to are ours; guests of a chat are the customer's."""

    def __init__(self, every: list[Tree], found: list[Tree]) -> None:
        contexts = [c for r in every if (c := text(r, "@odata.context"))]
        owners = [unquote(o[1]) for c in contexts if (o := _OWNER.search(c)) and "@" in unquote(o[1])]
        desks = [a for r in found for to in listed(r.get("toRecipients"))
                 if (a := text(to, "emailAddress", "address")) and DESK.match(a.partition("@")[0])]  # fmt: skip
        self.addresses = {a.lower() for a in (*owners, *desks)}
        self.ours = {h for a in self.addresses if (h := home(a))}
        people = [r for r in every if "userId" in r or "roles" in r]
        mails = {str(text(r, "userId") or text(r, "id")): text(r, "email") or text(r, "mail") for r in people}
        self.mails = {number: address for number, address in mails.items() if address}
        self.guests = {str(text(r, "userId") or text(r, "id")) for r in people if "guest" in str(r.get("roles"))}
        self.mixed = any(self._guest(r) for r in found)

    def _guest(self, row: Tree) -> bool:
        who = get(row, "from", "user")
        return text(who, "userIdentityType") in _GUESTS or (text(who, "id") or "-") in self.guests

    def of(self, row: Tree, address: str | None) -> Side:
        """Return the side of who wrote a message."""
        if is_map(get(row, "from", "application")):
            return "bot"
        if row.get("isDraft") is True and not row.get("from"):
            return "agent"
        if "messageType" in row:
            return "customer" if self._guest(row) else "agent" if self.mixed else ""
        if not address or not self.addresses:
            return ""
        own = address.lower() in self.addresses or home(address) in self.ours
        return "agent" if own else "customer"

    def email(self, row: Tree) -> str | None:
        """Return the address of who wrote in a chat, where its members tell it."""
        return self.mails.get(text(row, "from", "user", "id") or "")


def _add(out: Plain, row: Tree, sides: _Sides) -> None:
    sender = get(row, "from", "emailAddress") or get(row, "sender", "emailAddress")
    holders = ("user", "application", "device")
    name = text(sender, "name") or next((n for k in holders if (n := text(row, "from", k, "displayName"))), None)
    address = text(sender, "address") or sides.email(row)
    content = text(row, "uniqueBody", "content") or text(row, "body", "content") or text(row, "bodyPreview")
    public = (True if sides.mixed else None) if "messageType" in row else row.get("isDraft") is not True
    side = sides.of(row, address)
    out.add(content, at=_time(row), author=name, email=address, side=side, public=public)
