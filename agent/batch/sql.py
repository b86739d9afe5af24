"""What became of each piece of work, in SQL that SQLite and PostgreSQL both take; what differs is in their classes."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Protocol

from agent.batch.ports import Row
from agent.batch.worth import ORDER
from agent.engines.openai.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from agent.batch.work import Done

SCHEMA = """
create table if not exists work (
  name text primary key, key text not null, state text not null, owner text not null, since double precision not null,
  done_key text not null default '', run integer not null default 0,
  standing text, level text, respond_by text, clock double precision, arr double precision, currency text,
  account text, summary text, changed text, message text, fix text,
  cost double precision not null default 0, seconds double precision not null default 0
);
create index if not exists by_standing on work (standing, clock, arr desc);
create table if not exists calls (
  request text primary key, answer text, finish text, prompt integer, cached integer not null, completion integer,
  share double precision not null, dollars double precision not null
);
create table if not exists asking (request text primary key, owner text not null, since double precision not null);
create table if not exists runs (
  id integer primary key{numbered}, began double precision not null, ended double precision
);
"""
LEASE, _ASKED = 900.0, 4000.0
"""Seconds after which a piece claimed elsewhere, or a request that anybody makes, may be taken over."""
_SHOWN = ", ".join(f.name for f in fields(Row))


class Found(Protocol):
    """A row of a result, by name or by place."""

    def __getitem__(self, key: Any, /) -> Any:  # noqa: ANN401 - as sqlite3.Row
        """Return a value."""
        ...


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it touched."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401 - as sqlite3
        """Return the next row, null where there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """Return all rows."""
        ...


class Db(Protocol):
    """A connection, with `?` for each value."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Execute one statement."""
        ...


class SqlRuns(ABC):
    """The state of a batch. All methods raise StoreError alone."""

    @abstractmethod
    def open(self) -> AbstractContextManager[Db]:
        """Yield a connection for this thread; what the database raises becomes a StoreError, no transaction is left."""

    @property
    @abstractmethod
    def owner(self) -> str:
        """The name under which this process claims."""

    @abstractmethod
    def _alive(self, db: Db, owner: str, age: float) -> bool:
        """Whether whoever made a claim so many seconds ago still works on it."""

    @abstractmethod
    def _begin(self, db: Db, name: str) -> None:
        """Begin a transaction that no other on the same name can meet."""

    @abstractmethod
    def _light(self, db: Db) -> None:
        """From here a commit need not be on the disk: a power cut may take it away."""

    @abstractmethod
    def _heavy(self, db: Db) -> None:
        """From here a commit is on the disk."""

    @abstractmethod
    def _stream(self, db: Db, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """Yield the rows of a statement without holding all of them."""

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

    def claim(self, name: str, key: str) -> str | None:
        """Claim a piece; null where it is done or a living process has it; else the key it was done under before."""
        now = time.time()
        with self.open() as db:
            row = db.execute("select key, state, owner, since, done_key from work where name = ?", (name,)).fetchone()
            if row is not None and self._taken(db, row, key, now):
                return None
            self._light(db)  # a claim that a power cut takes away is only made again
            self._begin(db, name)
            row = db.execute("select key, state, owner, since, done_key from work where name = ?", (name,)).fetchone()
            free = row is None or not self._taken(db, row, key, now)
            if free:
                db.execute(
                    "insert into work (name, key, state, owner, since) values (?, ?, 'claimed', ?, ?) "
                    "on conflict (name) do update set key = excluded.key, state = 'claimed', owner = excluded.owner, "
                    "since = excluded.since",
                    (name, key, self.owner, now),
                )
            db.execute("commit")
            self._heavy(db)
        return (str(row["done_key"]) if row is not None else "") if free else None

    def _taken(self, db: Db, row: Found, key: str, now: float) -> bool:
        done = row["key"] == key and row["state"] == "done"
        return done or (row["state"] == "claimed" and self._alive(db, str(row["owner"]), now - float(row["since"])))

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
            found = self._stream(
                db,
                f"select {_SHOWN} from work where standing = ? {ORDER}",  # noqa: S608 - our own column names
                (standing,),
            )
            yield from (Row(*row) for row in found)

    def changed(self) -> Iterator[Row]:
        """Yield the pieces whose outcome changed in the last run."""
        with self.open() as db:
            found = self._stream(
                db,
                f"select {_SHOWN} from work where changed is not null and run = (select max(id) from runs) {ORDER}",  # noqa: S608 - as above
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
            self._light(db)
            new = (request, self.owner, now)
            mine = db.execute("insert into asking values (?, ?, ?) on conflict do nothing", new).rowcount == 1
            if not mine:
                row = db.execute("select owner, since from asking where request = ?", (request,)).fetchone()
                if row is not None and (not self._alive(db, row[0], now - row[1]) or now - row[1] > _ASKED):
                    taken = db.execute(
                        "update asking set owner = ?, since = ? where request = ? and owner = ? and since = ?",
                        (self.owner, now, request, *row),
                    )
                    mine = taken.rowcount == 1
            self._heavy(db)
        return mine

    def give_up(self, request: str) -> None:
        """End the claim of a request to which no answer came."""
        with self.open() as db:
            db.execute("delete from asking where request = ?", (request,))

    def keep_answer(self, request: str, reply: Reply, dollars: float, *, usable: bool) -> None:
        """Keep what a model answered, at once; one that cannot be used counts as cost alone, and is asked again."""
        said = (reply.text if usable else None, reply.finish, reply.prompt, reply.cached, reply.completion, reply.share)
        with self.open() as db:
            self._begin(db, request)
            db.execute(
                "insert into calls values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (request) do update set "
                "answer = excluded.answer, finish = excluded.finish, prompt = excluded.prompt, "
                "cached = excluded.cached, completion = excluded.completion, "
                "dollars = calls.dollars + excluded.dollars",
                (request, *said, dollars),
            )
            db.execute("delete from asking where request = ?", (request,))
            db.execute("commit")
