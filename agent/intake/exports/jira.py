"""Jira and Jira Service Management: an issue with comments (wiki markup or ADF), a request with its comments."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from agent.intake.exports import adf, wiki
from agent.intake.exports.jira_fields import labelled, service_fields
from agent.intake.exports.shape import Plain, heads, listed, people, text, truth
from agent.intake.jsonshape import get, is_map, is_markup, maps, shown
from agent.intake.roles import home
from agent.intake.sides import leaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "jira"
NEEDS = (
    "JSON of an issue (API v2, v3, webhook, search page) or a service request, its comments inside or as files beside "
    "it; `names` or the list of fields says what the custom fields are called"
)
_SHADOWS = frozenset(("renderedFields", "versionedRepresentations", "editmeta", "schema", "operations", "transitions"))
_MOST = 200_000
_PORTAL = "qm:"
"""How the account ids of a service desk's portal customers begin."""


_SHOWN = (
    (("updateAuthor", "body"), "comments with an updateAuthor"),
    (("jsdPublic", "body"), "comments with jsdPublic"),
    (("public", "body", "author", "created", "_links"), "comments of a service request"),
    (("issueKey", "requestFieldValues"), "a request with issueKey and requestFieldValues"),
    (("issueKey", "serviceDeskId"), "a request with issueKey and serviceDeskId"),
    (("field", "fromString", "toString"), "the history of an issue"),
)


def recognise(tree: object) -> str | None:
    """Say what shows that it is Jira's."""
    for row in heads(tree):
        fields = row.get("fields")
        if is_map(fields) and ("self" in row or "issuetype" in fields) and ("key" in row or "renderedFields" in row):
            return "an issue with key and fields"
        for keys, what in _SHOWN:
            if all(key in row for key in keys):
                return what
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the issue: comments that a role or a group alone sees, or that are not public, are internal."""
    found = [row for tree in trees for row in _rows(tree)]
    issue = next((r for r in found if is_map(r.get("fields")) and ("key" in r or "self" in r)), {})
    request = next((r for r in found if "requestFieldValues" in r or "issueKey" in r), {})
    whole = get(issue, "fields")
    fields = whole if is_map(whole) else {}
    told = _Told(found, fields, request)
    out = told.out
    out.fields = {"id": text(issue, "key") or text(request, "issueKey"), **labelled(issue, fields, found)}
    if request:
        out.fields |= {k: v for k, v in service_fields(request).items() if v}
    told.opening(issue)
    for row in told.comments():
        told.comment(row)
    return out


def _rows(tree: object) -> Iterator[Tree]:
    """Yield the objects of a tree, outer ones first; what an issue's other renderings repeat is left out."""
    queue = [tree]
    at = 0
    while at < len(queue) and at < _MOST:
        now = queue[at]
        at += 1
        if is_map(now):
            yield now
            queue.extend(v for k, v in now.items() if isinstance(v, dict | list) and k not in _SHADOWS)
        elif isinstance(now, list):
            queue.extend(v for v in now if isinstance(v, dict | list))


