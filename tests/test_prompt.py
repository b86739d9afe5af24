import io

import pytest
from fakes import AS_OF, desk, ticket

from agent.cli.prompt import ask_all


@pytest.fixture
def office():
    return desk()


@pytest.fixture
def case(office):
    return office.draft(ticket("The labels print twice since Monday."), as_of=AS_OF)


def typed(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def field_at(case, number):
    return case.questions[number].field


def test_enter_skips_a_question_and_the_next_one_is_asked(office, case, monkeypatch, capsys):
    order = [q.field for q in case.questions]
    typed(monkeypatch, *("" if field != "csm" else "Kim Reyes" for field in order))
    answered = ask_all(office, case)
    assert answered.facts.csm.value == "Kim Reyes"
    assert set(answered.facts.missing) == set(case.facts.missing) - {"csm"}
    assert case.questions[0].question in capsys.readouterr().err


def test_the_end_of_input_keeps_what_was_answered(office, case, monkeypatch):
    first = field_at(case, 0)
    answers = {"renewal_risk": "red", "account_tier": "Enterprise"}
    typed(monkeypatch, answers.get(first, "unknown"))
    answered = ask_all(office, case)
    assert answered.facts.get(first).known == (first in answers)


def test_a_wrong_answer_is_refused_where_it_is_typed_and_asked_again(office, case, monkeypatch, capsys):
    order = [q.field for q in case.questions]
    lines = []
    for field in order:
        lines += ["a lot of money", "USD 12,000"] if field == "arr" else [""]
    typed(monkeypatch, *lines)
    assert ask_all(office, case).facts.arr.value.amount == 12000
    assert "Error: " in capsys.readouterr().err


def test_questions_that_could_change_the_outcome_come_first(case):
    marks = [q.changes_outcome for q in case.questions]
    assert marks == sorted(marks, reverse=True)
    assert True in marks
