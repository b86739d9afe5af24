"""What may happen in a night: kills, a full disk, a revoked key, no network, garbage. Nothing is lost or paid twice."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from batch_model import model

from agent.batch.runs import SqliteRuns

TICKET = """Ticket #{n} "Labels print twice"
Company: Firm {n}

2026-09-02 09:10 Ada Brandt (customer)
Since Monday every label of line {n} prints twice. Please repair this by 10 September.
"""
COUNT = 14
COMMAND = """
import functools
from agent.engines.openai import plain
short = plain.Endurance(failures=7, outage=0.5, request=1.5, first=0.02, longest=0.1)
plain.PlainWire = functools.partial(plain.PlainWire, endurance=short)
from agent.cli import main
main()
"""


class Night:
    """The command on a folder of tickets, each time in a process of its own."""

    def __init__(self, place):
        self.out, self.tickets, self.home, self.url = place / "out", place / "tickets", place / "home", None
        self.tickets.mkdir()
        for n in range(COUNT):
            self.tickets.joinpath(f"t{n:02}.txt").write_text(TICKET.format(n=n), "utf-8")

    def start(self, *more, **how):
        """Start it and return its process."""
        env = {**os.environ, "ESCALATE_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        if self.url:
            env |= {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": self.url}
        command = [
            sys.executable, "-c", COMMAND, "batch", self.tickets, "--out", self.out, "--as-of", "2026-09-04",
            "--engine", "openai" if self.url else "rules", "--model", "gpt-5-mini", "--concurrency", "4", *more,
        ]  # fmt: skip
        return subprocess.Popen(
            [str(part) for part in command], stderr=subprocess.PIPE, text=True, env=env, start_new_session=True, **how
        )

    def run(self, *more, **how):
        """Run it to its end; return its exit code and what it said."""
        process = self.start(*more, **how)
        said = process.communicate(timeout=100)[1]
        return process.returncode, said

    @property
    def kept(self):
        """The requests whose answers are kept."""
        with SqliteRuns(self.out / "run.sqlite").open() as db:
            return {row[0] for row in db.execute("select request from calls where answer is not null")}

    def whole(self):
        """Whether each ticket has one whole case, one whole brief and one row, and no more."""
        cases = [json.loads(f.read_bytes())["case_id"] for f in self.out.glob("cases/*.json")]
        briefs = [f for f in self.out.glob("briefs/*.md") if f.read_text("utf-8").startswith("#")]
        rows = sum(n for n, _ in SqliteRuns(self.out / "run.sqlite").totals().values())
        return len(set(cases)) == len(cases) == len(briefs) == rows == COUNT


@pytest.fixture
def night(tmp_path):
    return Night(tmp_path)


def until(true, seconds=60.0):
    """Wait for something."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def children(process):
    """The processes that a process started."""
    file = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not file.exists():
        pytest.skip("this system does not tell who started a process")
    return [int(pid) for pid in file.read_text().split()]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_two_copies_of_a_ticket_in_flight_at_once_are_paid_once(night):
    for n in range(1, COUNT):
        night.tickets.joinpath(f"t{n:02}.txt").write_text(TICKET.format(n=n % 3), "utf-8")
    with model(delay=0.3) as asked:
        night.url = asked.url
        code, said = night.run()
    assert (code, f"{COUNT} drafted, 0 failed" in said) == (0, True), said
    assert set(asked.answered.values()) == {1}
    assert len(asked.answered) in range(4, 7), "three readings, and what differs of the writings"
    with SqliteRuns(night.out / "run.sqlite").open() as db:
        assert db.execute("select count(distinct dollars) from calls").fetchone()[0] == 1, "none is counted twice"


def test_a_copy_whose_first_was_refused_asks_itself(night):
    for n in range(1, COUNT):
        night.tickets.joinpath(f"t{n:02}.txt").unlink()
    night.tickets.joinpath("u.txt").write_text(TICKET.format(n=0), "utf-8")
    with model(delay=0.3) as asked:
        asked.fault = lambda n: (400, b'{"error": {"message": "no"}}') if n == 1 else None
        night.url = asked.url
        _, said = night.run()
    assert "1 drafted, 1 failed" in said
    assert set(asked.answered.values()) == {1}


@pytest.mark.parametrize("seen", [2, 9, 15])
def test_the_command_killed_at_any_moment_goes_on_and_pays_no_kept_answer_again(night, seen):
    with model(delay=0.1) as asked:
        night.url = asked.url
        process = night.start()
        until(lambda: asked.asked >= seen or process.poll() is not None)
        workers = children(process) if process.poll() is None else []
        process.kill()
        process.communicate()
        until(lambda: not any(map(alive, workers)))
        kept = night.kept
        before = asked.answered.copy()
        assert kept <= set(before)
        code, said = night.run()
    assert code == 0, said
    assert "Traceback" not in said
    assert all(asked.answered[request] == before[request] for request in kept)
    assert sum(asked.answered.values()) <= len(asked.answered) + 4, "only what was in flight at the kill"
    assert night.whole()


