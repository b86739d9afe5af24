"""Front: a conversation with its messages and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, listed, rows, text, truth
from agent.intake.jsonshape import get

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Tree

NAME = "front"
NEEDS = "JSON of a conversation (cnv_ id), its messages (msg_) and comments (com_), nested or as files beside it"


def recognise(tree: object) -> str | None:
    """Say what shows that it is Front's."""
    for row in rows([tree]):
        number = text(row, "id") or ""
        if number.startswith(("cnv_", "msg_", "com_")) and (
            "_links" in row or "is_inbound" in row or "posted_at" in row
        ):
            return f"an id that begins with {number[:4]}"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the conversation: inbound is the customer, a comment is internal."""
    out = Plain()
    found = list(rows(trees))
    talk = next((r for r in found if (text(r, "id") or "").startswith("cnv_")), {})
    out.fields = {
        "id": text(talk, "id"), "subject": text(talk, "subject"), "status": text(talk, "status") or "open",
        "assignee": _name(get(talk, "assignee")), "tags": [text(t, "name") for t in listed(talk.get("tags"))],
    }  # fmt: skip
    for row in found:
        number = text(row, "id") or ""
        if number.startswith("msg_"):
            _message(out, row)
        elif number.startswith("com_"):
            author = get(row, "author")
            out.add(row.get("body"), at=row.get("posted_at"), author=_name(author), email=text(author, "email"),
                    side="agent", public=False)  # fmt: skip
    return out


def _message(out: Plain, row: Tree) -> None:
    inbound = truth(row.get("is_inbound")) is True
    sender = next((r for r in listed(row.get("recipients")) if r.get("role") == "from"), {})
    author = get(row, "author")
    name = _name(author) or text(sender, "name")
    out.add(row.get("text") or row.get("body"), at=row.get("created_at"), author=name, public=True,
            email=text(author, "email") or text(sender, "handle"), side="customer" if inbound else "agent")  # fmt: skip


def _name(person: object) -> str | None:
    whole = " ".join(p for p in (text(person, "first_name"), text(person, "last_name")) if p)
    return whole or text(person, "name") or text(person, "username")
