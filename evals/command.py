"""`escalate eval`: scores drafts over cases with gold. It stands above the command line, which loads it by name."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import options as o
from agent.cli.app import app
from agent.cli.console import deliver

if TYPE_CHECKING:
    from evals.suite import Source

command = typer.Typer(
    invoke_without_command=True, help="Score drafts against gold cases and the quality checklist; exit 1 when worse."
)
app.add_typer(command, name="eval")

Cases = Annotated[
    list[Path] | None, typer.Option("--cases", metavar="DIR", help="Folders of cases; may repeat. Ours if left out.")
]
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the run is kept, and its report.html.")]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Compare pair by pair; exit 1 if worse.")
]
SaveBaseline = Annotated[
    Path | None, typer.Option("--save-baseline", metavar="FILE", help="Keep this run as baseline.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Drafts at once (the processors).")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="The first so many cases alone.")]
Briefs = Annotated[
    Path | None, typer.Option("--briefs", metavar="DIR", help="Score these briefs (ID.md, ID.json) in place of ours.")
]
WithCrm = Annotated[bool, typer.Option("--crm", help="Give each draft the account's CRM row, where the case has one.")]
OpenHeld = Annotated[
    bool, typer.Option("--open-held", help="Show the held-back cases one by one; whoever looks must not tune on them.")
]


@command.callback()
def evaluate(  # noqa: PLR0913 - a command's options
    context: typer.Context,
    *,
    cases: Cases = None,
    engine: o.EngineOption = None,
    model: o.Model = None,
    policy: o.PolicyOption = None,
    library: o.LibraryOption = None,
    briefs: Briefs = None,
    crm: WithCrm = False,
    out: OutFolder = Path("escalate-eval"),
    baseline: Baseline = None,
    save_baseline: SaveBaseline = None,
    jobs: Jobs = None,
    limit: Limit = None,
    open_held: OpenHeld = False,
) -> None:
    """Score drafts against gold cases and the quality checklist; exit 1 when they are worse than the baseline."""
    if context.invoked_subcommand:
        return
    from agent import settings, wiring  # noqa: PLC0415 - start-up

    _need()
    from evals import baseline as past  # noqa: PLC0415 - start-up
    from evals.drafting import How  # noqa: PLC0415 - start-up
    from evals.gold import load  # noqa: PLC0415 - start-up
    from evals.report import page  # noqa: PLC0415 - start-up
    from evals.results import RunFolder, read_run  # noqa: PLC0415 - start-up
    from evals.suite import Folder, Product, run  # noqa: PLC0415 - start-up
    from evals.table import comparison, table  # noqa: PLC0415 - start-up

    before = read_run(baseline) if baseline else None
    samples = load(cases or [_own_cases()])[:limit]
    folder, at_once = RunFolder(out), jobs or len(os.sched_getaffinity(0))
    stated = settings.load()
    chosen = wiring.chosen_engine(stated, engine and engine.value)
    how = How(chosen, model or stated.model if chosen == "openai" else None, policy, library, _prompts(chosen), crm)
    source: Source = Folder(briefs, folder) if briefs else Product(how, folder, at_once)
    with typer.progressbar(length=len(samples), label="Drafting and scoring", file=sys.stderr) as bar:
        try:
            done = run(samples, source, jobs=at_once, told=lambda: bar.update(1), crm=crm)
        finally:
            if isinstance(source, Product):
                source.close()
    folder.keep(done)
    compared = past.compare(before, done) if before else None
    deliver(table(done) + (comparison(compared) if compared else ""), None)
    deliver(page(done, samples, folder, compared, opened=open_held), out / "report.html")
    if save_baseline:
        deliver(done.bare().model_dump_json(indent=0), save_baseline)
    if compared and compared.regressed:
        raise typer.Exit(1)
    if all(result.failed for result in done.results):
        raise typer.Exit(1)


def _need() -> None:
    """Say how to get the framework where it is not installed."""
    from importlib.util import find_spec  # noqa: PLC0415 - only here

    from agent.errors import UsageError  # noqa: PLC0415 - start-up

    if find_spec("pydantic_evals") is None:
        message = "`escalate eval` runs on pydantic-evals, which is not installed."
        raise UsageError(message, "Install it with: pip install 'escalate[evals]'")


def _own_cases() -> Path:
    from importlib import resources  # noqa: PLC0415 - only here

    return Path(str(resources.files("evals"))) / "cases"


def _prompts(engine: str) -> str:
    from agent.batch.wired import prompt_marks  # noqa: PLC0415 - start-up

    return prompt_marks(engine)
