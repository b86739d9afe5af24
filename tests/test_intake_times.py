"""Times as people and helpdesks write them."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake import times
from agent.intake.clock import Clock, order_of

AS_OF = date(2026, 6, 30)
WRITTEN = [
    ("Ann Poe replied · 16 Apr 2026 16:20", "2026-04-16T16:20:00"),
    ("Created Mon, 13 Apr 2026 07:52", "2026-04-13T07:52:00"),
    ("On Tue, 14 Apr 2026 at 10:20, Ann wrote:", "2026-04-14T10:20:00"),
    ("Wednesday, June 3, 2026 4:40 PM", "2026-06-03T16:40:00"),
    ("Am 18.03.2026 um 08:15 schrieb", "2026-03-18T08:15:00"),
    ("Mittwoch, 22. April 2026 17:48", "2026-04-22T17:48:00"),
    ("Le mar. 7 avr. 2026 à 10:20, Ann", "2026-04-07T10:20:00"),
    ("El mar, 7 abr 2026 a las 10:20, Ana", "2026-04-07T10:20:00"),
    ("Em ter., 7 de abr. de 2026 às 10:20, Ana", "2026-04-07T10:20:00"),
    ("Il giorno mar 7 apr 2026 alle ore 10:20 Anna", "2026-04-07T10:20:00"),
    ("Op di 7 apr 2026 om 10:20 schreef", "2026-04-07T10:20:00"),
    ("wt., 7 kwi 2026 o 10:20 Ala", "2026-04-07T10:20:00"),
    ("Den tis 7 apr. 2026 kl 10:20 skrev", "2026-04-07T10:20:00"),
    ("Den tir. 7. apr. 2026 kl. 10.20 skrev", "2026-04-07T10:20:00"),
    ("ti 7. huhtik. 2026 klo 10.20 Aino", "2026-04-07T10:20:00"),
    ("2026年3月11日(水) 10:02 山田", "2026-03-11T10:02:00"),
    ("2026年3月11日 星期三 下午3:05", "2026-03-11T15:05:00"),
    ("2026년 3월 11일 (수) 오후 3:05, 김", "2026-03-11T15:05:00"),
    ("Tues 17 March 2026, 2.30pm, Zoom", "2026-03-17T14:30:00"),
    ("quarta, 24/06/2026, 10h às 10h50", "2026-06-24T10:00:00"),
    ("14:02 on 17 Apr 2026", "2026-04-17T14:02:00"),
    ("11/Mar/26 10:02 AM", "2026-03-11T10:02:00"),
    ("2026-05-04T06:48:11Z", "2026-05-04T06:48:11+00:00"),
    ("Mon, 2026-03-02 at 18:02 +0530", "2026-03-02T18:02:00+05:30"),
    ("Thu, 04 Jun 2026 09:12:44 -0500", "2026-06-04T09:12:44-05:00"),
    ("12 March 2026 09:15 CET", "2026-03-12T09:15:00+01:00"),
    ("May 29, 2026", "2026-05-29"),
    ("--- 3月12日 2026年", None),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_a_written_time_is_read_in_its_language(text: str, expected: str | None) -> None:
    stamp = times.find(text)
    found = Clock(AS_OF).iso(stamp) if stamp and stamp.year else None
    assert found == expected


@pytest.mark.parametrize(
    "text", ["we pulled 312 of them", "release 8.14 broke it", "call 0113 496 0148", "13 pallets", ""]
)
def test_prose_with_numbers_holds_no_time(text: str) -> None:
    assert times.find(text) is None


def test_a_year_that_is_not_written_comes_from_the_thread() -> None:
    clock = Clock(AS_OF, [date(2025, 12, 30)])
    stamp = times.find("2 Jan 09:00")
    assert stamp is not None
    assert clock.iso(stamp) == "2026-01-02T09:00:00"
    assert clock.warnings == []


def test_a_year_that_nothing_gives_is_the_last_that_fits_and_is_said() -> None:
    clock = Clock(AS_OF)
    stamp = times.find("Friday, 6 March")
    assert stamp is not None
    assert clock.iso(stamp) == "2026-03-06"
    assert len(clock.warnings) == 1


def test_the_day_first_order_is_told_by_a_day_above_twelve_and_by_sequence() -> None:
    stamps = [s for t in ("03/02/2026", "04/02/2026", "13/02/2026") if (s := times.find(t))]
    assert order_of(stamps, AS_OF) == "dmy"
    stamps = [s for t in ("02/03/2026", "02/04/2026", "02/13/2026") if (s := times.find(t))]
    assert order_of(stamps, AS_OF) == "mdy"


def test_a_date_that_would_lie_in_the_future_decides_the_order() -> None:
    stamp = times.find("05/12/2026")
    assert stamp is not None
    assert order_of([stamp], AS_OF) == "mdy"


def test_an_order_that_nothing_tells_leaves_the_date_open_and_is_said() -> None:
    stamp = times.find("04/05/2026 10:00")
    assert stamp is not None
    order = order_of([stamp], AS_OF)
    clock = Clock(AS_OF, order=order)
    assert order is None
    assert clock.iso(stamp) is None
    assert "told apart" in clock.warnings[0]


def test_yesterday_is_resolved_against_the_day_that_the_screen_calls_today() -> None:
    stamp = times.find("Yesterday 11:04")
    assert stamp is not None
    assert Clock(AS_OF, today=date(2026, 2, 18)).iso(stamp) == "2026-02-17T11:04:00"


@pytest.mark.parametrize("value", [1779177840, 1779177840000, 1779177840000000, 1779177840.25])
def test_an_epoch_is_read_in_any_unit(value: float) -> None:
    assert times.from_epoch(value) == "2026-05-19T08:04:00+00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-06T07:46:23+0200", "2026-05-06T07:46:23+02:00"),
        ("2023-08-11T00:00:00.000+0000", "2023-08-11T00:00:00+00:00"),
        ("2026-05-06 07:46:23", "2026-05-06T07:46:23"),
        ("2026-05-06", "2026-05-06"),
        ("soon", None),
    ],
)
def test_iso_like_text_is_read_with_and_without_a_colon_in_the_offset(text: str, expected: str | None) -> None:
    assert times.from_iso(text) == expected
