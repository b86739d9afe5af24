"""A chat endpoint on this machine that answers what the test wrote down, one answer a request, the last one again."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


def saying(text, *, finish="stop", **message):
    """A chat completion with that text."""
    said = {"role": "assistant", "content": text, "refusal": None, **message}
    choice = {"index": 0, "finish_reason": finish, "logprobs": None, "message": said}
    return 200, {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": USAGE,
    }


def failing(status, message="no", code=None):
    """An error of the API."""
    return status, {"error": {"message": message, "type": "x", "code": code}}


@contextmanager
def endpoint(*answers, headers=()):
    """Yield the base URL and the list of requests; an answer of null resets the connection."""
    asked, left = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            answer = left.pop(0) if len(left) > 1 else left[0]
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            status, body = answer
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for key, value in (("content-type", "application/json"), ("content-length", len(data)), *headers):
                self.send_header(key, str(value))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
