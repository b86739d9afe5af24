"""Record the cassettes of the openai engine anew.

    python scripts/record_cassettes.py [--again] [NAME...]

Without --again the requests go to OPENAI_BASE_URL with OPENAI_API_KEY, and what is answered is recorded. With --again
the answers that are recorded already are kept and only the requests are recorded anew: for a change of the prompts or
of the skeleton that leaves the answers right. A scenario of an error needs an endpoint that gives that error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from tapes import TAPES, Readable, Tape, deck, desk_for, run

from agent.errors import EscalateError


def main() -> None:
    """Record the scenarios that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(TAPES)}")
    parser.add_argument("--again", action="store_true", help="keep the recorded answers")
    given = parser.parse_args()
    for name in given.names or TAPES:
        record(TAPES[name], again=given.again)


def record(tape: Tape, *, again: bool) -> None:
    """Record one scenario over the old file."""
    server = answering(tape) if again else None
    base = f"http://127.0.0.1:{server.server_address[1]}/v1" if server else os.environ["OPENAI_BASE_URL"]
    desk = desk_for(tape, key=os.environ.get("OPENAI_API_KEY", "none"), base_url=base, max_cost=None)
    tape.file.unlink(missing_ok=True)
    with deck("all").use_cassette(str(tape.file)):
        try:
            run(tape, desk)
        except EscalateError as error:
            print(f"{tape.name}: {error.message}")
    left = len(server.turns) if server else 0  # type: ignore[attr-defined]
    print(f"{tape.name}: recorded{f', {left} answers left over' if left else ''}")
    if server:
        server.shutdown()


def answering(tape: Tape) -> ThreadingHTTPServer:
    """Serve the recorded answers of a scenario in their order."""
    turns = Readable.deserialize(tape.file.read_text("utf-8"))["interactions"]

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            reply = turns.pop(0)["response"] if turns else _none()
            data = reply["body"]["string"]
            self.send_response(reply["status"]["code"])
            for key, value in reply["headers"].items():
                self.send_header(key, value[0] if isinstance(value, list) else value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.turns = turns  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def _none() -> dict[str, object]:
    body = json.dumps({"error": {"message": "nothing more is recorded"}}).encode()
    return {"status": {"code": 400}, "headers": {"content-type": "application/json"}, "body": {"string": body}}


if __name__ == "__main__":
    main()
