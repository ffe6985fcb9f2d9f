"""A loaded model at work: answers that go on side by side, and what they share.

An answer is a generator that yields deltas and, where it cannot go on by itself, the work that
it waits for. Whoever drives several collects that work and has it done together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any, Final

from homeport.backends.answer import Written, answer
from homeport.backends.engine import STILL_READING, Engine, Read, Room, Row, Step, Work
from homeport.backends.memory import Ledger
from homeport.backends.pace import Pace
from homeport.backends.plan import Plan, Prompt
from homeport.backends.prompt_cache import Owner, PromptCaches
from homeport.errors import Unavailable
from homeport.types import Call, Delta, Usage

_EXPECTED: Final = 1_024
"""Tokens that room is taken for where a call does not say how many it wants."""


class Session:
    """One engine with its rows. Everything here happens on the thread that loaded the engine."""

    def __init__(self, engine: Engine, *, cache_bytes: int, ledger: Ledger, pace: Pace) -> None:
        self.engine = engine
        self.caches = PromptCaches(engine, cache_bytes)
        self._ledger = ledger
        self._pace = pace

    def answers(
        self, call: Call, limit_of: Callable[[int, int | None], int]
    ) -> Generator[Delta | Work, Any, None]:
        """Answer ``call``. ``limit_of`` tells how many tokens may follow a prompt of so many."""
        plan = Plan.of(call, self.engine.tokenizer)
        asked = plan.sampling.max_tokens
        limits = [limit_of(len(prompt.tokens), asked) for prompt in plan.prompts]
        longest = max(len(prompt.tokens) for prompt in plan.prompts)
        needed = (longest + min(limits[0], asked or _EXPECTED)) * min(plan.sampling.n, 2)
        room, usage = Room(needed), Usage(0, 0)
        try:
            if not (yield room):
                raise Unavailable(
                    f"there is no memory for the {needed:,} tokens that this call needs; shorten "
                    f"it, lower max_tokens, or allow another target",
                    code="out_of_memory",
                )
            for number, (prompt, limit) in enumerate(zip(plan.prompts, limits, strict=True)):
                final = number == len(limits) - 1
                choices = self._choices(call, plan, prompt, limit, number, usage, final=final)
                usage = yield from choices
        finally:
            self._ledger.give(room)

    def work(self, wanted: Sequence[Work]) -> dict[Work, Any]:
        """Do what is ``wanted`` and return what came of it: all steps, and of prompts the next
        piece of the first, with those of others that fit beside it into a stride. What is missing
        from the result has to wait."""
        found: dict[Work, Any] = {}
        for item in wanted:
            if isinstance(item, Room) and (granted := self._granted(item)) is not None:
                found[item] = granted
        if steps := [item for item in wanted if isinstance(item, Step)]:
            found.update(zip(steps, self._stepped(steps), strict=True))
        left = self.engine.stride
        for item in wanted:
            if isinstance(item, Read) and (left == self.engine.stride or len(item.tokens) <= left):
                left -= len(item.tokens)
                self._read(item)
                found[item] = None
        return found

    def _granted(self, room: Room) -> bool | None:
        granted = self._ledger.take(room)
        if granted is not True and self.caches.bytes:
            self.caches.shrink(0)
            granted = self._ledger.take(room)
        return granted

    def _stepped(self, steps: Sequence[Step]) -> list[Any]:
        started = time.perf_counter()
        found = self.engine.step([step.row for step in steps], [step.token for step in steps])
        self._pace.has_stepped(time.perf_counter() - started)
        return found

    def _read(self, read: Read) -> None:
        started, before = time.perf_counter(), len(read.row.tokens)
        self.engine.read(read.row, read.tokens, last=read.last)
        self._pace.has_read(len(read.tokens), time.perf_counter() - started, before=before)

    def _choices(  # noqa: PLR0913, PLR0917 - the parts of one sentence
        self,
        call: Call,
        plan: Plan,
        prompt: Prompt,
        limit: int,
        number: int,
        before: Usage,
        *,
        final: bool,
    ) -> Generator[Delta | Work, Any, Usage]:
        """Answer one prompt ``n`` times; return the usage so far, told with the ``final`` end."""
        count, owner = plan.sampling.n, Owner.of(call)
        row = self.caches.take(owner, prompt.tokens)
        usage = replace(
            before,
            prompt=before.prompt + len(prompt.tokens),
            cached=before.cached + len(row.tokens),
        )
        whole = False
        try:
            yield from self._reading(row, prompt.tokens)
            for turn in range(count):
                index, last = number * count + turn, turn == count - 1
                if prompt.echo:
                    yield Delta(prompt.echo, index)
                written = yield from self._written(row, plan, index, limit, last=last)
                usage = replace(
                    usage,
                    completion=usage.completion + written.tokens,
                    reasoning=usage.reasoning + written.reasoning,
                )
                yield replace(written.end, usage=usage if last and final else None)
            whole = True
        except GeneratorExit:  # the caller left; what was read is as good as ever
            whole = True
            raise
        finally:
            self._end(owner, row, len(prompt.tokens), whole=whole)
        return usage

    def _reading(self, row: Row, prompt: Sequence[int]) -> Generator[Delta | Work, Any, None]:
        """Read what ``row`` has not read of ``prompt``, in pieces: others go on between them."""
        stride = self.engine.stride
        for start in range(len(row.tokens), len(prompt), stride):
            end = start + stride
            yield Read(row, prompt[start:end], last=end >= len(prompt))
            yield STILL_READING

    def _written(
        self, row: Row, plan: Plan, index: int, limit: int, *, last: bool
    ) -> Generator[Delta | Work, Any, Written]:
        """Write one choice, all but the ``last`` on a copy of what was read."""
        own = row if last else self.engine.fork(row)
        try:
            return (yield from answer(self.engine, own, plan, index, limit))
        finally:
            if not last:
                self.engine.drop(own)

    def _end(self, owner: Owner, row: Row, prompt: int, *, whole: bool) -> None:
        if whole:
            self.engine.leave(row)
            self.caches.put(owner, row, prompt)
        else:
            self.engine.drop(row)
