"""``homeport demo``: real requests through the real client, one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Final

import openai
import typer
from rich.console import Console

from homeport.errors import Unavailable
from homeport.places import find
from homeport.router import wire
from homeport.router.cli import options, terminal
from homeport.router.cli.column import Column
from homeport.router.cli.exits import error_json
from homeport.router.cli.judge import Judged
from homeport.router.cli.models import bring
from homeport.router.cli.report import Outcome, beginning, ending, opening, summary, totals
from homeport.router.cli.samples import Sample, samples
from homeport.router.cli.turn import Turn
from homeport.router.cli.witness import Witness
from homeport.router.client import OpenAI
from homeport.types import JSON, State

PRESET: Final = "balanced"
MODEL: Final = "smollm2-135m"
SHORT: Final = {"max_completion_tokens": 50, "temperature": 0}
"""Enough to see an answer; eight of them take about a minute on a slow processor."""

THRIFTY: Final = {"max_completion_tokens": 400, "reasoning_effort": "minimal"}
"""The same for the cloud's reasoning models, which think within that limit and fix their
temperature."""

_SVG_WIDTH: Final = 100
_WEB_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONTS: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"


def demo(
    json: options.JsonOption = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", hidden=True, help="Draw what is shown to this file.")
    ] = None,
) -> None:
    """Route eight real requests, in English and Spanish, and show every decision and answer.

    Uses the preset balanced. Pulls smollm2-135m first if it is not here; uses the cloud if
    OPENAI_API_KEY is set. Exit code: 4 if nothing can answer on this machine.
    """
    console = _console(json=json, svg=svg)
    if find(MODEL) is None:
        bring(MODEL, terminal.err() if json else console)
    with OpenAI(policy=PRESET) as client, Witness() as witness:
        outcomes = list(tour(client, console))
    console.print(summary(outcomes, witness.hosts))
    if json:
        terminal.write_json(_report(outcomes, witness))
    if svg is not None:
        svg.write_text(_drawn(console), encoding="utf-8")


def _console(*, json: bool, svg: Path | None) -> Console:
    if json:
        return Console(quiet=True)
    if svg is not None:
        return Console(record=True, width=_SVG_WIDTH, force_terminal=True, highlight=False)
    return terminal.out()


def tour(client: OpenAI, console: Console) -> Iterator[Outcome]:
    """Try every request, one after another, and show it."""
    console.print(opening(client.homeport.policy, _state(client)))
    chosen = samples()
    for sample in chosen:
        # Detectors load their tables when first needed; what is shown is what calls take then.
        client.explain(**sample.body)
    for number, sample in enumerate(chosen, start=1):
        yield _try(sample, client, console, title=f"{number}  {sample.title}")


def _state(client: OpenAI) -> State:
    """Return what is known of the targets; ``Unavailable`` if there is no use in asking any."""
    state = client.homeport.state(wire.request_for({"messages": []}))
    if not any(known.ready for known in state.values()):
        raise Unavailable("; ".join(known.why for known in state.values()))
    return state


def _ready(client: OpenAI, target: str) -> bool:
    return _state(client)[target].ready


def _try(sample: Sample, client: OpenAI, console: Console, *, title: str) -> Outcome:
    """Decide, ask and show one request."""
    body = sample.body
    judged = Judged(wire.read(wire.request_for(body)), client.explain(**body))
    console.print(beginning(title, sample, judged))
    in_cloud = judged.decision.route == "cloud" and _ready(client, judged.decision.targets[0])
    turn = Turn(client, body | (THRIFTY if in_cloud else SHORT), labels={})
    outcome = _answer(turn, console, sample, judged)
    console.print(ending(outcome))
    return outcome


def _answer(turn: Turn, console: Console, sample: Sample, judged: Judged) -> Outcome:
    column = Column(console, style=terminal.ROUTE_STYLE[judged.decision.route])
    try:
        with closing(turn.pieces()) as pieces:
            for piece in pieces:
                column.write(piece)
    except openai.OpenAIError as error:
        return Outcome(sample, judged, error=error)
    finally:
        column.end()
    return Outcome(sample, judged, answer=turn.answer)


def _report(outcomes: list[Outcome], witness: Witness) -> dict[str, JSON]:
    return {
        "requests": [_entry(outcome) for outcome in outcomes],
        "summary": {**totals(outcomes), "connections_off_device": len(witness.hosts)},
    }


def _entry(outcome: Outcome) -> dict[str, JSON]:
    how: dict[str, JSON] = {}
    if outcome.answer is not None:
        how = outcome.answer.to_dict()
    elif outcome.error is not None:
        how = error_json(outcome.error)
    decision = outcome.judged.decision.to_dict()
    return {"title": outcome.sample.title, "text": outcome.sample.text, "decision": decision, **how}


def _drawn(console: Console) -> str:
    """Return the picture of what was shown, in fonts that need no download."""
    svg = console.export_svg(title="homeport demo")
    return (
        _WEB_FONT.sub("", svg)
        .replace("Fira Code, monospace", _FONTS)
        .replace("Fira Code", "monospace")
    )
