"""Judging what an upstream sends, byte by byte."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.router.flow import Failure
from homeport.router.reception import Reception
from homeport.router.reply import Reply
from homeport.types import Call

SSE = ("content-type", "text/event-stream")
JSON = ("content-type", "application/json; charset=utf-8")
CHAT = Call("chat.completions", {})
STREAM = Call("chat.completions", {}, stream=True)
RESPONSES = Call("responses", {}, stream=True)

ROLE = b'data: {"choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}\n\n'
TEXT = b'data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":null}]}\n\n'
LAST = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n'
DONE = b"data: [DONE]\n\n"


def receive(call: Call, *chunks: bytes, status: int = 200, headers: Any = (JSON,)) -> Any:
    reception = Reception(call, status, list(headers), "https://cloud/v1")
    for chunk in chunks:
        reception.feed(chunk)
    reception.end()
    return reception.outcome("cloud")


def stream(call: Call, *chunks: bytes, headers: Any = (SSE,)) -> bytes:
    """Return everything the caller is shown of a stream."""
    reception = Reception(call, 200, list(headers), "https://cloud/v1")
    shown = []
    started = False
    for chunk in chunks:
        now = reception.feed(chunk)
        if reception.decided and not started:
            started = True
            outcome = reception.outcome("cloud")
            if isinstance(outcome, Failure):
                return outcome.error.code.encode()
            shown.append(outcome.body)
        shown.append(now)
    rest = reception.end()
    if not started:
        outcome = reception.outcome("cloud")
        return outcome.error.code.encode() if isinstance(outcome, Failure) else outcome.body + rest
    return b"".join(shown) + rest


def test_json_is_passed_on_byte_for_byte() -> None:
    """Spaces, order and unknown fields survive."""
    raw = b'{ "b": 1,\n "a": [1.0, "\\u00e9"] }'

    reply = receive(CHAT, raw[:5], raw[5:])

    assert (200, raw, "cloud") == (reply.status, reply.body, reply.target)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_compressed_json_is_unpacked(pack: Any) -> None:
    """The caller gets plain bytes and a length that fits them."""
    encoding = "gzip" if pack is gzip.compress else "deflate"
    raw = json.dumps({"text": "x" * 1000}).encode()

    reply = receive(CHAT, pack(raw), headers=(JSON, ("Content-Encoding", encoding)))

    assert raw == reply.body
    assert [JSON, ("content-length", str(len(raw)))] == reply.headers


@pytest.mark.parametrize(
    ("chunks", "headers", "code"),
    [
        ((b"<html>hello</html>",), (("content-type", "text/html"),), "not_json"),
        ((b'{"id": "chatcmpl', ), (JSON,), "not_json"),
        ((b"",), (JSON,), "not_json"),
        ((b"\x1f\x8bgarbage-here",), (JSON, ("content-encoding", "gzip")), "bad_encoding"),
        ((b"{}",), (JSON, ("content-encoding", "br")), "bad_encoding"),
        ((gzip.compress(b"0" * 200 * 2**20),), (JSON, ("content-encoding", "gzip")),
         "answer_too_large"),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_answer_is_a_failure(
    chunks: tuple[bytes, ...], headers: Any, code: str
) -> None:
    """HTML, cut JSON, broken gzip, a bomb: each is said by its name, and falls back."""
    outcome = receive(CHAT, *chunks, headers=headers)

    assert (code, True) == (outcome.error.code, outcome.onward)


def test_json_where_a_stream_was_asked_for_is_said() -> None:
    """The SDK would read it as a stream without events: silence."""
    assert "not_a_stream" == receive(STREAM, b"{}").error.code


def test_an_empty_204_is_an_answer() -> None:
    """There is nothing to be read, and nothing wrong."""
    reply = receive(CHAT, status=204, headers=())

    assert (204, b"") == (reply.status, reply.body)


def test_a_redirect_is_passed_on() -> None:
    """The SDK follows it, and asks us again."""
    reply = receive(CHAT, status=307, headers=(("location", "https://other/v1"),))

    assert (307, ("location", "https://other/v1")) == (reply.status, reply.headers[0])


@pytest.mark.parametrize(
    ("status", "body", "again", "onward"),
    [
        (400, {"error": {"code": "bad"}}, False, False),
        (401, {"error": {"code": "invalid_api_key"}}, False, True),
        (404, {"error": {"code": "model_not_found"}}, False, False),
        (408, {}, True, True),
        (429, {"error": {"code": "rate_limit_exceeded"}}, True, True),
        (429, {"error": {"code": "insufficient_quota"}}, False, True),
        (429, {"error": {"code": None, "type": "insufficient_quota"}}, False, True),
        (500, "not an object", True, True),
        (503, {"error": "no object"}, True, True),
    ],
)
def test_an_error_status_says_whether_to_try_again_and_elsewhere(
    status: int, body: Any, again: bool, onward: bool
) -> None:
    """A rate limit passes; a spent quota does not; a bad request is bad everywhere."""
    outcome = receive(CHAT, json.dumps(body).encode(), status=status)

    assert (again, onward) == (outcome.again, outcome.onward)


def test_an_errors_own_answer_is_kept() -> None:
    """If nobody does better the caller sees the cloud's own words, and the SDK does not retry."""
    raw = b'{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}'

    outcome = receive(CHAT, raw, status=429, headers=(JSON, ("Retry-After", "4")))

    assert (429, raw, 4.0) == (outcome.answer.status, outcome.answer.body, outcome.pause)
    assert ("x-should-retry", "false") in outcome.answer.headers
    assert "answered HTTP 429 (rate_limit_exceeded)" == outcome.error.message


