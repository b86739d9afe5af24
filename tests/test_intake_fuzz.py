"""Whatever is broken in a file of a known shape, reading it ends in a ticket or in an error that a user can act on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.errors import EscalateError
from agent.intake import read_ticket

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

DAY = date(2026, 9, 16)
DATA = Path(__file__).parent / "data" / "intake"
EXPORTS = sorted(DATA.rglob("*.json"))
OTHERS = sorted(f for f in DATA.rglob("*") if f.suffix in {".txt", ".eml", ".csv", ".mbox", ".html"})
ODD: list[object] = [
    None, True, 0, -1, 1.5, 10**40, "", "\ud800", "\x00", "\u202eabc", "\u0663", "13/13/2026", "99:99", "0000-00-00",
    "2026-13-45T99:99:99Z", "1e999", "<p>", "</", "<!--", "&#x110000;", [], {}, [[]], [None], {"a": None}, {"id": {}},
    ["x", 1], "\u2028", "\u00b2", ">" * 30, "1775210400000000000000", {"name": [{}]},
]  # fmt: skip
PIECES = [
    b"\r\n\r\n", b"\n", b"--", b"\xff", b"\x00", b"=?utf-8?b?x", b"=?utf-8?b?QQ?=", b"<div ",
    b"Date: Thu, 99 Foo 99999999999999999999 10:00\n", b"charset=x-none\n",
    b"Content-Type: text/html\n", b'"', b"{", b"]", b"\xed\xa0\x80",
]  # fmt: skip
QUICK = settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def _broken(tree: object, rng: Random) -> object:
    """Return the tree with some keys dropped, values of other types, nulls, huge numbers and odd letters."""
    if isinstance(tree, dict):
        return {k: _value(v, rng) for k, v in tree.items() if rng.random() > 0.02}
    if isinstance(tree, list):
        return [_value(v, rng) for v in tree if rng.random() > 0.02]
    return tree


def _value(value: object, rng: Random) -> object:
    chance = rng.random()
    if chance < 0.03:
        return rng.choice(ODD)
    if chance < 0.04:
        return [value]
    if isinstance(value, str) and chance < 0.06:
        at = rng.randrange(len(value) + 1)
        return f"{value[:at]}{rng.choice(ODD)}{value[at:]}"
    return _broken(value, rng)


def _cut(data: bytes, rng: Random) -> bytes:
    """Return the bytes with some changed, lost, repeated or put in."""
    for _ in range(rng.randrange(1, 10)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.randrange(120))
        data = rng.choice(
            [data[:at] + rng.choice(PIECES) + data[at:], data[:at] + data[end:], data[:end] + data[at:], data[:at]]
        )
    return data


def _ends_well(name: str, data: bytes) -> None:
    try:
        ticket = read_ticket(data, name=name, as_of=DAY)
    except EscalateError as error:
        assert str(error)  # noqa: PT017  either end is right
    else:
        assert ticket.model_dump_json()


@QUICK
@given(file=st.sampled_from(EXPORTS), rng=st.randoms(use_true_random=False))
def test_a_broken_export_ends_in_a_ticket_or_an_error(file: Path, rng: Random) -> None:
    tree = _broken(json.loads(file.read_text("utf-8")), rng)
    _ends_well(file.name, json.dumps(tree).encode())


@QUICK
@given(file=st.sampled_from([*OTHERS, *EXPORTS]), rng=st.randoms(use_true_random=False))
def test_a_damaged_file_ends_in_a_ticket_or_an_error(file: Path, rng: Random) -> None:
    _ends_well(file.name, _cut(file.read_bytes(), rng))


def _kinds(tree: object) -> object:
    """Return the tree with a list and an object in place of each word that tells what something is."""
    if isinstance(tree, dict):
        return {k: [v] if k in {"type", "kind", "event_type", "format"} else _kinds(v) for k, v in tree.items()}
    return [_kinds(v) for v in tree] if isinstance(tree, list) else tree


def _late(_: object) -> object:
    return {"id": 1, "comments": [{"body": "It fails.", "author": "Ann\ud800", "created_at": 10**400}]}


@pytest.mark.parametrize("change", [_kinds, _late], ids=["lists for kinds", "a moment beyond time"])
@pytest.mark.parametrize("file", EXPORTS, ids=lambda f: f.name)
def test_what_was_found_by_chance_stays_mended(file: Path, change: Callable[[object], object]) -> None:
    _ends_well(file.name, json.dumps(change(json.loads(file.read_text("utf-8")))).encode())


MAIL = b"From: Ann Lee <ann@acme.example>\nSubject: %s\nDate: %s\nMIME-Version: 1.0\n\nIt fails.\n"


@pytest.mark.parametrize(
    ("subject", "day"),
    [
        (b"=?utf-8?b?abcde?=", b"Mon, 2 Mar 2026 10:00:00 +0000"),
        (b"Export", b"Mon, 2 Mar 99999999999999999999 10:00:00"),
    ],
)
def test_a_mail_with_a_broken_head_is_read(subject: bytes, day: bytes) -> None:
    ticket = read_ticket(MAIL % (subject, day), name="a.eml", as_of=DAY)
    assert [m.text for m in ticket.messages if m.kind == "message"] == ["It fails."]


def test_a_mail_whose_charset_is_written_in_parts_is_read() -> None:
    mail = MAIL.replace(b"MIME-Version: 1.0\n", b"MIME-Version: 1.0\nContent-Type: text/plain; charset*=utf-8''utf-8\n")
    ticket = read_ticket((mail % (b"x", b"y")).replace(b"It fails.", "Es fällt aus.".encode()), name="a.eml", as_of=DAY)
    assert [m.text for m in ticket.messages if m.kind == "message"] == ["Es fällt aus."]
