"""Shadow runs: a share of the calls is put to the other side too, and both answers are graded.

It happens on a thread of its own after the caller's answer is complete, one call at a time. What
finds the line full, the backend busy, or a caller waiting for it, is dropped. What leaves for it
passes the same gate and the same audit log as any call, by a decision of the policy of its own.
Of the answers only the label is kept.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from homeport.policies.complexity.grading import Grades, graded
from homeport.policies.entries import Shadow
from homeport.policies.shadow import grading, other_side, repeatable
from homeport.router import wire
from homeport.router.answers import Overheard, text_of
from homeport.router.deadline import Deadline
from homeport.router.local import LocalTarget
from homeport.router.prompts import prompts
from homeport.router.reply import Chunks, Reply
from homeport.router.targets import Order
from homeport.router.wire import Request
from homeport.types import Call, Decision, Scores

if TYPE_CHECKING:
    from homeport.router.dispatch import Router

WAITING: Final = 8
"""Calls that can wait for their shadow run; further ones get none."""
LIMIT: Final = 120.0
"""Seconds that one answer may take."""

_PAUSE: Final = 0.05  # seconds in which the caller takes the answer
_CREDENTIALS: Final = frozenset(
    "authorization api-key openai-organization openai-project content-type".split()
)
_NOT_REPEATED: Final = frozenset({"stream", "stream_options", "store", "metadata", "user"})
_GRADE_TOKENS: Final = 512  # one word, after what a model that reasons thinks before it
_MARKS: Final = ".,:;*`\"'"

log = logging.getLogger("homeport")


@dataclass(frozen=True, slots=True)
class _Run:
    """An answered call that waits for its other answer."""

    request: Request
    call: Call
    decision: Decision
    leaves: bool
    answer: str


class Shadows:
    """The line of shadow runs of a router, and the thread that works it off."""

    def __init__(self, router: Router, plan: Shadow) -> None:
        self._router = router
        self._plan = plan
        self._line: queue.Queue[_Run] = queue.Queue(WAITING)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def follow(self, request: Request, call: Call, decision: Decision, reply: Reply) -> None:
        """Let a share of the calls be asked again once ``reply`` has been taken."""
        target = self._router.targets.get(reply.target or "")
        if target is None or reply.status >= 300 or not repeatable(call, decision):
            return
        if random.random() >= self._plan.share:
            return
        run = _Run(request, call, decision, target.leaves, "")
        if isinstance(reply.body, bytes):
            self._add(run, text_of(call.endpoint, reply.body))
            return
        wrap = _AsyncChunks if hasattr(reply.body, "__aiter__") else _Chunks
        reply.body = wrap(reply.body, Overheard(call.endpoint), lambda text: self._add(run, text))

    def close(self) -> None:
        """Drop what waits, and let go of what runs."""
        self._closing.set()
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(1)

    def _add(self, run: _Run, text: str | None) -> None:
        if text is None:
            return
        try:
            self._line.put_nowait(replace(run, answer=text))
        except queue.Full:
            return
        with self._lock:
            if self._thread is None:
                self._closing = threading.Event()
                self._thread = threading.Thread(
                    target=self._work, args=(self._closing,), name="homeport-shadow", daemon=True
                )
                self._thread.start()

    def _work(self, closing: threading.Event) -> None:
        """Run one shadow after another until told to leave. Runs on the thread."""
        while not closing.wait(_PAUSE):
            try:
                run = self._line.get(timeout=_PAUSE)
            except queue.Empty:
                continue
            try:
                self._label(run, closing)
            except Exception as error:  # noqa: BLE001 - the thread's edge: no caller hears of it
                log.warning("a shadow run failed: %s", type(error).__name__)
        while not self._line.empty():
            self._line.get_nowait()

    def _label(self, run: _Run, closing: threading.Event) -> None:
        """Ask the other side, grade both answers, and keep the label."""
        other = self._asked_again(run, closing)
        if other is None:
            return
        local, cloud = (other, run.answer) if run.leaves else (run.answer, other)
        grades = graded(run.call, local, cloud) or self._judged(run, local, cloud, closing)
        if grades is not None and self._router.outcomes is not None:
            self._router.outcomes.labelled(run.decision.id, run.call, grades)

    def _asked_again(self, run: _Run, closing: threading.Event) -> str | None:
        book, before = self._router.policy.rulebook, run.decision
        scores = Scores(before.privacy, before.complexity, before.language)
        state = self._router.state(run.request)
        asked = other_side(book, run.call, scores, state, leaves=not run.leaves)
        if asked is None:
            return None
        body = {key: value for key, value in run.call.body.items() if key not in _NOT_REPEATED}
        if run.call.endpoint == "responses":
            body["store"] = False
        return self._ask(_order_for(run, body), asked.target, asked.decision, closing)

    def _judged(self, run: _Run, local: str, cloud: str, closing: threading.Event) -> Grades | None:
        """Return what the policy's judge says of both answers."""
        if self._plan.judge is None:
            return None
        mine = self._verdict(run, self._plan.judge, local, closing)
        theirs = self._verdict(run, self._plan.judge, cloud, closing)
        return None if mine is theirs is None else Grades(mine, theirs, "judge")

    def _verdict(self, run: _Run, judge: str, answer: str, closing: threading.Event) -> bool | None:
        question = "\n".join(part.text for part in run.call.parts if part.role == "user")
        body = {
            "model": "auto",
            "messages": [
                {"role": "system", "content": prompts(run.decision.language).grade},
                {"role": "user", "content": f"{question}\n\n---\n\n{answer}"},
            ],
            "max_completion_tokens": _GRADE_TOKENS,
        }
        order, policy = _order_for(run, body), self._router.policy
        # What an answer says may be private: it is read and judged like any call.
        scores, state = policy.score(order.call), self._router.state(run.request)
        decision = grading(policy.rulebook, order.call, scores, state, judge)
        said = decision and self._ask(order, judge, decision, closing)
        word = (said or "").split(maxsplit=1)[:1]
        return {"yes": True, "no": False}.get(word[0].strip(_MARKS).lower()) if word else None

    def _ask(
        self, order: Order, name: str, decision: Decision, closing: threading.Event
    ) -> str | None:
        """Ask one target, as the policy has decided, and return its text."""
        target = self._router.targets[name]
        order = replace(order, decision=self._router.identified(decision, order.call))
        if isinstance(target, LocalTarget):
            return _streamed(target, order, closing)
        outcome = target.attempt(order)
        if not isinstance(outcome, Reply) or not isinstance(outcome.body, bytes):
            return None
        self._router.audit.answered(order.call, order.decision, outcome, f"{name}:ok")
        return text_of(order.call.endpoint, outcome.body)


