"""The top of the command line: every command in the order that a newcomer needs them."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

import homeport
from homeport.router.cli import audit, bench, models, policy, responses
from homeport.router.cli.ask import ask
from homeport.router.cli.bench_routing import routing
from homeport.router.cli.budget import budget
from homeport.router.cli.calibrate import calibrate
from homeport.router.cli.chat import chat
from homeport.router.cli.demo import demo
from homeport.router.cli.doctor import doctor
from homeport.router.cli.exits import Commands
from homeport.router.cli.explain import explain
from homeport.router.cli.models_bench import bench_model
from homeport.router.cli.models_fit import fit_model
from homeport.router.cli.prove import prove
from homeport.router.cli.serve import serve
from homeport.router.cli.simulate import diff, simulate

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a bug is shown as Python shows it, without its variables
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"homeport {homeport.__version__}")
        raise typer.Exit


@app.callback()
def top(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """The OpenAI client that answers at home: private and easy requests on this device, hard
    ones in the cloud, as a policy says."""


app.command()(demo)
app.command()(ask)
app.command()(chat)
app.command()(explain)
app.command()(serve)
policy.commands.command("prove")(prove)
app.add_typer(policy.commands, name="policy")
models.commands.command("fit")(fit_model)
models.commands.command("bench")(bench_model)
app.add_typer(models.commands, name="models")
app.add_typer(audit.commands, name="audit")
app.command()(budget)
app.add_typer(responses.commands, name="responses")
app.command()(simulate)
policy.commands.command("diff")(diff)
app.command()(calibrate)
bench.commands.command("routing")(routing)
app.add_typer(bench.commands, name="bench")
app.command()(doctor)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks must not end an answer.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="homeport")
