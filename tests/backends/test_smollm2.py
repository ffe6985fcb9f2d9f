"""The real SmolLM2-135M, as ``homeport models pull`` brings it, in both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.fit import fit
from homeport.backends.worker import Worker
from homeport.types import Call, Delta, Usage

pytestmark = pytest.mark.model


def ask(kind: str, folder: Path, text: str, max_tokens: int) -> list[Delta]:
    messages = [{"role": "user", "content": text}]
    body = {"messages": messages, "temperature": 0, "max_tokens": max_tokens}
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
