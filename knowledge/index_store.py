"""The records of a local library with their vectors, in SQLite: what survives a kill, two writers and a lost index.

Write-ahead log and a sync at every commit: a record that `put` has returned for is on the disk.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING

from knowledge.errors import (
    LibraryDamagedError,
    LibraryError,
    LibraryForeignError,
    LibraryLockedError,
    LibraryUnreachableError,
)
from knowledge.records import Learned, Prepared, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from knowledge.embedding import Matrix

APPLICATION_ID = 0x45534C42
FORMAT = 1
CHECKED_BYTES = 64 << 20
_ALL = 1 << 62
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, closed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
  seq INTEGER NOT NULL, part TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (seq, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identifiers (
  identifier TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (identifier, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (digest TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
"""
NEVER = 99999999
"""The closing day, as yyyymmdd, of a record whose day is unknown: later than any."""


def closing_day(record: Record) -> int:
    """Return the closing day as a number that sorts."""
    return int(record.closed_on.strftime("%Y%m%d")) if record.closed_on else NEVER


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            message = f"The library at {path.parent} is being written by another process."
            raise LibraryLockedError(message, "Wait until that process has finished and try again.") from error
        message = f"The library at {path.parent} cannot be read or written: {error}."
        raise LibraryUnreachableError(message, "Check the folder's permissions and the free space.") from error
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, detail: str) -> LibraryError:
    """Return the error for a file of records that cannot be read."""
    message = f"The records at {path} are damaged: {detail}."
    return LibraryDamagedError(
        message, f"Restore {path.name} from a backup, or move it away and learn the records again."
    )


