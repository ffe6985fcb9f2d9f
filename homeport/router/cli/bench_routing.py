"""``homeport bench routing``: how good a policy's complexity score is on graded prompts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from homeport.policies.complexity import metrics
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.cli import cascading, options, terminal
from homeport.router.cli.judge import Judge
from homeport.router.cli.rows import FilesArgument, number, quality, rounded, rows_of, text
from homeport.types import JSON

_SHARES: Final = (0.5, 0.8, 0.95)


def routing(
    files: FilesArgument = None,
    policy: options.PolicyOption = None,
    column: Annotated[
        str | None,
        typer.Option("--score", metavar="COLUMN", help="A stored score to compare with."),
    ] = None,
    json: options.JsonOption = False,
    cascade: cascading.CascadeOption = False,
    count: cascading.ItemsOption = 500,
    seed: cascading.SeedOption = 0,
    cloud: cascading.CloudOption = 0.95,
    samples: cascading.SamplesOption = 3,
    keep: cascading.KeepOption = None,
    write: cascading.WriteOption = None,
) -> None:
    """Compare ways to choose which calls the cloud answers: average performance gap recovered.

    0.5 is chance, and an interval (95 %, bootstrap) that holds 0.5 means: not better than chance.
    Exit code: 0 measured, 2 a file that has no such rows, or no gap.
    """
    if cascade:
        _cascade(
            policy, files, cascading.Settings(count, seed, cloud, samples), keep, write, json=json
        )
        return
    if not files:
        raise typer.BadParameter("name a file of graded prompts, or --cascade")
    judge = Judge(Policy.find(policy))
    measured = [_measured(path, column, judge) for path in files]
    if json:
        report: dict[str, JSON] = {"policy": judge.router.policy.source}
        terminal.write_json({**report, "files": [one.to_dict() for one in measured]})
        return
    for one in measured:
        terminal.out().print(one.table())


def _cascade(
    policy: str | None,
    files: list[Path] | None,
    settings: cascading.Settings,
    kept: Path | None,
    written: Path | None,
    *,
    json: bool,
) -> None:
    """Measure, or report again what ``--keep`` wrote."""
    from homeport.router.cli import bench_cascade as bench  # it stands on what is below

    model = bench.model_of(policy)
    rows = bench.reported(files[0]) if files else bench.measure(policy, settings, kept)
    if written is not None:
        bench.calibrate(written, model, rows)
    if json:
        terminal.write_json(bench.as_json(model, rows, settings))
    else:
        bench.report(model, rows, settings)


@dataclass(frozen=True, slots=True)
class Graded:
    """The rows of one file: what both models did, and what each way to choose said."""

    weak: list[float]
    strong: list[float]
    scores: Mapping[str, list[float]]
    elapsed_us: list[int]

    @property
    def failed(self) -> list[bool]:
        return [quality < metrics.GOOD for quality in self.weak]


@dataclass(frozen=True, slots=True)
class Figures:
    """How good one way to choose is. Not a number where it is not defined."""

    apgr: float
    interval: tuple[float, float]
    cpt: tuple[float, ...]
    auc: float
    ece: float

    @classmethod
    def of(cls, rows: Graded, name: str) -> Figures:
        score, weak, strong = rows.scores[name], rows.weak, rows.strong

        def resampled(picked: list[int]) -> float:
            return metrics.apgr(*([column[i] for i in picked] for column in (score, weak, strong)))

        return cls(
            metrics.apgr(score, weak, strong),
            metrics.interval(resampled, len(score)),
            tuple(metrics.cpt(score, weak, strong, share) for share in _SHARES),
            metrics.auc(score, rows.failed),
            _calibration_error(score, rows.failed),
        )

    def to_dict(self) -> dict[str, JSON]:
        shares = (f"{share:.0%}".rstrip("%") for share in _SHARES)
        return {
            "apgr": rounded(self.apgr),
            "interval": [rounded(end) for end in self.interval],
            "cpt": {share: rounded(value) for share, value in zip(shares, self.cpt, strict=True)},
            "auc": rounded(self.auc),
            "calibration_error": rounded(self.ece),
        }

    def row(self) -> Iterator[str]:
        low, high = self.interval
        yield f"{self.apgr:.3f}"
        yield f"{low:.3f} to {high:.3f}"
        yield from (f"{value:.0%}" for value in self.cpt)
        yield from ("" if math.isnan(value) else f"{value:.3f}" for value in (self.auc, self.ece))


RANDOM: Final = Figures(0.5, (0.5, 0.5), _SHARES, 0.5, math.nan)
"""Choosing by chance, exactly: it recovers of the gap what it spends of the calls."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One file: its figures by the way to choose, and how long a judgement took."""

    path: Path
    rows: int
    weak: float
    strong: float
    figures: Mapping[str, Figures]
    p50_us: int
    p99_us: int

    def to_dict(self) -> dict[str, JSON]:
        return {
            "file": str(self.path),
            "rows": self.rows,
            "weak": round(self.weak, 4),
            "strong": round(self.strong, 4),
            "scores": {name: figures.to_dict() for name, figures in self.figures.items()},
            "latency_us": {"p50": self.p50_us, "p99": self.p99_us},
        }

    def table(self) -> Table:
        title = Text(
            f"{self.path.name}: {self.rows:,} rows, local {self.weak:.3f}, "
            f"cloud {self.strong:.3f}, "
            f"judged in {self.p50_us / 1000:.2f} ms (p50), {self.p99_us / 1000:.2f} ms (p99)"
        )
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        table.add_column("by")
        for heading in ("APGR", "95 %", "CPT 50", "CPT 80", "CPT 95", "AUC", "ECE"):
            table.add_column(heading, justify="right")
        for name, figures in self.figures.items():
            table.add_row(Text(name), *figures.row())
        return table


