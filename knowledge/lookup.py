"""One search in a process of its own: loading the index overlaps with whatever the caller does meanwhile.

    lookup = Lookup()                       # starts to import
    lookup.open("~/.escalate/library")      # starts to load
    ...                                     # read the ticket
    hits = lookup.precedents("nightly export fails", 3, Exclude(...))

The protocol is two JSON lines in, the place and the question, and one out; standard error is the caller's, for a
progress bar.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.records import Exclude, Hit


class LookupLostError(Exception):
    """The process ended without an answer; search in this process instead."""


class Lookup:
    """A process that opens one library and waits for one question."""

    def __init__(self) -> None:
        """Start it. Where no process can be started, asking raises LookupLostError."""
        command = [sys.executable, "-P", "-m", "knowledge.lookup"]
        self._process: subprocess.Popen[str] | None = None
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, this module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )

    def open(self, place: str) -> None:
        """Tell it the library's folder or URL."""
        with suppress(OSError, LookupLostError):
            self._tell(place)

    def precedents(self, text: str, k: int, exclude: Exclude) -> tuple[Hit, ...]:
        """Return the true precedents, safe to print. Raises what the library raises, or LookupLostError."""
        from knowledge.records import Hit  # noqa: PLC0415 - start-up

        try:
            self._tell({"text": text, "k": k, "exclude": exclude.model_dump(mode="json")})
            answer = json.loads(self._reply())
        except (OSError, ValueError):
            raise LookupLostError from None
        if error := answer.get("error"):
            raise _known_error(error["kind"])(error["message"], error["fix"])
        return tuple(Hit.model_validate(hit) for hit in answer["hits"])

    def _tell(self, value: object) -> None:
        if self._process is None or self._process.stdin is None:
            raise LookupLostError
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()

    def _reply(self) -> str:
        """Return the line of the answer; the process may take its time to end, nobody waits for that here."""
        if self._process is None or self._process.stdout is None:
            raise LookupLostError
        return self._process.stdout.readline()

    def close(self) -> None:
        """Wait for the process to end; one that was not asked ends without a question."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


def _known_error(kind: str) -> type[Exception]:
    from knowledge import errors  # noqa: PLC0415 - start-up

    return getattr(errors, kind, errors.LibraryError)


def main() -> None:
    """Open the library that the first line of standard input names, and answer the question on the second."""
    from knowledge.embedding import MiniLM  # noqa: PLC0415 - start-up
    from knowledge.errors import LibraryError  # noqa: PLC0415 - start-up
    from knowledge.index_chroma import load  # noqa: PLC0415 - start-up
    from knowledge.library import Exclude, Library, seed  # noqa: PLC0415 - start-up

    model = MiniLM()
    model.warm()
    load()
    place = sys.stdin.readline()
    if not place.strip():
        return
    try:
        with Library.open(json.loads(place), embedder=model) as library:
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
    sys.stdout.flush()
    os._exit(0)  # the library is closed; taking down Chroma's and the model's threads would cost the caller 0.1 s


if __name__ == "__main__":
    main()
