import json
from pathlib import Path

import pytest
from eval_drafts import from_gold, question

from agent.case import CheckResult
from agent.errors import UsageError
from agent.facts import Money
from evals.gold import Gold, Sample, load
from evals.match import proves, same, squashed
from evals.scores import SCORERS
from evals.scores.view import View

TICKET = "Joan Abbott, Northwind Mills: the export stops after page 40 since 1 September. We pay EUR 84,000 a year."
GOLD = {
    "id": "T1", "file": "T1.txt", "split": "dev", "as_of": "2026-09-16", "language": "en",
    "facts": {
        "account_name": "Northwind Mills", "account_tier": None, "arr": {"amount": 84000, "currency": "EUR"},
        "csm": None, "account_owner": None, "contact_name": "Joan Abbott", "contact_role": None, "renewal_date": None,
        "customer_ask": [["fix", "repair"], ["20 september"]], "root_cause": None,
        "timeline": [{"date": "2026-09-01", "mention": ["page 40"]}], "actions_taken": [{"mention": ["restarted"]}],
    },
    "missing": ["account_tier", "csm"],
    "assessment": {"decision": ["escalate"], "type": ["technical"], "level": ["L4"], "destination": ["leadership"],
                   "severity": ["high"], "renewal_risk": [], "public_risk": ["low"], "sentiment": ["angry"]},
    "crm": {"csm": "Ada Brandt"}, "forbidden": ["12,000"], "note": "",
}  # fmt: skip


@pytest.fixture
def sample(tmp_path):
    (tmp_path / "T1.txt").write_text(TICKET)
    (tmp_path / "T1.gold.json").write_text(json.dumps(GOLD))
    return load([tmp_path])[0]


def scores(sample, *, crm=False, **changes):
    view = View(sample, crm)
    found = {}
    for scorer in SCORERS:
        found |= scorer(from_gold(sample.gold, **changes), view)
    return found


def facts_with(sample, **changes):
    return dict(from_gold(sample.gold).facts) | changes


def test_a_draft_that_says_what_the_gold_says_loses_nothing(sample):
    found = scores(sample)
    assert {name for name, score in found.items() if score.points} == set()
    assert found["facts_recall"].value == found["facts_precision"].value == found["question_f1"].value == 1
    assert found["facts_recall"].weight == 4  # name, revenue, contact and ask: what the ticket states


def test_what_nobody_stated_and_the_draft_fills_is_an_invention(sample):
    found = scores(sample, facts=facts_with(sample, csm="Ada Brandt"))
    assert found["facts_invented"].value == 1
    assert found["facts_precision"].value == pytest.approx(4 / 5)
    assert found["facts_recall"].value == 1


def test_one_wrong_digit_of_revenue_costs_precision_and_recall(sample):
    found = scores(sample, facts=facts_with(sample, arr=Money(amount=84900, currency="EUR")))
    assert found["facts_precision"].value == found["facts_recall"].value == pytest.approx(3 / 4)


def test_a_fact_of_the_crm_row_is_expected_only_where_the_row_was_given(sample):
    filled = facts_with(sample, csm="Ada Brandt")
    assert scores(sample, crm=True, facts=filled)["facts_invented"].value == 0
    assert scores(sample, crm=True)["question_f1"].points[0].where == "csm"


def test_a_forbidden_string_in_the_drafts_own_words_is_a_leak(sample):
    assert scores(sample, own_words="They pay 12,000 a month.")["leaks"].value == 1


def test_a_quote_that_is_not_in_the_ticket_is_no_evidence(sample):
    quotes = (("arr", "We pay EUR 84,000 a year"), ("arr", "We pay EUR 94,000 a year"))
    assert scores(sample, quotes=quotes)["evidence_true"].value == 0.5


def test_questions_count_those_that_are_missing_and_those_that_are_too_many(sample):
    found = scores(sample, questions=(question("csm"), question("arr")))
    assert found["question_f1"].value == pytest.approx(2 / 4)
    assert found["question_use"].value == 0.5


