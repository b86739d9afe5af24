"""The rules writer: complete documents from verified facts, policy and clocks, and nothing that nobody said."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from factory_facts import (
    ASKS,
    SIGNALS,
    at,
    make_assessment,
    make_dossier,
    make_facts,
    signal,
)

from agent.case import Commitment, Judgement, Question
from agent.engines.rules.writer import RulesWriter
from agent.facts import Fact, Facts, Money
from agent.policy import Policy
from agent.render.prose import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.brief import Brief, Package

POLICY = Policy.load(None)
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def written(**changes: object) -> tuple[Brief, Package]:
    return RulesWriter().write(make_dossier(**changes), POLICY)


def judged(**values: str | None) -> dict[str, object]:
    before = make_assessment()
    made = {k: getattr(before, k).model_copy(update={"value": v}) for k, v in values.items()}
    return {"assessment": before.model_copy(update=made)}


HANDLED = judged(decision="handle", level=None, destination="support_l2", severity="medium", renewal_risk=None)
SECURITY = judged(destination="security", severity="critical")
MONEY = judged(type="functional", destination="leadership")
VARIANTS: dict[str, dict[str, object]] = {
    "as it is": {},
    "in Chinese": {"lang": "zh"},
    "handled": HANDLED,
    "handled in Chinese": HANDLED | {"lang": "zh"},
    "nothing known": {"facts": Facts(), "signals": (), "last_update": None, "raised_by": None, "references": ()},
    "security": SECURITY,
    "product": judged(destination="product"),
    "functional": MONEY,
    "relationship": judged(type="relationship", destination="leadership"),
    "hierarchical": judged(type="hierarchical", destination="leadership"),
    "second line": judged(destination="support_l2"),
    "no level": judged(level=None),
    "nothing judged": {"assessment": type(make_assessment())()},
    "legal": judged(level="L4", destination="leadership", type="functional"),
}


def cells(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from cells(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from cells(inner, f"{path}[{number}]")
    elif value is not None:
        yield path, str(value)


def texts(documents: tuple[Brief, Package]) -> dict[str, str]:
    return {k: v for d in documents for k, v in cells(d.model_dump(), type(d).__name__)}


@pytest.mark.parametrize("name", VARIANTS)
def test_what_happened_has_three_to_five_sentences(name: str) -> None:
    brief, _ = written(**VARIANTS[name])
    assert 3 <= len(sentences(brief.what_happened)) <= 5, brief.what_happened


@pytest.mark.parametrize("name", VARIANTS)
def test_every_step_and_message_has_an_owner_and_a_day(name: str) -> None:
    brief, _ = written(**VARIANTS[name])
    plan = brief.resolution_plan
    assert plan.immediate
    assert plan.medium_term
    rows = [(r.owner, r.due) for r in (*plan.immediate, *plan.medium_term)]
    rows += [(r.owner, r.due) for r in brief.communication_plan]
    for owner, due in rows:
        assert owner.strip()
        assert ISO.match(due), due


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_is_left_to_be_filled_in(name: str) -> None:
    said = " ".join(texts(written(**VARIANTS[name])).values())
    assert not re.search(r"\bTBD\b|\bTBC\b|\bN/A\b|[{}]|\[(?:name|date|owner)\]|xxx", said, re.IGNORECASE)
    assert not re.search(r"\bNone\b", said)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_decision_names_who_decides_by_when_between_which_options(name: str) -> None:
    decision = written(**VARIANTS[name])[0].decision_required
    assert decision is not None
    assert decision.decider
    assert ISO.match(decision.due)
    assert len(decision.options) >= 2
    assert decision.recommendation.startswith(decision.options[0])
    assert "?" not in decision.decision


def test_every_ask_is_answered_one_by_one_in_the_customers_words() -> None:
    brief, _ = written()
    answered = brief.resolution_plan.answers_to_asks
    assert [a.ask for a in answered] == [f"“{ask}” [m5]" for ask in ASKS]
    assert all(ISO.search(a.answer) for a in answered)
    assert len(brief.resolution_plan.success_criteria) == len(ASKS)


def test_an_answer_promises_no_fix_and_no_money() -> None:
    facts = make_facts(
        customer_ask=Fact(value="Credit the March fee and fix the export by 27 March", source="customer")
    )
    answer = written(facts=facts, **MONEY)[0].resolution_plan.answers_to_asks[0].answer
    assert "nothing is granted before it is signed" in answer
    assert not re.search(r"\b(?:will be fixed|we will|guarantee|promise to)\b", answer)


def test_a_level_gives_the_clock_the_owner_and_the_decider() -> None:
    brief, _ = written()
    assert brief.header.level == "L2"
    assert brief.header.respond_by == "2026-03-20 (within 4 h)"
    assert brief.header.escalation_owner == "Marcus Adeyemi (CSM)"
    assert brief.decision_required
    assert brief.decision_required.decider == "Director of customer success"


def test_the_customers_own_day_comes_before_a_later_clock() -> None:
    facts = make_facts(customer_ask=Fact(value="We need a working export by 2026-03-20", source="customer"))
    brief, _ = written(facts=facts, **judged(level="L1"))
    assert brief.decision_required
    assert brief.header.respond_by == "2026-03-21"
    assert brief.decision_required.due == "2026-03-20"


def test_a_role_stands_where_nobody_is_named() -> None:
    facts = make_facts(csm=Fact())
    brief, _ = written(facts=facts)
    assert brief.header.escalation_owner == "CSM"
    assert brief.account_at_a_glance.csm is None


def test_an_unknown_cause_stays_null_and_the_plan_finds_it() -> None:
    brief, _ = written(facts=make_facts(root_cause=Fact()))
    assert brief.root_cause.primary is None
    step = next(r for r in brief.resolution_plan.immediate if "cause" in r.action)
    assert step.owner == "Engineering lead on duty"
    assert step.due == "2026-03-23"
    assert "not confirmed" in brief.what_happened


def test_a_known_cause_says_who_says_so() -> None:
    primary = written()[0].root_cause.primary
    assert primary
    assert primary.startswith("“Release 7.3 brought a page limit")
    assert primary.endswith("[m3] (said by Devika Rao)")


def test_days_to_renewal_are_counted_from_the_day_of_the_draft() -> None:
    assert written()[0].account_at_a_glance.days_to_renewal == 102
    assert written(as_of=date(2026, 7, 1))[0].account_at_a_glance.days_to_renewal == -1
    assert ", 1 day ago" in written(as_of=date(2026, 7, 1))[0].what_happened


def test_nobody_estimates_churn() -> None:
    assert written()[0].business_impact.churn_probability is None


def test_full_stops_inside_a_name_or_role_add_no_sentence_to_the_summary() -> None:
    facts = make_facts(contact_role=Fact(value="Acting Director. Quality and Operations. Europe", source="customer"))
    assert len(sentences(written(facts=facts)[0].what_happened)) == 5


def test_an_unknown_amount_is_at_risk_as_unknown() -> None:
    brief, package = written(facts=make_facts(arr=Fact()))
    assert brief.business_impact.arr_at_risk is None
    assert package.business_impact.revenue is None
    assert "yearly value is not known" in brief.what_happened


def test_an_apology_is_reported_where_the_actions_hold_one() -> None:
    assert written()[0].apology_issued == "yes, on 2026-03-09 by Devika Rao: “I am sorry about this” [m2]"
    actions = make_facts().actions_taken
    rest = actions.model_copy(update={"value": (actions.value or ())[1:]})
    assert written(facts=make_facts(actions_taken=rest))[0].apology_issued is None


def test_a_security_matter_goes_to_security_and_legal_with_no_cause_assumed() -> None:
    brief, package = written(facts=make_facts(root_cause=Fact()), **SECURITY)
    owners = {row.owner for row in brief.resolution_plan.immediate}
    assert {"Security incident lead", "Legal counsel"} <= owners
    assert package.routed_to == "security"
    assert brief.root_cause.primary is None


def test_a_threat_gets_one_spokesperson() -> None:
    threat = signal("press_threat", "m4", "This cannot go on")
    brief, _ = written(signals=(*SIGNALS, threat), **VARIANTS["legal"])
    assert any("one person speak for us" in row.action for row in brief.resolution_plan.immediate)
    assert any("Legal counsel" in row.audience for row in brief.communication_plan)
    assert brief.header.respond_by == "2026-03-20 (immediately)"


def test_a_handled_case_says_plainly_that_it_is_no_escalation_and_what_would_change_it() -> None:
    brief, package = written(**HANDLED)
    assert brief.header.level is None
    assert brief.header.level_label == "Not an escalation"
    assert "This is not an escalation and stays with support" in brief.what_happened
    assert "What would make it an escalation: a documented fix that settles it." in brief.what_happened
    assert all("support" in row.owner.lower() for row in brief.resolution_plan.immediate)
    assert package.routed_to == "support_l2"


def test_a_promise_whose_day_is_past_is_looked_after() -> None:
    promise = Commitment(
        text="the missing rows of Sunday", due="2026-03-10", evidence=(at("m2", "the missing rows of Sunday"),)
    )
    later = promise.model_copy(update={"due": "2026-03-21"})
    rows = written(commitments=(promise,))[0].resolution_plan.immediate
    assert any("“the missing rows of Sunday” [m2], due 2026-03-10" in row.action for row in rows)
    assert not any("was kept" in row.action for row in written(commitments=(later,))[0].resolution_plan.immediate)


def test_a_question_that_may_change_the_outcome_is_a_step_of_the_one_who_is_asked() -> None:
    question = Question(field="arr", question="?", why="", ask="revenue operations", format="", changes_outcome=True)
    rows = written(questions=(question,))[0].resolution_plan.immediate
    assert [r.owner for r in rows if "open question on ARR" in r.action] == ["Revenue operations"]


def test_another_amount_changes_only_the_cells_that_show_it() -> None:
    before = texts(written())
    arr = make_facts().arr.model_copy(update={"value": Money(amount=97500, currency="EUR")})
    after = texts(written(facts=make_facts(arr=arr)))
    changed = {place for place in before | after if before.get(place) != after.get(place)}
    assert changed == {
        "Brief.account_at_a_glance.arr",
        "Brief.what_happened",
        "Brief.business_impact.arr_at_risk",
        "Package.business_impact.revenue_exposure",
        "Package.business_impact.revenue",
    }
    assert all(before[p].replace("96,000", "97,500") == after[p] for p in changed)


def test_another_csm_changes_only_names() -> None:
    before = texts(written())
    csm = make_facts().csm.model_copy(update={"value": "Ola Brandt"})
    after = texts(written(facts=make_facts(csm=csm)))
    assert before.keys() == after.keys()
    assert all(
        v.replace("Marcus Adeyemi (CSM)", "Ola Brandt (CSM)") == after[k] or k.endswith(".csm")
        for k, v in before.items()
    )


def test_the_same_dossier_gives_the_same_documents() -> None:
    assert written() == written()


@pytest.mark.parametrize("name", VARIANTS)
def test_no_number_stands_in_the_documents_that_is_neither_a_fact_nor_computed(name: str) -> None:
    dossier = make_dossier(**VARIANTS[name])
    source = dossier.model_dump_json() + POLICY.model_dump_json()
    for place, text in texts(RulesWriter().write(dossier, POLICY)).items():
        own = ISO.sub("", re.sub(r"“[^”]*”|\[[\w:]+\]", "", text))
        for number in re.findall(r"\d[\d,.]*\d|\d", own):
            plain = number.replace(",", "")
            computed = {"102", "11", str(len(ASKS)), "1"}
            assert plain in source or plain in computed, (place, number)


def test_dates_that_are_ours_fall_on_working_days_and_not_before_the_draft() -> None:
    brief, _ = written(as_of=date(2026, 3, 20))
    for row in brief.resolution_plan.medium_term:
        day = date.fromisoformat(row.due[:10])
        assert day >= date(2026, 3, 20)
        assert day.weekday() < 5, row


def test_a_past_deadline_is_no_deadline() -> None:
    brief, _ = written(as_of=date(2026, 4, 20))
    assert "the first by" not in brief.what_happened


def test_judgements_without_a_basis_stay_null() -> None:
    brief, package = written(assessment=make_assessment(severity=Judgement(), sentiment=Judgement()))
    assert package.severity is None
    assert brief.customer_position.sentiment is None
