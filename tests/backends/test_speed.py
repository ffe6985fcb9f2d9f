"""How fast a model is, and how fast it can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.fit import fit
from homeport.backends.speed import at_most, bandwidth, measure
from homeport.errors import ModelError

GB = 10**9


def test_a_model_is_timed_from_the_call_to_the_last_token(tiny: Path) -> None:
    """The parts are of one answer: rates and times agree."""
    found = measure(
        create("pytorch", "bench", model=str(tiny), dtype="float32"), "pytorch", prompt=6, tokens=9
    )

    assert (30, 9) == (found.prompt, found.tokens)  # a token is a byte here
    assert found.prompt / found.first == pytest.approx(found.prefill)
    assert found.decode > 0
    assert found.load > 0
    assert found.memory > 10**7


def test_a_model_that_is_not_here_cannot_be_timed(home: Path) -> None:
    """The message has the command that brings it."""
    with pytest.raises(ModelError, match="homeport models pull qwen3-4b"):
        measure(create("pytorch", "bench", model="qwen3-4b"), "pytorch")


def test_no_machine_says_more_than_its_memory_can_bring(home: Path) -> None:
    """Every weight once a token; of a mixture of experts only the active ones."""
    dense = at_most(fit("qwen3-4b", form="pytorch"), rate=80 * GB)
    experts = at_most(fit("gpt-oss-20b", form="mlx"), rate=80 * GB)

    assert dense == pytest.approx(10)  # 8 GB of weights
    assert experts is not None
    assert 30 < experts < 45  # 12.1 GB, of which a sixth takes part in a token


def test_an_unknown_size_has_no_bound(home: Path) -> None:
    """Nothing is guessed."""
    assert at_most(fit("gemma-3-1b", form="mlx"), rate=GB) is None


def test_this_machines_memory_is_faster_than_a_disk() -> None:
    """A plausible number of bytes a second."""
    assert 10**8 < bandwidth() < 10**13
