"""Whether a draft's time grows with the ticket's length and no faster: 1, 10 and 100 times, in one process."""

from __future__ import annotations

import time
from datetime import date

from agent import intake
from agent.case import Engine
from agent.desk import Desk
from agent.engines.rules.reader import RulesReader
from agent.engines.rules.writer import RulesWriter
from agent.policy import Policy
from bench.tickets import ticket

_LINES = 70
_TIMES = (1, 10, 100)


def main() -> None:
    """Print the time of each length over the time of the first."""
    desk = Desk(engine=Engine(name="rules"), reader=RulesReader(), writer=RulesWriter(), policy=Policy.load(None))
    desk.draft(intake.read_ticket(ticket(_LINES).encode()), as_of=date(2026, 10, 30))
    first = 0.0
    for times in _TIMES:
        data = ticket(_LINES * times).encode()
        began = time.perf_counter()
        desk.draft(intake.read_ticket(data), as_of=date(2026, 10, 30))
        seconds = time.perf_counter() - began
        first = first or seconds
        print(f"draft, {_LINES * times:5d} lines, warm    {seconds / first:7.1f} x the first ({times} x the length)")


if __name__ == "__main__":
    main()
