"""A stand-in for the OpenAI cloud: a real HTTP server on the loopback, and no model behind it.

It records every request byte for byte and answers in the API's shapes (``standin_answers``).
``cloud.then(...)`` says how the next requests are answered instead, one switch a request
(``standin_faults``):

    cloud.then(status(500), stall())      # the first fails, the second hangs, the rest are fine
"""

from __future__ import annotations

import http.server
import json
import socket
import socketserver
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import standin_answers as answers

Headers = dict[str, str]
JSON = {"Content-Type": "application/json"}
EVENTS = {"Content-Type": "text/event-stream"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived; ``path`` includes the query, ``body`` is de-chunked."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    def json(self) -> Any:
        return json.loads(self.body)


class Exchange(http.server.BaseHTTPRequestHandler):
    """One connection: reads requests, keeps them, and answers by switch or in earnest."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def handle(self) -> None:
        with suppress(ConnectionError):  # callers may hang up whenever they like
            super().handle()

    def do_POST(self) -> None:
        seen = Seen(self.command, self.path, tuple(self.headers.items()), self._body())
        cloud = self.server.cloud
        cloud.seen.append(seen)
        switch = cloud.switches.popleft() if cloud.switches else in_earnest
        try:
            switch(self, seen)
        except ConnectionError:
            cloud.hung_up.set()
            self.close_connection = True

    def do_GET(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self.do_POST()

    def reply(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer at once, with the body's length."""
        self.begin(status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def begin(self, status: int, headers: Headers) -> None:
        self.send_response(status)
        for name, value in {"x-request-id": "req_standin", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def chunk(self, data: bytes) -> None:
        """Send one chunk of a body whose length is not known; an empty one ends it."""
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def wait(self, seconds: float) -> None:
        """Sleep, unless the caller hangs up or the server stops."""
        self.connection.settimeout(seconds)
        with suppress(TimeoutError):
            if not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError
        self.connection.settimeout(None)

    def log_message(self, *_: object) -> None:
        """Tests look at ``seen``; standard error stays quiet."""

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        return b"".join(self._chunks())

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()


Switch = Callable[[Exchange, Seen], None]


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        super().__init__(("127.0.0.1", 0), Exchange)

    def get_request(self) -> tuple[Any, Any]:
        self.cloud.connections += 1
        return super().get_request()


class Cloud:
    """The server with what it saw. Use as a context manager; ``reset`` between tests."""

    def __init__(self) -> None:
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.reset()

    def reset(self) -> None:
        self.seen: list[Seen] = []
        self.switches: deque[Switch] = deque()
        self.connections = 0
        self.hung_up = threading.Event()

    def then(self, *switches: Switch) -> None:
        """Answer the next requests so, one switch for each; later ones in earnest."""
        self.switches.extend(switches)

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    @property
    def origin(self) -> str:
        return "http://{}:{}".format(*self.address)

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def closed_port() -> int:
    """Return a loopback port that refuses connections."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def in_earnest(exchange: Exchange, seen: Seen) -> None:
    """Answer as the API does."""
    path = seen.path.partition("?")[0]
    if seen.method == "GET":
        _get(exchange, path)
        return
    if path.endswith("/audio/speech"):
        exchange.reply(200, {"Content-Type": "audio/mpeg"}, answers.SPEECH)
        return
    kind = seen.header("content-type") or ""
    body = seen.json() if kind.startswith("application/json") and seen.body else {}
    if body.get("stream") is True:
        send_events(exchange, answers.events(path, body))
    else:
        exchange.reply(200, JSON, json.dumps(answers.answer(path, body)).encode())


def _get(exchange: Exchange, path: str) -> None:
    name = path.rpartition("/models")[2].strip("/")
    if path.endswith("/models"):
        exchange.reply(200, JSON, json.dumps(answers.model_list()).encode())
    elif name in answers.MODELS:
        exchange.reply(200, JSON, json.dumps(answers.model(name)).encode())
    else:
        refuse(exchange, 404, answers.error("stand-in: no such thing", "not_found"))


def send_events(exchange: Exchange, events: Iterable[bytes], *, end: bool = True) -> None:
    exchange.begin(200, {**EVENTS, "Transfer-Encoding": "chunked"})
    for event in events:
        exchange.chunk(event)
    if end:
        exchange.chunk(b"")


def refuse(exchange: Exchange, code: int, error: answers.Body, **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    exchange.reply(code, {**JSON, **named}, json.dumps(error).encode())
