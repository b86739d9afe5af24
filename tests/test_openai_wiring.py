import pytest
from command import escalate
from endpoint import endpoint, failing
from tapes import TICKETS

from agent import wiring
from agent.engines.openai.fallback import FallbackReader
from agent.engines.openai.reader import OpenAIReader
from agent.engines.rules.reader import RulesReader
from agent.errors import UsageError
from agent.settings import Settings

TICKET = TICKETS / "pt_relogio.txt"


@pytest.mark.parametrize(
    ("settings", "engine", "reader"),
    [
        (Settings(), None, RulesReader),
        (Settings(api_key="k"), None, FallbackReader),
        (Settings(base_url="http://127.0.0.1:9/v1"), "auto", FallbackReader),
        (Settings(api_key="k"), "openai", OpenAIReader),
        (Settings(api_key="k"), "rules", RulesReader),
        (Settings(api_key="k", engine="rules"), None, RulesReader),
    ],
)
def test_auto_is_the_model_where_a_key_or_an_endpoint_is_set(settings, engine, reader):
    assert type(wiring.desk(settings, engine=engine).reader) is reader


def test_a_demanded_model_without_key_and_endpoint_is_an_error_before_anything_is_read():
    with pytest.raises(UsageError, match="needs a key or an endpoint"):
        wiring.desk(Settings(), engine="openai")


def test_an_unknown_engine_is_an_error_that_names_the_known_ones():
    with pytest.raises(UsageError) as caught:
        wiring.desk(Settings(), engine="oracle")
    assert "auto, rules, openai" in caught.value.fix


def test_the_model_is_that_of_the_option_else_of_the_settings():
    settings = Settings(api_key="k", model="from-settings")
    assert wiring.desk(settings).engine.model == "from-settings"
    assert wiring.desk(settings, model="from-option").engine.model == "from-option"


def test_a_dry_run_prints_what_would_be_sent_masked_and_sends_nothing(monkeypatch, tmp_path):
    secret = "AKIA" + "IOSFODNN7QXAMPLE"
    ticket = tmp_path / "t.txt"
    ticket.write_text(f"{TICKET.read_text('utf-8')}\nkey: {secret}\n", "utf-8")
    with endpoint(failing(500)) as (url, asked):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        ran = escalate("draft", str(ticket), "--dry-run", "--no-input")
    assert ran.code == 0
    assert asked == []
    assert "hora de verão automática" in ran.out
    assert "# Signals" in ran.out
    assert secret not in ran.out


def test_a_dry_run_needs_no_key():
    assert escalate("draft", str(TICKET), "--dry-run", "--no-input").code == 0


def test_a_demanded_model_that_fails_ends_in_two_sentences_and_no_document(monkeypatch):
    with endpoint(failing(401)) as (url, _):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        ran = escalate("draft", str(TICKET), "--engine", "openai", "--no-input", "--as-of", "2026-04-08")
    assert ran.code == 1
    assert ran.out == ""
    assert "refuses the key (401)" in ran.err
    assert "Next: Set OPENAI_API_KEY" in ran.err


def test_in_auto_a_failing_model_leaves_a_draft_and_a_warning(monkeypatch):
    with endpoint(failing(404)) as (url, _):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        ran = escalate("draft", str(TICKET), "--no-input", "--as-of", "2026-04-08")
    assert ran.code == 0
    assert "Duarte Pimenta" in ran.out
    assert "Warning: Read and written by rules, not by the model" in ran.err


def test_a_cost_limit_stops_a_demanded_model_before_it_is_asked(monkeypatch):
    with endpoint(failing(500)) as (url, asked):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        ran = escalate("draft", str(TICKET), "--engine", "openai", "--max-cost", "0.00001", "--no-input")
    assert (ran.code, asked) == (1, [])
    assert "--max-cost" in ran.err
