"""Salesforce: a Case with EmailMessages, CaseComments and feed, by REST or SOQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, listed, rows, text, truth
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "salesforce"
NEEDS = "JSON of a Case with its EmailMessages, CaseComments or feed items, nested or as files beside it"
_NO_FIELDS = frozenset(("attributes", "CreatedBy", "LastModifiedBy"))
_MAIL, _COMMENT, _FEED = "EmailMessage", "CaseComment", "FeedItem"


def recognise(tree: object) -> str | None:
    """Say what shows that it is Salesforce's."""
    for row in rows([tree]):
        kind = text(row, "attributes", "type")
        if kind in {"Case", _MAIL, _COMMENT, _FEED, "CaseFeed"}:
            return f"an object with attributes.type {kind}"
        if "CaseNumber" in row and ("Subject" in row or "Status" in row):
            return "a CaseNumber with subject or status"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the case: mails by their direction, comments by IsPublished, the feed by its visibility."""
    out = Plain()
    found = list(rows(trees))
    case = next((r for r in found if _kind(r) == "Case" or "CaseNumber" in r), {})
    contact, creator = get(case, "Contact"), get(case, "CreatedBy")
    out.fields = {
        "id": text(case, "CaseNumber") or text(case, "Id"), "subject": text(case, "Subject"),
        "status": text(case, "Status"), "priority": text(case, "Priority"), "Origin": text(case, "Origin"),
        **{k: v for k, v in case.items() if is_map(v) and "records" not in v and k not in _NO_FIELDS},
        **{k.removesuffix("__c").replace("_", " "): v for k, v in case.items() if k.endswith("__c")},
    }  # fmt: skip
    who = text(contact, "Name") or text(case, "SuppliedName") or text(creator, "Name")
    mail = text(contact, "Email") or text(case, "SuppliedEmail") or text(creator, "Email")
    out.add(case.get("Description"), at=case.get("CreatedDate"), author=who, email=mail, side="customer", public=True,
            title=text(contact, "Title"))  # fmt: skip
    for row in found:
        _add(out, row)
    return out


def _kind(row: Tree) -> str:
    return text(row, "attributes", "type") or ""


def _add(out: Plain, row: Tree) -> None:
    at = row.get("MessageDate") or row.get("CreatedDate")
    if _kind(row) == _MAIL or "TextBody" in row or "HtmlBody" in row:
        incoming = truth(row.get("Incoming"))
        side: Side = "" if incoming is None else "customer" if incoming else "agent"
        body = row.get("TextBody") or row.get("HtmlBody")
        out.add(body, at=at, author=row.get("FromName"), email=row.get("FromAddress"), side=side, public=True)
    elif _kind(row) == _COMMENT or "CommentBody" in row:
        shown_to = truth(row.get("IsPublished"))
        out.add(row.get("CommentBody"), at=at, author=text(row, "CreatedBy", "Name"), public=shown_to,
                email=text(row, "CreatedBy", "Email"), side="agent" if shown_to is False else "")  # fmt: skip
    elif _kind(row) in {_FEED, "CaseFeed"} or ("Visibility" in row and "Body" in row):
        internal = str(row.get("Visibility")) == "InternalUsers"
        out.add(row.get("Body"), at=at, author=text(row, "CreatedBy", "Name"), public=not internal,
                side="agent" if internal else "")  # fmt: skip
    for reply in listed(get(row, "FeedComments")) if row.get("FeedComments") else []:
        out.add(reply.get("CommentBody"), at=reply.get("CreatedDate"), author=text(reply, "CreatedBy", "Name"))
