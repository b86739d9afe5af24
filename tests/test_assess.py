from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from agent.assess import assess
from agent.evidence import Evidence
from agent.facts import ActionTaken, Fact, Facts, Money
from agent.policy import Policy
from agent.signals import SIGNAL_NAMES, VerifiedSignal

if TYPE_CHECKING:
    from pathlib import Path

    from agent.case import Assessment

TODAY = date(2031, 3, 3)
POLICY = Policy.load()
ASK = Facts(
    customer_ask=Fact(
        value="repair it", source="customer", evidence=(Evidence(message="m1", start=0, end=9, quote="repair it"),)
    )
)


def signals(*names: str) -> list[VerifiedSignal]:
    """One signal a name, `name*3` with three quotes."""
    out = []
    for row, text in enumerate(names):
        name, _, count = text.partition("*")
        assert name in SIGNAL_NAMES
        quotes = tuple(
            Evidence(message=f"m{row}", start=n * 10, end=n * 10 + 5, quote=f"{name[:3]}{n:02d}")
            for n in range(int(count or 1))
        )
        out.append(VerifiedSignal(name=name, evidence=quotes))
    return out


def own_policy(tmp_path: Path, old: str, new: str, count: int = 1) -> Policy:
    """The shipped policy with one condition changed."""
    shipped = files("knowledge").joinpath("policy.yaml").read_text(encoding="utf-8")
    assert old in shipped
    path = tmp_path / "own.yaml"
    path.write_text(shipped.replace(old, new, count), encoding="utf-8")
    return Policy.load(path)


def judge(*names: str, facts: Facts = ASK) -> Assessment:
    return assess(facts, signals(*names), POLICY, TODAY)


def values(found: Assessment) -> tuple[str | None, ...]:
    return found.decision.value, found.type.value, found.level.value, found.destination.value, found.severity.value


@pytest.mark.parametrize(
    ("what", "names", "expected"),
    [
        (
            "a fault in the code that blocks work",
            ["dissatisfied", "product_fault*2", "code_change_needed*2", "core_workflow_blocked", "workaround_refused"],
            ("escalate", "technical", "L1", "engineering", "high"),
        ),
        (
            "lost results, their medical director briefed",
            ["data_at_risk", "product_fault*2", "code_change_needed", "customer_executive_involved", "sla_breached"],
            ("escalate", "technical", "L2", "engineering", "critical"),
        ),
        (
            "a capability that was never built, done in a spreadsheet",
            [
                "dissatisfied",
                "capability_gap*2",
                "product_change_needed",
                "renewal_doubted",
                "workaround_accepted",
                "degraded",
            ],
            ("escalate", "technical", "L1", "product", "medium"),
        ),
        (
            "a wrong invoice, a credit above the limit",
            ["billing_matter*3", "approval_needed", "renewal_doubted", "dissatisfied"],
            ("escalate", "functional", "L1", "leadership", "medium"),
        ),
        (
            "a precautionary notice about invoices",
            ["notice_given", "billing_matter*3", "approval_needed", "constructive"],
            ("escalate", "functional", "L3", "leadership", "medium"),
        ),
        (
            "a lawyer, over a price clause",
            ["legal_threat", "price_matter*2", "contract_matter*2", "approval_needed", "dissatisfied"],
            ("escalate", "functional", "L4", "leadership", "medium"),
        ),
        (
            "a newspaper, over a direct debit",
            ["press_threat", "billing_matter*2", "our_executive_requested", "dissatisfied"],
            ("escalate", "functional", "L4", "leadership", "medium"),
        ),
        (
            "exported records that nobody ordered, their CISO demanded",
            ["security_incident*2", "customer_executive_involved", "our_executive_requested"],
            ("escalate", "technical", "L2", "security", "critical"),
        ),
        (
            "a sponsor who left, use declining",
            ["sponsor_lost*2", "usage_declining", "renewal_doubted"],
            ("escalate", "relationship", "L1", "leadership", "medium"),
        ),
        (
            "a director who wants one of ours to appear",
            ["decision_wanted", "our_executive_requested", "customer_executive_involved", "constructive"],
            ("escalate", "hierarchical", "L2", "leadership", "medium"),
        ),
        (
            "a filter that hides rows, documented",
            ["wrong_setting*2", "documented_answer", "support_can_solve"],
            ("handle", "technical", None, "support_l2", "medium"),
        ),
        (
            "printing blocked by a template, and thanks",
            ["core_workflow_blocked", "wrong_setting", "documented_answer", "resolved", "customer_satisfied"],
            ("handle", "technical", None, "support_l2", "medium"),
        ),
        (
            "papers asked for three times, then found in the help centre",
            ["dissatisfied", "legal_matter*2", "documented_answer", "support_can_solve", "customer_satisfied"],
            ("handle", "functional", None, "support_l2", "medium"),
        ),
        (
            "first line at its end, second line has not looked",
            ["dissatisfied*2", "product_fault", "workaround_accepted"],
            ("escalate", "technical", "L1", "support_l2", "medium"),
        ),
    ],
)
def test_careful_people_would_decide_alike(what: str, names: list[str], expected: tuple[str | None, ...]):
    assert values(judge(*names)) == expected, what


