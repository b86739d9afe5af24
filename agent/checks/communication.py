"""The communication plan: who tells whom what, by which channel, by when; the customer and our own side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.checks.dues import due_state
from agent.checks.lexicon import find
from agent.checks.owners import owner_state
from agent.checks.prose import content, words
from agent.checks.registry import Finding, blocked, check, fail
from agent.checks.unknowns import asked, empty, placeholder, unknown
from agent.checks.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc, Row

_FEW_WORDS = 3
_CELLS = ("audience", "message", "channel")


@check("communication_plan_complete")
def communication_complete(doc: Doc) -> Iterator[Finding]:
    """Customer and internal audiences are planned for, and each row is complete."""
    section = doc.section("communication")
    rows = [row for row in section.rows if row.text.strip()]
    if placeholder(section.text) or not rows:
        yield fail("absent", section.where)
        return
    for row in rows:
        yield from _row(doc, row)
    if not any(_customer(doc, row) for row in rows):
        yield fail("no_customer", section.where)
    if not handled(doc) and not any(_internal(doc, row) for row in rows):
        yield fail("no_internal", section.where)


def handled(doc: Doc) -> bool:
    """Whether the case is no escalation, so that nobody above has to be told."""
    return doc.case is not None and doc.case.assessment.decision.value == "handle"


def _row(doc: Doc, row: Row) -> Iterator[Finding]:
    for cell in _CELLS:
        text = row.get(cell)
        if asked(text) and unknown(text):
            yield blocked("open", row.where, by=cell, text=row.text)
        elif empty(text) or (placeholder(text) and len(words(text)) <= _FEW_WORDS):
            yield fail("missing", row.where, what=say(doc.lang, f"column.{cell}")[0], text=row.text)
    owner = owner_state(row.get("owner"))
    if owner == "asked":
        yield blocked("open", row.where, by="owner", text=row.text)
    elif owner == "missing":
        yield fail("missing", row.where, what=say(doc.lang, "column.owner")[0], text=row.text)
    elif owner == "nobody":
        yield fail("not_owner", row.where, text=row.get("owner"))
    due = due_state(row.get("due"), cadence=True)
    if due == "asked":
        yield blocked("open", row.where, by="due", text=row.text)
    elif due == "missing":
        yield fail("missing", row.where, what=say(doc.lang, "column.due")[0], text=row.text)
    elif due == "vague":
        yield fail("not_due", row.where, text=row.get("due"))


def _customer(doc: Doc, row: Row) -> bool:
    audience = row.get("audience")
    if find("customer_audience", audience) and not find("role", audience.split(":")[0].split("：")[0]):
        return True
    if find("customer_audience", audience) and audience.lower().startswith(("customer:", "client:", "customer (")):
        return True
    known = " ".join(v.value for v in doc.values("account", "contact"))
    people = set(content(audience)) - set(_our_people(doc))
    if people & set(content(known)):
        return True
    told = doc.section("position").text
    return not find("internal_audience", audience) and bool(people) and people <= set(content(told))


def _our_people(doc: Doc) -> tuple[str, ...]:
    ours = [
        v.value for v in doc.values("csm", "account_owner", "raised_by", "escalation_owner", "owner", "by", "decider")
    ]
    return content(" ".join(ours))


def _internal(doc: Doc, row: Row) -> bool:
    audience = row.get("audience")
    if find("internal_audience", audience) and not audience.lower().startswith(
        ("customer:", "customer (", "client:", "客户：", "客户:")
    ):
        return not (_customer(doc, row) and not find("role", audience))
    return not _customer(doc, row) and bool(set(content(audience)) & set(_our_people(doc)))
