"""One piece of work: a ticket's bytes in, its kept case and a row for the packet out. Runs in worker processes too."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.batch.changes import changes
from agent.batch.runs import Done
from agent.case import Case
from agent.errors import EscalateError
from agent.store import write_whole

if TYPE_CHECKING:
    from datetime import date

    from agent.accounts import AccountBook
    from agent.batch.sources import Piece
    from agent.desk import Desk

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME = 60


@dataclass(frozen=True)
class Terms:
    """What all pieces of a run have in common; part of the key under which a result is kept."""

    out: Path
    as_of: date
    lang: Literal["en", "zh"] = "en"
    engine: str = "rules"
    model: str | None = None
    prompts: str = ""
    policy: Path | None = None
    accounts: Path | None = None
    library: str | None = None
    answers: dict[str, dict[str, str]] = field(default_factory=dict)

    def key(self, piece: Piece) -> str:
        """Return the digest of the content and everything that the draft depends on."""
        files = [hashlib.sha256(f.read_bytes()).hexdigest() if f else "" for f in (self.policy, self.accounts)]
        given = json.dumps(self.answers.get(piece.name, {}), sort_keys=True)
        parts = (piece.digest, self.engine, self.model, self.prompts, *files, str(self.as_of), self.lang, given)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def case_file(self, name: str) -> Path:
        """Return where the case of a piece is kept: a readable name, made unique by its digest."""
        short = hashlib.sha256(name.encode()).hexdigest()[:10]
        return self.out / "cases" / f"{_UNSAFE.sub('-', Path(name).name)[:_NAME]}-{short}.json"


@dataclass(frozen=True)
class Failed:
    """Why a piece could not be done, and what to do."""

    message: str
    fix: str


def work(piece: Piece, terms: Terms, desk: Desk, book: AccountBook | None) -> Done | Failed:
    """Draft the piece, or patch its case where only answers are new; keep case and brief; return the row."""
    try:
        return _done(piece, terms, desk, book)
    except EscalateError as error:
        return Failed(error.message, error.fix)
    except Exception as error:  # noqa: BLE001 - one ticket must not end a night's work; it is named in the packet
        what = f"{piece.name}: {type(error).__name__}: {error}"
        return Failed(f"A fault of ours ended this draft ({what}).", "Draft it alone, and report it with the ticket.")


def _done(piece: Piece, terms: Terms, desk: Desk, book: AccountBook | None) -> Done:
    from agent import intake, render  # noqa: PLC0415 - start-up

    target = terms.case_file(piece.name)
    before = _kept(target)
    given = terms.answers.get(piece.name, {})
    ticket = intake.read_ticket(piece.data, name=Path(piece.name.split(":")[0]).name, as_of=terms.as_of)
    same = before is not None and before.case_id == ticket.case_id and before.as_of == str(terms.as_of)
    if before is not None and same and given and before.lang == terms.lang:
        case = desk.answer(before, given)
    else:
        case = desk.draft(ticket, as_of=terms.as_of, lang=terms.lang, accounts=book, answers=given)
    target.parent.mkdir(parents=True, exist_ok=True)
    (terms.out / "briefs").mkdir(parents=True, exist_ok=True)
    write_whole(terms.out / "briefs" / f"{target.stem}.md", str(render.as_("md", case)).encode())
    write_whole(target, case.model_dump_json(indent=1).encode())
    return _row(case, before)


def _kept(file: Path) -> Case | None:
    try:
        return Case.model_validate_json(file.read_bytes()) if file.is_file() else None
    except ValueError:
        return None  # of another version: the draft is made anew


def _row(case: Case, before: Case | None) -> Done:
    arr = case.facts.arr.value
    held = any(check.state != "pass" for check in case.checks) or bool(case.questions)
    handled = case.assessment.decision.value == "handle"
    told = changes(before, case) if before is not None else ()
    questions = [{"field": q.field, "ask": q.ask, "question": q.question, "format": q.format} for q in case.questions]
    reason = next((r.text for r in case.assessment.decision.because), None)
    header = case.brief.header
    summary = {
        "subject": case.ticket.subject, "ticket": case.ticket.id, "case": case.case_id, "questions": questions,
        "reason": reason, "severity": case.assessment.severity.value, "to": case.assessment.destination.value,
    }  # fmt: skip
    return Done(
        standing="handle" if handled else "blocked" if held else "ready",
        level=case.assessment.level.value,
        respond_by=header.respond_by,
        clock=_clock(case),
        arr=float(arr.amount) if arr else None,
        currency=arr.currency if arr else None,
        account=case.facts.account_name.value,
        summary=json.dumps(summary, ensure_ascii=False),
        changed="\n".join(told) or None,
        cost=max(0.0, case.usage.cost_usd - (before.usage.cost_usd if before and told == () else 0.0)),
        seconds=case.usage.seconds,
    )


def _clock(case: Case) -> float | None:
    """Hours within which the level's clock wants an answer."""
    order = {"L4": 0.0, "L3": 1.0, "L2": 4.0, "L1": 24.0}
    return order.get(case.assessment.level.value or "")