def test_to_miss_an_l4_costs_more_than_to_call_one(sample):
    missed = scores(sample, assessment={"level": "L1"})["level_cost"].value
    calm = sample.gold.model_copy(update={"assessment": sample.gold.assessment.model_copy(update={"level": ("L1",)})})
    called = scores(sample.model_copy(update={"gold": calm}), assessment={"level": "L4"})["level_cost"].value
    assert missed > 2 * called > 0


def test_a_timeline_out_of_order_is_seen_though_all_of_it_is_there(sample):
    found = scores(sample, timeline=(("2026-09-02", "called"), ("2026-09-01", "stops after page 40")))
    assert found["timeline_order"].value == 0
    assert found["timeline_recall"].value == 1


def test_blocked_checks_are_counted_beside_the_share_that_passed(sample):
    states = ("pass", "fail", "blocked")
    found = scores(sample, checks=tuple(CheckResult(id=s, state=s, reason="why") for s in states))
    assert found["checks_passed"].value == 0.5
    assert found["checks_blocked"].value == 1


def test_what_a_draft_cannot_tell_is_not_scored(sample):
    found = scores(sample, assessment=None, questions=None, quotes=None, timeline=None, actions=None)
    for name in ("level", "question_f1", "evidence_true", "timeline_order", "actions_recall", "edit_distance"):
        assert name not in found


def test_commitments_and_risks_are_scored_where_a_case_names_them(sample):
    gold = sample.gold.model_copy(update={"commitments": ((("call back",),),), "risks": ((("press",), ("monday",)),)})
    named = sample.model_copy(update={"gold": gold})
    assert scores(named, commitments="We call back at noon.")["commitments_kept"].value == 1
    assert scores(named, markdown="They write to the press.")["risks_told"].value == 0


def test_a_reference_brief_gives_the_share_to_change(sample, tmp_path):
    (tmp_path / "T1.reference.md").write_text("the export stops")
    referred = sample.model_copy(update={"gold": sample.gold.model_copy(update={"reference": "T1.reference.md"})})
    assert scores(referred, markdown="the export runs")["edit_distance"].value == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Joan Abbott", "joan abbott", True),
        ("Northwind Mills (Enterprise)", "Northwind Mills", True),
        ("J. Abbott", "Joan Abbott", False),
        ("Northwind", "Northwind Mills Holding Group", False),
        ("", "Joan Abbott", False),
    ],
)
def test_names_are_the_same_whatever_their_typography(one, other, expected):
    assert same(one, other) is expected


def test_a_quote_with_something_masked_is_proven_by_the_rest():
    ticket = squashed("Call me on 555 0100 before noon")
    assert proves("Call me on [PHONE_1] before noon", ticket)
    assert not proves("Call me on [PHONE_1] after noon", ticket)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"split": "test"}, "split"),
        ({"as_of": "16 September"}, "as_of"),
        ({"surprise": 1}, "surprise"),
        ({"file": "gone.txt"}, "gone.txt"),
    ],
)
def test_a_gold_file_that_is_not_right_is_named_with_the_line_to_mend(tmp_path, change, said):
    (tmp_path / "T1.txt").write_text(TICKET)
    (tmp_path / "T1.gold.json").write_text(json.dumps(GOLD | change))
    with pytest.raises(UsageError) as caught:
        load([tmp_path])
    assert said in caught.value.message


def test_two_cases_of_one_id_are_refused(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "T1.txt").write_text(TICKET)
        (tmp_path / folder / "T1.gold.json").write_text(json.dumps(GOLD))
    with pytest.raises(UsageError, match="same id"):
        load([tmp_path])


def test_every_case_of_the_suite_is_well_formed():
    samples = load([Path(__file__).parents[1] / "evals" / "cases"])
    assert all(isinstance(s, Sample) and isinstance(s.gold, Gold) for s in samples)
    for sample in samples:
        stated = {name for name, value in sample.gold.facts if value}
        assert not stated & set(sample.gold.missing), sample.gold.id
        assert sample.source.parent.name == sample.gold.split, sample.gold.id