def test_nothing_is_judged_of_a_thread_that_says_nothing():
    found = judge(facts=Facts())
    assert [getattr(found, name).value for name in type(found).model_fields] == [None] * 8
    assert all(getattr(found, name).would_change for name in type(found).model_fields)


@pytest.mark.parametrize("name", SIGNAL_NAMES)
def test_no_signal_alone_makes_a_judgement_outside_of_its_scale(name: str):
    found = judge(name, facts=Facts())
    assert found.decision.value in {"escalate", "handle", None}
    assert found.severity.value in {"critical", "high", "medium", None}


@pytest.mark.parametrize("threat", ["legal_threat", "press_threat", "public_threat"])
def test_a_threat_is_l4_whatever_speaks_against_it(threat: str):
    found = judge(
        threat, "documented_answer*3", "resolved*3", "customer_satisfied*3", "support_can_solve*3", "constructive*3"
    )
    assert (found.decision.value, found.level.value) == ("escalate", "L4")
    assert found.sentiment.value == "angry"


def test_a_security_matter_goes_to_security_whatever_the_tier_and_level():
    for tier in ("SMB", "Enterprise"):
        facts = ASK.with_fact("account_tier", Fact(value=tier, source="record"))
        found = judge("security_incident", "documented_answer", "customer_satisfied", "billing_matter*3", facts=facts)
        assert (found.decision.value, found.destination.value) == ("escalate", "security")


def test_the_highest_trigger_met_gives_the_level():
    names = ["dissatisfied", "customer_executive_involved", "notice_given", "press_threat"]
    assert [judge(*names[: n + 1]).level.value for n in range(4)] == ["L1", "L2", "L3", "L4"]


def test_an_executive_who_complains_is_l2_and_a_manager_is_not():
    for role, level in (("Chief Operating Officer", "L2"), ("Head of Operations", "L1")):
        facts = ASK.with_fact("contact_role", Fact(value=role, source="customer"))
        assert judge("dissatisfied", facts=facts).level.value == level


def test_what_is_handled_has_no_level_and_stays_with_support():
    found = judge("documented_answer")
    assert (found.decision.value, found.level.value, found.destination.value) == ("handle", None, "support_l2")
    assert found.level.because == found.decision.because[:1]


@pytest.mark.parametrize(
    "trigger", ["dissatisfied", "renewal_doubted", "workaround_refused", "data_at_risk", "sponsor_lost"]
)
def test_a_documented_answer_does_not_settle_what_meets_a_trigger(trigger: str):
    assert judge("documented_answer", trigger).decision.value == "escalate"


def test_a_stated_renewal_risk_wins_over_what_the_thread_suggests():
    proof = (Evidence(message="m9", start=0, end=5, quote="green"),)
    facts = ASK.with_fact("renewal_risk", Fact(value="green", source="vendor", evidence=proof))
    found = judge("notice_given", facts=facts).renewal_risk
    assert (found.value, found.because[0].rule, found.because[0].evidence) == ("green", "risk-stated", proof)


def test_an_inferred_renewal_risk_is_not_taken_for_a_stated_one():
    proof = (Evidence(message="m9", start=0, end=5, quote="doubt"),)
    facts = ASK.with_fact("renewal_risk", Fact(value="red", source="inferred", evidence=proof))
    assert judge("renewal_doubted", facts=facts).renewal_risk.value == "amber"
    assert judge(facts=facts).renewal_risk.value is None


@pytest.mark.parametrize(
    ("names", "days", "risk"),
    [
        (["notice_given"], None, "red"), (["churn_discussed"], 900, "red"), (["press_threat"], None, "red"),
        (["renewal_doubted"], None, "amber"), (["dissatisfied"], 60, "amber"), (["dissatisfied"], 900, None),
        (["dissatisfied"], None, None), (["product_fault"], 60, None),
        (["customer_satisfied*2", "resolved"], 60, "green"), (["customer_satisfied"], None, None),
    ],
)  # fmt: skip
def test_the_renewal_risk_is_judged_only_on_a_basis(names: list[str], days: int | None, risk: str | None):
    facts = ASK
    if days is not None:
        day = date.fromordinal(TODAY.toordinal() + days).isoformat()
        facts = ASK.with_fact("renewal_date", Fact(value=day, source="record"))
    assert judge(*names, facts=facts).renewal_risk.value == risk


def test_a_judged_renewal_risk_always_has_a_quote(tmp_path: Path):
    policy = own_policy(tmp_path, "when: {any: [renewal_doubted]}", "when: {any: [missing:renewal_date]}", count=2)
    assert assess(ASK, signals("product_fault"), policy, TODAY).renewal_risk.value is None


