"""How single values are shown: the unknown with its question, the names of scale values, what a source is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.render.blocks import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.case import Case
    from agent.evidence import Evidence
    from agent.render.wording import Wording
    from agent.ticket import Message

_MAX_QUOTES = 12


def unknown(case: Case, words: Wording, field: str | None = None, otherwise: str = "unknown.none") -> str:
    """Return what stands for a null: whom the question is asked of where one is open, else the given words."""
    open_question = next((q for q in case.questions if q.field == field), None)
    if open_question:
        return words("unknown.asked", ask=open_question.ask, field=words.label("field", open_question.field))
    return words(otherwise)


def moment(at: str | None) -> str:
    """Return an ISO time as day and minute; a day stays a day, null becomes empty."""
    return (at or "")[:16].replace("T", " ")


def account(case: Case, words: Wording) -> str:
    """Return the account's name, or that it is not known."""
    return case.brief.header.account or words("doc.account_unknown")


def evidence_of(case: Case) -> Iterator[Evidence]:
    """Every span that the case rests on, facts first."""
    for name in type(case.facts).model_fields:
        yield from case.facts.get(name).evidence
    for entry in case.facts.timeline.value or ():
        yield from entry.evidence
    for action in case.facts.actions_taken.value or ():
        yield from action.evidence
    for name in type(case.assessment).model_fields:
        for reason in getattr(case.assessment, name).because:
            yield from reason.evidence
    for held in (
        *(s.evidence for s in case.signals),
        *(c.evidence for c in case.commitments),
        *(d.evidence for d in case.disputes),
    ):
        yield from held


def _about(case: Case, words: Wording, key: str) -> str:
    message = next((m for m in case.ticket.messages if m.id == key), None)
    if message is None:
        kind, _, rest = key.partition(":")
        return f"{words.label('side', kind)} {words.label('field', rest)}".strip()
    when = moment(message.at)
    return words(
        "doc.source_line", at=when or "–", author=message.author or "–", side=words.label("side", _side(message))
    )


def _side(message: Message) -> str:
    if message.kind == "record":
        return "record"
    return "vendor_internal" if message.role == "vendor" and message.public is False else message.role


def known_sources(case: Case, words: Wording) -> dict[str, Source]:
    """Return what a citation can point to, in the ticket's order, with the words that the case quotes from it."""
    quotes: dict[str, list[tuple[int, str]]] = {m.id: [] for m in case.ticket.messages}
    for item in evidence_of(case):
        found = quotes.setdefault(item.message, [])
        if (item.start, item.quote) not in found:
            found.append((item.start, item.quote))
    return {key: Source(key, _about(case, words, key), _longest(found)) for key, found in quotes.items()}


def _longest(found: list[tuple[int, str]]) -> tuple[str, ...]:
    """The quotes in their order, without those that stand within another one."""
    texts = [quote for _, quote in sorted(found)]
    kept = (
        q for i, q in enumerate(texts) if not any(q in other for j, other in enumerate(texts) if j != i and q != other)
    )
    return tuple(dict.fromkeys(kept))[:_MAX_QUOTES]
