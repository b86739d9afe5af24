"""The state of a batch on one machine: a SQLite file in WAL mode, which survives kills and serves several batches."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.batch.sql import LEASE, SCHEMA, SqlRuns
from agent.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.batch.sql import Db

_POSTS = """
create table if not exists posts (
  request text primary key, body text not null, tokens integer not null, state text not null, batch text,
  tries integer not null default 0, problem text
);
create table if not exists batches (
  mark text primary key, id text, file text, status text not null, since real not null
);
"""


class SqliteRuns(SqlRuns):
    """The state of one output folder."""

    def __init__(self, file: Path, owner: str | None = None) -> None:
        """Open or make the file; a StoreError where that fails. `owner` is this machine and process if left out."""
        self.file = file
        self._owner = owner or _myself()
        self._local = threading.local()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with self.open() as db:
                db.executescript(SCHEMA.format(numbered="") + _POSTS)
        except OSError as error:
            raise self._lost(error) from error

    @property
    def owner(self) -> str:
        """This machine, this process, and when it began."""
        return self._owner

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Yield this thread's connection; what SQLite raises becomes a StoreError, and no transaction stays open."""
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        try:
            if held is None or held[0] != os.getpid():
                held = os.getpid(), self._connect()
                self._local.held = held
            yield held[1]
        except sqlite3.Error as error:
            if held is not None and held[1].in_transaction:
                held[1].rollback()
            raise self._lost(error) from error

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.file, timeout=60, isolation_level=None)
        db.row_factory = sqlite3.Row
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=full")
        return db

    def _lost(self, error: Exception) -> StoreError:
        message = f"The state of the batch cannot be kept in {self.file.parent}: {error}."
        return StoreError(message, "Give --out a folder that you may write to, with space left; then run it again.")

    def _alive(self, db: Db, owner: str, age: float) -> bool:
        """Whether whoever claimed a piece still works on it: on this machine its process tells, elsewhere the time."""
        del db
        if owner == self.owner:
            return True
        host, _, rest = owner.partition(":")
        number, _, began = rest.partition(":")
        if host != os.uname().nodename or not number.isdecimal():
            return age < LEASE
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return not began or _began(int(number)) == began  # else it is another process that got its number

    def _begin(self, db: Db, name: str) -> None:
        del name  # one writes at a time
        db.execute("begin immediate")

    def _light(self, db: Db) -> None:
        db.execute("pragma synchronous=normal")

    def _heavy(self, db: Db) -> None:
        db.execute("pragma synchronous=full")

    def _stream(self, db: Db, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        cursor = db.execute(sql, values)
        while (row := cursor.fetchone()) is not None:
            yield row


def _myself() -> str:
    return f"{os.uname().nodename}:{os.getpid()}:{_began(os.getpid())}"


def _began(number: int) -> str:
    """Return when a process began, in ticks of the machine; empty where the system does not tell."""
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
