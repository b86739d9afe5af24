"""The labelled items that the judge is measured by: own invention, each with its label and why."""

from __future__ import annotations

import random
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError, model_validator

from agent.errors import UsageError
from agent.ticket import Value
from evals.judges.judge import PIECES, QUESTIONS, Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

_FILE = "labels.jsonl"


class Label(Value):
    """A question on a piece of material, the answer that careful people agree on, and why."""

    id: str = Field(pattern=r"^[FQSU]\d{2,}$")
    question: Question
    language: str = Field(pattern=r"^[a-z]{2}$")
    material: dict[str, str]
    label: Literal["yes", "no"]
    why: str = Field(min_length=10)

    @model_validator(mode="after")
    def _pieces(self) -> Self:
        if set(self.material) != set(PIECES[self.question]) or not all(t.strip() for t in self.material.values()):
            message = f"the material of {self.question} is {' and '.join(PIECES[self.question])}, neither of them empty"
            raise ValueError(message)
        return self

    @property
    def holds(self) -> bool:
        """Whether the label is yes."""
        return self.label == "yes"


def read_labels(file: Path | None = None) -> tuple[Label, ...]:
    """Return the labels of a JSONL file, ours if none is given; a UsageError names the line that is wrong."""
    raw = file.read_bytes() if file else (files("evals.judges") / _FILE).read_bytes()
    labels: list[Label] = []
    for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
        try:
            labels.append(Label.model_validate_json(line, strict=True))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the item"
            message = f"{file or _FILE}, line {number}: {where}: {first['msg']}."
            raise UsageError(
                message, "A line holds id, question, language, material, label (yes or no) and why."
            ) from None
    twice = {label.id for label in labels if sum(other.id == label.id for other in labels) > 1}
    if twice:
        message = f"{file or _FILE}: {', '.join(sorted(twice))} stand there twice."
        raise UsageError(message, "Give every item an id of its own.")
    return tuple(labels)


def sample(labels: Sequence[Label], count: int, seed: int) -> tuple[Label, ...]:
    """Return about `count` labels, as many of each question and answer, drawn by the seed; all of them if fewer."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    each = max(1, count // (2 * len(QUESTIONS)))
    drawn: set[str] = set()
    for question in QUESTIONS:
        for answer in ("yes", "no"):
            group = [label.id for label in labels if label.question == question and label.label == answer]
            drawn.update(chance.sample(group, min(each, len(group))))
    return tuple(label for label in labels if label.id in drawn)
