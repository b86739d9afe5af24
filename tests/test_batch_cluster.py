"""Beyond one machine: a state that all reach, claims that end with whoever made them, nodes that are lost."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from batch_model import model
from command import escalate
from postgres import postgres
from test_batch_nights import COUNT, Night, until

from agent.batch.gate import Gate

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def database():
    with postgres() as url:
        yield url


@pytest.fixture
def night(tmp_path, database):
    made = Night(tmp_path)
    made.state = database
    return made


def runs_of(night):
    from agent.batch.postgres import PostgresRuns

    return PostgresRuns(night.state, str(night.out.absolute()))


def whole(night):
    """Whether each ticket has one case, one brief and one row."""
    cases, briefs = list(night.out.glob("cases/*.json")), list(night.out.glob("briefs/*.md"))
    rows = sum(n for n, _ in runs_of(night).totals().values())
    return len(cases) == len(briefs) == rows == COUNT


def kept(night):
    with runs_of(night).open() as db:
        return {row["request"] for row in db.execute("select request from calls where answer is not null").fetchall()}


def test_a_piece_and_a_request_are_claimed_once_however_many_ask_at_once(night):
    stores = [runs_of(night) for _ in range(8)]
    for store in stores:
        store.begin()
    barrier = threading.Barrier(8)

    def claim(store):
        barrier.wait()
        return [(store.claim(f"p{n}", "k") is not None, store.take(f"r{n}")) for n in range(20)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(claim, stores))
    for n in range(20):
        assert sum(one[n][0] for one in found) == 1
        assert sum(one[n][1] for one in found) == 1


def test_a_claim_ends_with_the_connection_of_whoever_made_it(night):
    first, second = runs_of(night), runs_of(night)
    assert first.claim("p", "k") == ""
    assert first.take("r")
    assert second.claim("p", "k") is None
    assert not second.take("r")
    with first.open() as db:
        db.connection.close()
    until(lambda: second.claim("p", "k") == "")
    assert second.take("r")


def test_a_run_that_is_killed_goes_on_and_a_changed_ticket_is_shown_as_changed(night):
    with model(delay=0.1) as asked:
        night.url = asked.url
        process = night.start("--state", night.state)
        until(lambda: asked.asked >= 8)
        process.kill()
        process.communicate()
        before, paid = kept(night), asked.answered.copy()
        code, said = night.run("--state", night.state)
        assert code == 0, said
        assert all(asked.answered[request] == paid[request] for request in before)
        assert whole(night)
        more = "\n2026-09-03 08:00 Ada Brandt (customer)\nOur CEO wants to know when. Otherwise we cancel.\n"
        with night.tickets.joinpath("t03.txt").open("a", encoding="utf-8") as file:
            file.write(more)
        code, said = night.run("--state", night.state)
    assert code == 0, said
    assert f"1 drafted, 0 failed, {COUNT - 1} already done." in said
    packet = night.out.joinpath("packet.md").read_text("utf-8")
    assert "t03.txt" in packet[packet.index("## Changed since") : packet.index("## Blocked")]
    assert whole(night)


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path, night):
    ran = escalate(
        "batch", str(night.tickets), "--out", str(tmp_path / "o"), "--engine", "rules",
        "--state", "postgresql://me:secret@127.0.0.1:1/none",
    )  # fmt: skip
    assert ran.code == 1
    assert "127.0.0.1" in ran.err
    assert "secret" not in ran.err
    assert "Check --state" in ran.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--on", "ray://h:1"), "--on needs a state"),
        (("--state", "mysql://h/d"), "no PostgreSQL address"),
        (("--on", "ray://h:1", "--state", "postgresql://h/d", "--via", "batch-api"), "keeps its state in --out alone"),
    ],
)
def test_options_that_do_not_go_together_are_refused_at_once(options, told, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    ran = escalate("batch", str(tmp_path), "--out", str(tmp_path / "o"), *options)
    assert ran.code == 2
    assert told in ran.err
    assert "Next:" in ran.err


@contextmanager
def nodes(home):
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed (pip install -e '.[ray]')")
    here = Path(__file__).resolve().parent
    env = {**os.environ, "PYTHONPATH": str(here.parent), "ESCALATE_HOME": str(home), "RAY_DISABLE_IMPORT_WARNING": "1"}
    command = [sys.executable, "-W", "ignore", str(here / "ray_nodes.py")]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env, cwd=home
    )
    try:
        while not (line := process.stdout.readline()).startswith("ready"):
            assert line or process.poll() is None, "the cluster did not start"
        yield line.split()[1], process
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(60)


def test_a_cluster_of_two_nodes_loses_nothing_with_one_of_them_and_pays_no_kept_answer_again(night, tmp_path):
    with nodes(tmp_path) as (address, cluster), model(delay=1.0) as asked:
        night.url = asked.url
        process = night.start("--state", night.state, "--on", address)
        until(lambda: asked.asked >= 6 or process.poll() is not None, 150.0)
        before, paid = kept(night), asked.answered.copy()
        cluster.stdin.write("kill\n")
        cluster.stdin.flush()
        said = process.communicate(timeout=200)[1]
        assert process.returncode == 0, said
        assert f"{COUNT} drafted, 0 failed" in said
        assert all(asked.answered[request] == paid[request] for request in before)
        assert sum(asked.answered.values()) <= len(asked.answered) + 4, "only what was in flight on the lost node"
    assert whole(night)


def test_the_gate_as_an_actor_lets_through_what_the_gate_of_one_process_would():
    import asyncio

    from agent.batch.cluster import Door
    from agent.engines.openai.wire import Heard

    async def scene():
        door = Door(Gate(2, dollars=1.0))
        one, two = await door.enter((0, 0), 1, 0.3), await door.enter((1, 0), 1, 0.3)
        third = asyncio.create_task(door.enter((1, 1), 1, 0.3))
        await asyncio.sleep(0.05)
        waits = not third.done()
        await door.forget(0)
        late = await asyncio.wait_for(third, 5)
        await door.leave((1, 0), Heard(200, {}, 1, 0.9))
        dear = await door.enter((1, 2), 1, 0.3)
        await door.close()
        return one, two, waits, late, dear, await door.enter((1, 3), 1, 0.0), await door.figures()

    one, two, waits, late, dear, closed, figures = asyncio.run(scene())
    assert (one, two, waits, late) == (True, True, True, True)
    assert (dear, closed) == (False, False)
    assert figures == (0.9, 3, 0)
