"""How a call's sampling fields are read."""

from __future__ import annotations

import math
from typing import Any

import pytest

from homeport.backends.sampling import Sampling
from homeport.errors import BadCall
from homeport.types import Call


def read(endpoint: str = "chat.completions", **body: Any) -> Sampling:
    return Sampling.of(Call(endpoint, body))


def test_the_defaults_are_the_apis() -> None:
    """An empty request samples at temperature 1 and may fill the context."""
    assert Sampling() == read()
    assert 1.0 == read().temperature
    assert read().max_tokens is None


def test_a_bare_completion_is_sixteen_tokens_long() -> None:
    """That endpoint has its own default."""
    assert 16 == read("completions").max_tokens
    assert 40 == read("completions", max_tokens=40).max_tokens


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens", "max_output_tokens"])
def test_the_limit_has_three_names(field: str) -> None:
    """One for each age and endpoint of the API."""
    assert 5 == read(**{field: 5}).max_tokens


def test_null_means_the_default() -> None:
    """The SDK sends null for what a caller set to None."""
    fields = ("temperature", "top_p", "seed", "stop", "n", "max_tokens", "best_of")
    assert Sampling() == read(**dict.fromkeys(fields))


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("temperature", 2.1, "from 0 to 2"),
        ("temperature", "warm", "from 0 to 2"),
        ("temperature", math.nan, "from 0 to 2"),
        ("temperature", True, "from 0 to 2"),
        ("top_p", -0.1, "from 0 to 1"),
        ("max_tokens", 0, "at least 1"),
        ("max_tokens", 1.5, "at least 1"),
        ("n", 129, "from 1 to 128"),
        ("n", True, "from 1 to 128"),
        ("seed", 2**63, "whole number"),
        ("best_of", 3, "not offered"),
        ("stop", ["a", "b", "c", "d", "e"], "up to 4"),
        ("stop", "", "none of them empty"),
        ("stop", [7], "text"),
        ("stop", 7, "text"),
        ("frequency_penalty", 2.5, "from -2 to 2"),
        ("logit_bias", [], "object"),
        ("logit_bias", {"a": 1}, "token ids"),
        ("top_logprobs", 21, "from 0 to 20"),
        ("top_logprobs", 2, "needs logprobs"),
    ],
)
def test_a_value_out_of_range_is_named_with_its_range(field: str, value: Any, allowed: str) -> None:
    """As the API's own 400 does."""
    with pytest.raises(BadCall, match=f"{field}.*{allowed}"):
        read(**{field: value})


def test_stop_may_be_one_text() -> None:
    """A single stop string needs no list."""
    assert ("END",) == read(stop="END").stop
    assert ("a", "b") == read(stop=["a", "b"]).stop


def test_nothing_to_draw_from_is_greedy() -> None:
    """Temperature 0 and an empty nucleus both leave the likeliest token."""
    assert read(temperature=0).greedy
    assert read(top_p=0).greedy
    assert not read(temperature=0.1).greedy


def test_seeds_are_repeatable_and_differ_between_choices() -> None:
    """A given seed fixes every choice; without one no two calls are alike."""
    given = read(seed=-3)

    assert given.seed_of(1) == read(seed=-3).seed_of(1)
    assert given.seed_of(0) != given.seed_of(1)
    assert 0 <= given.seed_of(0) < 2**63
    assert read().seed_of(0) != read().seed_of(0)


def test_log_probabilities_are_asked_for_in_three_ways() -> None:
    """A flag and a number, a number, and a place in `include`; None where nothing is asked."""
    include = ["message.output_text.logprobs"]

    assert [None, 0, 4, 3, 0, 2] == [
        given.logprobs
        for given in (
            read(logprobs=False),
            read(logprobs=True),
            read(logprobs=True, top_logprobs=4),
            read("completions", logprobs=3),
            read("responses", include=include),
            read("responses", include=include, top_logprobs=2),
        )
    ]


def test_only_temperature_nucleus_and_seed_are_plain() -> None:
    """An engine chooses by itself where nothing else is asked."""
    assert read(temperature=0.2, top_p=0.5, seed=1, frequency_penalty=0, logit_bias={}).plain
    assert not read(presence_penalty=1).plain
    assert not read(logit_bias={"3": -100}).plain
    assert not read(logprobs=True).plain
    assert not read(min_tokens=2).plain
