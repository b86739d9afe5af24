"""`python -m evals.judges`: measure the judge by the labels, with the model that the environment names."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from agent import settings
from agent.engines.openai.chat import DEFAULT_MODEL
from agent.engines.openai.patience import Patience
from agent.errors import EscalateError, UsageError
from agent.store import write_whole
from evals.judges.calibration import Calibration, measure, rows_of, table
from evals.judges.judge import judge_of
from evals.judges.kept import KeptAnswers
from evals.judges.labels import read_labels, sample


def main(words: list[str] | None = None) -> int:
    """Print the table; return 0, or the exit code of what went wrong."""
    try:
        return _run(_options().parse_args(words))
    except EscalateError as error:
        sys.stderr.write(f"{error.message}\n{error.fix}\n")
        return error.exit_code


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m evals.judges", description=__doc__)
    options.add_argument("--labels", type=Path, help="labels of your own (JSONL)")
    options.add_argument("--sample", type=int, help="only so many labels, as many of each question and answer")
    options.add_argument("--seed", type=int, default=20, help="of the sample")
    options.add_argument("--probes", type=int, help="ask so many of each question again, swapped and padded (all)")
    options.add_argument("--model", help="the model that judges")
    options.add_argument("--workers", type=int, default=4, help="so many requests at a time")
    options.add_argument("--wait", type=float, default=180, help="seconds that an answer may take")
    options.add_argument("--keep", type=Path, help="a folder that keeps answers, so that a second run costs nothing")
    options.add_argument("--out", type=Path, help="write the measure with every verdict (JSON)")
    return options


def _run(given: argparse.Namespace) -> int:
    held = settings.load()
    judge = judge_of(
        held,
        model=given.model,
        answered=KeptAnswers(given.keep) if given.keep else None,
        patience=Patience(total=given.wait + 60, request=given.wait),
    )
    if judge is None:
        message = "The judge needs a key or an endpoint, and neither is set."
        raise UsageError(message, "Set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of yours.")
    labels = read_labels(given.labels)
    chosen = sample(labels, given.sample, given.seed) if given.sample else labels
    judged = measure(judge, chosen, probes=given.probes, workers=given.workers, told=_told)
    found = Calibration(
        model=given.model or held.model or DEFAULT_MODEL,
        prompts=judge.prompts,
        rows=rows_of(chosen, judged),
        judged=judged,
    )
    sys.stdout.write(table(found.rows) + "\n")
    if given.out:
        write_whole(given.out, found.model_dump_json(indent=1).encode())
    return 0


def _told(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done} of {of}" + ("\n" if done == of else ""))
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
