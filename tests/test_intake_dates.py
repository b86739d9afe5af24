"""Dates that could stand either way round are settled by the thread, or left open and named."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from agent.intake import read_ticket

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.ticket import Ticket

DAY = date(2026, 9, 16)
ENGLISH = "The export of the night fails and we wait for the report that you owe us."
FRENCH = "Bonjour, les exports de la nuit ne passent pas et nous attendons des nouvelles pour les clients dans le sud."


def _json(*dates: str, said: str = ENGLISH) -> Ticket:
    notes = [{"body": f"{said} {n}", "author": "Ann Lee", "created_at": at} for n, at in enumerate(dates)]
    return read_ticket(json.dumps({"id": 1, "comments": notes}).encode(), as_of=DAY)


def _csv(*dates: str, said: str = ENGLISH) -> Ticket:
    rows = "".join(f'"{at}",Ann Lee,"{said} {n}"\n' for n, at in enumerate(dates))
    return read_ticket(f"created_at,author,body\n{rows}".encode(), name="a.csv", as_of=DAY)


def _days(ticket: Ticket) -> list[str | None]:
    return [m.at[:10] if m.at else None for m in ticket.messages if m.kind == "message"]


READERS = pytest.mark.parametrize("read", [_json, _csv], ids=["JSON", "CSV"])


@READERS
def test_a_day_over_twelve_settles_all(read: Callable[..., Ticket]) -> None:
    assert _days(read("03/04/2026 10:00", "25/04/2026 10:00")) == ["2026-04-03", "2026-04-25"]
    assert _days(read("03/04/2026 10:00", "03/25/2026 10:00")) == ["2026-03-04", "2026-03-25"]


@READERS
def test_the_order_of_the_messages_settles_what_only_one_reading_keeps(read: Callable[..., Ticket]) -> None:
    assert _days(read("05/02/2026 10:00", "06/02/2026 10:00", "02/03/2026 10:00")) == [
        "2026-02-05", "2026-02-06", "2026-03-02",
    ]  # fmt: skip


@READERS
def test_a_day_that_would_lie_ahead_is_no_reading(read: Callable[..., Ticket]) -> None:
    assert _days(read("05/12/2026 10:00")) == ["2026-05-12"]


@READERS
def test_a_weekday_settles_the_order(read: Callable[..., Ticket]) -> None:
    assert _days(read("Fri 03/04/2026 10:00")) == ["2026-04-03"]
    assert _days(read("Wed 03/04/2026 10:00")) == ["2026-03-04"]


@READERS
def test_an_american_zone_puts_the_month_first_and_says_so(read: Callable[..., Ticket]) -> None:
    ticket = read("03/04/2026 10:00 EST")
    assert _days(ticket) == ["2026-03-04"]
    assert any("American" in w for w in ticket.warnings)


@READERS
def test_a_language_that_writes_the_day_first_does_and_says_so(read: Callable[..., Ticket]) -> None:
    ticket = read("03/04/2026 10:00", said=FRENCH)
    assert _days(ticket) == ["2026-04-03"]
    assert any("French" in w for w in ticket.warnings)


@READERS
def test_a_date_that_nothing_settles_is_left_open_with_both_readings(read: Callable[..., Ticket]) -> None:
    ticket = read("03/04/2026 10:00")
    assert _days(ticket) == [None]
    assert any("3 April 2026 or 4 March 2026" in w for w in ticket.warnings)


def test_a_pasted_date_that_nothing_settles_names_both_readings() -> None:
    text = "03/04/2026 10:00 Ann Lee (Acme) wrote:\nIt fails.\n\n03/04/2026 11:00 Bob Ray (Support) wrote:\nWe look."
    ticket = read_ticket(text.encode(), as_of=DAY)
    assert _days(ticket) == [None, None]
    assert any("3 April 2026 or 4 March 2026" in w for w in ticket.warnings)


@pytest.mark.parametrize(
    "at", [1_775_210_400, 1_775_210_400.0, "1775210400", "1775210400.25", 1_775_210_400_000, "2026-04-03T10:00:00+0000"]
)
def test_a_moment_is_read_however_it_is_written(at: object) -> None:
    tree = {"id": 1, "comments": [{"body": ENGLISH, "author": "Ann Lee", "created_at": at}]}
    ticket = read_ticket(json.dumps(tree).encode(), as_of=DAY)
    assert [m.at for m in ticket.messages if m.kind == "message"] == ["2026-04-03T10:00:00+00:00"]
