"""`escalate draft` and `escalate answer`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from agent.cli import options as o
from agent.cli.app import app
from agent.cli.console import day, deliver, say

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from agent.accounts import AccountBook
    from agent.case import Case
    from agent.desk import Desk
    from agent.store import CaseStore
    from agent.ticket import Ticket
    from knowledge.lookup import Lookup

_MISSING = 3


@app.command()
def draft(  # noqa: PLR0913 - a command's options
    context: typer.Context,
    source: o.Sources = None,
    *,
    as_of: o.AsOf = None,
    format: o.FormatOption = o.Format.md,  # noqa: A002 - the option's public name
    document: o.DocumentOption = o.Document.brief,
    engine: o.EngineOption = None,
    accounts: o.Accounts = None,
    answers: o.AnswersOption = None,
    set_: o.SetOption = None,
    no_input: o.NoInput = False,
    lang: o.LangOption = None,
    out: o.Out = None,
    library: o.LibraryOption = None,
    policy: o.PolicyOption = None,
    strict: o.Strict = False,
    input_format: o.InputFormat = None,
    model: o.Model = None,
    max_cost: o.MaxCost = None,
    dry_run: o.DryRun = False,
    verbose: o.Verbose = False,
) -> None:
    """Draft an escalation brief from one ticket, and ask what is missing."""
    from agent import settings  # noqa: PLC0415 - start-up

    stated = settings.load()
    today = day(as_of)
    if dry_run:
        _show_request(_ticket(source, input_format, today, prompting=not no_input), today, out)
        return
    lookup: Lookup = context.obj
    lookup.open(library or stated.library_place)
    from agent import wiring  # noqa: PLC0415 - while the library loads

    given = _answers(answers, set_)
    book = _book(accounts or stated.accounts)
    desk = wiring.desk(
        stated, engine=engine and engine.value, policy=policy, library=library, lookup=lookup,
        model=model, max_cost=max_cost,
    )  # fmt: skip
    ticket = _ticket(source, input_format, today, prompting=not no_input)
    if verbose:
        why = f" ({ticket.format_reason})" if ticket.format_reason else ""
        say(f"Read as {ticket.source_format}{why}: {len(ticket.messages)} messages, {len(ticket.fields)} fields.")
    case = desk.draft(ticket, as_of=today, lang=lang.code if lang else stated.lang, accounts=book, answers=given)
    store = wiring.store(stated)
    _finish(desk, store, case, format=format, document=document, out=out, no_input=no_input, strict=strict)


@app.command()
def answer(  # noqa: PLR0913 - a command's options
    case: str = typer.Argument(metavar="CASE", help="A case id, or a case's JSON file."),
    *,
    format: o.FormatOption = o.Format.md,  # noqa: A002 - the option's public name
    document: o.DocumentOption = o.Document.brief,
    answers: o.AnswersOption = None,
    set_: o.SetOption = None,
    no_input: o.NoInput = False,
    out: o.Out = None,
    policy: o.PolicyOption = None,
    strict: o.Strict = False,
) -> None:
    """Give answers to a drafted case; only what depends on them changes."""
    from agent import settings, wiring  # noqa: PLC0415 - start-up

    stated = settings.load()
    store = wiring.store(stated)
    kept = store.get(case)
    desk = wiring.answering_desk(stated, kept.engine, policy=policy)
    given = _answers(answers, set_)
    patched = desk.answer(kept, given) if given else kept
    asking = no_input or bool(given)
    _finish(desk, store, patched, format=format, document=document, out=out, no_input=asking, strict=strict)


def _show_request(ticket: Ticket, as_of: date, out: Path | None) -> None:
    """Print the messages of the read call; the write call is made of its answer."""
    from agent import wiring  # noqa: PLC0415 - start-up

    deliver("\n\n".join(f"## {m.role}\n\n{m.text}" for m in wiring.preview(ticket, as_of)), out)


def _book(export: Path | None) -> AccountBook | None:
    from agent.accounts import AccountBook  # noqa: PLC0415 - start-up

    return AccountBook.read(export) if export else None


def _answers(file: Path | None, assignments: list[str] | None) -> dict[str, str]:
    if file is None and not assignments:
        return {}
    from agent.answers import parse_assignment, read_answers_file  # noqa: PLC0415 - start-up

    given = read_answers_file(file) if file else {}
    return given | dict(parse_assignment(text) for text in assignments or ())


def _ticket(source: list[str] | None, input_format: str | None, as_of: date, *, prompting: bool) -> Ticket:
    from pathlib import Path  # noqa: PLC0415 - start-up

    from agent import intake  # noqa: PLC0415 - start-up

    if source and source != ["-"]:
        return intake.read_files([Path(one) for one in source], format=input_format, as_of=as_of)
    if prompting and sys.stdin.isatty():
        say("Paste the ticket, then press Ctrl-D on an empty line:")
    return intake.read_ticket(sys.stdin.buffer.read(), format=input_format, as_of=as_of)


def _finish(  # noqa: PLR0913 - what is delivered, and how
    desk: Desk,
    store: CaseStore,
    case: Case,
    *,
    format: o.Format,  # noqa: A002 - the option's public name
    document: o.Document,
    out: Path | None,
    no_input: bool,
    strict: bool,
) -> None:
    from agent import render  # noqa: PLC0415 - start-up

    asking = case.questions and not no_input and sys.stdin.isatty() and sys.stderr.isatty()
    if asking:
        from agent.cli.prompt import ask_all  # noqa: PLC0415 - start-up

        say(str(render.as_("md", case, document=document.value)))
        case = ask_all(desk, case)
    store.keep(case)
    deliver(render.as_(format.value, case, document=document.value), out)
    _close(case)
    if strict and case.facts.missing:
        raise typer.Exit(_MISSING)


def _close(case: Case) -> None:
    for warning in case.warnings:
        say(f"Warning: {warning}")
    if case.questions:
        fields = ", ".join(q.field for q in case.questions)
        example = case.questions[0]
        say(f'Still missing: {fields}.\n  Next: escalate answer {case.case_id} --set {example.field}="..."')
