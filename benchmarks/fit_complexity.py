"""Fit the weights that ship (``homeport/policies/complexity/prior.json``); say how good they are.

    python benchmarks/fit_complexity.py FOLDER [--write]

FOLDER holds JSON lines files of ``{prompt, category, weak_q, strong_q}``: the quality, in [0, 1],
of a small and of a large model's answer to the same prompt. Only files whose names begin with one
of ``TRAINED`` shape the weights (their licence is MIT); others are only measured.

What a learned router learns most easily is which data set a prompt is from, and that is worth
nothing on the next one. So rows are grouped into families (the subject of an exam, else the task
that homeport tells), every family has an intercept of its own that is thrown away, and only what
tells hard from easy *within* families is learned: under sign constraints, with a ridge towards
weights that a person would give (``PRIOR``), and with floors for what these data do not show. The
table gives, for each family, the average performance gap recovered by length, by heads fitted
without that family, and by those that ship; then the same for the failure of the small model
(AUC), which says more where the large one fails on the same prompts.

Offsets of tasks stay 0 here: fitted to these files they made the order of mixtures and of unseen
tasks worse. They are for ``homeport calibrate``, which knows whose tasks they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np  # not a dependency of homeport: only this script needs it
from everyday import EASY, HARD

import homeport.policies.complexity
from homeport.policies.complexity.features import Features, measure
from homeport.policies.complexity.heads import Head, Heads
from homeport.policies.complexity.metrics import apgr, auc
from homeport.policies.complexity.tasks import TASKS, task_of
from homeport.types import Call, Part

TRAINED: Final = ("llmrouter", "mmlu_pro")
NEGATIVE: Final = {"life", "simple"}  # the features that can only make a call easier
RIDGE: Final = 0.02
EVERYDAY: Final = {"local": 0.2, "cloud": 0.1}  # the share of everyday requests in the fit
WISHED: Final = {"local": (0.05, 0.95), "cloud": (0.02, 0.4)}  # P(not good), easy and hard
LEAST: Final = 190  # rows of a family that is reported
PRIOR: Final = Features(
    length=0.20, options=0.02, context=0.30, turns=0.20, items=0.10, table=0.10,
    numbers=0.20, decimals=0.05, option_numbers=0.20, relations=0.10, rates=0.10,
    number_words=0.10, proof=1.00, analysis=0.50, making=0.60, theory=0.80, mathematics=0.10,
    calculation=0.10, science=0.20, law=0.30, medicine=0.30, finance=0.10, hypothesis=0.05,
    negation=0.05, statements=0.10, puzzle=0.20, steps=0.20, constraints=0.10, checks=0.40,
    quoted=0.10, forbidden=0.20, tools=0.30, schema=0.40, code=0.10, fenced=0.10, symbols=0.10,
    parentheses=0.05, long_words=0.05, script=0.30, life=-0.10, simple=-0.50,
)  # fmt: skip
FLOOR: Final = {
    "length": 0.30,
    "options": 0.05,
    "numbers": 0.35,
    "relations": 0.03,
    "rates": 0.05,
    "number_words": 0.03,
    "checks": 0.40,
    "quoted": 0.10,
    "forbidden": 0.20,
    "steps": 0.15,
    "constraints": 0.05,
    "proof": 2.00,
    "making": 1.00,
    "theory": 0.80,
    "law": 0.60,
    "medicine": 0.60,
}
"""Least weights of what makes any request harder, although exam questions do not show it."""

CAP: Final = {"mathematics": 0.10}
"""Most weights. Words of mathematics tell the subjects of these exams apart, and mislead about
programs and school science, where they make nothing hard."""

CLOUD: Final = 0.4
"""What a large model minds of all this, as a share of the small one's prior and floors."""


@dataclass(frozen=True)
class Rows:
    """One file: a row of features a prompt, and how well each model did."""

    name: str
    measured: np.ndarray
    tasks: np.ndarray
    families: np.ndarray
    local: np.ndarray
    cloud: np.ndarray

    def failed(self, who: str) -> np.ndarray:
        return 1 - (self.local if who == "local" else self.cloud)


@dataclass(frozen=True)
class Block:
    """A family of one file as the quadratic that its likelihood is at no effect at all."""

    family: str
    size: int
    curvature: np.ndarray
    slope: np.ndarray


def features(prompt: str) -> Features:
    return measure(Call("chat.completions", {}, (Part("messages[0].content", prompt, "user"),)))


def read(path: Path) -> Rows:
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    measured = [features(row["prompt"]) for row in rows]
    tasks = [task_of(one) for one in measured]
    group = path.stem.split("__")[0]
    families = [
        f"{group}/{row['category'].split('|')[0] if '|' in row['category'] else task}"
        for row, task in zip(rows, tasks, strict=True)
    ]
    quality = (np.array([float(row[key]) for row in rows]) for key in ("weak_q", "strong_q"))
    return Rows(path.stem, np.array(measured), np.array(tasks), np.array(families), *quality)


def blocks(files: Iterable[Rows], who: str) -> list[Block]:
    return [_block(rows, family, who) for rows in files for family in sorted(set(rows.families))]


