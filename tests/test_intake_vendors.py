"""The exports of vendors: who said what, when, and whether the customer sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command import escalate

from agent.errors import TicketError
from agent.intake import FORMATS, read_files, read_ticket
from agent.intake.formats import needs

if TYPE_CHECKING:
    from pathlib import Path

    from agent.ticket import Ticket

T1, T2, T3 = "2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z"
EXPORTS: dict[str, object] = {
    "salesforce": {
        "attributes": {"type": "Case"}, "CaseNumber": "00042", "Subject": "Pump stands still", "Status": "New",
        "CreatedDate": T1, "Description": "It stands still.", "Contact": {"Name": "Ada Brandt", "Title": "Plant Lead"},
        "EmailMessages": {"records": [
            {"attributes": {"type": "EmailMessage"}, "MessageDate": T2, "TextBody": "Try again please.",
             "FromName": "Joan Abbott", "FromAddress": "joan@vendor.example", "Incoming": False}]},
        "CaseComments": {"records": [
            {"attributes": {"type": "CaseComment"}, "CreatedDate": T3, "CommentBody": "The key is gone.",
             "IsPublished": False, "CreatedBy": {"Name": "Joan Abbott"}}]},
    },
    "servicenow": {"result": {
        "sys_id": "a1", "number": "INC0042", "short_description": "Pump stands still", "state": "2",
        "caller_id": {"display_value": "Ada Brandt", "value": "u1"}, "opened_at": "2026-05-01 09:00:00",
        "description": "It stands still.",
        "comments_and_work_notes": "2026-05-01 11:00:00 - Joan Abbott (Work notes)\nThe key is gone.\n\n"
        "2026-05-01 10:00:00 - Joan Abbott (Additional comments)\nTry again please.\n\n",
    }},
    "freshdesk": {
        "id": 42, "subject": "Pump stands still", "status": 2, "priority": 3, "responder_id": 9, "fr_escalated": False,
        "requester": {"id": 5, "name": "Ada Brandt", "email": "ada@plant.example"}, "created_at": T1,
        "description_text": "It stands still.", "agents": [{"id": 9, "contact": {"name": "Joan Abbott"}}],
        "conversations": [
            {"body_text": "Try again please.", "incoming": False, "private": False, "user_id": 9, "created_at": T2},
            {"body_text": "The key is gone.", "incoming": False, "private": True, "user_id": 9, "created_at": T3},
        ],
    },
    "hubspot": {
        "id": "42", "properties": {"hs_ticket_id": "42", "hs_pipeline_stage": "2", "subject": "Pump stands still"},
        "engagements": [
            {"properties": {"hs_timestamp": T1, "hs_email_direction": "INCOMING_EMAIL",
                            "hs_email_text": "It stands still.", "hs_email_from_email": "ada@plant.example",
                            "hs_email_from_firstname": "Ada", "hs_email_from_lastname": "Brandt"}},
            {"properties": {"hs_timestamp": T2, "hs_email_direction": "EMAIL", "hs_email_text": "Try again please.",
                            "hs_email_from_email": "joan@vendor.example", "hs_email_from_firstname": "Joan",
                            "hs_email_from_lastname": "Abbott"}},
            {"properties": {"hs_timestamp": T3, "hs_note_body": "<p>The key is gone.</p>",
                            "hs_email_from_email": "joan@vendor.example", "hs_email_from_firstname": "Joan",
                            "hs_email_from_lastname": "Abbott"}},
        ],
    },
    "front": {
        "id": "cnv_1", "_links": {}, "subject": "Pump stands still", "status": "open",
        "messages": {"_results": [
            {"id": "msg_1", "is_inbound": True, "created_at": 1777626000, "text": "It stands still.",
             "recipients": [{"role": "from", "name": "Ada Brandt", "handle": "ada@plant.example"}]},
            {"id": "msg_2", "is_inbound": False, "created_at": 1777629600, "text": "Try again please.",
             "author": {"first_name": "Joan", "last_name": "Abbott", "email": "joan@vendor.example"}}]},
        "comments": {"_results": [
            {"id": "com_1", "posted_at": 1777633200, "body": "The key is gone.",
             "author": {"first_name": "Joan", "last_name": "Abbott", "email": "joan@vendor.example"}}]},
    },
    "jira": {
        "key": "OPS-42", "self": "https://jira.example/42",
        "names": {"customfield_1": "Account tier"},
        "fields": {
            "summary": "Pump stands still", "status": {"name": "Open"}, "customfield_1": {"value": "Enterprise"},
            "reporter": {"displayName": "Ada Brandt", "accountType": "customer"}, "created": T1,
            "description": {"type": "doc", "content": [
                {"type": "paragraph", "content": [{"type": "text", "text": "It stands still."}]}]},
            "comment": {"comments": [
                {"author": {"displayName": "Joan Abbott", "accountType": "atlassian"}, "body": "Try again please.",
                 "created": T2, "jsdPublic": True},
                {"author": {"displayName": "Joan Abbott", "accountType": "atlassian"}, "body": "The key is gone.",
                 "created": T3, "jsdPublic": False}]},
        },
    },
}  # fmt: skip


def read(tree: object, name: str | None = None) -> Ticket:
    return read_ticket(json.dumps(tree).encode(), format=name)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_vendors_export_says_who_said_what_when_and_to_whom(name: str) -> None:
    ticket = read(EXPORTS[name])
    said = [(m.author, m.role, m.public, (m.at or "")[:16], m.text) for m in ticket.messages if m.kind == "message"]
    assert said == [
        ("Ada Brandt", "customer", True, "2026-05-01T09:00", "It stands still."),
        ("Joan Abbott", "vendor", True, "2026-05-01T10:00", "Try again please."),
        ("Joan Abbott", "vendor", False, "2026-05-01T11:00", "The key is gone."),
    ]
    assert (ticket.source_format, ticket.subject) == (name, "Pump stands still")
    assert ticket.format_reason


def test_a_custom_field_has_the_name_that_the_export_gives_it() -> None:
    assert {f.label: f.value for f in read(EXPORTS["jira"]).fields}["Account tier"] == "Enterprise"


def test_on_github_members_are_our_side_and_a_deleted_comment_is_not_told() -> None:
    tree = {
        "action": "deleted",
        "issue": {"number": 7, "title": "Crash", "state": "open", "comments_url": "u", "author_association": "NONE",
                  "user": {"login": "ada", "type": "User"}, "created_at": T1, "body": "It crashes."},
        "comment": {"id": 3, "issue_url": "u", "html_url": "h", "author_association": "MEMBER", "created_at": T2,
                    "user": {"login": "joan", "type": "User"}, "body": "Never mind."},
    }  # fmt: skip
    assert [(m.author, m.role) for m in read(tree).messages if m.kind == "message"] == [("ada", "customer")]
    tree["action"] = "created"
    assert [m.role for m in read(tree).messages if m.kind == "message"] == ["customer", "vendor"]


def test_a_graph_conversation_is_told_from_its_oldest_mail_on_by_its_own_words() -> None:
    mails = [
        {"sentDateTime": T2, "bodyPreview": "x", "subject": "Pump", "body": {"content": "Thanks.\n> It stands still."},
         "uniqueBody": {"content": "Thanks."},
         "from": {"emailAddress": {"name": "Joan Abbott", "address": "j@v.example"}}},
        {"sentDateTime": T1, "bodyPreview": "x", "subject": "Pump", "body": {"content": "It stands still."},
         "from": {"emailAddress": {"name": "Ada Brandt", "address": "ada@plant.example"}}},
    ]  # fmt: skip
    said = [(m.author, m.text) for m in read({"value": mails}).messages if m.kind == "message"]
    assert said == [("Ada Brandt", "It stands still."), ("Joan Abbott", "Thanks.")]


def test_several_files_of_one_ticket_are_read_together(tmp_path: Path) -> None:
    whole = EXPORTS["freshdesk"]
    assert isinstance(whole, dict)
    parts = [{k: v for k, v in whole.items() if k != "conversations"}, whole["conversations"]]
    files = [tmp_path / "ticket.json", tmp_path / "conversations.json"]
    for file, part in zip(files, parts, strict=True):
        file.write_text(json.dumps(part), "utf-8")
    assert len([m for m in read_files(files).messages if m.kind == "message"]) == 3
    files[1] = tmp_path / "mail.txt"
    files[1].write_text("Dear all,", "utf-8")
    with pytest.raises(TicketError, match="same kind"):
        read_files(files)


def test_an_export_in_which_nobody_says_anything_is_refused_with_what_it_needs() -> None:
    with pytest.raises(TicketError, match="holds nothing that anybody said") as refused:
        read({"key": "OPS-1", "self": "s", "fields": {"summary": "Empty"}})
    assert "comments" in refused.value.fix


def test_every_format_is_listed_with_what_it_needs_and_can_be_forced() -> None:
    ran = escalate("formats")
    assert ran.code == 0
    assert set(FORMATS) == set(needs())
    assert all(name in ran.out and what in ran.out for name, what in needs().items())
    assert (
        read({"value": []} | {"messages": [{"text": "Hello there", "from": "A", "at": T1}]}, "json").source_format
        == "json"
    )
