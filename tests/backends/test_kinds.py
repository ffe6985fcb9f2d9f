"""From a policy's ``kind`` to a backend."""

from __future__ import annotations

import platform

import pytest

from homeport.backends import KINDS, create, local_kind
from homeport.backends.base import Backend
from homeport.policies.policy import Policy
from homeport.router.wire import read, request_for
from homeport.types import TargetState


def test_every_kind_that_ships_is_a_backend() -> None:
    """What the table names exists."""
    for kind in KINDS:
        made = create(kind, "b", model="smollm2-135m")
        assert isinstance(made, Backend)
        assert ("b", "smollm2-135m") == (made.name, made.model)


def test_local_is_mlx_on_apple_silicon_and_pytorch_elsewhere() -> None:
    """The engine that is fast on this machine."""
    apple = (platform.system(), platform.machine()) == ("Darwin", "arm64")

    assert ("mlx" if apple else "pytorch") == local_kind()
    assert type(create(local_kind(), "b", model="m")) is type(create("local", "b", model="m"))


def test_an_unknown_kind_names_the_known_ones() -> None:
    """A policy's typo is found where it stands."""
    with pytest.raises(ValueError, match=r"unknown kind 'torch'; known are .*pytorch"):
        create("torch", "b")


def test_an_unknown_option_names_the_allowed_ones() -> None:
    """Never ignored: a misspelt limit would be no limit."""
    with pytest.raises(TypeError, match="no option 'contxt'; its options are model, context"):
        create("pytorch", "b", model="m", contxt=5)


def test_a_missing_option_is_named() -> None:
    """An engine without a model cannot be meant."""
    with pytest.raises(TypeError, match="needs the option 'model'"):
        create("mlx", "b")


@pytest.mark.parametrize(
    ("kind", "option", "value"),
    [
        ("pytorch", "dtype", "int3"),
        ("pytorch", "device", "tpu"),
        ("pytorch", "threads", 0),
        ("mlx", "dtype", "int3"),
    ],
)
def test_a_wrong_value_is_refused_when_the_policy_is_read(
    kind: str, option: str, value: object
) -> None:
    """Not at the first call."""
    with pytest.raises(ValueError, match=f"{option} must be"):
        create(kind, "b", model="m", **{option: value})


@pytest.mark.parametrize("kind", ["mlx", "pytorch"])
def test_a_picture_is_a_need_that_no_model_in_this_process_meets(kind: str) -> None:
    """So the policy knows before a call that another target has to answer it, or nobody."""
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    call = read(request_for({"messages": [{"role": "user", "content": [picture]}]}))
    backends = {"here": {"kind": kind, "model": "m"}, "box": {"kind": "echo"}}
    rules = [{"name": "all", "to": ["here"]}]
    policy = Policy.load({"version": 1, "backends": backends, "rules": rules})
    state = {"here": TargetState(offers=create(kind, "here", model="m").offers)}

    decision = policy.decide(call, policy.score(call), state)

    assert "images" in call.needs
    assert "refuse" == decision.route
    assert "here dropped: it does not offer images" in decision.reasons
