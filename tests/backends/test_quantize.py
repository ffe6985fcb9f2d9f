"""Packing a model into fewer bits for MLX."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.quantize import quantize, quantized_name
from homeport.errors import ModelError
from homeport.places import find
from homeport.types import Call


def test_a_packed_model_is_smaller_and_answers(tiny: Path, home: Path) -> None:
    """It is found by its name, with the tokenizer and template of the original."""
    made = quantize(tiny, "org/tiny", 4)
    backend = create("mlx", "local", model="org/tiny-4bit")

    deltas = list(backend.generate(Call("completions", {"prompt": "hello", "max_tokens": 5})))
    backend.close()

    assert made == find(quantized_name("org/tiny", 4)) == quantize(tiny, "org/tiny", 4)
    assert 4 == json.loads((made / "config.json").read_text())["quantization"]["bits"]
    weights = (made / "model.safetensors", tiny / "model.safetensors")
    assert 3 * weights[0].stat().st_size < weights[1].stat().st_size
    assert deltas[-1].usage is not None
    assert 5 == deltas[-1].usage.completion


def test_a_packed_model_is_not_packed_again(tiny: Path, home: Path) -> None:
    """It would lose more for nothing."""
    packed = quantize(tiny, "org/tiny", 4)

    with pytest.raises(ModelError, match="packed already"):
        quantize(packed, "org/other", 8)


def test_odd_numbers_of_bits_are_refused(tiny: Path, home: Path) -> None:
    """The message names those that there are."""
    with pytest.raises(ModelError, match="2, 3, 4, 5, 6, 8 bits, not 7"):
        quantize(tiny, "org/tiny", 7)
