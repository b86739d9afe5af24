"""Cassettes: recorded HTTP of the openai engine, one file a scenario, matched on method, path and body.

What is kept is readable: bodies as YAML trees, prompts as blocks of text; of the headers only those that decide
something; no key, no host. `scripts/record_cassettes.py` records them anew.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "cassettes"
TICKETS = FOLDER / "tickets"
HOST = "http://model.test"
MODEL = "gpt-4.1-mini"
_KEPT = ("content-type", "retry-after", "retry-after-ms", "x-should-retry")
_RATE = "x-ratelimit-"


@dataclass(frozen=True)
class Tape:
    """A scenario: the ticket, the day, the language; `answers`, an answer given after the draft."""

    name: str
    ticket: str
    as_of: str
    lang: str = "en"
    engine: str = "openai"
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def file(self):
        return FOLDER / f"{self.name}.yaml"


TAPES = {
    tape.name: tape
    for tape in (
        Tape("english_alarms_late", "en_pumps.txt", "2026-05-08", answers=(("account_owner", "Kim Reyes"),)),
        Tape("german_double_debit", "de_rechnung.eml", "2026-06-10"),
        Tape("french_who_decides", "fr_calendrier.txt", "2026-02-11"),
        Tape("spanish_leaked_key", "es_clave.json", "2026-03-17"),
        Tape(
            "japanese_irony",
            "ja_kentou.txt",
            "2026-07-07",
            answers=(("root_cause", "The nightly job of release 8.1 never releases its lock."),),
        ),
        Tape("chinese_missing_feature", "zh_baobiao.txt", "2026-08-10", lang="zh"),
        Tape("portuguese_setting", "pt_relogio.txt", "2026-04-08"),
        Tape("dutch_lost_sponsor", "nl_sponsor.txt", "2026-10-12"),
        Tape("rate_limited_then_answered", "pt_relogio.txt", "2026-04-08"),
        Tape("key_refused", "pt_relogio.txt", "2026-04-08"),
        Tape("server_fails_in_auto", "pt_relogio.txt", "2026-04-08", engine="auto"),
    )
}


class _Block(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _text(dumper, value):
    lines = value.splitlines()
    style = "|" if len(lines) > 1 and all(line == line.rstrip() for line in lines) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Block.add_representer(str, _text)


class Readable:
    """The serializer: JSON bodies as trees."""

    @staticmethod
    def serialize(tape):
        for turn in tape["interactions"]:
            request, response = turn["request"], turn["response"]
            request["body"] = _tree(request["body"])
            response["body"] = {"json": _answer(_tree(response["body"].get("string")))}
        return yaml.dump(tape, Dumper=_Block, allow_unicode=True, sort_keys=False, width=120)

    @staticmethod
    def deserialize(text):
        tape = yaml.load(text, Loader=yaml.CSafeLoader)
        for turn in tape["interactions"]:
            turn["request"]["body"] = json.dumps(turn["request"]["body"], ensure_ascii=False)
            held = _wire(turn["response"]["body"]["json"])
            turn["response"]["body"] = {"string": json.dumps(held, ensure_ascii=False).encode()}
        return tape


def _tree(body):
    return json.loads(body.decode() if isinstance(body, bytes) else body)


def _answer(reply):
    """The answer itself is JSON in a string: shown as a tree where it is whole."""
    for choice in reply.get("choices", []):
        with suppress(TypeError, ValueError):
            choice["message"]["content"] = {"json": json.loads(choice["message"]["content"])}
    return reply


def _wire(reply):
    for choice in reply.get("choices", []):
        held = choice["message"]["content"]
        if isinstance(held, dict):
            choice["message"]["content"] = json.dumps(held["json"], ensure_ascii=False)
    return reply


def _clean_request(request):
    request.uri = HOST + request.path
    request.headers = {"content-type": "application/json"}
    return request


def _clean_response(response):
    response["headers"] = {
        k.lower(): v for k, v in response["headers"].items() if k.lower() in _KEPT or k.lower().startswith(_RATE)
    }
    return response


def _body(one, other):
    assert json.loads(one.body) == json.loads(other.body), "the request differs from the recorded one"


def deck(mode):
    """The recorder: `none` plays and never sends, `all` records."""
    import vcr

    recorder = vcr.VCR(
        record_mode=mode,
        match_on=("method", "path", "json_body"),
        before_record_request=_clean_request,
        before_record_response=_clean_response,
        decode_compressed_response=True,
        serializer="readable",
    )
    recorder.register_serializer("readable", Readable)
    recorder.register_matcher("json_body", _body)
    return recorder


@contextmanager
def playing(tape):
    """Play a cassette; what is left unplayed at the end is an error."""
    with deck("none").use_cassette(str(tape.file), allow_playback_repeats=False) as cassette:
        yield cassette
        assert cassette.all_played, f"{tape.name}: {len(cassette) - cassette.play_count} recorded calls were not made"


def desk_for(tape, *, key="test", base_url=HOST + "/v1", sleep=lambda _: None, **more):
    """The desk of a scenario, without a library, and with patience that does not wait."""
    from agent import wiring
    from agent.settings import Settings

    settings = Settings(api_key=key, base_url=base_url, model=more.pop("model", MODEL))
    desk = wiring.desk(settings, engine=tape.engine, **more)
    desk.library = None
    desk.writer.chat.patience.sleep = sleep
    return desk


def run(tape, desk):
    """Draft the ticket, and give the answers where the scenario has some."""
    from agent import intake

    ticket = intake.read_file(TICKETS / tape.ticket, as_of=date.fromisoformat(tape.as_of))
    case = desk.draft(ticket, as_of=date.fromisoformat(tape.as_of), lang=tape.lang)
    return [case, *(desk.answer(case, {field: value}) for field, value in tape.answers)]
