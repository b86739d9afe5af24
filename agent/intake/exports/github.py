"""GitHub: an issue or a discussion with its comments, by REST, GraphQL, the command line, or as a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.exports.shape import Plain, heads, listed, rows, text
from agent.intake.json_normal import normal
from agent.intake.jsonshape import get, is_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.intake.exports.shape import Side, Tree

NAME = "github"
NEEDS = "JSON of an issue and its comments (REST, GraphQL, `gh --json` or webhook), nested or as files beside it"
_OURS = frozenset(("OWNER", "MEMBER", "COLLABORATOR"))
_SIGNS = frozenset(("issue_url", "comments_url", "html_url", "pull_request_url", "event"))
_OLDER = frozenset(("changes", "sub_issues", "parent", "closedByPullRequestsReferences", "source"))


def recognise(tree: object) -> str | None:
    """Say what shows that it is GitHub's."""
    for row in heads(tree):
        if "author_association" in row and not _SIGNS.isdisjoint(row):
            return "an author_association"
        if "authorAssociation" in row and "author" in row:
            return "an authorAssociation"
    return None


def plain(trees: Sequence[object]) -> Plain:
    """Return the issue: owners, members and collaborators are our side, bots are bots, everything is public."""
    out = Plain()
    whole = [normal(_present(tree)) for tree in trees]
    found = list(rows(whole))
    issue = next((r for r in found if _is_issue(r)), {})
    out.fields = {
        "id": text(issue, "number"), "subject": text(issue, "title"), "status": text(issue, "state"),
        "labels": [text(label, "name") or "" for label in listed(issue.get("labels"))],
        "assignee": _login(issue.get("assignee")) or _login(next(iter(listed(issue.get("assignees"))), None)),
        "milestone": text(issue, "milestone", "title"), "reason": text(issue, "state_reason"),
    }  # fmt: skip
    staff = {_login(_author(r)) for r in found if _association(r) in _OURS} - {None}
    gone = {text(get(tree, "comment"), "id") for tree in trees if text(tree, "action") == "deleted"} - {None}
    _add(out, issue, staff)
    done: set[str | None] = set(gone)
    for row in found:
        number = text(row, "node_id") or text(row, "id")
        if row is issue or not _is_comment(row) or number in done or text(row, "id") in gone:
            continue
        done.add(number)
        _add(out, row, staff)
    return out


def _present(tree: object) -> object:
    """Return a delivery without what it says of other and of earlier issues."""
    if not is_map(tree):
        return tree
    return {k: _present(v) if k in {"issue", "data", "repository", "node"} else v
            for k, v in tree.items() if k not in _OLDER}  # fmt: skip


def _is_issue(row: Tree) -> bool:
    return "title" in row and ("comments_url" in row or ("body" in row and "number" in row))


def _is_comment(row: Tree) -> bool:
    if "title" in row or not any(k in row for k in ("body", "bodyText", "bodyHTML")):
        return False
    return _association(row) is not None or any(k in row for k in ("issue_url", "discussion_id", "pull_request_url"))


def _association(row: Tree) -> str | None:
    return text(row, "author_association") or text(row, "authorAssociation")


def _author(row: Tree) -> object:
    return row.get("user") or row.get("author") or row.get("actor")


def _login(who: object) -> str | None:
    return text(who, "login") or text(who, "name")


def _add(out: Plain, row: Tree, staff: set[str | None]) -> None:
    who = _author(row)
    login = _login(who)
    machine = "Bot" in {text(who, "type"), text(who, "__typename")} or text(who, "is_bot") == "true"
    ours = _association(row) in _OURS or (login is not None and login in staff)
    side: Side = "bot" if machine or (login or "").endswith("[bot]") else "agent" if ours else "customer"
    body = row.get("body") or row.get("bodyText") or row.get("body_text") or row.get("bodyHTML")
    at = row.get("created_at") or row.get("createdAt") or row.get("submitted_at") or row.get("publishedAt")
    out.add(body, at=at, author=login, side=side, public=True, email=text(who, "email"))
