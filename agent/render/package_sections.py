"""The sections of the support escalation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.render.blocks import Block, Bullets, Paragraph, Section
from agent.render.sections import actions, fields
from agent.render.shown import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.case import Case
    from agent.render.wording import Wording

_DIMENSIONS = ("breadth", "depth", "duration", "revenue", "reputation", "contractual")


def package_sections(case: Case, words: Wording) -> Iterator[Section]:
    """The support escalation."""
    package = case.package
    head = [
        ("severity", words.label("severity", package.severity) if package.severity else words("unknown.no_basis")),
        (
            "routed_to",
            words.label("destination", package.routed_to) if package.routed_to else words("unknown.no_basis"),
        ),
    ]
    yield Section(words("section.package"), (fields(words, head),))
    yield Section(words("section.summary"), (Paragraph(package.summary),), level=3)
    yield from _impact(case, words)
    narrative = package.problem_narrative or unknown(case, words, "nature")
    yield Section(words("section.narrative"), (Paragraph(narrative),), level=3)
    yield Section(words("section.reproduction"), tuple(_reproduction(case, words)), level=3)
    yield Section(words("section.actions_taken"), actions(case, words, package.actions_taken), level=3)
    told = package.customer_communication
    rows = [("last_update", told.last_update), ("expectation", told.expectation), ("further_risk", told.further_risk)]
    yield Section(words("section.customer_communication"), (fields(words, rows),), level=3)
    request = [("ask", package.request.ask), ("deadline", package.request.deadline)]
    yield Section(words("section.request"), (fields(words, request),), level=3)
    if package.references:
        yield Section(words("section.references"), (Bullets(package.references),), level=3)


def _impact(case: Case, words: Wording) -> Iterator[Section]:
    impact = case.package.business_impact
    exposed = unknown(case, words, "arr")
    rows = [
        ("affected_customers", impact.affected_customers),
        ("operational_effect", impact.operational_effect),
        ("revenue_exposure", impact.revenue_exposure or exposed),
        ("sla_position", impact.sla_position),
    ]
    yield Section(words("section.package_impact"), (fields(words, rows),), level=3)
    stated = {name: getattr(impact, name) for name in _DIMENSIONS}
    six = [(name, value or (exposed if name == "revenue" else None)) for name, value in stated.items()]
    yield Section(words("section.dimensions"), (fields(words, six),), level=3)


def _reproduction(case: Case, words: Wording) -> Iterator[Block]:
    shown = case.package.reproduction
    if shown == type(shown)():
        yield Paragraph(words("unknown.not_applicable"))
        return
    if shown.steps:
        yield Bullets(shown.steps, ordered=True)
    rows = [("expected", shown.expected), ("observed", shown.observed), ("environment", shown.environment)]
    yield fields(words, rows if shown.steps else [("steps", None), *rows])
