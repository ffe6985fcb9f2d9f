"""What labels teach: nothing below twenty, probabilities first, the order later."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from policy_making import document

from homeport.errors import PolicyError
from homeport.policies.complexity.calibration import DRIFTED, Calibration
from homeport.policies.complexity.features import Features
from homeport.policies.complexity.heads import Head, Heads, logistic
from homeport.policies.complexity.labels import Labelled
from homeport.policies.complexity.learning import (
    Example,
    TooFew,
    blended,
    learned,
    platt,
    refitted,
)
from homeport.policies.complexity.metrics import auc, calibration_error
from homeport.policies.policy import Policy
from homeport.types import Call, Part

PRIOR = Heads.prior().local
NOTHING = Features(*[0.0] * len(Features._fields))


def truth(rows: int, seed: int = 0) -> list[Example]:
    """Draw calls whose failures depend on their length and, unlike the prior's, on code."""
    chance = random.Random(seed)
    drawn: list[Example] = []
    for _ in range(rows):
        length, code = chance.uniform(0, 4), chance.uniform(0, 3)
        failed = chance.random() < logistic(-3 + 0.5 * length + 1.0 * code)
        drawn.append((NOTHING._replace(length=length, code=code), "other", failed))
    return drawn


def worth(head: Head, examples: list[Example]) -> tuple[float, float]:
    """Return the area under the curve and the calibration error on ``examples``."""
    likely = [logistic(head.odds(given, task)) for given, task, _ in examples]
    failed = [bad for _, _, bad in examples]
    return auc(likely, failed), calibration_error(likely, [float(bad) for bad in failed])


def rows(count: int, seed: int = 0) -> list[Labelled]:
    return [Labelled(given, task, not bad, True) for given, task, bad in truth(count, seed)]


def test_too_few_labels_teach_nothing() -> None:
    """Two numbers cannot be told from nineteen labels."""
    with pytest.raises(TooFew, match="19 labels"):
        learned(PRIOR, truth(19))


def test_a_few_labels_correct_the_probabilities_and_keep_the_order() -> None:
    """Up to 200 labels the order is the prior's."""
    unseen = truth(2_000, seed=1)

    off = replace(PRIOR, bias=PRIOR.bias + 2)

    head = learned(off, truth(150))

    assert math.isclose(worth(off, unseen)[0], worth(head, unseen)[0])
    assert worth(head, unseen)[1] < 0.08 < worth(off, unseen)[1]


def test_many_labels_teach_the_order() -> None:
    """The prior knows nothing of how hard code is here."""
    unseen = truth(2_000, seed=1)

    head = learned(PRIOR, truth(700))

    assert worth(head, unseen)[0] > worth(PRIOR, unseen)[0] + 0.1
    assert worth(head, unseen)[1] < 0.06


def test_the_labels_gain_weight_between_200_and_600() -> None:
    """Linearly."""
    assert [0, 0, 0.25, 0.5, 1, 1] == [blended(n) for n in (20, 200, 300, 400, 600, 5_000)]


def test_a_feature_without_evidence_keeps_its_weight() -> None:
    """No call had a proof in it."""
    assert PRIOR.weights.proof == refitted(PRIOR, truth(300)).weights.proof


def test_a_task_without_evidence_keeps_its_offset() -> None:
    """All calls were of one task."""
    head = refitted(PRIOR, truth(300))

    assert 0 == head.tasks["code"]
    assert 0 != head.tasks["other"]


def test_scaling_never_turns_the_order_around() -> None:
    """Labels that contradict the prior flatten it at most."""
    odds = [-2.0, -1.0, 1.0, 2.0] * 30

    slope, _ = platt(odds, [value < 0 for value in odds])

    assert 0 < slope < 0.2


def test_all_answers_being_good_is_no_certainty() -> None:
    """Platt's targets leave room for a failure."""
    head = learned(PRIOR, [(given, task, False) for given, task, _ in truth(50)])

    assert 0 < logistic(head.odds(NOTHING, "other")) < 0.1


