"""The prose of the two documents as slots: what a model may replace, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.checks.prose import sentences
from agent.engines.openai.cutting import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from agent.brief import Brief, CommunicationRow, Package, PlanRow

Documents = tuple["Brief", "Package"]
SUMMARY, NARRATIVE = "what_happened", "problem_narrative"
STORIES = (SUMMARY, NARRATIVE)
FEWEST, MOST = {SUMMARY: 3, NARRATIVE: 1}, {SUMMARY: 5, NARRATIVE: 6}


@dataclass(frozen=True)
class Slot:
    """A text that may be replaced: its name, the rules' draft of it, what stands beside it (owner, day, audience)."""

    name: str
    draft: str
    beside: str = ""


def slots_of(documents: Documents) -> tuple[Slot, ...]:
    """Return all slots of the documents, in order."""
    brief, package = documents
    out = [Slot(SUMMARY, brief.what_happened), Slot(NARRATIVE, package.problem_narrative)]
    plan = brief.resolution_plan
    for name, rows in (("immediate", plan.immediate), ("medium_term", plan.medium_term)):
        out += [Slot(f"{name}.{n}", r.action, f"owner {r.owner}, due {r.due}") for n, r in enumerate(rows, 1)]
    if decision := brief.decision_required:
        beside = f"decider {decision.decider}, due {decision.due}"
        out.append(Slot("decision", decision.decision, beside))
        out += [Slot(f"option.{n}", text, beside) for n, text in enumerate(decision.options, 1)]
        out.append(Slot("recommendation", decision.recommendation, beside))
    out += [
        Slot(f"communication.{n}", r.message, f"to {r.audience}, from {r.owner}, due {r.due}")
        for n, r in enumerate(brief.communication_plan, 1)
    ]
    return tuple(slot for slot in out if slot.draft.strip())


def filled(documents: Documents, texts: Mapping[str, str]) -> Documents:
    """Return the documents with these texts in their slots; the other slots are as they were."""
    brief, package = documents
    plan, decision = brief.resolution_plan, brief.decision_required
    if decision:
        options = tuple(texts.get(f"option.{n}", text) for n, text in enumerate(decision.options, 1))
        decision = decision.model_copy(
            update={
                "decision": texts.get("decision", decision.decision),
                "options": options,
                "recommendation": texts.get("recommendation", decision.recommendation),
            }
        )
    plan = plan.model_copy(
        update={
            "immediate": _steps(plan.immediate, "immediate", texts),
            "medium_term": _steps(plan.medium_term, "medium_term", texts),
        }
    )
    brief = brief.model_copy(
        update={
            "what_happened": texts.get(SUMMARY, brief.what_happened),
            "resolution_plan": plan,
            "decision_required": decision,
            "communication_plan": _messages(brief.communication_plan, texts),
        }
    )
    return brief, package.model_copy(update={NARRATIVE: texts.get(NARRATIVE, package.problem_narrative)})


def _steps(rows: Iterable[PlanRow], name: str, texts: Mapping[str, str]) -> tuple[PlanRow, ...]:
    return tuple(
        row.model_copy(update={"action": texts.get(f"{name}.{n}", row.action)}) for n, row in enumerate(rows, 1)
    )


def _messages(rows: Iterable[CommunicationRow], texts: Mapping[str, str]) -> tuple[CommunicationRow, ...]:
    return tuple(
        row.model_copy(update={"message": texts.get(f"communication.{n}", row.message)})
        for n, row in enumerate(rows, 1)
    )


def kept(written: Documents, old: Documents, new: Documents) -> dict[str, str]:
    """Return the texts that stay as they were written: those of which the rules' draft has not changed.

    A row may have moved; it is known by its draft.
    """
    before = {(s.name.partition(".")[0], s.draft): s.name for s in slots_of(old)}
    held = {s.name: s.draft for s in slots_of(written)}
    pairs = ((s.name, before.get((s.name.partition(".")[0], s.draft))) for s in slots_of(new))
    return {name: held[was] for name, was in pairs if was is not None and was in held}


def merged(written: Documents, old: Documents, new: Documents) -> Documents:
    """Return the documents in which the sections that the rules draft anew are new, and all others as written."""
    brief = {
        name: getattr(new[0] if getattr(old[0], name) != getattr(new[0], name) else written[0], name)
        for name in type(new[0]).model_fields
    }
    package = {
        name: getattr(new[1] if getattr(old[1], name) != getattr(new[1], name) else written[1], name)
        for name in type(new[1]).model_fields
    }
    return new[0].model_copy(update=brief), new[1].model_copy(update=package)


def story(name: str, pieces: Iterable[str], lang: str) -> str | None:
    """Return the sentences of a story as one text, joined where they are too many; null where too few are left."""
    held = shortened([p for p in pieces if p.strip()], MOST[name], lang)
    if sum(len(sentences(p)) for p in held) < FEWEST[name]:
        return None
    return ("" if lang == "zh" else " ").join(held)
