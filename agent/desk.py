"""The one door: draft a case from a ticket, answer a case's questions."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from agent import grounding, thread
from agent.answers import parse_answer
from agent.assess import assess, influence
from agent.case import Case, Commitment, Dispute, Engine, Precedent, TicketView, Usage
from agent.checks import run_checks
from agent.errors import AnswerError
from agent.evidence import find_quote
from agent.facts import REQUIRED, Fact, Facts, FactValue, Influence, Money, RenewalRisk
from agent.ports import Dossier, Patcher
from agent.questions import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agent.accounts import AccountBook
    from agent.case import Assessment
    from agent.claims import Promise
    from agent.policy import Policy
    from agent.ports import Ledger, Library, Reader, Writer
    from agent.signals import VerifiedSignal
    from agent.ticket import Ticket

Lang = Literal["en", "zh"]


@dataclass(frozen=True)
class _Known:
    """What a draft rests on: everything that an answer does not change by itself."""

    case_id: str
    as_of: date
    lang: Lang
    ticket: TicketView
    facts: Facts
    signals: tuple[VerifiedSignal, ...]
    commitments: tuple[Commitment, ...]
    disputes: tuple[Dispute, ...]
    similar: tuple[Precedent, ...]
    warnings: tuple[str, ...]
    accounts_note: str | None
    usage: Usage


class Desk:
    """Drafts and patches cases with one engine, one policy and one library."""

    def __init__(
        self,
        *,
        engine: Engine,
        reader: Reader,
        writer: Writer,
        policy: Policy,
        library: Library | None = None,
        mask: Callable[[str], str] = str,
        ledger: Ledger | None = None,
    ) -> None:
        """Keep the adapters; nothing is opened or called. `mask` takes secrets out of what a person answers.

        `ledger` counts what an engine spends; without one nothing is spent.
        """
        self.engine = engine
        self.reader = reader
        self.writer = writer
        self.policy = policy
        self.library = library
        self.mask = mask
        self.ledger = ledger

    def draft(
        self,
        ticket: Ticket,
        *,
        as_of: date,
        lang: Lang = "en",
        accounts: AccountBook | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> Case:
        """Return the case of a ticket. Every date is computed from `as_of`; answers known already go in at once."""
        began = time.perf_counter()
        if self.ledger:
            self.ledger.begin()
        reading = self.reader.read(ticket, as_of=as_of)
        grounded = grounding.ground(reading, ticket)
        facts, disputes = grounded.facts, grounded.disputes
        warnings, note = (*ticket.warnings, *reading.warnings), None
        if accounts is not None:
            joined = accounts.join(facts, ticket, self.policy)
            facts, disputes = joined.facts, (*disputes, *joined.disputes)
            warnings = (*warnings, *joined.warnings)
            note = joined.warnings[0] if joined.candidates else None
        commitments = tuple(c for p in reading.promises if (c := _commitment(ticket, p)))
        looked_up = self.library.similar(ticket, facts=facts, as_of=as_of) if self.library else tuple
        view = TicketView(
            id=ticket.id, subject=ticket.subject, source_format=ticket.source_format, messages=ticket.messages
        )
        known = _Known(
            ticket.case_id, as_of, lang, view, facts, grounded.signals, commitments, disputes, (), warnings, note,
            Usage(),
        )  # fmt: skip
        known = self._answered(known, answers or {})
        if isinstance(self.writer, Patcher):
            case = self._conclude(replace(known, similar=looked_up()))
        else:  # such a writer tells nothing of precedents: it writes while the library is still looking
            case = self._conclude(known)
            case = case.model_copy(update={"similar": looked_up()})
        case = self._accounted(case)
        usage = case.usage.model_copy(update={"seconds": round(time.perf_counter() - began, 3)})
        return case.model_copy(update={"usage": usage})

    def answer(self, case: Case, answers: Mapping[str, str]) -> Case:
        """Return the case with the answers as facts; what does not depend on them is the same to the byte."""
        if self.ledger:
            self.ledger.begin()
        known = _Known(
            case.case_id, date.fromisoformat(case.as_of), case.lang, case.ticket, case.facts, case.signals,
            case.commitments, case.disputes, case.similar, case.warnings, case.accounts_note, case.usage,
        )  # fmt: skip
        return self._accounted(self._conclude(self._answered(known, answers), known, case), case)

    def _accounted(self, case: Case, kept: Case | None = None) -> Case:
        """Return the case with what the engine spent and warned of; a draft that no prompt went into is the rules'."""
        if self.ledger is None:
            return case.model_copy(update={"engine": kept.engine}) if kept else case
        spent = self.ledger.end()
        before = kept.usage if kept else Usage()
        engine = kept.engine if kept else self.engine
        prompts = {**(kept.engine.prompts if kept else {}), **spent.prompts}
        named = engine.model_copy(update={"prompts": prompts}) if prompts else Engine(name="rules")
        warnings = tuple(dict.fromkeys((*case.warnings, *spent.warnings)))
        usage = before.plus(spent.usage)
        return case.model_copy(update={"engine": named, "warnings": warnings, "usage": usage})

    def _answered(self, known: _Known, answers: Mapping[str, str]) -> _Known:
        facts, disputes = known.facts, list(known.disputes)
        for field, text in answers.items():
            if field not in REQUIRED:
                message = f"There is no input called {field!r}."
                raise AnswerError(message, f"Use one of: {', '.join(REQUIRED)}.")
            fact = parse_answer(field, self.mask(text), self.policy, known.as_of)
            if not fact.known:
                continue
            before = facts.get(field)
            if before.known and before.source != "inferred" and before.value != fact.value:
                reason = "A person answered; the earlier value was read from the thread or the record."
                other, quotes = _shown(before), before.evidence
                disputes.append(Dispute(field=field, kept=_shown(fact), other=other, reason=reason, evidence=quotes))
            facts = facts.with_fact(field, fact)
        return _replace(known, facts, tuple(disputes))

    def _conclude(self, known: _Known, before: _Known | None = None, kept: Case | None = None) -> Case:
        """Return the case that follows from what is known; documents that were written before are patched."""
        dossier = self._dossier(known)
        if before and kept and isinstance(self.writer, Patcher):
            written = kept.brief, kept.package
            brief, package = self.writer.patch(written, self._dossier(before), dossier, self.policy)
        else:
            brief, package = self.writer.write(dossier, self.policy)
        case = Case(
            case_id=known.case_id, as_of=str(known.as_of), lang=known.lang, engine=self.engine, ticket=known.ticket,
            facts=dossier.facts, signals=known.signals, assessment=dossier.assessment, questions=dossier.questions,
            commitments=known.commitments, disputes=known.disputes, similar=known.similar, brief=brief,
            package=package, warnings=known.warnings, accounts_note=known.accounts_note, usage=known.usage,
        )  # fmt: skip
        return case.model_copy(update={"checks": run_checks(case)})

    def _dossier(self, known: _Known) -> Dossier:
        stated = known.facts
        if stated.renewal_risk.source == "inferred":
            stated = stated.with_fact("renewal_risk", Fact())
        assessment = assess(stated, known.signals, self.policy, known.as_of, lang=known.lang)
        facts = _with_judged(stated, assessment, self.policy)
        questions = ask(
            facts, assessment, self.policy, known.accounts_note,
            signals=known.signals, as_of=known.as_of, lang=known.lang,
        )  # fmt: skip
        messages = known.ticket.messages
        return Dossier(
            facts=facts, signals=known.signals, assessment=assessment, questions=questions,
            commitments=known.commitments, disputes=known.disputes, similar=known.similar, as_of=known.as_of,
            lang=known.lang, ticket_id=known.ticket.id, subject=known.ticket.subject,
            raised_by=thread.raised_by(messages), last_update=thread.last_update(messages),
            references=thread.references(known.ticket.id, messages), heads={m.id: (m.at, m.author) for m in messages},
        )  # fmt: skip


