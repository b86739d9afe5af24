"""The search index of a local library: generations of a Chroma collection, each in a folder of its own.

A generation is written once, by the one process that holds the lock, under a name that nobody reads yet; when it is
complete, the pointer in the records' database names it. So a reader never meets a half-written index, notices a newer
one by the pointer, and a kill leaves at worst a folder that the next build sweeps. What was stored after a generation
was made is searched beside it, exactly, until there is enough of it for a new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
import uuid
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from knowledge.errors import IndexDamagedError, LibraryUnreachableError
from knowledge.index_chroma import Entry, FolderCollection, Near, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from knowledge.embedding import Matrix
    from knowledge.index_progress import Progress
    from knowledge.index_store import RecordStore

_POINTER = "index"
_FIX = "It is rebuilt from the records."
_BATCH_RECORDS = 500
_LEAST_TAIL, _TAIL_SHARE = 64, 10
_ALL_COMPARED, _SAMPLE = 400, 64
_TOLERANCE = 1e-3
_CHECKED_BYTES = 64 << 20
# Chroma rewrites these at every opening.
_VOLATILE = frozenset(
    {"chroma.sqlite3", "chroma.sqlite3-journal", "chroma.sqlite3-wal", "chroma.sqlite3-shm", "length.bin"}
)


class Pointer(NamedTuple):
    """Which generation holds, the last record in it, how many entries, and the SHA-256 of the files that stay."""

    folder: str
    top: int
    entries: int
    files: dict[str, str]


class LocalIndex:
    """The index over one RecordStore. Without a usable generation `top` is 0: then nothing is in the index."""

    def __init__(self, folder: Path, store: RecordStore, progress: Progress) -> None:
        """Open the generation that holds; one that is lost, stale or damaged is rebuilt here."""
        self._folder = folder
        self._store = store
        self._progress = progress
        self._pointer: Pointer | None = None
        self._collection: FolderCollection | None = None
        self.refresh()

    @property
    def top(self) -> int:
        """The number of the last record that the open generation holds."""
        return self._pointer.top if self._pointer else 0

    @property
    def name(self) -> str | None:
        """The open generation, null when there is none."""
        return self._pointer.folder if self._pointer else None

    def nearest(self, vector: Sequence[float], count: int, until: int) -> list[Near]:
        """Return the nearest entries closed by that day; IndexDamagedError when the generation fails."""
        return self._collection.nearest(vector, count, until) if self._collection else []

    def refresh(self) -> None:
        """Open the generation that the pointer names when it is another than the open one; rebuild what is unusable."""
        pointer = self._read_pointer()
        if pointer is None or (self._pointer and pointer.folder == self._pointer.folder):
            if pointer is None:
                self.grow()
            return
        try:
            self._open(pointer)
        except IndexDamagedError:
            self.renew(unusable=pointer.folder)

    def grow(self) -> None:
        """Make a new generation when enough was stored since the last one, unless another process is at it."""
        pointer = self._read_pointer()
        live = self._store.entry_count()
        inside = self._store.entry_count(until=pointer.top) if pointer else 0
        dead = pointer.entries - inside if pointer else 0
        if (pointer is None and live) or live - inside + dead > max(_LEAST_TAIL, live // _TAIL_SHARE):
            self.renew(unusable=pointer.folder if pointer else None)

    def renew(self, *, unusable: str | None) -> None:
        """Replace the generation of that name. While another process builds, everything is searched exactly instead."""
        self.close()
        with self._lock() as mine:
            if not mine:
                return
            pointer = self._read_pointer()
            if pointer and pointer.folder != unusable:
                with contextlib.suppress(IndexDamagedError):
                    self._open(pointer)
                    return
            if self._store.top():
                self._open(self._build(previous=pointer.folder if pointer else None), fresh=True)

    def close(self) -> None:
        """Release the open generation."""
        collection, self._collection, self._pointer = self._collection, None, None
        if collection:
            with contextlib.suppress(IndexDamagedError):
                collection.close()

    @contextlib.contextmanager
    def _lock(self) -> Iterator[bool]:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - start-up

        try:
            lock = FileLock(self._folder.parent / "index.lock", timeout=0)
            with lock:
                yield True
        except Timeout:
            yield False

    def _read_pointer(self) -> Pointer | None:
        text = self._store.get_meta(_POINTER)
        return Pointer(**json.loads(text)) if text else None

    def _open(self, pointer: Pointer, *, fresh: bool = False) -> None:
        """Open a generation; one that was not made just now is checked first."""
        self.close()
        folder = self._folder / pointer.folder
        if not fresh:
            _check_files(folder, pointer)
        collection = FolderCollection(folder)
        try:
            if not fresh:
                self._check_contents(collection, pointer)
        except IndexDamagedError:
            collection.close()
            raise
        self._collection, self._pointer = collection, pointer

    def _check_contents(self, collection: FolderCollection, pointer: Pointer) -> None:
        if collection.identity() != (pointer.folder, pointer.entries):
            _refuse("it is not the one that was built")
        entries = [Entry(*e) for e in self._store.entries(until=pointer.top)]
        if len(entries) > _ALL_COMPARED:
            entries = entries[:: len(entries) // _SAMPLE + 1]
        if not entries:
            return
        held = collection.vectors(entries)
        places, matrix = self._store.vectors({e.seq for e in entries})
        wanted = {(e.seq, e.part) for e in entries}
        for place, row in zip(places, matrix, strict=True):
            if place in wanted and (place not in held or abs(row - held[place]).max() > _TOLERANCE):
                _refuse("its vectors are not those of the records")

    def _build(self, previous: str | None) -> Pointer:
        name = uuid.uuid4().hex
        folder = self._folder / f"building-{name}"
        top = self._store.top()
        entries = [Entry(*e) for e in self._store.entries(until=top)]
        try:
            folder.mkdir(parents=True)
            build(folder, self._batches(entries), stamp=name)
            pointer = Pointer(name, top, len(entries), _checksums(folder))
            folder.rename(self._folder / name)
        except (OSError, IndexDamagedError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            message = f"The search index in {self._folder} cannot be written: {error}"
            raise LibraryUnreachableError(message, "Check the folder's permissions and the free space.") from error
        self._store.set_meta(_POINTER, json.dumps(pointer._asdict()))
        for old in self._folder.iterdir():
            # A reader may still be at the one before.
            if old.name not in (name, previous):
                shutil.rmtree(old, ignore_errors=True)
        return pointer

    def _batches(self, entries: Sequence[Entry]) -> Iterator[tuple[Sequence[Entry], Matrix]]:
        closed = {e.seq: e.closed for e in entries}
        seqs = sorted(closed)
        what = f"Building the search index of {len(seqs)} past escalations"
        for start in range(0, len(seqs), _BATCH_RECORDS):
            self._progress(what, start, len(seqs))
            places, matrix = self._store.vectors(seqs[start : start + _BATCH_RECORDS])
            yield [Entry(seq, part, closed[seq]) for seq, part in places], matrix
        self._progress(what, len(seqs), len(seqs))


def _refuse(detail: str) -> NoReturn:
    message = f"The search index is damaged: {detail}."
    raise IndexDamagedError(message, _FIX)


def _checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of the files that do not change once the vectors are on the disk."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _VOLATILE and (path.parent / "index_metadata.pickle").exists()
    }


def _check_files(folder: Path, pointer: Pointer) -> None:
    """Find damage before Chroma does: its native code does not survive every file it is given."""
    try:
        if _checksums(folder) != pointer.files:
            _refuse("its files have changed")
        database = folder / "chroma.sqlite3"
        if database.stat().st_size > _CHECKED_BYTES:
            return
        with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
            if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                _refuse("its database is malformed")
    except (OSError, sqlite3.DatabaseError) as error:
        message = f"The search index is damaged: {error}."
        raise IndexDamagedError(message, _FIX) from error
