"""`escalate doctor`."""

from __future__ import annotations

import os
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

from agent.cli.app import app
from agent.cli.console import deliver
from agent.errors import EscalateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.settings import Settings


@app.command()
def doctor() -> None:
    """Say what is configured, what is reachable, and the next command for each thing that is not."""
    from agent import settings  # noqa: PLC0415 - start-up

    stated = settings.load()
    checks: tuple[tuple[str, Callable[[Settings], tuple[bool, str]]], ...] = (
        ("policy", _policy),
        ("cases", _cases),
        ("library", _library),
        ("docx", _docx),
        ("engine", _engine),
    )
    lines = []
    for name, look in checks:
        fine, text = look(stated)
        lines.append(f"{'✓' if fine else '✗'} {name}: {text}")
    deliver("\n".join(lines), None)


def _policy(stated: Settings) -> tuple[bool, str]:
    from agent.policy import Policy  # noqa: PLC0415 - start-up

    try:
        Policy.load(stated.policy)
    except EscalateError as error:
        return False, f"{error.message} {error.fix}"
    return True, str(stated.policy or "the shipped knowledge/policy.yaml")


def _cases(stated: Settings) -> tuple[bool, str]:
    folder = stated.cases
    standing = next(p for p in (folder, *folder.parents) if p.exists())
    if not os.access(standing, os.W_OK):
        return False, f"{folder} cannot be written. Next: set ESCALATE_HOME to a folder of yours."
    return True, f"{folder} ({len(list(folder.glob('*.json'))) if folder.is_dir() else 0} kept)"


def _library(stated: Settings) -> tuple[bool, str]:
    from agent.precedents import count  # noqa: PLC0415 - start-up

    try:
        return True, f"{stated.library_place} ({count(stated.library_place)} records)"
    except EscalateError as error:
        return False, f"{error.message} {error.fix}"


def _docx(stated: Settings) -> tuple[bool, str]:
    del stated
    found = util.find_spec("docx") is not None
    return found, "python-docx is installed" if found else "python-docx is missing. Next: pip install python-docx"


def _engine(stated: Settings) -> tuple[bool, str]:
    from agent import wiring  # noqa: PLC0415 - start-up

    try:
        chosen = wiring.chosen_engine(stated, None)
    except EscalateError as error:
        return False, f"{error.message} Next: {error.fix}"
    if chosen == "rules":
        return True, f"rules: no key and no network needed (working folder {Path.cwd().name})"
    return True, f"openai: {stated.model or 'the default model'} at {stated.base_url or 'the usual endpoint'}"