class _Told:
    """What is said on an issue, and by whom."""

    def __init__(self, found: list[Tree], fields: Tree, request: Tree) -> None:
        self.out = Plain()
        self.fields, self.request, self.found = fields, request, found
        self.reporter = next((r for r in (fields.get("reporter"), request.get("reporter"), fields.get("creator"))
                              if is_map(r)), {})  # fmt: skip
        self.known = {key: one.name for key, one in people(found).items() if one.name}
        self.desk = bool(request) or any(str(r.get("accountType")) == "customer" for r in found)
        self.desk = self.desk or any("jsdPublic" in r for r in found)
        asked = [*listed(get(request, "participants")), *(v for k, raw in fields.items() for v in maps(raw)
                 if k.startswith("customfield") and "accountId" in v)]  # fmt: skip
        told = self.desk or text(fields, "project", "projectTypeKey") == "service_desk"
        self.open = True if not told or any(is_map(r.get("visibility")) for r in found if "body" in r) else None
        self.customers = {_key(who) for who in (self.reporter, *asked)} - {""}
        self.staff = {_key(get(r, "author")) for r in found if "body" in r and _stated(r) is False} - {""}
        self.staff |= {_key(fields.get("assignee"))} - {"", *self.customers}

    def opening(self, issue: Tree) -> None:
        """Add the description; a portal's form holds it as an answer."""
        answers = {text(a, "fieldId"): a for a in listed(self.request.get("requestFieldValues"))}
        asked = answers.get("description", {})
        body = self.fields.get("description") or asked.get("value") or text(asked, "renderedValue", "html")
        body = body or text(issue, "renderedFields", "description")
        at = self.fields.get("created") or text(self.request, "createdDate", "iso8601")
        who = self.reporter
        self.out.add(self.seen(body), at=at or self.request.get("createdDate"), author=_name(who),
                     email=text(who, "emailAddress"), side=self.side(who, ""), public=True)  # fmt: skip

    def comments(self) -> Iterator[Tree]:
        """Yield the comments, each once; one that a webhook says to be deleted is not told."""
        gone = {text(r, "comment", "id") for r in self.found if "deleted" in str(r.get("webhookEvent"))}
        done: set[str] = set(filter(None, gone))
        for row in self.found:
            if "body" not in row and "renderedBody" not in row:
                continue
            if not is_map(row.get("author") or row.get("updateAuthor")) or "fields" in row:
                continue
            number = text(row, "id")
            if number is None or number not in done:
                done.add(number or "")
                yield row

    def comment(self, row: Tree) -> None:
        """Add a comment with its side and who sees it."""
        who = row.get("author") or row.get("updateAuthor")
        public = self.open if (stated := _stated(row)) is None else stated
        rendered = text(row, "renderedBody", "html") or text(row, "renderedBody")
        body = self.seen(row.get("body") or rendered)
        at = text(row, "created", "iso8601") or row.get("created") or row.get("updated")
        self.out.add(body, at=at, author=_name(who), email=text(who, "emailAddress"),
                     side=self.side(who, body, internal=public is False), public=public)  # fmt: skip

    def side(  # noqa: PLR0911  one return a kind of evidence, the strongest first
        self, who: object, said: str, *, internal: bool = False
    ) -> Side:
        """Return whose side somebody is on: the reporter and the participants are the customer's."""
        kind = str(get(who, "accountType") or "").lower()
        if kind in {"app", "customer"}:
            return "bot" if kind == "app" else "customer"
        key = _key(who)
        if (text(who, "accountId") or "").startswith(_PORTAL):
            return "customer"
        if internal or key in self.staff:
            return "agent"
        if key and key in self.customers:
            return "customer"
        if not self.reporter:
            return "agent" if kind == "atlassian" else ""
        domain = home(text(who, "emailAddress"))
        near = domain is not None and domain == home(text(self.reporter, "emailAddress"))
        if self.desk:
            return "customer" if near else "agent" if domain is None or kind else ""
        return "" if near or leaning(said) < 0 else "agent"

    def seen(self, body: object) -> str:
        """Return a body as a person sees it, its markup written out so that it is not read as HTML again."""
        if adf.is_document(body):
            shown_ = adf.see(body)
        else:
            raw = shown(body) or ""
            if is_markup(raw) and not re.search(r"\{(?:code|noformat)", raw):
                return raw
            shown_ = wiki.see(raw.replace("\r\n", "\n"), self.known)
        self.out.hidden.extend(shown_.hidden)
        return escape(shown_.text, quote=False)


def _stated(row: Tree) -> bool | None:
    """Return whether the customer sees a comment: a restricted one never, else as the desk's flags say."""
    if is_map(row.get("visibility")):
        return False
    for held in maps(row.get("properties")):
        if held.get("key") == "sd.public.comment" and (internal := truth(get(held, "value", "internal"))) is not None:
            return not internal
    return next((truth(row[key]) for key in ("jsdPublic", "public") if key in row), None)


def _key(who: object) -> str:
    return next((t for key in ("accountId", "key", "name", "displayName") if (t := text(who, key))), "")


def _name(who: object) -> str | None:
    return text(who, "displayName") or text(who, "name") or text(who, "emailAddress")
