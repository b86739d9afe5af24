"""The one place where an input is refused."""

from __future__ import annotations

from typing import NoReturn

from agent.errors import TicketError


def refuse(what: str, fix: str) -> NoReturn:
    """Raise TicketError with a sentence on what is wrong, and one on what to do next."""
    raise TicketError(what, fix) from None
