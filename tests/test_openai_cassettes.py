import json
import re
from pathlib import Path

import pytest
from tapes import FOLDER, MODEL, TAPES, Readable, deck, desk_for, playing, run
from vcr.errors import CannotOverwriteExistingCassetteException

from agent.engines.openai.errors import KeyRefusedError
from prompts import load

DRAFTED = [t for t in TAPES.values() if t.name != "key_refused"]
_CASES = {}


def cases_of(name):
    """The cases of a scenario, played once."""
    if name not in _CASES:
        with playing(TAPES[name]):
            _CASES[name] = run(TAPES[name], desk_for(TAPES[name]))
    return _CASES[name]


def case_of(name):
    return cases_of(name)[0]


# -- the cassettes themselves -----------------------------------------------------------------------------------------


def test_every_cassette_has_its_scenario_and_every_scenario_its_cassette():
    assert {f.stem for f in FOLDER.glob("*.yaml")} == set(TAPES)


def test_every_invented_ticket_is_used():
    assert {f.name for f in (FOLDER / "tickets").iterdir()} == {t.ticket for t in TAPES.values()}


@pytest.mark.parametrize("tape", TAPES.values(), ids=lambda t: t.name)
def test_no_cassette_holds_a_key_or_a_host(tape):
    text = tape.file.read_text("utf-8")
    assert not re.search(r"authorization|bearer|sk-\w|127\.0\.0\.1|api\.openai", text, re.IGNORECASE)
    assert all(set(t["request"]["headers"]) == {"content-type"} for t in Readable.deserialize(text)["interactions"])


def test_a_request_that_differs_from_the_recorded_one_fails():
    tape = TAPES["portuguese_setting"]
    with deck("none").use_cassette(str(tape.file)), pytest.raises(CannotOverwriteExistingCassetteException):
        run(tape, desk_for(tape, model="gpt-4.1-nano"))


def test_a_call_that_was_recorded_and_is_not_made_fails():
    with pytest.raises(AssertionError, match="recorded calls were not made"), playing(TAPES["portuguese_setting"]):
        pass


def test_the_answers_were_written_by_hand_and_it_says_so():
    assert "written by hand" in (FOLDER / "README.md").read_text("utf-8")


# -- what the model's readings come to --------------------------------------------------------------------------------


def test_later_corrections_win_and_other_accounts_stay_out():
    case = case_of("english_alarms_late")
    assert case.facts.renewal_date.value == "2027-06-30"
    assert case.facts.arr.value.amount == 114_000
    assert case.facts.account_owner.value is None
    assert "batch queue" in case.facts.root_cause.value
    said = case.brief.model_dump_json() + case.package.model_dump_json()
    assert "Pellham" not in said
    assert "Lars Holm" not in said


def test_a_refused_claim_is_repaired_once_and_then_stands():
    case = case_of("english_alarms_late")
    assert [c.purpose for c in case.usage.by_call] == ["read", "repair", "write"]
    assert case.facts.renewal_date.evidence[0].quote.endswith("ends on 30 June 2027.")


def test_the_repair_names_exactly_the_refused_claims_and_why():
    turns = Readable.deserialize(TAPES["english_alarms_late"].file.read_text("utf-8"))["interactions"]
    asked = json.loads(turns[1]["request"]["body"])["messages"][-1]["content"]
    listed = [line for line in asked.splitlines() if line.startswith("- ")]
    assert len(listed) == 1
    assert listed[0].startswith('- renewal_date "2027-06-30" with m6: "ends on 30 June 2028"')
    assert "does not stand in m6" in listed[0]


def test_a_promise_that_nobody_made_is_taken_out_and_the_sentence_kept():
    case = case_of("english_alarms_late")
    assert "will be live" not in case.brief.what_happened
    assert "release 4.9, which puts alarm texts into the batch queue" in case.brief.what_happened


def test_only_a_sentence_of_which_nothing_stands_is_asked_for_once_more():
    case = case_of("dutch_lost_sponsor")
    assert [c.purpose for c in case.usage.by_call] == ["read", "write", "rewrite"]
    assert "2026-12-01" not in case.brief.what_happened
    assert "He wants our management to explain itself before 2026-11-01" in case.brief.what_happened


