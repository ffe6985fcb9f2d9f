"""The options of ``homeport bench routing --cascade``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

CascadeOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--cascade",
        help="Let the policy's local model answer questions that homeport carries, and measure "
        "what its answers tell. The cloud is stood in for. With a file that --keep wrote: report "
        "that again.",
    ),
]
ItemsOption: TypeAlias = Annotated[
    int, typer.Option("--items", min=20, help="With --cascade: how many questions.")
]
SeedOption: TypeAlias = Annotated[
    int, typer.Option("--seed", help="With --cascade: which questions.")
]
CloudOption: TypeAlias = Annotated[
    float,
    typer.Option(
        "--cloud-accuracy",
        min=0,
        max=1,
        help="With --cascade: how often the cloud, which is not asked, is taken to be right.",
    ),
]
SamplesOption: TypeAlias = Annotated[
    int, typer.Option("--samples", min=1, max=5, help="With --cascade: answers that are compared.")
]
KeepOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--keep", metavar="FILE", help="With --cascade: write each question's figures."),
]
WriteOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--write",
        metavar="FILE",
        help="With --cascade: write the calibration that `escalate: {calibration: FILE}` reads.",
    ),
]


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``--cascade`` measures: how many items, from which seed, against how good a cloud."""

    count: int
    seed: int
    cloud: float
    samples: int
