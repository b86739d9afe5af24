"""The judge measured by labels: kappa with its interval, abstentions, and flips by order and by length."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.ticket import Value
from evals.judges.agreement import agreement
from evals.judges.judge import QUESTIONS, Question, Verdict
from evals.judges.labels import Label
from evals.judges.probes import PROBES, Probe, flips, probe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evals.judges.judge import Judge

Job = tuple[Label, Probe | None]
_SEED = 20


class Row(Value):
    """One question's measure. `agree` of the `n - abstained` verdicts are right; flips are of items asked twice."""

    question: Question | Literal["all"]
    n: int
    agree: int
    kappa: float | None
    low: float | None
    high: float | None
    abstained: int
    false_yes: int
    false_no: int
    order_asked: int
    order_flips: int
    length_asked: int
    length_flips: int


class Judged(Value):
    """A label and the verdicts on it."""

    id: str
    label: Literal["yes", "no"]
    verdict: Verdict
    order: Verdict | None = None
    length: Verdict | None = None


class Calibration(Value):
    """What was measured, of which model and prompts, with every verdict, so that it can be looked into later."""

    model: str
    prompts: dict[str, str]
    rows: tuple[Row, ...]
    judged: tuple[Judged, ...]

    def row(self, question: Question) -> Row | None:
        """Return the question's row."""
        return next((row for row in self.rows if row.question == question), None)


def known(judge: Judge, file: Path | None = None) -> Calibration | None:
    """Return what was measured before (`calibration.json` if no file is named); null where it was of other prompts."""
    place = file or Path(str(files("evals.judges"))) / "calibration.json"
    if not place.is_file():
        return None
    held = Calibration.model_validate_json(place.read_bytes())
    return held if held.prompts == judge.prompts else None


def calibrate(
    judge: Judge,
    labels: Sequence[Label],
    *,
    probes: int | None = None,
    workers: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> tuple[Row, ...]:
    """Return a row for each question, and one for all. See `measure` for the options."""
    return rows_of(labels, measure(judge, labels, probes=probes, workers=workers, told=told))


def measure(
    judge: Judge,
    labels: Sequence[Label],
    *,
    probes: int | None = None,
    workers: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> tuple[Judged, ...]:
    """Ask about every label, and about some again with the pieces swapped and with the judged one padded.

    `probes` is how many of each question are asked again (null: all). The items go out in an order that the labels do
    not show, `workers` at a time; `told` hears how many of how many are done. A ModelError ends it.
    """
    jobs = _jobs(labels, probes)
    with ThreadPoolExecutor(workers) as pool:
        verdicts = dict[tuple[str, Probe | None], Verdict]()
        for done, (job, verdict) in enumerate(
            zip(jobs, pool.map(lambda job: _answer(judge, job), jobs), strict=True), 1
        ):
            verdicts[job[0].id, job[1]] = verdict
            if told:
                told(done, len(jobs))
    return tuple(
        Judged(
            id=label.id,
            label=label.label,
            verdict=verdicts[label.id, None],
            order=verdicts.get((label.id, "order")),
            length=verdicts.get((label.id, "length")),
        )
        for label in labels
    )


def _jobs(labels: Sequence[Label], probes: int | None) -> list[Job]:
    chance = random.Random(_SEED)  # noqa: S311 - an order, not a secret
    jobs: list[Job] = [(label, None) for label in labels]
    for question in QUESTIONS:
        group = [label for label in labels if label.question == question]
        for kind in PROBES:
            again = group if probes is None else chance.sample(group, min(probes, len(group)))
            jobs += [(label, kind) for label in again]
    chance.shuffle(jobs)
    return jobs


def _answer(judge: Judge, job: Job) -> Verdict:
    label, kind = job
    if kind is None:
        return judge.ask(label.question, label.material)
    return probe(judge, kind, label.question, label.material)


def rows_of(labels: Sequence[Label], judged: Sequence[Judged]) -> tuple[Row, ...]:
    """Return a row for each question that has labels, and one for all."""
    both = list(zip(labels, judged, strict=True))
    rows = [_row(q, held) for q in QUESTIONS if (held := [j for label, j in both if label.question == q])]
    return (*rows, _row("all", [j for _, j in both]))


def _row(question: Question | Literal["all"], judged: Sequence[Judged]) -> Row:
    found = agreement([j.label == "yes" for j in judged], [j.verdict.holds for j in judged])
    order = flips((j.verdict, j.order) for j in judged if j.order)
    length = flips((j.verdict, j.length) for j in judged if j.length)
    return Row(
        question=question,
        n=len(judged),
        agree=found.agree,
        kappa=found.kappa,
        low=found.low,
        high=found.high,
        abstained=found.abstained,
        false_yes=found.no_yes,
        false_no=found.yes_no,
        order_asked=order.asked,
        order_flips=order.flipped,
        length_asked=length.asked,
        length_flips=length.flipped,
    )


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = (
        "| question | n | agree | kappa [95%] | abstained | false yes | false no | flips by order | flips by length |",
        "|---|---|---|---|---|---|---|---|---|",
    )
    return "\n".join([*head, *(_line(row) for row in rows)])


def _line(row: Row) -> str:
    agree = f"{row.agree}/{row.n - row.abstained}"
    order, length = f"{row.order_flips}/{row.order_asked}", f"{row.length_flips}/{row.length_asked}"
    cells = (
        row.question, row.n, agree, kappa_text(row), row.abstained, row.false_yes, row.false_no, order, length,
    )  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def kappa_text(row: Row) -> str:
    """Return kappa with its interval, as it is printed beside a score."""
    if row.kappa is None:
        return "not defined"
    if row.low is None or row.high is None:
        return f"{row.kappa:.2f}"
    return f"{row.kappa:.2f} [{row.low:.2f}, {row.high:.2f}]"
