"""Disguised and misplaced values do not leak, and the same disguises of harmless text may pass."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from benchmark_scripts import benchmark

from homeport.policies.privacy import DETECTORS, PrivacyScorer
from homeport.types import Level

evasion = benchmark("evasion")
PRIVATE = {value.kind: value for value in evasion.private_values(random.Random(3), 1)}.values()
"""One value of each kind."""

HARMLESS = evasion.harmless_values(random.Random(5), 1)


@pytest.mark.parametrize("value", PRIVATE, ids=lambda value: value.sentence)
def test_no_disguise_and_no_place_hides_a_value(value: object) -> None:
    """Every variant of the value is private."""
    judge = evasion.scorer()

    passed = [
        f"{variant.family}: {variant.disguise}"
        for variant in evasion.variants([value], random.Random(1))
        if not evasion.stopped(judge, variant.request)
    ]

    assert [] == passed


def test_disguised_harmless_text_is_rarely_stopped() -> None:
    """At most five in a hundred, those not counted that are stopped without any disguise."""
    judge = evasion.scorer()
    values = [v for v in HARMLESS if not evasion.stopped(judge, evasion.said(v.said))]
    outcome = Counter(
        evasion.stopped(judge, variant.request)
        for variant in evasion.variants(values, random.Random(1))
        if variant.disguise != "JWT"  # a token, whatever it says
    )

    assert outcome[True] <= 0.05 * outcome.total()


HOSTILE = "call 1234567 |password=|a.|(|4111 |QUJD|%2541|&#65;|\\|1 |\ud800|\ufffe|one two |x at y "


@pytest.mark.parametrize("unit", [*HOSTILE.split("|"), "a\n1\n", '"+"', "<", "аa", "\u200b1"])
def test_any_large_input_is_judged_in_time_or_stopped(unit: str) -> None:
    """Half a megabyte of anything keeps to the budget, and what was not read is private."""
    judge = PrivacyScorer([make() for make in DETECTORS.values()], time_budget=0.3)
    begin = time.monotonic()

    score = judge.score(evasion.read(evasion.said((unit * 500_000)[:500_000])))

    assert time.monotonic() - begin < 0.3 + 1.1  # a busy machine needs a little more
    assert not score.failed or score.level >= Level.SENSITIVE