def test_a_sentence_that_falls_loses_only_what_is_not_proven():
    told = case_of("dutch_lost_sponsor").brief.what_happened
    assert "CEO" not in told
    assert "Their lawyer looks at the notice period" in told


@pytest.mark.parametrize(
    ("name", "kind", "level", "destination"),
    [
        ("english_alarms_late", "technical", "L2", "engineering"),
        ("german_double_debit", "functional", "L3", "leadership"),
        ("french_who_decides", "hierarchical", "L2", "leadership"),
        ("spanish_leaked_key", "technical", "L4", "security"),
        ("japanese_irony", "technical", "L3", "support_l2"),
        ("chinese_missing_feature", "technical", "L1", "product"),
        ("portuguese_setting", "technical", None, "support_l2"),
        ("dutch_lost_sponsor", "relationship", "L4", "leadership"),
    ],
)
def test_policy_decides_over_what_the_model_reports(name, kind, level, destination):
    judged = case_of(name).assessment
    assert (judged.type.value, judged.level.value, judged.destination.value) == (kind, level, destination)


def test_irony_is_read_and_its_own_words_prove_it():
    signals = {s.name: s.evidence[0].quote for s in case_of("japanese_irony").signals}
    assert signals["dissatisfied"] == "丁寧なご返信ばかり増えて、たいへん勉強になります。"
    assert "他社様" in signals["churn_discussed"]


def test_a_quarterly_fee_is_multiplied_in_code_and_the_note_says_so():
    arr = case_of("german_double_debit").facts.arr
    assert (arr.value.amount, arr.value.currency, arr.source) == (17_520, "EUR", "computed")
    assert arr.note.startswith("4 x 4,380")


def test_what_is_settled_is_handled_and_not_escalated():
    assert case_of("portuguese_setting").assessment.decision.value == "handle"


def test_facts_stay_in_the_threads_language_and_the_brief_in_ours():
    case = case_of("chinese_missing_feature")
    assert "合并模块" in case.facts.root_cause.value
    assert "PRD-455" in case.brief.what_happened
    assert case.brief.resolution_plan.immediate[1].action == "与韩雪商定过渡办法，并记录其代价。"


@pytest.mark.parametrize("tape", DRAFTED, ids=lambda t: t.name)
def test_no_check_fails_on_what_the_model_wrote(tape):
    failed = [c for case in cases_of(tape.name) for c in case.checks if c.state == "fail"]
    assert not failed


# -- what it cost -----------------------------------------------------------------------------------------------------


def test_every_call_is_counted_with_its_tokens_and_dollars():
    usage = case_of("french_who_decides").usage
    assert [c.purpose for c in usage.by_call] == ["read", "write"]
    assert usage.prompt_tokens == sum(c.prompt_tokens for c in usage.by_call) > 1000
    assert usage.cost_usd == pytest.approx((usage.prompt_tokens * 0.4 + usage.completion_tokens * 1.6) / 1e6, abs=1e-5)


