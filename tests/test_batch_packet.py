"""The morning packet: what is most urgent first, one letter a person, nothing of a ticket that acts on the page."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest

from agent.batch import packet
from agent.batch.runs import SqliteRuns
from agent.batch.work import Done, Terms

OWNER = {"field": "account_owner", "ask": "sales manager", "question": "Who owns it?", "format": "a name"}
TIER = {"field": "account_tier", "ask": "Joan Abbott (CSM)", "question": "Which tier?", "format": "one of three"}


def done(standing="blocked", *, clock=4.0, arr=None, currency=None, account="A", asks=(), changed=None, **said):
    told = {"subject": "S", "questions": list(asks), "reason": "Because.", "quote": "we leave", "mend": [], **said}
    return Done(
        standing=standing, level="L2", respond_by="2026-09-04", clock=clock, arr=arr, currency=currency,
        account=account, summary=json.dumps(told), changed=changed, cost=0.5, seconds=30.0,
    )  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(*rows, failed=(), lang="en", took=None):
        runs = SqliteRuns(tmp_path / "run.sqlite")
        runs.begin()
        for number, row in enumerate(rows):
            runs.claim(f"in/t{number}.txt", "k")
            runs.done(f"in/t{number}.txt", "k", row)
        for name, message, fix in failed:
            runs.claim(name, "k")
            runs.failed(name, message, fix)
        packet.write(runs, Terms(tmp_path, date(2026, 9, 4), lang=lang), took)
        return tuple(tmp_path.joinpath(f"packet.{kind}").read_text("utf-8-sig") for kind in ("md", "html", "csv"))

    return write


def test_rows_stand_by_their_clock_and_then_by_what_their_money_is_worth(written):
    rows = (
        done(account="Yen", arr=3_000_000.0, currency="JPY"), done(account="Dollar", arr=200_000.0, currency="USD"),
        done(account="Nobody knows"), done(account="Hurry", clock=0.0),
        done(account="Euro", arr=90_000.0, currency="EUR"),
    )  # fmt: skip
    text, page, table = written(*rows)
    order = ["Hurry", "Dollar", "Euro", "Yen", "Nobody knows"]
    assert [r["account"] for r in csv.DictReader(table.splitlines())] == order
    for held in (text, page):
        assert sorted(order, key=held.index) == order


def test_each_person_gets_one_letter_in_which_what_is_asked_alike_stands_once(written):
    text, page, _ = written(*(done(account=f"Firm {n}", asks=(OWNER, TIER) if n == 1 else (OWNER,)) for n in range(4)))
    assert page.count('class="letter"') == 2
    assert page.count("Who owns it?") == text.count("Who owns it?") == 1
    letter = page[page.index("Who owns it?") : page.index("Joan Abbott (CSM)</h3>")]
    assert all(f"Firm {n}" in letter for n in range(4))
    assert "4 escalations wait for your answers" in page
    assert "mailto:" in page


def test_totals_cost_time_reasons_changes_and_fixes_are_told(written):
    rows = (
        done("ready", arr=1000.0, currency="EUR", changed="level: L1 → L2", mend=["The summary has 6 sentences."]),
        done("handle", reason="A setting settles it.", quote="where do I switch it on"),
    )
    failed = [("in/bad.json", "bad.json is not valid JSON.", "Export it again.")]
    for held in written(*rows, failed=failed, took=3725.0)[:2]:
        told = held.replace("\\", "")
        assert "1 h 02 min" in told
        assert "EUR 1,000" in told
        assert "level: L1 → L2" in told
        assert "The summary has 6 sentences." in told
        assert "A setting settles it. “where do I switch it on”" in told
        assert "bad.json is not valid JSON." in told
        assert "Export it again." in told


def test_what_a_ticket_says_is_text_on_the_page_and_no_formula_in_the_table(written):
    evil = '<img src=x onerror="alert(1)">'
    asks = ({**TIER, "question": evil, "ask": evil},)
    text, page, table = written(done(account=evil, asks=asks, quote=evil, subject=evil, mend=[evil], changed=evil))
    assert "<img" not in page
    assert "<img" not in text.replace("\\<img", "")
    _, _, table = written(done(account="=1+1"))
    assert next(csv.DictReader(table.splitlines()))["account"] == "'=1+1"


def test_a_hundred_thousand_rows_make_no_page_of_a_hundred_thousand_rows(written, monkeypatch):
    monkeypatch.setattr(packet, "_MOST", 3)
    text, page, table = written(*(done(account=f"Firm {n}", asks=(OWNER,)) for n in range(8)))
    assert "5 more: packet.csv has all of them." in text
    assert "5 more: packet.csv has all of them." in page
    assert len(list(csv.DictReader(table.splitlines()))) == 8


def test_the_packet_speaks_chinese_where_the_briefs_do(written):
    text, page, _ = written(done(asks=(OWNER,)), lang="zh")
    assert '<html lang="zh">' in page
    assert "受阻" in page
    assert "待答问题" in text
    assert "Blocked" not in page