class RecordStore:
    """One SQLite file. Every method is one transaction."""

    def __init__(self, path: Path, *, wait: float) -> None:
        """Open or create the file; `wait` is how many seconds to wait for another writer."""
        self.path = path
        existed = path.exists() and path.stat().st_size > 0
        with translated(path):
            self._db = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
            try:
                self._recognise(existed=existed)
            except BaseException:
                self._db.close()
                raise

    def _recognise(self, *, existed: bool) -> None:
        if existed:
            mark, version = self._number("application_id"), self._number("user_version")
            tables = self._db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
            if mark != APPLICATION_ID and tables:
                message = f"{self.path} is a database of another program."
                raise LibraryForeignError(message, "Give another folder for the library.")
            if version > FORMAT:
                message = f"The library at {self.path.parent} was made by a newer version (format {version})."
                raise LibraryForeignError(message, "Upgrade, or give another folder for the library.")
            if self.path.stat().st_size <= CHECKED_BYTES:
                verdict = str(self._db.execute("PRAGMA quick_check(1)").fetchone()[0])
                if verdict != "ok":
                    raise damaged(self.path, " ".join(verdict.split()))
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        if self._number("application_id") != APPLICATION_ID or self._number("user_version") != FORMAT:
            with self._transaction():
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
                self._db.execute(f"PRAGMA user_version={FORMAT}")

    def _number(self, pragma: str) -> int:
        return int(self._db.execute(f"PRAGMA {pragma}").fetchone()[0])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def get_meta(self, key: str) -> str | None:
        """Return a setting of the store, or null."""
        with translated(self.path):
            row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep a setting of the store."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def claim_meta(self, key: str, value: str) -> str:
        """Keep a setting unless there is one; return the one that holds."""
        held = self.get_meta(key)
        if held is None:
            with self._transaction():
                self._db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (key, value))
            held = self.get_meta(key)
        return held or value

    def __len__(self) -> int:
        """Return the number of records."""
        with translated(self.path):
            return int(self._db.execute("SELECT COUNT(*) FROM records").fetchone()[0])

    def missing_vectors(self, digests: Collection[str]) -> set[str]:
        """Return those of the texts that have no vector yet."""
        query = "SELECT digest FROM vectors WHERE digest IN (SELECT value FROM json_each(?))"
        with translated(self.path):
            rows = self._db.execute(query, (json.dumps(list(digests)),)).fetchall()
        return set(digests) - {row[0] for row in rows}

    def put(self, batch: Sequence[Prepared], vectors: Mapping[str, bytes]) -> Learned:
        """Store records and the vectors that are new, all or nothing; on return they are on the disk."""
        counts = {"new": 0, "replaced": 0, "unchanged": 0}
        with self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors.items())
            for item in batch:
                counts[self._put_one(item)] += 1
        return Learned(**counts)

    def _put_one(self, item: Prepared) -> str:
        old = self._db.execute("SELECT seq, body FROM records WHERE id=?", (item.record.id,)).fetchone()
        if old and old[1] == item.body:
            return "unchanged"
        if old:
            for table in ("records", "parts", "identifiers"):
                self._db.execute(f"DELETE FROM {table} WHERE seq=?", (old[0],))  # noqa: S608 - from the line above
        values = (item.record.id, item.body, closing_day(item.record))
        seq = self._db.execute("INSERT INTO records (id, body, closed) VALUES (?, ?, ?)", values).lastrowid
        self._db.executemany("INSERT INTO parts VALUES (?, ?, ?)", [(seq, p, d) for p, d in item.digests.items()])
        self._db.executemany("INSERT INTO identifiers VALUES (?, ?)", [(i, seq) for i in sorted(item.identifiers)])
        return "replaced" if old else "new"

    def records(self, seqs: Collection[int] | None = None) -> Iterator[tuple[int, Record]]:
        """Yield the records of these numbers that still are there, or all in the order they were stored."""
        query = "SELECT seq, body FROM records ORDER BY seq"
        some = "SELECT seq, body FROM records WHERE seq IN (SELECT value FROM json_each(?))"
        with translated(self.path):
            found = self._db.execute(query) if seqs is None else self._db.execute(some, (json.dumps(list(seqs)),))
            rows = found.fetchall()
        for seq, body in rows:
            yield seq, Record.model_validate(json.loads(body))

    def sharing(self, wanted: Collection[str], until: int) -> dict[int, tuple[str, ...]]:
        """Return which of these identifiers each record has, of the records closed by that day (yyyymmdd)."""
        query = (
            "SELECT seq, identifier FROM identifiers JOIN records USING (seq) "
            "WHERE identifier IN (SELECT value FROM json_each(?)) AND closed <= ? ORDER BY identifier"
        )
        shared: dict[int, tuple[str, ...]] = {}
        with translated(self.path):
            for seq, identifier in self._db.execute(query, (json.dumps(list(wanted)), until)):
                shared[seq] = (*shared.get(seq, ()), identifier)
        return shared

    def top(self) -> int:
        """Return the number of the record stored last, 0 when there is none."""
        with translated(self.path):
            return int(self._db.execute("SELECT COALESCE(MAX(seq), 0) FROM records").fetchone()[0])

    def entry_count(self, *, until: int | None = None) -> int:
        """Return how many texts are searchable, of the records stored until a number."""
        with translated(self.path):
            row = self._db.execute("SELECT COUNT(*) FROM parts WHERE seq <= ?", (_ALL if until is None else until,))
            return int(row.fetchone()[0])

    def entries(self, *, after: int = 0, until: int | None = None) -> list[tuple[int, str, int]]:
        """Return number, part and closing day of everything searchable stored after a number and until another."""
        query = (
            "SELECT seq, part, closed FROM parts JOIN records USING (seq) WHERE seq > ? AND seq <= ? ORDER BY seq, part"
        )
        with translated(self.path):
            return self._db.execute(query, (after, _ALL if until is None else until)).fetchall()

    def vectors(self, seqs: Collection[int]) -> tuple[list[tuple[int, str]], Matrix]:
        """Return number and part of all that these records are searched by, and a row of the matrix for each."""
        import numpy as np  # noqa: PLC0415 - start-up

        query = (
            "SELECT seq, part, vector FROM parts JOIN vectors USING (digest) "
            "WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq, part"
        )
        with translated(self.path):
            rows = self._db.execute(query, (json.dumps(list(seqs)),)).fetchall()
        if not rows:
            return [], np.empty((0, 0), np.float32)
        flat = np.frombuffer(b"".join(row[2] for row in rows), np.float32)
        return [(row[0], row[1]) for row in rows], flat.reshape(len(rows), -1)
