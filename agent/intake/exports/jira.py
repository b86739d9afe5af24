"""Jira and Jira Service Management: an issue with comments (text or ADF), a request with its comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, listed, rows, text, truth
from agent.intake.jsonshape import get, is_map, maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "jira"
NEEDS = (
    "JSON of an issue or a service request, its comments inside or as files beside it; `names` says the custom fields"
)
_DULL = frozenset(("comment", "description", "summary", "attachment", "worklog", "issuelinks", "subtasks", "sub-tasks"))


def recognise(tree: object) -> str | None:
    """Say what shows that it is Jira's."""
    for row in rows([tree]):
        if is_map(row.get("fields")) and ("key" in row or "renderedFields" in row) and "self" in row:
            return "an issue with key, self and fields"
        if "issueKey" in row and "requestFieldValues" in row:
            return "a request with issueKey and requestFieldValues"
        if "updateAuthor" in row and "body" in row:
            return "comments with an updateAuthor"
        if is_map(row.get("_expandable")) and "public" in row and "body" in row:
            return "comments of a service request"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the issue: comments that a role or a group alone sees, or that are not public, are internal."""
    out = Plain()
    found = list(rows(trees))
    issue = next((r for r in found if is_map(r.get("fields")) and "key" in r and "self" in r), {})
    request = next((r for r in found if "requestFieldValues" in r), {})
    fields = get(issue, "fields")
    reporter = get(fields, "reporter") or get(fields, "creator") or get(request, "reporter")
    out.fields = {
        "id": text(issue, "key") or text(request, "issueKey"),
        **_labelled(issue, fields if is_map(fields) else {}),
    }
    answers = {
        text(a, "fieldId") or text(a, "label"): a.get("value") for a in listed(request.get("requestFieldValues"))
    }
    if request:
        out.fields["subject"] = text(answers.get("summary")) or out.fields.get("subject")
        out.fields["status"] = text(request, "currentStatus", "status")
    opening = get(fields, "description") or answers.get("description")
    at = get(fields, "created") or get(request, "createdDate")
    out.add(opening, at=at, author=text(reporter, "displayName"), email=text(reporter, "emailAddress"),
            side="customer", public=True)  # fmt: skip
    for row in found:
        if "body" in row and ("author" in row or "updateAuthor" in row) and "fields" not in row:
            _comment(out, row, text(reporter, "displayName"))
    return out


def _labelled(issue: Tree, fields: Tree) -> Tree:
    """Return the fields by their names: those of custom ones stand in `names`."""
    names = get(issue, "names")
    out: Tree = {"subject": text(fields, "summary"), "status": text(fields, "status", "name")}
    for key, value in fields.items():
        label = (text(names, key) if is_map(names) else None) or key
        one = value if not is_map(value) else text(value, "displayName") or text(value, "value") or text(value, "name")
        if key in _DULL or one in (None, "", []) or is_map(one):
            continue
        several = [text(v, "name") or text(v, "value") for v in maps(one)] if isinstance(one, list) else []
        out.setdefault(
            label, ", ".join(v for v in several if v) or one if not several else ", ".join(v for v in several if v)
        )
    return out


def _comment(out: Plain, row: Tree, reporter: str | None) -> None:
    author = get(row, "author") or get(row, "updateAuthor")
    name = text(author, "displayName") or text(author, "name")
    stated = (
        truth(row.get("public")) if "public" in row else truth(row.get("jsdPublic")) if "jsdPublic" in row else None
    )
    public = False if is_map(row.get("visibility")) else stated
    kind = str(get(author, "accountType") or "")
    side: Side = "customer" if kind == "customer" or (name and name == reporter) else "agent" if public is False else ""
    at = text(row, "created", "iso8601") or row.get("created")
    out.add(row.get("body"), at=at, author=name, email=text(author, "emailAddress"), side=side, public=public)
