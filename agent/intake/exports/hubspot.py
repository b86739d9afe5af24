"""HubSpot: a ticket with its engagements (notes, mails) and the messages of a conversation thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, listed, rows, text
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "hubspot"
NEEDS = "JSON of a ticket (`properties` with hs_ keys), engagements or conversation messages beside it"
_TEXTS = ("hs_note_body", "hs_email_text", "hs_email_html", "hs_call_body", "hs_communication_body")


def recognise(tree: object) -> str | None:
    """Say what shows that it is HubSpot's."""
    for row in rows([tree]):
        inner = row.get("properties")
        if is_map(inner) and any(str(k).startswith("hs_") for k in inner):
            return "properties with keys that begin with hs_"
        if "hs_ticket_id" in row or "hs_pipeline_stage" in row:
            return "keys that begin with hs_"
        if "conversationsThreadId" in row:
            return "messages with a conversationsThreadId"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the ticket: notes and calls are internal, mails by their direction, messages by who sent them."""
    out = Plain()
    found = list(rows(trees))
    inside = {id(r.get("properties")) for r in found}
    held = [(r, inner if is_map(inner := r.get("properties")) else r) for r in found if id(r) not in inside]
    ticket = next(
        (p for _, p in held if any(k in p for k in ("hs_pipeline_stage", "hs_ticket_id", "hs_ticket_category"))), {}
    )
    out.fields = {
        "id": text(ticket, "hs_ticket_id") or text(ticket, "hs_object_id"), "subject": text(ticket, "subject"),
        "status": text(ticket, "hs_pipeline_stage"), "priority": text(ticket, "hs_ticket_priority"),
        **{str(k).replace("_", " "): v for k, v in ticket.items() if not str(k).startswith("hs_")
           and k not in {"subject", "content", "createdate"}},
    }  # fmt: skip
    out.add(ticket.get("content"), at=ticket.get("createdate"), author=None, side="customer", public=True)
    for row, inner in held:
        key = next((k for k in _TEXTS if inner.get(k)), None)
        if key:
            _engagement(out, inner, key)
        elif "conversationsThreadId" in row or (row.get("type") in {"MESSAGE", "COMMENT"} and "text" in row):
            _message(out, row)
    return out


def _engagement(out: Plain, inner: Tree, key: str) -> None:
    at = inner.get("hs_timestamp") or inner.get("hs_createdate")
    direction = str(inner.get("hs_email_direction") or "")
    side: Side = "customer" if direction.startswith("INCOMING") else "agent"
    first = " ".join(p for p in (text(inner, "hs_email_from_firstname"), text(inner, "hs_email_from_lastname")) if p)
    mail = "email" in key
    out.add(inner.get(key), at=at, author=first or None, email=inner.get("hs_email_from_email"), side=side, public=mail)


def _message(out: Plain, row: Tree) -> None:
    sender = next(iter(listed(row.get("senders"))), {})
    actor = text(sender, "actorId") or ""
    kinds: dict[str, Side] = {"V": "customer", "A": "agent", "B": "bot", "S": "system"}
    side = kinds.get(actor[:1], "customer" if row.get("direction") == "INCOMING" else "agent")
    mail = text(get(sender, "deliveryIdentifier"), "value")
    out.add(row.get("text") or row.get("richText"), at=row.get("createdAt"), author=text(sender, "name"), email=mail,
            side=side, public=row.get("type") != "COMMENT")  # fmt: skip
