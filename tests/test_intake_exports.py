"""Exports: Zendesk and Intercom by their own shapes, other JSON and tables by what they hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from agent.errors import TicketError
from agent.intake import FORMATS, read_ticket

if TYPE_CHECKING:
    from agent.ticket import Ticket


def read(tree: object) -> Ticket:
    return read_ticket(json.dumps(tree).encode())


def said(ticket: Ticket) -> list[tuple[str | None, str, bool | None, str]]:
    return [(m.author, m.role, m.public, m.text) for m in ticket.messages if m.kind == "message"]


ZENDESK: dict[str, object] = {
    "ticket": {
        "id": 501,
        "subject": "Reports cut off",
        "status": "open",
        "recipient": "support@vane.example",
        "requester_id": 11,
        "assignee_id": 21,
        "organization_id": 7,
        "tags": ["lab"],
        "custom_fields": [
            {"id": 1, "value": "22"},
            {"id": 2, "value": "tier_ent"},
            {"id": 3, "value": None},
            {"id": 4, "value": False},
        ],
    },
    "comments": [
        {"id": 1, "author_id": 11, "public": True, "created_at": "2026-05-04T06:48:11Z", "body": "It is cut off.\nIda"},
        {"id": 2, "author_id": 21, "public": False, "created_at": "2026-05-04T07:00:00Z", "body": "Ours."},
        {"id": 3, "author_id": -1, "public": False, "created_at": "2026-05-04T08:00:00Z", "body": "[SLA] breached"},
    ],
    "users": [
        {
            "id": 11,
            "name": "Ida Lund",
            "role": "end-user",
            "organization_id": 7,
            "email": "ida@lund.example",
            "user_fields": {"job_title": "Head of Lab"},
        },
        {"id": 21, "name": "Bob Ray", "role": "agent", "organization_id": 1, "email": "bob@vane.example"},
        {"id": 22, "name": "Eva Kit", "role": "agent", "organization_id": 1, "email": "eva@vane.example"},
    ],
    "organizations": [
        {"id": 8, "name": "Other Clinic", "organization_fields": {"annual_value": "NOK 900"}},
        {"id": 7, "name": "Lund Lab", "organization_fields": {"annual_value": "NOK 100", "owner_id": 22}},
    ],
    "ticket_fields": [
        {"id": 1, "title": "CSM", "type": "lookup", "relationship_target_type": "zen:user"},
        {"id": 2, "title": "Tier", "type": "tagger"},
        {"id": 3, "title": "Region", "type": "text"},
        {"id": 4, "title": "Reviewed", "type": "checkbox"},
    ],
}


def test_zendesk_comments_carry_author_side_visibility_and_time() -> None:
    ticket = read(ZENDESK)
    assert ticket.source_format == "zendesk"
    assert said(ticket) == [
        ("Ida Lund", "customer", True, "It is cut off.\nIda"),
        ("Bob Ray", "vendor", False, "Ours."),
        (None, "system", False, "[SLA] breached"),
    ]
    assert ticket.messages[-1].at == "2026-05-04T08:00:00+00:00"


def test_zendesk_values_joined_by_id_show_the_name_and_other_organisations_are_told_apart() -> None:
    ticket = read(ZENDESK)
    own = {f.label: f.value for f in ticket.fields if not f.about}
    assert own["CSM"] == "Eva Kit"
    assert own["Tier"] == "tier_ent"
    assert own["organization"] == "Lund Lab"
    assert own["organization_fields.annual_value"] == "NOK 100"
    assert own["organization_fields.owner_id"] == "Eva Kit"
    assert "Region" not in own, "an empty field is left out"
    assert {f.about for f in ticket.fields if f.about} == {"Other Clinic"}


def test_every_joined_value_and_person_stands_in_a_record() -> None:
    ticket = read(ZENDESK)
    for field in ticket.fields:
        message = ticket.message(field.message)
        assert message is not None
        assert message.text[field.start : field.end] == field.value
    ida = next(p for p in ticket.people if p.name == "Ida Lund")
    record = ticket.message(ida.message or "")
    assert record is not None
    assert ida.start is not None
    assert record.text[ida.start :].startswith("Ida Lund, Head of Lab, Lund Lab")


def test_the_flat_zendesk_variant_is_read() -> None:
    ticket = read(
        {
            "ticket": {
                "id": 9,
                "subject": "Jobs",
                "organization": {"name": "Marlow Foods"},
                "custom_fields": [{"label": "Plan", "value": "Enterprise"}],
                "comments": [
                    {
                        "created_at": "2026-05-06T22:14:09Z",
                        "public": True,
                        "body": "Who ran it?",
                        "author": {"name": "Ida Lund", "role": "end-user"},
                    },
                    {
                        "created_at": "2026-05-06T23:00:00Z",
                        "public": False,
                        "body": "Revoked.",
                        "author": {"name": "Ola Ray", "role": "agent", "title": "Analyst"},
                    },
                ],
            }
        }
    )
    assert [m[:3] for m in said(ticket)] == [("Ida Lund", "customer", True), ("Ola Ray", "vendor", False)]
    assert {(f.label, f.value) for f in ticket.fields} >= {("organization", "Marlow Foods"), ("Plan", "Enterprise")}
    assert next(p.title for p in ticket.people if p.name == "Ola Ray") == "Analyst"


def test_intercom_notes_are_internal_bots_are_noise_and_guesses_prove_nothing() -> None:
    def part(kind: str, side: str, name: str, text: str | None, at: int) -> dict[str, object]:
        return {"part_type": kind, "body": text, "created_at": at, "author": {"type": side, "name": name}}

    ticket = read(
        {
            "type": "conversation",
            "id": "77",
            "title": "Form",
            "created_at": 1779177840,
            "state": "closed",
            "source": {"body": "<p>I need the <b>form</b>.</p>", "author": {"type": "user", "name": "Una Bell"}},
            "custom_attributes": {"Company": "Marlin Shoes", "Mood (AI)": "poor"},
            "conversation_parts": {
                "conversation_parts": [
                    part("comment", "bot", "Helpbot", "<p>Try these pages!</p>", 1779177841),
                    part("assignment", "bot", "Helpbot", None, 1779177842),
                    part("note", "admin", "Sam Orr", "<p>She has no rights.</p>", 1779177900),
                    part("comment", "admin", "Sam Orr", "<ol><li>Ask your admin</li><li>Sign</li></ol>", 1779178000),
                ]
            },
        }
    )
    assert ticket.source_format == "intercom"
    assert said(ticket) == [
        ("Una Bell", "customer", True, "I need the form."),
        ("Helpbot", "bot", True, "Try these pages!"),
        ("Sam Orr", "vendor", False, "She has no rights."),
        ("Sam Orr", "vendor", True, "1. Ask your admin\n2. Sign"),
    ]
    guess = next(f for f in ticket.fields if f.label == "Mood (AI)")
    record = ticket.message(guess.message)
    assert record is not None
    assert record.marked(guess.start, guess.end)
    assert ticket.messages[-1].at == "2026-05-19T08:06:40+00:00"


UNKNOWN = [
    (
        "slack",
        {
            "users": [{"id": "U1", "profile": {"real_name": "Ann Poe", "title": "CSM"}}],
            "messages": [{"user": "U1", "ts": "1773301199.998", "text": "they are angry"}],
        },
        [("Ann Poe", "2026-03-12T07:39:59+00:00")],
    ),
    (
        "mails",
        [
            {
                "from": "Ann Poe <ann@poe.example>",
                "to": "support@vane.example",
                "date": "Thu, 12 Mar 2026 18:44:09 +0100",
                "subject": "x",
                "body": "down",
            }
        ],
        [("Ann Poe", "2026-03-12T18:44:09+01:00")],
    ),
    (
        "nested",
        {
            "data": {
                "issue": {
                    "key": "EX-1",
                    "fields": {
                        "summary": "S",
                        "status": {"name": "Open"},
                        "description": "It fails",
                        "reporter": {"displayName": "Ann Poe"},
                        "created": "2026-03-12T18:44:09.000+0000",
                        "comment": {
                            "comments": [
                                {
                                    "author": {"displayName": "Bob Ray"},
                                    "body": "Looking",
                                    "created": "2026-03-13T08:00:00.000+0000",
                                }
                            ]
                        },
                    },
                }
            }
        },
        [("Ann Poe", "2026-03-12T18:44:09+00:00"), ("Bob Ray", "2026-03-13T08:00:00+00:00")],
    ),
    (
        "rich text",
        {
            "comments": [
                {
                    "author": {"displayName": "Bob Ray"},
                    "created": "2026-03-13T08:00:00Z",
                    "body": {
                        "type": "doc",
                        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Hello"}]}],
                    },
                }
            ]
        },
        [("Bob Ray", "2026-03-13T08:00:00+00:00")],
    ),
    (
        "graph",
        {
            "value": [
                {
                    "from": {"emailAddress": {"name": "Ann Poe", "address": "ann@poe.example"}},
                    "sentDateTime": "2026-05-04T09:23:10Z",
                    "body": {"contentType": "html", "content": "<p>down</p>"},
                }
            ]
        },
        [("Ann Poe", "2026-05-04T09:23:10+00:00")],
    ),
]


@pytest.mark.parametrize(("name", "tree", "expected"), UNKNOWN, ids=lambda v: v if isinstance(v, str) else "")
def test_json_of_any_make_gives_its_messages(name: str, tree: object, expected: list[tuple[str, str]]) -> None:
    assert [(m.author, m.at) for m in read(tree).messages if m.kind == "message"] == expected, name


def test_visibility_is_read_from_whatever_says_it() -> None:
    rows = [
        {"author": "Ann", "text": "a", "private": True},
        {"author": "Ann", "text": "b", "is_public": True},
        {"author": "Ann", "text": "c", "type": "internal_note"},
        {"author": "Ann", "text": "d", "visibility": "internal"},
    ]
    assert [m.public for m in read({"messages": rows}).messages if m.kind == "message"] == [False, True, False, False]


def test_several_tickets_in_one_file_are_refused() -> None:
    tickets = [{"id": n, "subject": f"S{n}", "status": "open", "description": "text"} for n in range(3)]
    with pytest.raises(TicketError, match="3 tickets"):
        read({"tickets": tickets})


def test_a_table_with_one_row_a_message_is_read() -> None:
    table = (
        "author,created_at,public,body\nAnn Poe,2026-03-12T08:00:00Z,true,It is down\n"
        "Bob Ray,2026-03-12T09:00:00Z,false,Ours\n"
    )
    ticket = read_ticket(table.encode())
    assert ticket.source_format == "csv"
    assert [(m.author, m.public, m.text) for m in ticket.messages if m.kind == "message"] == [
        ("Ann Poe", True, "It is down"),
        ("Bob Ray", False, "Ours"),
    ]


def test_a_forced_format_is_taken_and_an_unknown_one_refused() -> None:
    assert read_ticket(json.dumps(ZENDESK).encode(), format="json").source_format == "json"
    with pytest.raises(TicketError, match="no ticket format") as refused:
        read_ticket(b"x", format="fax")
    assert all(name in refused.value.fix for name in FORMATS)


def test_rows_under_named_columns_are_messages_and_a_legend_says_what_its_codes_mean():
    tree = {
        "about": "o1",
        "orgs": {
            "o1": {"label": "Marsh Lane Dairies", "band": "M"},
            "o2": {"label": "Copper Hill Foods", "band": "E"},
        },
        "legend": {"band": {"E": "Enterprise", "M": "Mid-Market"}, "dir": {"i": "inbound", "x": "internal"}},
        "folk": {
            "a1": {"n": "Ruth Amadi", "org": "us", "hat": "support engineer"},
            "a2": {"n": "Piet Okker", "org": "o1", "title": "Dairy Manager"},
        },
        "cols": ["ms", "by", "dir", "text"],
        "tape": [
            [1780066800000, "a2", "i", "The tank sensor shows nothing since the update."],
            [1780070400000, "a1", "x", "Looks like the gateway lost its key."],
        ],
    }
    ticket = read(tree)
    said = [(m.author, m.role, m.public) for m in ticket.messages if m.kind == "message"]
    assert said == [("Piet Okker", "customer", True), ("Ruth Amadi", "vendor", False)]
    fields = {f.label: (f.value, f.about) for f in ticket.fields}
    assert fields["orgs.o1.band"] == ("Mid-Market", None)
    assert fields["orgs.o2.band"] == ("Enterprise", "Copper Hill Foods")


def test_replies_inside_replies_are_read_in_the_order_of_their_times():
    reply = {"by": "Ruth Amadi", "when": "2026-05-01T10:00:00Z", "said": "I have restarted it.", "below": []}
    tree = {"case": {"no": "K-7", "tree": {
        "by": "Piet Okker", "when": "2026-05-01T09:00:00Z", "said": "The pump stands still.", "below": [reply],
    }}}  # fmt: skip
    said = [(m.author, m.text) for m in read(tree).messages if m.kind == "message"]
    assert said == [("Piet Okker", "The pump stands still."), ("Ruth Amadi", "I have restarted it.")]


def test_messages_under_keys_that_nobody_knows_are_told_by_what_they_hold():
    tree = {"zug": [
        {"wer": "Piet Okker", "wann_genau": "2026-05-01T09:00:00Z", "wortlaut": "The pump stands still since Monday."},
        {"wer": "Ruth Amadi", "wann_genau": "2026-05-01T10:00:00Z", "wortlaut": "We have restarted it just now."},
    ]}  # fmt: skip
    said = [(m.at, m.text) for m in read(tree).messages if m.kind == "message"]
    assert [text for _, text in said] == ["The pump stands still since Monday.", "We have restarted it just now."]
    assert [at[:16] for at, _ in said if at] == ["2026-05-01T09:00", "2026-05-01T10:00"]
