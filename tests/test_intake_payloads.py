"""Payloads of many helpdesks, recorded and invented: what must come out of each, as tables in tests/data/intake."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import yaml

from agent.errors import TicketError
from agent.intake import read_file, read_ticket
from agent.intake.reading import read_files

if TYPE_CHECKING:
    from collections.abc import Callable

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


TABLES = {
    "a desk's": (
        (
            "Ticket ID,Comment Author,Author Role,Comment Created At,Comment Body,Is Public\n"
            '42,Ada Brandt,end-user,2026-05-01 09:00,"The pump stands still, since Monday.",Yes\n'
            "42,Joan Abbott,agent,2026-05-01 11:00,The reset key is missing.,No\n"
        ),
        [
            "2026-05-01T09:00:00 | Ada Brandt | customer | public | The pump stands still, since Monday.",
            "2026-05-01T11:00:00 | Joan Abbott | vendor | internal | The reset key is missing.",
        ],
    ),
    "a German one": (
        (
            "Datum;Von;An;Betreff;Nachricht;Intern\n"
            "01.05.2026 09:00;Ada Brandt <ada@plant.example>;support@vendor.example;Pumpe;Die Pumpe steht.;nein\n"
            "01.05.2026 11:00;Joan Abbott <joan@vendor.example>;;Pumpe;Die Taste fehlt.;ja\n"
        ),
        [
            "2026-05-01T09:00:00 | Ada Brandt | customer | public | Die Pumpe steht.",
            "2026-05-01T11:00:00 | Joan Abbott | vendor | internal | Die Taste fehlt.",
        ],
    ),
    "a warehouse's": (
        (
            "conversation_id,part_type,author_type,author_id,body,created_at\n"
            "7,comment,user,u1,<p>The pump stands still.</p>,2026-05-01 09:00:00 UTC\n"
            "7,note,admin,a1,<p>Reset key missing.</p>,2026-05-01 11:00:00 UTC\n"
            "7,assignment,admin,a1,,2026-05-01 11:10:00 UTC\n"
        ),
        [
            "2026-05-01T09:00:00+00:00 | - | customer | public | The pump stands still.",
            "2026-05-01T11:00:00+00:00 | - | vendor | internal | Reset key missing.",
        ],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_any_make_says_who_said_what_when_and_to_whom(name: str) -> None:
    table, rows = TABLES[name]
    ticket = read_ticket(table.encode(), as_of=AS_OF)
    assert [row(m) for m in ticket.messages if m.kind == "message"] == rows


def respelled(tree: object, spell: Callable[[list[str]], str]) -> object:
    if isinstance(tree, dict):
        words = {k: re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", k) for k in tree}
        plain = {k: w for k, w in words.items() if w and re.fullmatch(r"_?[A-Za-z]+(?:_[A-Za-z]+)*", k)}
        return {spell(plain[k]) if k in plain else k: respelled(v, spell) for k, v in tree.items()}
    return [respelled(v, spell) for v in tree] if isinstance(tree, list) else tree


SPELLINGS: dict[str, Callable[[list[str]], str]] = {
    "snake": lambda words: "_".join(words).lower(),
    "camel": lambda words: words[0].lower() + "".join(w.capitalize() for w in words[1:]),
    "kebab": lambda words: "-".join(words).lower(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", ["deskpro", "helpscout", "jitbit", "kayako", "mantis", "topdesk", "zoho_desk"])
def test_how_the_keys_are_spelled_does_not_matter(name: str, spelling: str) -> None:
    tree = json.loads((DATA / "payloads" / f"{name}.json").read_text(encoding="utf-8"))
    made = json.dumps(respelled(tree, SPELLINGS[spelling])).encode()
    assert [row(m) for m in read_ticket(made, as_of=AS_OF).messages if m.kind == "message"] == INVENTED[name]


@pytest.mark.parametrize("name", ["zendesk_comments_users", "zendesk_audits", "intercom_parts", "json_api", "postmark"])
def test_a_reply_of_an_api_is_taken_out_of_its_envelope(name: str) -> None:
    tree = json.loads((DATA / "payloads" / f"{name}.json").read_text(encoding="utf-8"))
    for wrapped in ({"ok": True, "result": tree}, {"status": 200, "data": tree}):
        ticket = read_ticket(json.dumps(wrapped).encode(), as_of=AS_OF)
        assert [row(m) for m in ticket.messages if m.kind == "message"] == INVENTED[name]


def test_newest_first_and_times_in_any_unit_give_the_same_thread() -> None:
    times = (1777626000, 1777629600000, 1777633200000000, "1777636800.5")
    said_ = [{"author": {"name": f"P{n}", "type": t}, "text": f"Message {n}.", "created": at}
             for n, (at, t) in enumerate(zip(times, ("customer", "agent") * 2, strict=True))]  # fmt: skip
    one, other = (read_ticket(json.dumps({"messages": m}).encode(), as_of=AS_OF) for m in (said_, said_[::-1]))
    rows = [row(m) for m in one.messages if m.kind == "message"]
    assert [r[11:16] for r in rows] == ["09:00", "10:00", "11:00", "12:00"]
    assert rows == [row(m) for m in other.messages if m.kind == "message"]


PARTS: dict[str, list[object]] = {
    "messages and people as lists": [
        [
            {"authorId": "1", "text": "It is down.", "createdAt": DAY},
            {"authorId": "2", "text": "Hm.", "createdAt": DAY},
        ],
        [{"id": "1", "name": "Ada Brandt", "role": "customer"}, {"id": "2", "name": "Joan Abbott", "role": "agent"}],
    ],
    "one message a file": [
        {"id": "1", "author": {"name": "Ada Brandt", "type": "customer"}, "body": "It is down.", "created_at": DAY},
        {"id": "2", "author": {"name": "Joan Abbott", "type": "agent"}, "body": "Hm.", "created_at": DAY},
    ],
    "pages": [
        {"messages": [{"author": {"name": "Ada Brandt", "type": "customer"}, "text": "It is down.", "at": DAY}]},
        {"messages": [{"author": {"name": "Joan Abbott", "type": "agent"}, "text": "Hm.", "at": DAY}]},
    ],
}


@pytest.mark.parametrize("name", PARTS)
def test_files_of_one_ticket_in_any_shape_are_joined(name: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.json" for number in range(len(PARTS[name]))]
    for path, tree in zip(paths, PARTS[name], strict=True):
        path.write_text(json.dumps(tree), encoding="utf-8")
    ticket = read_files(paths, as_of=AS_OF)
    found = [(m.author, m.role, m.text) for m in ticket.messages if m.kind == "message"]
    assert found == [("Ada Brandt", "customer", "It is down."), ("Joan Abbott", "vendor", "Hm.")]
