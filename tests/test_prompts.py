import re
from datetime import date
from pathlib import Path

import pytest

import prompts
from agent import intake
from agent.engines.openai.context import context_of
from agent.engines.openai.reader import request
from agent.engines.openai.schema import READING
from agent.engines.openai.tokens import tokens
from agent.evidence import locate
from agent.signals import SIGNAL_NAMES
from prompts import PromptError, load, parse

HERE = Path(__file__).parent
NAMES = sorted(p.stem for p in (HERE.parent / "prompts").glob("*.md") if not p.stem.startswith("judge_"))
RAW = b"---\nversion: 2\npurpose: Greet.\nshape: text\n---\nBe kind.\n\n=== user ===\nHello {{ name }}.\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_file_has_its_front_matter_and_is_used(name):
    prompt = load(name)
    assert prompt.version.isdigit()
    assert prompt.purpose.endswith(".")
    assert prompt.shape in {"reading", "writing"}
    code = "".join(p.read_text("utf-8") for p in (HERE.parent / "agent" / "engines" / "openai").glob("*.py"))
    assert f'load("{name}")' in code


def test_a_prompt_is_filled_message_by_message():
    filled = parse("greet", RAW).fill(name="Ana")
    assert [(m.role, m.text) for m in filled] == [("system", "Be kind."), ("user", "Hello Ana.")]


def test_a_missing_variable_is_an_error_by_name():
    with pytest.raises(PromptError, match="missing: name"):
        parse("greet", RAW).fill()


def test_an_unknown_variable_is_an_error_by_name():
    with pytest.raises(PromptError, match="unknown: nmae"):
        parse("greet", RAW).fill(name="Ana", nmae="x")


def test_what_is_filled_in_is_never_read_for_variables():
    assert parse("greet", RAW).fill(name="{{ name }}")[1].text == "Hello {{ name }}."


@pytest.mark.parametrize("raw", [b"Hello", b"---\nversion: 1\n---\nHello", RAW.replace(b"purpose", b"porpoise")])
def test_a_malformed_prompt_is_an_error(raw):
    with pytest.raises(PromptError, match="front matter"):
        parse("bad", raw)


def test_a_prompt_that_is_not_there_is_an_error():
    with pytest.raises(PromptError, match="no prompt"):
        load("sing")


def test_the_mark_of_a_prompt_changes_with_its_text():
    assert parse("greet", RAW).mark.startswith("2 sha256:")
    assert parse("greet", RAW).mark != parse("greet", RAW.replace(b"kind", b"terse")).mark


def example():
    """The example of read.md: its messages by id, and what is said of them."""
    text = load("read").parts[0].text.partition("# Example\n")[2]
    ticket, _, told = text.partition("\n~~~~~\n")
    parts = re.split(r"^~~~~~ (\w+) \|.*\n", ticket, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True)), " ".join(told.split())


def test_every_quote_of_the_example_stands_in_one_message_of_the_example():
    messages, told = example()
    quoted = re.findall(r'"([^"]+)"', told)
    assert len(quoted) >= 12
    for quote in quoted:
        assert any(locate(text, quote) for text in messages.values()), quote


def test_the_example_shows_that_null_is_right():
    assert len(re.findall(r"\bnull\b", example()[1])) >= 3


def test_the_prompt_tells_every_signal_and_no_other():
    text = load("read").parts[0].text.partition("# Signals\n")[2].partition("# Example")[0]
    named = {w for w in re.findall(r"[a-z]+(?:_[a-z]+)*", text) if w in SIGNAL_NAMES}
    assert named == set(SIGNAL_NAMES)
    assert set(re.findall(r"\b[a-z]+_[a-z_]+\b", text)) <= set(SIGNAL_NAMES)


def test_reading_costs_at_most_2500_tokens_beyond_the_ticket():
    ticket = intake.read_file(HERE / "cassettes" / "tickets" / "en_pumps.txt", as_of=date(2026, 5, 8))
    messages = request(ticket, context_of(ticket), date(2026, 5, 8))
    own = sum(tokens(m.text) for m in ticket.messages)
    import json

    asked = json.dumps(READING.schema, separators=(",", ":"))
    assert sum(tokens(m.text) for m in messages) - own + tokens(asked) <= 2500


def test_the_stable_part_comes_first_and_holds_nothing_of_the_ticket():
    assert not re.findall(r"\{\{ \w+ \}\}", load("read").parts[0].text)
    assert prompts.load("read").parts[-1].text.rstrip().endswith("{{ fence }} end")
