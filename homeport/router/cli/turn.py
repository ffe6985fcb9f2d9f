"""One turn with the real client: send a request, show the pieces, and know how it went."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from homeport.router.cli.terminal import DIM, ROUTE_STYLE, printable
from homeport.router.client import OpenAI
from homeport.types import JSON


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and how it came about. ``seconds`` are from the request to the last piece,
    ``first`` to the first piece; ``tokens`` is what the answering model counted."""

    text: str
    model: str
    route: str
    backend: str
    rule: str
    level: str
    complexity: float
    tried: str
    finish: str | None
    tokens: int | None
    seconds: float
    first: float

    @property
    def speed(self) -> float | None:
        """Tokens per second after the first one; None if there is nothing to measure."""
        span = self.seconds - self.first
        if self.tokens is None or self.tokens < 2 or span <= 0:
            return None
        return (self.tokens - 1) / span

    def to_dict(self) -> dict[str, JSON]:
        return {
            "answer": self.text,
            "model": self.model,
            "route": self.route,
            "backend": self.backend,
            "rule": self.rule,
            "level": self.level,
            "complexity": self.complexity,
            "tried": self.tried,
            "finish_reason": self.finish,
            "tokens": self.tokens,
            "seconds": round(self.seconds, 3),
            "first_token_seconds": round(self.first, 3),
            "tokens_per_second": None if self.speed is None else round(self.speed, 1),
        }


class Turn:
    """A streamed chat completion. Read ``pieces`` to the end, then ask for ``answer``."""

    def __init__(
        self, client: OpenAI, body: Mapping[str, Any], *, labels: Mapping[str, str]
    ) -> None:
        self._client = client
        self._body = body
        self._labels = labels
        self._headers: Mapping[str, str] = {}
        self._said: list[str] = []
        self._model = ""
        self._finish: str | None = None
        self._tokens: int | None = None
        self._began = self._first = self._ended = 0.0

    def pieces(self) -> Generator[str]:
        """Send the request and yield the answer as it comes; closing it stops the answer.

        Raises ``openai.OpenAIError``, also in the middle.
        """
        self._began = self._first = self._ended = time.perf_counter()
        raw = self._client.chat.completions.with_raw_response.create(
            **self._body,
            stream=True,
            stream_options={"include_usage": True},
            extra_headers=dict(self._labels),
        )
        self._headers = raw.headers
        with raw.parse() as chunks:
            for chunk in chunks:
                if piece := self._read(chunk):
                    yield piece

    @property
    def said(self) -> str:
        """What has come so far."""
        return "".join(self._said)

    @property
    def answer(self) -> Answer:
        headers = self._headers
        return Answer(
            text=self.said,
            model=self._model,
            route=headers.get("x-homeport-route", ""),
            backend=headers.get("x-homeport-backend", ""),
            rule=headers.get("x-homeport-rule", ""),
            level=headers.get("x-homeport-level", ""),
            complexity=float(headers.get("x-homeport-complexity", "0")),
            tried=headers.get("x-homeport-tried", ""),
            finish=self._finish,
            tokens=self._tokens,
            seconds=self._ended - self._began,
            first=self._first - self._began,
        )

    def _read(self, chunk: Any) -> str:
        self._ended = time.perf_counter()
        self._model = chunk.model or self._model
        if chunk.usage:
            self._tokens = chunk.usage.completion_tokens
        if not chunk.choices:
            return ""
        self._finish = chunk.choices[0].finish_reason or self._finish
        delta = chunk.choices[0].delta
        piece: str = delta.content or _called(delta.tool_calls or ())
        if piece and not self._said:
            self._first = self._ended
        if piece:
            self._said.append(piece)
        return piece


def _called(calls: Iterable[Any]) -> str:
    """Return pieces of tool calls as text: the function's name, then its arguments."""
    functions = [call.function for call in calls if call.function]
    return "".join(
        (f"{function.name} " if function.name else "") + (function.arguments or "")
        for function in functions
    )


def footer(answer: Answer) -> Text:
    """Return the one line that tells who answered, why, and how fast."""
    facts = [
        f"{answer.backend} ({printable(answer.model)})",
        f"rule {answer.rule}",
        answer.level,
        f"complexity {answer.complexity:.2f}",
        f"{answer.seconds:.1f} s",
    ]
    if answer.speed is not None:
        facts.append(f"{answer.speed:.1f} tokens/s")
    if answer.finish == "length":
        facts.append("cut at the token limit")
    if ", " in answer.tried:
        facts.append(f"tried {answer.tried}")
    return Text.assemble(
        (answer.route, ROUTE_STYLE.get(answer.route, "")), (" · " + " · ".join(facts), DIM)
    )
