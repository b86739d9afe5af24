"""What stands around both documents: the questions first, then why, precedents, differences, checks and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.render.blocks import Block, Bullets, Paragraph, Section, Source, Sources
from agent.render.sections import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.case import Case, Judgement, Question
    from agent.evidence import Evidence
    from agent.render.wording import Wording

_MARKS = {"pass": "✓", "fail": "✗", "blocked": "?"}


def question_sections(case: Case, words: Wording) -> Iterator[Section]:
    """What to ask whom: first what may change the outcome, then the rest."""
    first = [q for q in case.questions if q.changes_outcome]
    rest = [q for q in case.questions if not q.changes_outcome]
    if first:
        yield Section(words("section.ask_first"), (_asked(words, first, "question.changes"),), urgent=True)
    if rest:
        yield Section(words("section.questions"), (_asked(words, rest, "question.line"),), urgent=not first)


def _asked(words: Wording, questions: Iterable[Question], key: str) -> Bullets:
    lines = (words(key, question=q.question, ask=q.ask, format=q.format.rstrip("."), why=q.why) for q in questions)
    return Bullets(tuple(lines))


def cited(evidence: Iterable[Evidence]) -> str:
    """Return citations of the messages that the evidence stands in, each once, with a space before."""
    return "".join(f" [{message}]" for message in dict.fromkeys(e.message for e in evidence))


def appendix_sections(case: Case, words: Wording) -> Iterator[Section]:
    """Why it was judged so, precedents, what differs, promises, checks, warnings."""
    names = type(case.assessment).model_fields
    rows = [_judged(words, name, getattr(case.assessment, name)) for name in names]
    header = ("title", "value", "because", "would_change")
    yield Section(words("section.why"), (table(words, header, rows),))
    yield Section(words("section.similar"), (_similar(case, words),))
    if case.disputes:
        differ = [(words.label("field", d.field), d.kept, d.other, d.reason + cited(d.evidence)) for d in case.disputes]
        yield Section(words("section.disputes"), (table(words, ("field", "kept", "other", "reason"), differ),))
    if case.commitments:
        yield Section(words("section.commitments"), (Bullets(tuple(_promised(case, words))),))
    if case.checks:
        yield Section(words("section.checks"), _checks(case, words))
    if case.warnings:
        yield Section(words("section.warnings"), (Bullets(case.warnings),))


def _judged(words: Wording, name: str, judgement: Judgement) -> tuple[str | None, ...]:
    group = "risk" if name == "renewal_risk" else name
    value = words.label(group, judgement.value) if judgement.value else words("unknown.no_basis")
    because = " ".join(reason.text + cited(reason.evidence) for reason in judgement.because)
    return (words(f"judged.{name}"), value, because, judgement.would_change)


def _similar(case: Case, words: Wording) -> Block:
    lines = (
        words("similar.line", title=p.title, id=p.id, score=f"{p.score:.2f}", why=p.why, outcome=p.outcome)
        for p in case.similar
    )
    return Bullets(tuple(lines)) if case.similar else Paragraph(words("similar.none"))


def _promised(case: Case, words: Wording) -> Iterator[str]:
    for promise in case.commitments:
        by, due = promise.by or words("commitment.nobody"), promise.due or words("commitment.undated")
        yield words("commitment.line", text=f"“{promise.text}”", by=by, due=due) + cited(promise.evidence)


def _checks(case: Case, words: Wording) -> tuple[Block, ...]:
    counts = {state: sum(c.state == state for c in case.checks) for state in _MARKS}
    summary = words("checks.summary", passed=counts["pass"], failed=counts["fail"], blocked=counts["blocked"])
    lines = []
    for check in case.checks:
        values = {"mark": _MARKS[check.state], "id": check.id, "reason": check.reason}
        if check.state != "pass":
            where = {"where": check.where or "–", "remedy": check.remedy or ""}
            lines.append(words("checks.where", **values, **where).strip())
    return (Paragraph(summary), Bullets(tuple(lines))) if lines else (Paragraph(summary),)


def sources_section(words: Wording, used: Iterable[str], known: dict[str, Source]) -> Section:
    """The cited messages, each with its quoted words, in the ticket's order."""
    wanted = set(used)
    return Section(words("section.sources"), (Sources(tuple(s for key, s in known.items() if key in wanted)),))
