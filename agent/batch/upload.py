"""The Batch API: requests go up as a file, replies come down within a day, at half the price.

Every step is on the disk before and after it is made, so that the command can be closed at any moment: a batch that was
made at the provider and whose number was not kept is found again by the mark in its metadata.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent import settings
from agent.batch.gate import no_more
from agent.batch.outbox import Posts, Sent
from agent.engines.openai import failures
from agent.engines.openai.chat import DEFAULT_MODEL, OFFICIAL
from agent.engines.openai.ledger import expected
from agent.engines.openai.plain import client
from agent.engines.openai.prices import price_of
from agent.engines.openai.wire import reply_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx2

    from agent.batch.gate import Gate
    from agent.batch.runs import SqliteRuns
    from agent.batch.work import Terms

_HALF = 0.5
_ENDS = frozenset({"completed", "failed", "expired", "cancelled"})
_CHAT = "/v1/chat/completions"
_OK, _SECONDS = 200, 300.0
_PAGE = 100


@dataclass(frozen=True)
class Pauses:
    """Seconds between two looks at a batch, from the first to the longest; how often a failing request is tried."""

    first: float = 5.0
    longest: float = 60.0
    tries: int = 6
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Upload:
    """Sends what waits in the outbox, and waits until it is back."""

    posts: Posts
    gate: Gate[tuple[int, int]]
    model: str
    base_url: str
    http: httpx2.Client
    pauses: Pauses

    @classmethod
    def of(cls, terms: Terms, runs: SqliteRuns, gate: Gate[tuple[int, int]]) -> Upload:
        """Return the upload of a run."""
        stated = settings.load()
        model = terms.model or stated.model or DEFAULT_MODEL
        url = (stated.base_url or OFFICIAL).rstrip("/")
        return cls(Posts(runs), gate, model, url, client(stated.api_key, _SECONDS), Pauses())

    def wait(self, told: Callable[[str], None]) -> None:
        """Send what waits, and return when everything that was sent is back.

        A ModelError where the endpoint refuses, a CostLimitError before more is sent than the run may cost.
        """
        known = self.posts.open_batches()
        self._allow()
        for batch in (*known, *self.posts.pack()):
            if batch.id is None:
                self._send(batch)
        pause, last = self.pauses.first, ""
        while batches := self.posts.open_batches():
            states = [self._look(batch) for batch in batches]
            line = "; ".join(states)
            if line != last:
                told(f"Batch API: {line}. This command may be closed and called again.")
                last = line
            if self.posts.open_batches():
                self.pauses.sleep(pause)
                pause = min(self.pauses.longest, pause * 1.5)

    def _allow(self) -> None:
        if self.gate.dollars is None:
            return
        ahead = sum(_HALF * expected(self.model, tokens) for tokens in self.posts.tokens())
        if self.gate.spent + ahead > self.gate.dollars:
            raise no_more()

    def _send(self, batch: Sent) -> None:
        """Make the batch at the provider; one that was made before its number was kept is taken up again."""
        made = self._made(batch.mark) if batch.file else None
        file = batch.file
        if made is None:
            file = file or str(self._upload(batch.mark)["id"])
            self.posts.named(batch.mark, file, None)
            asked = {
                "input_file_id": file, "endpoint": _CHAT, "completion_window": "24h",
                "metadata": {"escalate": batch.mark},
            }  # fmt: skip
            made = str(self._json("POST", "/batches", json=asked)["id"])
        self.posts.named(batch.mark, str(file), made)

    def _upload(self, mark: str) -> dict[str, object]:
        lines = (
            json.dumps({"custom_id": request, "method": "POST", "url": _CHAT, "body": json.loads(body)}).encode()
            + b"\n"
            for request, body in self.posts.bodies(mark)
        )
        content = b"".join(lines)
        return self._json("POST", "/files", data={"purpose": "batch"}, files={"file": (f"{mark}.jsonl", content)})

    def _made(self, mark: str) -> str | None:
        found = self._json("GET", "/batches", params={"limit": _PAGE}).get("data")
        for held in found if isinstance(found, list) else ():
            if (held.get("metadata") or {}).get("escalate") == mark:
                return str(held["id"])
        return None

    def _look(self, batch: Sent) -> str:
        """Look at a batch, take in what it brings where it has ended, and return how it stands."""
        held = self._json("GET", f"/batches/{batch.id}")
        status = str(held.get("status"))
        counts = held.get("request_counts")
        count = counts if isinstance(counts, dict) else {}
        if status not in _ENDS:
            return f"{status} {count.get('completed', 0)} of {count.get('total', '?')}"
        for name in ("output_file_id", "error_file_id"):
            if isinstance(file := held.get(name), str):
                for line in self._lines(file):
                    self._take(line)
        self.posts.ended(batch.mark, _why(held, status))
        return f"{status} {count.get('completed', 0)} of {count.get('total', '?')}"

    def _lines(self, file: str) -> Iterator[dict[str, object]]:
        for line in self._get("GET", f"/files/{file}/content").text.splitlines():
            try:
                held = json.loads(line)
            except ValueError:
                continue
            if isinstance(held, dict) and isinstance(held.get("custom_id"), str):
                yield held

    def _take(self, line: dict[str, object]) -> None:
        request, response = str(line["custom_id"]), line.get("response")
        held = response if isinstance(response, dict) else {}
        status, body = held.get("status_code"), held.get("body")
        said = json.dumps(line.get("error") or body, ensure_ascii=False)[:400]
        if status == _OK:
            try:
                reply = reply_of(json.dumps(body), _HALF)
            except (ValueError, LookupError, TypeError, AttributeError):
                self.posts.refused(request, "its reply has another shape", passes=True)
                return
            price = price_of(self.model)
            dollars = _HALF * price.of(reply.prompt or 0, reply.cached, reply.completion or 0) if price else 0.0
            self.gate.spent += dollars
            self.gate.calls += 1
            self.posts.answered(request, reply, dollars)
        else:
            passes = not isinstance(status, int) or failures.passes(status, said)
            self.posts.refused(request, said, passes=passes)

    def _json(self, method: str, path: str, **more: object) -> dict[str, object]:
        try:
            held = self._get(method, path, **more).json()
        except ValueError as error:
            raise failures.wrong_reply(self.model, self.base_url) from error
        if not isinstance(held, dict):
            raise failures.wrong_reply(self.model, self.base_url)
        return held

    def _get(self, method: str, path: str, **more: object) -> httpx2.Response:
        """Make a request; what may pass is tried again, each time after a longer pause."""
        import httpx2  # noqa: PLC0415 - start-up

        for tried in range(1, self.pauses.tries + 1):
            try:
                reply = self.http.request(method, f"{self.base_url}{path}", **more)  # type: ignore[arg-type]
            except httpx2.HTTPError as error:
                if tried == self.pauses.tries:
                    raise failures.unreachable(self.base_url) from error
            else:
                if reply.status_code < 300:  # noqa: PLR2004 - success
                    return reply
                if tried == self.pauses.tries or not failures.passes(reply.status_code, reply.text):
                    raise failures.of_status(reply.status_code, reply.text, self.model, self.base_url)
            self.pauses.sleep(min(self.pauses.longest, self.pauses.first * 2.0**tried))
        raise failures.unreachable(self.base_url)


def _why(held: dict[str, object], status: str) -> str:
    errors = held.get("errors")
    rows = errors.get("data") if isinstance(errors, dict) else None
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    return str(first.get("message") or f"its batch ended as {status} without it")
