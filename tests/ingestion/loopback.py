"""A server on loopback that answers as a test tells it: the other end of a live source."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Answer:
    """What is answered: JSON, or the bytes as they are; `said` more bytes than come breaks off."""

    content: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    said: int = 0
    kind: str = "application/json"

    @property
    def payload(self) -> bytes:
        if isinstance(self.content, bytes):
            return self.content
        return json.dumps(self.content).encode()


@dataclass
class Loopback:
    """The server's address, and all that it was asked."""

    url: str
    requests: list[Request] = field(default_factory=list)


@contextmanager
def listening(answer: Callable[[Request], Answer]) -> Iterator[Loopback]:
    """Serve on a free port of loopback until after use."""
    loopback = Loopback("")

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            sent = self.rfile.read(length)
            is_json = "json" in self.headers.get("Content-Type", "")
            body = json.loads(sent) if length and is_json else sent or None
            request = Request(self.command, self.path, dict(self.headers), body)
            loopback.requests.append(request)
            told = answer(request)
            self.send_response(told.status)
            self.send_header("Content-Type", told.kind)
            self.send_header("Content-Length", str(len(told.payload) + told.said))
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.payload)

        do_GET = _answer  # noqa: N815 (so the library asks)
        do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    loopback.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
