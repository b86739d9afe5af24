"""The planted defects are as many and as different as they have to be, and stand on good briefs."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from agent.checks import check_document
from agent.checks.registry import ORDER
from evals.defects.bases import JsonBase, read_bases
from evals.defects.entries import read
from evals.defects.make_bases import BASES
from evals.defects.run import FOLDER, edited, run_defects

FILES = sorted(FOLDER.glob("*.yaml"))
BRIEFS = read_bases(FOLDER / "bases")
LEAST = 15


def test_every_check_of_the_checklist_has_its_defects():
    assert {f.stem for f in FILES} == set(ORDER)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_each_check_has_fifteen_edits_of_each_kind_and_half_of_them_are_held_back(file):
    planted = read(file)

    for entries in (planted.defects, planted.harmless):
        halves = Counter(e.half for e in entries)
        assert len(entries) >= LEAST
        assert abs(halves["tuned"] - halves["held"]) <= 2


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_no_edit_stands_twice(file):
    planted = read(file)
    edits = [e.model_dump_json(exclude={"half", "says"}) for e in (*planted.defects, *planted.harmless)]

    assert [text for text, count in Counter(edits).items() if count > 1] == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_edit_changes_what_the_checks_read(file):
    planted = read(file)
    for entry in (*planted.defects, *planted.harmless):
        assert edited(entry, file, entry.says, BRIEFS) != BRIEFS[entry.base].document(), entry.says


@pytest.mark.parametrize("name", sorted(BRIEFS))
def test_a_base_passes_every_check(name):
    results = check_document(BRIEFS[name].document())

    assert [(c.id, c.state, c.reason, c.where) for c in results if c.state != "pass"] == []


def test_the_bases_are_english_and_chinese_and_none_has_an_open_question():
    cases = [b.case for b in BRIEFS.values() if isinstance(b, JsonBase)]

    assert Counter(c.lang for c in cases) == {"en": 3, "zh": 1}
    assert [c.questions for c in cases] == [(), (), (), ()]
    assert {b.name for b in BASES} == {name for name, b in BRIEFS.items() if isinstance(b, JsonBase)}


def test_the_bases_name_no_path_of_a_machine():
    for file in sorted((FOLDER / "bases").glob("*.json")):
        assert json.loads(file.read_text("utf-8"))["usage"]["seconds"] == 0


@pytest.fixture(scope="module")
def measured():
    return run_defects()


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_the_checks_catch_95_in_100_and_raise_at_most_3_false_alarms_in_100(measured, half):
    scores = [s for s in measured if s.half == half]
    caught, planted = sum(s.caught for s in scores), sum(s.planted for s in scores)
    alarms, harmless = sum(s.false_alarms for s in scores), sum(s.harmless for s in scores)

    assert caught / planted >= 0.95
    assert alarms / harmless <= 0.03
