"""A paraphrase keeps what each figure counts, which day is meant, and what is denied."""

from __future__ import annotations

import pytest
from test_grounding_tickets import claim, message, person, ticket

from agent.claims import Reading
from agent.facts import TimelineEntry
from agent.grounding import ground

THREAD = ticket(
    message(
        1,
        "2026-03-06T15:42",
        "Leonora Vance",
        "vendor",
        "We charged two branches on Monday, so the run on the 3rd saw 63 more seats than there are. Nobody at our end "
        "noticed. Purged the copies and turned the feed off so nothing prints unseen. "
        "Gate locked 22:41, feed cut 22:44.",
    ),
    message(
        2,
        "2026-03-06T15:50",
        "Leonora Vance",
        "vendor",
        "Berenice Quill writes: if it isn't back by noon on Tuesday, and somebody senior hasn't called me, I shall go "
        "to the press.",
    ),
    people=(person("Leonora Vance", "vendor"), person("Berenice Quill", "customer"), person("Vellum Desk", "vendor")),
)
SEATS = "We charged two branches on Monday, so the run on the 3rd saw 63 more seats than there are"
PURGED = "Purged the copies and turned the feed off so nothing prints unseen"
CONDITION = "if it isn't back by noon on Tuesday, and somebody senior hasn't called me, I shall go to the press"


def codes(name: str, value: str | TimelineEntry, *quotes: tuple[int, str]) -> list[str]:
    return [r.code for r in ground(Reading(claims=(claim(name, value, *quotes),)), THREAD).refused]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("The run counted 63 more seats than exist", []),
        ("The run counted 2 more seats than exist", ["number"]),
        ("Two branches were charged", []),
        ("Vellum Desk charged two branches", ["name"]),
    ],
)
def test_a_figure_counts_what_it_counts_in_the_quote(value: str, code: list[str]):
    assert codes("nature", value, (1, SEATS)) == code


@pytest.mark.parametrize(("day", "code"), [("2026-03-02", []), ("2026-03-06", []), ("2026-03-09", ["date"])])
def test_a_weekday_of_what_has_happened_is_the_last_one(day: str, code: list[str]):
    assert codes("timeline", TimelineEntry(date=day, event="Two branches charged"), (1, SEATS)) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Copies purged and the feed turned off", []),
        ("Copies purged and the feed never turned off", ["negation"]),
        ("Copies purged, feed turned off, nothing prints unseen", []),
        ("Copies purged, feed not turned off, nothing not prints unseen", ["negation"]),
    ],
)
def test_a_no_elsewhere_in_the_quote_licenses_no_other(value: str, code: list[str]):
    assert codes("nature", value, (1, PURGED)) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Money back by noon on Tuesday 10 March; a call from somebody senior", []),
        ("Money never back by noon on Tuesday", ["negation"]),
        ("A call from nobody senior by Tuesday", ["negation"]),
    ],
)
def test_a_demand_may_turn_a_condition_round_and_may_not_deny_it(value: str, code: list[str]):
    assert codes("customer_ask", value, (2, CONDITION)) == code


def test_outside_a_demand_a_condition_keeps_its_no():
    assert codes("nature", "It is back by noon on Tuesday", (2, CONDITION)) == ["negation"]


def test_a_time_is_the_quotes_own_and_the_messages_only_where_they_tell_none():
    times = "Gate locked 22:41, feed cut 22:44"
    assert codes("nature", "Gate locked at 22:41", (1, times)) == []
    assert codes("nature", "Gate locked at 15:42", (1, times)) == ["time"]


def test_an_author_is_no_contact_by_a_quote_that_names_somebody_else():
    assert codes("contact_name", "Leonora Vance", (2, "Berenice Quill writes")) == ["name"]
    assert codes("contact_name", "Berenice Quill", (2, "Berenice Quill writes")) == []
