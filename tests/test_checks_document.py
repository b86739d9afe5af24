"""Briefs from files: the many ways in which people write one, and the files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from factory_case import make_case

from agent import render
from agent.checks.document import check_file, read_document
from agent.errors import BriefError

DATA = Path(__file__).parent / "data" / "checks"

BODY = {
    "summary": "The night export stops. Two people split it by hand. They ask for a fix by 27 March 2026.",
    "cause": "Release 7.3 brought a page limit of 10,000 rows, and the night job never asks for the second page.",
    "decision": "VP Engineering decides by 2026-03-20 whether a developer is put on the export.",
}
SPELLINGS = [
    ("## 1. What happened", "## 2. Why it happened", "## 3. Decision needed"),
    ("# EXECUTIVE SUMMARY", "# ROOT CAUSE ANALYSIS (RCA)", "# THE ASK"),
    ("**Summary**", "**Root cause**", "**What we need from you**"),
    ("**Situation:**", "**RCA:**", "**Decision required:**"),
    ("Background\n----------", "Underlying cause\n----------------", "For decision\n------------"),
    ("### 🔍 Incident summary", "### 🧩 Diagnosis", "### ✅ Approval requested"),
    ("## I. Situation", "## II. Root cause(s)", "## III. Decision"),
    ("## 一、事件经过", "## 二、原因分析", "## 三、需要的决定"),
    ("Summary:", "Root cause:", "Decision required:"),
    ("Executive summary", "Root cause", "Decision required"),
]


@pytest.mark.parametrize("spelled", SPELLINGS, ids=lambda s: s[0][:24])
def test_headings_are_known_however_they_are_spelled(tmp_path, spelled):
    text = "\n\n".join(f"{title}\n\n{body}" for title, body in zip(spelled, BODY.values(), strict=True))
    found = _read(tmp_path, text)

    assert [found.section(name).text for name in ("summary", "root_cause", "decision")] == list(BODY.values())


def test_a_brief_of_labelled_lines_alone_is_understood(tmp_path):
    found = _read(
        tmp_path,
        "Account: Halvorsen Kelp\nARR at risk: EUR 96,000 a year\nSummary: One. Two. Three.\n"
        f"Root cause: {BODY['cause']}\nDecision required: {BODY['decision']}\n",
    )

    assert found.section("root_cause").text == BODY["cause"]
    assert found.section("decision").text == BODY["decision"]
    assert found.values("arr_at_risk")[0].value == "EUR 96,000 a year"


PLANS = [
    "| # | Task | Who | ETA |\n|---|---|---|---|\n| 1 | Ship the patch | Ada Ferro | 2026-03-23 |",
    "| When | What we do | DRI |\n|---|---|---|\n| 2026-03-23 | Ship the patch | Ada Ferro |",
    "- Ship the patch (owner: Ada Ferro, due: 2026-03-23)",
    "- **Ship the patch** — Ada Ferro, by 2026-03-23",
    "1. Ship the patch\n   - Owner: Ada Ferro\n   - Due: 2026-03-23",
    "- 2026-03-23: Ship the patch (Ada Ferro)",
    "- Ada Ferro will ship the patch by 2026-03-23.",
    "### Step 1: Ship the patch\n\nOwner: Ada Ferro\nDue: 2026-03-23",
]


@pytest.mark.parametrize("plan", PLANS)
def test_steps_are_read_from_tables_lists_and_labelled_lines(tmp_path, plan):
    found = _read(tmp_path, f"## Summary\n\nOne.\n\n## Next steps\n\n{plan}\n")
    row = found.section("plan").rows[0]

    assert row.get("owner") == "Ada Ferro"
    assert "2026-03-23" in row.get("due")
    assert "hip the patch" in row.get("action")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_our_own_markdown_fails_nothing_that_the_case_passes(tmp_path, lang):
    case = make_case(lang=lang)
    path = tmp_path / "brief.md"
    path.write_text(str(render.as_("md", case)), "utf-8")

    assert [(c.id, c.reason, c.where) for c in check_file(path) if c.state == "fail"] == []


def test_a_json_brief_of_another_tool_is_read_by_its_keys(tmp_path):
    path = tmp_path / "brief.json"
    path.write_text(
        json.dumps(
            {
                "executive_summary": BODY["summary"],
                "rootCause": "ignored spelling",
                "root_cause_analysis": "System issue.",
                "next_steps": [{"task": "Ship the patch", "assignee": "the team", "deadline": "2026-03-23"}],
            }
        ),
        "utf-8",
    )
    found = {c.id: c for c in check_file(path)}

    assert found["summary_is_3_to_5_sentences"].state == "pass"
    assert found["root_cause_specific"].state == "fail"
    assert found["plan_has_owners_and_dates"].where == "next_steps[0]"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_common_encodings_are_read(tmp_path, encoding):
    path = tmp_path / "brief.md"
    path.write_bytes("## 摘要\n\n一。二。三。\n\n## 根本原因\n\n证书过期。\n".encode(encoding))

    assert read_document(path).section("root_cause").text == "证书过期。"


NO_BRIEFS = {
    "empty.md": b"",
    "blank.md": b"  \n\n",
    "binary.md": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "letter.md": b"Dear Ada,\n\nsee you on Monday.\n",
    "broken.json": b'{"brief": ',
    "list.json": b"[1, 2]",
    "other.json": b'{"tickets": 3}',
}


@pytest.mark.parametrize("name", NO_BRIEFS)
def test_a_file_that_is_no_brief_is_refused_with_what_to_do(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(NO_BRIEFS[name])

    with pytest.raises(BriefError) as caught:
        check_file(path)

    assert name in caught.value.message
    assert caught.value.fix
    assert caught.value.exit_code == 2


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.md", tmp_path):
        with pytest.raises(BriefError):
            check_file(path)


def test_deep_nesting_does_not_end_in_a_traceback(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text('{"brief":' + "[" * 100_000 + "]" * 100_000 + "}", "utf-8")

    with pytest.raises(BriefError):
        check_file(path)


def _read(tmp_path, text):
    path = tmp_path / "brief.md"
    path.write_text(text, "utf-8")
    return read_document(path)


@pytest.mark.parametrize("style", ["bullets", "underlined", "chinese", "tables"])
def test_a_good_brief_passes_in_whatever_style_it_is_written(style):
    results = check_file(DATA / f"varied_{style}.md")

    assert [(c.id, c.state, c.reason, c.where) for c in results if c.state != "pass"] == []


@pytest.mark.parametrize(
    ("style", "old", "new", "failed"),
    [
        ("bullets", "* **9 Apr 2026**", "* **7 Apr 2026**", "timeline_in_order"),
        ("bullets", "@Head of Support: please approve", "Somebody should look at", "decision_requested"),
        ("bullets", "| Ravi Menon | 17 Apr 2026 |", "| | 17 Apr 2026 |", "plan_has_owners_and_dates"),
        ("underlined", "- One contact until then", "- One contact until then\n- A free month", "every_ask_answered"),
        ("underlined", "EUR 28.800 a year, the whole", "EUR 82.800 a year, the whole", "arr_at_risk_quantified"),
        ("chinese", "- 8月1日：停止自动重发", "- 7月20日：停止自动重发", "timeline_in_order"),
        ("chinese", "| 孟凡 | 8月8日 |", "| 孟凡 | 尽快 |", "plan_has_owners_and_dates"),
        ("tables", "| Who decides | CTO |", "| Who decides | TBD |", "decision_requested"),
        ("tables", "| Ingrid Sæther | Tor Haugland |", "| Ingrid Sæther | Board |", "communication_plan_complete"),
    ],
)
def test_a_defect_is_found_in_whatever_style_it_is_written(tmp_path, style, old, new, failed):
    text = (DATA / f"varied_{style}.md").read_text("utf-8")
    assert old in text
    file = tmp_path / "brief.md"
    file.write_text(text.replace(old, new, 1), "utf-8")

    assert failed in {c.id for c in check_file(file) if c.state == "fail"}
