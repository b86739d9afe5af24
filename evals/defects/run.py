"""What the checks catch of the planted defects, and what they hold against harmless edits."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from agent.checks import check_one
from agent.checks.registry import ORDER
from evals.defects.bases import Base, EditError, read_bases
from evals.defects.entries import Entry, Half, Kind, Planted, read, wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.case import CheckResult
    from agent.checks.model import Doc

    Checker = Callable[[Doc, str], CheckResult]

FOLDER = Path(__file__).parent
HALVES: tuple[Half, ...] = ("tuned", "held")
_Z = 1.959964
"""The normal deviate of a two-sided 95% interval."""


@dataclass(frozen=True)
class Slip:
    """An edit of the tuned half that a check got wrong: its place in the file, what it says, the check's reason."""

    id: str
    says: str
    state: str
    reason: str
    where: str | None


@dataclass(frozen=True)
class CheckScore:
    """What one check does with one half: counts, Wilson's 95% intervals of the rates, and the tuned half's slips.

    A defect is caught when the check fails; a harmless edit is a false alarm when the check does not pass.
    """

    check: str
    half: Half
    planted: int
    caught: int
    harmless: int
    false_alarms: int
    catch_interval: tuple[float, float]
    alarm_interval: tuple[float, float]
    missed: tuple[Slip, ...] = ()
    alarmed: tuple[Slip, ...] = ()


def run_defects(folder: Path = FOLDER, checker: Checker = check_one) -> list[CheckScore]:
    """Return a score per check and half, in the order of the checklist; pure.

    A DefectsError names the file and the entry that is wrong. `checker` is what is tested.
    """
    bases = read_bases(folder / "bases")
    files = sorted(folder.glob("*.yaml"), key=lambda f: (ORDER.index(f.stem) if f.stem in ORDER else -1, f.stem))
    return [_score(read(file), half, file, bases, checker) for file in files for half in HALVES]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return Wilson's 95% interval of a rate; of nothing, nothing is known: 0 to 1."""
    if not of:
        return 0.0, 1.0
    rate, square = hits / of, _Z * _Z
    middle, spread = rate + square / (2 * of), _Z * sqrt(rate * (1 - rate) / of + square / (4 * of * of))
    scale = 1 + square / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _score(planted: Planted, half: Half, file: Path, bases: dict[str, Base], checker: Checker) -> CheckScore:
    missed, count = _slips(("defects", planted.defects), half, file, bases, checker)
    alarmed, clean = _slips(("harmless", planted.harmless), half, file, bases, checker)
    caught = count - len(missed)
    seen = half == "tuned"
    return CheckScore(
        check=planted.check, half=half, planted=count, caught=caught, harmless=clean, false_alarms=len(alarmed),
        catch_interval=wilson(caught, count), alarm_interval=wilson(len(alarmed), clean),
        missed=missed if seen else (), alarmed=alarmed if seen else (),
    )  # fmt: skip


def _slips(
    entries: tuple[Kind, tuple[Entry, ...]], half: Half, file: Path, bases: dict[str, Base], checker: Checker
) -> tuple[tuple[Slip, ...], int]:
    """Return the entries of a half that the check got wrong, and how many entries there are."""
    kind, items = entries
    slips, count = [], 0
    for number, entry in enumerate(items, 1):
        name = f"{file.stem} {kind}[{number}]"
        document = edited(entry, file, f"{kind}[{number}]", bases)  # every entry is read, whichever half counts
        if entry.half != half:
            continue
        count += 1
        found = checker(document, file.stem)
        if (found.state == "fail") is (kind == "harmless") or found.state == "blocked":
            slips.append(Slip(name, entry.says, found.state, found.reason, found.where))
    return tuple(slips), count


def edited(entry: Entry, file: Path, name: str, bases: dict[str, Base]) -> Doc:
    """Return the base of an entry with its edit made; a DefectsError names file and entry."""
    base = bases.get(entry.base)
    if base is None:
        raise wrong(file, f"{name}: there is no base {entry.base!r}")
    try:
        return base.document(entry)
    except EditError as error:
        raise wrong(file, f"{name}: {error}") from error
