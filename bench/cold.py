"""Cold starts: a draft against the bare import of its heaviest libraries; --help against an empty typer program's."""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.tickets import ticket

_RUNS = 5
_EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef f(x: int = 1) -> None:\n    pass\napp()\n"


def _median(commands: list[list[str]], env: dict[str, str]) -> list[float]:
    """Median seconds of each command; the commands take turns, so that the machine's moods hit all alike."""
    times: list[list[float]] = [[] for _ in commands]
    for run in range(_RUNS + 1):
        for index, command in enumerate(commands):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=env)
            if run:
                times[index].append(time.perf_counter() - began)
    return [statistics.median(t) for t in times]


def main() -> None:
    """Print the ratios."""
    for package in ("agent", "knowledge", "prompts"):  # installed libraries have their bytecode; so has what we measure
        compileall.compile_dir(Path(__file__).parent.parent / package, quiet=1)
    python = sys.executable
    escalate = str(Path(python).with_name("escalate"))
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ESCALATE_HOME": folder}
        short, long = Path(folder, "short.txt"), Path(folder, "long.txt")
        short.write_text(ticket(60), "utf-8")
        long.write_text(ticket(700), "utf-8")
        options = ["--as-of", "2026-10-30", "--engine", "rules", "--no-input"]
        bare, draft_short, draft_long = _median(
            [
                [python, "-c", "import chromadb, onnxruntime"],
                [escalate, "draft", str(short), *options],
                [escalate, "draft", str(long), *options],
            ],
            env,
        )
        empty, own = _median([[python, "-c", _EMPTY, "--help"], [escalate, "--help"]], env)
    print(f"import chromadb, onnxruntime      {bare:.2f} s")
    print(f"draft, 60 lines                   {draft_short / bare:.2f} x that import (aim: at most 1.6)")
    print(f"draft, 700 lines                  {draft_long / bare:.2f} x that import (aim: at most 2.0)")
    print(f"escalate --help                   {own / empty:.2f} x an empty typer program's (aim: at most 1.3)")


if __name__ == "__main__":
    main()
