"""``homeport policy prove``: can a private call leave this device, and if so, which way?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from homeport.policies.policy import Policy
from homeport.policies.prove import Path, Proof
from homeport.policies.prove import prove as prove_of
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.policy import in_force, named
from homeport.types import JSON, Level

_TRANSFORMED: Final = {
    "pseudonymize": "only pseudonymised",
    "redact": "only redacted",
    "delegate": "only rewritten on this device",
}
_UNREAD: Final = "cannot be read here, so it may be of any level (opaque: cloud)"

_UNVOUCHED: Final = (
    "perhaps the call as it is: nobody says where this plugin runs (trust: device says so)"
)


def prove(
    policy: options.PolicyArgument = None,
    level: Annotated[
        options.LevelName, typer.Option("--level", "-l", help="The lowest level that must stay.")
    ] = options.LevelName.SENSITIVE,
    transformed: Annotated[
        bool,
        typer.Option(
            "--allow-transformed",
            help="A way on which private things are replaced first does not count.",
        ),
    ] = False,
    json: options.JsonOption = False,
) -> None:
    """Show that no call of a level or above can leave this device, or how one can.

    Every combination of what the policy's conditions ask is covered; no call is made. Exit code:
    0 proven, 1 there is a way (or too many combinations to tell), 2 not a policy.
    """
    source, _ = in_force(policy)
    loaded = Policy.load(source)
    proof = prove_of(loaded.rulebook, Level.parse(level.value))
    counted = [path for path in proof.paths if not (transformed and path.transform)]
    proven = not counted and not proof.undecided
    if json:
        terminal.write_json(_report(loaded, proof, proven=proven))
    else:
        terminal.out().print(Group(*_sections(loaded, proof, proven=proven)))
    raise typer.Exit(ExitCode.OK if proven else ExitCode.NO)


def _report(policy: Policy, proof: Proof, *, proven: bool) -> dict[str, JSON]:
    return {
        "source": policy.source,
        "fingerprint": policy.fingerprint,
        "level": str(proof.level),
        "proven": proven,
        "paths": [_as_dict(path) for path in proof.paths],
        "undecided": list(proof.undecided),
    }


def _as_dict(path: Path) -> dict[str, JSON]:
    return {
        "rule": path.rule,
        "line": path.place.line,
        "targets": list(path.targets),
        "after": list(path.before),
        "transform": path.transform,
        "content": path.content,
        "example": list(path.example),
    }


def _sections(policy: Policy, proof: Proof, *, proven: bool) -> Iterator[RenderableType]:
    yield _verdict(policy, proof, proven=proven)
    if proof.paths:
        yield Padding(_table(proof.paths), (1, 0, 0, 2))
    for rule in proof.undecided:
        told = f"  the rule {rule} has too many combinations to look at; nothing is proven of it"
        yield Text(told, terminal.BAD)


def _verdict(policy: Policy, proof: Proof, *, proven: bool) -> Text:
    calls = "no call" if proof.level is Level.PUBLIC else f"no call of level {proof.level} or above"
    if proven:
        how = " as it is" if proof.paths else ""
        said = f": {calls} can leave this device{how}"
        return Text.assemble(("✓ ", terminal.GOOD), (named(policy), "bold"), said)
    which = calls.replace("no call", "a call")
    said = f": {which} can leave this device" if proof.paths else f": not proven for {proof.level}"
    return Text.assemble(("✗ ", terminal.BAD), (named(policy), "bold"), said)


def _table(paths: tuple[Path, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("rule", "line", "goes to", "what leaves", "for example a call with"):
        table.add_column(column, overflow="fold")
    for path in paths:
        table.add_row(
            Text(path.rule, "cyan"),
            str(path.place.line),
            Text(_way(path)),
            _content(path),
            Text("; ".join(path.example)),
        )
    return table


def _way(path: Path) -> str:
    last_resort = f" (after {', '.join(path.before)})" if path.before else ""
    return " → ".join(path.targets) + last_resort


def _content(path: Path) -> Text:
    if path.content == "unread":
        return Text(_UNREAD, terminal.BAD)
    if path.content == "unvouched":
        return Text(_UNVOUCHED, terminal.BAD)
    if path.transform is not None:
        return Text(_TRANSFORMED.get(path.transform, f"only after {path.transform}"), "yellow")
    return Text("the call as it is", terminal.BAD)
