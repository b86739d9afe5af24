import pytest
from factory_case import make_case

from agent.errors import CaseNotFoundError, StoreError
from agent.store import CaseStore, write_whole


def test_a_kept_case_comes_back_as_it_was(tmp_path):
    store = CaseStore(tmp_path / "cases")
    case = make_case()
    file = store.keep(case)
    assert store.get(case.case_id) == case
    assert store.get(str(file)) == case


def test_an_unknown_case_says_how_to_make_one(tmp_path):
    with pytest.raises(CaseNotFoundError) as caught:
        CaseStore(tmp_path).get("case-none")
    assert "escalate draft" in caught.value.fix


def test_a_damaged_case_is_named_and_left_as_it_is(tmp_path):
    (tmp_path / "case-x.json").write_text('{"half": ', "utf-8")
    with pytest.raises(CaseNotFoundError, match=r"case-x\.json"):
        CaseStore(tmp_path).get("case-x")
    assert (tmp_path / "case-x.json").read_text("utf-8") == '{"half": '


def test_a_folder_that_cannot_be_made_is_an_error_with_a_fix(tmp_path):
    (tmp_path / "file").write_text("here", "utf-8")
    with pytest.raises(StoreError) as caught:
        CaseStore(tmp_path / "file" / "cases").keep(make_case())
    assert "ESCALATE_HOME" in caught.value.fix


def test_a_write_that_fails_leaves_the_old_file_and_no_scrap(tmp_path, monkeypatch):
    target = tmp_path / "brief.md"
    target.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("agent.store.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["brief.md"]
