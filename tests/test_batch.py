"""Many tickets unattended: nothing lost, nothing done twice, one packet."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from command import escalate

from agent.batch import sheet, sources
from agent.batch.runs import SqliteRuns

if TYPE_CHECKING:
    from pathlib import Path

TICKET = """Ticket #{n} "Labels print twice"
Company: {account}
CSM: Joan Abbott

2026-09-02 09:10 Ada Brandt (customer)
Since Monday every label prints twice. Please repair this by 10 September.

2026-09-02 11:30 Joan Abbott (support)
Hello Ada, thank you, we are looking at it.
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCALATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tickets"
    made.mkdir()
    for n, account in ((1, "Pinewood Mills"), (2, "Larkfield Dairy"), (3, "Stonegate Labs")):
        made.joinpath(f"t{n}.txt").write_text(TICKET.format(n=n, account=account), "utf-8")
    return made


def batch(*arguments: object) -> str:
    ran = escalate("batch", *map(str, arguments), "--engine", "rules", "--as-of", "2026-09-04", "--concurrency", "1")
    return ran.err


def test_a_folder_gives_a_brief_a_ticket_and_a_packet_that_names_them_all(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = batch(folder, "--out", out)
    assert "3 drafted, 0 failed, 0 already done." in told
    assert len(list(out.glob("briefs/*.md"))) == len(list(out.glob("cases/*.json"))) == 3
    packet = out.joinpath("packet.md").read_text("utf-8")
    assert all(account in packet for account in ("Pinewood Mills", "Larkfield Dairy", "Stonegate Labs"))
    assert out.joinpath("packet.csv").read_text("utf-8-sig").count("\n") >= 4
    assert "<table class=" in out.joinpath("packet.html").read_text("utf-8")


def test_what_is_done_is_not_done_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(folder, "--out", out, "--limit", 1)
    first = {f.name: f.stat().st_mtime_ns for f in out.glob("cases/*.json")}
    assert len(first) == 1
    assert "2 drafted, 0 failed, 1 already done." in batch(folder, "--out", out)
    assert {f.name: f.stat().st_mtime_ns for f in out.glob("cases/*.json") if f.name in first} == first


def test_one_bad_ticket_fails_alone_with_its_sentence_and_what_to_do(folder: Path, tmp_path: Path) -> None:
    folder.joinpath("bad.json").write_text("{", "utf-8")
    out = tmp_path / "out"
    assert "3 drafted, 1 failed" in batch(folder, "--out", out)
    packet = out.joinpath("packet.md").read_text("utf-8")
    failed = packet[packet.index("## Failed") :]
    assert "bad.json" in failed
    assert "Next:" in failed


def test_a_changed_ticket_is_drafted_again_and_shown_with_what_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(folder, "--out", out)
    more = "\n2026-09-03 08:00 Ada Brandt (customer)\nOur CEO wants to know when. Otherwise we cancel the contract.\n"
    file = folder / "t2.txt"
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    assert "1 drafted, 0 failed, 2 already done." in batch(folder, "--out", out)
    packet = out.joinpath("packet.md").read_text("utf-8")
    changed = packet[packet.index("## Changed since the last run") : packet.index("## Blocked")]
    assert "Larkfield Dairy" in changed
    assert "level:" in changed
    assert "Pinewood" not in changed


def test_the_sheet_filled_in_and_given_back_patches_the_briefs(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(folder, "--out", out)
    blank = out.joinpath("sheet.yaml").read_text("utf-8")
    assert sheet.read(out / "sheet.yaml") == {}
    name = str(folder / "t1.txt")
    at = blank.index(json.dumps(name))
    filled = blank[:at] + blank[at:].replace("  arr:", '  arr: "USD 120,000"', 1)
    mine = tmp_path / "mine.yaml"
    mine.write_text(filled, "utf-8")
    assert "1 drafted, 0 failed, 2 already done." in batch(folder, "--out", out, "--answers", mine)
    cases = [json.loads(f.read_text("utf-8")) for f in out.glob("cases/*.json")]
    given = {c["facts"]["account_name"]["value"]: c["facts"]["arr"] for c in cases}
    assert given["Pinewood Mills"]["value"]["amount"] == 120000
    assert given["Pinewood Mills"]["source"] == "answer"
    assert given["Stonegate Labs"]["value"] is None


def test_a_sheet_that_is_no_sheet_is_refused_with_its_line(tmp_path: Path, folder: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("a: [1,\nb", "utf-8")
    ran = escalate("batch", str(folder), "--engine", "rules", "--answers", str(wrong), "--out", str(tmp_path / "o"))
    assert ran.code == 2
    assert "wrong.yaml, line" in ran.err


def test_lines_mailboxes_and_exports_give_a_piece_a_ticket(tmp_path: Path) -> None:
    tickets = [{"id": n, "subject": f"S{n}", "status": "open", "description": "Broken since Monday."} for n in (7, 8)]
    tmp_path.joinpath("a.jsonl").write_text("\n".join(json.dumps(t) for t in tickets) + "\n\n", "utf-8")
    tmp_path.joinpath("b.json").write_text(json.dumps({"tickets": tickets, "users": [{"id": 1, "name": "A"}]}), "utf-8")
    mail = "From a@b Thu Jan  1 00:00:00 2026\nFrom: a@b.example\nMessage-ID: <{id}>\n{more}Subject: s\n\nText {id}\n\n"
    threads = mail.format(id="1@x", more="") + mail.format(id="2@x", more="References: <1@x>\n")
    tmp_path.joinpath("c.mbox").write_text(threads + mail.format(id="3@x", more=""), "utf-8")
    found = [p.name.rpartition("/")[2] for p in sources.pieces([tmp_path])]
    assert found == ["a.jsonl:1", "a.jsonl:2", "b.json:7", "b.json:8", "c.mbox:1", "c.mbox:2"]


def test_a_batch_that_is_killed_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    for n in range(4, 30):
        folder.joinpath(f"t{n:02}.txt").write_text(TICKET.format(n=n, account=f"Firm {n}"), "utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-c", "from agent.cli import main; main()", "batch", str(folder), "--out", str(out)]
    command += ["--engine", "rules", "--as-of", "2026-09-04", "--concurrency", "1"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and len(list(out.glob("cases/*.json"))) < 3:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    whole = [json.loads(f.read_bytes())["case_id"] for f in out.glob("cases/*.json")]
    assert len(whole) == len(set(whole)) >= 3
    batch(folder, "--out", out)
    assert len(list(out.glob("cases/*.json"))) == 29
    assert sum(count for count, _ in SqliteRuns(out / "run.sqlite").totals().values()) == 29


def test_two_batches_on_one_folder_do_not_do_the_same_piece(tmp_path: Path) -> None:
    host, file = os.uname().nodename, tmp_path / "run.sqlite"
    one = SqliteRuns(file)
    assert SqliteRuns(file, f"{host}:1").claim("a", "k") == ""
    assert one.claim("a", "k") is None
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert SqliteRuns(file, f"{host}:{gone.pid}").claim("b", "k") == ""
    assert one.claim("b", "k") == ""


def test_a_folder_that_cannot_be_written_is_said_before_the_night(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    ran = escalate("batch", str(folder), "--engine", "rules", "--out", str(blocked / "out"))
    assert ran.code == 1
    assert "Next:" in ran.err
