"""The shared tickets and payloads: who said what, when, to whom. Skipped where they are absent."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.errors import TicketError
from agent.intake import read_file

if TYPE_CHECKING:
    from agent.ticket import Ticket

SHARED = Path(__file__).resolve().parents[2] / "shared"
AS_OF = date(2026, 6, 30)
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared tickets are not beside the project")

# file: source format, sides in order (customer, vendor, system, bot), internal messages, first and last time
TICKETS = {
    "A01.txt": ("transcript", "cvvvcvvcv", "m3 m6 m7 m9", "2026-04-13T07:52:00", "2026-04-22T09:20:00"),
    "A02.json": (
        "zendesk",
        "cvcvvcvvvcscvsvv",
        "m4 m7 m11 m14 m15 m16",
        "2026-05-04T06:48:11+00:00",
        "2026-05-19T07:32:40+00:00",
    ),
    "A03.eml": ("eml", "vc", "", "2026-03-12T09:15:00", "2026-03-12T18:44:09+00:00"),
    "A04.txt": ("transcript", "cvvsc", "", "2026-01-19T09:12:00", "2026-01-19T09:36:00"),
    "B01.eml": ("eml", "ccsvcv", "m6", "2026-03-31T09:15:00", "2026-04-16T08:52:17+01:00"),
    "B02.md": ("note", "v", "m1", "2026-03-17T14:30:00", "2026-03-17T14:30:00"),
    "B03.txt": (
        "transcript",
        "v" * 10,
        " ".join(f"m{n}" for n in range(1, 11)),
        "2026-03-06T15:41:00",
        "2026-03-06T15:49:00",
    ),
    "B04.json": ("intercom", "cbcvcvvcvcv", "m6", "2026-05-19T08:04:00+00:00", "2026-05-19T10:49:00+00:00"),
    "C01.txt": (
        "transcript",
        "bccccvcvcvccvcvccccc" + "vcvvvvv",
        "m23 m24 m25 m26 m27",
        "2026-03-11T18:30:00",
        "2026-03-20T08:45:00",
    ),
    "C02.eml": ("eml", "vcv", "m1 m3", "2026-05-29T11:18:00", "2026-06-04T09:12:44-05:00"),
    "C03.json": ("zendesk", "cvvcvv", "m3 m5 m6", "2026-05-06T22:14:09+00:00", "2026-05-07T13:58:20+00:00"),
    "C04.eml": ("eml", "ccvcv", "m5", "2026-02-09T09:37:00", "2026-04-24T10:31:07+02:00"),
}


def said(ticket: Ticket) -> list[tuple[str, str, bool | None, str | None, str | None]]:
    return [(m.id, m.role[0], m.public, m.author, m.at) for m in ticket.messages if m.kind == "message"]


@needs_shared
@pytest.mark.parametrize("name", TICKETS)
def test_a_shared_ticket_gives_its_messages_sides_and_times(name: str) -> None:
    made, sides, internal, first, last = TICKETS[name]
    ticket = read_file(SHARED / "tickets" / name, as_of=AS_OF)
    rows = said(ticket)
    assert ticket.source_format == made
    assert "".join(side for _, side, *_ in rows) == sides
    assert [number for number, _, public, *_ in rows if public is False] == internal.split()
    assert (rows[0][-1], rows[-1][-1]) == (first, last)


@needs_shared
@pytest.mark.parametrize("name", TICKETS)
def test_every_field_and_person_of_a_shared_ticket_stands_where_it_is_said_to(name: str) -> None:
    ticket = read_file(SHARED / "tickets" / name, as_of=AS_OF)
    for field in ticket.fields:
        message = ticket.message(field.message)
        assert message is not None
        assert message.text[field.start : field.end] == field.value
    for person in ticket.people:
        assert ticket.message(person.message or "") is not None, person.name


@needs_shared
def test_no_payload_ends_in_anything_but_a_ticket_or_a_refusal() -> None:
    for path in sorted((SHARED / "payloads").glob("*/*")):
        ticket = None
        with suppress(TicketError):
            ticket = read_file(path, as_of=AS_OF)
        assert ticket is None or any(m.text.strip() for m in ticket.messages), path.name
