"""How a long piece of work in the library shows itself."""

from __future__ import annotations

import sys
from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much; the last call has both equal."""
_WIDTH = 28
_WORTH_A_BAR = 200


def stderr_bar(what: str, done: int, total: int) -> None:
    """Draw a bar on standard error: on a terminal as it goes, elsewhere one line at the end; nothing for small work."""
    if total < _WORTH_A_BAR:
        return
    if sys.stderr.isatty():
        filled = _WIDTH * done // total
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{what} [{'█' * filled}{'·' * (_WIDTH - filled)}] {done}/{total}{end}")
    elif done >= total:
        sys.stderr.write(f"{what}: {total} done\n")
    sys.stderr.flush()


def silent(what: str, done: int, total: int) -> None:
    """Show nothing."""
