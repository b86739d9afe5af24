"""What became of each piece of work: one SQLite file in WAL mode, which survives kills and serves several batches."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from agent.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

State = Literal["claimed", "done", "failed"]
_SCHEMA = """
create table if not exists work (
  name text primary key, key text not null, state text not null, owner text not null, since real not null,
  standing text, level text, respond_by text, clock real, arr real, currency text, account text, summary text,
  changed text, message text, fix text, cost real default 0, seconds real default 0
);
create table if not exists calls (request text primary key, answer text not null);
create index if not exists by_standing on work (standing, clock, arr desc);
"""
_LEASE = 900.0


@dataclass(frozen=True)
class Done:
    """What a finished piece shows in the packet. `clock` are hours to answer within, `arr` is a year's."""

    standing: Literal["ready", "blocked", "handle"]
    level: str | None
    respond_by: str | None
    clock: float | None
    arr: float | None
    currency: str | None
    account: str | None
    summary: str
    changed: str | None
    cost: float
    seconds: float


class RunStore:
    """The state of one output folder."""

    def __init__(self, file: Path, owner: str | None = None) -> None:
        """Open or make the file; a StoreError where that fails. `owner` is this machine and process if left out."""
        self.file = file
        self._owner = owner or f"{os.uname().nodename}:{os.getpid()}"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as db:
                db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            message = f"The state of the batch cannot be kept in {file.parent}: {error}."
            raise StoreError(message, "Give --out a folder that you may write to, with space left.") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One connection a use: safe between threads and processes, and nothing is held when the process is killed."""
        db = sqlite3.connect(self.file, timeout=60, isolation_level=None)
        try:
            db.execute("pragma journal_mode=wal")
            db.execute("pragma synchronous=full")
            db.row_factory = sqlite3.Row
            yield db
        finally:
            db.close()

    def claim(self, name: str, key: str) -> bool:
        """Whether the piece is now this process's to do: not done under this key, not being done by a living one."""
        now = time.time()
        with self._open() as db:
            db.execute("begin immediate")
            row = db.execute("select key, state, owner, since from work where name = ?", (name,)).fetchone()
            busy = row is not None and row["state"] == "claimed" and self._alive(row["owner"], now - row["since"])
            if busy or (row is not None and row["key"] == key and row["state"] == "done"):
                db.execute("rollback")
                return False
            db.execute(
                "insert into work (name, key, state, owner, since) values (?, ?, 'claimed', ?, ?) "
                "on conflict (name) do update set key = excluded.key, state = 'claimed', owner = excluded.owner, "
                "since = excluded.since, message = null, fix = null",
                (name, key, self._owner, now),
            )
            db.execute("commit")
        return True

    def _alive(self, owner: str, age: float) -> bool:
        """Whether whoever claimed a piece still works on it: on this machine its process tells, elsewhere the time."""
        host, _, number = owner.rpartition(":")
        if owner == self._owner:
            return False
        if host != os.uname().nodename:
            return age < _LEASE
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    def done(self, name: str, result: Done) -> None:
        """Say that the piece is done; its case is on the disk already."""
        values = tuple(vars(result).values())
        with self._open() as db:
            db.execute(
                "update work set state = 'done', standing = ?, level = ?, respond_by = ?, clock = ?, arr = ?, "
                "currency = ?, account = ?, summary = ?, changed = ?, cost = cost + ?, seconds = ? where name = ?",
                (*values, name),
            )

    def failed(self, name: str, message: str, fix: str) -> None:
        """Say that the piece could not be done, why, and what to do."""
        with self._open() as db:
            db.execute(
                "update work set state = 'failed', standing = 'failed', message = ?, fix = ? where name = ?",
                (message, fix, name),
            )

    def free(self, name: str) -> None:
        """Give a claimed piece back, untouched."""
        with self._open() as db:
            db.execute("delete from work where name = ? and state = 'claimed' and standing is null", (name,))
            db.execute("update work set state = 'done' where name = ? and state = 'claimed'", (name,))

    def rows(self, standing: str) -> Iterator[sqlite3.Row]:
        """Yield the pieces of a standing, by response clock and then by the money at risk; not all held at once."""
        with self._open() as db:
            yield from db.execute(
                "select * from work where standing = ? order by clock is null, clock, arr is null, arr desc, name",
                (standing,),
            )

    def changed(self) -> Iterator[sqlite3.Row]:
        """Yield the pieces whose ticket changed since they were drafted before."""
        with self._open() as db:
            yield from db.execute(
                "select * from work where changed is not null and state = 'done' order by clock, name"
            )

    def totals(self) -> dict[str, tuple[int, float, float]]:
        """Return by standing how many, their dollars and their seconds."""
        with self._open() as db:
            found = db.execute("select standing, count(*), sum(cost), sum(seconds) from work group by standing")
            return {row[0]: (row[1], row[2] or 0.0, row[3] or 0.0) for row in found if row[0]}

    def spent(self) -> float:
        """Return the dollars of all pieces."""
        return sum(cost for _, cost, _ in self.totals().values())

    def answer_of(self, request: str) -> str | None:
        """Return what a model answered to a request before: a finished call is not paid twice."""
        with self._open() as db:
            row = db.execute("select answer from calls where request = ?", (request,)).fetchone()
        return None if row is None else str(row["answer"])

    def keep_answer(self, request: str, answer: str) -> None:
        """Keep what a model answered, at once."""
        with self._open() as db:
            db.execute("insert or ignore into calls values (?, ?)", (request, answer))
