"""A draft before the judge: which of its texts go into which question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.engines.openai.errors import ModelError
from evals.judges.judge import QUESTIONS, Question, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.case import Case
    from agent.evidence import Evidence
    from agent.ticket import Message
    from evals.judges.judge import Judge

Material = dict[str, str]
_CLAIMS = {
    "nature": "What happened, as the customer tells it",
    "customer_ask": "What the customer asks for",
    "root_cause": "The cause, as our side believes now",
    "renewal_risk": "The risk that the customer does not renew",
}
"""The claims in prose, or of judgement, where the words of a quote are more than code can check."""


def judge_case(judge: Judge | None, case: Case, ticket_text: str) -> dict[Question, Verdict | None]:
    """Return the verdict on each question; null is "not scored": no model, no answer of it, or nothing to judge.

    fair_position: the customer's account and asks in the brief against the ticket · quote_supports: each claim in prose
    against its own quotes, and one that is not supported decides · summary_faithful, summary_useful: the brief's
    `what_happened` against the ticket, and for faithful also against what policy decided and the brief plans.
    """
    if judge is None:
        return dict.fromkeys(QUESTIONS)
    return {question: _verdict(judge, question, held) for question, held in materials(case, ticket_text).items()}


def thread_of(case: Case) -> str:
    """Return the ticket's messages, each under a line that says who wrote it when, and whether it is internal."""
    return "\n\n".join(f"{_head(m)}\n{m.text.strip()}" for m in case.ticket.messages)


def materials(case: Case, ticket_text: str) -> dict[Question, tuple[Material, ...]]:
    """Return what each question is asked about; nothing where the draft left it out."""
    thread = "\n".join([f"Today: {case.as_of}", *_records(case), ticket_text])
    position, summary = _position(case), case.brief.what_happened.strip()
    decided = "\n".join([thread, "", "Decided after the thread, by our side:", *_decided(case)])
    return {
        "fair_position": ({"thread": thread, "position": position},) if position else (),
        "quote_supports": tuple(_claims(case)),
        "summary_faithful": ({"thread": decided, "summary": summary},) if summary else (),
        "summary_useful": ({"thread": thread, "summary": summary},) if summary else (),
    }


def _verdict(judge: Judge, question: Question, asked: Sequence[Material]) -> Verdict | None:
    try:
        return together([judge.ask(question, material) for material in asked])
    except ModelError:
        return None


def together(verdicts: Sequence[Verdict]) -> Verdict | None:
    """Return one verdict of several: the first no, else yes where more say so than abstain; null of none."""
    for verdict in verdicts:
        if verdict.verdict == "no":
            return verdict
    yes = [v for v in verdicts if v.verdict == "yes"]
    rest = [v for v in verdicts if v.verdict == "abstain"]
    if len(yes) > len(rest):
        return yes[0]
    return rest[0] if rest else None


def _position(case: Case) -> str:
    held = case.brief.customer_position
    account = [held.their_account] if held.their_account else []
    asks = ["They ask for:", *(f"- {ask}" for ask in held.their_asks)] if held.their_asks else []
    return "\n".join([*account, *asks])


def _decided(case: Case) -> list[str]:
    judged = ((name, getattr(case.assessment, name)) for name in type(case.assessment).model_fields)
    ratings = [f"- {name}: {j.value}: {'; '.join(r.text for r in j.because)}" for name, j in judged if j.value]
    plan = case.brief.resolution_plan
    steps = [f"- planned: {row.action} ({row.owner}, {row.due})" for row in (*plan.immediate, *plan.medium_term)]
    head = case.brief.header
    return [*ratings, *steps, f"- the brief's owner: {head.escalation_owner}; answer due: {head.respond_by}"]


def _claims(case: Case) -> list[Material]:
    asked = []
    for field, label in _CLAIMS.items():
        fact = case.facts.get(field)
        if fact.known and fact.evidence:
            source = "\n".join(_cited(case, evidence) for evidence in fact.evidence)
            asked.append({"source": source, "claim": f"{label}: {fact.value}"})
    return asked


def _cited(case: Case, evidence: Evidence) -> str:
    message = next((m for m in case.ticket.messages if m.id == evidence.message), None)
    if message is None:
        return f"{evidence.message} | record\n{evidence.quote}"
    return f"{_head(message)}\n{evidence.quote}"


def _head(message: Message) -> str:
    internal = ["internal"] if message.public is False else []
    return " | ".join((message.id, message.at or "-", message.author or "-", message.role, *internal))


def _records(case: Case) -> list[str]:
    """Return the rows outside the ticket (a CRM export) that facts were taken from."""
    inside = {m.id for m in case.ticket.messages}
    facts = [case.facts.get(field) for field in type(case.facts).model_fields]
    rows = [f"Record {e.message}: {e.quote}" for fact in facts for e in fact.evidence if e.message not in inside]
    return list(dict.fromkeys(rows))
