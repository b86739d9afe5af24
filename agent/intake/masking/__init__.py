"""Masking at intake: secrets and personal identifiers become typed placeholders before anything is kept or sent.

`mask(text)` masks one text; a `Masker` keeps the numbers over all texts of one ticket, and once it has learned them
it also masks bare repeats of a secret that only another text gives away. Names, business addresses and phone numbers
of the people in the case stay, as do the numbers that a case is about (orders, commits, tickets, versions).

Detectors are literal searches first: nothing is compiled or imported until a text holds what a rule looks for.
python-stdnum checks the digits of national identifiers. detect-secrets was considered and left out: its rules are made
for source code, know no prose and no identifiers of people, and it loads an HTTP client.
"""

from __future__ import annotations

from agent.intake.masking.masker import Masked, Masker, mask

__all__ = ["Masked", "Masker", "mask"]
