"""The library of past escalations: keeping, finding, leaving out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from factory_library import Words, record

from knowledge.errors import RecordError
from knowledge.index_chroma import FolderCollection
from knowledge.index_progress import silent, stderr_bar
from knowledge.library import Exclude, Library, Record, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FULL = {
    "id": "ESC-1",
    "title": "Nightly export half empty",
    "problem": "The export stops after ten thousand lines.\nThe warehouse waits. Log shows EXP-2207 since v5.8.2.",
    "cause": "Page size was reset.",
    "resolution": "Page size set by the job.",
    "outcome": "Renewed.",
    "account": "Brackwater Ltd",
    "closed_on": "2023-03-21T10:00:00Z",
    "threads": "88213",
    "mood": {"before": 1, "after": [2, 3]},
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", embedder=Words(), progress=silent) as opened:
        yield opened


def ids(hits: Sequence[Record]) -> list[str]:
    return [hit.id for hit in hits]


def test_a_record_comes_back_whole_with_a_score_and_a_why(library: Library) -> None:
    library.add([FULL])
    (hit,) = library.search("the export stops after ten thousand lines")
    assert hit.outcome == hit["outcome"] == "Renewed."
    assert hit.closed_on == date(2023, 3, 21)
    assert hit.threads == ("88213",)
    assert hit["mood"] == {"before": 1, "after": [2, 3]}
    assert hit.precedent
    assert hit.why == "Its problem: “The export stops after ten thousand lines.”"
    assert library.search("x", 0) == library.search(" \n") == ()


def test_every_record_is_found_by_each_of_its_own_texts_before_and_after_reopening(tmp_path: Path) -> None:
    records = [record("w", n) for n in range(150)]
    for _ in range(2):
        with Library.open(tmp_path, embedder=Words(), progress=silent) as library:
            library.add(records)
            assert len(library) == 150
            for one in records:
                assert ids(library.search(str(one["problem"]), 1)) == [one["id"]]


def test_the_search_goes_through_chroma(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add([record("w", n) for n in range(100)])
    asked: list[int] = []
    real = FolderCollection.nearest

    def nearest(self: FolderCollection, vector: Sequence[float], count: int, until: int) -> object:
        asked.append(count)
        return real(self, vector, count, until)

    monkeypatch.setattr(FolderCollection, "nearest", nearest)
    assert len(library.search("trouble", 3)) == 3
    assert asked


def test_a_record_with_a_known_id_takes_that_ones_place(library: Library) -> None:
    assert library.add([FULL, record("w", 1)]) == (2, 0, 0)
    assert library.add([{**FULL, "problem": "Turbine blades crack in frost."}]) == (0, 1, 0)
    assert len(library) == 2
    assert library.search("turbine blades crack in frost", 1)[0].cosine > 0.9
    assert all(hit.cosine < 0.9 for hit in library.search("export stops after ten thousand lines the warehouse waits"))


def test_what_is_known_already_is_neither_written_nor_embedded_again(tmp_path: Path) -> None:
    embedder = Words()
    with Library.open(tmp_path, embedder=embedder, progress=silent) as library:
        library.add([FULL])
        before = embedder.embedded
        assert library.add([Record.model_validate(FULL)]) == (0, 0, 1)
        assert library.add([{**FULL, "outcome": "Left."}]) == (0, 1, 0)
        assert embedder.embedded == before


def test_a_hit_can_be_learned_again_as_a_record(library: Library) -> None:
    library.add([FULL])
    assert library.add(library.search("export")) == (0, 0, 1)
    assert ids(list(library)) == ["ESC-1"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"title": "x"}, "Record 2 cannot be stored: id"),
        ({"id": "a"}, "title and problem are both empty"),
        ({"id": "a", "title": "x", "closed_on": "soon"}, "closed_on"),
        ({"id": "a", "title": "x", "time_to_resolve_days": -1}, "time_to_resolve_days"),
        (["a"], "not a record but list"),
    ],
)
def test_one_malformed_record_stores_nothing_of_the_lot(library: Library, bad: object, message: str) -> None:
    with pytest.raises(RecordError, match=message) as refused:
        library.add([FULL, bad])  # type: ignore[list-item]
    assert refused.value.fix
    assert len(library) == 0


def test_the_same_thread_is_left_out_by_any_of_its_ids(library: Library) -> None:
    library.add([FULL, {**FULL, "id": "ESC-2", "threads": []}])
    assert ids(library.search("export", exclude=["88213"])) == ["ESC-2"]
    assert ids(library.search("export", exclude="esc-2")) == ["ESC-1"]
    assert library.search("export", exclude=Exclude(threads=frozenset({"88213 ", "ESC-2"}))) == ()


def test_what_was_closed_later_or_nobody_knows_when_is_left_out(library: Library) -> None:
    library.add([FULL, {**FULL, "id": "LATER", "closed_on": "2023-03-22"}, {**FULL, "id": "OPEN", "closed_on": None}])
    assert ids(library.search("export", exclude=Exclude(closed_after=date(2023, 3, 21)))) == ["ESC-1"]
    assert ids(library.search("EXP-2207", exclude=Exclude(closed_after=date(2023, 3, 21)))) == ["ESC-1"]
    assert len(library.search("export")) == 3


def test_a_record_newer_than_the_index_is_left_out_by_the_same_rules(library: Library) -> None:
    library.add(record("w", n) for n in range(80))
    library.add([FULL, {**FULL, "id": "LATER", "closed_on": "2023-03-22"}, {**FULL, "id": "OPEN", "closed_on": None}])
    assert ids(library.search("export", exclude=Exclude(closed_after=date(2023, 3, 21)))) == ["ESC-1"]


def test_leaving_out_many_near_ones_still_fills_the_answer(library: Library) -> None:
    same = [{**FULL, "id": f"SAME-{n}", "threads": ["T"]} for n in range(120)]
    library.add([*same, *(record("w", n) for n in range(30))])
    hits = library.search(str(FULL["problem"]), 10, exclude=["T"])
    assert len(hits) == 10
    assert all(hit.id.startswith("w-") for hit in hits)


def test_the_score_is_the_cosine_and_a_tenth_for_each_shared_identifier(library: Library) -> None:
    library.add([FULL])
    plain = library.search("export stops", 1)[0]
    assert plain.score == plain.cosine
    both = library.search("export stops with EXP-2207 on 5.8.2", 1)[0]
    assert both.shared == ("exp-2207", "v5.8.2")
    assert both.score == pytest.approx(both.cosine + 0.2, abs=1e-3)
    assert both.why.startswith("Shares exp-2207, v5.8.2.")


def test_ten_shared_identifiers_count_and_no_more(library: Library) -> None:
    codes = " ".join(f"ERR-{n}00" for n in range(10, 30))
    library.add([{"id": "A", "title": codes}])
    hit = library.search(f"seen: {codes}", 1)[0]
    assert len(hit.shared) == 20
    assert hit.score == pytest.approx(hit.cosine + 1, abs=1e-3)


@pytest.mark.parametrize("query", ["EXP-2207", "exp-2207", "error EXP-2207", "v5.8.2", "srv-db-07", "pool_size_max"])
def test_a_name_alone_finds_the_record_that_has_it(library: Library, query: str) -> None:
    other = {"id": "OTHER", "title": "node srv-db-07 and pool_size_max"}
    library.add([*(record("w", n) for n in range(60)), FULL, other])
    assert ids(library.search(query)) in (["ESC-1"], ["OTHER"])


def test_a_name_that_nobody_has_falls_back_on_likeness(library: Library) -> None:
    library.add([FULL])
    assert ids(library.search("ABC-99999")) == ["ESC-1"]
    assert not library.search("ABC-99999")[0].precedent


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert library.search("anything") == library.search("EXP-1") == ()
    assert len(library) == 0


def test_records_are_read_from_json_lines_or_one_array(tmp_path: Path) -> None:
    lines, array = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text('\ufeff{"id": 7, "title": "x"}\n\n{"id": "b", "problem": "y"}\n', "utf-8")
    array.write_text('[{"id": "7", "title": "x"}]', "utf-8")
    assert ids(read_records(lines)) == ["7", "b"]
    assert ids(read_records(array)) == ["7"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ('{"id": "a", "title": "x"}\n{oops}\n', "line 2 is not JSON"),
        ('{"id": "a", "title": "x"}\n{"id": "b"}\n', "line 2 cannot be stored"),
        ('{"id": "a", "title": "x"}\n"text"\n', "line 2 is not a record but str"),
        ("[1, 2", "is not JSON"),
        ("[1]", "item 1 is not a record"),
    ],
)
def test_a_file_that_holds_no_records_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(RecordError, match=message):
        read_records(path)


def test_a_missing_or_binary_file_of_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\xff\xfe\x00")
    for name in ("a", "b"):
        with pytest.raises(RecordError, match="cannot be read"):
            read_records(tmp_path / name)


def test_long_work_draws_a_bar_and_short_work_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    stderr_bar("Learning", 3, 3)
    assert capsys.readouterr() == ("", "")
    stderr_bar("Learning", 500, 500)
    assert capsys.readouterr() == ("", "Learning: 500 done\n")
