"""One search in a process of its own: loading the index overlaps with whatever the caller does meanwhile.

    lookup = Lookup("~/.escalate/library")      # starts to load
    ...                                         # read the ticket
    hits = lookup.precedents("nightly export fails", 3, Exclude(...))

The protocol is one JSON line in and one out; standard error is the caller's, for a progress bar.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.records import Exclude, Hit


class LookupLostError(Exception):
    """The process ended without an answer; search in this process instead."""


class Lookup:
    """A process that opens the library in a folder or at a URL and waits for one question."""

    def __init__(self, place: str) -> None:
        """Start it. Where no process can be started, asking raises LookupLostError."""
        command = [sys.executable, "-P", "-m", "knowledge.lookup", place]
        self._process: subprocess.Popen[str] | None = None
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, this module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )

    def precedents(self, text: str, k: int, exclude: Exclude) -> tuple[Hit, ...]:
        """Return the true precedents, safe to print. Raises what the library raises, or LookupLostError."""
        from knowledge.records import Hit  # noqa: PLC0415 - start-up

        if self._process is None:
            raise LookupLostError
        question = json.dumps({"text": text, "k": k, "exclude": exclude.model_dump(mode="json")})
        line, _ = self._process.communicate(question + "\n")
        try:
            answer = json.loads(line)
        except ValueError:
            raise LookupLostError from None
        if error := answer.get("error"):
            raise _known_error(error["kind"])(error["message"], error["fix"])
        return tuple(Hit.model_validate(hit) for hit in answer["hits"])

    def close(self) -> None:
        """Let the process end without a question."""
        if self._process is not None and self._process.poll() is None:
            self._process.communicate("")


def _known_error(kind: str) -> type[Exception]:
    from knowledge import errors  # noqa: PLC0415 - start-up

    return getattr(errors, kind, errors.LibraryError)


def main() -> None:
    """Answer the one question on standard input with the library named on the command line."""
    from knowledge.errors import LibraryError  # noqa: PLC0415 - start-up
    from knowledge.library import Exclude, Library, seed  # noqa: PLC0415 - start-up

    try:
        with Library.open(sys.argv[1]) as library:
            seed(library)
            line = sys.stdin.readline()
            if not line.strip():
                return
            asked = json.loads(line)
            hits = library.precedents(asked["text"], asked["k"], exclude=Exclude.model_validate(asked["exclude"]))
        answer: dict[str, object] = {"hits": [hit.model_dump(mode="json") for hit in hits]}
    except LibraryError as error:
        answer = {"error": {"kind": type(error).__name__, "message": error.message, "fix": error.fix}}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
