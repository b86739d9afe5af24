import json
from pathlib import Path

import pytest
from fakes import AS_OF, desk, said, shown, ticket

from agent import intake
from agent.case import Engine
from agent.desk import Desk
from agent.engines.rules.reader import RulesReader
from agent.engines.rules.writer import RulesWriter
from agent.errors import AnswerError
from agent.policy import Policy

EXAMPLE = Path(__file__).parent.parent / "examples" / "ticket.txt"


@pytest.fixture(scope="module")
def rules():
    return Desk(engine=Engine(name="rules"), reader=RulesReader(), writer=RulesWriter(), policy=Policy.load(None))


@pytest.fixture(scope="module")
def case(rules):
    return rules.draft(intake.read_file(EXAMPLE, as_of=AS_OF), as_of=AS_OF)


def leaves(tree, path=""):
    if isinstance(tree, dict):
        return {k: v for key, value in tree.items() for k, v in leaves(value, f"{path}/{key}").items()}
    if isinstance(tree, list):
        return {k: v for n, value in enumerate(tree) for k, v in leaves(value, f"{path}/{n}").items()}
    return {path: tree}


def changed(before, after):
    old, new = (leaves(json.loads(c.model_dump_json())) for c in (before, after))
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def test_an_answer_changes_only_what_shows_it(rules, case):
    patched = rules.answer(case, {"account_owner": "Kim Reyes"})
    for path in changed(case, patched):
        held = str(leaves(json.loads(patched.model_dump_json())).get(path)) + str(
            leaves(json.loads(case.model_dump_json())).get(path)
        )
        about = path.startswith(("/facts/account_owner", "/questions", "/checks"))
        assert about or "Kim Reyes" in held or "account owner" in held.lower(), (path, held)
    assert patched.ticket == case.ticket
    assert patched.brief.timeline == case.brief.timeline


def test_an_answer_that_changes_nothing_leaves_every_byte(rules, case):
    skipped = rules.answer(case, {"account_owner": "unknown"})
    assert skipped.model_dump_json() == case.model_dump_json()
    once = rules.answer(case, {"account_owner": "Kim Reyes"})
    assert rules.answer(once, {"account_owner": "Kim Reyes"}).model_dump_json() == once.model_dump_json()


def test_answers_given_one_by_one_or_at_once_come_to_the_same(rules, case):
    together = rules.answer(case, {"account_owner": "Kim Reyes", "account_tier": "Enterprise"})
    first = rules.answer(case, {"account_owner": "Kim Reyes"})
    assert rules.answer(first, {"account_tier": "Enterprise"}).model_dump_json() == together.model_dump_json()


def test_an_answer_against_the_thread_wins_and_the_difference_is_shown(rules, case):
    patched = rules.answer(case, {"arr": "GBP 90,000"})
    assert patched.facts.arr.value.amount == 90000
    dispute = next(d for d in patched.disputes if d.field == "arr")
    assert "88800" in dispute.other.replace(",", "")


def test_a_field_that_does_not_exist_is_refused_by_name(rules, case):
    with pytest.raises(AnswerError, match="price"):
        rules.answer(case, {"price": "3"})


def test_what_a_reader_makes_up_never_reaches_the_brief():
    read = ticket("The labels print twice since Monday. We pay USD 12,000 a year for this.")
    case = desk(
        said("arr", {"amount": 21000, "currency": "USD"}, "m1", "We pay USD 12,000 a year for this."),
        said("csm", "Mallory Vance", "m1", "Mallory Vance is your CSM."),
    ).draft(read, as_of=AS_OF)
    assert case.facts.arr.value is None
    assert case.facts.csm.value is None
    assert "Mallory" not in case.brief.model_dump_json()
    assert {"arr", "csm"} <= {q.field for q in case.questions}


def test_a_risk_that_nobody_stated_is_judged_and_says_so():
    read = ticket("We hereby terminate the contract. The labels print twice.")
    case = desk(signals=[shown("notice_given", "m1", "We hereby terminate the contract.")]).draft(read, as_of=AS_OF)
    assert case.facts.renewal_risk.value == "red"
    assert case.facts.renewal_risk.source == "inferred"
    assert case.facts.renewal_risk.evidence[0].quote == "We hereby terminate the contract."
    assert case.assessment.level.value == "L3"


def test_without_any_basis_the_judgements_are_null_and_every_input_is_asked():
    case = desk().draft(ticket("Hello"), as_of=AS_OF)
    assert case.assessment.level.value is None
    assert {q.field for q in case.questions} == set(case.facts.missing)
    assert len(case.questions) == 14


def test_every_missing_input_has_its_question_and_no_other(case):
    assert {q.field for q in case.questions} == set(case.facts.missing)