def test_the_median_of_calls_is_two():
    calls = sorted(case_of(t.name).usage.calls for t in DRAFTED if t.name != "server_fails_in_auto")
    assert calls[len(calls) // 2] == 2


def test_the_case_names_model_and_prompts():
    engine = case_of("french_who_decides").engine
    assert (engine.name, engine.model) == ("openai", MODEL)
    assert engine.prompts == {"read": load("read").mark, "write": load("write").mark}


# -- an answer --------------------------------------------------------------------------------------------------------


def test_an_answer_makes_no_call_where_no_prose_depends_on_it():
    before, after = cases_of("english_alarms_late")
    assert after.facts.account_owner.value == "Kim Reyes"
    assert after.usage == before.usage
    assert after.brief.what_happened == before.brief.what_happened
    assert after.engine == before.engine


def test_an_answer_makes_the_write_call_alone_and_changes_only_its_sections():
    before, after = cases_of("japanese_irony")
    assert [c.purpose for c in after.usage.by_call] == ["read", "write", "write"]
    assert "release 8.1 never releases its lock [answer:root_cause]" in after.brief.what_happened
    for untouched in ("timeline", "account_at_a_glance", "customer_position", "business_impact", "actions_so_far"):
        assert getattr(after.brief, untouched) == getattr(before.brief, untouched)
    old = {r.action for r in before.brief.resolution_plan.immediate}
    kept = [r for r in after.brief.resolution_plan.immediate if r.action in old]
    assert any("in person" in r.action for r in kept)


def test_the_write_call_of_an_answer_lists_only_the_sections_concerned():
    turns = Readable.deserialize(TAPES["japanese_irony"].file.read_text("utf-8"))["interactions"]
    asked = json.loads(turns[2]["request"]["body"])["messages"][-1]["content"].partition("# Slots to write")[2]
    assert "what_happened" in asked
    assert "communication." not in asked


# -- errors and retries -----------------------------------------------------------------------------------------------


def test_a_rate_limit_is_waited_for_as_the_server_asks():
    slept = []
    tape = TAPES["rate_limited_then_answered"]
    with playing(tape):
        case = run(tape, desk_for(tape, sleep=slept.append))[0]
    assert len(slept) == 1
    assert 2 <= slept[0] <= 3
    assert case.usage.calls == 2


def test_a_refused_key_is_an_error_that_says_what_to_do():
    tape = TAPES["key_refused"]
    with playing(tape), pytest.raises(KeyRefusedError) as caught:
        run(tape, desk_for(tape))
    assert "401" in caught.value.message
    assert "OPENAI_API_KEY" in caught.value.fix


def test_in_auto_a_failing_server_gives_a_draft_by_rules_and_a_warning():
    case = case_of("server_fails_in_auto")
    assert case.engine.name == "rules"
    assert case.facts.contact_name.value == "Duarte Pimenta"
    assert any("by rules" in w and "503" in w for w in case.warnings)
    assert case.usage.calls == 0


def test_the_cassettes_are_small_enough_to_read():
    assert all(Path(t.file).stat().st_size < 100_000 for t in TAPES.values())


# -- from answer to claims ---------------------------------------------------------------------------------------------


def _reading(**fields):
    from agent.engines.openai.schema import ReadAnswer

    lists = ("customer_ask", "timeline", "actions_taken", "promises", "signals")
    whole = {name: [] if name in lists else None for name in ReadAnswer.model_fields}
    return ReadAnswer.model_validate(whole | fields)


def _asked(*texts):
    from fakes import ticket

    words = "We want three things: your head on a call, not a clerk, the full log, the list of what was lost"
    asks = [{"quotes": [{"message": "m1", "quote": t}], "value": t} for t in texts]
    return ticket(words), _reading(customer_ask=asks)


def test_every_ask_stands_for_itself_and_no_line_reads_on_into_the_next():
    from agent.claims import Reading
    from agent.engines.openai.claiming import claims_of, joined
    from agent.grounding import ground

    read, answer = _asked("your head on a call, not a clerk", "the full log", "the list of what was lost")
    facts = ground(Reading(claims=joined(claims_of(answer, read), read)), read).facts
    assert facts.customer_ask.value.splitlines() == [
        "your head on a call, not a clerk.", "the full log.", "the list of what was lost."
    ]  # fmt: skip


def test_an_entry_that_names_a_stranger_as_its_author_loses_the_person_and_costs_no_call():
    from fakes import ticket

    from agent.engines.openai.claiming import claims_of
    from agent.engines.openai.reader import settled

    read = ticket("On 2 September the labels printed twice.")
    quotes = [{"message": "m1", "quote": "On 2 September the labels printed twice."}]
    event = {"quotes": quotes, "date": "2026-09-02", "event": "the labels printed twice", "who": "Mallory Vance"}
    claims, refused = settled(claims_of(_reading(timeline=[event]), read), read)
    assert refused == ()
    assert claims[0].value.who is None


def test_a_threat_that_the_rules_see_stays_although_the_model_is_silent():
    from datetime import date

    from fakes import ticket

    from agent.engines.openai.reader import OpenAIReader
    from agent.engines.rules.reader import RulesReader

    class Silent:
        class ledger:  # noqa: N801 - stands for an attribute
            used = warn = staticmethod(lambda *_: None)

        def ask(self, *_):
            return _reading()

    read = ticket("Our lawyers will take you to court if this is not solved by Friday.")
    names = {s.name for s in OpenAIReader(Silent(), RulesReader()).read(read, as_of=date(2026, 9, 16)).signals}
    assert "legal_threat" in names
