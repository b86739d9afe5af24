"""A case of ours: what is sound passes, what an edit breaks fails at its place, what is asked blocks."""

from __future__ import annotations

import json

import pytest
from factory_case import make_case
from factory_facts import QUESTIONS

from agent.case import Question
from agent.checks import run_checks
from agent.checks.document import check_file
from agent.checks.registry import ORDER
from agent.facts import Fact

QUESTION = Question(field="arr", question="What is a year worth?", why="It is at risk.", ask="Finance", format="EUR 1")


def results(case):
    return {c.id: c for c in run_checks(case)}


def edited(path, value):
    raw = make_case().model_dump(mode="json")
    *parents, last = path.split(".")
    node = raw
    for key in parents:
        node = node[int(key)] if key.isdigit() else node[key]
    node[int(last) if last.isdigit() else last] = value
    return raw


def checked(tmp_path, raw):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(raw), "utf-8")
    return {c.id: c for c in check_file(file)}


def test_a_sound_case_passes_every_check_of_the_contract():
    found = run_checks(make_case())

    assert [c.id for c in found] == list(ORDER)
    assert [(c.id, c.reason, c.where) for c in found if c.state != "pass"] == []


def test_the_checks_are_made_anew_and_not_read_from_the_file(tmp_path):
    raw = edited("checks", [{"id": "no_placeholders", "state": "fail", "reason": "old", "where": None, "remedy": None}])

    assert checked(tmp_path, raw)["no_placeholders"].state == "pass"


BROKEN = [
    ("root_cause_specific", "brief.root_cause.primary", "A technical problem on our side."),
    ("root_cause_specific", "brief.root_cause.primary", None),
    ("customer_position_fair", "brief.customer_position.their_account", "They are overreacting to a small delay."),
    ("customer_position_fair", "brief.customer_position.their_asks", []),
    ("decision_requested", "brief.decision_required", None),
    ("decision_requested", "brief.decision_required", "Thoughts?"),
    ("decision_requested", "brief.decision_required.decider", "TBD"),
    ("decision_requested", "brief.decision_required.due", "soon"),
    ("arr_at_risk_quantified", "brief.business_impact.arr_at_risk", "significant"),
    ("arr_at_risk_quantified", "brief.business_impact.arr_at_risk", None),
    ("arr_at_risk_quantified", "brief.business_impact.arr_at_risk", "EUR 69,000 a year [m6]"),
    ("communication_plan_complete", "brief.communication_plan.0.channel", ""),
    ("communication_plan_complete", "brief.communication_plan.0.owner", None),
    ("communication_plan_complete", "brief.communication_plan", []),
    ("language_blameless", "brief.what_happened", "Devika Rao failed to raise it. It is her fault. She was careless."),
    ("summary_is_3_to_5_sentences", "brief.what_happened", "The export stops."),
    ("timeline_in_order", "brief.timeline.0.date", "2026-03-16"),
    ("timeline_in_order", "brief.timeline.2.date", "last week"),
    ("every_ask_answered", "brief.resolution_plan.answers_to_asks.1.answer", "TBD"),
    ("every_ask_answered", "brief.customer_position.their_asks", ["“corrected files for the nights of 6 to 18 March”"]),
    ("no_new_promises", "brief.apology_issued", "We guarantee that it will never happen again."),
    ("no_placeholders", "package.request.ask", "Assign [name] to EXP-1188."),
    ("plan_has_owners_and_dates", "brief.resolution_plan.immediate.0.owner", "the team"),
    ("plan_has_owners_and_dates", "brief.resolution_plan.immediate.0.owner", None),
    ("plan_has_owners_and_dates", "brief.resolution_plan.medium_term.0.due", "ASAP"),
]


@pytest.mark.parametrize(("check_id", "path", "value"), BROKEN)
def test_an_edit_that_breaks_an_item_fails_it_and_says_what_to_write(tmp_path, check_id, path, value):
    result = checked(tmp_path, edited(path, value))[check_id]

    assert result.state == "fail"
    assert result.reason
    assert result.remedy


UNPROVEN = [
    ("brief.account_at_a_glance.arr", "EUR 69,000 a year [m6]"),
    ("brief.account_at_a_glance.csm", "Petra Lindqvist [m6]"),
    ("brief.account_at_a_glance.account_owner", "Petra Lindqvist"),
    ("brief.account_at_a_glance.renewal_date", "2026-06-03 [m6]"),
    ("brief.account_at_a_glance.days_to_renewal", 120),
    ("brief.business_impact.reputational_risk", "low; 37 sites were named"),
    ("brief.root_cause.scope", "Exports of more than 12,500 rows [m3]"),
    ("brief.root_cause.primary", "“Release 7.4 brought a page limit of 10,000 rows to the export service” [m3]"),
    ("brief.customer_position.sentiment", "frustrated, says Harald Quist [m5]"),
    ("brief.timeline.1.date", "2026-03-10"),
    ("brief.actions_so_far.2.date", "2026-03-12"),
    ("package.request.ask", "Assign a developer to EXP-1189 and report a delivery date [m3]."),
    ("facts.arr.value.amount", 98000),
    ("facts.csm.value", "Petra Lindqvist"),
    ("facts.renewal_date.value", "2026-07-30"),
    ("facts.root_cause.evidence.0.quote", "Release 7.3 brought a page limit of 20,000 rows"),
]


@pytest.mark.parametrize(("path", "value"), UNPROVEN)
def test_what_the_thread_does_not_prove_is_not_supported(tmp_path, path, value):
    assert checked(tmp_path, edited(path, value))["facts_supported"].state == "fail"


def test_a_result_names_the_place_of_what_it_found(tmp_path):
    result = checked(tmp_path, edited("brief.resolution_plan.immediate.1.owner", "someone"))[
        "plan_has_owners_and_dates"
    ]

    assert result.where == "brief.resolution_plan.immediate[1]"


def test_a_figure_that_is_asked_for_blocks_and_does_not_fail():
    case = make_case()
    impact = case.brief.business_impact.model_copy(update={"arr_at_risk": None})
    glance = case.brief.account_at_a_glance.model_copy(update={"arr": None})
    brief = case.brief.model_copy(update={"business_impact": impact, "account_at_a_glance": glance})
    facts = case.facts.with_fact("arr", Fact())

    found = results(make_case(brief=brief, facts=facts, questions=(*QUESTIONS, QUESTION)))

    assert found["arr_at_risk_quantified"].state == "blocked"
    assert found["arr_at_risk_quantified"].remedy


def test_a_cause_that_nobody_knows_fails_unless_it_is_asked():
    case = make_case()
    brief = case.brief.model_copy(update={"root_cause": case.brief.root_cause.model_copy(update={"primary": None})})
    facts = case.facts.with_fact("root_cause", Fact())
    question = QUESTION.model_copy(update={"field": "root_cause"})

    assert results(make_case(brief=brief, facts=facts))["root_cause_specific"].state == "fail"
    assert results(make_case(brief=brief, facts=facts, questions=(question,)))["root_cause_specific"].state == "blocked"


def test_reasons_and_remedies_are_said_in_the_language_of_the_case():
    case = make_case(lang="zh")
    brief = case.brief.model_copy(update={"timeline": ()})

    result = results(case.model_copy(update={"brief": brief}))["timeline_in_order"]

    assert result.reason == "没有写明时间线。" or "时间线" in result.reason
    assert result.remedy is not None
    assert "日期" in result.remedy
