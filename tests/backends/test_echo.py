"""The backend that runs no model."""

from __future__ import annotations

from homeport.backends import create
from homeport.types import Call, Delta, Usage

ECHO = create("echo", "wire")


def test_echo_answers_with_the_last_user_message_word_by_word() -> None:
    """Spaces survive, and tokens are words."""
    body = {
        "messages": [
            {"role": "user", "content": "first"},
            {"role": "assistant", "content": "first"},
            {"role": "user", "content": "¿qué  tal?"},
        ]
    }

    deltas = list(ECHO.generate(Call("chat.completions", body)))

    assert [
        Delta("¿qué  "),
        Delta("tal?"),
        Delta(finish="stop", usage=Usage(prompt=4, completion=2)),
    ] == deltas


def test_echo_keeps_to_the_limit_and_says_so() -> None:
    """Fewer words than asked for end with reason length."""
    deltas = list(ECHO.generate(Call("completions", {"prompt": "a b c", "max_tokens": 2})))

    assert "a b " == "".join(delta.text for delta in deltas)
    assert "length" == deltas[-1].finish


def test_echo_is_always_ready() -> None:
    """There is nothing to install or to pull."""
    assert ECHO.missing() is None
    assert ECHO.context() is None
