"""A library in a local folder: the records in SQLite, their index in Chroma, and what is newer than the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from knowledge.errors import IndexDamagedError, LibraryForeignError, LibraryUnreachableError
from knowledge.index_generation import LocalIndex
from knowledge.index_store import RecordStore

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from knowledge.embedding import Matrix
    from knowledge.index_chroma import Near
    from knowledge.index_progress import Progress
    from knowledge.records import Learned, Prepared, Record

RECORDS_FILE = "records.sqlite3"
_TOLERANCE = 1e-3
_MOST_SHARING = 200


class Found(NamedTuple):
    """A record that may be like the query: its exact cosine, which of its texts is the nearest, what it shares."""

    record: Record
    cosine: float
    part: str
    shared: tuple[str, ...]


class Shelf(Protocol):
    """Where records are kept and found."""

    def __len__(self) -> int:
        """Return the number of records."""
        ...

    def missing_vectors(self, digests: Collection[str]) -> set[str]:
        """Return the texts that have no vector yet."""
        ...

    def put(self, batch: Sequence[Prepared], vectors: Mapping[str, Matrix]) -> Learned:
        """Store records; on return they are kept."""
        ...

    def settle(self) -> None:
        """Do what is due after a number of records were stored."""
        ...

    def recall(self, vector: Matrix, identifiers: Collection[str], depth: int, until: int) -> tuple[list[Found], bool]:
        """Return the nearest `depth` texts' records and those that share identifiers; whether there may be more."""
        ...

    def records(self) -> Iterator[Record]:
        """Yield all records."""
        ...

    def get_meta(self, key: str) -> str | None:
        """Return a setting of the library, or null."""
        ...

    def claim_meta(self, key: str, value: str) -> str:
        """Keep a setting unless there is one; return the one that holds."""
        ...

    def set_meta(self, key: str, value: str) -> None:
        """Keep a setting of the library."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...


class LocalShelf:
    """Records and index in one folder."""

    def __init__(self, folder: Path, *, check: Callable[[Shelf], None], progress: Progress, wait: float) -> None:
        """Open or create the folder. `check` may refuse the library before its index is touched."""
        _prepare_folder(folder)
        self._store = RecordStore(folder / RECORDS_FILE, wait=wait)
        self._index: LocalIndex | None = None
        try:
            check(self)
            self._index = LocalIndex(folder / "index", self._store, progress)
        except BaseException:
            self._store.close()
            raise

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._store)

    def missing_vectors(self, digests: Collection[str]) -> set[str]:
        """Return the texts that have no vector yet."""
        return self._store.missing_vectors(digests)

    def put(self, batch: Sequence[Prepared], vectors: Mapping[str, Matrix]) -> Learned:
        """Store records; on return they are on the disk."""
        return self._store.put(batch, {digest: row.astype("<f4").tobytes() for digest, row in vectors.items()})

    def settle(self) -> None:
        """Make a new generation of the index when enough was stored for one."""
        if self._index:
            self._index.grow()

    def records(self) -> Iterator[Record]:
        """Yield all records in the order they were stored."""
        for _, record in self._store.records():
            yield record

    def get_meta(self, key: str) -> str | None:
        """Return a setting of the library, or null."""
        return self._store.get_meta(key)

    def claim_meta(self, key: str, value: str) -> str:
        """Keep a setting unless there is one; return the one that holds."""
        return self._store.claim_meta(key, value)

    def set_meta(self, key: str, value: str) -> None:
        """Keep a setting of the library."""
        self._store.set_meta(key, value)

    def close(self) -> None:
        """Release index and records."""
        if self._index:
            self._index.close()
        self._store.close()

    def recall(self, vector: Matrix, identifiers: Collection[str], depth: int, until: int) -> tuple[list[Found], bool]:
        """Return the nearest `depth` texts' records and those that share identifiers; whether there may be more."""
        index = self._index
        if index is None:
            return [], False
        index.refresh()
        try:
            return self._recall(index, vector, identifiers, depth, until)
        except IndexDamagedError:
            index.renew(unusable=index.name)
            return self._recall(index, vector, identifiers, depth, until)

    def _recall(
        self, index: LocalIndex, vector: Matrix, identifiers: Collection[str], depth: int, until: int
    ) -> tuple[list[Found], bool]:
        near = index.nearest([float(x) for x in vector], depth, until)
        seqs = {n.seq for n in near}
        seqs.update(e[0] for e in self._store.entries(after=index.top))
        shared = self._store.sharing(identifiers, until) if identifiers else {}
        seqs.update(sorted(shared, key=lambda seq: (-len(shared[seq]), -seq))[:_MOST_SHARING])
        places, matrix = self._store.vectors(seqs)
        cosines = dict(zip(places, (matrix @ vector).tolist() if places else (), strict=True))
        _verify(near, cosines)
        best: dict[int, tuple[float, str]] = {}
        for (seq, part), cosine in cosines.items():
            best[seq] = max(best.get(seq, (-2.0, "")), (cosine, part))
        found = [Found(r, *best[seq], shared.get(seq, ())) for seq, r in self._store.records(seqs) if seq in best]
        return found, len(near) >= depth


def _verify(near: Sequence[Near], cosines: Mapping[tuple[int, str], float]) -> None:
    """Hold what the index says against the records; a record replaced meanwhile has no cosine and is no evidence."""
    for n in near:
        exact = cosines.get((n.seq, n.part))
        if exact is not None and abs(exact - n.cosine) > _TOLERANCE:
            message = "The search index is damaged: its cosines are not those of the records."
            raise IndexDamagedError(message, "It is rebuilt from the records.")


def _prepare_folder(folder: Path) -> None:
    fix = "Give another folder for the library."
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file, not a library's folder."
        raise LibraryForeignError(message, fix)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = (folder / "chroma.sqlite3").exists() and not (folder / RECORDS_FILE).exists()
    except OSError as error:
        message = f"The library's folder {folder} cannot be made: {error.strerror}."
        raise LibraryUnreachableError(message, "Give a folder that you may write to.") from error
    if foreign:
        message = f"{folder} is a Chroma store of another program."
        raise LibraryForeignError(message, fix)
