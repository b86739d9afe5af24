"""A model on this machine that says that nothing is known, counts what it is asked, and fails as the test wants."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from batch_api import reply


def request_of(body):
    """The digest under which the request is kept."""
    said = [body["model"], [[m["role"], m["content"]] for m in body["messages"]]]
    schema = body["response_format"]["json_schema"]["schema"]
    return hashlib.sha256(json.dumps([*said, schema], ensure_ascii=False).encode()).hexdigest()


class Model:
    """Its side: how often it answered each request; `fault(n)` is what it does to the n-th: null, or status and bytes.

    A fault of b"" closes the connection.
    """

    def __init__(self, delay=0.0):
        self.delay, self.port, self.answered, self.asked, self.fault = delay, 0, Counter(), 0, lambda _: None
        self._lock, self._server = Lock(), None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def open(self):
        """Begin to listen, at the same port as before."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def _take(self, body):
        with self._lock:
            self.asked += 1
            fault = self.fault(self.asked)
        time.sleep(self.delay)
        if fault is not None:
            return fault
        with self._lock:
            self.answered[request_of(body)] += 1
        return 200, json.dumps(reply(body)).encode()

    def _handler(model):  # noqa: N805 - the handler has its own self
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                status, data = model._take(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                if not data:
                    self.close_connection = True
                    return
                try:
                    self.send_response(status)
                    self.send_header("content-length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    self.close_connection = True

        return Handler


@contextmanager
def model(delay=0.0):
    """Yield a model that listens."""
    made = Model(delay)
    made.open()
    try:
        yield made
    finally:
        made.close()
