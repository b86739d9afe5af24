"""HubSpot: a ticket with its engagements (notes, mails, calls) and the messages of a conversation thread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, full_name, heads, listed, people, rows, text
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Known, Side, Tree

NAME = "hubspot"
NEEDS = (
    "JSON of a ticket (`properties` with hs_ keys), engagements or conversation messages with it; owners and actors "
    "inside or as files beside it are joined"
)
_TEXTS = ("hs_note_body", "hs_email_text", "hs_email_html", "hs_call_body", "hs_communication_body", "hs_meeting_body")
_TICKET = frozenset(("hs_pipeline_stage", "hs_ticket_id", "hs_ticket_category", "hs_ticket_priority"))
_SENDERS: dict[str, Side] = {"V": "customer", "A": "agent", "B": "bot", "S": "system", "I": "system", "E": "customer"}
_KINDS = frozenset(("MESSAGE", "COMMENT", "WELCOME_MESSAGE"))


def recognise(tree: object) -> str | None:
    """Say what shows that it is HubSpot's."""
    for row in heads(tree):
        inner = row.get("properties")
        if is_map(inner) and any(str(k).startswith("hs_") for k in inner):
            return "properties with keys that begin with hs_"
        if "hs_ticket_id" in row or "hs_pipeline_stage" in row:
            return "keys that begin with hs_"
        if "conversationsThreadId" in row:
            return "messages with a conversationsThreadId"
        if is_map(row.get("engagement")) and is_map(row.get("metadata")):
            return "engagements with metadata"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the ticket: notes and calls are internal, mails by their direction, messages by who sent them."""
    out = Plain()
    found = list(rows(trees))
    known = people([r for r in found if "engagement" not in r and "senders" not in r])
    inside = {id(r.get("properties")) for r in found}
    held = [(r, inner if is_map(inner := r.get("properties")) else r) for r in found if id(r) not in inside]
    ticket = next((p for _, p in held if not _TICKET.isdisjoint(p)), {})
    out.fields = {
        "id": _value(ticket, "hs_ticket_id") or _value(ticket, "hs_object_id"), "subject": _value(ticket, "subject"),
        "status": _value(ticket, "hs_pipeline_stage"), "priority": _value(ticket, "hs_ticket_priority"),
        **{str(k).replace("_", " "): _value(ticket, k) for k in ticket if not str(k).startswith("hs_")
           and k not in {"subject", "content", "createdate"}},
    }  # fmt: skip
    out.open(_value(ticket, "content"), at=_value(ticket, "createdate"), author=None)
    for row, inner in held:
        key = next((k for k in _TEXTS if inner.get(k)), None)
        if key:
            _engagement(out, inner, key, known)
        elif is_map(row.get("engagement")):
            _older(out, row, known)
        elif str(row.get("type")) in _KINDS and ("conversationsThreadId" in row or "senders" in row):
            _message(out, row, known)
    return out


def _value(row: Tree, key: str) -> str | None:
    """Return a property: v3 gives it bare, v1 as an object with value."""
    return text(row, key) or text(row, key, "value")


def _engagement(out: Plain, inner: Tree, key: str, known: dict[str, Known]) -> None:
    at = _value(inner, "hs_timestamp") or _value(inner, "hs_createdate")
    direction = _value(inner, "hs_email_direction") or _value(inner, "hs_communication_logged_from") or ""
    mail = "email" in key or "communication" in key
    side: Side = "customer" if direction.startswith("INCOMING") else "agent"
    owner = known.get(_value(inner, "hubspot_owner_id") or "") if side == "agent" else None
    names = (_value(inner, "hs_email_from_firstname"), _value(inner, "hs_email_from_lastname"))
    sender = _headers(_value(inner, "hs_email_headers"))
    name = " ".join(n for n in names if n) or full_name(sender) or (owner and owner.name)
    address = _value(inner, "hs_email_from_email") or _value(inner, "hs_email_sender_email") or text(sender, "email")
    body = _value(inner, key)
    out.add(body, at=at, author=name, email=address or (owner and owner.email), side=side, public=mail)


def _headers(raw: str | None) -> object:
    """Return the sender that the headers of a mail name, which are JSON in a text."""
    try:
        return get(json.loads(raw or "null"), "from")
    except (ValueError, RecursionError):
        return None


def _older(out: Plain, row: Tree, known: dict[str, Known]) -> None:
    """Add an engagement of API v1."""
    kind = text(row, "engagement", "type") or ""
    sender = get(row, "metadata", "from")
    owner = known.get(text(row, "engagement", "ownerId") or "")
    incoming, mail = kind.startswith("INCOMING"), "EMAIL" in kind
    body = get(row, "metadata", "text") or get(row, "metadata", "html") or get(row, "metadata", "body")
    name = full_name(sender) or (owner.name if owner and not incoming else None)
    address = text(sender, "email") or (owner.email if owner and not incoming else None)
    at = get(row, "engagement", "timestamp") or get(row, "engagement", "createdAt")
    out.add(body, at=at, author=name, email=address, side="customer" if incoming else "agent", public=mail)


def _message(out: Plain, row: Tree, known: dict[str, Known]) -> None:
    sender = next(iter(listed(row.get("senders"))), {})
    actor = text(sender, "actorId") or text(row, "createdBy") or ""
    side = _SENDERS.get(actor[:1], "customer" if row.get("direction") == "INCOMING" else "agent")
    user = known.get(actor) or known.get(actor.partition("-")[2])
    mail = text(sender, "deliveryIdentifier", "value")
    mail = (user.email if user else None) or (mail if mail and "@" in mail else None)
    out.add(row.get("text") or row.get("richText"), at=row.get("createdAt"), email=mail, side=side,
            author=text(sender, "name") or (user and user.name), public=row.get("type") != "COMMENT")  # fmt: skip
