"""Resident memory and throughput of a batch with the rules engine: early in a run against its end.

The tickets are small, each another one, a line of JSONL each, made on the fly. One run gives both figures: the most
that the command and its workers held until a tenth of the tickets was drafted, and until the packet was written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from agent.batch.runs import SqliteRuns

_TICKETS, _EVERY = 3_000, 0.5
_TEXT = (
    "Since Monday every label of line {n} prints twice and {n} pallets were loaded twice. Please repair this by "
    "30 October, otherwise we will not renew."
)


def _tickets(file: Path, count: int) -> None:
    with file.open("w", encoding="utf-8") as stream:
        for n in range(count):
            ticket = {
                "id": n, "subject": f"Labels of line {n} print twice", "status": "open", "priority": "high",
                "created_at": "2026-10-12T08:10:00Z", "organization": {"name": f"Firm {n} Ltd"},
                "requester": {"name": "Ada Brandt", "email": f"ada@firm{n}.example"},
                "description": _TEXT.format(n=n),
            }  # fmt: skip
            stream.write(json.dumps(ticket) + "\n")


def _held(pid: int) -> int:
    """Kilobytes that a process and those it started hold, pages they share counted once."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    total = 0
    for number in (str(pid), *children):
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total


def _done(file: Path) -> int:
    with SqliteRuns(file).open() as db:
        return int(db.execute("select count(*) from work where state = 'done'").fetchone()[0])


def measure(count: int) -> None:
    """Print the figures of a run over so many tickets."""
    with tempfile.TemporaryDirectory() as folder:
        place, out = Path(folder, "tickets.jsonl"), Path(folder, "out")
        _tickets(place, count)
        command = [sys.executable, "-c", "from agent.cli import main; main()", "batch", str(place), "--out", str(out)]
        command += ["--engine", "rules", "--as-of", "2026-10-14"]
        env = {**os.environ, "ESCALATE_HOME": str(Path(folder, "home"))}
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=env)
        early = late = drafted = 0
        began, first = time.monotonic(), 0.0
        while process.poll() is None:
            time.sleep(_EVERY)
            held = _held(process.pid)
            if drafted * 10 < count and (out / "run.sqlite").exists():
                drafted = _done(out / "run.sqlite")
                first = first or (time.monotonic() if drafted else 0.0)
            if drafted * 10 < count:
                early = max(early, held)
            late = max(late, held)
        seconds = time.monotonic() - (first or began)
    grown = (late - early) / 1024
    print(f"memory, {count // 10} of {count} tickets     {early / 1024:.0f} MB, command and workers together")
    print(f"memory, all {count} and packet      {late / 1024:.0f} MB: {grown:+.0f} MB (aim: at most 50)")
    print(f"rules engine, batch               {count / seconds:.1f} tickets a second on {os.cpu_count()} processors")


def main(count: int = _TICKETS) -> None:
    """Print the figures."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("memory: not measured, this system does not tell what a process holds")
        return
    measure(count)


if __name__ == "__main__":
    main(int(sys.argv[sys.argv.index("--tickets") + 1]) if "--tickets" in sys.argv else _TICKETS)
