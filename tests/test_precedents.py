"""The precedents that ship with the package."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from knowledge.embedding import MiniLM
from knowledge.library import Exclude, Library, seed
from knowledge.records import prepare
from knowledge.shipped import VECTORS_OF, shipped_records, shipped_vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.records import Record

RECORDS = shipped_records()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("library")) as opened:
        seed(opened)
        yield opened


def test_there_are_at_least_forty_with_ids_of_their_own() -> None:
    assert len(RECORDS) >= 40
    assert len({record.id for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.id)
def test_each_says_what_happened_why_how_it_was_solved_what_it_cost_and_how_it_ended(record: Record) -> None:
    for field in ("title", "problem", "cause", "resolution", "concession", "outcome", "account", "trade", "product"):
        assert getattr(record, field), field
    assert record.time_to_resolve_days is not None
    assert record.closed_on < date(2024, 1, 1)
    assert record.type in {"technical", "functional", "hierarchical", "relationship"}
    assert record.level in {"L1", "L2", "L3", "L4"}
    assert record.severity in {"critical", "high", "medium"}
    assert record.threads


def test_they_cover_every_type_level_and_severity_many_trades_and_several_languages() -> None:
    def values(field: str) -> set[str]:
        return {getattr(record, field) for record in RECORDS}

    assert len(values("type")) == 4
    assert len(values("level")) == 4
    assert len(values("severity")) == 3
    assert len(values("trade")) >= 40
    assert {"en", "de", "fr", "zh"} <= values("lang")


def test_some_ended_badly_and_no_two_tell_the_same_story() -> None:
    assert sum("left" in record.outcome.lower().split()[0] for record in RECORDS) >= 2
    vectors = shipped_vectors(VECTORS_OF)
    rows = np.stack([vectors[prepare(record).digests["whole"]] for record in RECORDS])
    for one, two in combinations(range(len(RECORDS)), 2):
        assert rows[one] @ rows[two] < 0.8, (RECORDS[one].id, RECORDS[two].id)


def test_the_vectors_made_beforehand_are_those_of_the_texts() -> None:
    vectors = shipped_vectors(MiniLM.id)
    texts = {d: r.parts[part] for r in RECORDS for part, d in prepare(r).digests.items()}
    assert set(texts) == set(vectors), "run scripts/build_embedding_model.py --precedents"
    some = dict(list(texts.items())[::9])
    for digest, row in zip(some, MiniLM().embed(list(some.values())), strict=True):
        assert row @ vectors[digest] > 0.999


def test_another_embedder_gets_none_of_those_vectors() -> None:
    assert shipped_vectors("openai/text-embedding-3-small") == {}


def test_seeding_twice_writes_once_and_embeds_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MiniLM, "embed", lambda *_: pytest.fail("embedded again"))
    assert len(library) == len(RECORDS)
    assert seed(library) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The whole staff is locked out: our SSO certificate was swapped overnight.", "PRE-002"),
        ("We were never given the volume rebate we had agreed, for most of the year.", "PRE-051"),
        ("Pictures taken underground vanish from the phone before they reach the server.", "PRE-012"),
        ("线上订单同步太慢，门店超卖了很多单。", "PRE-045"),
    ],
)
def test_a_case_of_the_same_kind_finds_its_precedent(library: Library, text: str, expected: str) -> None:
    found = library.precedents(text)
    assert found[0].id == expected
    assert found[0].why
    assert found[0].account is None


@pytest.mark.parametrize(
    "text",
    [
        "How do I change my profile picture?",
        "The lawn mower's blade needs sharpening before spring.",
        "Please send us your certificate of insurance.",
        "请问食堂几点开门？",
    ],
)
def test_a_case_of_no_known_kind_has_no_precedent_and_is_told_so(library: Library, text: str) -> None:
    assert library.precedents(text) == ()
    nearest = library.search(text, 1)[0]
    assert not nearest.precedent
    assert nearest.why.startswith("Not a true precedent")


def test_none_is_later_than_the_day_asked_for(library: Library) -> None:
    text = "The nightly export is half empty since the upgrade."
    assert library.search(text, 1)[0].id == "PRE-001"
    day = date(2023, 3, 20)
    earlier = library.search(text, 50, exclude=Exclude(closed_after=day))
    assert earlier
    assert all(hit.closed_on <= day for hit in earlier)


def test_no_account_name_is_in_what_is_printed(library: Library) -> None:
    for record in RECORDS:
        for hit in library.precedents(record.problem, 5):
            shown = hit.model_dump_json()
            assert all(other.account not in shown for other in RECORDS)
