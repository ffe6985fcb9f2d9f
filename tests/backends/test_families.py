"""Each family's marks run for real: template, grammar, decode and reader, on a tiny model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from tiny_models import small_model

from homeport.backends import create
from homeport.backends.local import LocalBackend
from homeport.types import Call, Delta

CONVERSATION: Final = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
TOLD: Final = "{% if tools %}{{ tools | tojson }}{% endif %}"
FAMILIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "hermes": ("{# <tool_call> <think></think> #}assistant: ", ()),
    "llama": ('{# ipython "parameters": #}', ()),
    "mistral": ("{# [TOOL_CALLS][ARGS] #}", ("[TOOL_CALLS]", "[ARGS]")),
    "deepseek": (
        "{# <｜tool▁calls▁begin｜> </think> #}assistant: <think>\n",
        (
            "<｜tool▁calls▁begin｜>",
            "<｜tool▁calls▁end｜>",
            "<｜tool▁call▁begin｜>",
            "<｜tool▁call▁end｜>",
            "<｜tool▁sep｜>",
        ),
    ),
    "kimi": (
        "{# <|tool_calls_section_begin|> #}",
        (
            "<|tool_calls_section_begin|>",
            "<|tool_calls_section_end|>",
            "<|tool_call_begin|>",
            "<|tool_call_argument_begin|>",
            "<|tool_call_end|>",
        ),
    ),
    "harmony": (
        "{# <|channel|><|message|> {{ reasoning_effort }} #}<|start|>assistant",
        (
            "<|channel|>",
            "<|message|>",
            "<|start|>",
            "<|constrain|>",
            "<|call|>",
            "<|return|>",
        ),
    ),
}
"""The end of a template, whose comment has the family's marks, and the marks that are tokens."""

TOOL: Final = {
    "type": "function",
    "function": {
        "name": "add",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"a": {"type": "integer", "minimum": 0, "maximum": 99}},
            "required": ["a"],
        },
    },
}


def opened(folder: Path, name: str) -> LocalBackend:
    end, marks = FAMILIES[name]
    small_model(folder, TOLD + CONVERSATION + end, marks)
    backend = create("pytorch", "local", model=str(folder), dtype="float32")
    assert isinstance(backend, LocalBackend)
    backend.load()
    return backend


def ask(backend: LocalBackend, **fields: Any) -> list[Delta]:
    body = {"messages": [{"role": "user", "content": "1+1"}], "max_tokens": 160, "seed": 3}
    return list(backend.generate(Call("chat.completions", body | fields)))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_required_call_comes_in_the_familys_own_form(name: str, tmp_path: Path) -> None:
    """Its marks are neither shown nor lost, and its arguments parse."""
    backend = opened(tmp_path, name)
    thinking = name == "deepseek"  # its prompt has begun thoughts, which a random model never ends

    deltas = ask(backend, tools=[TOOL], tool_choice="required", parallel_tool_calls=False)

    calls = [delta.call for delta in deltas if delta.call is not None]
    assert name == backend._session.engine.tokenizer.family.name  # type: ignore[union-attr]
    assert "" == "".join(delta.text for delta in deltas)
    if thinking:
        assert "length" == deltas[-1].finish
        assert deltas[-1].usage is not None
        assert deltas[-1].usage.reasoning > 0
    elif calls:
        assert "add" == calls[0].name
        assert {"a"} == json.loads("".join(call.arguments for call in calls)).keys()
    else:  # a random model may think until its limit
        assert any(delta.reasoning for delta in deltas)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_plain_answer_shows_no_marks(name: str, tmp_path: Path) -> None:
    """Whatever control tokens a model says, a reader of text sees none."""
    deltas = ask(opened(tmp_path, name), max_tokens=60)

    shown = "".join(delta.text for delta in deltas)
    assert not [mark for mark in FAMILIES[name][1] if mark in shown]
    assert deltas[-1].finish is not None
