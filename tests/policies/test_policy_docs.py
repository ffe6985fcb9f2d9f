"""Facts about docs/policy.md: what it shows works, and what it lists is all there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from policy_making import document

from homeport.policies.backend_entries import SHIPPED_KINDS
from homeport.policies.conditions import CONDITIONS, ENDPOINTS
from homeport.policies.document import parse
from homeport.policies.grammar import schema
from homeport.policies.policy import PRESETS, Policy
from homeport.router.engine import run_examples
from homeport.types import NEEDS

PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def completed(block: str) -> dict[str, Any]:
    """Complete a section with the rest of a policy."""
    data = dict(parse(block.encode(), "docs/policy.md").data)
    return data if "version" in data else document(**data)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_a_policy_whose_examples_hold(block: str) -> None:
    """A section is completed with the rest of a policy."""
    policy = Policy.load(completed(block))

    assert [] == run_examples(policy)


def test_there_is_a_block_for_every_section() -> None:
    """Nobody has to guess how a section is written."""
    shown = {key for block in BLOCKS for key in completed(block)}

    assert set(schema()["properties"]) == shown


def test_every_key_is_named() -> None:
    """All keys of the JSON Schema stand on the page as code."""
    models = schema()["$defs"].values()
    keys = {key for model in models for key in model.get("properties", {})}

    assert set() == {key for key in keys if f"`{key}`" not in PAGE}


@pytest.mark.parametrize("words", [NEEDS, ENDPOINTS, SHIPPED_KINDS, PRESETS, tuple(CONDITIONS)])
def test_every_word_is_listed(words: tuple[str, ...]) -> None:
    """Needs, endpoints, kinds, presets and conditions."""
    assert [] == [word for word in words if f"`{word}`" not in PAGE]


def test_no_need_or_endpoint_is_listed_that_does_not_exist() -> None:
    """A word on the page that the policy refuses would be a lie."""
    lists = dict(re.findall(r"^(Needs|Endpoints): (.*?)\.$", PAGE, re.MULTILINE | re.DOTALL))

    assert list(NEEDS) == re.findall(r"`([^`]+)`", lists["Needs"])
    assert list(ENDPOINTS) == re.findall(r"`([^`]+)`", lists["Endpoints"])


CONDITION_ROWS = re.findall(r"^\| `(\w+)` \|.*\| `(\{.*\})` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("key", "example"), CONDITION_ROWS)
def test_every_example_of_a_condition_is_one(key: str, example: str) -> None:
    """And it shows the key of its row."""
    when = parse(f"when: {example}".encode(), "docs/policy.md").data["when"]

    Policy.load(document(rules=[{"name": "shown", "when": when, "to": ["local"]}]))

    assert key in when


def test_every_condition_has_an_example() -> None:
    """Those that combine others, too."""
    assert {*CONDITIONS, "any", "all", "not"} == {key for key, _ in CONDITION_ROWS}
