"""`escalate batch`."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import options as o
from agent.cli.app import app
from agent.cli.console import day, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.batch.gate import Gate
    from agent.batch.run import Hands, Limits, Progress, Worker
    from agent.batch.sources import Piece
    from agent.batch.sql import SqlRuns
    from agent.batch.work import Terms

_TOLD_EVERY, _SHOWN_EVERY = 5.0, 0.2
_AT_ONCE = 32
_DATABASE = "postgresql://USER@HOST/DATABASE"
_MINUTE, _HOUR, _BAR = 60, 3600, 24
Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, JSONL, mailboxes, exports.")]
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where briefs, cases and the packet go.")]
Sheet = Annotated[
    Path | None, typer.Option("--answers", metavar="FILE", help="A packet's sheet, filled in (YAML or CSV).")
]
Concurrency = Annotated[
    int | None,
    typer.Option("--concurrency", min=1, max=1024, help="Requests in flight at once; with rules, processes."),
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Draft at most so many in this run.")]
Since = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Leave files from before that day.")]
Cost = Annotated[
    float | None, typer.Option("--max-cost", min=0.0, help="Stop before all runs into --out cost more US dollars.")
]


class Via(StrEnum):
    """How the model is called."""

    BATCH_API = "batch-api"


On = Annotated[
    str | None, typer.Option("--on", metavar="ray://HOST:PORT", help="Draft on a Ray cluster; needs --state.")
]
State = Annotated[
    str | None,
    typer.Option("--state", metavar="postgresql://...", help="Keep the state in a database that all machines reach."),
]
ViaOption = Annotated[Via | None, typer.Option("--via", help="batch-api: half the price, within 24 hours.")]


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
    max_cost: Cost = None,
    limit: Limit = None,
    since: Since = None,
    via: ViaOption = None,
    on: On = None,
    state: State = None,
) -> None:
    """Draft many tickets unattended; resumable; ends with a morning packet."""
    from agent import settings, wiring  # noqa: PLC0415 - start-up
    from agent.batch import sheet, sources, wired  # noqa: PLC0415 - start-up
    from agent.batch.gate import Doorkeeper, Gate  # noqa: PLC0415 - start-up
    from agent.batch.run import Progress, Worker  # noqa: PLC0415 - start-up
    from agent.batch.work import Terms  # noqa: PLC0415 - start-up

    stated = settings.load()
    chosen = wiring.chosen_engine(stated, engine and engine.value)
    _agree(via, chosen, on, state)
    terms = Terms(
        out=out, as_of=day(as_of), lang=lang.code if lang else stated.lang, engine=chosen,
        model=model or stated.model, prompts=wired.prompt_marks(chosen), policy=policy or stated.policy,
        accounts=accounts or stated.accounts, library=library, later=via is not None, state=state,
        answers=sheet.read(answers) if answers else {},
    )  # fmt: skip
    from_day = time.mktime(day(since).timetuple()) if since else None
    runs = wired.store(terms)
    gate: Gate[tuple[int, int]] = Gate(concurrency or _AT_ONCE, max_cost, runs.spent())
    # what is wrong with policy, key or export is said before the night, not in each ticket
    wired.desk(terms, runs, Doorkeeper(Gate(1)))
    wired.book(terms)
    night = _Night(
        terms, runs, Worker(terms, wired.store, wired.desk, wired.book, wired.shelf), gate,
        _limits(chosen, concurrency, limit), Progress(total=sources.count(paths, since=from_day, besides=out)), on,
    )  # fmt: skip
    night.work(paths, from_day)


def _agree(via: Via | None, engine: str, on: str | None, state: str | None) -> None:
    """Say which options do not go together, before anything is begun."""
    from agent.errors import UsageError  # noqa: PLC0415 - start-up

    is_database = state is None or state.startswith(("postgresql://", "postgres://"))
    wrong = (
        (
            via and engine == "rules",
            "--via batch-api needs a model.",
            "Leave it out, or set a key and --engine openai.",
        ),
        (via and (state or on), "--via batch-api keeps its state in --out alone.", "Leave --state and --on out."),
        (on and not state, "--on needs a state that all machines reach.", f"Add --state {_DATABASE}."),
        (not is_database, "--state is no PostgreSQL address.", f"Write it as {_DATABASE}."),
    )
    for is_so, message, fix in wrong:
        if is_so:
            raise UsageError(message, fix)


def _limits(engine: str, concurrency: int | None, limit: int | None) -> Limits:
    """Return how the work is spread: rules over the processors, a model's tickets over threads on each of them.

    More tickets are open than requests may be out, so that a request always waits behind another, not behind our work.
    """
    from agent.batch.run import Limits  # noqa: PLC0415 - start-up

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if engine == "rules":
        return Limits(concurrency or cores, 1, limit)
    most = concurrency or _AT_ONCE
    processes = max(1, min(cores, most // 4))
    return Limits(processes, -(-(most + most // 4 + 2) // processes), limit)


@dataclass
class _Night:
    """One run of the command."""

    terms: Terms
    runs: SqlRuns
    worker: Worker
    gate: Gate[tuple[int, int]]
    limits: Limits
    progress: Progress
    on: str | None = None

    def work(self, paths: list[Path], since: float | None) -> None:
        """Draft, write the packet, and say how it went."""
        from agent.batch import packet, wired  # noqa: PLC0415 - start-up

        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self.runs.begin()
        try:
            for _ in self._rounds(paths, since):
                pass
        except KeyboardInterrupt:
            say("\nStopped; what was drafted and every answer that came are kept.")
            say("  Next: run the same command again, it goes on where it was.")
            raise typer.Exit(130) from None
        if self.progress.whole and not self.progress.stopped and not self.progress.waits:
            self.runs.end()
        wired.shelf(self.terms, self.runs).bring()
        _close(self.progress, packet.write(self.runs, self.terms, time.monotonic() - self.progress.began))
        if self.progress.failed or self.progress.stopped:
            raise typer.Exit(1)

    def _rounds(self, paths: list[Path], since: float | None) -> Iterator[None]:
        """Draft all there is; through the Batch API in rounds, between which replies are waited for."""
        from agent.batch.run import run  # noqa: PLC0415 - start-up

        show = _Teller()
        while True:
            run(
                self._pieces(paths, since), self.runs, self.worker, self._hired, self.limits.pieces, self.progress, show
            )  # fmt: skip
            show.clear()
            yield
            if not self.terms.later or self.progress.stopped or not self.progress.waits:
                return
            from agent.batch.runs import SqliteRuns  # noqa: PLC0415 - only here
            from agent.batch.upload import Upload  # noqa: PLC0415 - only here

            if isinstance(self.runs, SqliteRuns):
                Upload.of(self.terms, self.runs, self.gate).wait(say)
            self.progress.kept = self.progress.waits = 0

    def _hired(self) -> Hands:
        if self.on is None:
            from agent.batch.run import crew  # noqa: PLC0415 - start-up

            return crew(self.worker, self.gate, self.limits)
        from agent.batch.cluster import Cluster  # noqa: PLC0415 - an extra

        return Cluster(self.on, self.worker, self.gate, None if self.terms.engine == "rules" else self.gate.most)

    def _pieces(self, paths: list[Path], since: float | None) -> Iterator[Piece]:
        from agent.batch import sources  # noqa: PLC0415 - start-up

        return sources.pieces(paths, since=since, besides=self.terms.out)


class _Teller:
    """Shows progress: one line that is written over at a terminal, else a plain line now and then."""

    def __init__(self) -> None:
        self._at_terminal = sys.stderr.isatty()
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        """Show it, if it is time."""
        now = time.monotonic()
        if now - self._last < (_SHOWN_EVERY if self._at_terminal else _TOLD_EVERY):
            return
        self._last = now
        if self._at_terminal:
            sys.stderr.write(f"\r\x1b[K{_bar(progress)}{line(progress)}")
            sys.stderr.flush()
        else:
            say(line(progress))

    def clear(self) -> None:
        """Take the line away."""
        if self._at_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _bar(progress: Progress) -> str:
    if not progress.total:
        return ""
    full = min(_BAR, _BAR * (progress.done + progress.failed + progress.kept) // progress.total)
    return f"[{'#' * full}{'.' * (_BAR - full)}] "


def line(progress: Progress) -> str:
    """Return progress in a line: counts, rate, time left, money, refused requests."""
    parts = [f"{progress.done} drafted, {progress.failed} failed, {progress.kept} kept"]
    parts.append(f"{progress.rate:.1f} a second")
    if progress.left is not None:
        parts.append(f"{_clock(progress.left)} left")
    if progress.calls:
        parts.append(f"USD {progress.spent:.2f}, {progress.calls} requests, {progress.limited} answered 429")
    return " · ".join(parts)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {whole % _MINUTE:02d} s"


def _close(progress: Progress, written: Path) -> None:
    say(f"{progress.done} drafted, {progress.failed} failed, {progress.kept} already done.")
    if progress.calls:
        say(f"USD {progress.spent:.4f}, {progress.calls} requests, {progress.limited} answered 429.")
    if progress.stopped:
        say(f"Stopped: {progress.stopped.message}\n  Next: {progress.stopped.fix}")
        say("  What is done is kept; the same command goes on where it was.")
    say(f"Written: {written}")
