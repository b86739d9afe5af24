"""The plan: every step has somebody who does it, and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.checks.dues import due_state
from agent.checks.owners import owner_state
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import empty, placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Row


@check("plan_has_owners_and_dates")
def plan_owned(doc: Doc) -> Iterator[Finding]:
    """Every step has an owner, a person or a role, and a date."""
    section = doc.section("plan")
    if placeholder(section.text):
        yield fail("absent", section.where)
        return
    rows = [row for row in section.rows if row.text.strip()]
    for row in rows:
        yield from _step(row)
    if not rows:
        yield fail("no_owner", section.where, text=section.text)


def _step(row: Row) -> Iterator[Finding]:
    about = row.get("action") or row.text
    owner, due = owner_state(row.get("owner")), due_state(row.get("due"))
    if empty(row.get("action")) and "action" in row.cells:
        yield fail("no_action", row.where)
    if owner == "asked" or due == "asked":
        yield blocked("open", row.where, by="owner" if owner == "asked" else "due", text=about)
    if owner in {"missing", "nobody"}:
        yield fail(
            "no_owner" if owner == "missing" else "not_owner",
            row.where,
            text=about if owner == "missing" else row.get("owner"),
        )
    if due in {"missing", "vague"}:
        yield fail(
            "no_due" if due == "missing" else "not_due", row.where, text=about if due == "missing" else row.get("due")
        )
