"""Dates and times as people write them, told from the day on which they wrote."""

from __future__ import annotations

import re
from datetime import date

import pytest

from agent.values import date_words
from agent.values.dates import DateSpan, dates_in, order_evidence
from agent.values.times import times_in

WEDNESDAY = date(2026, 4, 22)


def only(text: str, anchor: date | None = WEDNESDAY) -> DateSpan:
    spans = dates_in(text, anchor)
    assert len(spans) == 1, spans
    return spans[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-12", "2026-04-12"),
        ("30/09/2026", "2026-09-30"),
        ("31/07/26", "2026-07-31"),
        ("30 April", "2026-04-30"),
        ("Thursday the 30th", "2026-04-30"),
        ("April 30th, 2026", "2026-04-30"),
        ("8. Mai 2026", "2026-05-08"),
        ("30 de septiembre de 2026", "2026-09-30"),
        ("le 3 juin", "2026-06-03"),
        ("3 月 23 日", "2026-03-23"),
        ("2026/7/31", "2026-07-31"),
        ("3月23日(周一)", "2026-03-23"),
        ("16 号的热修复", "2026-04-16"),
        ("令和8年4月1日", "2026-04-01"),
        ("2026年12月31日", "2026-12-31"),
        ("2027년 1월 31일", "2027-01-31"),
        ("Am 9. Februar", "2026-02-09"),
        ("31-12-2026", "2026-12-31"),
        ("20 febbraio 2026", "2026-02-20"),
        ("28 de agosto", "2026-08-28"),
        ("13 listopada 2026", "2026-11-13"),
        ("den 16 oktober", "2026-10-16"),
        ("Dec 28", "2025-12-28"),
        ("am 23.04.", "2026-04-23"),
        ("2026-05-06T03:12Z", "2026-05-06"),
        ("Freitag, 8. Mai 2026", "2026-05-08"),
        ("Friday, June 12:", "2026-06-12"),
    ],
)
def test_a_day_is_read_in_every_form(text: str, day: str):
    assert only(text).value == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", "2026-04-21"),
        ("last night", "2026-04-21"),
        ("this morning", "2026-04-22"),
        ("tomorrow", "2026-04-23"),
        ("gestern Abend", "2026-04-21"),
        ("hier soir", "2026-04-21"),
        ("ayer", "2026-04-21"),
        ("ieri sera", "2026-04-21"),
        ("ontem", "2026-04-21"),
        ("gisteren", "2026-04-21"),
        ("igår", "2026-04-21"),
        ("i går", "2026-04-21"),
        ("wczoraj", "2026-04-21"),
        ("昨天下午", "2026-04-21"),
        ("昨日", "2026-04-21"),
        ("어제", "2026-04-21"),
        ("vorgestern", "2026-04-20"),
        ("2 days ago", "2026-04-20"),
        ("vor drei Tagen", "2026-04-19"),
        ("3天前", "2026-04-19"),
        ("two weeks ago", "2026-04-08"),
        ("last Thursday", "2026-04-16"),
        ("by noon on Tuesday", "2026-04-28"),
        ("bis Dienstag", "2026-04-28"),
        ("avant vendredi", "2026-04-24"),
        ("下周三", "2026-04-29"),
        ("上周五", "2026-04-17"),
        ("月曜日までに", "2026-04-27"),
        ("el lunes pasado", "2026-04-20"),
        ("do piątku", "2026-04-24"),
    ],
)
def test_a_relative_day_is_told_from_the_messages_own(text: str, day: str):
    span = only(text)
    assert (span.value, span.relative) == (date.fromisoformat(day), True)


def test_a_bare_weekday_is_the_last_one_and_may_be_the_next():
    span = only("on Monday we did it")
    assert (span.value, span.alternatives) == (date(2026, 4, 20), (date(2026, 4, 27),))


def test_a_relative_day_without_an_anchor_has_no_value():
    assert only("yesterday", None).value is None


def test_day_and_month_are_not_guessed_and_settled_by_the_threads_other_dates():
    assert only("9/2/2026").value is None
    assert set(only("9/2/2026").alternatives) == {date(2026, 2, 9), date(2026, 9, 2)}
    assert order_evidence(["14/2 and 23/2"]) == "DMY"
    assert order_evidence(["6/12/2026", "5/30/2026"]) == "MDY"
    assert order_evidence(["5/30/2026", "30/5/2026"]) is None
    assert dates_in("9/2/2026", WEDNESDAY, "DMY")[0].value == date(2026, 2, 9)


def test_longer_spans_say_their_precision_and_an_end_its_last_day():
    assert (only("end of June 2026").value, only("end of June 2026").edge) == (date(2026, 6, 30), "end")
    assert (only("Q3 2026").value, only("Q3 2026").precision) == (date(2026, 7, 1), "quarter")
    assert (only("2026年6月底").value, only("next week").precision) == (date(2026, 6, 30), "week")


def test_a_bare_day_takes_the_month_of_the_date_before_it():
    first, second = dates_in("merged on 1 Feb, so the job on the 28th counted", WEDNESDAY)
    assert (first.value, second.value) == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "3 out of 5",
        "12 may be enough",
        "3号仓库",
        "8.13.4",
        "Guten Morgen",
        "hier ist der Fehler und die Log",
        "8027年3月31日",
        "the 4th floor",
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str):
    assert [s.text for s in dates_in(text, WEDNESDAY)] == []


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("15:00", "15:00"),
        ("3 pm", "15:00"),
        ("2.30pm", "14:30"),
        ("14h30", "14:30"),
        ("noon", "12:00"),
        ("中午 12 点", "12:00"),
        ("下午3点半", "15:30"),
        ("um 9.20 Uhr", "09:20"),
        ("22:41Z", "22:41"),
        ("오후 3시", "15:00"),
        ("first job: 2026-05-06T03:12Z, that is", "03:12"),
    ],
)
def test_a_time_of_day_is_read_in_every_form(text: str, clock: str):
    assert [t.clock for t in times_in(text)] == [clock]


def test_a_date_carries_the_time_beside_it():
    assert only("13 Apr 2026 07:52").time == "07:52"
    assert only("2026-05-06T03:12Z").time == "03:12"


@pytest.mark.parametrize(
    ("forms", "stems"), [(date_words.WEEKS, date_words.WEEK_STEMS), (date_words.MONTHS, date_words.MONTH_STEMS)]
)
def test_every_form_of_a_week_or_a_month_holds_a_stem_by_which_it_is_looked_for(
    forms: tuple[tuple[int, str], ...], stems: tuple[str, ...]
):
    alternatives = [a for _, body in forms for a in re.split(r"\|(?![^(]*\))", body)]
    assert alternatives
    assert [a for a in alternatives if not any(stem in a for stem in stems)] == []


def test_every_form_of_so_many_days_ago_holds_the_word_by_which_it_is_looked_for():
    assert date_words.AGO
    assert [body for _, need, body in date_words.AGO if need not in body] == []
