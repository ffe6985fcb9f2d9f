"""How good the complexity score is on graded prompts, before and after labels; and whether what
`homeport calibrate` promises holds.

    python benchmarks/routing.py FILE.jsonl ... [--labels 0 50 200 500] [--resamples 200]

Each file has rows of {"prompt", "weak_q", "strong_q"}. For each: the APGR and AUC of the prompt's
length, of the score and of the gain without labels, on all rows; then, as means over draws of so
many labelled rows, the APGR and ECE on rows that nothing was learned from; last, of so many
resamples of 400 labels, the share in which the true loss (or share of calls in the cloud, on all
rows that were not drawn) exceeds the promised bound. Nothing is written.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from homeport.policies.complexity.calibration import Calibration
from homeport.policies.complexity.guarantees import Case, Kind, NoPromise
from homeport.policies.complexity.heads import Heads, logistic
from homeport.policies.complexity.labels import Labelled
from homeport.policies.complexity.learning import TooFew
from homeport.policies.complexity.metrics import GOOD, apgr, auc, calibration_error
from homeport.router import wire
from homeport.router.cli.calibrate import learn

DRAWS = 10
HELD_BACK = 2_000
PROMISED = 400
PROMISES: tuple[tuple[Kind, float], ...] = (
    ("max-loss", 0.05),
    ("max-loss", 0.1),
    ("max-cloud-share", 0.3),
)
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Graded:
    """One prompt: what was measured of it, and how well both models answered."""

    call: Labelled
    length: float
    weak: float
    strong: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--labels", nargs="+", type=int, default=[0, 50, 200, 500])
    parser.add_argument("--resamples", type=int, default=200)
    parser.add_argument("--model", default="8b", help="The local model, for its class.")
    asked = parser.parse_args()
    for path in asked.files:
        rows = list(graded(path))
        print(f"{path.name}: {len(rows):,} rows")
        print(f"  {'labels':>6} {'length':>7} {'score':>7} {'gain':>7} {'AUC':>7} {'ECE':>7}")
        for labels in asked.labels:
            print(f"  {labels:>6} {figures(rows, labels)}", flush=True)
        for kind, bound in PROMISES if asked.resamples else ():
            print(f"  {coverage(rows, kind, bound, asked.resamples, asked.model)}", flush=True)


def graded(path: Path) -> Iterator[Graded]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            body = {"messages": [{"role": "user", "content": row["prompt"]}]}
            weak, strong = float(row["weak_q"]), float(row["strong_q"])
            call = Labelled.of(
                wire.read(wire.request_for(body)), local_ok=weak >= GOOD, cloud_ok=strong >= GOOD
            )
            yield Graded(call, len(row["prompt"]), weak, strong)


def figures(rows: Sequence[Graded], labels: int) -> str:
    """Return APGR by length, score and gain, AUC and ECE of the score: means over draws."""
    found = []
    for seed in range(DRAWS if labels else 1):
        drawn = random.Random(seed).sample(rows, len(rows))
        seen, rest = drawn[:labels], drawn[labels:]
        heads = Heads.prior()
        if labels:
            rest = rest[:HELD_BACK]
            heads = Calibration.learn([one.call for one in seen], heads).heads
        found.append(measured(heads, rest))
    return " ".join(f"{fmean(column):7.3f}" for column in zip(*found, strict=True))


def measured(heads: Heads, rows: Sequence[Graded]) -> tuple[float, ...]:
    weak, strong = [one.weak for one in rows], [one.strong for one in rows]
    failed = [not one.call.local_ok for one in rows]
    local, cloud = (
        [logistic(head.odds(one.call.features, one.call.task)) for one in rows]
        for head in (heads.local, heads.cloud)
    )
    gain = [p - q for p, q in zip(local, cloud, strict=True)]
    by = ([one.length for one in rows], local, gain)
    return (
        *(apgr(score, weak, strong) for score in by),
        auc(local, failed),
        calibration_error(local, [float(bad) for bad in failed]),
    )


def coverage(rows: Sequence[Graded], kind: Kind, bound: float, resamples: int, model: str) -> str:
    """Return how often a promise was made, and how often it was broken."""
    made = broken = 0
    truths, kept = [], []
    for seed in range(resamples):
        drawn = random.Random(seed).sample(rows, len(rows))
        try:
            seen = [one.call for one in drawn[:PROMISED]]
            report = learn(seen, model, (kind, bound), CONFIDENCE)
        except (NoPromise, TooFew):
            continue
        threshold = report.promise.threshold if report.promise else 1.0
        truth, stayed = true_rate(report.calibration, threshold, kind, drawn)
        made += 1
        broken += truth > bound
        truths.append(truth)
        kept.append(stayed)
    if not made:
        return f"{kind} {bound:g}: no promise in {resamples} resamples of {PROMISED} labels"
    return (
        f"{kind} {bound:g}: promised in {made} of {resamples} resamples of {PROMISED} labels, "
        f"exceeded in {broken} ({broken / made:.1%}, asked {1 - CONFIDENCE:.0%}); "
        f"true mean {fmean(truths):.3f}, kept {fmean(kept):.0%}"
    )


def true_rate(
    calibration: Calibration, threshold: float, kind: Kind, drawn: Sequence[Graded]
) -> tuple[float, float]:
    """Return how often it happens on rows that were not drawn, and the share that stays."""
    head = calibration.heads.local
    cases = [
        Case(
            logistic(head.odds(one.call.features, one.call.task)),
            one.call.local_ok,
            one.call.cloud_ok,
        )
        for one in drawn[PROMISED : PROMISED + HELD_BACK]
    ]
    happened = Case.sent if kind == "max-cloud-share" else Case.lost
    return (
        fmean(happened(case, threshold) for case in cases),
        fmean(not case.sent(threshold) for case in cases),
    )


if __name__ == "__main__":
    main()
