"""Claims against the ticket: what the quotes prove becomes a fact, all else is refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.case import Dispute
from agent.facts import ActionTaken, Fact, Facts, FactValue, Money, TimelineEntry
from agent.grounding.amounts import prove_arr
from agent.grounding.fields import (
    prove_account_name,
    prove_entry,
    prove_influence,
    prove_own,
    prove_post,
    prove_renewal_date,
    prove_risk,
    prove_side,
    prove_tier,
    text_of,
)
from agent.grounding.model import Grounded, Refusal, Unproven
from agent.grounding.people import prove_whole
from agent.grounding.posts import prove_contact_role
from agent.grounding.prose import prove_text
from agent.grounding.support import Support, prove_quotes
from agent.grounding.tenure import prove_present
from agent.grounding.thread import Thread
from agent.signals import SIGNAL_NAMES, VerifiedSignal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from agent.claims import Claim, Reading, Signal
    from agent.ticket import Ticket

_FIRST = ("account_name", "contact_name")
_PROSE = frozenset({"nature", "customer_ask", "root_cause"})
_UNDISPUTED = frozenset({"nature", "customer_ask", "contact_influence"})
"""Fields of free words: two wordings of one matter are no dispute."""


@dataclass(frozen=True)
class _Proven:
    """A claim that stands: its value as the facts keep it."""

    claim: Claim
    value: str | Money | TimelineEntry | ActionTaken
    support: Support
    note: str | None = None


@dataclass
class _Desk:
    """What has been proven so far, in the order of the claims."""

    thread: Thread
    tiers: Mapping[str, tuple[str, ...]]
    proven: dict[str, list[_Proven]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def last(self, name: str) -> str | None:
        """Return the text that stands for the field so far."""
        value = self.proven[name][-1].value if self.proven.get(name) else None
        return value if isinstance(value, str) else None

    def judge(self, claim: Claim) -> None:
        """Prove one claim or record why it falls."""
        try:
            support = prove_quotes(claim.quotes, self.thread)
            prove_own(claim, support)
            value, note = self._value(claim, support)
        except Unproven as verdict:
            self.refused.append(Refusal(claim=claim, reason=f"{claim.field}: {verdict.reason}", code=verdict.code))
            return
        self.proven.setdefault(claim.field, []).append(_Proven(claim, value, support, note or claim.note))

    def _value(self, claim: Claim, support: Support) -> tuple[str | Money | TimelineEntry | ActionTaken, str | None]:
        name = claim.field
        if name == "arr":
            return prove_arr(claim, support)
        if name in {"timeline", "actions_taken"}:
            return self._entry(claim, support), None
        if name not in Facts.model_fields:
            raise Unproven(code="field", reason=f"{name!r} is none of the required inputs")
        return self._text(name, text_of(claim), support), None

    def _entry(self, claim: Claim, support: Support) -> TimelineEntry | ActionTaken:
        kind = TimelineEntry if claim.field == "timeline" else ActionTaken
        if not isinstance(claim.value, kind):
            raise Unproven(code="value", reason=f"an entry of {claim.field} has to be claimed, one a claim")
        prove_entry(claim.value, support, self.last("account_name"))
        return claim.value.model_copy(update={"evidence": support.evidence})

    def _text(self, name: str, value: str, support: Support) -> str:
        if name in _PROSE:
            prove_side(name, support)
            prove_text(value, support, self.last("account_name"), asking=name == "customer_ask")
        elif name == "account_name":
            prove_account_name(value, support)
        elif name == "contact_name":
            prove_whole(value, support)
            prove_present(value, support)
        elif name == "contact_role":
            prove_contact_role(value, self.last("contact_name"), support)
        elif name == "account_tier":
            return prove_tier(value, support, self.tiers)
        elif name == "renewal_date":
            prove_renewal_date(value, support)
        elif name == "renewal_risk":
            return prove_risk(value, support)
        elif name == "contact_influence":
            return prove_influence(value)
        else:
            prove_post(name, value, support)
        return value


def _shown(value: object) -> str:
    if isinstance(value, Money):
        return f"{value.currency} {value.amount:,.2f}".removesuffix(".00")
    return str(value)


def _reason(kept: _Proven, other: _Proven) -> str:
    """Say why the one was kept: written later, or ranked higher by the reader; the other is marked as superseded."""
    order = [m.id for m in kept.support.thread.ticket.messages]
    mine = max(order.index(e.message) for e in kept.support.evidence)
    theirs = max(order.index(e.message) for e in other.support.evidence)
    later, earlier = order[mine], order[theirs]
    if mine > theirs:
        return f"superseded: {later} was written after {earlier}"
    if mine == theirs:
        return f"superseded: both stand in {later}, which corrects or restates the value"
    return f"superseded: {later} is the better source although {earlier} is later" + (
        f" ({kept.note})" if kept.note else ""
    )


def _disputes(name: str, proven: list[_Proven]) -> Iterable[Dispute]:
    kept = proven[-1]
    seen = {_shown(kept.value)}
    for other in reversed(proven[:-1]):
        shown = _shown(other.value)
        if shown in seen or name in _UNDISPUTED:
            continue
        seen.add(shown)
        yield Dispute(
            field=name,
            kept=_shown(kept.value),
            other=shown,
            reason=_reason(kept, other),
            evidence=other.support.evidence,
        )


def _list_fact(proven: list[_Proven]) -> Fact[FactValue]:
    """Return the entries in the order of their days, equal ones once."""
    kept: dict[tuple[str, str], TimelineEntry | ActionTaken] = {}
    for entry in (p.value for p in proven):
        if isinstance(entry, TimelineEntry):
            kept[entry.date, entry.event] = entry
        elif isinstance(entry, ActionTaken):
            kept[entry.date or "", entry.action] = entry
    entries = list(kept.values())
    if all(isinstance(e, TimelineEntry) for e in entries):
        entries.sort(key=lambda e: e.date or "")
    evidence = tuple(dict.fromkeys(e for p in proven for e in p.support.evidence))
    return Fact(value=tuple(entries), source=proven[-1].claim.source, evidence=evidence)


def _fact(name: str, proven: list[_Proven]) -> Fact[FactValue]:
    if name in {"timeline", "actions_taken"}:
        return _list_fact(proven)
    kept = proven[-1]
    multiplied = name == "arr" and kept.note is not None and kept.note != kept.claim.note
    source = "computed" if multiplied else kept.claim.source
    return Fact(value=kept.value, source=source, evidence=kept.support.evidence, note=kept.note)


def _prove_known(signal: Signal) -> None:
    if signal.name not in SIGNAL_NAMES:
        raise Unproven(code="field", reason=f"{signal.name!r} is no signal that policy knows")


def _verified(signal: Signal, thread: Thread, refused: list[Refusal]) -> VerifiedSignal | None:
    """Return the signal where all its quotes stand; a detail that says more than they do is left out."""
    try:
        _prove_known(signal)
        support = prove_quotes(signal.quotes, thread)
    except Unproven as verdict:
        refused.append(Refusal(claim=signal, reason=f"{signal.name}: {verdict.reason}", code=verdict.code))
        return None
    detail = signal.detail
    try:
        if detail:
            prove_text(detail, support, None)
    except Unproven:
        detail = None
    return VerifiedSignal(name=signal.name, evidence=support.evidence, detail=detail)


def ground(reading: Reading, ticket: Ticket, *, tiers: Mapping[str, tuple[str, ...]] | None = None) -> Grounded:
    """Return the facts that the reading's quotes prove in the ticket, and a refusal with its reason for all else.

    Of several claims of one field that stand the last is kept; one that differs from it goes to the disputes, marked
    as superseded. `tiers` are the policy's own tiers with their synonyms.
    """
    desk = _Desk(Thread(ticket), tiers or {})
    ordered = sorted(reading.claims, key=lambda c: _FIRST.index(c.field) if c.field in _FIRST else len(_FIRST))
    for claim in ordered:
        desk.judge(claim)
    facts = Facts()
    disputes: list[Dispute] = []
    for name, proven in desk.proven.items():
        facts = facts.with_fact(name, _fact(name, proven))
        if name not in {"timeline", "actions_taken"}:
            disputes.extend(_disputes(name, proven))
    signals = [v for s in reading.signals if (v := _verified(s, desk.thread, desk.refused))]
    return Grounded(facts=facts, signals=tuple(signals), refused=tuple(desk.refused), disputes=tuple(disputes))
