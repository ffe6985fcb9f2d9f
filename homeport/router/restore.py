"""Answers with their placeholders restored, whole and in streams.

Every text of an answer is restored where it stands: messages, refusals, reasoning, the arguments
of tool calls (escaped, for they are JSON inside), items and events of responses, and what they
repeat of the request. Log-probabilities are left alone: they are of the tokens that the model
really wrote. A stream gives the same whatever its chunks, and holds back no more than the
longest end that may become a placeholder.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from homeport.policies.privacy.vault import Vault
from homeport.router.events import Restoration, StreamRestorer
from homeport.router.flow import Failure
from homeport.router.reply import Reply
from homeport.types import Call

UNKNOWN: Final = "x-homeport-unknown-placeholders"
"""How many placeholders of ours in an answer stand for nothing: the model made them up."""


def restored(outcome: Reply | Failure[Reply], call: Call, vault: Vault) -> Reply | Failure[Reply]:
    """Return an answer, or what a server said in the place of one, with all values restored."""
    if isinstance(outcome, Failure):
        if outcome.answer is not None:
            _restore_whole(outcome.answer, Restoration(vault, call))
        return outcome
    restoration = Restoration(vault, call)
    if isinstance(outcome.body, bytes):
        _restore_whole(outcome, restoration)
    elif hasattr(outcome.body, "__aiter__"):
        outcome.body = _AsyncChunks(outcome.body, StreamRestorer(restoration))
    else:
        outcome.body = _Chunks(outcome.body, StreamRestorer(restoration))
    return outcome


def _restore_whole(reply: Reply, restoration: Restoration) -> None:
    """Restore an answer that is there as a whole. What is not JSON stays as it is."""
    try:
        found = json.loads(reply.body)  # type: ignore[arg-type]  # bytes: that is what whole means
    except ValueError:
        return
    value = restoration.value(found)
    if value == found:
        return
    reply.body = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    reply.headers = [(k, v) for k, v in reply.headers if k.lower() != "content-length"]
    reply.headers.append(("content-length", str(len(reply.body))))
    if restoration.tally.unknown:
        reply.headers.append((UNKNOWN, str(restoration.tally.unknown)))


class _Chunks:
    """A restored stream for sync callers."""

    def __init__(self, chunks: Any, restorer: StreamRestorer) -> None:
        self._chunks = chunks
        self._restorer = restorer

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if events := self._restorer.feed(chunk):
                yield events
        if rest := self._restorer.end():
            yield rest

    def close(self) -> None:
        self._chunks.close()


class _AsyncChunks:
    """A restored stream for async callers."""

    def __init__(self, chunks: Any, restorer: StreamRestorer) -> None:
        self._chunks = chunks
        self._restorer = restorer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            if events := self._restorer.feed(chunk):
                yield events
        if rest := self._restorer.end():
            yield rest

    async def aclose(self) -> None:
        await self._chunks.aclose()
