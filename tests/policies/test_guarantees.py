"""What a threshold promises holds, as often as it says."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeport.policies.complexity.guarantees import (
    Case,
    Kind,
    NoPromise,
    Promise,
    promised,
    surely_at_most,
)

RESAMPLES = 200


def drawn(count: int, chance: random.Random) -> list[Case]:
    """Draw calls whose local failures grow with their score; the cloud mostly does well."""
    scores = [chance.random() for _ in range(count)]
    return [Case(s, chance.random() > s * 0.6, chance.random() > 0.05) for s in scores]


POPULATION = drawn(20_000, random.Random(0))


def happens(promise: Promise) -> float:
    """Return what was bounded, in the population."""
    event = {"max-loss": Case.lost, "max-cloud-share": Case.sent, "quality": Case.good}
    return sum(event[promise.kind](c, promise.threshold) for c in POPULATION) / len(POPULATION)


@pytest.mark.parametrize(
    ("kind", "bound"), [("max-loss", 0.05), ("max-cloud-share", 0.3), ("quality", 0.85)]
)
def test_a_promise_is_broken_no_more_often_than_it_says(kind: Kind, bound: float) -> None:
    """Over 200 samples of 400 labels, at 90 %: 20 may fail, and 33 would be three sigmas more."""
    broken = promises = 0
    for seed in range(RESAMPLES):
        sample = random.Random(seed).choices(POPULATION, k=400)
        try:
            promise = promised(kind, bound, 0.9, sample)
        except NoPromise:
            continue
        promises += 1
        true = happens(promise)
        broken += true < bound if kind == "quality" else true > bound

    assert promises > RESAMPLES / 2
    assert broken <= 0.1 * RESAMPLES + 13


@given(st.integers(1, 300), st.data(), st.sampled_from([0.01, 0.05, 0.2]))
@settings(max_examples=60)
def test_a_share_is_surely_bounded_only_above_what_was_seen(
    cases: int, data: st.DataObject, error: float
) -> None:
    """Never below it, and always at one."""
    happened = data.draw(st.integers(0, cases))

    assert not surely_at_most(happened, cases, happened / cases * 0.99, error)
    assert surely_at_most(happened, cases, 1.0, error)


def test_the_bound_of_nothing_seen_is_the_textbooks() -> None:
    """1 - error ** (1 / n), the rule of three."""
    bound = 1 - 0.05 ** (1 / 100)

    assert surely_at_most(0, 100, bound + 1e-9, 0.05)
    assert not surely_at_most(0, 100, bound - 1e-9, 0.05)


def test_a_stricter_promise_keeps_fewer_calls() -> None:
    """And one of the cloud's share keeps as many as it must, no more."""
    sample = random.Random(3).choices(POPULATION, k=600)

    strict, lax = (promised("max-loss", bound, 0.95, sample) for bound in (0.04, 0.12))
    share = promised("max-cloud-share", 0.3, 0.95, sample)

    assert strict.threshold < lax.threshold
    assert strict.kept < lax.kept
    assert 0.2 < share.observed <= 0.3


@pytest.mark.parametrize(
    ("kind", "bound"), [("max-loss", 0.001), ("max-cloud-share", 0.001), ("quality", 0.999)]
)
def test_what_cannot_be_promised_is_refused(kind: Kind, bound: float) -> None:
    """In a sentence that says what would help."""
    sample = random.Random(3).choices(POPULATION, k=200)

    with pytest.raises(NoPromise, match="collect more of them, or ask for less"):
        promised(kind, bound, 0.95, sample)


def test_calls_without_the_labels_that_a_promise_needs_do_not_count() -> None:
    """A quality needs both, a loss the local one."""
    blind = [Case(0.1, None, None)] * 500

    for kind in ("max-loss", "quality"):
        with pytest.raises(NoPromise, match="on 0 "):
            promised(kind, 0.5, 0.95, blind)


def test_a_failure_that_the_cloud_shares_is_no_loss() -> None:
    """Nothing was lost by keeping the call; one that nobody knows about may have been."""
    assert not Case(0.1, local_ok=False, cloud_ok=False).lost(0.5)
    assert Case(0.1, local_ok=False, cloud_ok=None).lost(0.5)
    assert not Case(0.9, local_ok=False, cloud_ok=None).lost(0.5)
