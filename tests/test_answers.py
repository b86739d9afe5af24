from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from agent.answers import parse_answer, parse_assignment, read_answers_file
from agent.errors import AnswerError
from agent.facts import REQUIRED, Fact, Money
from agent.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2031, 3, 3)
POLICY = Policy.load()


def parsed(field: str, text: str) -> Fact:
    return parse_answer(field, text, POLICY, TODAY)


def refused(field: str, text: str) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        parsed(field, text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("USD 120,000", 120_000, "USD"),
        ("120k EUR", 120_000, "EUR"),
        ("€ 86.400", 86_400, "EUR"),
        ("£1,200.50", 1200.5, "GBP"),
        ("120000usd", 120_000, "USD"),
        ("SEK 120 000", 120_000, "SEK"),
        ("48万元", 480_000, "CNY"),
        ("R$ 310 mil", 310_000, "BRL"),
        ("1.5 Mio. EUR p.a.", 1_500_000, "EUR"),
        ("18.6 lakh INR", 1_860_000, "INR"),
        ("CHF 12'400 per year", 12_400, "CHF"),
    ],
)
def test_money_is_read_as_people_write_it(text: str, amount: float, currency: str):
    fact = parsed("arr", text)
    assert (fact.value, fact.source, fact.note) == (Money(amount=amount, currency=currency), "answer", None)


@pytest.mark.parametrize(
    ("text", "amount", "note"),
    [
        ("10.000 € im Monat", 120_000, "12 x EUR 10,000"),
        ("USD 12,400 a month", 148_800, "12 x USD 12,400"),
        ("EUR 4.500 per kwartaal", 18_000, "4 x EUR 4,500"),
        ("R$ 9.350 por mês", 112_200, "12 x BRL 9,350"),
        ("£1,200.50 pcm", 14_406, "12 x GBP 1,200.50"),
    ],
)
def test_a_months_or_quarters_fee_is_made_yearly_and_says_how(text: str, amount: float, note: str):
    fact = parsed("arr", text)
    assert isinstance(fact.value, Money)
    assert (fact.value.amount, fact.note) == (amount, note)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("120,000", "no currency"),
        ("kr 120 000", "which currency"),
        ("¥4,800,000", "which currency"),
        ("a lot", "no amount"),
        ("between 100k and 120k EUR", "more than one"),
        ("12 x 12,400 USD", "more than one"),
        ("-5 EUR", "less than nothing"),
        ("not 120k EUR", "what it is not"),
        ("TCV USD 300,000", "whole term"),
        ("USD 1,000 and EUR 900", "more than one"),
    ],
)
def test_an_amount_that_leaves_a_doubt_is_refused_with_the_form_to_use(text: str, says: str):
    error = refused("arr", text)
    assert says in error.message
    assert error.fix
    assert error.exit_code == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-09-30", "2031-09-30"),
        ("30/09/2031", "2031-09-30"),
        ("9/30/2031", "2031-09-30"),
        ("30.9.31", "2031-09-30"),
        ("30 September 2031", "2031-09-30"),
        ("Sept 30, 2031", "2031-09-30"),
        ("30 de septiembre de 2031", "2031-09-30"),
        ("2031年9月30日", "2031-09-30"),
        ("end of September 2031", "2031-09-30"),
        ("tomorrow", "2031-03-04"),
    ],
)
def test_a_renewal_date_is_read_in_many_forms(text: str, day: str):
    assert parsed("renewal_date", text).value == day


def test_a_date_that_can_mean_two_days_is_refused_with_both_readings():
    message = refused("renewal_date", "03/04/2032").message
    assert "2032-04-03" in message
    assert "2032-03-04" in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("30 September", "no year"),
        ("September 2031", "not a day"),
        ("soon", "no date"),
        ("2031-09-30 or 2032-09-30", "more than one"),
        ("31.02.2032", "date"),
        ("not 2031-09-30", "what it is not"),
        ("2099-01-01", "years away"),
    ],
)
def test_a_date_without_a_certain_day_is_refused(text: str, says: str):
    assert says in refused("renewal_date", text).message


def test_tiers_and_risks_are_taken_by_their_synonyms():
    assert parsed("account_tier", "mid mkt").value == "Mid-Market"
    assert parsed("renewal_risk", "gelb").value == "amber"


@pytest.mark.parametrize(
    ("field", "text", "choices"),
    [
        ("account_tier", "platinum", "Enterprise, Mid-Market, SMB"),
        ("renewal_risk", "green or red", "green, amber, red"),
    ],
)
def test_a_word_that_is_none_of_the_choices_is_refused_with_them(field: str, text: str, choices: str):
    assert choices in refused(field, text).fix


@pytest.mark.parametrize("field", ["renewal_risk", "account_tier"])
def test_a_negated_choice_is_no_choice(field: str):
    assert "what it is not" in refused(field, "not green" if field == "renewal_risk" else "not enterprise").message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "unknown",
        "Don’t know.",
        "I don't know",
        "n/a",
        "?",
        "n. n.",
        "keine Ahnung",
        "no sé",
        "不知道",
        "わからない",
        "TBD",
    ],
)
@pytest.mark.parametrize("field", REQUIRED)
def test_an_answer_that_says_nobody_knows_stays_missing(field: str, text: str):
    assert parsed(field, text) == Fact()


