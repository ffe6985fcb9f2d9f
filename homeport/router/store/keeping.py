"""What is kept of one answer, whole or streamed.

A stream is kept when it ends, before its last event is shown: who has seen the end can fetch the
response at once. What was broken off is not kept.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import anyio
import anyio.to_thread

from homeport.errors import BadCall
from homeport.router.reply import Reply, event
from homeport.router.store.database import Database, Object, Record
from homeport.router.store.file import StoreFailed
from homeport.router.store.items import kept
from homeport.router.store.past import Past
from homeport.types import Call, Decision, Level

FAILED: Final = "x-homeport-storage"
"""The header of an answer that should have been kept and was not."""

LOCAL: Final = "local://"
_ENDS: Final = frozenset({"response.completed", "response.incomplete"})
_TELLING: Final = (b"response.completed", b"response.incomplete", b"data: [DONE]")

log = logging.getLogger("homeport")


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is to be kept of the answer to one call, and how private it is.

    ``call`` is as the caller made it, before its past was put in.
    """

    database: Database
    call: Call
    past: Past
    level: Level
    home: bool

    def kept(self, answer: Object, *, local: bool) -> bool:
        """Keep ``answer``. False, with a warning in the log, if that failed."""
        try:
            if records := list(self._records(answer, local=local)):
                used = (*self.past.responses, *filter(None, [self.past.conversation]))
                self.database.put(records, used=used)
        except StoreFailed as error:
            log.warning("%s is not kept: %s", answer.get("id"), error.message)
            return False
        return True

    def _records(self, answer: Object, *, local: bool) -> Iterator[Record]:
        if answer.get("object") == "chat.completion":
            completion = {**answer, "metadata": self.call.body.get("metadata") or {}}
            said = {"completion": completion, "messages": self.call.body.get("messages")}
            yield self._record(answer["id"], "chat", said)
            return
        given = kept(self.call.body.get("input"))
        if local:
            previous = self.past.responses[0] if self.past.responses else None
            said = {"response": answer, "input": given, "previous": previous}
            yield self._record(answer["id"], "response", said)
        if self.past.conversation:
            for item in (*given, *answer["output"]):
                yield self._record(item["id"], "item", item, self.past.conversation)

    def _record(self, key: str, kind: Any, body: Object, owner: str = "") -> Record:
        return Record(key, kind, body, self.level, self.home, int(time.time()), owner)


def wanted(call: Call, past: Past, reply: Reply) -> bool:
    """Say whether anything of the answer is to be kept here.

    An answer of the cloud is the cloud's to keep; but a conversation of this device goes on here.
    """
    if reply.status != 200 or call.body.get("background"):
        return False
    local = reply.url.startswith(LOCAL)
    if call.endpoint == "chat.completions":
        return local and call.body.get("store") is True
    if call.endpoint != "responses" or call.body.get("store") is False:
        return False
    return local or past.conversation is not None


def decided_home(decision: Decision, leaving: Mapping[str, bool]) -> bool:
    """Say whether a decision let nothing of its call leave this device as it is."""
    return decision.transform is not None or not any(leaving[name] for name in decision.targets)


def keep_whole(keeping: Keeping, reply: Reply) -> Reply:
    """Keep a whole answer and return it, with what it says of that put right. Waits for a disk."""
    local = reply.url.startswith(LOCAL)
    try:
        answer = json.loads(reply.body)  # type: ignore[arg-type]  # bytes: that is what whole means
        told = local and "store" in answer  # a chat does not say whether it is stored
        said = {**answer, "store": True} if told else answer
        ok = keeping.kept(said, local=local)
    except (ValueError, KeyError, TypeError, AttributeError, BadCall):
        return reply  # somebody else's answer, in a form that is not the API's
    if not ok:
        reply.headers.append((FAILED, "failed"))
    if told and answer["store"] is not ok:
        _say(reply, {**answer, "store": ok})
    return reply


def _say(reply: Reply, answer: Object) -> None:
    body = json.dumps(answer, ensure_ascii=False).encode(errors="replace")
    reply.headers = [(k, v) for k, v in reply.headers if k.lower() != "content-length"]
    reply.headers.append(("content-length", str(len(body))))
    reply.body = body


def keep_streamed(keeping: Keeping, reply: Reply) -> Reply:
    """Return ``reply`` with a body that is kept when it ends."""
    watch = _Watch(keeping, reply)
    body: Any = reply.body
    reply.body = _AsyncChunks(body, watch) if hasattr(body, "__aiter__") else _Chunks(body, watch)
    return reply


class _Watch:
    """Passes events on, block by block, and keeps the answer that the last of them ends."""

    def __init__(self, keeping: Keeping, reply: Reply) -> None:
        self._keeping = keeping
        self._local = reply.url.startswith(LOCAL)
        self._whole = reply.whole
        self._block = bytearray()

    def ending(self, chunk: bytes) -> bool:
        """Say whether the end of the stream may be in ``chunk``: then ``feed`` waits for a disk."""
        return any(word in self._block + chunk for word in _TELLING)

    def feed(self, chunk: bytes) -> bytes:
        """Take what arrived and return the events that are complete."""
        out = bytearray()
        for line in chunk.splitlines(keepends=True):
            self._block += line
            if self._block.endswith((b"\n\n", b"\n\r\n")):
                out += self._passed(bytes(self._block))
                self._block.clear()
        return bytes(out)

    def rest(self) -> bytes:
        return bytes(self._block)

    def _passed(self, block: bytes) -> bytes:
        if not any(word in block for word in _TELLING):
            return block
        data = block.partition(b"data:")[2].strip()
        if data == b"[DONE]":
            if self._whole is not None and self._keeping.call.endpoint == "chat.completions":
                self._keeping.kept(self._whole(), local=self._local)
            return block
        return self._responded(block, data)

    def _responded(self, block: bytes, data: bytes) -> bytes:
        try:
            last = json.loads(data)
            if last["type"] not in _ENDS:
                return block
            if self._keeping.kept(last["response"], local=self._local) or not self._local:
                return block
        except (ValueError, KeyError, TypeError, AttributeError, BadCall):
            return block
        return event(last["type"], {**last, "response": {**last["response"], "store": False}})


class _Chunks:
    """A watched stream for sync callers."""

    def __init__(self, chunks: Any, watch: _Watch) -> None:
        self._chunks = chunks
        self._watch = watch

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if events := self._watch.feed(chunk):
                yield events
        if rest := self._watch.rest():
            yield rest

    def close(self) -> None:
        self._chunks.close()


class _AsyncChunks:
    """A watched stream for async callers."""

    def __init__(self, chunks: Any, watch: _Watch) -> None:
        self._chunks = chunks
        self._watch = watch

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            if events := await self._fed(chunk):
                yield events
        if rest := self._watch.rest():
            yield rest

    async def _fed(self, chunk: bytes) -> bytes:
        if not self._watch.ending(chunk):
            return self._watch.feed(chunk)
        limiter = anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(self._watch.feed, chunk, limiter=limiter)

    async def aclose(self) -> None:
        await self._chunks.aclose()
