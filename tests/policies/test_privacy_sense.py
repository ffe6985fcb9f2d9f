"""What Rampart's inner layers say of a stretch, and what the judges make of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from homeport.policies.privacy.calibration import MEANING, WHOSE, Curve
from homeport.policies.privacy.context import judge
from homeport.policies.privacy.sense import HIDDEN, WIDTH, Network, Sense, network
from homeport.policies.privacy.words import read
from homeport.types import Finding, Level

np = pytest.importorskip("numpy")

OFFSETS = [(0, 3), (4, 7), (8, 12), (13, 20)]


@pytest.fixture
def sense() -> Sense:
    """Four tokens with layers of chance."""
    return Sense.of(OFFSETS, np.random.default_rng(1).normal(size=(4, WIDTH)).astype("float32"))


def test_a_stretch_is_the_mean_of_its_tokens(sense: Sense) -> None:
    """By the formula: one hidden layer over the means of the stretch and of its names."""
    net = network()
    layers = np.random.default_rng(1).normal(size=(4, WIDTH)).astype("float32")
    inner = net.inner
    hidden = layers[1:3].mean(0) @ inner[:, :HIDDEN] + layers[2] @ inner[:, HIDDEN:] + net.bias
    unit = hidden / 2 * (1 + np.tanh((2 / np.pi) ** 0.5 * (hidden + 0.044715 * hidden**3)))

    odds = sense.odds(4, 12, [(8, 12)])

    assert odds == pytest.approx(float(unit @ net.outer[:-1] + net.outer[-1]), abs=0.02)


def test_what_holds_no_token_says_nothing(sense: Sense) -> None:
    assert sense.odds(20, 30, []) is None
    assert sense.odds(3, 4, []) is None
    assert sense.odds(2, 5, []) is not None


def test_names_outside_of_every_token_count_for_none(sense: Sense) -> None:
    assert sense.odds(0, 20, [(30, 33)]) == sense.odds(0, 20, [])


def test_weights_come_back_as_they_were_packed() -> None:
    """To sixteen bits, and a damaged file is told."""
    packed = network().pack()

    assert packed == Network.unpack(packed).pack()
    with pytest.raises(ValueError, match="install homeport again"):
        Network.unpack(packed[:-9])


@dataclass(frozen=True)
class Sure:
    """Says the same of every stretch."""

    said: float

    def odds(self, start: int, end: int, names: object) -> float:
        return self.said


TEXT = "Ask Marta about the keys to the archive."
NAME = Finding("p", 4, 9, "name", Level.PERSONAL, "names", 0.9)


def test_the_judges_listen_to_it() -> None:
    """The surer it is of a private person, the surer they are; both ways."""
    words = read(TEXT)
    [alone] = judge(words, [NAME])
    [less], [more] = (judge(words, [NAME], lambda: Sure(odds)) for odds in (-6.0, 6.0))  # type: ignore[arg-type, return-value]  # noqa: B023

    assert less.whose < alone.whose < more.whose
    assert less.whose < 0.3
    assert more.whose > 0.7


def test_nothing_is_read_for_a_text_that_has_nothing_to_judge() -> None:
    def never() -> Sense:
        raise AssertionError

    assert [] == judge(read("x = 4 + 4"), [], never)


@pytest.mark.parametrize("curve", [WHOSE, MEANING])
def test_both_count_and_neither_alone_decides(curve: Curve) -> None:
    own, other, _ = curve.joint

    assert 0 < own
    assert 0 < other
    assert curve.probability(curve.raw[0], 1.0) < 0.5 < curve.probability(curve.raw[-1], -1.0)
