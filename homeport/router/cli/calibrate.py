"""``homeport calibrate``: learn from labelled calls of one's own how hard calls are."""

from __future__ import annotations

import json as jsonlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from homeport.errors import BadCall
from homeport.policies.complexity.calibration import DRIFTED, Calibration
from homeport.policies.complexity.guarantees import Case, Kind, NoPromise, Promise, promised
from homeport.policies.complexity.heads import Head, Heads, logistic
from homeport.policies.complexity.labels import Labelled
from homeport.policies.complexity.learning import FEWEST, KEPT, LEARNED, TooFew, blended
from homeport.policies.complexity.metrics import GOOD, auc, calibration_error
from homeport.policies.complexity.sizes import handicap, size_of
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.judge import request_of
from homeport.router.cli.rows import QUALITY_HELP, lines_of, quality, rounded
from homeport.types import JSON


def calibrate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            exists=True,
            dir_okay=False,
            help='Outcome logs, or JSON lines of requests or {"prompt"} with local_ok and '
            "cloud_ok (true, false) or weak_q and strong_q: " + QUALITY_HELP,
        ),
    ],
    policy: options.PolicyOption = None,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="Where to write what was learned.")
    ] = Path("calibration.json"),
    target: Annotated[
        str | None,
        typer.Option(metavar="quality=Q", help="Answer so many calls well (needs both labels)."),
    ] = None,
    max_cloud_share: Annotated[
        float | None, typer.Option(min=0, max=1, help="Send no more of the calls to the cloud.")
    ] = None,
    max_loss: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Of all calls, keep no more that end badly for it."),
    ] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999)] = 0.95,
    check: Annotated[
        bool, typer.Option("--check", help="Only tell how far these calls have drifted.")
    ] = False,
    json: options.JsonOption = False,
) -> None:
    """Learn from labelled calls how hard calls are; write it to a file that a policy can name.

    With a target, half of the labels are held back, and the threshold that is told holds with
    --confidence for calls like them. Exit code: 0 written (or, with --check, nothing has
    drifted), 1 refused (too few labels, no such threshold) or drifted, 2 wrong usage.
    """
    rows = [row for path in files for row in labelled(path)]
    if check:
        _check(to, rows, json=json)
        return
    asked = _asked(target, max_cloud_share, max_loss)
    found = Policy.find(policy)
    model = next((spec.model for spec in found.rulebook.home), "")
    try:
        report = learn(rows, model, asked, confidence)
    except (TooFew, NoPromise) as error:
        terminal.tell(str(error))
        raise typer.Exit(ExitCode.NO) from None
    report = replace(report, drift=_drift(to, rows))
    to.write_text(jsonlib.dumps(report.calibration.to_dict(), indent=1) + "\n", "utf-8")
    _tell(report, to, json=json)


@dataclass(frozen=True, slots=True)
class Report:
    """What was learned, and what it changes on labels that it has not seen."""

    calibration: Calibration
    promise: Promise | None
    drift: float | None
    """How far these calls are from those of the calibration that is replaced; None of none."""
    before: tuple[float, float]
    after: tuple[float, float]
    """Area under the curve, and calibration error: of the prior, and of what was learned."""

    def to_dict(self) -> dict[str, JSON]:
        names = ("auc", "calibration_error")
        return {
            "labels": dict(self.calibration.labels),
            "weight_of_labels": round(blended(self.calibration.labels["local"]), 4),
            "before": dict(zip(names, map(rounded, self.before), strict=True)),
            "after": dict(zip(names, map(rounded, self.after), strict=True)),
            "promise": self.promise.to_dict() if self.promise else None,
            "drift": None if self.drift is None else round(self.drift, 4),
        }


def learn(
    rows: Sequence[Labelled], model: str, asked: tuple[Kind, float] | None, confidence: float
) -> Report:
    """Return what ``rows`` teach about ``model``. Raises ``TooFew`` or ``NoPromise``.

    What it changes is told by heads that saw every second row, on the others. If a promise is
    asked for, these are also the heads that are kept: it holds for what it was tested with.
    """
    known = sum(row.local_ok is not None for row in rows)
    if known < 2 * FEWEST:
        raise TooFew(
            f"{known} labels of local answers are too few: {2 * FEWEST} are the least, because "
            "every second one is held back to test what the others taught"
        )
    prior = _prior(model)
    half, rest = rows[::2], rows[1::2]
    tested = Calibration.learn(half, prior, model=model)
    promise = None
    if asked is not None:
        promise = promised(*asked, confidence, list(_cases(rest, tested.heads.local)))
    kept = tested if promise else Calibration.learn(rows, prior, model=model)
    kept = replace(kept, promise=promise.to_dict() if promise else None)
    figures = (_figures(rest, head) for head in (prior.local, tested.heads.local))
    return Report(kept, promise, None, *figures)


def _prior(model: str) -> Heads:
    heads = Heads.prior()
    bias = heads.local.bias + handicap(size_of(model))
    return Heads(replace(heads.local, bias=bias), heads.cloud)


