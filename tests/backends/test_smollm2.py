"""The real SmolLM2-135M, as ``homeport models pull`` brings it, in both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.fit import fit
from homeport.backends.worker import Worker
from homeport.types import Call, Delta, Usage

pytestmark = pytest.mark.model


def ask(kind: str, folder: Path, text: str, max_tokens: int, **fields: object) -> list[Delta]:
    messages = [{"role": "user", "content": text}]
    body = {"messages": messages, "temperature": 0, "max_tokens": max_tokens, **fields}
    # In float32: two engines round bfloat16 differently, and near ties fall either way.
    worker = Worker(create(kind, "local", model=str(folder), dtype="float32"))
    try:
        return list(worker.submit(Call("chat.completions", body)))
    finally:
        worker.close()


def said(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas)


def test_it_knows_the_capital_of_france_and_stops(smollm2: Path) -> None:
    """A whole answer: words, the model's own end, and the tokens counted."""
    deltas = ask("pytorch", smollm2, "What is the capital of France?", 30)

    assert "The capital of France is Paris." == said(deltas)
    assert "stop" == deltas[-1].finish
    assert Usage(prompt=37, completion=8) == deltas[-1].usage


def test_both_engines_begin_with_the_same_twenty_tokens(smollm2: Path) -> None:
    """One folder, made once from a GGUF file, is read alike by PyTorch and by MLX."""
    question = "Explain what a router does."

    torch_says, mlx_says = (ask(kind, smollm2, question, 20) for kind in ("pytorch", "mlx"))

    assert said(torch_says) == said(mlx_says) != ""
    assert Usage(prompt=36, completion=20) == torch_says[-1].usage == mlx_says[-1].usage


def test_it_fits_a_small_machine(smollm2: Path) -> None:
    """Weights of 270 MB, by the files and by the catalogue alike."""
    by_files, by_name = (
        fit(name, context=8192, available=2 * 10**9) for name in (str(smollm2), "smollm2-135m")
    )

    assert "fits" == by_files.verdict == by_name.verdict
    assert by_files.needed == by_name.needed


def test_it_calls_a_tool_that_it_was_told_of_in_words(smollm2: Path) -> None:
    """Its template knows no tools; the grammar holds it to the one that must be called."""
    city = {"type": "string", "maxLength": 20}
    unit = {"enum": ["C", "F"]}
    parameters = {"type": "object", "properties": {"city": city, "unit": unit}}
    function = {"name": "get_weather", "description": "Weather of a city", "strict": True}
    tools = [{"type": "function", "function": {**function, "parameters": parameters}}]

    deltas = ask(
        "pytorch",
        smollm2,
        "What is the weather in Paris?",
        60,
        tools=tools,
        tool_choice="required",
        parallel_tool_calls=False,
    )

    calls = [delta.call for delta in deltas if delta.call is not None]
    assert "get_weather" == calls[0].name
    assert "Paris" == json.loads("".join(call.arguments for call in calls))["city"]
    assert "tool_calls" == deltas[-1].finish


@pytest.mark.parametrize("kind", ["pytorch", "mlx"])
def test_calls_at_once_say_what_they_say_alone(kind: str, smollm2: Path) -> None:
    """Three real answers side by side, then a second turn that reads only what is new."""
    worker = Worker(create(kind, "local", model=str(smollm2), dtype="float32"))
    calls = [
        Call("completions", {"prompt": text, "temperature": 0, "max_tokens": 4})
        for text in ("The capital of France is", "One, two, three,", "Once upon")
    ]
    alone = [said(list(worker.submit(call))) for call in calls]

    streams = [worker.submit(call) for call in calls]
    together = [said(list(stream)) for stream in streams]
    long = "The router looks at a call and decides who may answer it. It knows the policy"
    first = said(list(worker.submit(_continue(long))))
    second = list(worker.submit(_continue(f"{long}{first} and the rest")))
    worker.close()

    assert alone == together
    assert second[-1].usage is not None
    assert second[-1].usage.cached >= 16


def _continue(text: str) -> Call:
    return Call("completions", {"prompt": text, "temperature": 0, "max_tokens": 2})
