"""A quote, located: what a reader claims to have read, and where it stands in the ticket."""

from __future__ import annotations

from agent.ticket import Value


class Evidence(Value):
    """A verbatim quote and the characters it occupies in one message (or one row of a CRM file)."""

    message: str
    start: int
    end: int
    quote: str