def _measured(path: Path, column: str | None, judge: Judge) -> Measured:
    rows = _graded(path, column, judge)
    try:
        figures = {name: Figures.of(rows, name) for name in rows.scores}
    except metrics.NoGap as error:
        raise typer.BadParameter(f"{path}: {error}") from None
    elapsed = sorted(rows.elapsed_us)
    return Measured(
        path=path,
        rows=len(rows.weak),
        weak=fmean(rows.weak),
        strong=fmean(rows.strong),
        figures={**figures, "random": RANDOM},
        p50_us=elapsed[len(elapsed) // 2],
        p99_us=elapsed[len(elapsed) * 99 // 100],
    )


def _graded(path: Path, column: str | None, judge: Judge) -> Graded:
    weak: list[float] = []
    strong: list[float] = []
    elapsed: list[int] = []
    scores: dict[str, list[float]] = {"score": [], "gain": [], "length": []}
    stored: list[float] = []
    for row in rows_of(path):
        said = row("prompt", text)
        request = wire.request_for({"messages": options.messages(said)})
        decision = judge.judge(request).decision
        complexity = decision.complexity
        weak.append(row("weak_q", quality))
        strong.append(row("strong_q", quality))
        scores["score"].append(complexity.score)
        scores["gain"].append(math.nan if complexity.gain is None else complexity.gain)
        scores["length"].append(len(said))
        elapsed.append(decision.elapsed_us)
        if column:
            stored.append(row(column, number))
    if not weak:
        raise typer.BadParameter(f"{path} has no rows")
    if any(map(math.isnan, scores["gain"])):
        del scores["gain"]
    return Graded(weak, strong, {**scores, **({column: stored} if column else {})}, elapsed)


def _calibration_error(score: list[float], failed: list[bool]) -> float:
    """Return the error of a score that can be a probability; else not a number."""
    if not all(0 <= value <= 1 for value in score):
        return math.nan
    return metrics.calibration_error(score, [float(bad) for bad in failed])
