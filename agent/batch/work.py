"""One piece of work: a ticket's bytes in, its kept case and a row for the packet out. Runs in worker processes too."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.batch.changes import changes
from agent.batch.later import NotYetError
from agent.case import Case
from agent.engines.openai import errors as model
from agent.errors import EscalateError, LibraryUnusableError, PolicyError, StoreError

if TYPE_CHECKING:
    from datetime import date

    from agent.accounts import AccountBook
    from agent.batch.shelf import Shelf
    from agent.batch.sources import Piece
    from agent.desk import Desk
    from agent.policy import Policy

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
    later: bool = False
    state: str | None = None
    answers: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def _common(self) -> tuple[str | None, ...]:
        files = [hashlib.sha256(f.read_bytes()).hexdigest() if f else "" for f in (self.policy, self.accounts)]
        return self.engine, self.model, self.prompts, *files, str(self.as_of), self.lang

    def key(self, piece: Piece) -> str:
        """Return the digest of the content and everything that the draft depends on."""
        given = json.dumps(self.answers.get(piece.name, {}), sort_keys=True)
        return hashlib.sha256(json.dumps((piece.digest, *self._common, given)).encode()).hexdigest()

    def case_file(self, name: str) -> Path:
        """Return where the case of a piece is kept: a readable name, made unique by its digest."""
        short = hashlib.sha256(name.encode()).hexdigest()[:10]
        return self.out / "cases" / f"{_UNSAFE.sub('-', Path(name).name)[:_NAME]}-{short}.json"

    def brief_link(self, name: str) -> str:
        """Return where the brief of a piece is kept, from the output folder."""
        return f"briefs/{self.case_file(name).stem}.md"


@dataclass(frozen=True)
class Done:
    """What a finished piece shows in the packet. `clock` are hours to answer within, `arr` is a year's."""

    standing: Literal["ready", "blocked", "handle"]
    level: str | None
    respond_by: str | None
    clock: float | None
    arr: float | None
    currency: str | None
    account: str | None
    summary: str
    changed: str | None
    cost: float
    seconds: float


@dataclass(frozen=True)
class Failed:
    """Why a piece could not be done, and what to do; whether it was the model that failed."""

    message: str
    fix: str
    by_model: bool = False


@dataclass(frozen=True)
class Halted:
    """What ends the whole run: it would meet every piece. This one stands as it stood."""

    message: str
    fix: str


@dataclass(frozen=True)
class Waits:
    """The piece waits for replies of the Batch API."""


Outcome = Done | Failed | Halted | Waits
_ENDS_ALL = (
    model.KeyRefusedError, model.AccessDeniedError, model.ModelUnknownError, model.QuotaSpentError,
    model.RateLimitedError, model.UnreachableError, model.CostLimitError, StoreError, LibraryUnusableError, PolicyError,
)  # fmt: skip
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG, errno.EACCES, errno.EMFILE})


@dataclass(frozen=True)
class Tools:
    """What a process drafts with."""

    desk: Desk
    book: AccountBook | None
    shelf: Shelf


@dataclass(frozen=True)
class Task:
    """A piece to draft, the key to keep it under, and the key under which it was done before ("" if never)."""

    piece: Piece
    key: str
    before: str


def work(task: Task, terms: Terms, tools: Tools) -> Outcome:
    """Draft the piece, or patch its case where only answers are new; keep case and brief; return its row."""
    piece = task.piece
    try:
        return _done(task, terms, tools)
    except NotYetError:
        return Waits()
    except EscalateError as error:
        if isinstance(error, _ENDS_ALL):
            return Halted(error.message, error.fix)
        return Failed(error.message, error.fix, isinstance(error, model.ModelError))
    except Exception as error:  # noqa: BLE001 - one ticket must not end a night's work; it is named in the packet
        if isinstance(error, OSError) and error.errno in _DISK:
            message = f"Nothing more can be written to {terms.out}: {error.strerror}."
            return Halted(message, "Make room or mend that; then run the same command again.")
        what = f"{piece.name}: {type(error).__name__}: {error}"
        return Failed(f"A fault of ours ended this draft ({what}).", "Draft it alone, and report it with the ticket.")


def _done(task: Task, terms: Terms, tools: Tools) -> Done:
    from agent import intake, render  # noqa: PLC0415 - start-up

    piece, desk = task.piece, tools.desk
    before = _case(tools.shelf.before(piece.name, task.before)) if task.before else None
    given = terms.answers.get(piece.name, {})
    ticket = intake.read_ticket(piece.data, name=Path(piece.name.split(":")[0]).name, as_of=terms.as_of)
    same = before is not None and before.case_id == ticket.case_id and before.as_of == str(terms.as_of)
    if before is not None and same and given and before.lang == terms.lang and _asks(before, given):
        case = desk.answer(before, given)
    else:
        case = desk.draft(ticket, as_of=terms.as_of, lang=terms.lang, accounts=tools.book, answers=given)
    brief, whole = str(render.as_("md", case)), case.model_dump_json(indent=1)
    tools.shelf.keep(piece.name, task.key, whole.encode(), brief.encode())
    return _row(case, before, desk.policy)


def _asks(before: Case, given: dict[str, str]) -> bool:
    """Whether the case still asks for what is given: then nothing else can have changed it."""
    return set(given) <= set(before.facts.missing)


def _case(data: bytes | None) -> Case | None:
    try:
        return Case.model_validate_json(data) if data is not None else None
    except ValueError:
        return None  # of another version: the draft is made anew


def _why(case: Case) -> dict[str, str | None]:
    """Return the rule that set the level (or that it is no escalation), and the words of the ticket it rests on."""
    judged = case.assessment.level if case.assessment.level.value else case.assessment.decision
    first = next(iter(judged.because), None)
    if first is None:
        return {"reason": None, "quote": None}
    return {"reason": first.text, "quote": first.evidence[0].quote if first.evidence else None}


def _row(case: Case, before: Case | None, policy: Policy) -> Done:
    arr, level = case.facts.arr.value, case.assessment.level.value
    states = {check.state for check in case.checks}
    handled = case.assessment.decision.value == "handle"
    told = changes(before, case) if before is not None else ()
    questions = [{"field": q.field, "ask": q.ask, "question": q.question, "format": q.format} for q in case.questions]
    summary = {
        "subject": case.ticket.subject, "ticket": case.ticket.id, "case": case.case_id, "questions": questions,
        **_why(case),
        "severity": case.assessment.severity.value, "to": case.assessment.destination.value,
        "mend": [check.reason for check in case.checks if check.state == "fail"],
    }  # fmt: skip
    return Done(
        standing="handle" if handled else "blocked" if case.questions or "blocked" in states else "ready",
        level=level,
        respond_by=case.brief.header.respond_by,
        clock=float(policy.levels[level].respond_within_hours) if level in policy.levels else None,
        arr=float(arr.amount) if arr else None,
        currency=arr.currency if arr else None,
        account=case.facts.account_name.value,
        summary=json.dumps(summary, ensure_ascii=False),
        changed="\n".join(told) or None,
        cost=case.usage.cost_usd,
        seconds=case.usage.seconds,
    )
