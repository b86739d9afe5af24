"""The command line: parse, delegate, print."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.lookup import Lookup

_NO_SEARCH = frozenset({"--help", "--dry-run"})


def main() -> None:
    """Run `escalate`; an error a user can meet is two sentences on standard error and its exit code."""
    with _searching() as lookup:
        _run(lookup)


@contextmanager
def _searching() -> Iterator[Lookup | None]:
    """For a draft, the process that searches the library, started before anything else: it takes the longest."""
    if sys.argv[1:2] != ["draft"] or not _NO_SEARCH.isdisjoint(sys.argv):
        yield None
        return
    from knowledge.lookup import Lookup  # noqa: PLC0415 - start-up

    lookup = Lookup()
    try:
        yield lookup
    finally:
        lookup.close()


def _run(lookup: Lookup | None) -> None:
    from agent.cli import batch, check, doctor, draft, formats, library  # noqa: F401, PLC0415 - each registers its commands
    from agent.cli.app import app  # noqa: PLC0415 - the traceback-free frame comes first
    from agent.cli.console import complain  # noqa: PLC0415 - as above
    from agent.errors import EscalateError  # noqa: PLC0415 - as above

    import_module("evals.command")  # by name: the evals stand above the command line
    try:
        app(obj=lookup)
    except EscalateError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing half-written was left behind.\n")
        sys.exit(130)
