"""Nothing acknowledged is lost: killed writers, two writers at once, a reader meanwhile."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from factory_library import Words, record

from knowledge.index_progress import silent
from knowledge.library import Library

LEARN = [sys.executable, str(Path(__file__).with_name("factory_library.py"))]
KILLS = 6


def learner(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([*LEARN, str(folder), name, str(count)], stdout=subprocess.PIPE, text=True)


def acknowledged(name: str, output: str) -> list[dict[str, object]]:
    """Return the records whose whole line was written."""
    return [
        record(name, int(line)) for line in output.splitlines(keepends=True) if line.endswith("\n") and line != "open\n"
    ]


def lost(folder: Path, records: list[dict[str, object]]) -> list[object]:
    with Library.open(folder, embedder=Words(), progress=silent) as library:
        return [one["id"] for one in records if library.search(str(one["problem"]), 1)[0].id != one["id"]]


def test_every_record_acknowledged_before_a_kill_is_found_by_its_own_text(tmp_path: Path) -> None:
    kept: list[dict[str, object]] = []
    moments = random.Random(5)  # noqa: S311 - it repeats
    for kill in range(KILLS):
        with learner(tmp_path, f"k{kill}", 10_000) as process:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(moments.randrange(2, 60))]
            process.kill()
            rest, _ = process.communicate()
        kept += acknowledged(f"k{kill}", "".join(lines) + rest)
    assert len(kept) > KILLS
    assert lost(tmp_path, kept) == []


def test_two_writers_at_once_lose_nothing_and_a_reader_meanwhile_finds_what_is_acknowledged(tmp_path: Path) -> None:
    with Library.open(tmp_path, embedder=Words(), progress=silent) as reader:
        kept: list[dict[str, object]] = []
        with learner(tmp_path, "one", 70) as first, learner(tmp_path, "two", 70) as second:
            for name, process in (("one", first), ("two", second)):
                assert process.stdout
                for line in process.stdout:
                    kept += (fresh := acknowledged(name, line))
                    for one in fresh:
                        assert reader.search(str(one["problem"]), 1)[0].id == one["id"]
                assert process.wait() == 0
        assert len(reader) == len(kept) == 140
    assert lost(tmp_path, kept) == []
