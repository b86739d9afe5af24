"""`--engine auto`: where the model cannot be used, the rules read and write, and a warning says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.engines.openai.errors import ModelError

if TYPE_CHECKING:
    from datetime import date

    from agent.claims import Reading
    from agent.engines.openai.ledger import Ledger
    from agent.ports import Reader
    from agent.ticket import Ticket


class FallbackReader:
    """Reads with the model, else by rules."""

    def __init__(self, first: Reader, second: Reader, ledger: Ledger) -> None:
        """Keep both readers and where warnings go."""
        self.first = first
        self.second = second
        self.ledger = ledger

    def read(self, ticket: Ticket, *, as_of: date) -> Reading:
        """Return the model's reading, or that of the rules with a warning."""
        try:
            return self.first.read(ticket, as_of=as_of)
        except ModelError as error:
            self.ledger.give_up(f"Read and written by rules, not by the model: {error.message} {error.fix}")
            return self.second.read(ticket, as_of=as_of)
