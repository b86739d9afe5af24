"""Broken and hostile files end in a ticket or in a sentence, and never hold the reader up."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from agent.errors import EscalateError, TicketError
from agent.intake import read_file, read_files, read_ticket
from agent.intake.limits import MESSAGES

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 9, 16)
HEAD = (
    "From: Ann Lee <ann@acme.example>\nTo: desk@vendor.example\nSubject: Export\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n"
)
ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 11))
PARTS = "MIME-Version: 1.0\n" + "".join(
    f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(3000)
)
REFUSED = {
    "JSON nested 100,000 deep": ("a.json", "[" * 100_000 + "]" * 100_000),
    "objects nested deep": ("a.json", '{"a":' * 50_000 + "1" + "}" * 50_000),
    "JSON of many values": ("a.json", json.dumps({f"k{n}": 1 for n in range(260_000)})),
    "a text of one long line": ("a.txt", "a" * 400_000),
    "a text of line breaks": ("a.txt", "x" + "\n" * 400_000),
    "a mail with a long head": ("a.eml", HEAD + "X-Pad: " + "a" * 300_000 + "\n\nHello, the export fails."),
    "a mail nested 3,000 deep": ("a.eml", HEAD + PARTS + "Content-Type: text/plain\n\nThe export fails."),
    "HTML nested 100,000 deep": ("a.html", "<html><body>" + "<div>" * 100_000 + "x"),
    "HTML of open comments": ("a.html", "<html><body>" + "<!--" * 100_000),
    "a compressed file": ("a.gz", gzip.compress(b"\0" * 10_000_000)),
    "an Office file": ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100_000),
    "half of UTF-16": ("a.txt", b"h\x00i\x00 \x00" * 10_000),
}
READ = {
    "a number of 5,000 digits": (
        "a.json",
        '{"id":1,"comments":[{"body":"The export fails.","author":"Ann","created_at":' + "9" * 5000 + "}]}",
    ),
    "a number beyond floats": (
        "a.json",
        '{"id":1,"comments":[{"body":"The export fails.","author":"Ann","created_at":1e999}]}',
    ),
    "half a surrogate pair": (
        "a.json",
        '{"id":1,"comments":[{"body":"The \\ud800 export fails.","author":"Ann\\udfff"}]}',
    ),
    "entities of entities": (
        "a.html",
        f"<!DOCTYPE x [{ENTITIES}]><html><body><p>The export fails &e10;</p></body></html>",
    ),
    "NUL bytes": ("a.txt", "The export\x00 fails again.\x00\n" * 50),
    "a wrong charset": ("a.txt", "Die Übertragung schlägt seit Montag fehl.\n".encode("latin-1") * 20),
    "an address of brackets": ("a.eml", HEAD.replace("Ann Lee <ann@acme.example>", "(" * 5000) + "\nThe export fails."),
    "a quote of a thousand quotes": ("a.eml", HEAD + "\nThe export fails.\n" + ">" * 5000 + " older"),
    "dots without end": ("a.txt", "The export fails" + "." * 50_000 + "!x"),
    "fences without end": ("a.txt", "The export fails again.\n" + "```a\n" * 20_000),
    "tags without end": ("a.txt", "The export fails again.\n" + "<system>" * 20_000),
}


def _bytes(held: str | bytes) -> bytes:
    return held if isinstance(held, bytes) else held.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(("name", "held"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_ticket_is_refused_with_a_sentence(name: str, held: str | bytes) -> None:
    with pytest.raises(EscalateError) as error:
        read_ticket(_bytes(held), name=name, as_of=DAY)
    assert str(error.value)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(("name", "held"), READ.values(), ids=READ)
def test_what_is_broken_and_says_something_is_read(name: str, held: str | bytes) -> None:
    ticket = read_ticket(_bytes(held), name=name, as_of=DAY)
    assert any("export fails" in m.text or "schl" in m.text or "fails" in m.text for m in ticket.messages)
    json.dumps(ticket.model_dump(mode="json"), ensure_ascii=False).encode("utf-8")


def test_of_ten_thousand_messages_the_first_and_the_last_are_read() -> None:
    notes = [_note(n) for n in range(10_000)]
    ticket = read_ticket(json.dumps({"id": 1, "comments": notes}).encode(), as_of=DAY)
    said = [m.text for m in ticket.messages if m.kind == "message"]
    assert (len(said), said[0], said[-1]) == (MESSAGES, "Export 0 fails.", "Export 9999 fails.")
    assert any("10,000 messages" in w for w in ticket.warnings)


def _note(number: int) -> dict[str, object]:
    return {"body": f"Export {number} fails.", "author": "Ann Lee", "created_at": 1_770_000_000 + number * 60}


def _mail(number: int, answers: int | None, said: str, day: int) -> str:
    refers = f"In-Reply-To: <{answers}@acme.example>\nReferences: <{answers}@acme.example>\n" if answers else ""
    sender = "Ann Lee <ann@acme.example>" if number % 2 else "Bob Ray <bob@vendor.example>"
    head = f"From: {sender}\nTo: desk@vendor.example\nSubject: Export\nMessage-ID: <{number}@acme.example>\n"
    return f"{head}{refers}Date: Mon, {day} Mar 2026 10:00:00 +0000\n\n{said}\n"


def test_mails_of_one_ticket_are_one_thread_each_mail_once(tmp_path: Path) -> None:
    mails = [
        _mail(3, 2, "It fails again today.", 9), _mail(1, None, "The export fails.", 2),
        _mail(2, 1, "We look into it.", 3), _mail(1, None, "The export fails.", 2),
    ]  # fmt: skip
    files = []
    for n, mail in enumerate(mails):
        files.append(tmp_path / f"{n}.eml")
        files[-1].write_text(mail)
    ticket = read_files(files, as_of=DAY)
    said = [(m.text, m.at[:10] if m.at else None) for m in ticket.messages if m.kind == "message"]
    assert said == [
        ("The export fails.", "2026-03-02"), ("We look into it.", "2026-03-03"),
        ("It fails again today.", "2026-03-09"),
    ]  # fmt: skip


def test_tables_of_one_ticket_are_one_table_each_row_once(tmp_path: Path) -> None:
    head = "created_at,author,body\n"
    rows = ["2026-03-02 10:00,Ann Lee,The export fails.\n", "2026-03-03 10:00,Bob Ray,We look into it.\n"]
    for name, held in (("a.csv", rows), ("b.csv", rows[1:])):
        (tmp_path / name).write_text(head + "".join(held))
    ticket = read_files([tmp_path / "a.csv", tmp_path / "b.csv"], as_of=DAY)
    assert [m.text for m in ticket.messages if m.kind == "message"] == ["The export fails.", "We look into it."]


def test_files_of_several_kinds_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(_mail(1, None, "The export fails.", 2))
    (tmp_path / "b.json").write_text('{"comments": [{"body": "The export fails."}]}')
    with pytest.raises(TicketError, match="same kind"):
        read_files([tmp_path / "a.eml", tmp_path / "b.json"], as_of=DAY)


def test_one_file_among_several_names_is_read_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(_mail(1, None, "The export fails.", 2))
    assert read_files([tmp_path / "a.eml"], as_of=DAY) == read_file(tmp_path / "a.eml", as_of=DAY)
