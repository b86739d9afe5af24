"""`escalate batch`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import options as o
from agent.cli.app import app
from agent.cli.console import day, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.batch.run import Progress

_TOLD_EVERY = 5.0
Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, JSONL, mailboxes, exports.")]
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where briefs, cases and the packet go.")]
Sheet = Annotated[Path | None, typer.Option("--answers", metavar="FILE.yaml", help="A packet's sheet, filled in.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", min=1, max=512, help="How many at once.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Draft at most so many in this run.")]
Since = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Leave files from before that day.")]


@app.command()
def batch(  # noqa: PLR0913 - a command's options
    paths: Paths,
    *,
    out: OutFolder = Path("escalate-out"),
    as_of: o.AsOf = None,
    engine: o.EngineOption = None,
    model: o.Model = None,
    accounts: o.Accounts = None,
    answers: Sheet = None,
    policy: o.PolicyOption = None,
    library: o.LibraryOption = None,
    lang: o.LangOption = None,
    concurrency: Concurrency = None,
    max_cost: o.MaxCost = None,
    limit: Limit = None,
    since: Since = None,
) -> None:
    """Draft many tickets unattended; resumable; ends with a morning packet."""
    from agent import settings, wiring  # noqa: PLC0415 - start-up
    from agent.batch import packet, sheet, sources  # noqa: PLC0415 - start-up
    from agent.batch.run import Worker, run  # noqa: PLC0415 - start-up
    from agent.batch.runs import RunStore  # noqa: PLC0415 - start-up
    from agent.batch.wired import book, desk, prompt_marks  # noqa: PLC0415 - start-up
    from agent.batch.work import Terms  # noqa: PLC0415 - start-up

    stated = settings.load()
    chosen = wiring.chosen_engine(stated, engine and engine.value)
    terms = Terms(
        out=out, as_of=day(as_of), lang=lang.code if lang else stated.lang, engine=chosen,
        model=model or stated.model, prompts=prompt_marks(chosen), policy=policy or stated.policy,
        accounts=accounts or stated.accounts, library=library, answers=sheet.read(answers) if answers else {},
    )  # fmt: skip
    from_day = time.mktime(day(since).timetuple()) if since else None
    desk(terms)  # what is wrong with policy, key or export is said before the night, not in each ticket
    book(terms)
    store = RunStore(out / "run.sqlite")
    own = chosen == "rules"
    many = concurrency or (2 if own else 8)
    try:
        progress = run(
            sources.pieces(paths, since=from_day), store, Worker(terms, desk, book),
            processes=many if own else 0, threads=many, limit=limit, max_cost=max_cost, told=_teller(),
        )  # fmt: skip
    except KeyboardInterrupt:
        say("\nStopped; what was drafted is kept.\n  Next: run the same command again, it goes on where it was.")
        raise typer.Exit(130) from None
    written = packet.write(store, terms)
    _close(progress, written)
    if progress.failed:
        raise typer.Exit(1)


def _teller() -> Callable[[Progress], None]:
    """Return what shows progress: one line that is written over at a terminal, else a line now and then."""
    at_terminal = sys.stderr.isatty()
    last = [0.0]

    def tell(progress: Progress) -> None:
        now = time.monotonic()
        if now - last[0] < (0.2 if at_terminal else _TOLD_EVERY):
            return
        last[0] = now
        line = f"{progress.done} drafted, {progress.failed} failed, {progress.kept} kept · {progress.rate:.1f} a second"
        line += f" · {progress.cost:.2f} US dollars"
        if at_terminal:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
        else:
            say(line)

    return tell


def _close(progress: Progress, written: Path) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    say(f"{progress.done} drafted, {progress.failed} failed, {progress.kept} already done.")
    if progress.stopped:
        say(f"Stopped: {progress.stopped}.\n  Next: the same command with a higher --max-cost; nothing is done twice.")
    say(f"Written: {written}")
