"""Freshdesk: a ticket with its conversations, by API v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, listed, rows, text, truth
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Tree

NAME = "freshdesk"
NEEDS = "JSON of a ticket with `conversations` (and `requester`, `company`, `stats`), nested or as files beside it"
_STATUS = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_PRIORITY = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}


def recognise(tree: object) -> str | None:
    """Say what shows that it is Freshdesk's."""
    for row in rows([tree]):
        if ("fr_escalated" in row or "description_text" in row) and "responder_id" in row:
            return "a ticket with responder_id and fr_escalated or description_text"
        if "body_text" in row and "incoming" in row and "private" in row:
            return "conversations with body_text, incoming and private"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the ticket: incoming is the customer, private is internal."""
    out = Plain()
    found = list(rows(trees))
    ticket = next((r for r in found if "responder_id" in r), {})
    people = _people(found)
    requester = get(ticket, "requester")
    who = text(requester, "name") or people.get(text(ticket, "requester_id") or "", (None, None))[0]
    mail = text(requester, "email")
    custom = ticket.get("custom_fields")
    out.fields = {
        "id": text(ticket, "id"), "subject": text(ticket, "subject"),
        "status": _STATUS.get(text(ticket, "status") or "", text(ticket, "status")),
        "priority": _PRIORITY.get(text(ticket, "priority") or "", text(ticket, "priority")),
        "type": text(ticket, "type"), "company": text(ticket, "company", "name"), "requester": who,
        "tags": ticket.get("tags"), "due by": text(ticket, "due_by"),
        **({k.removeprefix("cf_").replace("_", " "): v for k, v in custom.items()} if is_map(custom) else {}),
    }  # fmt: skip
    body = ticket.get("description_text") or ticket.get("description")
    out.add(body, at=ticket.get("created_at"), author=who, email=mail, side="customer", public=True)
    for row in found:
        if "incoming" in row and ("body_text" in row or "body" in row):
            _add(out, row, people, who, mail)
    return out


def _people(found: list[Tree]) -> dict[str, tuple[str | None, str | None]]:
    """Return names and addresses by id, of whatever contacts and agents stand beside the ticket."""
    out: dict[str, tuple[str | None, str | None]] = {}
    for row in found:
        name = text(row, "name") or text(row, "contact", "name")
        if text(row, "id") and name and "subject" not in row:
            out[text(row, "id") or ""] = (name, text(row, "email") or text(row, "contact", "email"))
    return out


def _add(
    out: Plain, row: Tree, people: dict[str, tuple[str | None, str | None]], who: str | None, mail: str | None
) -> None:
    incoming = truth(row.get("incoming")) is True
    name, address = people.get(text(row, "user_id") or "", (None, None))
    sender = next(iter(listed(row.get("from_email"))), None) or text(row, "from_email")
    if incoming:
        name, address = name or who, address or mail
    body, public = row.get("body_text") or row.get("body"), truth(row.get("private")) is not True
    out.add(body, at=row.get("created_at"), author=name, email=address or text(sender),
            side="customer" if incoming else "agent", public=public)  # fmt: skip
