"""Planted defects are counted as caught or missed, and a wrong entry is named with its file."""

from __future__ import annotations

import shutil

import pytest

from agent.case import CheckResult
from evals.defects.entries import DefectsError
from evals.defects.run import FOLDER, run_defects, wilson

GOOD = """check: language_blameless
defects:
  - half: {half}
    base: clinic
    says: "a colleague is insulted"
    markdown: [{{replace: ["Release 8.3 of the", "It is the fault of Kofi Adeyemi. Release 8.3 of the"]}}]
harmless:
  - half: {half}
    base: clinic
    says: "a channel is named"
    markdown: [{{replace: ["phone, then e-mail", "video call, then e-mail"]}}]
"""


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER / "bases", tmp_path / "bases")
    return tmp_path


def planted(folder, text):
    (folder / "language_blameless.yaml").write_text(text, "utf-8")
    return run_defects(folder)


def broken(state):
    """A checker whose blame check always says the same."""

    return lambda _doc, check_id: CheckResult(id=check_id, state=state, reason="broken")


def test_what_is_planted_is_caught_and_what_is_harmless_passes(folder):
    tuned, held = planted(folder, GOOD.format(half="tuned"))

    assert (tuned.half, tuned.planted, tuned.caught, tuned.harmless, tuned.false_alarms) == ("tuned", 1, 1, 1, 0)
    assert (held.half, held.planted, held.harmless, held.catch_interval) == ("held", 0, 0, (0.0, 1.0))


@pytest.mark.parametrize(("state", "caught", "alarms"), [("pass", 0, 0), ("fail", 1, 1), ("blocked", 0, 1)])
def test_a_check_that_is_broken_on_purpose_is_seen(folder, state, caught, alarms):
    planted(folder, GOOD.format(half="tuned"))
    score = run_defects(folder, broken(state))[0]

    assert (score.caught, score.false_alarms) == (caught, alarms)
    assert [s.id for s in score.missed] == ["language_blameless defects[1]"][caught:]
    assert [s.reason for s in score.alarmed] == ["broken"][: score.false_alarms]


def test_what_is_wrong_in_the_held_half_is_counted_and_never_listed(folder):
    planted(folder, GOOD.format(half="held"))
    score = run_defects(folder, broken("pass"))[1]

    assert (score.half, score.planted, score.caught, score.missed) == ("held", 1, 0, ())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("half: tuned", "part: tuned", "defects.0.half"),
        ("half: tuned", "half: other", "defects.0.half"),
        ("base: clinic", "base: nowhere", "defects[1]: there is no base 'nowhere'"),
        ("Release 8.3 of", "Release 9.9 of", "the base does not hold 'Release 9.9 of"),
        ("It is the fault of Kofi Adeyemi. ", "", "nothing"),
        ("markdown:", "edit: [{path: brief.what_happened, set: x}]\n    markdown:", "either edit or markdown"),
        ('markdown: [{replace: ["Release', 'edit: [{path: brief.none, replace: ["Release', "Markdown"),
        ("base: clinic", "base: ferries", "markdown edits a Markdown base only"),
        ("check: language_blameless", "check: unheard_of", "there is no check 'unheard_of'"),
        ("check: language_blameless", "check: no_placeholders", "no_placeholders.yaml"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(folder, old, new, named):
    with pytest.raises(DefectsError) as error:
        planted(folder, GOOD.format(half="tuned").replace(old, new, 1))

    assert error.value.message.startswith("language_blameless.yaml")
    assert named in error.value.message


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        ("{path: brief.timeline.99.date, set: x}", "there is no '99'"),
        ("{path: brief.what_happend, set: x}", "there is no 'what_happend'"),
        ("{path: brief.header.account, set: Ormsby Sound Ferries}", "changes nothing"),
        ("{path: brief.header.account, replace: [Nobody, x]}", "does not hold 'Nobody'"),
        ("{path: brief.header.account, set: x, remove: true}", "exactly one of set"),
        ("{path: brief.header, append: x}", "only a text or a list"),
        ("{path: brief.timeline, swap: [0, 99]}", "no items 0 and 99"),
        ("{path: facts.arr, set: x}", "path"),
    ],
)
def test_an_edit_that_cannot_be_made_is_named(folder, edit, named):
    entry = f'{{half: tuned, base: ferries, says: "a wrong edit", edit: [{edit}]}}'
    with pytest.raises(DefectsError, match=r"language_blameless\.yaml") as error:
        planted(folder, f"check: language_blameless\ndefects: [{entry}]\nharmless: []\n")

    assert named in error.value.message


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634)]
)
def test_intervals_are_wilsons(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=1e-4)
