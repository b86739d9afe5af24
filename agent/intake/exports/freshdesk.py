"""Freshdesk and its kin: a ticket with its conversations (API v1, v2, export), a Freshchat conversation."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, heads, people, rows, text, truth
from agent.intake.jsonshape import get, is_map, maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Known, Side, Tree

NAME = "freshdesk"
NEEDS = (
    "JSON of a ticket with its conversations or notes (Freshdesk, Freshservice, Freshchat); requester, company, "
    "contacts and agents inside or as files beside it are joined"
)
_STATUS = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_PRIORITY = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}
_SIDES: dict[str, Side] = {"user": "customer", "agent": "agent", "bot": "bot", "system": "system"}
_OURS = frozenset(("responder_id", "display_id", "fr_escalated", "requester_name", "description_text"))


def recognise(tree: object) -> str | None:
    """Say what shows that it is Freshdesk's."""
    for row in heads(tree):
        if ("fr_escalated" in row or "description_text" in row) and "responder_id" in row:
            return "a ticket with responder_id and fr_escalated or description_text"
        if "helpdesk_ticket" in row:
            return "a helpdesk_ticket"
        if "incoming" in row and "private" in row and ("body_text" in row or "body_html" in row):
            return "conversations with body, incoming and private"
        if "message_parts" in row and "actor_type" in row:
            return "messages with message_parts and actor_type"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the ticket: incoming is the customer, private is internal."""
    out = Plain()
    found = list(rows(trees))
    ticket = next((r for r in found if "subject" in r and not _OURS.isdisjoint(r)), {})
    known = people(found)
    requester = get(ticket, "requester")
    asker = known.get(text(ticket, "requester_id") or "")
    who = text(requester, "name") or text(ticket, "requester_name") or (asker.name if asker else None)
    mail = text(requester, "email") or (asker.email if asker else None)
    out.fields = _fields(ticket, who, known)
    body = ticket.get("description_text") or ticket.get("description") or ticket.get("description_html")
    out.open(body, at=ticket.get("created_at"), author=who, email=mail)
    agents = {"responder_id": text(ticket, "responder_name")}
    for row in found:
        if "incoming" in row and ("body_text" in row or "body" in row):
            _add(out, row, known, (who, mail), {str(ticket.get(k)): v for k, v in agents.items() if v})
        elif "message_parts" in row:
            _chatted(out, row, known)
    return out


def _fields(ticket: Tree, who: str | None, known: dict[str, Known]) -> Tree:
    custom = ticket.get("custom_fields") or ticket.get("custom_field")
    responder = known.get(text(ticket, "responder_id") or "")
    return {
        "id": text(ticket, "display_id") or text(ticket, "id"), "subject": text(ticket, "subject"),
        "status": text(ticket, "status_name") or _STATUS.get(text(ticket, "status") or "", text(ticket, "status")),
        "priority": text(ticket, "priority_name")
        or _PRIORITY.get(text(ticket, "priority") or "", text(ticket, "priority")),
        "type": text(ticket, "type") or text(ticket, "ticket_type"), "company": text(ticket, "company", "name"),
        "requester": who, "responder": (responder and responder.name) or text(ticket, "responder_name"),
        "tags": ticket.get("tags"), "due by": text(ticket, "due_by"),
        **({k.removeprefix("cf_").replace("_", " "): v for k, v in custom.items()} if is_map(custom) else {}),
    }  # fmt: skip


def _add(
    out: Plain, row: Tree, known: dict[str, Known], asker: tuple[str | None, str | None], agents: dict[str, str]
) -> None:
    incoming = truth(row.get("incoming")) is True
    private = truth(row.get("private")) is True
    number = text(row, "user_id") or ""
    user = known.get(number)
    name = (user and user.name) or agents.get(number)
    sent, address = parseaddr(text(row, "from_email") or "")
    if incoming:
        name, address = name or asker[0] or sent, (user and user.email) or address or asker[1] or ""
    elif user and user.email:
        address = user.email
    body = row.get("body_text") or row.get("body") or row.get("body_html")
    out.add(body, at=row.get("created_at"), author=name or sent, email=address,
            side="customer" if incoming else "agent", public=not private, title=user and user.title)  # fmt: skip


def _chatted(out: Plain, row: Tree, known: dict[str, Known]) -> None:
    parts = [text(p, "text", "content") or text(p, "email", "content") for p in maps(row.get("message_parts"))]
    user = known.get(text(row, "actor_id") or "")
    side = _SIDES.get((text(row, "actor_type") or "").lower(), "")
    side = "system" if text(row, "message_type") == "system" else side
    out.add("\n".join(p for p in parts if p), at=row.get("created_time"), author=(user and user.name) or side,
            email=user and user.email, side=side, public=text(row, "message_type") != "private")  # fmt: skip
