"""One answer, from the engine's tokens to deltas: where it ends, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

from homeport.backends.chooser import Chosen
from homeport.backends.engine import Engine, Row, Step
from homeport.backends.plan import Plan
from homeport.backends.text import Detokenizer, StopStrings
from homeport.types import Delta, FinishReason, Logprob


@dataclass(frozen=True, slots=True)
class Written:
    """An answer at its end: the tokens it took, those of them that were thoughts, and the delta
    that ends it."""

    tokens: int
    reasoning: int
    end: Delta


def answer(
    engine: Engine, row: Row, plan: Plan, index: int, limit: int
) -> Generator[Delta | Step, Any, Written]:
    """Show choice ``index`` until the model ends it, a stop string comes, the grammar is
    fulfilled, or ``limit`` tokens are said. ``row`` has read the prompt."""
    chooser = plan.chooser(index, limit)
    seed = plan.sampling.seed_of(index)
    row.draw = engine.sampler(plan.sampling, seed) if chooser is None else None
    said, count, reasoning = _Said(plan, index), 0, 0
    finish: FinishReason | None = None
    found = engine.take(row)
    while True:
        chosen = Chosen(found) if chooser is None else chooser.choose(found)
        count += 1
        if chosen.token in engine.tokenizer.stops:
            finish = "stop"
            break
        reasoning += said.thinking
        yield from said.push(chosen)
        if said.over:
            return Written(count, reasoning, said.end("stop"))
        if count == limit or (chooser is not None and chooser.done):
            break
        found = yield Step(row, chosen.token)
    if chooser is not None and chooser.cut:
        finish = "length"
    elif finish is None:
        finish = "stop" if chooser is not None and chooser.done else "length"
    yield from said.rest()
    return Written(count, reasoning, said.end("stop" if said.over else finish))


class _Said:
    """What was said of one choice, as text, thoughts and calls. ``over`` after a stop string."""

    def __init__(self, plan: Plan, index: int) -> None:
        self._text = Detokenizer(plan.decode)
        self._reader = plan.reader()
        self._stop = StopStrings(plan.sampling.stop)
        self._index = index
        self._logprobs: list[Logprob] = []
        self._last = ""

    @property
    def over(self) -> bool:
        return self._stop.hit

    @property
    def thinking(self) -> bool:
        return self._reader.thinking

    def push(self, chosen: Chosen) -> Iterator[Delta]:
        """Take the next token. There is always a delta: it is where a caller may leave."""
        if chosen.logprob is not None:
            self._logprobs.append(chosen.logprob)
        deltas = [*self._shown(self._reader.push(self._text.push(chosen.token)))]
        yield from deltas or [Delta(index=self._index)]

    def rest(self) -> Iterator[Delta]:
        """What was held back, at the end."""
        yield from self._shown(self._reader.flush())
        if not self.over:
            self._last = self._stop.flush()

    def end(self, finish: FinishReason) -> Delta:
        if finish == "stop" and self._reader.called:
            finish = "tool_calls"
        logprobs = tuple(self._logprobs) if self._last else ()
        return Delta(self._last, self._index, finish, logprobs=logprobs)

    def _shown(self, deltas: Iterator[Delta]) -> Iterator[Delta]:
        for delta in deltas:
            if not delta.text:
                self._logprobs.clear()  # what is told of tokens is told of the answer's text
                yield replace(delta, index=self._index)
            elif text := self._stop.push(delta.text):
                told, self._logprobs = tuple(self._logprobs), []
                yield replace(delta, text=text, index=self._index, logprobs=told)
            if self.over:
                return
