"""Pasted screens, chats, mail chains and notes, in the wording of many helpdesks and languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.intake import read_ticket

if TYPE_CHECKING:
    from agent.ticket import Ticket

AS_OF = date(2026, 6, 30)
DATA = Path(__file__).parent / "data" / "intake"
SIDES = {"c": "customer", "v": "vendor", "s": "system", "b": "bot", "?": "unknown"}
SEEN = {"+": True, "-": False, "?": None}


@dataclass(frozen=True)
class Expected:
    """Each message as "author|side and visibility|time", one a line; time may be left out."""

    rows: str

    @property
    def messages(self) -> list[tuple[str | None, str, bool | None, str | None]]:
        out = []
        for row in self.rows.strip().splitlines():
            author, marks, at = (p.strip() for p in row.split("|"))
            out.append((author or None, SIDES[marks[0]], SEEN[marks[1]], at or None))
        return out


def paste(text: str) -> Ticket:
    return read_ticket(text.encode(), as_of=AS_OF)


def cases() -> list[tuple[str, str, Expected]]:
    out = []
    for path in sorted(DATA.glob("*.txt")):
        text, _, rows = path.read_text(encoding="utf-8").partition("\n%%%\n")
        out.append((path.stem, text, Expected(rows)))
    return out


@pytest.mark.parametrize(
    ("name", "text", "expected"), cases(), ids=lambda v: v if isinstance(v, str) and len(v) < 40 else ""
)
def test_who_said_what_when_and_to_whom(name: str, text: str, expected: Expected) -> None:
    ticket = paste(text)
    found = [(m.author, m.role, m.public, m.at) for m in ticket.messages if m.kind == "message"]
    assert found == expected.messages, name


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, t, _ in cases()], ids=lambda v: v if len(v) < 40 else "")
def test_every_field_and_person_stands_where_it_is_said_to_stand(name: str, text: str) -> None:
    ticket = paste(text)
    for field in ticket.fields:
        message = ticket.message(field.message)
        assert message is not None, name
        assert message.text[field.start : field.end] == field.value
    for person in ticket.people:
        message = ticket.message(person.message or "")
        assert message is not None, f"{name}: {person.name} stands nowhere"
        assert person.start is not None
        assert message.text[person.start : person.end]


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, t, _ in cases()], ids=lambda v: v if len(v) < 40 else "")
def test_equal_bytes_give_equal_tickets(name: str, text: str) -> None:
    assert paste(text) == paste(text), name


def test_a_paste_without_any_structure_is_one_message_with_all_the_text() -> None:
    text = "Customer Northmill says the sync is broken since Monday. They want a fix by Friday."
    ticket = paste(text)
    assert [m.text for m in ticket.messages] == [text]
    assert ticket.messages[0].author is None


def test_an_agenda_and_a_log_are_not_taken_for_a_chat() -> None:
    for text in ("Plan\n09:00 Coffee\n09:30 Demo: new reports\n10:30 Roadmap\nWe then spoke of price.",
                 "2026-03-11 10:02:11 INFO Server started\n2026-03-11 10:02:12 ERROR Connection: refused"):  # fmt: skip
        assert len(paste(text).messages) == 1


def test_the_sidebar_gives_fields_and_another_ticket_on_it_is_told_apart() -> None:
    ticket = paste((DATA / "sidebar_two_columns.txt").read_text(encoding="utf-8").partition("\n%%%\n")[0])
    values = {f.label: f.value for f in ticket.fields if f.about is None}
    assert values["Seats"] == "40"
    assert values["Contract end"] == "31 Oct 2026"
    assert values["COMPANY"] == "Orrin Bakeries"
    assert "Owner" not in values, "a vacant field is left out"
    others = [f for f in ticket.fields if f.about]
    assert [f.about for f in others] == ["Fennick Toys"]
    assert ticket.id == "DK-4410"


def test_a_section_of_internal_notes_turns_what_follows_internal() -> None:
    ticket = paste((DATA / "zh_group_chat.txt").read_text(encoding="utf-8").partition("\n%%%\n")[0])
    assert [m.public for m in ticket.messages if m.kind == "message"][-2:] == [False, False]


def test_quoted_words_of_the_customer_stay_in_a_call_note() -> None:
    ticket = paste((DATA / "call_note.txt").read_text(encoding="utf-8").partition("\n%%%\n")[0])
    note = ticket.messages[-1]
    assert '> "I sign nothing' in note.text
    assert [note.text[m.start : m.end] for m in note.marks if m.kind == "quoted"] == [
        '> "I sign nothing until I have read it."'
    ]
    assert ticket.messages[0].text.startswith("# Harrow Lane Clinics")


def test_a_quoted_mail_that_stands_on_its_own_is_given_once() -> None:
    text = (
        "[2026-03-11 10:02] Ann Poe: Your importer drops the last row of every file.\n"
        "[2026-03-11 11:30] Bob Ray: Thanks for reporting, I'm looking at it.\n"
        "On 11 Mar 2026 at 10:02, Ann Poe <ann@poe.example> wrote:\n"
        "> Your importer drops the last row of every file.\n"
        "[2026-03-11 12:00] Ann Poe: ok\n"
    )
    ticket = paste(text)
    assert [m.text for m in ticket.messages if m.kind == "message"] == [
        "Your importer drops the last row of every file.",
        "Thanks for reporting, I'm looking at it.",
        "ok",
    ]


def test_a_panel_in_columns_without_colons_gives_its_fields() -> None:
    ticket = paste(
        "HARBOUR DESK | Request 4471 | Open\n"
        "Company      Pinewood Nurseries            Plan       Mid-Market\n"
        "Contact      Ada Brandt                    Fee        USD 900 / month\n"
        "\n"
        "Ada Brandt · Thu 12 Mar 2026, 07:58\n"
        "Good morning, the label printer prints one label for six plants.\n"
        "\n"
        "Bea Nord (support) · Fri 13 Mar, 10:15\n"
        "Good morning Ada, could you tick the box for details and try again?\n"
    )
    fields = {f.label: f.value for f in ticket.fields}
    assert (fields["Company"], fields["Plan"], fields["Fee"]) == ("Pinewood Nurseries", "Mid-Market", "USD 900 / month")


def test_a_japanese_reply_in_brackets_is_no_part_of_the_name() -> None:
    ticket = paste(
        "件名：承認の件\n担当：小野寺 拓\n\n"
        "06/09（火）10:14 お客様\nいつもお世話になっております。設定方法をご教示ください。\n\n"
        "06/10（水）09:02 小野寺（返信）\nお世話になっております。画面からご登録いただけます。\n"
    )
    assert [m.author for m in ticket.messages if m.kind == "message"] == [None, "小野寺"]


@pytest.mark.parametrize(
    ("behind", "role"), [("klant", "customer"), ("customer", "customer"), ("support", "vendor"), ("Kunde", "customer")]
)
def test_a_side_in_brackets_is_a_side_whatever_its_case(behind, role):
    text = (
        'Ticket 20931 "Export stops"\n\n'
        f"Joan Abbott ({behind}) wrote · 2026-09-01 09:10\nThe export stops after page 40, since Monday.\n\n"
        "Raj Sethi (CSM) internal note · 2026-09-01 11:30\nThey asked twice already, we look at it today.\n\n"
        f"Joan Abbott ({behind}) wrote · 2026-09-02 08:00\nAny news on this, please?\n"
    )
    ticket = read_ticket(text.encode(), as_of=date(2026, 9, 3))
    assert next(m.role for m in ticket.messages if m.author == "Joan Abbott") == role
