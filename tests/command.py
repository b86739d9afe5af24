"""Run the command in this process, as the shell would."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple


class Ran(NamedTuple):
    """What a command left: its exit code, its document, and what it told the user."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A standard stream with a buffer, as the real ones have."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", write_through=True)

    def text(self) -> str:
        """All that was written."""
        return self.buffer.getvalue().decode("utf-8", "replace")


def escalate(*arguments: str, stdin: bytes = b"") -> Ran:
    """Run `escalate` with these arguments."""
    from agent.cli import main

    kept = sys.argv, sys.stdin, sys.stdout, sys.stderr
    out, err = _Stream(), _Stream()
    sys.argv, sys.stdin, sys.stdout, sys.stderr = ["escalate", *map(str, arguments)], _Stream(stdin), out, err
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = kept
    return Ran(code, out.text(), err.text())
