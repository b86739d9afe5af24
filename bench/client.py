"""The openai engine's own work: CPU a ticket, both calls and all checks, beside two bare LangChain calls.

Measured twice: a single draft, whose calls LangChain carries, and a batch, whose calls go over its own wire and are
kept on the disk one by one. Each round reads another ticket, so that no answer and no cache is there already.

The model is a process on this machine that answers at once, so that what is left is the client's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bench.tickets import ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.ticket import Ticket

_ROUNDS = 12
_AS_OF = date(2026, 10, 30)


class _Model(BaseHTTPRequestHandler):
    """Answers every form with nulls and empty lists, as its schema asks for them."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:  # the base class's name
        """Answer one request."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        form = asked["response_format"]["json_schema"]["schema"]["properties"]
        empty: dict[str, list[str] | None] = {
            key: [] if shape.get("type") == "array" else None for key, shape in form.items()
        }
        said = {"role": "assistant", "content": json.dumps(empty), "refusal": None}
        body = {
            "id": "bench", "object": "chat.completion", "created": 1, "model": asked["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None, "message": said}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }  # fmt: skip
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def serve() -> None:
    """Serve until the process is ended; the port stands on standard output."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


@contextmanager
def _served() -> Iterator[str]:
    command = [sys.executable, "-m", "bench.client", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        port = process.stdout.readline().strip() if process.stdout else ""
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU for one round, the first one left out."""
    work()
    began = time.process_time()
    for _ in range(_ROUNDS):
        work()
    return (time.process_time() - began) / _ROUNDS * 1000


def main() -> None:
    """Print the figures."""
    with _served() as base:
        for lines in (60, 700):
            _measure(base, lines)


def _measure(base: str, lines: int) -> None:
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - heavy
    from pydantic import SecretStr  # noqa: PLC0415 - as above

    from agent import intake, wiring  # noqa: PLC0415 - as above
    from agent.batch.gate import Doorkeeper, Gate  # noqa: PLC0415 - as above
    from agent.batch.once import OnceWire  # noqa: PLC0415 - as above
    from agent.batch.runs import SqliteRuns  # noqa: PLC0415 - as above
    from agent.engines.openai.plain import PlainWire  # noqa: PLC0415 - as above
    from agent.engines.openai.schema import READING  # noqa: PLC0415 - as above
    from agent.settings import Settings  # noqa: PLC0415 - as above

    read = intake.read_ticket(ticket(lines).encode(), as_of=_AS_OF)
    messages = wiring.preview(read, _AS_OF)
    pairs = [(m.role, m.text) for m in messages]
    bare = ChatOpenAI(model="bench", api_key=SecretStr("none"), base_url=base, max_retries=0)
    form = bare.with_structured_output(READING.asked, method="json_schema", strict=True)
    desk = wiring.desk(Settings(base_url=base, api_key="none"), engine="openai")
    desk.library = None
    two = 2 * _cpu(lambda: form.invoke(pairs))
    numbers = count()
    whole = _cpu(lambda: desk.draft(_another(lines, next(numbers)), as_of=_AS_OF))
    with tempfile.TemporaryDirectory() as folder:
        runs = SqliteRuns(Path(folder, "run.sqlite"))
        budget = Doorkeeper(Gate(1))
        once = OnceWire(PlainWire("bench", base, "none", budget), "bench", runs, budget)
        batch = wiring.desk(
            Settings(base_url=base, api_key="none"), engine="openai", model="bench", answered=once, wire=once
        )
        batch.library = None
        night = _cpu(lambda: batch.draft(_another(lines, next(numbers)), as_of=_AS_OF))
        alone = _cpu(lambda: once.wire.ask(messages, READING, 1))
    print(
        f"openai engine, {lines} lines: two bare LangChain calls {two:.1f} ms of CPU, the batch's two {2 * alone:.1f}"
    )
    ratio, apart = f"{whole / two:.1f} x", f"{night / two:.1f} x"
    print(f"  a ticket with all checks: alone {whole:.0f} ms ({ratio}), in a batch {night:.0f} ms ({apart})")


def _another(lines: int, number: int) -> Ticket:
    from agent import intake  # noqa: PLC0415 - heavy

    return intake.read_ticket(ticket(lines).replace("70411", str(70411 + number)).encode(), as_of=_AS_OF)


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
