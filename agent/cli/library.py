"""`escalate similar` and `escalate learn`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from agent.cli import options as o
from agent.cli.app import app
from agent.cli.console import day, deliver, say


@app.command()
def similar(
    source: o.Source = "-",
    *,
    as_of: o.AsOf = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many at most.")] = 5,
    format: Annotated[str, typer.Option("--format", help="md or json.")] = "md",  # noqa: A002 - the option's public name
    library: o.LibraryOption = None,
    out: o.Out = None,
) -> None:
    """Show similar past escalations, with why and how they ended."""
    import sys  # noqa: PLC0415 - one use

    from agent import intake, settings  # noqa: PLC0415 - start-up
    from agent.facts import Facts  # noqa: PLC0415 - start-up
    from agent.precedents import Precedents  # noqa: PLC0415 - start-up

    stated = settings.load()
    ticket = intake.read_file(Path(source)) if source != "-" else intake.read_ticket(sys.stdin.buffer.read())
    found = Precedents(library or stated.library_place).similar(ticket, facts=Facts(), as_of=day(as_of), k=k)()
    if format == "json":
        deliver(json.dumps([p.model_dump() for p in found], ensure_ascii=False, indent=2), out)
    elif found:
        rows = (f"- **{p.title}** ({p.id}, {p.score:.2f})\n  why: {p.why}\n  ended: {p.outcome}" for p in found)
        deliver("\n".join(rows), out)
    else:
        deliver("No true precedent in the library.", out)


@app.command()
def learn(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="JSONL of past escalations, or closed cases.")],
    *,
    library: o.LibraryOption = None,
) -> None:
    """Put past escalations into the library."""
    from agent import precedents, settings  # noqa: PLC0415 - start-up

    stated = settings.load()
    records = [record for file in files for record in precedents.read_records(file)]
    count = precedents.learn(library or stated.library_place, records)
    say(f"Learned {len(records)} records; the library holds {count}.")
