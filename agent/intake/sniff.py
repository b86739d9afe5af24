"""What a file is: told from its bytes, by what only that format has."""

from __future__ import annotations

import re

_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?\S?", re.MULTILINE)
_SURE = frozenset(
    b"received message-id mime-version content-type return-path delivered-to in-reply-to "
    b"content-transfer-encoding".split()
)
_MAIL = _SURE | frozenset(
    b"x-mailer date from to subject cc references dkim-signature user-agent reply-to sender".split()
)


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the header of a mail file (a paste that begins with From: and To: is not one)."""
    head = re.split(rb"\r?\n\r?\n", data.lstrip(b"\xef\xbb\xbf\r\n")[:65_536], maxsplit=1)[0]
    head = re.sub(rb"\AFrom [^\n]*\n", b"", head)
    lines = [line for line in head.split(b"\n") if line.strip() and not line.startswith((b" ", b"\t"))]
    names = [m[1].lower() for line in lines if (m := _HEADER.match(line))]
    if not names or len(names) < len(lines) * 0.8:
        return False
    known = _MAIL.intersection(names)
    return bool(_SURE.intersection(names)) or (
        len(known) == len(set(names)) and {b"from", b"date", b"subject"} <= known
    )


def json_format(tree: object) -> str:
    """Return the name of the export that a JSON tree is."""
    from agent.intake.jsonshape import get, is_map, maps  # noqa: PLC0415  a text ticket does not need it

    if is_map(tree):
        if get(tree, "type") == "conversation" and (get(tree, "conversation_parts") or get(tree, "source")):
            return "intercom"
        ticket = get(tree, "ticket")
        if is_map(ticket) and "requester_id" in ticket and not get(tree, "audit"):
            return "zendesk"
        comments = (maps(get(tree, "comments")) or maps(ticket.get("comments"))) if is_map(ticket) else []
        if comments and _zendesk_like(comments[0]):
            return "zendesk"
    return "json"


def _zendesk_like(first: dict[str, object]) -> bool:
    return ("public" in first or "html_body" in first or "plain_body" in first) and (
        "body" in first or "plain_body" in first
    )
