"""Slack: a channel's export, its history or a thread by API; users and channels inside or beside it."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, heads, rows, text
from agent.intake.jsonshape import get, is_map, maps, tree_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "slack"
NEEDS = (
    "JSON of a channel's messages (export of a day, conversations.history or .replies); `users` and `channels` inside "
    "or as files beside it are joined"
)
_STAMP = re.compile(r"^\d{9,10}\.\d{3,6}$")
_COMINGS = re.compile(
    r"(?:channel|group)_(?!convert)\w+|pinned_item|unpinned_item|reminder_add|bot_(?:add|remove)|tombstone|"
    r"huddle_thread|message_deleted|message_replied|sh_room_\w+|ekm_access_denied|assistant_app_thread"
)
_MARK = re.compile(r"<([@#!]?)([^<>|\n]{1,500})(?:\|([^<>\n]{0,500}))?>")
_TO_ALL = re.compile(r"(?:subteam|date)\^")
_PARTS = ("pretext", "title", "text")


def recognise(tree: object) -> str | None:
    """Say what shows that it is Slack's."""
    for row in heads(tree):
        if _STAMP.match(text(row, "ts") or "") and (
            ("text" in row or "blocks" in row or "attachments" in row) and row.get("type") == "message"
        ):
            return "messages with a ts and the type message"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the talk in the order of its times: who came and went is left out, mentions are names."""
    talk = _Talk(list(rows(trees)))
    out = Plain()
    channel = talk.channel
    out.fields = {
        "channel": text(channel, "name") or text(channel, "id"), "topic": text(channel, "topic", "value"),
        "purpose": text(channel, "purpose", "value"),
    }  # fmt: skip
    for row in talk.messages():
        side = talk.side(row)
        out.add(talk.said(row), at=row.get("ts"), author=talk.name(row), email=talk.email(row), side=side,
                public=talk.public(row), title=text(talk.user(row), "profile", "title"))  # fmt: skip
    return out


class _Talk:
    """The messages of a channel, its people and rooms."""

    def __init__(self, found: list[Tree]) -> None:
        self.found = [row for row in found if "ts" in row]
        people = [r for r in found if "ts" not in r and text(r, "id") and ("profile" in r or "real_name" in r)]
        self.users = {str(text(r, "id")): r for r in people}
        for row in self.found:
            if is_map(profile := row.get("user_profile")) and (number := text(row, "user")):
                self.users.setdefault(number, {**profile, "profile": profile})
        rooms = [r for r in found if "is_ext_shared" in r or "is_private" in r or "is_channel" in r]
        self.rooms = {id(m): room for room in rooms for held in room.values() for m in maps(held)}
        self.channel: Tree = rooms[0] if len(rooms) == 1 else {}
        self.names = {n: name for r in found if (n := text(r, "id")) and n[:1] in "CGD" and (name := text(r, "name"))}
        self.host = text(self.channel, "conversation_host_id") or text(self.channel, "context_team_id")
        outside = any(_foreign(u) for u in self.users.values())
        self.shared = outside or any(r.get("is_ext_shared") is True for r in rooms)

    def messages(self) -> Iterator[Tree]:
        """Yield what was said, each once, the oldest first."""
        gone = {text(r, "deleted_ts") for r in self.found} - {None}
        done: dict[str, Tree] = {}
        for row in self.found:
            now = row.get("message") if row.get("subtype") == "message_changed" else row
            stamp = text(now, "ts") or ""
            if not is_map(now) or not _STAMP.match(stamp) or stamp in gone or _COMINGS.fullmatch(_subtype(now)):
                continue
            if "text" in now or "blocks" in now or "attachments" in now:
                held = done.get(f"{stamp} {text(now, 'user')}")
                if held is None or now is not row:
                    done[f"{stamp} {text(now, 'user')}"] = {**now, "_room": self.rooms.get(id(row), self.channel)}
        yield from sorted(done.values(), key=lambda r: float(text(r, "ts") or 0))

    def user(self, row: Tree) -> Tree:
        """Return the author as the tables describe them."""
        return self.users.get(text(row, "user") or "", {})

    def name(self, row: Tree) -> str | None:
        """Return the author's name; an id that no table explains is no name."""
        bot = text(row, "bot_profile", "name") or text(row, "username")
        return bot if bot and self._machine(row) else _name(self.user(row)) or text(row, "username")

    def email(self, row: Tree) -> str | None:
        """Return the author's address."""
        user = self.user(row)
        return text(user, "profile", "email") or text(user, "email")

    def side(self, row: Tree) -> Side:
        """Return whose side the author is on: guests and strangers of a shared channel are the customer's."""
        if self._machine(row):
            return "bot"
        user = self.user(row)
        team = text(row, "user_team") or text(row, "source_team") or text(user, "team_id") or text(user, "team")
        if _foreign(user) or (self.host and team and team != self.host):
            return "customer"
        own = bool(self.host and team == self.host) or (bool(user) and any(map(_foreign, self.users.values())))
        return "agent" if own else ""

    def public(self, row: Tree) -> bool | None:
        """Return whether the customer is in the room."""
        room = row.get("_room")
        if get(room, "is_ext_shared") is True or any(map(_foreign, self.users.values())):
            return True
        return False if get(room, "is_private") is True or (self.shared and room) else None

    def _machine(self, row: Tree) -> bool:
        user = self.user(row)
        bot = bool(row.get("bot_id")) and (not user or user.get("is_bot") is True or "bot_profile" in row)
        return bot or _subtype(row) == "bot_message" or user.get("is_bot") is True or row.get("user") == "USLACKBOT"

    def said(self, row: Tree) -> str:
        """Return what a message shows: its text, else its blocks; then what is attached to it."""
        own = self._plain(text(row, "text") or "")
        body = own or self._plain("\n".join(p for p in map(self._block, maps(row.get("blocks"))) if p))
        pieces = [body]
        for one in maps(row.get("attachments")):
            parts = [self._plain(t) for k in _PARTS if (t := text(one, k))]
            parts += [f"{text(f, 'title')}: {self._plain(text(f, 'value') or '')}" for f in maps(one.get("fields"))]
            parts += [self._plain(t) for b in maps(one.get("blocks")) if (t := self._block(b))]
            shown_ = "\n".join(parts) or self._plain(text(one, "fallback") or "")
            pieces += [shown_] if shown_ and shown_ not in body and "from_url" not in one else []
        return escape("\n".join(p for p in pieces if p).strip(), quote=False)

    def _block(self, block: Tree) -> str:
        kind = text(block, "type")
        if kind == "rich_text":
            return tree_text(self._mentioned(block)).strip("\n")
        held = [block.get("text"), *maps(block.get("fields")), *maps(block.get("elements"))]
        words = [text(one, "text") or text(one, "text", "text") for one in held]
        return "" if kind in {"actions", "image", "divider", "input"} else "\n".join(w for w in words if w)

    def _mentioned(self, node: Tree) -> Tree:
        """Return rich text with people, channels and links as their words."""
        kind = str(node.get("type"))
        number = text(node, "user_id") or text(node, "channel_id") or text(node, "usergroup_id") or ""
        if kind in {"user", "channel", "usergroup"}:
            return {"type": "text", "text": f"<{'#' if kind == 'channel' else '@'}{number}>"}
        if kind in {"link", "broadcast", "emoji", "date"}:
            words = text(node, "text") or text(node, "url") or text(node, "range") or text(node, "fallback")
            return {"type": "text", "text": words or f":{text(node, 'name')}:"}
        inner = [self._mentioned(e) for e in maps(node.get("elements"))]
        kind = {"rich_text_quote": "blockquote", "rich_text_preformatted": "codeBlock"}.get(str(kind), kind)
        if kind == "rich_text_list":
            inner = [{"type": "listItem", "content": [{**e, "type": "inline"}]} for e in inner]
        return {**node, "type": kind, "elements": inner} if inner else node

    def _plain(self, words: str) -> str:
        """Return Slack's markup as a person sees it."""
        return unescape(_MARK.sub(self._mark, words))

    def _mark(self, mark: re.Match[str]) -> str:
        kind, target, label = mark[1], mark[2], mark[3]
        if kind == "@":
            return "@" + (_name(self.users.get(target, {})) or label or target)
        if kind == "#":
            return "#" + (label or self.names.get(target) or target)
        if kind == "!":
            return (label or "") if _TO_ALL.match(target) else "@" + (label or target).lstrip("@")
        return label or target.removeprefix("mailto:")


def _subtype(row: Tree) -> str:
    return text(row, "subtype") or ""


def _foreign(user: Tree) -> bool:
    return any(user.get(k) is True for k in ("is_stranger", "is_restricted", "is_ultra_restricted"))


def _name(user: Tree) -> str | None:
    for where in (("profile", "real_name"), ("real_name",), ("profile", "display_name"), ("display_name",), ("name",)):
        if found := text(user, *where):
            return found
    return None