def _streamed(target: LocalTarget, order: Order, closing: threading.Event) -> str | None:
    """Return what a backend on this device says, unless somebody else needs it."""
    if target.in_use:
        return None
    streaming = replace(order.call, body={**order.call.body, "stream": True}, stream=True)
    outcome = target.attempt(replace(order, call=streaming))
    if not isinstance(outcome, Reply):
        return None
    heard, chunks = Overheard(order.call.endpoint), cast("Chunks", outcome.body)
    try:
        for chunk in chunks:
            heard.feed(chunk)
            if closing.is_set() or target.awaited:
                return None
    finally:
        chunks.close()
    return heard.text()


def _order_for(run: _Run, body: Mapping[str, Any]) -> Order:
    """Return the order for ``body``, to where the caller's own client points.

    Of the headers those that say who pays are needed again, and no others.
    """
    request = wire.request_for(body)
    before = wire.request_for({}, run.call.endpoint).url.removeprefix("/v1")
    head, _, tail = run.request.url.rpartition(before)
    url = f"{head}{request.url.removeprefix('/v1')}{tail}"
    request = replace(request, url=url, headers=_paying(run.request))
    return Order(request, wire.read(request), run.decision, Deadline.after(LIMIT), _unheard)


def _paying(request: Request) -> tuple[wire.Header, ...]:
    """Return the headers that say who pays; nothing else of them is needed again."""
    return tuple((k, v) for k, v in request.headers if k.lower() in _CREDENTIALS)


def _unheard(_: Iterable[str]) -> None:
    """What a shadow answers is nobody's answer."""


class _Following:
    """A stream whose text is told when it has ended."""

    def __init__(self, chunks: Any, heard: Overheard, told: Any) -> None:
        self._chunks = chunks
        self._heard = heard
        self._told = told


class _Chunks(_Following):
    """The stream for sync callers."""

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._heard.feed(chunk)
            yield chunk
        self._told(self._heard.text())

    def close(self) -> None:
        self._chunks.close()


class _AsyncChunks(_Following):
    """The stream for async callers."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            self._heard.feed(chunk)
            yield chunk
        self._told(self._heard.text())

    async def aclose(self) -> None:
        await self._chunks.aclose()
