"""Fit the weights of ``homeport/policies/escalation/prior.json``.

    homeport bench routing --cascade --items 420 --seed 7 --keep rows.jsonl
    python benchmarks/fit_escalation.py rows.jsonl [--write]

Each of the three models (tokens, answers, both) is a logistic regression with weights of 0 or
more, for doubt never makes an answer better, and a ridge of one label. What is printed is measured
by five folds: each row by weights that have not seen it.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from statistics import fmean

from homeport.policies.complexity.heads import logistic
from homeport.policies.complexity.metrics import auc, calibration_error
from homeport.policies.escalation.confidence import Confidence, Known, Model, features
from homeport.policies.escalation.signals import Signals

WEIGHTS: dict[Known, tuple[str, ...]] = {
    "tokens": ("mean", "upper"),
    "answers": ("disagreement",),
    "both": ("mean", "upper", "disagreement"),
}
TARGET = Path(__file__).parent.parent / "homeport/policies/escalation/prior.json"

Row = tuple[Signals, bool]


def read(path: Path) -> list[Row]:
    """Return the signals of each answer, and whether it was good."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        (Signals(tuple(row["surprisals"]), row["agreement"] or 0.0), bool(row["good"]))
        for row in rows
    ]


def fit(rows: list[Row], names: tuple[str, ...], ridge: float = 1.0) -> Model:
    """Return the model with the least logistic loss, by bounded coordinate descent."""
    columns = {name: [features(signals)[name] for signals, _ in rows] for name in names}
    bad = [float(not good) for _, good in rows]
    share = min(max(fmean(bad), 0.01), 0.99)
    bias, weights = math.log(share / (1 - share)), dict.fromkeys(names, 0.0)
    odds = [bias] * len(rows)
    for _ in range(400):
        errors = (logistic(o) - b for o, b in zip(odds, bad, strict=True))
        moved = -4 * math.fsum(errors) / len(rows)
        bias += moved
        odds = [one + moved for one in odds]
        for name, column in columns.items():
            errors = (x * (logistic(o) - b) for x, o, b in zip(column, odds, bad, strict=True))
            slope = ridge * weights[name] + math.fsum(errors)
            curvature = ridge + math.fsum(x * x for x in column) / 4
            new = max(0.0, weights[name] - slope / curvature)
            change, weights[name] = new - weights[name], new
            odds = [one + change * x for one, x in zip(odds, column, strict=True)]
    return Model(bias, weights)


def held_back(rows: list[Row], names: tuple[str, ...]) -> list[float]:
    """Return P(not good) of each row by a model that was fitted without its fold."""
    found = [0.0] * len(rows)
    for fold in range(5):
        model = fit([row for at, row in enumerate(rows) if at % 5 != fold], names)
        for at in range(fold, len(rows), 5):
            found[at] = logistic(model.odds(rows[at][0]))
    return found


def main() -> None:
    """Print what the fitted models are worth; with ``--write``, put them in their place."""
    rows = read(Path(sys.argv[1]))
    bad = [not good for _, good in rows]
    for known, names in WEIGHTS.items():
        doubt = held_back(rows, names)
        error = calibration_error(doubt, [float(one) for one in bad])
        print(f"{known:8} AUC {auc(doubt, bad):.3f}  ECE {error:.3f}  {fit(rows, names).to_dict()}")
    if "--write" in sys.argv:
        models = {known: fit(rows, names) for known, names in WEIGHTS.items()}
        fitted = Confidence(models, len(rows), "smollm2-135m")
        TARGET.write_text(json.dumps(fitted.to_dict(), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
