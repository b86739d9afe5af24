"""The command line: parse, delegate, print."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `escalate`; an error a user can meet is two sentences on standard error and its exit code."""
    from agent.cli import check, doctor, draft, library  # noqa: F401, PLC0415 - each registers its commands
    from agent.cli.app import app  # noqa: PLC0415 - the traceback-free frame comes first
    from agent.cli.console import complain  # noqa: PLC0415 - as above
    from agent.errors import EscalateError  # noqa: PLC0415 - as above

    try:
        app()
    except EscalateError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing half-written was left behind.\n")
        sys.exit(130)
