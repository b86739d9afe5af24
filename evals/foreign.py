"""Briefs that were not made here: a case of ours as JSON, or Markdown in whatever template a team has.

Of Markdown, what stands under a known heading or label is read: facts that are single values, the timeline, actions,
asks and level. What a template has no place for is not scored.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from agent.case import Case
from agent.checks import check_document
from agent.checks.document import read_document
from agent.checks.unknowns import asked, placeholder, unknown
from agent.facts import Money
from agent.values.dates import dates_in
from agent.values.money import money_in
from evals.draft import Draft, of_case

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from agent.checks.model import Doc
    from evals.draft import Value

_LABELS = {
    "account_name": "account", "account_tier": "tier", "csm": "csm", "account_owner": "account_owner",
    "contact_name": "contact", "contact_role": "contact", "renewal_date": "renewal_date",
}  # fmt: skip
_ROLE = re.compile(r"\s*[,(（–—]\s*|\s+-\s+")
_LEVEL = re.compile(r"\bL[1-4]\b")
_CITED = re.compile(r"\s*\[(?:m\d+|record)\]")


def read(file: Path) -> Draft:
    """Return the brief of a file; a BriefError where it is none."""
    case = _own(file)
    if case is not None:
        return of_case(case)
    doc = read_document(file)
    text = file.read_text("utf-8", "replace")
    timeline = doc.section("timeline")
    return Draft(
        own_words=text,
        asks=doc.section("asks", "position", "answers", "plan").text,
        facts=_facts(doc),
        timeline=tuple(_events(r.get("date"), r.text) for r in timeline.rows) if timeline.rows else None,
        actions=tuple(line.text for line in doc.section("actions").all()) if doc.has("actions") else None,
        checks=check_document(doc),
        markdown=text,
        assessment=_assessment(doc),
    )


def _own(file: Path) -> Case | None:
    if file.suffix != ".json":
        return None
    try:
        return Case.model_validate(json.loads(file.read_bytes()))
    except ValueError:
        return None  # JSON of another shape is read like any brief


def _facts(doc: Doc) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field, label in _LABELS.items():
        said = [v.value for v in doc.values(label)]
        if said:
            found[field] = _value(field, said)
    yearly = doc.values("arr") or doc.values("arr_at_risk")
    if yearly:
        found["arr"] = _money(v.value for v in yearly)
    if doc.has("asks", "position"):
        found["customer_ask"] = _CITED.sub("", doc.section("asks", "position").text) or None
    if doc.has("root_cause"):
        found["root_cause"] = _known(doc.section("root_cause").text)
    return found


def _known(text: str) -> str | None:
    bare = _CITED.sub("", text).strip()
    return None if placeholder(bare) or unknown(bare) or asked(bare) else bare


def _value(field: str, said: Iterable[str]) -> str | None:
    for text in said:
        bare = _known(text)
        if bare is None:
            continue
        if field == "renewal_date":
            days = [span.value for span in dates_in(bare, None) if span.value]
            return str(days[0]) if days else bare
        name, *role = _ROLE.split(bare, maxsplit=1)
        if field == "contact_role":
            return role[0].strip(" )）") if role else None
        return name if field == "contact_name" else bare
    return None


def _money(said: Iterable[str]) -> Money | None:
    for text in said:
        for span in money_in(text):
            if span.currency and span.amount:
                return Money(amount=float(span.amount), currency=span.currency)
    return None


def _events(day: str, text: str) -> tuple[str, str]:
    found = [span.value for span in dates_in(day, None) if span.value]
    return (str(found[0]) if found else day), text


def _assessment(doc: Doc) -> dict[str, str | None] | None:
    levels = [m.group() for v in doc.values("level") if (m := _LEVEL.search(v.value))]
    return {"level": levels[0]} if levels else None
