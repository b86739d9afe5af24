import json
from pathlib import Path

import jsonschema
import pytest
from command import escalate

EXAMPLE = Path(__file__).parent.parent / "examples" / "ticket.txt"
DRAFT = ("draft", str(EXAMPLE), "--as-of", "2026-09-16", "--engine", "rules", "--no-input")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESCALATE_HOME", str(home))
        ran = escalate(*DRAFT, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out), home


def test_the_example_ticket_drafts_into_the_facts_that_it_states(drafted):
    facts = drafted[0]["facts"]
    assert facts["account_name"]["value"] == "Saltmarsh Community Energy"
    assert facts["arr"]["value"] == {"amount": 88800.0, "currency": "GBP"}
    assert "7,400" in facts["arr"]["note"]
    assert facts["csm"]["value"] == "Obi Farquharson"
    assert facts["renewal_date"]["value"] == "2026-11-30"
    assert facts["renewal_risk"]["value"] == "amber"


def test_a_vacant_post_is_asked_and_never_filled_with_who_left(drafted):
    case = drafted[0]
    assert case["facts"]["account_owner"]["value"] is None
    assert [q["field"] for q in case["questions"]] == ["account_owner"]
    said = {k: v for k, v in case.items() if k in {"brief", "package", "questions"}}
    assert "Delphine Roux" not in json.dumps(said["questions"])


def test_a_withdrawn_guess_is_not_the_cause(drafted):
    cause = drafted[0]["facts"]["root_cause"]["value"]
    assert "UTC" in cause
    assert "meter file came without" not in cause


def test_every_quote_stands_in_its_message_at_its_place(drafted):
    case = drafted[0]
    texts = {m["id"]: m["text"] for m in case["ticket"]["messages"]}
    quotes = [e for fact in case["facts"].values() for e in fact["evidence"]]
    assert len(quotes) > 20
    for quote in quotes:
        assert texts[quote["message"]][quote["start"] : quote["end"]] == quote["quote"]


def test_what_draft_prints_as_json_is_valid_by_the_printed_schema(drafted):
    schema = json.loads(escalate("schema").out)
    jsonschema.Draft202012Validator(schema).validate(drafted[0])


def test_standard_output_carries_the_document_alone():
    ran = escalate(*DRAFT)
    assert ran.out.startswith("# ")
    assert "Still missing: account_owner" in ran.err
    assert "Next: escalate answer case-" in ran.err


def test_the_same_bytes_give_the_same_case(drafted):
    again = json.loads(escalate(*DRAFT, "--format", "json").out)
    first = drafted[0]
    assert again | {"usage": None} == first | {"usage": None}


def test_an_answer_given_later_fills_its_fact_and_cites_itself(drafted, monkeypatch):
    case, home = drafted
    monkeypatch.setenv("ESCALATE_HOME", str(home))
    ran = escalate("answer", case["case_id"], "--set", "account_owner=Kim Reyes", "--format", "json")
    assert ran.code == 0, ran.err
    fact = json.loads(ran.out)["facts"]["account_owner"]
    assert fact["value"] == "Kim Reyes"
    assert fact["source"] == "answer"


def test_strict_exits_with_3_while_an_input_is_missing_and_with_0_once_it_is_given():
    assert escalate(*DRAFT, "--strict").code == 3
    assert escalate(*DRAFT, "--strict", "--set", "account_owner=Kim Reyes").code == 0


def test_a_brief_is_written_whole_to_the_file_named(tmp_path):
    target = tmp_path / "brief.html"
    ran = escalate(*DRAFT, "--format", "html", "--out", str(target))
    assert ran.code == 0
    assert ran.out == ""
    assert "Saltmarsh Community Energy" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("draft", "no-such-file.txt", "--no-input"), b"", "no-such-file.txt"),
        (("draft", ".", "--no-input"), b"", "directory"),
        (("draft", "-", "--no-input"), b"", "empty"),
        (("draft", "-", "--no-input"), b"\x00\x01\x02\xff\xfe\x00\x9f" * 300, "binary"),
        (("draft", "-", "--no-input"), b'{"ticket": {"id": 1,', "JSON"),
        (("draft", "-", "--no-input", "--as-of", "16.9.2026"), b"hello", "--as-of"),
        (("draft", "-", "--no-input", "--set", "arr=lots"), b"Ana: it is broken", "arr"),
        (("draft", "-", "--no-input", "--set", "price=3"), b"Ana: it is broken", "price"),
        (("draft", "-", "--no-input", "--policy", "no-policy.yaml"), b"Ana: it is broken", "no-policy.yaml"),
        (("answer", "case-unknown", "--no-input"), b"", "case-unknown"),
        (("check", "no-brief.md"), b"", "no-brief.md"),
        (("learn", "no-records.jsonl"), b"", "no-records.jsonl"),
    ],
)
def test_a_wrong_input_gets_one_sentence_one_fix_and_exit_code_2(arguments, stdin, says):
    ran = escalate(*arguments, stdin=stdin)
    assert ran.code == 2, ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
    error, _, fix = ran.err.strip().partition("\n")
    assert says.lower() in error.lower()
    assert fix.strip().startswith("Next: ")


def test_every_command_has_help_and_stands_in_the_readme():
    import typer.main

    from agent.cli.app import app

    assert escalate("--help").code == 0  # each command registers itself when the command line starts
    readme = (EXAMPLE.parent.parent / "README.md").read_text("utf-8")
    commands = typer.main.get_command(app).commands
    assert set(commands) == {
        "draft", "answer", "batch", "eval", "formats", "similar", "learn", "check", "schema", "doctor",
    }  # fmt: skip
    for name, command in commands.items():
        assert command.help, name
        assert f"escalate {name}" in readme, name


def test_doctor_names_what_is_configured():
    ran = escalate("doctor")
    assert ran.code == 0
    for name in ("policy", "cases", "library", "engine"):
        assert f"✓ {name}: " in ran.out


def test_what_is_learned_is_found_again_and_no_other_customer_is_named(tmp_path):
    record = {
        "id": "ESC-77", "title": "Night tariff wrong after the spring release", "account": "Wrenmoor Power",
        "problem": "Bills charged night units at the day price; Wrenmoor Power had to write to its members.",
        "cause": "The tariff window was read by local time and stored in UTC.", "outcome": "Renewed for two years.",
        "closed_on": "2026-03-01",
    }  # fmt: skip
    file = tmp_path / "past.jsonl"
    file.write_text(json.dumps(record), "utf-8")
    assert escalate("learn", str(file)).code == 0
    found = json.loads(escalate("similar", str(EXAMPLE), "--as-of", "2026-09-16", "--format", "json").out)
    assert "ESC-77" in [hit["id"] for hit in found]
    assert "Wrenmoor" not in json.dumps(found)
    earlier = json.loads(escalate("similar", str(EXAMPLE), "--as-of", "2026-02-01", "--format", "json").out)
    assert "ESC-77" not in [hit["id"] for hit in earlier]