def _replace(known: _Known, facts: Facts, disputes: tuple[Dispute, ...]) -> _Known:
    return replace(known, facts=facts, disputes=disputes)


def _shown(fact: Fact[FactValue]) -> str:
    value = fact.value
    return f"{value.currency} {value.amount:,.0f} a year" if isinstance(value, Money) else str(value)


def _commitment(ticket: Ticket, promise: Promise) -> Commitment | None:
    found = tuple(e for q in promise.quotes if (e := find_quote(ticket, q)))
    if not found or len(found) < len(promise.quotes):
        return None
    return Commitment(text=promise.text, by=promise.by, due=promise.due, evidence=found)


def _with_judged(facts: Facts, assessment: Assessment, policy: Policy) -> Facts:
    """The facts with what policy infers: the renewal risk where nobody stated one, and the contact's influence."""
    judged = assessment.renewal_risk
    if not facts.renewal_risk.known and judged.value:
        evidence = tuple(e for reason in judged.because for e in reason.evidence)
        note = "; ".join(reason.text for reason in judged.because) or None
        risk = Fact[RenewalRisk].model_validate(
            {"value": judged.value, "source": "inferred", "evidence": evidence, "note": note}
        )
        facts = facts.with_fact("renewal_risk", risk)
    role = facts.contact_role
    level = influence(role.value, policy) if role.value else None
    if level:
        inferred = Fact[Influence].model_validate(
            {"value": level, "source": "inferred", "evidence": role.evidence, "note": "from the role"}
        )
        facts = facts.with_fact("contact_influence", inferred)
    return facts
