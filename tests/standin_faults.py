"""How a cloud fails: switches for ``Cloud.then``, one for each way of going wrong."""

from __future__ import annotations

import gzip
import json
from functools import cache

import standin_answers as answers
from standin import JSON, Exchange, Seen, Switch, refuse, send_events


def status(code: int, error: str | None = None, **headers: str) -> Switch:
    """An API error; ``headers`` are written ``retry_after="2"``."""
    kind = "server_error" if code >= 500 else "invalid_request_error"
    body = answers.error(f"stand-in: status {code}", error, kind)
    return lambda exchange, _: refuse(exchange, code, body, **headers)


def page(text: bytes, *, kind: str = "application/json", **headers: str) -> Switch:
    """Status 200 with exactly these bytes: HTML, half a JSON, anything."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange, _: exchange.reply(200, {"Content-Type": kind, **named}, text)


def compressed(exchange: Exchange, seen: Seen) -> None:
    """The honest answer, gzipped."""
    body = json.dumps(answers.answer(seen.path, seen.json())).encode()
    exchange.reply(200, {**JSON, "Content-Encoding": "gzip"}, gzip.compress(body))


@cache
def bomb(megabytes: int) -> Switch:
    """A JSON text of blanks that was a thousand times smaller when it left."""
    packed = gzip.compress(b" " * (megabytes << 20) + b"{}")
    return page(packed, content_encoding="gzip")


def redirect(code: int, location: str) -> Switch:
    return lambda exchange, _: exchange.reply(code, {"Location": location}, b"")


def slow_headers(gap: float) -> Switch:
    """Headers byte by byte, a pause before each."""

    def switch(exchange: Exchange, _: Seen) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Slow: " + b"a" * 4096:
            exchange.wait(gap)
            exchange.wfile.write(bytes([byte]))

    return switch


def dripped_body(gap: float) -> Switch:
    """A JSON body byte by byte, a pause before each."""

    def switch(exchange: Exchange, seen: Seen) -> None:
        body = json.dumps(answers.answer(seen.path, seen.json())).encode()
        exchange.begin(200, {**JSON, "Content-Length": str(len(body))})
        for byte in body:
            exchange.wait(gap)
            exchange.wfile.write(bytes([byte]))

    return switch


def cut_after(events: int, *, extra: bytes = b"", clean: bool = True) -> Switch:
    """A stream that ends after some events and ``extra`` bytes (half an event).

    ``clean`` ends the HTTP body properly, so that only the missing end mark tells.
    """

    def switch(exchange: Exchange, seen: Seen) -> None:
        script = list(answers.events(seen.path, seen.json()))[:events]
        send_events(exchange, [*script, extra] if extra else script, end=clean)
        exchange.close_connection = True

    return switch


def stall_after(events: int, seconds: float = 30) -> Switch:
    """A stream that goes silent after some events, and then hangs up."""

    def switch(exchange: Exchange, seen: Seen) -> None:
        script = list(answers.events(seen.path, seen.json()))[:events]
        send_events(exchange, script, end=False)
        exchange.wait(seconds)
        exchange.close_connection = True

    return switch


def endless(gap: float) -> Switch:
    """A stream of words that goes on until the caller hangs up."""

    def switch(exchange: Exchange, seen: Seen) -> None:
        script = list(answers.events(seen.path, seen.json()))
        send_events(exchange, script[:-3], end=False)
        word = script[1] if "completions" in seen.path else script[4]
        while True:
            exchange.chunk(word)
            exchange.wait(gap)

    return switch
