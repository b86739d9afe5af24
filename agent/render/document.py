"""A case as a document, before any format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from agent.render.appendix import appendix_sections, question_sections, sources_section
from agent.render.blocks import Bullets, Document, Fields, Paragraph, Section, Table, runs
from agent.render.package_sections import package_sections
from agent.render.sections import brief_sections
from agent.render.shown import account, known_sources
from agent.render.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.case import Case
    from agent.render.blocks import Block
    from agent.render.wording import Wording

Which = Literal["brief", "package", "both"]


def document(case: Case, which: Which = "both") -> Document:
    """Return the document of a case: status and questions first, sources last."""
    words = wording(case.lang)
    known = known_sources(case, words)
    sections = [*question_sections(case, words)]
    sections += brief_sections(case, words) if which != "package" else ()
    sections += package_sections(case, words) if which != "brief" else ()
    sections += appendix_sections(case, words)
    used = {run.cites for text in _texts(sections) for run in runs(text, known) if run.cites}
    sections.append(sources_section(words, used, known))
    ticket = words("doc.ticket", ticket=case.ticket.id) if case.ticket.id else None
    drafted = words("doc.subtitle", as_of=case.as_of, case=case.case_id)
    subtitle = " · ".join(part for part in (ticket, case.ticket.subject, drafted) if part)
    title = words(
        "doc.handle" if case.assessment.decision.value == "handle" else f"doc.{which}", account=account(case, words)
    )
    return Document(case.lang, title, subtitle, _status(case, words), tuple(sections), words("colon"), known)


def _status(case: Case, words: Wording) -> tuple[tuple[str, str], ...]:
    header, judged = case.brief.header, case.assessment
    level = header.level or judged.level.value or words("level.none")
    rows = (
        ("level", f"{level} ({header.level_label})" if header.level and header.level_label else level),
        ("decision", words.label("decision", judged.decision.value) if judged.decision.value else None),
        ("clock", header.respond_by),
        ("severity", words.label("severity", judged.severity.value) if judged.severity.value else None),
        ("destination", words.label("destination", judged.destination.value) if judged.destination.value else None),
    )
    return tuple((words(f"status.{key}"), value or "–") for key, value in rows)


def _texts(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        for block in section.blocks:
            yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Fields):
        yield from (value for _, value in block.rows)
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)
    elif isinstance(block, Bullets):
        yield from block.items
