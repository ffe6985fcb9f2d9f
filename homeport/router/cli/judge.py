"""Judging requests without answering them: what ``explain`` and ``explain --batch`` share."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

from homeport.errors import BadCall
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.dispatch import Router
from homeport.types import JSON, Call, Decision, Finding

_TELLING: Final = ("messages", "input", "prompt")
"""The fields by which a body tells its endpoint."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A call and what shall happen to it."""

    call: Call
    decision: Decision

    def covered(self) -> Iterator[tuple[Finding, str]]:
        """Yield each finding with the text that it is about."""
        texts = {part.path: part.text for part in self.call.parts}
        for finding in self.decision.privacy.findings:
            yield finding, texts.get(finding.part, "")[finding.start : finding.end]


class Judge:
    """Decides as the client of the same policy would on this machine now.

    What is known of the targets (installed, pulled, key set) is looked up once. No model is
    loaded and no connection is made.
    """

    def __init__(self, policy: Policy) -> None:
        self.router = Router(policy)
        self.state = self.router.state(wire.request_for({"messages": []}))

    def judge(self, request: wire.Request) -> Judged:
        """Return the decision; its ``elapsed_us`` covers reading and judging.

        Raises ``BadCall`` if the request cannot be read.
        """
        started = time.perf_counter_ns()
        call = self.router.foresee(request)
        decision = self.router.judge(call, self.state)
        elapsed = (time.perf_counter_ns() - started) // 1000
        return Judged(call, replace(self.router.priced(call, decision), elapsed_us=elapsed))


def batch(judge: Judge, lines: Iterable[bytes], results: BinaryIO) -> bool:
    """Write one JSON line for each line, in order and at once; say whether all could be read."""
    complete = True
    for number, line in enumerate(lines, start=1):
        try:
            result = judge.judge(request_of(line)).decision.to_dict()
        except BadCall as error:
            result = _unreadable(error, number)
            complete = False
        results.write(json.dumps(result).encode() + b"\n")
        results.flush()
    return complete


def request_of(line: bytes) -> wire.Request:
    """Return the request that a line stands for.

    The line is an OpenAI request body, judged byte for byte as it stands, or has ``text`` in
    the place of ``messages``. Raises ``BadCall`` if it is neither.
    """
    if not line.strip():
        raise BadCall("the line is empty")
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        raise BadCall("the line is not valid JSON") from None
    if not isinstance(body, dict):
        raise BadCall("a line must be one JSON object")
    telling = {field: None for field in _TELLING if field in body}
    if "text" in body and not telling:
        return wire.request_for(_chat(body))
    if not telling:
        raise BadCall('a line has `messages`, `input` or `prompt`, or is {"text": "..."}')
    return replace(wire.request_for(telling), body=line)


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines as they arrive, without waiting for more input."""
    return iter(stream.readline, b"")


def _chat(line: dict[str, Any]) -> dict[str, Any]:
    text = line.pop("text")
    if not isinstance(text, str):
        raise BadCall("`text` must be a string")
    return {**line, "messages": [{"role": "user", "content": text}]}


def _unreadable(error: BadCall, number: int) -> dict[str, JSON]:
    return {"error": {"message": error.message, "code": error.code, "line": number}}
