"""The suite on pydantic-evals: cases, a task that drafts, evaluators that score; a crash of one is never a score."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, ConfigDict
from pydantic_evals import Case as SuiteCase
from pydantic_evals import Dataset
from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from agent.case import Case
from agent.errors import EscalateError
from evals.draft import Draft, of_case
from evals.drafting import Job, draft
from evals.gold import Sample
from evals.results import Result, Run
from evals.scores import SCORERS
from evals.scores.facts import states
from evals.scores.view import View
from evals.scoring import BY_NAME, Point, Score, Scores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pydantic_evals.reporting import EvaluationReport, ReportCase

    from evals.drafting import How
    from evals.results import RunFolder


class DraftFailedError(Exception):
    """A case that could not be drafted; the text is what a person would have read."""


class Source(Protocol):
    """Where the drafts come from."""

    @property
    def name(self) -> str:
        """Who drafts."""
        ...

    async def draft(self, sample: Sample) -> Draft:
        """Return the draft of a case; a DraftFailedError where there is none."""
        ...


@dataclass
class Product:
    """This product, in worker processes; what was drafted before in the same run's folder is not drafted again."""

    how: How
    folder: RunFolder
    jobs: int
    _pool: ProcessPoolExecutor | None = None

    @property
    def name(self) -> str:
        """Who drafts."""
        return " ".join(part for part in ("escalate", self.how.engine, self.how.model, self.how.prompts) if part)

    async def draft(self, sample: Sample) -> Draft:
        """Return the draft of a case."""
        file = self.folder.draft(sample, self.how.key(sample))
        if file is None:
            folder = self.folder.case(sample)
            if self._pool is None:
                self._pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"))
            job = Job(sample, self.how, folder)
            problem = await asyncio.get_running_loop().run_in_executor(self._pool, draft, job)
            if problem is not None:
                raise DraftFailedError(problem)
            file = folder / "draft.json"
        return of_case(Case.model_validate_json(file.read_bytes()))

    def close(self) -> None:
        """End the worker processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


@dataclass
class Folder:
    """Briefs that somebody else wrote: a file `ID.md` or `ID.json` for each case."""

    root: Path
    folder: RunFolder

    @property
    def name(self) -> str:
        """Who drafted."""
        return f"briefs of {self.root.name}"

    async def draft(self, sample: Sample) -> Draft:
        """Return the brief of a case."""
        from evals import foreign  # noqa: PLC0415 - seldom needed

        found = brief_of(sample, self.root)
        if found is None:
            message = f"There is no {sample.gold.id}.md or {sample.gold.id}.json in {self.root}."
            raise DraftFailedError(message)
        kept = self.folder.case(sample)
        (kept / f"brief{found.suffix}").write_bytes(found.read_bytes())
        try:
            return foreign.read(found)
        except EscalateError as error:
            raise DraftFailedError(error.message) from error


def brief_of(sample: Sample, folder: Path) -> Path | None:
    """Return the brief of a case in a folder, null where there is none."""
    files = (folder / f"{sample.gold.id}{suffix}" for suffix in (".json", ".md"))
    return next((file for file in files if file.is_file()), None)


class _Detail(BaseModel):
    """What pydantic-evals has no place for beside a value; it travels in the reason."""

    model_config = ConfigDict(frozen=True)

    weight: float
    points: tuple[Point, ...]


@dataclass
class Scored(Evaluator[Sample, Any, None]):
    """A theme of scores as an evaluator."""

    scorer: Callable[[Draft, View], Scores] = field(repr=False)
    crm: bool = False

    async def evaluate(self, ctx: EvaluatorContext[Sample, Any, None]) -> dict[str, EvaluationReason]:
        """Return the theme's scores; what is not scored is left out. A judge may wait for its model meanwhile."""
        found = await asyncio.to_thread(self.scorer, ctx.output, View(ctx.inputs, self.crm))
        return {
            name: EvaluationReason(
                value=float(score.value),
                reason=_Detail(weight=score.weight, points=score.points).model_dump_json(),
            )
            for name, score in found.items()
        }

    def get_default_evaluation_name(self) -> str:
        """Return the theme's name, for what crashed."""
        return self.scorer.__name__


def run(
    samples: Sequence[Sample], source: Source, *, jobs: int, told: Callable[[], None],
    more: Sequence[Callable[[Draft, View], Scores]] = (), crm: bool = False,
) -> Run:  # fmt: skip
    """Draft and score every case, `jobs` at once; `told` is called after each draft."""
    states_of: dict[str, tuple[dict[str, str], Draft]] = {}

    async def task(sample: Sample) -> Draft:
        try:
            made = await source.draft(sample)
            states_of[sample.gold.id] = dict(states(made, View(sample, crm))), made
        finally:
            told()
        return made

    dataset = Dataset[Sample, Any, None](
        name="escalation briefs",
        cases=[SuiteCase(name=sample.gold.id, inputs=sample) for sample in samples],
        evaluators=[Scored(scorer, crm) for scorer in (*SCORERS, *more)],
    )
    report = asyncio.run(dataset.evaluate(task, max_concurrency=max(jobs, 1), progress=False))
    return Run(drafted_by=source.name, results=_results(samples, report, states_of))


def _results(
    samples: Sequence[Sample],
    report: EvaluationReport[Sample, Any, None],
    states_of: dict[str, tuple[dict[str, str], Draft]],
) -> tuple[Result, ...]:
    scored = {case.name: case for case in report.cases}
    failed = {failure.name: failure.error_message for failure in report.failures}
    found = []
    for sample in samples:
        gold = sample.gold
        common = {"id": gold.id, "split": gold.split, "language": gold.language, "digest": digest(sample)}
        if gold.id not in scored:
            found.append(Result.model_validate(common | {"failed": failed.get(gold.id, "It was not drafted.")}))
            continue
        fields, made = states_of[gold.id]
        case = scored[gold.id]
        found.append(
            Result.model_validate(
                common
                | {
                    "scores": _scores(case),
                    "fields": fields,
                    "checks": {check.id: check.state for check in made.checks},
                    "crashed": tuple(f"{f.name}: {f.error_message}" for f in case.evaluator_failures),
                }
            )
        )
    return tuple(found)


def _scores(case: ReportCase[Sample, Any, None]) -> Scores:
    scores = {}
    for name, result in case.scores.items():
        if name in BY_NAME:
            detail = _Detail.model_validate_json(result.reason or "")
            scores[name] = Score(value=float(result.value), weight=detail.weight, points=detail.points)
    return scores


def digest(sample: Sample) -> str:
    """Return what makes two results comparable: the same ticket and the same gold."""
    return hashlib.sha256(sample.ticket.read_bytes() + sample.source.read_bytes()).hexdigest()
