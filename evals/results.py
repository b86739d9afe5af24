"""A run's folder: what went in, what came out, and how it was scored, kept so that it can be looked into later."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.errors import UsageError
from agent.store import write_whole
from evals.scoring import Score, Scores

if TYPE_CHECKING:
    from pathlib import Path

    from evals.gold import Sample

CheckState = Literal["pass", "fail", "blocked"]


class Result(BaseModel):
    """How one case went. `digest` is of ticket and gold: results of the same digest can be compared."""

    model_config = ConfigDict(frozen=True)

    id: str
    split: Literal["dev", "held"]
    language: str
    digest: str
    failed: str | None = None
    scores: Scores = {}
    fields: dict[str, str] = {}
    checks: dict[str, CheckState] = {}
    crashed: tuple[str, ...] = ()


class Run(BaseModel):
    """A whole run: who drafted, and each case's result. This is also the form of a baseline."""

    model_config = ConfigDict(frozen=True)

    drafted_by: str
    results: tuple[Result, ...]

    def bare(self) -> Run:
        """Return the scores without the points: what a baseline needs, and nothing told of the held-back cases."""

        def without(score: Score) -> Score:
            return score.model_copy(update={"points": ()})

        return self.model_copy(
            update={
                "results": tuple(
                    r.model_copy(update={"scores": {n: without(s) for n, s in r.scores.items()}, "crashed": ()})
                    for r in self.results
                )
            }
        )

    def by_id(self) -> dict[str, Result]:
        """Return the results by the case's id."""
        return {result.id: result for result in self.results}


@dataclass(frozen=True)
class RunFolder:
    """Where a run is kept."""

    root: Path

    def case(self, sample: Sample) -> Path:
        """Return the case's folder, with the ticket and the gold in it."""
        folder = self.root / "cases" / sample.gold.id
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sample.ticket, folder / sample.gold.file)
        shutil.copyfile(sample.source, folder / "gold.json")
        return folder

    def draft(self, sample: Sample, key: str) -> Path | None:
        """Return the draft that was made of the same case by the same product, null where there is none."""
        folder = self.root / "cases" / sample.gold.id
        kept = folder / "draft.key"
        same = kept.is_file() and kept.read_text("utf-8") == key
        return folder / "draft.json" if same and (folder / "draft.json").is_file() else None

    def keep(self, run: Run) -> None:
        """Write the results."""
        for result in run.results:
            folder = self.root / "cases" / result.id
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / "result.json", result.model_dump_json(indent=1).encode())
        write_whole(self.root / "run.json", run.model_dump_json(indent=1).encode())


def read_run(file: Path) -> Run:
    """Return a baseline; a UsageError where the file is none."""
    try:
        return Run.model_validate(json.loads(file.read_bytes()))
    except (OSError, ValueError, ValidationError) as error:
        message = f"{file} cannot be read as a baseline: {str(error).splitlines()[0]}."
        raise UsageError(message, "Make one with --save-baseline FILE.") from error
