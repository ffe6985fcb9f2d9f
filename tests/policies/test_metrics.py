"""The figures of ``homeport bench routing`` are exact, and do not depend on the order of rows."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.complexity.metrics import (
    NoGap,
    apgr,
    auc,
    calibration_error,
    cpt,
    interval,
    qualities,
    recovered,
)

QUALITY = st.sampled_from([0.0, 0.25, 0.5, 1.0])
ROWS = st.lists(st.tuples(st.integers(0, 3), QUALITY, QUALITY), min_size=1, max_size=30).filter(
    lambda rows: abs(sum(strong - weak for _, weak, strong in rows)) > 0.1
)


def columns(rows: list[tuple[int, float, float]]) -> list[list[float]]:
    return [list(map(float, column)) for column in zip(*rows, strict=True)]


def test_the_gap_is_recovered_call_by_call() -> None:
    """Two of four calls gain, and the score puts one of them first and one last."""
    curve = recovered([4, 3, 2, 1], [0, 1, 1, 0], [1, 1, 1, 1])

    assert [0, 0.5, 0.5, 0.5, 1] == curve


def test_the_average_is_the_area_under_the_curve() -> None:
    """By hand: (0.25 + 0.5 + 0.5 + 0.75) / 4."""
    assert 0.5 == apgr([4, 3, 2, 1], [0, 1, 1, 0], [1, 1, 1, 1])
    assert 0.75 == apgr([4, 3, 2, 1], [0, 0, 1, 1], [1, 1, 1, 1])


@given(ROWS)
def test_ties_share_their_gain(rows: list[tuple[int, float, float]]) -> None:
    """A score that tells nothing is worth exactly what chance is."""
    _, weak, strong = columns(rows)

    assert math.isclose(0.5, apgr([1.0] * len(weak), weak, strong), abs_tol=1e-9)


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_count(
    rows: list[tuple[int, float, float]], chance: random.Random
) -> None:
    """Nor does anything about a score but the order it puts the rows in."""
    shuffled = chance.sample(rows, len(rows))
    score, weak, strong = columns(shuffled)

    assert math.isclose(apgr(*columns(rows)), apgr(score, weak, strong), abs_tol=1e-9)
    assert math.isclose(
        apgr(score, weak, strong), apgr([value**3 for value in score], weak, strong), abs_tol=1e-9
    )


@given(ROWS)
def test_an_order_and_its_reverse_average_to_chance(rows: list[tuple[int, float, float]]) -> None:
    """Whatever the rows are."""
    score, weak, strong = columns(rows)

    both = apgr(score, weak, strong) + apgr([-value for value in score], weak, strong)

    assert math.isclose(1, both, abs_tol=1e-6)


def test_the_least_share_is_interpolated_between_calls() -> None:
    """Half of the gap is recovered by the first of four calls, a quarter by half of it."""
    score, weak, strong = [4, 3, 2, 1], [0, 1, 1, 0], [1, 1, 1, 1]

    assert [0.125, 0.25, 1.0] == [cpt(score, weak, strong, share) for share in (0.25, 0.5, 1)]


def test_models_that_are_equally_good_have_no_gap() -> None:
    """It is an error, not a division by zero."""
    with pytest.raises(NoGap, match="no gap"):
        apgr([1, 2], [0, 1], [1, 0])


def test_the_area_counts_ties_as_half() -> None:
    """One pair in the right order, one tied."""
    assert 0.75 == auc([1, 2, 2], [False, True, False])
    assert math.isnan(auc([1, 2], [True, True]))


def test_a_calibrated_score_has_no_error() -> None:
    """And one that is always sure and always wrong has all of it."""
    assert 0 == calibration_error([0.5] * 10, [0, 1] * 5, bins=1)
    assert 1 == calibration_error([1.0] * 10, [0] * 10)
    assert math.isnan(calibration_error([], []))


def test_calibration_compares_what_was_said_with_what_is() -> None:
    """Half of the 0.8s are true: off by 0.3; all of the 1s are: off by nothing."""
    assert calibration_error([0.8, 0.8, 1.0, 1.0], [1, 0, 1, 1]) == pytest.approx(0.15)


def test_the_curve_goes_from_one_model_to_the_other() -> None:
    """From the highest score down; calls with the same score share their gain."""
    assert [0.5, 1.0, 1.0] == qualities([2, 1], [0, 1], [1, 1])
    assert [0.5, 0.75, 1.0] == qualities([1, 1], [0, 1], [1, 1])


def test_an_interval_holds_the_figure_and_is_repeatable() -> None:
    """The same seed draws the same rows."""
    chance = random.Random(1)
    score = [chance.random() for _ in range(300)]
    weak = [float(chance.random() > value) for value in score]

    def statistic(picked: list[int]) -> float:
        return apgr([score[i] for i in picked], [weak[i] for i in picked], [1.0] * len(picked))

    low, high = interval(statistic, 300)

    assert low < apgr(score, weak, [1.0] * 300) < high
    assert (low, high) == interval(statistic, 300)


def test_an_interval_of_what_is_never_defined_is_not_a_number() -> None:
    """No resample has a gap."""
    assert all(map(math.isnan, interval(lambda _: apgr([1], [1], [1]), 1)))
    assert all(map(math.isnan, interval(lambda _: math.nan, 1)))
