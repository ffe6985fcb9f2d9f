"""``kind: echo``: answers with the last user message, word by word. It runs no model.

For checking the wiring of a policy, a gateway or a test before a model is pulled. Tokens are
words here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.backends.base import Backend
from homeport.backends.request import messages, prompts
from homeport.backends.sampling import Sampling
from homeport.types import Call, Delta, FinishReason, Usage


class EchoBackend(Backend):
    """Says what it was told, and stops at ``max_tokens`` words."""

    def __init__(self, *, name: str, model: str = "echo") -> None:
        super().__init__(name=name, model=model)

    def generate(self, call: Call) -> Iterator[Delta]:
        texts, asked = _read(call)
        limit = Sampling.of(call).max_tokens
        words = re.findall(r"\S+\s*|\s+", asked)
        said = words[:limit]
        for word in said:
            yield Delta(text=word)
        counted = sum(len(text.split()) for text in texts)
        finish: FinishReason = "stop" if len(said) == len(words) else "length"
        yield Delta(finish=finish, usage=Usage(prompt=counted, completion=len(said)))


def _read(call: Call) -> tuple[list[str], str]:
    """Return every text of the prompt, and the one to be repeated."""
    if call.endpoint == "completions":
        texts = [text for text in prompts(call) if isinstance(text, str)]
        return texts, "\n".join(texts)
    conversation = messages(call)
    asked = [m["content"] for m in conversation if m["role"] == "user"]
    return [m["content"] for m in conversation], asked[-1] if asked else ""
