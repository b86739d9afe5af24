"""Payloads of many helpdesks, recorded and invented: what must come out of each, as tables in tests/data/intake."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import yaml

from agent.errors import TicketError
from agent.intake import read_file, read_ticket

if TYPE_CHECKING:
    from agent.ticket import Message

DATA = Path(__file__).parent / "data" / "intake"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "payloads"
AS_OF = date(2026, 6, 30)
SEEN = {True: "+", False: "-", None: "?"}
AUDIENCES = {True: "public", False: "internal", None: "-"}

Row = dict[str, str | None]
RECORDED = cast("dict[str, Row]", yaml.safe_load((DATA / "shared_payloads.yaml").read_text(encoding="utf-8")))
INVENTED = cast(
    "dict[str, list[str]]", yaml.safe_load((DATA / "payloads.yaml").read_text(encoding="utf-8"))["payloads"]
)
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded payloads are not beside the project")


def said(path: Path) -> list[Message]:
    return [m for m in read_file(path, as_of=AS_OF).messages if m.kind == "message"]


def row(message: Message) -> str:
    audience = AUDIENCES[message.public]
    text = message.text.replace("\n", "/")
    return f"{message.at or '-'} | {message.author or '-'} | {message.role} | {audience} | {text}"


def letters(messages: list[Message]) -> str:
    known: dict[str, str] = {}
    return "".join(known.setdefault(m.author, chr(ord("a") + len(known))) if m.author else "-" for m in messages)


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_payload_says_who_said_what_when_and_to_whom(name: str) -> None:
    assert [row(m) for m in said(DATA / "payloads" / f"{name}.json")] == INVENTED[name]


def test_every_invented_payload_stands_in_the_table() -> None:
    assert {p.stem for p in (DATA / "payloads").glob("*.json")} == set(INVENTED)


@needs_shared
@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_payload_is_read_as_it_says_or_refused_with_its_sentence(name: str) -> None:
    expected = RECORDED[name]
    if refused := expected.get("refused"):
        with pytest.raises(TicketError) as error:
            read_file(SHARED / name, as_of=AS_OF)
        assert refused in str(error.value)
        return
    messages = said(SHARED / name)
    got = {"authors": letters(messages), "first": messages[0].at, "last": messages[-1].at}
    if "sides" in expected:
        free = {i for i, side in enumerate(expected["sides"] or "") if side == "."}
        got["sides"] = "".join("." if i in free else m.role[0] for i, m in enumerate(messages))
        got["seen"] = "".join(SEEN[m.public] for m in messages)
    wanted = {key: value for key, value in expected.items() if key != "short"}
    if got != wanted and (short := expected.get("short")):
        pytest.xfail(short)
    assert got == wanted


@needs_shared
def test_every_recorded_payload_stands_in_the_table() -> None:
    assert {f"{p.parent.name}/{p.name}" for p in SHARED.glob("*/*")} == set(RECORDED)


DAY = "2026-05-01T09:00:00Z"
NO_TICKET = {
    "products": ([{"id": n, "name": n, "description": f"A {n} for wells.", "created_at": DAY} for n in ("pump", "cap")],
                 "holds no messages"),
    "log lines": ([{"timestamp": DAY, "level": "ERROR", "message": "no answer from the host"}] * 2, "no messages"),
    "a manifest": ({"name": "x", "description": "A thing that does things.", "scripts": {"t": "run"}}, "no messages"),
    "people": ([{"id": 1, "name": "Ada", "bio": "Likes wells and pumps.", "created_at": DAY}] * 2, "no messages"),
    "two talks": ([{"id": n, "messages": [{"author": "Ada", "text": "It is down.", "at": DAY}]} for n in (1, 2)],
                  "2 tickets"),
    "articles": ([{"title": t, "body": "Press the key.", "created_at": DAY} for t in ("Reset", "Start")], "2 tickets"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_TICKET)
def test_json_that_is_no_ticket_is_refused(name: str) -> None:
    tree, sentence = NO_TICKET[name]
    with pytest.raises(TicketError, match=sentence):
        read_ticket(json.dumps(tree).encode(), as_of=AS_OF)