def test_a_risk_that_a_person_stated_needs_no_further_quote():
    facts = ASK.with_fact("renewal_risk", Fact(value="green", source="record"))
    assert judge("notice_given", facts=facts).renewal_risk.value == "green"


@pytest.mark.parametrize(
    ("names", "mood"),
    [
        (["dissatisfied"], "frustrated_constructive"),
        (["angry", "constructive"], "frustrated_constructive"),
        (["angry"], "frustrated_constructive"),
        (["angry*2"], "angry"),
        (["legal_threat", "constructive"], "angry"),
        (["notice_given"], "seeking_exit"),
        (["notice_given", "constructive"], "frustrated_constructive"),
        (["seeking_exit"], "seeking_exit"),
        (["product_fault", "customer_satisfied", "angry*2"], "frustrated_constructive"),
    ],
)
def test_the_mood_is_angry_only_for_attacks_and_threats(names: list[str], mood: str):
    assert judge(*names).sentiment.value == mood


def test_the_mood_is_unknown_where_the_customer_says_nothing():
    assert judge("product_fault", facts=Facts()).sentiment.value == "unknown"


@pytest.mark.parametrize(
    ("name", "risk"),
    [("press_threat", "high"), ("public_threat", "high"), ("legal_threat", "medium"), ("dissatisfied", "low")],
)
def test_the_public_risk_follows_the_threat(name: str, risk: str):
    assert judge(name).public_risk.value == risk


def test_each_judgement_names_its_rule_its_quotes_and_what_would_change_it():
    found = judge("customer_executive_involved", "product_fault*2", "code_change_needed", "core_workflow_blocked")
    assert [r.rule for r in found.level.because] == ["L2-their-executive"]
    assert found.level.because[0].evidence == signals("customer_executive_involved")[0].evidence
    for name in type(found).model_fields:
        judgement = getattr(found, name)
        assert judgement.value is None or (judgement.because and judgement.because[0].text)
        assert judgement.would_change


def test_the_reasons_are_in_the_language_asked_for():
    found = assess(ASK, signals("press_threat"), POLICY, TODAY, "zh")
    assert any("\u4e00" <= c <= "\u9fff" for c in found.level.because[0].text)
    assert found.level.value == "L4"


def test_few_signals_are_made_up_for_by_the_facts_alone():
    facts = ASK.with_fact("actions_taken", Fact(value=(ActionTaken(action="paused the run"),), source="vendor"))
    found = judge("product_fault", facts=facts.with_fact("root_cause", Fact(value="the cache", source="vendor")))
    assert values(found) == ("escalate", "technical", "L1", "engineering", "medium")


def test_assessing_is_pure():
    given = signals("dissatisfied", "product_fault")
    assert assess(ASK, given, POLICY, TODAY) == assess(ASK, given, POLICY, TODAY)
    assert given == signals("dissatisfied", "product_fault")


def test_the_order_of_the_signals_decides_nothing():
    given = signals("dissatisfied", "product_fault", "billing_matter", "approval_needed", "notice_given")
    forward, back = assess(ASK, given, POLICY, TODAY), assess(ASK, given[::-1], POLICY, TODAY)
    assert values(forward) == values(back)


def test_a_teams_rule_may_rest_on_revenue(tmp_path: Path):
    policy = own_policy(
        tmp_path,
        "when: {any: [customer_executive_involved]}",
        'when: {any: [customer_executive_involved, "arr>=500000 EUR"]}',
    )
    for amount, currency, level in ((500_000, "EUR", "L2"), (499_999, "EUR", "L1"), (900_000, "USD", "L1")):
        facts = ASK.with_fact("arr", Fact(value=Money(amount=amount, currency=currency), source="record"))
        assert assess(facts, signals("dissatisfied"), policy, TODAY).level.value == level


@pytest.mark.parametrize(
    ("quote", "level"),
    [
        ("I briefed our COO at seven", "L2"),
        ("Darren Ott (acting General Manager Operations)", "L1"),
        ("Darren Ott, our Managing Director", "L2"),
        ("our operations director has been told", "L2"),
        ("she is the one who signs", "L2"),
    ],
)
def test_the_contact_is_an_executive_who_joins_in_only_by_an_executives_title(quote: str, level: str):
    facts = ASK.with_fact(
        "contact_name", Fact(value="Darren Ott", source="customer", evidence=ASK.customer_ask.evidence)
    )
    told = VerifiedSignal(
        name="customer_executive_involved",
        evidence=(Evidence(message="m9", start=0, end=len(quote), quote=quote),),
    )
    found = assess(facts, [*signals("dissatisfied", "product_fault", "code_change_needed"), told], POLICY, TODAY)
    assert found.level.value == level


def test_papers_that_are_asked_for_are_a_legal_matter_even_where_a_setting_hid_them():
    assert judge("legal_matter", "wrong_setting", "documented_answer", "dissatisfied").type.value == "functional"
    assert judge("wrong_setting", "documented_answer", "dissatisfied").type.value == "technical"
    assert judge("legal_matter", "product_fault*3", "dissatisfied").type.value == "technical"
