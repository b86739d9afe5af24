import json

import pytest
from endpoint import endpoint, failing, saying

from agent.engines.openai import errors as e
from agent.engines.openai.chat import Chat
from agent.engines.openai.ledger import Ledger
from agent.engines.openai.patience import Patience, asked_for, duration
from agent.engines.openai.schema import WRITING, WriteAnswer
from agent.errors import EscalateError
from prompts import Message

GOOD = json.dumps({"what_happened": ["So it is."], "problem_narrative": [], "rows": []})
ASKED = (Message("system", "Write."), Message("user", "Now."))


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.at, self.slept = 0.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds

    def now(self):
        return self.at


def chat_at(url, clock=None, *, max_cost=None, model="gpt-4.1-mini", **patience):
    clock = clock or Clock()
    return Chat(
        Ledger(model, max_cost), model, "k", url, Patience(sleep=clock.sleep, now=clock.now, **patience)
    )  # fmt: skip


def ask(chat):
    return chat.ask("write", ASKED, WRITING, WriteAnswer)


def answered(*answers, headers=(), **more):
    with endpoint(*answers, headers=headers) as (url, asked):
        return ask(chat_at(url, **more)), asked


def test_an_answer_is_asked_for_by_a_strict_schema_without_tools_or_streaming():
    answer, asked = answered(saying(GOOD))
    assert answer.what_happened == ("So it is.",)
    form = asked[0]["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    assert "tools" not in asked[0]
    assert asked[0]["stream"] is False


WRONG = [
    ("refused", saying(None, refusal="I cannot."), e.RefusedError),
    ("filtered", saying("", finish="content_filter"), e.FilteredError),
    ("cut short", saying(GOOD[:30], finish="length"), e.CutShortError),
    ("truncated", saying(GOOD[:30]), e.MalformedAnswerError),
    ("not JSON", saying("Sure! Here it is."), e.MalformedAnswerError),
    ("empty", saying(""), e.EmptyAnswerError),
    ("null", saying(None), e.EmptyAnswerError),
    ("another shape", saying('{"what_happened": "yes"}'), e.WrongShapeError),
    ("a list", saying("[]"), e.WrongShapeError),
    ("no choices", (200, {"id": "c", "object": "chat.completion", "choices": []}), e.WrongShapeError),
    ("null choices", (200, {"id": "c", "object": "chat.completion", "choices": None}), e.WrongShapeError),
    ("another API", (200, {"hello": "world"}), e.WrongShapeError),
    ("a page", (200, b"<html>Welcome</html>"), e.ModelError),
    ("401", failing(401), e.KeyRefusedError),
    ("403", failing(403), e.AccessDeniedError),
    ("404", failing(404), e.ModelUnknownError),
    ("quota", failing(429, code="insufficient_quota"), e.QuotaSpentError),
    ("429", failing(429), e.RateLimitedError),
    ("500", failing(500), e.ProviderFailedError),
    ("503", failing(503), e.ProviderFailedError),
    ("400", failing(400, "bad"), e.RequestRejectedError),
    (
        "too long",
        failing(400, "This model's maximum context length is 8", "context_length_exceeded"),
        e.ContextTooLongError,
    ),
    ("filtered prompt", failing(400, "content_filter triggered"), e.FilteredError),
    ("reset", None, e.UnreachableError),
]


@pytest.mark.parametrize(("answer", "error"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_every_way_to_fail_has_its_own_error_with_a_next_step(answer, error):
    with pytest.raises(error) as caught:
        answered(answer)
    assert isinstance(caught.value, EscalateError)
    assert caught.value.message.endswith(".")
    assert caught.value.fix.endswith(".")
    assert caught.value.exit_code == 1


def test_nothing_listens_is_said_so():
    with pytest.raises(e.UnreachableError, match="cannot be reached"):
        ask(chat_at("http://127.0.0.1:9/v1"))


def test_without_key_and_endpoint_nothing_is_sent():
    with pytest.raises(e.KeyRefusedError, match="No key"):
        ask(Chat(Ledger("gpt-4.1-mini"), "gpt-4.1-mini"))


@pytest.mark.parametrize("first", [failing(429), failing(500), failing(503), failing(408), None])
def test_what_is_transient_is_tried_again(first):
    answer, asked = answered(first, saying(GOOD))
    assert answer.what_happened
    assert len(asked) == 2


@pytest.mark.parametrize(
    "answer", [failing(400), failing(401), failing(404), saying("no JSON"), failing(429, code="insufficient_quota")]
)
def test_what_is_not_transient_is_tried_once(answer):
    with endpoint(answer) as (url, asked):
        with pytest.raises(e.ModelError):
            ask(chat_at(url))
        assert len(asked) == 1


def test_the_server_may_forbid_to_try_again():
    with endpoint(failing(500), headers=[("x-should-retry", "false")]) as (url, asked):
        with pytest.raises(e.ProviderFailedError):
            ask(chat_at(url))
        assert len(asked) == 1


def test_attempts_are_capped():
    with endpoint(failing(500)) as (url, asked):
        with pytest.raises(e.ProviderFailedError):
            ask(chat_at(url, attempts=3))
        assert len(asked) == 3


def test_a_wait_beyond_the_total_is_not_begun():
    clock = Clock()
    with endpoint(failing(429), headers=[("retry-after", "900")]) as (url, asked):
        with pytest.raises(e.RateLimitedError):
            ask(chat_at(url, clock, total=300))
        assert len(asked) == 1
    assert clock.slept == []


def test_waits_are_jittered_and_grow():
    clock = Clock()
    with endpoint(failing(500)) as (url, _), pytest.raises(e.ProviderFailedError):
        ask(chat_at(url, clock))
    assert len(clock.slept) == 3
    assert all(0 <= s <= 30 for s in clock.slept)
    assert len(set(clock.slept)) == 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s"}, 360),
        ({"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "1s"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_what_the_server_asks_to_wait_is_read(headers, seconds):
    assert asked_for(headers) == seconds


def test_durations_of_rate_limits_are_read():
    assert [duration(t) for t in ("1s", "6m0s", "20ms", "1h2m3s", "12", None)] == [1, 360, 0.02, 3723, 12, 0]


def test_an_exhausted_limit_is_waited_out_before_the_next_call():
    clock = Clock()
    spent = [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "4s")]
    with endpoint(saying(GOOD), headers=spent) as (url, _):
        chat = chat_at(url, clock)
        ask(chat)
        assert clock.slept == []
        ask(chat)
    assert clock.slept == [4]


def test_tokens_and_dollars_are_counted_call_by_call():
    said = saying(GOOD)
    said[1]["usage"] = {
        "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 600},
    }  # fmt: skip
    with endpoint(said) as (url, _):
        chat = chat_at(url)
        chat.ledger.begin()
        ask(chat)
        ask(chat)
    usage = chat.ledger.end().usage
    assert (usage.calls, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens) == (2, 2000, 1200, 200)
    assert usage.cost_usd == pytest.approx(2 * (400 * 0.4 + 600 * 0.1 + 100 * 1.6) / 1e6)
    assert chat.ledger.end().usage.calls == 0


def test_a_call_whose_answer_is_useless_is_counted_too():
    with endpoint(saying("no JSON")) as (url, _):
        chat = chat_at(url)
        with pytest.raises(e.MalformedAnswerError):
            ask(chat)
    assert chat.ledger.end().usage.prompt_tokens == 100


def test_a_call_that_could_pass_the_cost_limit_is_not_made():
    with endpoint(saying(GOOD)) as (url, asked):
        with pytest.raises(e.CostLimitError, match="could cost"):
            ask(chat_at(url, max_cost=0.0001))
        assert asked == []


def test_a_limit_on_cost_needs_a_known_price():
    with pytest.raises(e.CostLimitError, match=r"no price is known.*home-made"):
        ask(chat_at("http://127.0.0.1:9/v1", max_cost=1, model="home-made"))


def test_an_unknown_price_is_said_and_not_guessed():
    with endpoint(saying(GOOD)) as (url, _):
        chat = chat_at(url, model="home-made")
        ask(chat)
    spent = chat.ledger.end()
    assert spent.usage.cost_usd == 0
    assert any("No price is known for home-made" in w for w in spent.warnings)


def test_dated_names_cost_what_their_model_costs():
    from agent.engines.openai.prices import price_of

    assert price_of("gpt-4o-mini-2024-07-18") == price_of("gpt-4o-mini") != price_of("gpt-4o")
    assert price_of("openai/gpt-4o") == price_of("gpt-4o")
    assert price_of("gpt-4o-imagined") is None


def test_heavy_libraries_load_only_when_a_model_is_asked():
    import subprocess
    import sys

    code = (
        "import sys; from agent import wiring; from agent.settings import Settings; "
        "wiring.desk(Settings(api_key='k')); "
        "print([m for m in ('openai', 'langchain_core', 'langchain_openai', 'tenacity', 'httpx') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
