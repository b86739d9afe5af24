"""What became of each piece of work: one SQLite file in WAL mode, which survives kills and serves several batches."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from agent.batch.ports import Row
from agent.batch.worth import ORDER
from agent.engines.openai.wire import Reply
from agent.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.batch.work import Done

_SCHEMA = """
create table if not exists work (
  name text primary key, key text not null, state text not null, owner text not null, since real not null,
  done_key text not null default '', run integer not null default 0,
  standing text, level text, respond_by text, clock real, arr real, currency text, account text, summary text,
  changed text, message text, fix text, cost real not null default 0, seconds real not null default 0
);
create index if not exists by_standing on work (standing, clock, arr desc);
create table if not exists calls (
  request text primary key, answer text, finish text, prompt integer, cached integer not null, completion integer,
  share real not null, dollars real not null
);
create table if not exists asking (request text primary key, owner text not null, since real not null);
create table if not exists runs (id integer primary key, began real not null, ended real);
create table if not exists posts (
  request text primary key, body text not null, tokens integer not null, state text not null, batch text,
  tries integer not null default 0, problem text
);
create table if not exists batches (
  mark text primary key, id text, file text, status text not null, since real not null
);
"""
_LEASE, _ASKED = 900.0, 4000.0
"""Seconds after which a piece claimed elsewhere, or a request that anybody makes, may be taken over."""
_SHOWN = ", ".join(f.name for f in fields(Row))


class SqliteRuns:
    """The state of one output folder."""

    def __init__(self, file: Path, owner: str | None = None) -> None:
        """Open or make the file; a StoreError where that fails. `owner` is this machine and process if left out."""
        self.file = file
        self._owner = owner or _myself()
        self._local = threading.local()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with self.open() as db:
                db.executescript(_SCHEMA)
        except OSError as error:
            raise self._lost(error) from error

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

    # -- runs ---------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a run, or go on with one that did not end."""
        with self.open() as db:
            db.execute(
                "insert into runs (began) select ? where not exists (select 1 from runs where ended is null)",
                (time.time(),),
            )

    def end(self) -> None:
        """End the run."""
        with self.open() as db:
            db.execute("update runs set ended = ? where ended is null", (time.time(),))

    # -- work ---------------------------------------------------------------------------------------------------------

    def claim(self, name: str, key: str) -> str | None:
        """Claim a piece; null where it is done or a living process has it; else the key it was done under before."""
        now = time.time()
        with self.open() as db:
            row = db.execute("select key, state, owner, since, done_key from work where name = ?", (name,)).fetchone()
            if row is not None and self._taken(row, key, now):
                return None
            db.execute("pragma synchronous=normal")  # a claim that a power cut takes away is only made again
            db.execute("begin immediate")
            row = db.execute("select key, state, owner, since, done_key from work where name = ?", (name,)).fetchone()
            free = row is None or not self._taken(row, key, now)
            if free:
                db.execute(
                    "insert into work (name, key, state, owner, since) values (?, ?, 'claimed', ?, ?) "
                    "on conflict (name) do update set key = excluded.key, state = 'claimed', owner = excluded.owner, "
                    "since = excluded.since",
                    (name, key, self._owner, now),
                )
            db.execute("commit")
            db.execute("pragma synchronous=full")
        return (str(row["done_key"]) if row is not None else "") if free else None

    def _taken(self, row: sqlite3.Row, key: str, now: float) -> bool:
        done = row["key"] == key and row["state"] == "done"
        return done or (row["state"] == "claimed" and self._alive(row["owner"], now - row["since"]))

    def _alive(self, owner: str, age: float) -> bool:
        """Whether whoever claimed a piece still works on it: on this machine its process tells, elsewhere the time."""
        if owner == self._owner:
            return True
        host, _, rest = owner.partition(":")
        number, _, began = rest.partition(":")
        if host != os.uname().nodename or not number.isdecimal():
            return age < _LEASE
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return not began or _began(int(number)) == began  # else it is another process that got its number

    def done(self, name: str, key: str, result: Done) -> None:
        """Say that the piece is done; its case is on the disk already."""
        values = tuple(vars(result).values())
        with self.open() as db:
            db.execute(
                "update work set state = 'done', done_key = ?, message = null, fix = null, "
                "run = (select max(id) from runs), standing = ?, level = ?, respond_by = ?, clock = ?, arr = ?, "
                "currency = ?, account = ?, summary = ?, changed = ?, cost = ?, seconds = ? where name = ? and key = ?",
                (key, *values, name, key),
            )

    def failed(self, name: str, message: str, fix: str) -> None:
        """Say that the piece could not be done, why, and what to do."""
        with self.open() as db:
            db.execute(
                "update work set state = 'failed', standing = 'failed', message = ?, fix = ?, changed = null, "
                "run = (select max(id) from runs) where name = ?",
                (message, fix, name),
            )

    def free(self, name: str) -> None:
        """Give a claimed piece back; it stands as it stood before."""
        with self.open() as db:
            db.execute("delete from work where name = ? and state = 'claimed' and standing is null", (name,))
            db.execute(
                "update work set key = done_key, state = case standing when 'failed' then 'failed' else 'done' end "
                "where name = ? and state = 'claimed'",
                (name,),
            )

    def rows(self, standing: str) -> Iterator[Row]:
        """Yield the pieces of a standing, by response clock and then by the money at risk; not all held at once."""
        with self.open() as db:
            found = db.execute(
                f"select {_SHOWN} from work where standing = ? {ORDER}",  # noqa: S608 - our own column names
                (standing,),
            )
            yield from (Row(*row) for row in found)

    def changed(self) -> Iterator[Row]:
        """Yield the pieces whose outcome changed in the last run."""
        with self.open() as db:
            found = db.execute(
                f"select {_SHOWN} from work where changed is not null and run = (select max(id) from runs) {ORDER}"  # noqa: S608 - as above
            )
            yield from (Row(*row) for row in found)

    def revenue(self) -> list[tuple[str | None, str | None, int, float | None]]:
        """Return by level and currency, of what is ready or blocked: how many, and their yearly revenue in all."""
        with self.open() as db:
            found = db.execute(
                "select level, currency, count(*), sum(arr) from work where standing in ('ready', 'blocked') "
                "group by level, currency order by level desc, count(*) desc"
            ).fetchall()
            return [tuple(row) for row in found]

    def totals(self) -> dict[str, tuple[int, float]]:
        """Return by standing how many, and their seconds of drafting."""
        with self.open() as db:
            found = db.execute("select standing, count(*), sum(seconds) from work group by standing").fetchall()
            return {row[0]: (row[1], row[2] or 0.0) for row in found if row[0]}

    # -- replies ------------------------------------------------------------------------------------------------------

    def spent(self) -> float:
        """Return the dollars of all replies kept."""
        with self.open() as db:
            return float(db.execute("select coalesce(sum(dollars), 0) from calls").fetchone()[0])

    def answer_of(self, request: str) -> Reply | None:
        """Return what a model answered to a request before: a finished call is not paid twice."""
        with self.open() as db:
            row = db.execute("select * from calls where request = ? and answer is not null", (request,)).fetchone()
        if row is None:
            return None
        return Reply(row["answer"], row["finish"], False, row["prompt"], row["cached"], row["completion"], row["share"])  # noqa: FBT003

    def take(self, request: str) -> bool:
        """Claim a request; false where a living process makes it."""
        now = time.time()
        with self.open() as db:
            db.execute("pragma synchronous=normal")
            new = (request, self._owner, now)
            mine = db.execute("insert or ignore into asking values (?, ?, ?)", new).rowcount == 1
            if not mine:
                row = db.execute("select owner, since from asking where request = ?", (request,)).fetchone()
                if row is not None and (not self._alive(row[0], now - row[1]) or now - row[1] > _ASKED):
                    taken = db.execute(
                        "update asking set owner = ?, since = ? where request = ? and owner = ? and since = ?",
                        (self._owner, now, request, *row),
                    )
                    mine = taken.rowcount == 1
            db.execute("pragma synchronous=full")
        return mine

    def give_up(self, request: str) -> None:
        """End the claim of a request to which no answer came."""
        with self.open() as db:
            db.execute("delete from asking where request = ?", (request,))

    def keep_answer(self, request: str, reply: Reply, dollars: float, *, usable: bool) -> None:
        """Keep what a model answered, at once; one that cannot be used counts as cost alone, and is asked again."""
        said = (reply.text if usable else None, reply.finish, reply.prompt, reply.cached, reply.completion, reply.share)
        with self.open() as db:
            db.execute("begin immediate")
            db.execute(
                "insert into calls values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (request) do update set "
                "answer = excluded.answer, finish = excluded.finish, prompt = excluded.prompt, "
                "cached = excluded.cached, completion = excluded.completion, dollars = dollars + excluded.dollars",
                (request, *said, dollars),
            )
            db.execute("delete from asking where request = ?", (request,))
            db.execute("commit")


def _myself() -> str:
    return f"{os.uname().nodename}:{os.getpid()}:{_began(os.getpid())}"


def _began(number: int) -> str:
    """Return when a process began, in ticks of the machine; empty where the system does not tell."""
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
