"""Salesforce: a Case with EmailMessages, CaseComments and feed, by REST, SOQL or Chatter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, heads, people, rows, text, truth
from agent.intake.jsonshape import get, is_map, maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Known, Side, Tree

NAME = "salesforce"
NEEDS = (
    "JSON of a Case with its EmailMessages, CaseComments or feed items, nested or as files beside it; users and "
    "contacts beside it are joined"
)
_NO_FIELDS = frozenset(("attributes", "CreatedBy", "LastModifiedBy", "capabilities"))
_FEW = 3
_MAIL, _COMMENT, _FEED = "EmailMessage", "CaseComment", "FeedItem"
_FEEDS = frozenset((_FEED, "CaseFeed"))
_OUTSIDE = ("Csp", "CustomerSuccess", "PowerCustomer", "Guest", "External", "ChatterGuest", "Customer")


def recognise(tree: object) -> str | None:
    """Say what shows that it is Salesforce's."""
    for row in heads(tree):
        kind = _kind(row)
        if kind in {"Case", _MAIL, _COMMENT, *_FEEDS}:
            return f"an object with attributes.type {kind}"
        if text(row, "CaseNumber") and ("Subject" in row or "Status" in row):
            return "a CaseNumber with subject or status"
        if ("CommentBody" in row and not is_map(row["CommentBody"])) or ("MessageDate" in row and "FromAddress" in row):
            return "comments or mails of a case"
        if is_map(row.get("actor")) and is_map(said := row.get("body")) and "messageSegments" in said:
            return "feed elements with an actor and messageSegments"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the case: mails by their direction, comments by IsPublished, the feed by its visibility."""
    out = Plain()
    found = list(rows(trees))
    known = people([r for r in found if _kind(r) in {"User", "Contact", "", "Name"} and "CaseNumber" not in r])
    case = next((r for r in found if _kind(r) == "Case" or "CaseNumber" in r), {})
    contact, creator = get(case, "Contact"), get(case, "CreatedBy")
    asker = known.get(text(case, "ContactId") or "")
    out.fields = {
        "id": text(case, "CaseNumber") or text(case, "Id"), "subject": text(case, "Subject"),
        "status": text(case, "Status"), "priority": text(case, "Priority"), "Origin": text(case, "Origin"),
        **{k: v for k, v in case.items() if is_map(v) and "records" not in v and k not in _NO_FIELDS},
        **{k.removesuffix("__c").replace("_", " "): v for k, v in case.items() if k.endswith("__c")},
    }  # fmt: skip
    who = text(contact, "Name") or (asker and asker.name) or text(case, "SuppliedName") or text(creator, "Name")
    mail = text(contact, "Email") or (asker and asker.email) or text(case, "SuppliedEmail") or text(creator, "Email")
    out.open(case.get("Description"), at=case.get("CreatedDate"), author=who, email=mail, title=text(contact, "Title"))
    owner = text(case, "Owner", "Email") or text(case, "Owner", "Name")
    owner = owner if owner not in {mail, who} else None
    nested = {id(reply) for row in found for reply in _replies(row)}
    for row in found:
        if id(row) not in nested:
            _add(out, row, known, mail)
    for one in out.said:
        author = one.get("author")
        if owner and is_map(author) and not author.get("role") and owner in (author.get("email"), author.get("name")):
            author["role"] = "agent"
    return out


def _kind(row: Tree) -> str:
    told = row.get("attributes")
    return (text(told, "type") or "") if is_map(told) and len(told) <= _FEW else ""


def _replies(row: Tree) -> list[Tree]:
    """Return the comments under a feed item."""
    return maps(get(row, "FeedComments", "records")) or maps(get(row, "capabilities", "comments", "page", "items"))


def _add(out: Plain, row: Tree, known: dict[str, Known], mail: str | None) -> None:
    at = row.get("MessageDate") or row.get("CreatedDate")
    if _kind(row) == _MAIL or "TextBody" in row or "HtmlBody" in row:
        incoming = truth(row.get("Incoming"))
        side: Side = "" if incoming is None else "customer" if incoming else "agent"
        body = row.get("TextBody") or row.get("HtmlBody")
        out.add(body, at=at, author=row.get("FromName"), email=row.get("FromAddress"), side=side, public=True)
    elif _kind(row) == _COMMENT or "CommentBody" in row:
        _written(out, row, row.get("CommentBody"), truth(row.get("IsPublished")), known, mail)
    elif _kind(row) in _FEEDS or ("Visibility" in row and "Body" in row):
        _written(out, row, row.get("Body"), row.get("Visibility") != "InternalUsers", known, mail)
    elif is_map(row.get("actor")) and is_map(row.get("body")):
        _posted(out, row, public=row.get("visibility") != "InternalUsers")
    public = "InternalUsers" not in (row.get("Visibility"), row.get("visibility"))
    for reply in _replies(row):
        if is_map(reply.get("user")):
            _posted(out, reply, public=public)
        else:
            _written(out, reply, reply.get("CommentBody"), public, known, mail)


def _written(
    out: Plain,
    row: Tree,
    body: object,
    public: bool | None,  # noqa: FBT001  a comment's own flag
    known: dict[str, Known],
    mail: str | None,
) -> None:
    user = known.get(text(row, "CreatedById") or "")
    name = text(row, "CreatedBy", "Name") or (user and user.name)
    address = text(row, "CreatedBy", "Email") or (user and user.email)
    outside = (text(row, "CreatedBy", "UserType") or "").startswith(_OUTSIDE) or bool(mail and address == mail)
    inside = public is False or text(row, "CreatedBy", "UserType") == "Standard"
    side: Side = "customer" if outside else "agent" if inside else ""
    if body and not any(one["body"] == body for one in out.said):
        title = text(row, "CreatedBy", "Title") or (user and user.title)
        out.add(body, at=row.get("CreatedDate"), author=name, email=address, side=side, public=public, title=title)


def _posted(out: Plain, row: Tree, *, public: bool) -> None:
    """Add a post or a comment as Chatter gives it."""
    who = row.get("actor") or row.get("user")
    kind = text(who, "userType") or ""
    side: Side = "customer" if kind.startswith(_OUTSIDE) else "agent" if kind == "Internal" or not public else ""
    out.add(text(row, "body", "text"), at=row.get("createdDate"), author=text(who, "displayName"), side=side,
            email=text(who, "email"), public=public, title=text(who, "title"))  # fmt: skip
