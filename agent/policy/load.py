"""A policy file read and checked; whatever is wrong is named with file, line, column and the fix."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import ValidationError

from agent.errors import PolicyError
from agent.policy.consistency import problems
from agent.policy.model import PolicyData
from agent.policy.source import Place, Source, SourceError
from agent.ticket import Value

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

_MAX_BYTES = 2_000_000
_SHIPPED = "knowledge/policy.yaml"
P = TypeVar("P", bound=PolicyData)


def load(cls: type[P], path: Path | None) -> P:
    """Return the policy of that file, or the shipped one; a PolicyError names the first thing that is wrong."""
    name = str(path) if path else _SHIPPED
    text = _read(path) if path else files("knowledge").joinpath("policy.yaml").read_text(encoding="utf-8")
    try:
        source = Source(text)
    except SourceError as error:
        raise _error(name, error.place, error.message, "Correct the YAML at that place.") from error
    if not isinstance(source.data, dict):
        fix = "Start from a copy of knowledge/policy.yaml and change what your team does differently."
        raise _error(name, Place(1, 1), "it is no mapping of settings", fix)
    try:
        policy = cls.model_validate(source.data)
    except ValidationError as error:
        raise _invalid(name, source, error) from error
    for problem in problems(policy):
        raise _error(name, source.place(problem.path), problem.message, problem.fix)
    return policy


def _read(path: Path) -> str:
    fix = "Give --policy a YAML file, or leave it out to use the shipped policy."
    if path.is_dir():
        message = f"{path} is a directory, not a policy file."
        raise PolicyError(message, fix)
    try:
        if path.stat().st_size > _MAX_BYTES:
            message = f"{path} is larger than a policy can be."
            raise PolicyError(message, fix)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"The policy {path} cannot be read ({error.strerror or 'unreadable'})."
        raise PolicyError(message, fix) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        message = f"{path}, line {line}: it is not UTF-8 text."
        raise PolicyError(message, "Save the policy as UTF-8.") from error


def _error(name: str, place: Place, what: str, fix: str) -> PolicyError:
    return PolicyError(f"{name}, line {place.line}, column {place.column}: {what}.", fix)


def _invalid(name: str, source: Source, error: ValidationError) -> PolicyError:
    """Name the problem that stands first in the file; the number of the others is told."""
    found = sorted(
        ((source.place(e["loc"], key=e["type"] == "extra_forbidden"), e) for e in error.errors(include_url=False)),
        key=lambda pair: (pair[0].line, pair[0].column),
    )
    place, first = found[0]
    what, fix = _sentence(first)
    rest = len(found) - 1
    more = f" ({rest} more problem{'s' if rest > 1 else ''} below)" if rest else ""
    return _error(name, place, what + more, fix)


def _sentence(error: ErrorDetails) -> tuple[str, str]:
    where = ".".join(str(step) for step in error["loc"] if step != "[key]") or "the file"
    kind = error["type"]
    if kind == "missing":
        return f"`{where}` is missing", f"Add `{error['loc'][-1]}:` under that place, as in the shipped policy."
    if kind == "extra_forbidden":
        close = get_close_matches(str(error["loc"][-1]), _siblings(), 1)
        hint = f"Did you mean `{close[0]}`?" if close else "Remove it, or correct its spelling."
        return f"`{where}` is not a setting that policies have", hint
    message = error["msg"].removeprefix("Value error, ")
    return f"`{where}`: {message[0].lower()}{message[1:]}", _fix_for(kind, where)


def _fix_for(kind: str, where: str) -> str:
    if kind == "value_error":
        return "Write a signal, a group, or one of the forms that the head of the shipped policy lists."
    if kind in {"literal_error", "enum"}:
        return "Use one of the values named."
    return f"Correct the value of `{where}`; the shipped policy shows its form."


def _siblings() -> set[str]:
    """Return the names that the parts of a policy can have."""
    parts: list[type[Value]] = [PolicyData]
    names: set[str] = set()
    for part in parts:
        for name, field in part.model_fields.items():
            names.add(name)
            parts += [c for c in _models(field.annotation) if c not in parts]
    return names


def _models(annotation: object) -> list[type[Value]]:
    """Return the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
