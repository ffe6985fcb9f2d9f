"""Facts about the presets: each keeps what its first lines promise."""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from policy_making import call, finding, labelled, scores

from homeport.policies.policy import PRESETS, Policy
from homeport.router.engine import run_examples
from homeport.types import Level

HARD = 0.95
EASY = 0.05


@pytest.fixture(params=PRESETS)
def preset(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_preset_that_ships_is_listed() -> None:
    """And every one that is listed ships."""
    folder = files("homeport.policies").joinpath("presets")

    assert {f"{name}.yaml" for name in PRESETS} == {entry.name for entry in folder.iterdir()}


def test_every_example_comes_out_as_it_says(preset: str) -> None:
    """Judged by the real reader and the real scores."""
    assert [] == run_examples(Policy.load(preset))


def test_a_preset_says_first_what_it_promises(preset: str) -> None:
    """People read it before they choose it."""
    text = files("homeport.policies").joinpath("presets", f"{preset}.yaml").read_text("utf-8")

    assert text.startswith(f"# {preset}: ")
    assert "\n# Promises: " in text


def test_a_preset_has_examples_in_english_and_spanish(preset: str) -> None:
    """Both languages are ours."""
    said = [str(example.body) for example in Policy.load(preset).examples]

    assert any("What is" in text for text in said)
    assert any("¿Cuál" in text for text in said)


def test_no_preset_lets_anything_sensitive_leave(preset: str) -> None:
    """However hard it is and whatever the caller asks for."""
    loaded = Policy.load(preset)
    found = [finding(Level.SENSITIVE, "iban"), finding(Level.SECRET, "api_key")]

    leaving = {
        name
        for one, hardness, route in product(found, (EASY, HARD), ("local", "cloud", None))
        for name in loaded.decide(labelled(route=route), scores(one, complexity=hardness)).targets
        if loaded.backends[name].leaves
    }

    assert set() == leaving


def test_no_preset_lets_leave_what_was_not_judged(preset: str) -> None:
    """A broken detector closes the cloud."""
    decision = Policy.load(preset).decide(call(), scores(complexity=HARD, failed=["identifiers"]))

    assert ("local",) == decision.targets


def test_every_preset_denies_what_it_cannot_read(preset: str) -> None:
    """Uploads leave only where someone wrote that they may."""
    assert "deny" == Policy.load(preset).opaque


PUBLIC = {
    "balanced": (("local", "cloud"), ("cloud", "local")),
    "private": (("local",), ("cloud", "local")),
    "offline": (("local",), ("local",)),
    "cloud-first": (("cloud", "local"), ("cloud", "local")),
    "saver": (("local", "cloud"), ("cloud", "local")),
}


def test_where_public_calls_go(preset: str) -> None:
    """Easy ones, and hard ones."""
    loaded = Policy.load(preset)

    assert PUBLIC[preset] == tuple(
        loaded.decide(call(), scores(complexity=hardness)).targets for hardness in (EASY, HARD)
    )


def test_what_identifies_a_person_stays_in_every_preset(preset: str) -> None:
    """Personal is private."""
    decision = Policy.load(preset).decide(call(), scores(finding(Level.PERSONAL), complexity=HARD))

    assert ("local",) == decision.targets


def test_offline_has_nothing_that_leaves() -> None:
    """No rule can name what does not exist."""
    assert not any(backend.leaves for backend in Policy.load("offline").backends.values())


def test_presets_are_where_a_wheel_has_them() -> None:
    """Inside the package."""
    folder = Path(str(files("homeport.policies").joinpath("presets")))

    assert "homeport" == folder.parent.parent.name
