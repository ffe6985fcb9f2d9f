"""What arrives from an HTTP target, judged while it arrives. Does no I/O.

An upstream can fail in ways that look like success: a JSON answer that is an HTML page, a
gzip body that grows a thousandfold, a stream that ends in the middle. ``Reception`` is fed
the bytes and says when the answer is decided, what it is, and for streams what may be shown.
Bytes pass unchanged, but for compression, which is undone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from typing import Final, Literal

from homeport.errors import BackendFailed
from homeport.router.flow import Failure, retry_after
from homeport.router.reply import Reply, error_event
from homeport.router.wire import Header
from homeport.types import Call

MAX_ANSWER: Final = 256 * 2**20
"""Bytes. The largest honest answer (2,048 embeddings of 3,072 floats) is half of it."""

BOMB_SIZE: Final = 16 * 2**20
BOMB_RATIO: Final = 100
"""An answer larger than ``BOMB_SIZE`` that was compressed better than ``BOMB_RATIO`` to one is
refused: JSON compresses about ten to one."""

# Headers that describe the transfer between us and the upstream, not the answer.
_TRANSFER: Final = frozenset(
    "connection content-encoding content-length keep-alive transfer-encoding".split()
)
_AGAIN: Final = frozenset({408, 409, 429})
_OWN_FAULT: Final = frozenset({400, 404, 405, 413, 415, 422})

_DONE: Final = re.compile(rb"data: ?\[DONE\]")
_FINISHED: Final = re.compile(rb'"finish_reason" ?: ?"')
_CLOSED: Final = re.compile(rb'"type" ?: ?"(?:response\.(?:completed|incomplete|failed)|error)"')
"""Patterns that begin with a fixed text: such a search is twenty times faster than others."""


def _chat_end(lines: bytes) -> bool:
    if _FINISHED.search(lines):
        return True
    # At the beginning of a line: a text may speak of it.
    starts = (done.start() for done in _DONE.finditer(lines))
    return any(start == 0 or lines[start - 1 : start] == b"\n" for start in starts)


def _response_end(lines: bytes) -> bool:
    return _CLOSED.search(lines) is not None


def _any_end(_: bytes) -> bool:
    """Nothing is known of such streams: each may stop where it does."""
    return True


_ENDS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "chat.completions": _chat_end,
    "completions": _chat_end,
    "responses": _response_end,
}

_Kind = Literal["stream", "json", "error", "raw"]


class Reception:
    """One answer of one upstream, from its headers to its end."""

    def __init__(self, call: Call, status: int, headers: list[Header], url: str) -> None:
        self._call = call
        self._status = status
        self._headers = headers
        self._url = url
        self._fields = {name.lower(): value for name, value in headers}
        self._kind = self._tell_kind()
        self._inflate = _Inflater(self._fields.get("content-encoding", "identity"))
        self._held = bytearray()
        self._ready = bytearray()
        self._ends = _ENDS.get(call.endpoint, _any_end)
        self._ended = False
        self._cut: BackendFailed | None = None
        self.decided = self._kind == "raw"
        """True once ``outcome`` can tell: at a stream's first event, at the end of the rest."""

    @property
    def streams(self) -> bool:
        """True if bytes go on to the caller while they arrive."""
        return self._kind in ("stream", "raw")

    def feed(self, chunk: bytes) -> bytes:
        """Take what arrived and return what may be shown now (nothing before ``decided``)."""
        if self._kind == "raw":
            return chunk
        try:
            arrived = self._inflate.feed(chunk)
        except BackendFailed as error:
            return self.cut(error)
        if self._kind == "stream":
            return self._complete_lines(arrived)
        self._held += arrived
        return b""

    def end(self) -> bytes:
        """The upstream is done: return what is left to show.

        A stream that stopped without its end mark gets an error event: never a silent cut.
        """
        self.decided = True
        if self._kind != "stream":
            return b""
        tail = bytes(self._held)
        if self._ended or self._ends(tail):
            return tail
        return self.cut(
            BackendFailed(
                "the stream stopped before the answer was complete", code="stream_truncated"
            )
        )

    def cut(self, error: BackendFailed) -> bytes:
        """The upstream broke off: return the event that says so. Half an event is dropped."""
        self.decided = True
        self._cut = error
        self._held.clear()
        return error_event(self._call.endpoint, error) if self._kind == "stream" else b""

    def outcome(self, target: str) -> Reply | Failure[Reply]:
        """Return the answer so far, or why it is none. To be asked when ``decided``.

        For a stream the reply's body holds the bytes up to its first event.
        """
        if self._cut is not None:
            return Failure(self._cut)
        if self._kind == "json" and (wrong := self._not_json()):
            return Failure(wrong)
        reply = self._reply(target)
        return self._as_failure(reply) if self._kind == "error" else reply

    def _reply(self, target: str) -> Reply:
        dropped = frozenset() if self._kind == "raw" else _TRANSFER
        headers = [(k, v) for k, v in self._headers if k.lower() not in dropped]
        body = bytes(self._ready if self._kind == "stream" else self._held)
        if self._kind in ("json", "error"):
            headers.append(("content-length", str(len(body))))
        return Reply(self._status, headers, body, self._url, target, beginning=body)

    def _tell_kind(self) -> _Kind:
        kind = self._fields.get("content-type", "").partition(";")[0].strip().lower()
        if self._status >= 400:
            return "error"
        if kind == "text/event-stream":
            return "stream"
        if kind == "application/json" or not (self._call.opaque or self._status >= 300):
            return "json"
        return "raw"

    def _complete_lines(self, arrived: bytes) -> bytes:
        if self._held or not arrived.endswith(b"\n"):  # servers mostly send whole lines
            arrived = self._joined(arrived)
        self._ended = self._ended or self._ends(arrived)
        if self.decided:
            return arrived
        self._ready += arrived
        # Comments keep a connection alive; only an event is an answer.
        self.decided = self._ready.startswith(b"data:") or b"\ndata:" in self._ready
        return b""

    def _joined(self, arrived: bytes) -> bytes:
        """Return what is complete now, up to the last end of a line; hold back the rest."""
        self._held += arrived
        cut = self._held.rfind(b"\n") + 1
        lines = bytes(self._held[:cut])
        del self._held[:cut]
        return lines

    def _not_json(self) -> BackendFailed | None:
        from pydantic_core import from_json

        kind = self._fields.get("content-type", "no content type")
        if self._call.stream and not self._call.opaque:
            return BackendFailed(
                f"a stream was asked for; the answer is {kind}", code="not_a_stream"
            )
        if self._status == 204:
            return None
        try:
            from_json(bytes(self._held))
        except ValueError:
            size = len(self._held)
            return BackendFailed(
                f"HTTP {self._status}, but its {size} bytes of {kind} are not JSON", code="not_json"
            )
        return None

    def _as_failure(self, reply: Reply) -> Failure[Reply]:
        code = _error_code(bytes(self._held))
        spent = code in ("insufficient_quota", "billing_hard_limit_reached")
        again = not spent and _may_retry(self._status, self._fields)
        reply.headers = [(k, v) for k, v in reply.headers if k.lower() != "x-should-retry"]
        reply.headers.append(("x-should-retry", "false"))
        told = f" ({code})" if code else ""
        return Failure(
            BackendFailed(
                f"answered HTTP {self._status}{told}", code=code or f"http_{self._status}"
            ),
            again=again,
            onward=self._status not in _OWN_FAULT,
            pause=retry_after(self._fields),
            answer=reply,
        )


