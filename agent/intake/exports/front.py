"""Front: a conversation with its messages and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, full_name, heads, listed, rows, text, truth
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Tree

NAME = "front"
NEEDS = "JSON of a conversation (cnv_ id), its messages (msg_) and comments (com_), nested or as files beside it"


def recognise(tree: object) -> str | None:
    """Say what shows that it is Front's."""
    for row in heads(tree):
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
    custom = talk.get("custom_fields")
    first = next((r for r in found if "is_inbound" in r and text(r, "subject")), {})
    out.fields = {
        "id": text(talk, "id"), "subject": text(talk, "subject") or text(first, "subject"),
        "status": text(talk, "status") or "open", "assignee": _name(get(talk, "assignee")),
        "tags": [name for t in listed(talk.get("tags")) if (name := text(t, "name"))],
        **(custom if is_map(custom) else {}),
    }  # fmt: skip
    seen: set[str] = set()
    for row in found:
        number = text(row, "id") or ""
        if number in seen:
            continue
        if number.startswith("msg_") and "is_inbound" in row and truth(row.get("is_draft")) is not True:
            seen.add(number)
            _message(out, row)
        elif number.startswith("com_"):
            seen.add(number)
            author = get(row, "author")
            out.add(row.get("body"), at=row.get("posted_at"), author=_name(author), email=text(author, "email"),
                    side="agent", public=False)  # fmt: skip
    return out


def _message(out: Plain, row: Tree) -> None:
    inbound = truth(row.get("is_inbound")) is True
    sender = next((r for r in listed(row.get("recipients")) if r.get("role") == "from"), {})
    author = get(row, "author") if not inbound or not sender else None
    name = _name(author) or text(sender, "name")
    out.add(row.get("text") or row.get("body"), at=row.get("created_at"), author=name, public=True,
            email=text(author, "email") or text(sender, "handle"), side="customer" if inbound else "agent")  # fmt: skip


def _name(person: object) -> str | None:
    return full_name(person) or text(person, "username")
