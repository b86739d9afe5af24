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
    from agent.settings import Settings
    from evals.gold import Sample
    from evals.judges.judge import Judge
    from evals.results import RunFolder
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
NoJudge = Annotated[bool, typer.Option("--no-judge", help="Leave the judge's columns unscored though a key is set.")]
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
    no_judge: NoJudge = False,
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
    from evals.scores.judged import judged  # noqa: PLC0415 - start-up
    from evals.suite import Folder, Product, run  # noqa: PLC0415 - start-up
    from evals.table import comparison, table  # noqa: PLC0415 - start-up

    before = read_run(baseline) if baseline else None
    samples = load(cases or [_own_cases()])
    samples = (_with_brief(samples, briefs) if briefs else samples)[:limit]
    folder, at_once = RunFolder(out), jobs or len(os.sched_getaffinity(0))
    stated = settings.load()
    chosen = wiring.chosen_engine(stated, engine and engine.value)
    how = How(chosen, model or stated.model if chosen == "openai" else None, policy, library, _prompts(chosen), crm)
    source: Source = Folder(briefs, folder) if briefs else Product(how, folder, at_once)
    judge = _judge(stated, model, folder, wanted=not no_judge)
    more = [judged(judge)] if judge else []
    with typer.progressbar(length=len(samples), label="Drafting and scoring", file=sys.stderr) as bar:
        try:
            done = run(samples, source, jobs=at_once, told=lambda: bar.update(1), more=more, crm=crm)
        finally:
            if isinstance(source, Product):
                source.close()
    folder.keep(done)
    compared = past.compare(before, done) if before else None
    deliver(table(done) + _trust(judge) + (comparison(compared) if compared else ""), None)
    deliver(page(done, samples, folder, compared, opened=open_held), out / "report.html")
    if save_baseline:
        deliver(done.bare().model_dump_json(indent=0), save_baseline)
    if compared and compared.regressed:
        raise typer.Exit(1)
    if all(result.failed for result in done.results):
        raise typer.Exit(1)


@command.command()
def checks(
    *,
    defects: Annotated[
        Path | None, typer.Option("--defects", metavar="DIR", help="Planted defects; ours if left out.")
    ] = None,
    least: Annotated[float, typer.Option("--least", help="The share of held-back defects to catch.")] = 0.95,
    slips: Annotated[bool, typer.Option("--slips", help="Name what was got wrong in the half tuned on.")] = False,
) -> None:
    """Plant defects in good briefs: what each check caught and flagged falsely; exit 1 below the aim."""
    from evals.checked import good_enough, table  # noqa: PLC0415 - start-up
    from evals.defects.run import FOLDER, run_defects  # noqa: PLC0415 - start-up

    found = run_defects(defects or FOLDER)
    deliver(table(found, slips=slips), None)
    if not good_enough(found, least):
        raise typer.Exit(1)


def _with_brief(samples: list[Sample], briefs: Path) -> list[Sample]:
    """Return the cases for which there is a brief, and say how many have none."""
    from agent.cli.console import say  # noqa: PLC0415 - start-up
    from agent.errors import UsageError  # noqa: PLC0415 - start-up
    from evals.suite import brief_of  # noqa: PLC0415 - start-up

    found = [sample for sample in samples if brief_of(sample, briefs)]
    if not found:
        message = f"There is no brief in {briefs}: no file is named after a case, such as {samples[0].gold.id}.md."
        raise UsageError(message, "Name each brief ID.md or ID.json, after its case.")
    if len(found) < len(samples):
        say(f"{len(samples) - len(found)} of {len(samples)} cases have no brief in {briefs}; they are left out.")
    return found


def _judge(stated: Settings, model: str | None, folder: RunFolder, *, wanted: bool) -> Judge | None:
    """Return the judge; null without a key or an endpoint, or where none is wanted."""
    from evals.judges.judge import judge_of  # noqa: PLC0415 - start-up
    from evals.judges.kept import KeptAnswers  # noqa: PLC0415 - start-up

    return judge_of(stated, model=model, answered=KeptAnswers(folder.root / "judged")) if wanted else None


def _trust(judge: Judge | None) -> str:
    """Return how far the judge agreed with labels, to stand beside its scores."""
    if judge is None:
        return "\nThe judge's columns are not scored: they need a key or an endpoint (OPENAI_API_KEY, OPENAI_BASE_URL)."
    from evals.judges.calibration import kappa_text, known  # noqa: PLC0415 - start-up

    measured = known(judge)
    if measured is None:
        return "\nThe judge was never measured with these prompts and this model: python -m evals.judges measures it."
    rows = (f"  {row.question}: {kappa_text(row)}" for row in measured.rows)
    head = f"The judge against labels, as answered by {measured.model} (Cohen's kappa, 95% interval):"
    return "\n".join(("", head, *rows))


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
