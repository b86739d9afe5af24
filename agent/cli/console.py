"""Where words go: documents to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

from agent.errors import UsageError, WorkFailedError

if TYPE_CHECKING:
    from pathlib import Path

    from agent.errors import EscalateError

_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None} | dict.fromkeys(range(128, 160))


def say(text: str) -> None:
    """Tell the user something that is not the document; control characters of a ticket stay out of the terminal."""
    sys.stderr.write(text.translate(_CONTROL) + "\n")


def complain(error: EscalateError) -> None:
    """Say what is wrong, and what to do next."""
    say(f"Error: {error.message}\n  Next: {error.fix}")


def deliver(document: str | bytes, to: Path | None) -> None:
    """Print the document, or write it whole to a file."""
    data = document if isinstance(document, bytes) else document.encode("utf-8")
    if to is None:
        sys.stdout.buffer.write(data if data.endswith(b"\n") or isinstance(document, bytes) else data + b"\n")
        sys.stdout.buffer.flush()
        return
    from agent.store import write_whole  # noqa: PLC0415 - start-up

    try:
        write_whole(to, data)
    except OSError as error:
        message = f"{to} could not be written: {error.strerror or error}."
        raise WorkFailedError(message, "Choose another --out, in a folder that you may write to.") from error
    say(f"Written: {to}")


def day(text: str | None) -> date:
    """The day of --as-of, or today."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the user's own day
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"--as-of {text!r} is not a date."
        raise UsageError(message, "Write it as YYYY-MM-DD, for example --as-of 2026-04-22.") from error
