"""A draft as the scores see it, whoever wrote it. Null is what cannot be told from it: it is not scored."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.facts import REQUIRED, Money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.case import Case, CheckResult, Question, Usage

Value = str | Money | None


@dataclass(frozen=True)
class Draft:
    """What a brief says.

    `facts` are the inputs that are single values. `timeline` are dates with events. `own_words` is all that is said
    in the writer's own voice. `asks` is where the customer's asks are told and answered.
    """

    own_words: str
    asks: str
    facts: Mapping[str, Value]
    timeline: tuple[tuple[str, str], ...] | None
    actions: tuple[str, ...] | None
    checks: tuple[CheckResult, ...]
    markdown: str
    assessment: Mapping[str, str | None] | None = None
    quotes: tuple[tuple[str, str], ...] | None = None
    questions: tuple[Question, ...] | None = None
    commitments: str | None = None
    usage: Usage | None = None
    unproven: tuple[str, ...] = field(default=())
    case: Case | None = None


def of_case(case: Case) -> Draft:
    """Return a case of ours as the scores see it."""
    from agent import render  # noqa: PLC0415 - heavy

    held = case.model_dump(mode="json")
    said = {name: fact["value"] for name, fact in held["facts"].items()}
    own = {key: held[key] for key in ("brief", "package", "questions", "commitments", "similar")}
    position = case.brief.customer_position
    answers = case.brief.resolution_plan.answers_to_asks
    facts = {name: case.facts.get(name) for name in REQUIRED}
    return Draft(
        own_words=json.dumps({"facts": said, **own}, ensure_ascii=False),
        asks="\n".join((*position.their_asks, *(a.ask for a in answers), str(facts["customer_ask"].value or ""))),
        facts={n: f.value for n, f in facts.items() if f.value is None or isinstance(f.value, str | Money)},
        timeline=tuple((entry.date, entry.event) for entry in case.facts.timeline.value or ()),
        actions=tuple(entry.model_dump_json() for entry in case.facts.actions_taken.value or ()),
        checks=case.checks,
        markdown=str(render.as_("md", case)),
        assessment={name: judged["value"] for name, judged in held["assessment"].items()},
        quotes=tuple((name, e.quote) for name, fact in facts.items() for e in fact.evidence if e.quote),
        questions=case.questions,
        commitments="\n".join(c.text for c in case.commitments),
        usage=case.usage,
        case=case,
        unproven=tuple(
            name for name, fact in facts.items()
            if fact.known and fact.source in {"customer", "vendor"} and not fact.evidence
        ),
    )  # fmt: skip
