"""Zendesk in each of its shapes: made one of ticket, comments and the tables beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports import zendesk_ticket
from agent.intake.exports.shape import text
from agent.intake.jsonshape import get, is_map, maps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.intake.draft import Draft
    from agent.intake.exports.shape import Tree

NAME = "zendesk"
NEEDS = (
    "JSON of a ticket with its comments, audits or ticket_events (API, incremental or account export), a request, "
    "a chat or a side conversation; `users`, `organizations`, `ticket_fields` inside or as files beside it are joined"
)
_COMMENTS = frozenset(("Comment", "VoiceComment", "FacebookComment", "Tweet", "SmsComment"))
_SENDERS = {"visitor": "end-user", "agent": "agent", "trigger": "system", "bot": "system"}


def recognise(tree: object) -> str | None:
    """Say what shows that it is Zendesk's."""
    return _by_ticket(tree) or _by_events(tree)


def _by_ticket(tree: object) -> str | None:
    ticket = _ticket(tree)
    comments = maps(get(tree, "comments")) or maps(ticket.get("comments"))
    if "requester_id" in ticket and "responder_id" not in ticket and (comments or _stamped(ticket)):
        return "a ticket with a requester_id"
    if any("author_id" in c and ("html_body" in c or "audit_id" in c) for c in comments[:3]):
        return "comments with author_id and html_body"
    if comments and is_map(get(tree, "ticket")) and _flat(comments[0]):
        return "a ticket with comments that are public or not"
    return None


def _by_events(tree: object) -> str | None:
    if any(is_map(e) for a in _audits(tree)[:3] for e in _events(a)):
        return "audits with events"
    if any(str(h.get("type")).startswith("chat.") for h in maps(get(_chat(tree), "history"))[:9]):
        return "a chat with its history"
    if _sides(tree):
        return "a side conversation"
    return None


def read(trees: Sequence[object], as_of: date) -> Draft:
    """Read the ticket of the trees that belong together."""
    whole = trees[0] if len(trees) == 1 else _merged(trees)
    return zendesk_ticket.read(_normal(whole), as_of)


def _merged(trees: Sequence[object]) -> Tree:
    out: Tree = {}
    for tree in trees:
        part = tree if is_map(tree) else {"comments": tree} if isinstance(tree, list) else {}
        for key, value in part.items():
            held = out.get(key)
            out[key] = [*held, *value] if isinstance(held, list) and isinstance(value, list) else held or value
    return out


def _flat(first: Tree) -> bool:
    return ("public" in first or "html_body" in first or "plain_body" in first) and (
        "body" in first or "plain_body" in first
    )


def _stamped(ticket: Tree) -> bool:
    return any(k in ticket for k in ("via", "raw_subject", "submitter_id", "description", "is_public"))


def _ticket(tree: object) -> Tree:
    for key in ("ticket", "request"):
        if is_map(inner := get(tree, key)):
            return inner
    for key in ("tickets", "requests"):
        if len(several := maps(get(tree, key))) == 1:
            return several[0]
    return tree if is_map(tree) and "requester_id" in tree else {}


def _audits(tree: object) -> list[Tree]:
    audit = get(tree, "audit")
    return maps(get(tree, "audits")) or maps(get(tree, "ticket_events")) or ([audit] if is_map(audit) else [])


def _events(audit: Tree) -> list[Tree]:
    return maps(audit.get("events")) or maps(audit.get("child_events"))


def _chat(tree: object) -> object:
    chats = maps(get(tree, "chats"))
    return chats[0] if len(chats) == 1 else tree


def _sides(tree: object) -> list[Tree]:
    if not (is_map(get(tree, "side_conversation")) or get(tree, "side_conversations")):
        return []
    return [e for e in maps(get(tree, "events")) if is_map(e.get("message")) and is_map(e.get("actor"))]


def _normal(tree: object) -> Tree:
    """Return ticket, comments and tables, wherever this shape keeps them."""
    if not is_map(tree):
        return {"ticket": {}, "comments": maps(tree)}
    ticket = dict(_ticket(tree))
    comments = maps(tree.get("comments")) or maps(ticket.get("comments"))
    comments = comments or [*_told(tree), *_chatted(_chat(tree)), *_sided(tree)]
    for audit in _audits(tree):
        for event in _events(audit):
            key = text(event, "field_name")
            if key and str(event.get("type")) in {"Create", "Change"}:
                ticket = {**ticket, key: event.get("value")} if key not in _ticket(tree) else ticket
    ticket.setdefault("id", next((a.get("ticket_id") for a in _audits(tree)), None))
    conversation = get(tree, "side_conversation")
    if not ticket.get("subject") and is_map(conversation):
        ticket |= {"id": conversation.get("ticket_id"), "subject": conversation.get("subject")}
    return {**tree, "ticket": ticket, "comments": comments, "users": [*maps(tree.get("users")), *_inline(ticket)]}


def _inline(ticket: Tree) -> Iterator[Tree]:
    """Yield the people whom the ticket itself describes: the requester is the customer, the assignee is not."""
    for key, role in (("requester", "end-user"), ("assignee", "agent"), ("submitter", None)):
        if is_map(one := ticket.get(key)) and one.get("id"):
            yield {"role": role, **{k: v for k, v in one.items() if v is not None}}
    sender = get(ticket, "via", "source", "from")
    if ticket.get("requester_id") and text(sender, "name"):
        name, mail = text(sender, "name"), text(sender, "address")
        yield {"id": ticket["requester_id"], "name": name, "email": mail, "role": "end-user"}


def _told(tree: Tree) -> Iterator[Tree]:
    """Yield the comments among an audit's events, as private or public as the last change made them."""
    made = {
        text(e, "comment_id"): e.get("public")
        for a in _audits(tree) for e in _events(a) if e.get("type") == "CommentPrivacyChange"
    }  # fmt: skip
    for audit in _audits(tree):
        for event in _events(audit):
            if str(event.get("type") or event.get("event_type")) not in _COMMENTS:
                continue
            yield {
                **event,
                "author_id": event.get("author_id") or audit.get("author_id") or audit.get("updater_id"),
                "created_at": event.get("created_at") or audit.get("created_at") or audit.get("timestamp"),
                "public": made.get(text(event, "id"), event.get("public", event.get("comment_public"))),
            }


def _chatted(chat: object) -> Iterator[Tree]:
    visitor = get(chat, "visitor")
    for row in maps(get(chat, "history")):
        if str(row.get("type")) in {"chat.msg", "chat.message"}:
            kind = (text(row, "sender_type") or "").lower()
            mail = text(visitor, "email") if kind == "visitor" else None
            author = {"name": row.get("name"), "email": mail, "role": _SENDERS.get(kind)}
            yield {"author": author, "body": row.get("msg"), "created_at": row.get("timestamp"), "public": True}
    if text(chat, "type") == "offline_msg":
        author = {"name": text(visitor, "name"), "email": text(visitor, "email"), "role": "end-user"}
        yield {"author": author, "body": get(chat, "message"), "created_at": get(chat, "timestamp"), "public": True}


def _sided(tree: Tree) -> Iterator[Tree]:
    """Yield what was written to a third party: the customer does not see it."""
    for event in _sides(tree):
        actor, message = event.get("actor"), event.get("message")
        role = "agent" if get(actor, "user_id") else None
        author = {"name": text(actor, "name"), "email": text(actor, "email"), "role": role}
        body = {k: get(message, k) for k in ("body", "html_body")}
        yield {"author": author, "created_at": event.get("created_at"), "public": False, **body}