def test_an_answer_is_its_own_evidence():
    fact = parsed("csm", "  Una Brandt ")
    assert fact.value == "Una Brandt"
    evidence = fact.evidence[0]
    assert (evidence.message, evidence.start, evidence.end, evidence.quote) == ("answer:csm", 0, 10, "Una Brandt")


@pytest.mark.parametrize("text", ["una@tarnbeck.example", "1234", "Una\nPiet", "x" * 300])
def test_what_is_no_name_is_refused(text: str):
    assert refused("csm", text).fix


def test_a_timeline_is_one_event_a_line_and_comes_out_in_order():
    fact = parsed(
        "timeline", "2031-02-12: it went live\n- 10.2.2031 08:30 first call\n2031-02-11T07:00Z: a second call"
    )
    assert isinstance(fact.value, tuple)
    assert [(e.date, e.event) for e in fact.value] == [
        ("2031-02-10T08:30", "first call"), ("2031-02-11T07:00+00:00", "a second call"), ("2031-02-12", "it went live"),
    ]  # fmt: skip
    for entry in fact.value:
        quote = entry.evidence[0]
        assert fact.evidence[0].quote[quote.start : quote.end] == quote.quote


def test_a_line_without_a_date_is_refused_in_a_timeline_and_fine_among_actions():
    assert "entry 2" in refused("timeline", "2031-02-12: live\nwent down").message
    actions = parsed("actions_taken", "2031-02-13: paused the run\ncalled them").value
    assert isinstance(actions, tuple)
    assert [(a.date, a.action) for a in actions] == [("2031-02-13", "paused the run"), (None, "called them")]


def test_entries_of_one_line_are_split_where_a_date_begins():
    fact = parsed("timeline", "2031-02-12: live; with a hitch; 2031-02-13: down")
    assert isinstance(fact.value, tuple)
    assert [e.event for e in fact.value] == ["live; with a hitch", "down"]


def test_an_unknown_field_is_refused_with_the_nearest_one():
    assert "renewal_date" in refused("renewl_date", "x").fix
    with pytest.raises(AnswerError, match="no input called"):
        parse_assignment("colour=blue")


def test_an_assignment_is_split_at_its_first_sign():
    assert parse_assignment("arr=USD 120,000") == ("arr", "USD 120,000")
    assert parse_assignment("nature=a=b") == ("nature", "a=b")
    assert parse_assignment("csm=") == ("csm", "")
    with pytest.raises(AnswerError) as caught:
        parse_assignment("arr")
    assert "FIELD=VALUE" in caught.value.fix


def test_a_file_of_answers_is_taken_as_written(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "arr: 120000 EUR\ncsm: No Yes\nrenewal_date: 2031-09-30\naccount_owner: ~\n"
        "timeline:\n  - 2031-02-12: live\n  - {date: 2031-02-13, event: down}\n  - '2031-02-14: up'\n",
        encoding="utf-8",
    )
    assert read_answers_file(path) == {
        "arr": "120000 EUR", "csm": "No Yes", "renewal_date": "2031-09-30", "account_owner": "",
        "timeline": "2031-02-12: live\n2031-02-13: down\n2031-02-14: up",
    }  # fmt: skip


def test_json_is_read_as_well_tabs_and_all(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text('{\n\t"arr": {"amount": 5, "currency": "USD"},\n\t"csm": null\n}', encoding="utf-8")
    assert read_answers_file(path) == {"arr": "USD 5", "csm": ""}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("arr: USD 5\ncsmm: x\n", "line 2, column 1"),
        ("arr: USD 5\narr: USD 6\n", "line 2, column 1"),
        ("csm: a\narr: {a: b}\n", "line 2, column 6"),
        ("- a\n", "line 1, column 1"),
        ("csm: [a\n", "line 2"),
    ],
)
def test_a_wrong_file_of_answers_is_named_with_its_line(tmp_path: Path, content: str, place: str):
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AnswerError) as caught:
        read_answers_file(path)
    assert place in caught.value.message
    assert caught.value.fix


def test_an_empty_file_holds_no_answers_and_a_missing_one_is_an_error(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("", encoding="utf-8")
    assert read_answers_file(path) == {}
    with pytest.raises(AnswerError, match="cannot be read"):
        read_answers_file(tmp_path / "none.yaml")
    with pytest.raises(AnswerError, match="directory"):
        read_answers_file(tmp_path)


@pytest.mark.parametrize("content", ["csm: &a [*a]\n", "? [a]\n: b\n", "csm: !!python/object:os.system x\n" * 2])
def test_a_hostile_file_of_answers_is_an_error_and_not_a_traceback(tmp_path: Path, content: str):
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AnswerError):
        read_answers_file(path)


def test_a_file_of_nested_aliases_does_not_explode(tmp_path: Path):
    path = tmp_path / "a.yaml"
    lines = ["x0: &x0 [a, a]", *(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 30))]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(AnswerError, match="no input called 'x0'"):
        read_answers_file(path)
