"""``text_completion``, whole and in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from homeport.router.render.base import Completions, Object, choice_object
from homeport.types import Delta, Logprob


class Text(Completions):
    """Texts that go on where a prompt ended."""

    def frame(self) -> Object:
        return {
            "id": self.id,
            "object": "text_completion",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": None,
        }

    def pieces(self, delta: Delta) -> Iterator[Object]:
        if delta.text:
            before = self.choice(delta.index).logprobs[: -len(delta.logprobs) or None]
            told = _logprobs(delta.logprobs, _length(before)) if delta.logprobs else None
            yield choice_object(delta.index, text=delta.text, logprobs=told)

    def last(self, delta: Delta) -> Object:
        return choice_object(delta.index, text="", logprobs=None, finish_reason=delta.finish)

    def whole(self) -> Object:
        choices = [
            choice_object(
                index,
                text=choice.text,
                logprobs=_logprobs(choice.logprobs, 0) if choice.logprobs else None,
                finish_reason=choice.finish,
            )
            for index, choice in sorted(self.choices.items())
        ]
        return self.frame() | {"choices": choices, "usage": self.counts()}


def _length(told: Sequence[Logprob]) -> int:
    return sum(len(token.token) for token in told)


def _logprobs(told: Sequence[Logprob], offset: int) -> Object:
    """Return four lists side by side; ``offset`` is where in the text the first token begins."""
    offsets = accumulate((len(token.token) for token in told[:-1]), initial=offset)
    return {
        "tokens": [token.token for token in told],
        "token_logprobs": [token.logprob for token in told],
        "top_logprobs": [{other.token: other.logprob for other in token.top} for token in told],
        "text_offset": list(offsets),
    }
