"""What was masked is found nowhere afterwards: case, store, library, pages, log, prompt, recorded talks."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import escalate
from test_masking import _secrets

from agent import render
from agent.case import Case, Engine
from agent.desk import Desk
from agent.engines.openai.context import context_of
from agent.engines.rules.reader import RulesReader
from agent.engines.rules.writer import RulesWriter
from agent.intake import read_file
from agent.intake.masking import mask
from agent.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2026, 9, 16)
_TICKETS = 4
_SHORTEST = 6
_LEAST = 300


def _planted() -> list[tuple[str, list[str]]]:
    """Return sentences with the secrets in them that are masked when a sentence stands alone."""
    out = []
    for case in _secrets():
        alone = mask(case.text).text
        held = [v for _, v in case.slots if len(v) >= _SHORTEST and v not in alone]
        if held:
            out.append((case.text, held))
    return out


def _ticket(sentences: list[str]) -> dict[str, object]:
    notes = [
        {
            "body": f"{text}\n\nThe nightly export fails since Monday, please tell us by Friday when it is mended.",
            "author": {"name": "Ann Lee" if n % 3 else "Bob Ray", "role": "end-user" if n % 3 else "agent"},
            "public": bool(n % 5), "created_at": 1_788_000_000 + n * 3600,
        }
        for n, text in enumerate(sentences)
    ]  # fmt: skip
    return {"id": 4711, "subject": sentences[0][:120], "account": "Hollowmere Dairies Ltd", "comments": notes}


def _unpacked(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return "\n".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())


@pytest.fixture(scope="module")
def planted() -> list[tuple[str, list[str]]]:
    found = _planted()
    assert len({v for _, held in found for v in held}) >= _LEAST
    return found


def _case(file: Path) -> Case:
    desk = Desk(engine=Engine(name="rules"), reader=RulesReader(), writer=RulesWriter(), policy=Policy.load(None))
    return desk.draft(read_file(file, as_of=DAY), as_of=DAY)


def _pages(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the case and its pages, and what a model would be shown."""
    case = _case(file)
    for form in ("json", "md", "html", "docx"):
        page = render.as_(form, case)
        yield form, _unpacked(page if isinstance(page, bytes) else page.encode())
    yield "prompt", context_of(read_file(file, as_of=DAY)).text


def _kept(folder: Path, file: Path) -> Iterator[tuple[str, str]]:
    """Draft by command, put the case into the library, and yield the log and every file that was written."""
    case = folder / "case.json"
    options = ("--as-of", DAY.isoformat(), "--no-input", "--engine", "rules", "--verbose", "--format", "json")
    for ran in (
        escalate("draft", str(file), *options, "--out", str(case)),
        escalate("learn", str(case), "--library", str(folder / "library")),
    ):
        yield "log", ran.out + ran.err
    assert case.exists()
    for written in folder.rglob("*"):
        if written.is_file() and written != file:
            yield written.name, _unpacked(written.read_bytes())


def _leaks(secrets: set[str], places: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(where, s) for where, text in places for s in secrets if s in text or json.dumps(s)[1:-1] in text]


@pytest.mark.parametrize("part", range(_TICKETS))
def test_nothing_that_was_masked_is_in_the_case_a_page_or_a_prompt(
    part: int, planted: list[tuple[str, list[str]]], tmp_path: Path
) -> None:
    some = planted[part::_TICKETS]
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(_ticket([text for text, _ in some]), ensure_ascii=False), "utf-8")
    assert not _leaks({v for _, held in some for v in held}, _pages(file))


def test_nothing_that_was_masked_is_in_the_store_the_library_or_the_log(
    planted: list[tuple[str, list[str]]], tmp_path: Path
) -> None:
    some = planted[:: _TICKETS * 5]
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(_ticket([text for text, _ in some]), ensure_ascii=False), "utf-8")
    assert not _leaks({v for _, held in some for v in held}, _kept(tmp_path, file))


def test_the_recorded_talks_with_models_hold_none_of_the_corpus(planted: list[tuple[str, list[str]]]) -> None:
    secrets = {v for _, held in planted for v in held}
    for tape in (Path(__file__).parent / "cassettes").rglob("*"):
        if tape.is_file():
            text = tape.read_text("utf-8", "replace")
            assert not [s for s in secrets if s in text], tape.name
