"""``homeport models bench``: how fast a model is on this machine, measured now."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from homeport.backends import create, local_kind
from homeport.backends.speed import Speed, measure
from homeport.router.cli import options, terminal
from homeport.types import JSON

_DIGITS: Final = 2


def bench_model(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A pulled model, or the folder of one.")
    ],
    kind: Annotated[
        str, typer.Option("--kind", help="local, mlx or pytorch; local is the one of this machine.")
    ] = "local",
    prompt: Annotated[
        int, typer.Option("--prompt", min=1, help="Tokens of the prompt, about.")
    ] = 256,
    tokens: Annotated[int, typer.Option("--tokens", min=2, help="Tokens of the answer.")] = 64,
    adapter: Annotated[
        str | None, typer.Option("--adapter", metavar="FOLDER", help="With this LoRA adapter.")
    ] = None,
    draft: Annotated[
        str | None, typer.Option("--draft", metavar="NAME", help="With this model guessing ahead.")
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Measure a model here: time to the first token, tokens per second, memory.

    One answer, after one to load the model. Exit code: 0 measured, 1 it is not here or cannot run.
    """
    if kind not in ("local", "mlx", "pytorch"):
        raise typer.BadParameter("expected local, mlx or pytorch", param_hint="--kind")
    engine = local_kind() if kind == "local" else kind
    given = {key: value for key, value in (("adapter", adapter), ("draft", draft)) if value}
    found = measure(
        create(engine, "bench", model=name, **given), engine, prompt=prompt, tokens=tokens
    )
    if json:
        terminal.write_json(_json(found))
    else:
        terminal.out().print(_table(found))


def _json(found: Speed) -> dict[str, JSON]:
    return {
        "model": found.model,
        "kind": found.kind,
        "prompt_tokens": found.prompt,
        "tokens": found.tokens,
        "load_seconds": round(found.load, _DIGITS),
        "first_token_seconds": round(found.first, _DIGITS + 1),
        "prefill_tokens_per_second": round(found.prefill, _DIGITS),
        "decode_tokens_per_second": round(found.decode, _DIGITS),
        "memory_bytes": found.memory,
    }


def _table(found: Speed) -> Table:
    grid = Table.grid(padding=(0, 3))
    grid.add_column()
    grid.add_column(justify="right")
    rows = (
        ("load", f"{found.load:.1f} s"),
        (f"first token, after a prompt of {found.prompt:,}", f"{found.first:.2f} s"),
        ("reads", f"{found.prefill:,.0f} tokens/s"),
        ("writes", f"{found.decode:,.1f} tokens/s"),
        ("memory of this process at most", decimal(found.memory)),
    )
    for what, value in rows:
        grid.add_row(Text(what, style=terminal.DIM), value)
    grid.add_row(Text(found.model, style="bold"), Text(found.kind))
    return grid
