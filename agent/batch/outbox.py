"""The outbox of the Batch API, on the disk: what waits, what is on its way, what came back, what was given up."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.batch.runs import SqliteRuns
    from agent.engines.openai.wire import Reply

_TRIES = 3
_MOST_REQUESTS, _MOST_BYTES = 20_000, 90_000_000
"""In one file: the API takes 50,000 requests and 200 MB, and smaller files come back sooner."""


@dataclass(frozen=True)
class Sent:
    """One batch of requests. `mark` is our name for it, `id` and `file` are the provider's, null until it gave them."""

    mark: str
    id: str | None
    file: str | None


class Posts:
    """Requests that wait for the Batch API. All methods raise StoreError alone."""

    def __init__(self, runs: SqliteRuns) -> None:
        """Keep them beside the state of the run."""
        self._runs = runs

    def post(self, request: str, body: str, tokens: int) -> str | None:
        """Put a request into the outbox if it is new; return why it was given up, null where it was not."""
        with self._runs.open() as db:
            db.execute(
                "insert or ignore into posts (request, body, tokens, state) values (?, ?, ?, 'waiting')",
                (request, body, tokens),
            )
            row = db.execute("select state, problem from posts where request = ?", (request,)).fetchone()
            if row["state"] == "answered":  # and yet it is asked: the reply could not be used
                self._back(request, "its answer could not be used")
                row = db.execute("select state, problem from posts where request = ?", (request,)).fetchone()
        return str(row["problem"]) if row["state"] == "given up" else None

    def pack(self) -> Iterator[Sent]:
        """Put what waits into batches, and yield each; they are on the disk before anything is sent."""
        while True:
            with self._runs.open() as db:
                db.execute("begin immediate")
                rows: list[str] = []
                size = 0
                for row in db.execute(
                    "select request, length(body) from posts where state = 'waiting' order by request"
                ):
                    size += row[1]
                    if rows and (size > _MOST_BYTES or len(rows) >= _MOST_REQUESTS):
                        break
                    rows.append(row[0])
                mark = hashlib.sha256(f"{time.time_ns()} {rows}".encode()).hexdigest()[:24]
                if rows:
                    db.execute("insert into batches values (?, null, null, 'packed', ?)", (mark, time.time()))
                    db.executemany(
                        "update posts set state = 'sent', batch = ? where request = ?", [(mark, r) for r in rows]
                    )
                db.execute("commit")
            if not rows:
                return
            yield Sent(mark, None, None)

    def open_batches(self) -> list[Sent]:
        """Return the batches that have not come back yet."""
        with self._runs.open() as db:
            found = db.execute("select mark, id, file from batches where status != 'ended' order by since").fetchall()
        return [Sent(row["mark"], row["id"], row["file"]) for row in found]

    def bodies(self, mark: str) -> Iterator[tuple[str, str]]:
        """Yield the requests of a batch with their bodies."""
        with self._runs.open() as db:
            for row in db.execute("select request, body from posts where batch = ? and state = 'sent'", (mark,)):
                yield row["request"], row["body"]

    def tokens(self) -> Iterator[int]:
        """Yield about how many prompt tokens each waiting request has."""
        with self._runs.open() as db:
            yield from (row[0] for row in db.execute("select tokens from posts where state = 'waiting'"))

    def named(self, mark: str, file: str, number: str | None) -> None:
        """Keep the provider's names of a batch."""
        with self._runs.open() as db:
            db.execute("update batches set file = ?, id = ?, status = 'sent' where mark = ?", (file, number, mark))

    def answered(self, request: str, reply: Reply, dollars: float) -> None:
        """Keep a reply that came back."""
        self._runs.keep_answer(request, reply, dollars, usable=True)
        with self._runs.open() as db:
            db.execute("update posts set state = 'answered' where request = ?", (request,))

    def refused(self, request: str, problem: str, *, passes: bool) -> None:
        """Take back a request that came back without a reply: it goes again, unless that cannot help."""
        with self._runs.open() as db:
            if passes:
                self._back(request, problem)
            else:
                db.execute("update posts set state = 'given up', problem = ? where request = ?", (problem, request))

    def ended(self, mark: str, problem: str) -> None:
        """Close a batch; what it did not bring back goes again."""
        with self._runs.open() as db:
            left = [r[0] for r in db.execute("select request from posts where batch = ? and state = 'sent'", (mark,))]
            for request in left:
                self._back(request, problem)
            db.execute("update batches set status = 'ended' where mark = ?", (mark,))

    def _back(self, request: str, problem: str) -> None:
        with self._runs.open() as db:
            db.execute(
                "update posts set tries = tries + 1, problem = ?, batch = null, "
                "state = case when tries + 1 >= ? then 'given up' else 'waiting' end where request = ?",
                (problem, _TRIES, request),
            )
