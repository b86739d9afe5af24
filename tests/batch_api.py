"""The Batch API on this machine: files go up, batches end as the test wrote down, replies come down."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_VALUES = (
    "account_name", "account_tier", "arr", "csm", "account_owner", "contact_name", "contact_role", "nature",
    "root_cause", "renewal_date", "renewal_risk",
)  # fmt: skip
_LISTS = ("customer_ask", "timeline", "actions_taken", "promises", "signals")
EMPTY = {
    "reading": dict.fromkeys(_VALUES) | {key: [] for key in _LISTS},
    "writing": {"what_happened": [], "problem_narrative": [], "rows": []},
}
USAGE = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}


def reply(body):
    """A chat completion that says nothing is known, in the shape asked for."""
    said = EMPTY[body["response_format"]["json_schema"]["name"]]
    message = {"role": "assistant", "content": json.dumps(said), "refusal": None}
    return {"id": "c", "choices": [{"index": 0, "finish_reason": "stop", "message": message}], "usage": USAGE}


class Desk:
    """The provider's side: its files, its batches, and how often a request came up."""

    def __init__(self, ends):
        self.files, self.batches, self.ends, self.seen = {}, {}, list(ends), []

    def end(self, batch):
        """End a batch as the next of the ends says: completed, expired, failed, partial or half refused."""
        how = self.ends.pop(0) if len(self.ends) > 1 else self.ends[0]
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        self.seen += [line["custom_id"] for line in lines]
        answered = [] if how == "failed" else lines[: len(lines) // 2] if how in {"expired", "partial"} else lines
        good = [
            {"custom_id": x["custom_id"], "response": {"status_code": 200, "body": reply(x["body"])}, "error": None}
            for x in answered
        ]
        bad = [
            {"custom_id": x["custom_id"], "response": {"status_code": 500, "body": {"error": {"message": "oops"}}}}
            for x in lines
            if how == "partial" and x not in answered
        ]
        batch["status"] = how if how in {"expired", "failed"} else "completed"
        for key, rows in (("output_file_id", good), ("error_file_id", bad)):
            if rows:
                self.files[f"{batch['id']}-{key}"] = "\n".join(json.dumps(row) for row in rows)
                batch[key] = f"{batch['id']}-{key}"
        if how == "failed":
            batch["errors"] = {"data": [{"message": "the file was not taken"}]}
        batch["request_counts"] = {"total": len(lines), "completed": len(good), "failed": len(bad)}


@contextmanager
def batch_api(*ends):
    """Yield the base URL and the provider's side; a batch is in progress at the first look and ends at the second."""
    desk = Desk(ends or ("completed",))

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def said(self, body):
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self):
            raw = self.rfile.read(int(self.headers["content-length"]))
            if self.path.endswith("/files"):
                head = f"content-type: {self.headers['content-type']}\n\n".encode()
                parts = BytesParser(policy=HTTP).parsebytes(head + raw).iter_parts()
                file = next(p for p in parts if p.get_filename())
                number = f"file-{len(desk.files)}"
                desk.files[number] = file.get_payload(decode=True).decode()
                self.said({"id": number})
            else:
                number = f"batch-{len(desk.batches)}"
                desk.batches[number] = {"id": number, "status": "validating", **json.loads(raw)}
                self.said(desk.batches[number])

        def do_GET(self):
            if found := re.search(r"/files/(.+)/content", self.path):
                self.said(desk.files[found[1]])
            elif found := re.search(r"/batches/(.+)", self.path):
                batch = desk.batches[found[1]]
                if batch["status"] == "in_progress":
                    desk.end(batch)
                elif batch["status"] == "validating":
                    batch["status"] = "in_progress"
                self.said(batch)
            else:
                self.said({"data": list(desk.batches.values())})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", desk
    finally:
        server.shutdown()
        server.server_close()
