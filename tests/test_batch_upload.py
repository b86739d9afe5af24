"""Through the Batch API: each request goes up once, whatever way its batch ends; the run can be left at any time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from batch_api import batch_api
from command import escalate

from agent.batch import upload
from agent.batch.outbox import Posts
from agent.batch.runs import SqliteRuns
from agent.engines.openai.errors import CostLimitError

if TYPE_CHECKING:
    from pathlib import Path

TICKET = """Ticket #{n} "Labels print twice"
Company: Firm {n}

2026-09-02 09:10 Ada Brandt (customer)
Since Monday every label prints twice. Please repair this by 10 September.
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCALATE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setattr(upload, "Pauses", partial(upload.Pauses, first=0.0, longest=0.0, sleep=lambda _: None))
    folder = tmp_path / "tickets"
    folder.mkdir()
    for n in range(4):
        folder.joinpath(f"t{n}.txt").write_text(TICKET.format(n=n), "utf-8")


def night(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> str:
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    ran = escalate(
        "batch", str(tmp_path / "tickets"), "--out", str(tmp_path / "out"), "--engine", "openai", "--model",
        "gpt-5-mini", "--as-of", "2026-09-04", "--via", "batch-api", *more,
    )  # fmt: skip
    return ran.err


def test_read_calls_go_up_as_one_file_then_what_differs_of_the_write_calls_and_each_costs_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with batch_api() as (url, desk):
        told = night(tmp_path, url, monkeypatch)
        again = night(tmp_path, url, monkeypatch)
    assert "4 drafted, 0 failed" in told
    assert "4 already done" in again
    assert [b["request_counts"]["total"] for b in desk.batches.values()] == [4, 1]
    assert len(desk.seen) == len(set(desk.seen)) == 5
    runs = SqliteRuns(tmp_path / "out" / "run.sqlite")
    with runs.open() as db:
        assert {row[0] for row in db.execute("select share from calls")} == {0.5}


@pytest.mark.parametrize("end", ["expired", "failed", "partial"])
def test_what_a_batch_did_not_bring_back_goes_up_again_and_nothing_else_does(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with batch_api(end, "completed") as (url, desk):
        assert "4 drafted, 0 failed" in night(tmp_path, url, monkeypatch)
    brought = 0 if end == "failed" else 2
    assert len(desk.seen) == 4 + (4 - brought) + 1


def test_a_request_that_never_comes_back_is_given_up_after_three_times_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with batch_api("failed") as (url, desk):
        told = night(tmp_path, url, monkeypatch)
    assert "4 failed" in told
    assert len(desk.seen) == 12
    assert "the file was not taken" in (tmp_path / "out" / "packet.md").read_text("utf-8")


def test_a_batch_whose_number_was_not_kept_is_found_by_its_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Posts.named

    def dies(posts: Posts, mark: str, file: str, number: str | None) -> None:
        if number is not None:
            raise KeyboardInterrupt
        kept(posts, mark, file, number)

    with batch_api() as (url, desk):
        monkeypatch.setattr(Posts, "named", dies)
        assert "goes on where it was" in night(tmp_path, url, monkeypatch)
        monkeypatch.setattr(Posts, "named", kept)
        assert "4 drafted, 0 failed" in night(tmp_path, url, monkeypatch)
    assert len(desk.batches) == 2
    assert len(desk.seen) == 5


def test_nothing_goes_up_that_the_run_may_not_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with batch_api() as (url, desk):
        told = night(tmp_path, url, monkeypatch, "--max-cost", "0.0001")
    assert not desk.files
    assert CostLimitError.__name__ not in told
    assert "--max-cost" in told
