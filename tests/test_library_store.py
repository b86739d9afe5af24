"""The library's folder: lost, stale and damaged indexes, other people's files, other embedders, a server."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import chromadb
import pytest
from chromadb.config import Settings
from factory_library import Words, record
from filelock import FileLock

from knowledge import index_server
from knowledge.errors import (
    EmbedderMismatchError,
    IndexDamagedError,
    LibraryDamagedError,
    LibraryError,
    LibraryForeignError,
    LibraryLockedError,
    LibraryUnreachableError,
)
from knowledge.index_chroma import FolderCollection, Near, configuration, index_errors, server_errors
from knowledge.index_progress import silent
from knowledge.library import Exclude, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class OtherWords(Words):
    id = "other words"


RECORDS = [record("w", n) for n in range(60)]


def opened(folder: Path, embedder: Words | None = None, **options: float) -> Library:
    return Library.open(folder, embedder=embedder or Words(), progress=silent, **options)  # type: ignore[arg-type]


def generation(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "records.sqlite3")) as db:
        return (
            folder
            / "index"
            / json.loads(db.execute("SELECT value FROM meta WHERE key='index'").fetchone()[0])["folder"]
        )


def overwritten(path: Path, start: int, data: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + len(data)] = data
    path.write_bytes(content)


def with_one_vector_changed(folder: Path) -> None:
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.get_collection("precedents", embedding_function=None)
    collection.update(ids=collection.get(limit=1)["ids"], embeddings=[[1.0] + [0.0] * 127])
    client.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "everything deleted": lambda g: shutil.rmtree(g.parent),
    "generation deleted": shutil.rmtree,
    "database deleted": lambda g: (g / "chroma.sqlite3").unlink(),
    "database emptied": lambda g: (g / "chroma.sqlite3").write_bytes(b""),
    "database cut off": lambda g: (g / "chroma.sqlite3").write_bytes((g / "chroma.sqlite3").read_bytes()[:50_000]),
    "database overwritten": lambda g: overwritten(g / "chroma.sqlite3", 8192, b"\xa5" * 65_536),
    "a vector changed": with_one_vector_changed,
    "not a folder": lambda g: (shutil.rmtree(g), g.write_text("x")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_lost_or_damaged_index_is_rebuilt_on_opening_and_nothing_is_embedded(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    with opened(tmp_path) as library:
        library.add(RECORDS)
    damage(generation(tmp_path))
    shown: list[tuple[str, int, int]] = []
    embedder = Words()
    with Library.open(tmp_path, embedder=embedder, progress=lambda *a: shown.append(a)) as library:
        assert shown[-1] == ("Building the search index of 60 past escalations", 60, 60)
        assert embedder.embedded == 0
        for one in RECORDS[::7]:
            assert library.search(str(one["problem"]), 1)[0].id == one["id"]


def test_a_large_index_whose_vector_file_changed_is_rebuilt(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.add(record("w", n) for n in range(400))
    data = next(generation(tmp_path).rglob("data_level0.bin"))
    overwritten(data, data.stat().st_size // 2, b"\x00" * 64)
    before = generation(tmp_path)
    with opened(tmp_path) as library:
        assert library.search(str(record("w", 399)["problem"]), 1)[0].id == "w-399"
    assert generation(tmp_path) != before


def test_an_index_that_lacks_an_entry_is_rebuilt(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.add(record("w", n) for n in range(200))
    before = generation(tmp_path)
    client = chromadb.PersistentClient(str(before), settings=Settings(anonymized_telemetry=False))
    client.get_collection("precedents", embedding_function=None).delete(ids=["1:title"])
    client.close()
    opened(tmp_path).close()
    assert generation(tmp_path) != before


def raising(_: list[Near]) -> list[Near]:
    message = "gone"
    raise IndexDamagedError(message, "fix")


def falsified(near: list[Near]) -> list[Near]:
    return [n._replace(cosine=n.cosine + 0.1) for n in near]


@pytest.mark.parametrize("broken", [raising, falsified])
def test_an_index_that_breaks_while_it_is_open_is_rebuilt_by_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Callable[[list[Near]], list[Near]]
) -> None:
    real = FolderCollection.nearest
    with opened(tmp_path) as library:
        library.add(RECORDS)
        before = generation(tmp_path)

        def nearest(self: FolderCollection, vector: Sequence[float], count: int, until: int) -> list[Near]:
            found = real(self, vector, count, until)
            return broken(found) if self.identity()[0] == before.name else found

        monkeypatch.setattr(FolderCollection, "nearest", nearest)
        assert library.search(str(RECORDS[3]["problem"]), 1)[0].id == "w-3"
        assert generation(tmp_path) != before


def test_an_old_copy_of_the_index_is_not_taken_for_the_new_one(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as library:
        library.add(RECORDS[:30])
        old = generation(tmp_path / "a")
        shutil.copytree(old, tmp_path / "old")
        library.add(record("v", n) for n in range(100))
    new = generation(tmp_path / "a")
    shutil.rmtree(new)
    (tmp_path / "old").rename(new)
    with opened(tmp_path / "a") as library:
        assert library.search(str(record("v", 99)["problem"]), 1)[0].id == "v-99"


def test_an_open_reader_finds_what_another_one_learns_in_the_newest_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = FolderCollection.nearest

    def nearest(self: FolderCollection, vector: Sequence[float], count: int, until: int) -> list[Near]:
        asked.append(self.identity()[0])
        return real(self, vector, count, until)

    monkeypatch.setattr(FolderCollection, "nearest", nearest)
    with opened(tmp_path) as reader, opened(tmp_path) as writer:
        writer.add(RECORDS[:1])
        assert reader.search(str(RECORDS[0]["problem"]), 1)[0].id == "w-0"
        for n in range(1, 4):
            before = generation(tmp_path)
            writer.add(record(f"v{n}", m) for m in range(120 * n))
            assert generation(tmp_path) != before
            hit = reader.search(str(record(f"v{n}", 7)["problem"]), 1)[0]
            assert hit.id == f"v{n}-7"
            assert asked[-1] == generation(tmp_path).name
        assert len(reader) == 1 + 120 + 240 + 360
        assert len(list((tmp_path / "index").iterdir())) == 2


def test_a_reader_whose_generation_was_swept_goes_on_with_the_newer_one(tmp_path: Path) -> None:
    with opened(tmp_path) as reader, opened(tmp_path) as writer:
        writer.add(RECORDS)
        reader.search("trouble")
        for n in range(3):
            writer.add(record(f"v{n}", m) for m in range(100))
        assert reader.search(str(RECORDS[5]["problem"]), 1)[0].id == "w-5"


def test_while_another_process_builds_the_index_everything_is_searched_exactly(tmp_path: Path) -> None:
    with FileLock(tmp_path / "index.lock"), opened(tmp_path) as library:
        library.add(RECORDS)
        assert not (tmp_path / "index").exists()
        for one in RECORDS[::7]:
            assert library.search(str(one["problem"]), 1)[0].id == one["id"]
    with opened(tmp_path):
        assert generation(tmp_path).exists()


def test_a_library_made_with_another_embedder_is_refused_with_the_fix(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(EmbedderMismatchError, match="made with the embedder words, and other words") as refused:
        opened(tmp_path, OtherWords())
    assert "Configure words again" in refused.value.fix


def of_another_program(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "records.sqlite3")) as db:
        db.execute("CREATE TABLE t (x)")


def of_a_newer_version(folder: Path) -> None:
    opened(folder).close()
    with closing(sqlite3.connect(folder / "records.sqlite3")) as db:
        db.execute("PRAGMA user_version=99")


def chroma_store(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"x")


def not_a_database(folder: Path) -> None:
    (folder / "records.sqlite3").write_bytes(b"plain text, and more of it than a header has" * 50)


def cut_off(folder: Path) -> None:
    with opened(folder) as library:
        library.add(RECORDS)
    path = folder / "records.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (of_another_program, LibraryForeignError, "another program"),
        (of_a_newer_version, LibraryForeignError, "newer version"),
        (chroma_store, LibraryForeignError, "Chroma store of another program"),
        (not_a_database, LibraryDamagedError, "damaged"),
        (cut_off, LibraryDamagedError, "damaged"),
    ],
)
def test_a_folder_that_is_no_sound_library_is_refused_and_left_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None], error: type[LibraryError], message: str
) -> None:
    spoil(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file() and "-" not in p.name}
    with pytest.raises(error, match=message) as refused:
        opened(tmp_path)
    assert refused.value.fix
    assert before.items() <= {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}.items()


def test_a_file_or_a_place_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(LibraryForeignError, match="is a file"):
        opened(tmp_path / "file")
    with pytest.raises(LibraryUnreachableError, match="cannot be made"):
        opened(tmp_path / "file" / "library")


def test_a_store_that_another_process_holds_is_readable_and_says_so_when_written(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        library.add(RECORDS[:2])
    with closing(sqlite3.connect(tmp_path / "records.sqlite3", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with opened(tmp_path, wait=0.05) as library:
            assert library.search(str(RECORDS[0]["problem"]), 1)[0].id == "w-0"
            with pytest.raises(LibraryLockedError, match="being written by another process") as locked:
                library.add(RECORDS)
            assert "try again" in locked.value.fix


def test_a_panic_of_chromas_native_code_counts_as_damage_and_an_interrupt_does_not() -> None:
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(IndexDamagedError), index_errors():
        raise panic
    with pytest.raises(KeyboardInterrupt), index_errors():
        raise KeyboardInterrupt


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> chromadb.ClientAPI:
    """A Chroma client in memory stands in for the one that speaks with a server."""
    client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
    for collection in client.list_collections():
        client.delete_collection(collection.name)

    def connect(url: str, metadata: dict[str, str], _: object) -> object:
        name = url.rsplit("/", 1)[1]
        return client.get_or_create_collection(
            name, embedding_function=None, metadata=metadata, configuration=configuration()
        )

    monkeypatch.setattr(index_server, "server_collection", connect)
    return client


@pytest.mark.usefixtures("server")
def test_a_library_on_a_server_keeps_finds_replaces_and_leaves_out() -> None:
    with Library.open("http://localhost:1/esc", embedder=Words()) as library:
        assert library.add(RECORDS) == (60, 0, 0)
        assert library.add(
            [RECORDS[0], {**RECORDS[1], "title": "Error ABC-4711", "problem": "", "threads": ["T"]}]
        ) == (0, 1, 1)
        assert len(library) == len(list(library)) == 60
    with Library.open("http://localhost:1/esc", embedder=Words()) as library:
        for one in RECORDS[2::9]:
            assert library.search(str(one["problem"]), 1)[0].id == one["id"]
        assert [hit.id for hit in library.search("ABC-4711")] == ["w-1"]
        assert library.search("ABC-4711", exclude="t")[0].id != "w-1"
        assert library.search("trouble", exclude=Exclude(closed_after="2020-01-01")) == ()  # type: ignore[arg-type]


def test_a_server_refuses_another_embedder_and_another_programs_collection(server: chromadb.ClientAPI) -> None:
    Library.open("http://localhost:1/esc", embedder=Words()).close()
    with pytest.raises(EmbedderMismatchError):
        Library.open("http://localhost:1/esc", embedder=OtherWords())
    server.create_collection("theirs", embedding_function=None)
    with pytest.raises(LibraryForeignError, match="belongs to another program"):
        Library.open("http://localhost:1/theirs", embedder=Words())


def test_a_server_that_does_not_answer_is_named_with_the_fix() -> None:
    with pytest.raises(LibraryUnreachableError, match=r"http://127\.0\.0\.1:9") as refused:
        Library.open("http://127.0.0.1:9", embedder=Words())
    assert "chroma run" in refused.value.fix
    with pytest.raises(LibraryUnreachableError), server_errors("u"):
        raise OSError
