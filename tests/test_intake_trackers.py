"""Exports of trackers, chats and mailboxes in every documented shape: who said what, when, and to whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.intake import read_files, read_ticket

if TYPE_CHECKING:
    from agent.ticket import Ticket

DATA = Path(__file__).parent / "data" / "intake" / "trackers"
SEEN = {True: "+", False: "-", None: "?"}
FAULT = "09:00 Ida Lund customer + The kiln stops at 900 degrees since Monday."
LOG = "10:00 Ole Berg vendor + Please send the controller's log."
RELAY = "11:00 Ole Berg vendor - The relay of this batch is faulty."
# the messages of each file, "HH:MM AUTHOR SIDE VISIBILITY first line", all of the same day
SAID: dict[str, list[str]] = {
    "jira_v2": ["09:00 Ida Lund customer + What happens", LOG.replace("Please", "@Ida Lund please"), RELAY],
    "jira_v3_search_page": [
        FAULT,
        LOG.replace("Please", "@Ida Lund please"),
        RELAY,
        "11:30 Automation for Jira bot - SLA at risk.",
    ],
    "jira_v3_parts": [
        FAULT,
        LOG.replace("Please", "@Ida Lund please"),
        RELAY,
        "11:30 Automation for Jira bot - SLA at risk.",
    ],
    "jira_webhook": [FAULT, LOG.replace("+", "?"), "11:00 Ida Lund customer + It is attached."],
    "jira_webhook_deleted": [FAULT, LOG.replace("+", "?")],
    "jira_properties": [FAULT, LOG, RELAY],
    "jira_server": [FAULT, LOG, "11:00 Kari Moe customer + We are still waiting, when will you answer?"],
    "jsm_request": [FAULT, LOG, "11:00 Joe Ray customer + We need it today.", RELAY],
    "jsm_parts": [FAULT, LOG, RELAY],
}


def ticket(name: str, folder: Path) -> Ticket:
    """Return the ticket of a file; one called so holds the several files of one ticket."""
    data = (DATA / f"{name}.json").read_bytes()
    if not name.endswith("_parts"):
        return read_ticket(data)
    files = []
    for number, part in enumerate(json.loads(data)):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(part), "utf-8")
    return read_files(files)


@pytest.mark.parametrize("name", SAID)
def test_a_trackers_export_says_who_said_what_when_and_to_whom(name: str, tmp_path: Path) -> None:
    read = ticket(name, tmp_path)
    said = [
        f"{(m.at or '')[11:16]} {m.author} {m.role} {SEEN[m.public]} {m.text.splitlines()[0]}"
        for m in read.messages
        if m.kind == "message"
    ]
    assert said == SAID[name]
    assert read.format_reason


def test_every_file_of_the_folder_is_stated() -> None:
    assert {path.stem for path in DATA.glob("*.json")} == set(SAID)


def test_jiras_markup_is_read_as_it_looks_and_white_text_is_kept_apart(tmp_path: Path) -> None:
    read = ticket("jira_v2", tmp_path)
    text = next(m.text for m in read.messages if m.kind == "message")
    assert "The kiln stops" in text
    assert "2. see the guide" in text
    assert "int _a_ = *b;" in text, "code stays as it is"
    assert "critical" not in read.model_dump_json()
    assert read.warnings, "what addresses a reader is reported"


def test_jiras_fields_have_the_names_that_the_export_or_the_list_of_fields_gives(tmp_path: Path) -> None:
    fields = {f.label: f.value for f in ticket("jira_v2", tmp_path).fields}
    assert (fields["Support plan"], fields["Organizations"]) == ("Gold - 24x7", "Lund Ceramics")
    assert "Rank" not in fields
    assert "Open → Waiting for support" in " ".join(fields.values())
    level = {f.label: f.value for f in ticket("jira_v3_parts", tmp_path).fields}["Time to resolution"]
    assert level == "breached, goal 4h, remaining -2h"


def test_a_requests_answers_stand_under_their_questions(tmp_path: Path) -> None:
    fields = {f.label: f.value for f in ticket("jsm_request", tmp_path).fields}
    assert fields["Which kiln?"] == "K-90"
    assert fields["Time to first response"] == "breached, goal 1h, remaining -30m"
