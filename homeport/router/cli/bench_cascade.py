"""``homeport bench routing --cascade``: what a local model's own answers tell of how good they are.

A real model on this device answers questions that homeport carries (``closed_items.py``). The cloud
is stood in for: it is taken to be right with a stated probability, whatever the question.
"""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Final, Self

import typer
from rich.progress import track
from rich.table import Table
from rich.text import Text

from homeport.policies.complexity import metrics
from homeport.policies.complexity.learning import TooFew
from homeport.policies.escalation import Confidence, Signals, value_of
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.cli import terminal
from homeport.router.cli.bench_routing import RANDOM, Figures, Graded
from homeport.router.cli.cascading import Settings
from homeport.router.cli.closed_items import ARITHMETIC_LIKE, Item, items
from homeport.router.cli.rows import rows_of
from homeport.router.deadline import Deadline
from homeport.router.dispatch import Router
from homeport.router.draft import Draft, Others
from homeport.router.flow import Failure
from homeport.router.local import LocalTarget
from homeport.router.targets import Order
from homeport.router.window import Window
from homeport.types import JSON, Decision, Escalation

TOKENS: Final = 12
"""The longest answer; a date has eleven tokens."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, how it was answered, and what that tells."""

    family: str
    language: str
    question: str
    good: bool
    score: float
    """The complexity that the policy gives to the question."""
    signals: Signals

    def to_dict(self) -> dict[str, JSON]:
        return {
            "family": self.family,
            "language": self.language,
            "question": self.question,
            "good": self.good,
            "score": round(self.score, 4),
            "surprisals": [round(value, 4) for value in self.signals.surprisals],
            "agreement": self.signals.agreement,
        }

    @classmethod
    def read(cls, row: Callable[[str, Callable[[Any], Any]], Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        family, language, question = (row(name, str) for name in ("family", "language", "question"))
        agreed = row("agreement", lambda value: None if value is None else float(value))
        surprisals = row("surprisals", lambda values: tuple(map(float, values)))
        signals = Signals(surprisals, agreed)
        return cls(family, language, question, row("good", bool), row("score", float), signals)


def measure(policy: str | None, settings: Settings, kept: Path | None = None) -> list[Asked]:
    """Let the policy's local model answer every item, and return what came of it.

    ``kept`` is written as JSON lines while they are answered.
    """
    router = Router(Policy.find(policy))
    target = _target(router)
    if missing := target.backend.missing():
        raise typer.BadParameter(missing)
    try:
        made = list(items(settings.count, seed=settings.seed))
        shown = track(made, "answering", console=terminal.err(), transient=True)
        asked = (_asked(router, target, item, settings) for item in shown)
        return list(asked if kept is None else _kept(kept, asked))
    finally:
        router.close()


def model_of(policy: str | None) -> str:
    """Return the name of the model that is measured."""
    return _target(Router(Policy.find(policy))).backend.model


def _target(router: Router) -> LocalTarget:
    """Return the first backend of the policy that answers in this process."""
    for target in router.targets.values():
        if isinstance(target, LocalTarget):
            return target
    raise typer.BadParameter("the policy has no model in this process to measure")


def reported(path: Path) -> list[Asked]:
    """Return what ``--keep`` wrote. Raises ``typer.BadParameter`` if it is something else."""
    return [Asked.read(row) for row in rows_of(path)]


def _kept(path: Path, rows: Iterable[Asked]) -> Iterator[Asked]:
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(f"{jsonlib.dumps(row.to_dict())}\n")
            lines.flush()
            yield row


def _asked(router: Router, target: LocalTarget, item: Item, settings: Settings) -> Asked:
    body = {"prompt": item.prompt, "max_tokens": TOKENS, "temperature": 0, "stop": ["\n"]}
    request = wire.request_for({"model": "auto", **body})
    call = router.read(request)
    escalation = Escalation(window=TOKENS, samples=settings.samples)
    window = Window(call, escalation, Confidence.prior(), tells="logprobs" in target.backend.offers)
    order = Order(request, call, _DECISION, Deadline.after(None), _unheard)
    draft = Draft(target, window, order.deadline)
    _done(draft.attempt(order))
    others = Others(draft, settings.samples - 1)
    if settings.samples > 1:
        _done(others.attempt(order))
    value = value_of(window.text)
    score = router.policy.score(call).complexity.score
    good = value is not None and value == value_of(item.answer)
    told = window.signals(others.texts)
    return Asked(item.family, item.language, item.question, good, score, told)


_DECISION: Final = Decision("bench", "local", (), "bench")


def _unheard(_: Iterable[str]) -> None:
    """What is said here is nobody's answer."""


def _done(outcome: object) -> None:
    if isinstance(outcome, Failure):
        raise typer.BadParameter(f"the model could not answer: {outcome.error.message}")


def report(model: str, rows: Sequence[Asked], settings: Settings) -> None:
    """Show how well each signal orders the answers, for kinds of tasks."""
    for title, group in _groups(rows):
        terminal.out().print(_table(model, title, group, settings))


def as_json(model: str, rows: Sequence[Asked], settings: Settings) -> dict[str, JSON]:
    return {
        "model": model,
        "items": len(rows),
        "seed": settings.seed,
        "cloud_accuracy": settings.cloud,
        "samples": settings.samples,
        "groups": {
            title: {
                "items": len(group),
                "local_accuracy": round(fmean(row.good for row in group), 4),
                "scores": {name: one.to_dict() for name, one in _figures(group, settings).items()},
            }
            for title, group in _groups(rows)
        },
    }


def calibrate(path: Path, model: str, rows: Sequence[Asked]) -> None:
    """Write the file by which a rule's ``escalate: {calibration: FILE}`` judges this model."""
    try:
        found = Confidence.prior().corrected([(r.signals, r.good) for r in rows], model=model)
    except TooFew as error:
        raise typer.BadParameter(str(error)) from None
    path.write_text(jsonlib.dumps(found.to_dict(), indent=1) + "\n", "utf-8")


def _groups(rows: Sequence[Asked]) -> Iterator[tuple[str, list[Asked]]]:
    """Yield all rows, those whose answer is computed, and the others; none without a gap."""
    computed = [row for row in rows if row.family in ARITHMETIC_LIKE]
    others = [row for row in rows if row.family not in ARITHMETIC_LIKE]
    for title, group in (("all", [*rows]), ("arithmetic-like", computed), ("others", others)):
        if group:
            yield title, group


def _scores(settings: Settings) -> dict[str, Callable[[Asked], float]]:
    """Return the ways to choose what escalates: the higher, the sooner."""
    shipped = Confidence.prior()

    def doubt(signals: Signals) -> float:
        likely = shipped.of(signals)
        return 0.5 if likely is None else 1 - likely

    ways: dict[str, Callable[[Asked], float]] = {
        "length": lambda row: len(row.question),
        "prompt score": lambda row: row.score,
        "log-prob mean": lambda row: row.signals.mean,
        "log-prob q75": lambda row: row.signals.quantile(0.75),
        "log-prob q90": lambda row: row.signals.quantile(0.9),
        "log-prob worst": lambda row: row.signals.worst,
        "confidence, tokens": lambda row: doubt(Signals(row.signals.surprisals)),
    }
    if settings.samples > 1:
        ways |= {
            "disagreement": lambda row: 1 - (row.signals.agreement or 0.0),
            "confidence, both": lambda row: doubt(row.signals),
        }
    return ways | {"oracle": lambda row: float(not row.good)}


def _figures(rows: Sequence[Asked], settings: Settings) -> dict[str, Figures]:
    graded = Graded(
        [float(row.good) for row in rows],
        [settings.cloud] * len(rows),
        {name: [way(row) for row in rows] for name, way in _scores(settings).items()},
        [],
    )
    try:
        return {name: Figures.of(graded, name) for name in graded.scores} | {"random": RANDOM}
    except metrics.NoGap as error:
        raise typer.BadParameter(f"nothing to choose: {error}") from None


def _table(model: str, title: str, rows: Sequence[Asked], settings: Settings) -> Table:
    good = fmean(row.good for row in rows)
    table = Table(
        title=Text(
            f"{title}: {len(rows):,} items, {model} right {good:.3f}, "
            f"cloud stood in for: right {settings.cloud:.3f}"
        ),
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column("by")
    for heading in ("APGR", "95 %", "CPT 50", "CPT 80", "CPT 95", "AUC", "ECE"):
        table.add_column(heading, justify="right")
    for name, figures in _figures(rows, settings).items():
        table.add_row(Text(name), *figures.row())
    return table