def _may_retry(status: int, headers: Mapping[str, str]) -> bool:
    said = headers.get("x-should-retry")
    if said in ("true", "false"):
        return said == "true"
    return status in _AGAIN or status >= 500


def _error_code(body: bytes) -> str | None:
    """Return ``error.code`` of an API error if it looks like a code; it may end up in logs."""
    from pydantic_core import from_json

    try:
        error = from_json(body)["error"]
        code = error["code"] or error["type"]
    except (ValueError, KeyError, TypeError, IndexError):
        return None
    return code if isinstance(code, str) and re.fullmatch(r"[a-z0-9_.-]{1,64}", code) else None


class _Inflater:
    """Undoes gzip and deflate without ever growing beyond the limits above."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding.strip().lower()
        # 32 + 15: zlib tells gzip and zlib frames apart by itself.
        self._zlib = (
            None if self._encoding in ("identity", "") else zlib.decompressobj(32 + zlib.MAX_WBITS)
        )
        self._taken = 0
        self._given = 0

    def feed(self, chunk: bytes) -> bytes:
        if self._zlib is None:
            self._given += len(chunk)
            if self._given > MAX_ANSWER:
                raise _too_large()
            return chunk
        if self._encoding not in ("gzip", "deflate", "x-gzip"):
            raise BackendFailed(
                f"the answer is compressed as {self._encoding!r:.40}, which was not asked for",
                code="bad_encoding",
            )
        self._taken += len(chunk)
        out = bytearray()
        try:
            while chunk and not self._zlib.eof:
                out += self._zlib.decompress(chunk, 2**20)
                self._check(len(out))
                chunk = self._zlib.unconsumed_tail
        except zlib.error:
            raise BackendFailed("the answer's compression is broken", code="bad_encoding") from None
        self._given += len(out)
        return bytes(out)

    def _check(self, new: int) -> None:
        size = self._given + new
        if size > MAX_ANSWER or (size > BOMB_SIZE and size > BOMB_RATIO * self._taken):
            raise _too_large()


def _too_large() -> BackendFailed:
    return BackendFailed(
        "the answer grows beyond any honest size and was refused", code="answer_too_large"
    )