def _block(rows: Rows, family: str, who: str) -> Block:
    inside = rows.families == family
    x, y = rows.measured[inside], rows.failed(who)[inside]
    centred, size = x - x.mean(0), len(y)
    spread = y.mean() * (1 - y.mean())
    return Block(
        family, size, spread * centred.T @ centred / size, centred.T @ (y - y.mean()) / size
    )


def fit(data: Iterable[Block], who: str) -> tuple[float, Features]:
    """Return bias and weights: Newton's method, each step a quadratic programme in a box."""
    kept = list(data)
    sizes = np.sqrt([block.size for block in kept])
    shares = (1 - EVERYDAY[who]) * sizes / sizes.sum()
    curvature = sum(share * block.curvature for share, block in zip(shares, kept, strict=True))
    slope = sum(share * block.slope for share, block in zip(shares, kept, strict=True))
    low, high, prior = _bounds(who)
    x, wished = _everyday(who)
    ridge = np.diag([*[RIDGE] * len(PRIOR), 1e-4])
    found = prior.copy()
    for _ in range(40):
        likely = 1 / (1 + np.exp(-x @ found))
        spread = np.maximum(likely * (1 - likely), 0.02)
        hessian = ridge + EVERYDAY[who] * (x.T * spread) @ x / len(x)
        gradient = ridge @ (found - prior) + EVERYDAY[who] * x.T @ (likely - wished) / len(x)
        hessian[:-1, :-1] += curvature
        gradient[:-1] += curvature @ found[:-1] - slope
        found = found + 0.7 * _step(hessian, gradient, low - found, high - found)
    return float(found[-1]), Features(*map(float, found[:-1]))


def _bounds(who: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    scale = 1.0 if who == "local" else CLOUD
    names = Features._fields
    low = [-9.0 if name in NEGATIVE else scale * FLOOR.get(name, 0.0) for name in names]
    high = [0.0 if name in NEGATIVE else CAP.get(name, 9.0) for name in names]
    prior = [scale * weight for weight in PRIOR]
    return np.array([*low, -9.0]), np.array([*high, 9.0]), np.array([*prior, -1.0])


def _everyday(who: str) -> tuple[np.ndarray, np.ndarray]:
    easy, hard = WISHED[who]
    measured = np.array([(*features(prompt), 1.0) for prompt in (*EASY, *HARD)])
    return measured, np.array([easy] * len(EASY) + [hard] * len(HARD))


def _step(
    hessian: np.ndarray, gradient: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Minimise the quadratic between ``low`` and ``high`` by coordinate descent."""
    step, slope = np.zeros_like(gradient), gradient.copy()
    for _ in range(30):
        for k in range(len(step)):
            change = min(max(step[k] - slope[k] / hessian[k, k], low[k]), high[k]) - step[k]
            step[k] += change
            slope += hessian[:, k] * change
    return step


def main(folder: Path, *, write: bool) -> None:
    files = [read(path) for path in sorted(folder.glob("*.jsonl"))]
    trained = [rows for rows in files if rows.name.startswith(TRAINED)]
    heads = Heads(_head(trained, "local"), _head(trained, "cloud"))
    report(files, heads, _left_out(trained))
    if write:
        target = Path(homeport.policies.complexity.__file__).with_name("prior.json")
        target.write_text(json.dumps({"format": 1, **heads.to_dict()}, indent=1) + "\n")


def _head(trained: list[Rows], who: str) -> Head:
    bias, weights = fit(blocks(trained, who), who)
    return Head(bias, weights, dict.fromkeys(TASKS, 0.0))


def _left_out(trained: list[Rows]) -> Mapping[str, Features]:
    """Return the weights of the local head fitted without each family."""
    every = blocks(trained, "local")
    families = {block.family for block in every}
    return {
        family: fit([block for block in every if block.family != family], "local")[1]
        for family in families
    }


def report(files: list[Rows], heads: Heads, left_out: Mapping[str, Features]) -> None:
    print(f"{'file':44} {'family':26} {'rows':>5}   gap |  APGR length unseen  ships |   AUC ...")
    for rows in files:
        for family in sorted(set(rows.families)):
            inside = rows.families == family
            if inside.sum() >= LEAST:
                unseen = left_out.get(family, heads.local.weights)
                _line(rows, family, inside, unseen, heads)
        _line(rows, "(all)", np.ones(len(rows.local), bool), heads.local.weights, heads)


def _line(rows: Rows, family: str, inside: np.ndarray, unseen: Features, heads: Heads) -> None:
    measured, weak, strong = rows.measured[inside], rows.local[inside], rows.cloud[inside]
    length = np.exp2(measured[:, 0]) + np.exp2(measured[:, 1])
    scores = (length, measured @ np.array(unseen), measured @ np.array(heads.local.weights))
    gaps = [apgr(score.tolist(), weak.tolist(), strong.tolist()) for score in scores]
    areas = [auc(score.tolist(), (weak < 0.5).tolist()) for score in scores]
    numbers = " ".join(f"{value:6.3f}" for value in gaps), " ".join(f"{v:6.3f}" for v in areas)
    gap = strong.mean() - weak.mean()
    print(
        f"{rows.name:44} {family:26} {inside.sum():5} {gap:5.2f} |     {numbers[0]} | {numbers[1]}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv[2:])