def test_a_worker_that_is_killed_is_replaced_and_its_tickets_are_drafted_in_the_same_run(night):
    with model(delay=0.2) as asked:
        night.url = asked.url
        process = night.start("--concurrency", "8")
        until(lambda: asked.asked >= 6)
        os.kill(children(process)[0], signal.SIGKILL)
        said = process.communicate(timeout=100)[1]
    assert process.returncode == 0, said
    assert f"{COUNT} drafted, 0 failed" in said
    assert night.whole()
    assert sum(asked.answered.values()) <= len(asked.answered) + 8


def test_a_full_disk_ends_in_a_sentence_and_the_run_goes_on_when_there_is_room(night):
    limit = (400_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    code, said = night.run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert code == 1
    assert "Traceback" not in said
    assert "Next:" in said
    assert "space" in said or "room" in said
    code, said = night.run()
    assert code == 0, said
    assert "failed" in said
    assert f"{COUNT} drafted" not in said, "what was drafted before the disk was full stands"
    assert night.whole()


def test_a_key_revoked_in_the_night_ends_the_run_with_what_to_do_and_the_next_key_goes_on(night):
    with model(delay=0.1) as asked:
        night.url = asked.url
        asked.fault = lambda n: (401, b'{"error": {"message": "revoked"}}') if n > 4 else None
        code, said = night.run()
        assert code == 1
        assert "refuses the key (401)" in said
        assert "Set OPENAI_API_KEY" in said
        assert asked.asked < 14, "nothing more is asked once the key is refused"
        asked.fault = lambda _: None
        code, said = night.run()
    assert code == 0, said
    assert set(asked.answered.values()) == {1}
    assert night.whole()


def test_a_network_that_is_lost_for_good_ends_the_run_and_one_that_comes_back_does_not(night):
    with model(delay=0.1) as asked:
        night.url = asked.url
        process = night.start()
        until(lambda: len(asked.answered) >= 4)
        asked.fault = lambda _: (0, b"")
        said = process.communicate(timeout=100)[1]
        assert process.returncode == 1
        assert "cannot be reached, or the connection broke off" in said
        assert "goes on where it was" in said
        first = asked.asked
        asked.fault = lambda n: (0, b"") if n < first + 4 else None
        code, said = night.run()
    assert code == 0, said
    assert set(asked.answered.values()) == {1}
    assert night.whole()


GARBAGE = {
    "a proxy's page": b"<html><body>Sign in</body></html>",
    "half a JSON": b'{"id": "c", "choices": [{"index": 0, "mess',
    "another JSON": b'{"ok": true}',
    "half an answer": json.dumps({"choices": [{"message": {"content": '{"account_name": '}}]}).encode(),
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_ends_in_a_sentence_and_is_asked_anew_in_the_next_run(night, garbage):
    with model() as asked:
        night.url = asked.url
        asked.fault = lambda n: (200, garbage) if n > 6 else None
        code, said = night.run()
        assert code == 1
        assert "Traceback" not in said
        packet = night.out.joinpath("packet.md").read_text("utf-8")
        assert "Next:" in packet[packet.index("## Failed") :]
        kept = night.kept
        asked.fault = lambda _: None
        code, said = night.run()
    assert code == 0, said
    assert all(asked.answered[request] == 1 for request in kept)
    assert night.whole()


def test_a_page_of_a_proxy_now_and_then_fails_no_ticket(night):
    with model() as asked:
        night.url = asked.url
        asked.fault = lambda n: (200, GARBAGE["a proxy's page"]) if n % 7 == 0 else None
        code, said = night.run()
    assert code == 0, said
    assert night.whole()


def test_a_model_that_answers_garbage_from_the_start_ends_the_run_before_all_tickets_have_failed(night):
    with model() as asked:
        night.url = asked.url
        asked.fault = lambda _: (200, GARBAGE["another JSON"])
        for n in range(COUNT, 3 * COUNT):
            night.tickets.joinpath(f"t{n:02}.txt").write_text(TICKET.format(n=n), "utf-8")
        code, said = night.run()
    assert code == 1
    assert "in a row failed" in said
    assert "OPENAI_BASE_URL" in said


def test_a_server_that_hangs_costs_its_ticket_alone(night):
    with model() as asked:
        night.url = asked.url
        hung = []

        def hang(n):
            if n == 3:
                hung.append(n)
                time.sleep(2.5)

        asked.fault = hang
        code, said = night.run()
    assert hung
    assert code == 0, said
    assert night.whole()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_keep_what_is_paid_and_say_how_to_go_on(night, number):
    with model(delay=0.3) as asked:
        night.url = asked.url
        process = night.start()
        until(lambda: asked.asked >= 6)
        for pid in (process.pid, *children(process)):  # a terminal and a service manager tell all of them
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        said = process.communicate(timeout=60)[1]
        assert process.returncode == 130
        assert "Traceback" not in said
        assert "Next: run the same command again" in said
        assert set(asked.answered) == night.kept, "what was out came back and is kept"
        code, said = night.run()
    assert code == 0, said
    assert set(asked.answered.values()) == {1}
    assert night.whole()
