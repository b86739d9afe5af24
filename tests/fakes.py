"""Stand-ins for the ports, each shorter than the test that uses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from agent.case import Engine
from agent.claims import Claim, Quote, Reading, Signal
from agent.desk import Desk
from agent.engines.rules.writer import RulesWriter
from agent.policy import Policy
from agent.ticket import Message, Ticket

AS_OF = date(2026, 9, 16)


@dataclass
class ScriptedReader:
    """A reader that says what the test wrote down."""

    reading: Reading
    read_tickets: list[Ticket] = field(default_factory=list)

    def read(self, ticket, *, as_of):
        del as_of
        self.read_tickets.append(ticket)
        return self.reading


def ticket(*texts, role="customer", author="Ana Lopes"):
    messages = tuple(
        Message(id=f"m{n}", at=f"2026-09-{n:02d}T09:00:00", author=author, role=role, public=True, text=text)
        for n, text in enumerate(texts, 1)
    )
    return Ticket(id="T-1", subject="Labels", source_format="text", digest="ab" * 32, messages=messages)


def said(field_, value, message, text, source="customer", **more):
    return Claim(field=field_, value=value, source=source, quotes=(Quote(message=message, text=text),), **more)


def shown(name, message, text):
    return Signal(name=name, quotes=(Quote(message=message, text=text),))


def desk(*claims, signals=()):
    reader = ScriptedReader(Reading(claims=claims, signals=tuple(signals)))
    return Desk(engine=Engine(name="rules"), reader=reader, writer=RulesWriter(), policy=Policy.load(None))
