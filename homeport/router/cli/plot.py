"""``--plot``: quality against the share of calls that go to the cloud, as a picture.

The curves send the calls to the cloud one by one, from the highest score (or the longest prompt)
down; chance is the straight line between the two models. A policy is a point with its interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typer

from homeport.errors import MissingExtra
from homeport.policies.complexity.metrics import qualities
from homeport.router.cli.replay import Outcome

FORMATS: Final = (".svg", ".png")

# Okabe and Ito (2008): told apart by colour-blind readers too.
_CURVES: Final[Mapping[str, str]] = {"score": "#0072B2", "length": "#E69F00", "random": "#999999"}
_LABELS: Final[Mapping[str, str]] = {
    "score": "by score",
    "length": "by length",
    "random": "at random",
}
_POINTS: Final = ("#D55E00", "#009E73")
_INK: Final = "#333333"
_PALE: Final = "#dddddd"


def drawable(file: Path | None) -> Path | None:
    """Return a file that a picture can be written to, before work is spent on it.

    Raises ``MissingExtra`` without matplotlib, and ``typer.BadParameter`` for another format.
    """
    if file is None:
        return None
    if file.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"{file}: write the picture to a .svg or a .png file")
    if find_spec("matplotlib") is None:
        raise MissingExtra("matplotlib", "plot")
    return file


def draw(outcomes: Sequence[Outcome], file: Path) -> None:
    """Write the picture of one or two policies on the same traffic to a ``drawable`` file."""
    # An extra, and half a second to import.
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # Texts stay texts in SVG, and the same figures give the same file.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "homeport", "font.size": 10}):
        figure = Figure(figsize=(7, 4.6), dpi=160, layout="constrained")
        axes = figure.add_subplot()
        _curves(axes, outcomes[-1])
        for outcome, colour in zip(outcomes, _POINTS, strict=False):
            _point(axes, outcome, colour)
        _dressed(axes, outcomes[-1])
        try:
            figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
        except OSError as error:
            raise typer.BadParameter(f"{file}: {error.strerror}") from None


def curves(outcome: Outcome) -> Iterator[tuple[str, list[float]]]:
    """Yield each way to choose with the mean quality at 0, 1, 2, ... calls in the cloud."""
    weak, strong = zip(*outcome.models(), strict=True)
    by: dict[str, list[float]] = {
        "score": [decision.complexity.score for decision in outcome.decisions],
        "length": [decision.tokens for decision in outcome.decisions],
        "random": [0.0] * len(weak),
    }
    for name, score in by.items():
        yield name, qualities(score, weak, strong)


def _curves(axes: Any, outcome: Outcome) -> None:
    for name, quality in curves(outcome):
        shares = [100 * calls / (len(quality) - 1) for calls in range(len(quality))]
        style = {"linestyle": "--", "linewidth": 1.2} if name == "random" else {"linewidth": 2}
        axes.plot(shares, quality, color=_CURVES[name], label=_LABELS[name], zorder=2, **style)


def _point(axes: Any, outcome: Outcome, colour: str) -> None:
    quality, low, high = outcome.quality()
    share = 100 * outcome.shares["cloud"]
    axes.errorbar(
        share,
        quality,
        yerr=[[quality - low], [high - quality]],
        fmt="o",
        markersize=8,
        capsize=3,
        color=colour,
        label=f"{Path(outcome.source).name} ({share:.0f} % cloud, {quality:.3f})",
        zorder=3,
    )


def _dressed(axes: Any, outcome: Outcome) -> None:
    """Name the axes and say where the quality is from; leave out what carries nothing."""
    whence = "labels" if outcome.graded else "as the scorer estimates it"
    axes.set_title(
        f"Quality of {len(outcome.calls):,} calls ({whence})", loc="left", color=_INK, fontsize=11
    )
    axes.set_xlabel("calls answered by the cloud, %", color=_INK)
    axes.set_ylabel("mean quality", color=_INK)
    axes.set_xlim(-2, 102)
    axes.grid(color=_PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, length=0)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="lower right", frameon=False, labelcolor=_INK)