def _cases(rows: Sequence[Labelled], head: Head) -> Iterator[Case]:
    for row in rows:
        score = logistic(head.odds(row.features, row.task))
        yield Case(score, row.local_ok, row.cloud_ok)


def _figures(rows: Sequence[Labelled], head: Head) -> tuple[float, float]:
    known = [case for case in _cases(rows, head) if case.local_ok is not None]
    scores, failed = [case.score for case in known], [not case.local_ok for case in known]
    return auc(scores, failed), calibration_error(scores, [float(bad) for bad in failed])


def _asked(
    target: str | None, max_cloud_share: float | None, max_loss: float | None
) -> tuple[Kind, float] | None:
    wished = _wished(target)
    kinds: tuple[tuple[Kind, float | None], ...] = (
        ("quality", wished),
        ("max-cloud-share", max_cloud_share),
        ("max-loss", max_loss),
    )
    given = [(kind, bound) for kind, bound in kinds if bound is not None]
    if len(given) > 1:
        raise typer.BadParameter("ask for one of --target, --max-cloud-share and --max-loss")
    return given[0] if given else None


def _wished(target: str | None) -> float | None:
    if target is None:
        return None
    name, _, number = target.partition("=")
    try:
        wished = float(number)
    except ValueError:
        wished = math.nan
    if name != "quality" or not 0 <= wished <= 1:
        raise typer.BadParameter("write --target quality=0.95, with a number from 0 to 1")
    return wished


def labelled(path: Path) -> Iterator[Labelled]:
    """Yield the calls of a file with their labels. Raises ``typer.BadParameter``."""
    for number, line in lines_of(path):
        try:
            yield _row(line)
        except (BadCall, ValueError, TypeError, AttributeError, RecursionError) as error:
            why = error.message if isinstance(error, BadCall) else "this is no labelled call"
            raise typer.BadParameter(f"{path}:{number}: {why}") from None


def _row(line: bytes) -> Labelled:
    """Read a row of an outcome log, or a request with labels."""
    data = jsonlib.loads(line)
    if "features" in data:
        return Labelled.from_dict(data)
    labels = {
        "local_ok": _label(data.pop("local_ok", None), data.pop("weak_q", None)),
        "cloud_ok": _label(data.pop("cloud_ok", None), data.pop("strong_q", None)),
    }
    if isinstance(data.get("prompt"), str) and "messages" not in data:
        data = {"messages": options.messages(data["prompt"])}
    return Labelled.of(wire.read(request_of(jsonlib.dumps(data).encode())), **labels)


def _label(ok: Any, graded: Any) -> bool | None:
    if ok is None and graded is None:
        return None
    if isinstance(ok, bool):
        return ok
    return quality(graded) >= GOOD


def _drift(path: Path, rows: Sequence[Labelled]) -> float | None:
    """Return how far calls are from those of an earlier calibration; None if there is none."""
    try:
        return Calibration.load(path).drift(rows)
    except (OSError, ValueError):
        return None


def _check(path: Path, rows: Sequence[Labelled], *, json: bool) -> None:
    try:
        calibration = Calibration.load(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise typer.BadParameter(f"{path}: {why}") from None
    if not rows:
        raise typer.BadParameter("there are no calls to compare with")
    drift = calibration.drift(rows)
    if json:
        terminal.write_json({"drift": round(drift, 4), "drifted": drift >= DRIFTED})
    else:
        word = "calibrate again" if drift >= DRIFTED else "still like the labelled calls"
        terminal.out().print(f"drift {drift:.2f} (stability index; {DRIFTED} is much): {word}")
    if drift >= DRIFTED:
        raise typer.Exit(ExitCode.NO)


def _tell(report: Report, path: Path, *, json: bool) -> None:
    if json:
        terminal.write_json({"file": str(path), **report.to_dict()})
        return
    for sentence in _sentences(report, path):
        terminal.out().print(Text(sentence), soft_wrap=True)


def _sentences(report: Report, path: Path) -> Iterator[str]:
    labels = report.calibration.labels
    share = blended(labels["local"])
    yield f"{labels['local']} local labels, {labels['cloud']} cloud labels"
    yield (
        f"weights: {share:.0%} from the labels (none up to {KEPT}, all from {LEARNED} on); "
        "probabilities: corrected by them"
    )
    pairs = zip(report.before, report.after, strict=True)
    for what, (old, new) in zip(("tells failures (AUC)", "off (ECE)"), pairs, strict=True):
        yield f"{what}: {old:.3f} before, {new:.3f} after, on unseen labels"
    if promise := report.promise:
        yield (
            f"{promise.kind} {promise.bound:g} holds with {promise.confidence:.0%} confidence at "
            f"complexity {promise.threshold:g} ({promise.cases} labels held back, "
            f"{promise.kept:.0%} of them kept, observed {promise.observed:.3f}):"
        )
        when = f"{{complexity: {{at_least: {promise.threshold:g}}}}}"
        yield f"  - {{name: hard, when: {when}, to: [cloud]}}"
    if report.drift is not None:
        yield f"drift {report.drift:.2f} since the calibration before ({DRIFTED} is much)"
    yield f"written to {path}; name it in the policy: complexity: {{calibration: {path}}}"
