"""What cannot be a ticket is refused in one sentence with one fix; what is merely ugly is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.errors import TicketError
from agent.intake import LIMIT, read_file, read_ticket

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = [
    (b"", "empty"),
    (b" \n\t\r\n", "empty"),
    (b"%PDF-1.7\n%\xe2\xe3", "binary"),
    (b"\x89PNG\r\n\x1a\n" + bytes(40), "binary"),
    (bytes(range(32)) * 40, "binary"),
    (b'{"ticket": {"id": 1,\n "subject": }}', "line 2, column 13"),
    (b'{"a": 1, "b": {"c": 2}}', "no messages"),
    (b"[]", "no messages"),
    (b"[" * 100_000, "nested too deep"),
]


@pytest.mark.parametrize(("data", "word"), REFUSED)
def test_an_input_that_is_no_ticket_is_refused_with_a_fix(data: bytes, word: str) -> None:
    with pytest.raises(TicketError, match=word) as refused:
        read_ticket(data)
    assert refused.value.fix
    assert refused.value.exit_code == 2


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TicketError, match="no file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(TicketError, match="directory"):
        read_file(tmp_path)


def test_a_file_above_the_limit_is_refused_unread_and_the_limit_named(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(TicketError, match="20 MB"):
        read_file(path)


def test_a_table_without_texts_says_what_was_looked_for_and_found() -> None:
    with pytest.raises(TicketError, match="id, amount, colour"):
        read_ticket(b"id,amount,colour\n1,2,red\n", name="export.csv")


def test_html_nested_without_end_is_refused() -> None:
    head = b"From: a@poe.example\nTo: support@vane.example\nMessage-ID: <1@x>\nContent-Type: text/html\n\n"
    with pytest.raises(TicketError, match="nested too deep"):
        read_ticket(head + b"<div>" * 50_000 + b"hi")


@pytest.mark.parametrize(
    "data",
    [
        b"hello\x00 world",
        b"\xff\xfeh\x00i\x00",
        "weird \ud800 half".encode("utf-8", "surrogatepass"),
        b"caf\xe9 broken since monday",
        b">" * 5000 + b"\nhello",
        b"From: \nSubject: \nDate: \nMessage-ID: <x>\n\nhello",
        b'{"messages":[{"text":"hi","author":"Ann"}],"x":' + b'{"a":' * 300 + b"1" + b"}" * 301,
    ],
)
def test_ugly_input_still_gives_text_without_broken_characters(data: bytes) -> None:
    ticket = read_ticket(data)
    text = "".join(m.text for m in ticket.messages)
    assert text.strip()
    assert "\x00" not in text
    text.encode("utf-8")


def test_equal_bytes_give_one_case_id_and_other_bytes_another() -> None:
    one, two = read_ticket(b"It is down."), read_ticket(b"It is down!")
    assert one.case_id == read_ticket(b"It is down.", name="other.txt").case_id
    assert one.case_id != two.case_id
    assert len(one.digest) == 64
