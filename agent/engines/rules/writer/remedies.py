"""How each ask of the customer is met: the steps it needs, and the answer, which promises nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.brief import AskAnswer, PlanRow
from agent.engines.rules.writer.matter import upper
from agent.engines.rules.writer.quoting import LONG, SHORT
from agent.render.prose import trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agent.engines.rules.writer.asks import Ask
    from agent.engines.rules.writer.matter import Matter
    from agent.signals import SignalName

_WORK_DAYS = 2
_DEPARTMENTS: tuple[tuple[SignalName, str], ...] = (
    ("billing_matter", "finance"),
    ("price_matter", "account_owner"),
    ("contract_matter", "account_owner"),
    ("legal_matter", "legal"),
    ("data_migration", "support_l2"),
)
_WEAK = {"plan": {"fix", "cause", "money", "record", "contract", "contact", "executive"}, "record": {"cause", "fix"}}
"""A kind that says nothing of its own beside these."""


@dataclass(frozen=True)
class Remedy:
    """One sentence of answer, and the step behind it."""

    answer: str
    step: PlanRow
    soon: bool = False


def department(matter: Matter) -> str:
    """Return the role whose work the remedy is: another department for a functional matter, else who acts next."""
    if matter.type == "functional" and matter.destination != "security":
        found = next((role for name, role in _DEPARTMENTS if matter.signal(name)), None)
        if found:
            return matter.role(found)
    return matter.acting_role


def _step(matter: Matter, key: str, ask: Ask, role: str, due: str) -> PlanRow:
    values = {"ask": ask.said(SHORT), "contact": matter.contact, "speaker": matter.who(matter.speaker_role)}
    action = matter.words(f"step.{key}", **values)
    return PlanRow(action=action, owner=matter.owner(role), due=due)


def _made(matter: Matter, ask: Ask, keys: tuple[str, str], role: str, due: str, *, soon: bool = False) -> Remedy:
    step, answer = keys
    values = {
        "owner": matter.who(role), "speaker": matter.who(matter.speaker_role), "day": due, "due": ask.due,
        "decider": matter.who(matter.decider_role), "decide": matter.decide_by, "start": matter.start_by,
    }  # fmt: skip
    said = upper(matter.words(f"answer.{answer}", **values))
    return Remedy(said, _step(matter, step, ask, role, due), soon)


def _by(matter: Matter, ask: Ask, days: int) -> str:
    return ask.due or matter.day(days)


def _fix(matter: Matter, ask: Ask) -> Remedy:
    role = department(matter)
    if matter.destination == "product":
        return _made(matter, ask, ("product", "product"), role, _by(matter, ask, matter.policy.benchmarks.review_days))
    if matter.type == "technical" or matter.destination in {"engineering", "security"}:
        due = _by(matter, ask, matter.policy.benchmarks.review_days)
        return _made(matter, ask, ("deliver", "fix" if ask.due else "fix_no_due"), role, due)
    return _made(matter, ask, ("correct", "correct"), role, _by(matter, ask, matter.policy.benchmarks.review_days))


def _cause(matter: Matter, ask: Ask) -> Remedy:
    due = _by(matter, ask, matter.policy.benchmarks.written_cause_days)
    return _made(matter, ask, ("cause_written", "cause"), department(matter), due)


def _executive(matter: Matter, ask: Ask) -> Remedy:
    return _made(matter, ask, ("call", "executive"), matter.speaker_role, matter.respond_by, soon=True)


def _money(matter: Matter, ask: Ask) -> Remedy:
    role = matter.role("finance", "account_owner")
    return _made(matter, ask, ("figures", "money"), role, matter.decide_by, soon=True)


def _record(matter: Matter, ask: Ask) -> Remedy:
    role = department(matter) if matter.type == "functional" else matter.role("support_l2")
    return _made(matter, ask, ("produce", "record"), role, _by(matter, ask, _WORK_DAYS))


def _contact(matter: Matter, ask: Ask) -> Remedy:
    return _made(matter, ask, ("name_contact", "contact"), matter.lead_role, matter.respond_by, soon=True)


def _contract(matter: Matter, ask: Ask) -> Remedy:
    return _made(matter, ask, ("contract", "contract"), matter.role("account_owner"), matter.decide_by, soon=True)


def _plan(matter: Matter, ask: Ask) -> Remedy:
    return _made(matter, ask, ("plan", "plan"), department(matter), _by(matter, ask, _WORK_DAYS))


def _other(matter: Matter, ask: Ask) -> Remedy:
    if matter.destination == "product":
        return _fix(matter, ask)
    return _made(matter, ask, ("answer", "other"), matter.speaker_role, _by(matter, ask, _WORK_DAYS))


_KINDS: dict[str, Callable[[Matter, Ask], Remedy]] = {
    "fix": _fix, "cause": _cause, "executive": _executive, "money": _money, "record": _record, "contact": _contact,
    "contract": _contract, "plan": _plan,
}  # fmt: skip


def kinds_of(ask: Ask) -> tuple[str, ...]:
    """Return what an ask is about, without the kinds that another one of its kinds says already."""
    return tuple(k for k in ask.kinds if not _WEAK.get(k, set()) & set(ask.kinds))


def remedies(matter: Matter, ask: Ask) -> tuple[Remedy, ...]:
    """Return how one ask is met; never empty."""
    if matter.handled:
        return (_made(matter, ask, ("reply", "handled"), matter.speaker_role, matter.respond_by, soon=True),)
    return tuple(_KINDS[kind](matter, ask) for kind in kinds_of(ask)) or (_other(matter, ask),)


def answers(matter: Matter) -> tuple[AskAnswer, ...]:
    """Return every ask with its answer."""
    sep = matter.words("sep.sentence")
    return tuple(
        AskAnswer(ask=ask.said(LONG), answer=sep.join(r.answer for r in remedies(matter, ask))) for ask in matter.asks
    )


def criteria(matter: Matter) -> tuple[str, ...]:
    """Return how success is recognised, ask by ask."""
    days = matter.policy.benchmarks.monitoring_days
    out = []
    for ask in matter.asks:
        key = "success.done" if matter.handled else f"success.{_criterion(kinds_of(ask))}"
        out.append(matter.words(key, ask=trimmed(ask.said(SHORT)), contact=matter.contact, days=days))
    return tuple(out) or (matter.words("success.plain", contact=matter.contact, days=days),)


def _criterion(kinds: Iterable[str]) -> str:
    held = set(kinds)
    if "fix" in held:
        return "fix"
    if held & {"money", "contract", "executive"}:
        return "decided"
    return "written" if held & {"cause", "record", "plan"} else "done"
