"""GitHub: an issue with its comments, by REST or as a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, listed, rows, text
from agent.intake.jsonshape import get

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "github"
NEEDS = "JSON of an issue and its comments (REST or webhook), nested or as files beside it"
_OURS = frozenset(("OWNER", "MEMBER", "COLLABORATOR"))


def recognise(tree: object) -> str | None:
    """Say what shows that it is GitHub's."""
    for row in rows([tree]):
        if "author_association" in row and ("issue_url" in row or "comments_url" in row or "html_url" in row):
            return "an author_association"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the issue: owners, members and collaborators are our side, everything is public."""
    out = Plain()
    found = list(rows(trees))
    issue = next((r for r in found if "comments_url" in r and "title" in r), {})
    out.fields = {
        "id": text(issue, "number"), "subject": text(issue, "title"), "status": text(issue, "state"),
        "labels": [text(label, "name") for label in listed(issue.get("labels"))],
        "assignee": text(issue, "assignee", "login"), "milestone": text(issue, "milestone", "title"),
    }  # fmt: skip
    deleted = {text(get(tree, "comment"), "id") for tree in trees if text(tree, "action") == "deleted"}
    _add(out, issue)
    for row in found:
        if "issue_url" in row and "body" in row and text(row, "id") not in deleted:
            _add(out, row)
    return out


def _add(out: Plain, row: Tree) -> None:
    kind = text(row, "user", "type")
    ours = str(row.get("author_association")) in _OURS
    side: Side = "bot" if kind == "Bot" else "agent" if ours else "customer"
    out.add(row.get("body"), at=row.get("created_at"), author=text(row, "user", "login"), side=side, public=True)