@pytest.mark.parametrize(("said", "again"), [("true", True), ("false", False)])
def test_a_server_that_says_whether_to_retry_is_believed(said: str, again: bool) -> None:
    """`x-should-retry` outranks the status."""
    outcome = receive(CHAT, b"{}", status=500, headers=(JSON, ("x-should-retry", said)))

    assert again is outcome.again


def test_an_error_code_that_could_be_content_is_not_repeated() -> None:
    """A code goes to logs; a sentence in its place does not."""
    outcome = receive(CHAT, b'{"error": {"code": "Ana said hello"}}', status=400)

    assert "http_400" == outcome.error.code


def test_a_complete_stream_is_passed_on_byte_for_byte() -> None:
    """Comments and all."""
    chunks = (b": ping\n\n", ROLE, TEXT, LAST, DONE)

    assert b"".join(chunks) == stream(STREAM, *chunks)


@given(st.lists(st.integers(1, 400), max_size=12))
def test_how_a_stream_is_cut_into_chunks_does_not_matter(cuts: list[int]) -> None:
    """Any division of the same bytes shows the same bytes."""
    whole = b": ping\r\n\r\n" + ROLE + TEXT * 3 + LAST + DONE
    places = sorted({min(cut, len(whole)) for cut in cuts} | {0, len(whole)})
    chunks = [whole[a:b] for a, b in itertools.pairwise(places)]

    assert whole == stream(STREAM, *chunks)


def test_nothing_is_decided_before_the_first_event() -> None:
    """A comment keeps the line open; it is not an answer, and fallback is still possible."""
    reception = Reception(STREAM, 200, [SSE], "https://cloud/v1")

    reception.feed(b": waiting\n\n: still\n\n")

    assert not reception.decided


def test_a_stream_without_done_but_with_a_finish_reason_is_complete() -> None:
    """Some servers leave the last line out."""
    assert ROLE + LAST == stream(STREAM, ROLE, LAST)


def test_a_last_line_without_newline_is_shown() -> None:
    """The end mark counts even when its newline is missing."""
    assert ROLE + b"data: [DONE]" == stream(STREAM, ROLE, b"data: [DONE]")


@pytest.mark.parametrize("cut", [b"", TEXT[:30]])
def test_a_stream_cut_short_ends_with_an_honest_error(cut: bytes) -> None:
    """Never a silent end; half an event is not shown, for it would break the reader."""
    shown = stream(STREAM, ROLE, TEXT, cut)

    assert shown.startswith(ROLE + TEXT + b'data: {"error":')
    assert "stream_truncated" == json.loads(shown.split(b"data: ")[-1])["error"]["code"]


def test_a_text_that_speaks_of_finish_reason_does_not_end_a_stream() -> None:
    """Inside a JSON text the quotes are escaped, so the mark cannot be counterfeited."""
    sly = b'data: {"choices":[{"delta":{"content":"\\"finish_reason\\": \\"stop\\""}}]}\n\n'

    assert b"stream_truncated" in stream(STREAM, ROLE, sly)


def test_a_stream_that_ends_before_its_first_event_is_a_failure() -> None:
    """Nothing was shown: the next target may answer."""
    assert b"stream_truncated" == stream(STREAM, b": ping\n\n")


@pytest.mark.parametrize("kind", ["completed", "incomplete", "failed"])
def test_a_response_stream_ends_with_its_last_event(kind: str) -> None:
    """The Responses API has no [DONE]."""
    first = b'event: response.created\ndata: {"type":"response.created"}\n\n'
    last = b'event: x\ndata: {"type":"response.' + kind.encode() + b'","response":{}}\n\n'

    assert first + last == stream(RESPONSES, first, last)


def test_a_response_stream_cut_short_says_so_in_its_own_form() -> None:
    """The error event carries a type, as that API's events do."""
    shown = stream(RESPONSES, b'data: {"type":"response.created"}\n\n')

    assert "error" == json.loads(shown.split(b"data: ")[-1])["type"]


def test_a_compressed_stream_is_unpacked_as_it_comes() -> None:
    """A proxy that compresses event streams does not hold them back."""
    packer = zlib.compressobj(wbits=31)
    first = packer.compress(ROLE) + packer.flush(zlib.Z_SYNC_FLUSH)
    rest = packer.compress(DONE) + packer.flush()

    shown = stream(STREAM, first, rest, headers=(SSE, ("content-encoding", "gzip")))

    assert ROLE + DONE == shown


def test_bytes_of_an_opaque_call_pass_unread() -> None:
    """Audio is not JSON, and need not be."""
    reception = Reception(
        Call("opaque", {}), 200, [("content-type", "audio/mpeg"), ("content-encoding", "br")], "u"
    )

    outcome = reception.outcome("cloud")

    assert isinstance(outcome, Reply)
    assert (b"\x00\xff", 2) == (reception.feed(b"\x00\xff"), len(outcome.headers))
    assert b"" == reception.end()
