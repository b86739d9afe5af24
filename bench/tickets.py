"""Made-up tickets of any length for the benchmarks."""

from __future__ import annotations

_HEAD = """Quayside Helpdesk · Ticket #70411 · "Labels print the wrong dock"
Status: Open | Priority: High | Group: Yard L2 | Agent: Sana Okoro | Channel: E-mail

REQUESTER                                   COMPANY
Piet Lammers                                Delftse Poort Logistics
piet.lammers@delftsepoort.example           Tier: Enterprise
                                            Contract value: EUR 18,500 / month
                                            Renewal date: 31 Jan 2027
"""
_ROUND = """
Piet Lammers wrote · {day} Oct 2026 08:{minute:02d}
Dock {number} got the labels of dock {other} again this morning, {number} pallets were loaded twice
and two drivers waited.
We need this fixed before the weekend, and I need the reason in writing.

Sana Okoro replied · {day} Oct 2026 09:{minute:02d}
Hi Piet, I see it in the print log of job {number}. I have restarted the print service and checked the queue.

Sana Okoro added an internal note · {day} Oct 2026 10:{minute:02d}
Reproduced on staging with build 7.{number}. The dock table is cached per shift, so a change at noon
is not read. Raised YRD-{number}.
"""
_ROUND_LINES = 11


def ticket(lines: int) -> str:
    """Return a ticket of about that many lines."""
    rounds = max(1, (lines - 10) // _ROUND_LINES)
    body = (
        _ROUND.format(day=1 + i * 28 // max(rounds, 1), minute=i % 60, number=1000 + i, other=2000 + i)
        for i in range(rounds)
    )
    return _HEAD + "".join(body)
