"""The requests of ``homeport demo``: what people really ask, in English and in Spanish."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeport.types import JSON


@dataclass(frozen=True, slots=True)
class Sample:
    """One request and what is special about it."""

    title: str
    text: str
    extra: Mapping[str, Any]

    @property
    def body(self) -> dict[str, Any]:
        """The OpenAI request body, without limits."""
        messages = [{"role": "user", "content": self.text}]
        return {"model": "auto", "messages": messages, **self.extra}


_WEATHER: Final[JSON] = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Return the weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def samples() -> tuple[Sample, ...]:
    """Return the requests. The API key among them is drawn anew each time: it is nobody's."""
    key = f"sk-proj-{secrets.token_hex(24)}"
    return (
        _sample("easy question", "What is the capital of France?"),
        _sample(
            "hard question",
            "Prove step by step that the square root of 2 is irrational, then generalise the proof "
            "to every prime and explain where it would fail for a perfect square.",
        ),
        _sample(
            "card number",
            "Draft a short complaint: my card 4111 1111 1111 1111 was charged twice on 3 May.",
        ),
        _sample(
            "patient note (ES)",
            "Resume en una frase: paciente con DNI 12345678Z, diabetes tipo 2, tensión 150/95, "
            "en tratamiento con metformina 850 mg.",
        ),
        _sample("API key", f"Why do I get error 401 with OPENAI_API_KEY={key} in my shell?"),
        _sample(
            "code (ES)",
            "Escribe una función en Python que invierta una lista enlazada y explica su coste.",
        ),
        _sample(
            "long document",
            f"Summarise this documentation in one sentence.\n\n{re.__doc__ or re.__name__}",
        ),
        _sample("tool call (ES)", "¿Qué tiempo hace en Sevilla?", tools=[_WEATHER]),
    )


def _sample(title: str, text: str, **extra: Any) -> Sample:
    return Sample(title, text, extra)