def test_a_row_survives_being_written_down() -> None:
    """Features, task and labels; and no word of the text."""
    text = "Prove that the square root of 2 is irrational."
    row = Labelled.of(Call("c", {}, (Part("m", text, "user"),)), local_ok=False)

    written = json.dumps(row.to_dict())

    read = Labelled.from_dict(json.loads(written))
    assert read.features == pytest.approx(row.features, abs=1e-3)
    assert (row.task, False, None) == (read.task, read.local_ok, read.cloud_ok)
    assert "square" not in written


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"features": {"shoe_size": 1}},
        {"features": None},
        {"task": "juggling"},
        {"local_ok": "yes"},
    ],
)
def test_a_row_of_another_version_is_refused(changes: dict[str, Any]) -> None:
    """It would be read as something else."""
    row = {"version": 1, "features": {}, "task": "other", "local_ok": True, **changes}

    with pytest.raises(ValueError, match=r"version|true nor false"):
        Labelled.from_dict(row)


def test_a_calibration_survives_being_written_down(tmp_path: Path) -> None:
    """To four decimals."""
    found = Calibration.learn(rows(60), Heads.prior(), model="qwen3-8b")
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(found.to_dict()))

    read = Calibration.load(path)

    assert found.to_dict() == read.to_dict()
    assert {"local": 60, "cloud": 60} == dict(read.labels)


def test_without_labels_of_the_cloud_its_head_is_the_priors() -> None:
    """The local one is learned all the same."""
    known = [replace(row, cloud_ok=None) for row in rows(60)]

    found = Calibration.learn(known, Heads.prior())

    assert Heads.prior().cloud == found.heads.cloud
    assert Heads.prior().local != found.heads.local


def test_drift_is_little_for_the_same_traffic_and_much_for_other() -> None:
    """Longer requests with more code have other scores."""
    found = Calibration.learn(rows(400), Heads.prior())
    longer = [replace(row, features=row.features._replace(length=9, code=6)) for row in rows(200)]

    assert found.drift(rows(400, seed=7)) < 0.1
    assert found.drift(longer) > DRIFTED


def test_a_policy_judges_by_what_was_learned(tmp_path: Path) -> None:
    """The file is found beside the policy."""
    heads = Heads(replace(PRIOR, bias=-30.0), replace(PRIOR, bias=-31.0))
    found = replace(Calibration.learn(rows(60), Heads.prior()), heads=heads)
    (tmp_path / "mine.json").write_text(json.dumps(found.to_dict()))
    policy = tmp_path / "homeport.yaml"
    policy.write_text(json.dumps(document(complexity={"calibration": "mine.json"})))

    judged = Policy.load(policy).score(Call("c", {}, (Part("m", "prove it", "user"),)))

    assert judged.complexity.score < 1e-9


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "No such file"),
        ("{", "Expecting"),
        ("[]", "not a calibration"),
        ("{}", "not version 1"),
        ('{"homeport": "calibration", "version": 2}', "not version 1"),
        ('{"homeport": "calibration", "version": 1}', "not a calibration"),
    ],
)
def test_a_calibration_that_cannot_be_read_is_an_error(
    tmp_path: Path, text: str | None, why: str
) -> None:
    """With its place in the policy; nothing falls back to the prior in silence."""
    if text is not None:
        (tmp_path / "mine.json").write_text(text)
    policy = tmp_path / "homeport.yaml"
    policy.write_text(json.dumps(document(complexity={"calibration": "mine.json"})))

    with pytest.raises(PolicyError, match=why) as raised:
        Policy.load(policy)

    assert "complexity.calibration" in raised.value.message


def test_a_scorer_that_learns_nothing_cannot_be_calibrated(tmp_path: Path) -> None:
    """It would be calibrated in name only."""

    class Constant:
        def score(self, _: Call) -> Any:
            return math.nan

    changes = {"scorer": "mine", "calibration": "mine.json"}

    with pytest.raises(PolicyError, match="cannot be calibrated"):
        Policy.load(document(complexity=changes), scorers={"mine": Constant()})
