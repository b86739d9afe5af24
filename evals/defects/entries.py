"""The shape of `CHECK.yaml`, read strictly: a wrong key, path or edit is an error that names its file and entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from agent.checks.registry import ORDER
from agent.errors import EscalateError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

Half = Literal["tuned", "held"]
Kind = Literal["defects", "harmless"]
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DefectsError(EscalateError):
    """A file of planted defects is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edit(_Strict):
    """One change of a JSON base: `path` names the place (`brief.timeline.0.date`), exactly one verb says what to do."""

    path: str = Field(pattern=r"^(brief|package)\.")
    set: JsonValue = None
    replace: tuple[str, str] | None = None
    append: JsonValue = None
    swap: tuple[int, int] | None = None
    remove: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        verbs = self.model_fields_set - {"path"}
        if len(verbs) != 1:
            message = "give exactly one of set, replace, append, swap, remove"
            raise ValueError(message)
        return self


class MarkdownEdit(_Strict):
    """One change of a Markdown base: words replaced, or words added at its end."""

    replace: tuple[str, str] | None = None
    append: str | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        if len(self.model_fields_set) != 1:
            message = "give exactly one of replace, append"
            raise ValueError(message)
        return self


class Entry(_Strict):
    """One edit of one base brief, and why it violates the check, or why it does not."""

    half: Half
    base: str = Field(pattern=r"^[a-z]+$")
    says: str = Field(min_length=3)
    edit: tuple[Edit, ...] = ()
    markdown: tuple[MarkdownEdit, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.edit) == bool(self.markdown):
            message = "give either edit or markdown"
            raise ValueError(message)
        return self


class Planted(_Strict):
    """The edits of one check."""

    check: str
    defects: tuple[Entry, ...]
    harmless: tuple[Entry, ...]


def read(file: Path) -> Planted:
    """Return the edits of one file; a DefectsError says what is wrong with which entry."""
    try:
        planted = Planted.model_validate(yaml.load(file.read_text("utf-8"), _LOADER))  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise wrong(file, f"it is no YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise wrong(file, f"{place}: {first['msg']}") from error
    if planted.check not in ORDER:
        raise wrong(file, f"there is no check {planted.check!r}")
    if planted.check != file.stem:
        raise wrong(file, f"the file of {planted.check} is called {planted.check}.yaml")
    return planted


def wrong(file: Path, what: str) -> DefectsError:
    """Return the error for a file of planted defects."""
    return DefectsError(f"{file.name}: {what}.", "Correct that entry; the keys and verbs stand in evals/defects.")
