from __future__ import annotations

from datetime import date

import pytest

from agent.assess import assess
from agent.evidence import Evidence
from agent.facts import REQUIRED, ActionTaken, Fact, Facts, Money, TimelineEntry
from agent.policy import Policy
from agent.questions import ask
from agent.signals import VerifiedSignal

TODAY = date(2031, 3, 3)
POLICY = Policy.load()
FULL: dict[str, object] = {
    "account_name": "Tarnbeck Dairy",
    "account_tier": "SMB",
    "arr": Money(amount=9600, currency="EUR"),
    "csm": "Una Brandt",
    "account_owner": "Piet Oosting",
    "nature": "The milk run is planned twice.",
    "contact_name": "Ilse Vos",
    "contact_role": "Planner",
    "customer_ask": "One run.",
    "root_cause": "A rounding fault.",
    "renewal_date": "2031-09-01",
    "renewal_risk": "green",
    "timeline": (TimelineEntry(date="2031-02-01", event="it began"),),
    "actions_taken": (ActionTaken(action="looked"),),
}


def facts_without(*missing: str) -> Facts:
    return Facts(**{name: Fact(value=value, source="record") for name, value in FULL.items() if name not in missing})


def signal(name: str) -> VerifiedSignal:
    return VerifiedSignal(name=name, evidence=(Evidence(message="m1", start=0, end=4, quote="said"),))


def asked(facts: Facts, *signals: str, **more: str):
    found = [signal(name) for name in signals]
    return ask(facts, assess(facts, found, POLICY, TODAY), POLICY, signals=found, as_of=TODAY, **more)


@pytest.mark.parametrize("field", REQUIRED)
def test_exactly_what_is_missing_is_asked(field: str):
    assert [q.field for q in asked(facts_without(field))] == [field]


def test_nothing_is_asked_where_nothing_is_missing():
    assert asked(facts_without()) == ()


def test_all_fourteen_are_asked_of_an_empty_thread():
    assert {q.field for q in asked(Facts())} == set(REQUIRED)


def test_every_question_has_whom_to_ask_why_and_an_example():
    for question in asked(Facts()):
        assert question.question.endswith("?")
        assert question.why
        assert question.ask
        assert "for example: " in question.format


def test_the_known_person_of_the_post_is_asked():
    assert asked(facts_without("account_tier"))[0].ask == "Una Brandt (CSM)"
    assert asked(facts_without("renewal_date"))[0].ask == "Piet Oosting (account owner)"


def test_somebody_else_is_asked_where_the_post_has_no_known_holder():
    by_field = {q.field: q.ask for q in asked(facts_without("renewal_date", "account_owner", "csm", "account_tier"))}
    assert by_field == {
        "renewal_date": "revenue operations", "account_tier": "revenue operations", "account_owner": "sales manager",
        "csm": "CS manager",
    }  # fmt: skip


def test_the_question_names_the_contact_and_the_policys_tiers():
    assert "Ilse Vos" in asked(facts_without("contact_role"))[0].question
    assert "Enterprise, Mid-Market, SMB" in asked(facts_without("account_tier"))[0].question


def test_a_role_that_could_be_an_executives_changes_the_level_of_a_complaint():
    question = asked(facts_without("contact_role"), "dissatisfied")[0]
    assert question.changes_outcome
    assert "from L1 to L2" in question.why


def test_a_role_changes_nothing_once_the_level_is_higher_than_it_could_make_it():
    assert not asked(facts_without("contact_role"), "notice_given")[0].changes_outcome


def test_a_cause_changes_the_destination_of_a_fault_whose_cause_nobody_knows():
    question = asked(facts_without("root_cause"), "product_fault", "dissatisfied")[0]
    assert question.changes_outcome
    assert "destination from support_l2 to engineering" in question.why


def test_a_renewal_risk_changes_whether_a_documented_answer_is_enough():
    question = asked(facts_without("renewal_risk"), "documented_answer")[0]
    assert question.changes_outcome


def test_a_name_never_changes_the_outcome():
    for question in asked(facts_without("csm", "account_owner"), "dissatisfied", "product_fault"):
        assert not question.changes_outcome


def test_what_could_change_the_outcome_is_asked_first():
    flags = [q.changes_outcome for q in asked(Facts(), "dissatisfied", "product_fault")]
    assert flags == sorted(flags, reverse=True)
    assert any(flags)
    assert not all(flags)


def test_questions_are_asked_in_chinese_as_well():
    for question in asked(Facts(), lang="zh"):
        assert any("\u4e00" <= c <= "\u9fff" for c in question.question)
        assert any("\u4e00" <= c <= "\u9fff" for c in question.why)


def test_a_note_on_the_crm_export_goes_with_what_it_could_have_settled():
    facts = facts_without("arr", "root_cause")
    found = ask(facts, assess(facts, [], POLICY, TODAY), POLICY, "Two rows fit.", as_of=TODAY)
    assert {q.field: q.why.endswith("Two rows fit.") for q in found} == {"arr": True, "root_cause": False}
