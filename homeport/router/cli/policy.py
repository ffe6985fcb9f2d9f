"""``homeport policy``: check a policy, show it in words, run its examples, print its schema."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from homeport.errors import Place, PolicyError
from homeport.policies.decide import SHADOW
from homeport.policies.policy import (
    DEFAULT_FILE,
    DEFAULT_PRESET,
    PRESETS,
    VARIABLE,
    Example,
    Policy,
    Rule,
    schema,
)
from homeport.policies.policy import check as errors_in
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.dispatch import Router
from homeport.router.engine import Mismatch, run_examples
from homeport.types import JSON

commands: Final = typer.Typer(
    help="Check a policy, show it in words, run its examples.", no_args_is_help=True
)


@commands.command("check")
def check(policy: options.PolicyArgument = None, json: options.JsonOption = False) -> None:
    """Report everything that is wrong with a policy, and run its examples.

    Exit code: 0 all is well, 1 an example comes out otherwise than it says, 2 not a policy.
    """
    source, why = in_force(policy)
    errors = errors_in(source) or _unbuildable(Policy.load(source))
    loaded = None if errors else Policy.load(source)
    mismatches = run_examples(loaded) if loaded else []
    if json:
        terminal.write_json(_report(source, errors, mismatches, loaded))
    else:
        for error in errors:
            terminal.tell_policy_error(error)
        _tell_mismatches(mismatches)
        if loaded and not mismatches:
            _tell_all_is_well(loaded, why)
    raise typer.Exit(ExitCode.USAGE if errors else ExitCode.NO if mismatches else ExitCode.OK)


@commands.command("show")
def show(policy: options.PolicyArgument = None, json: options.JsonOption = False) -> None:
    """Show in words who can answer, what stays home, and where the rest goes."""
    source, why = in_force(policy)
    loaded = Policy.load(source)
    if json:
        terminal.write_json(as_dict(loaded))
        return
    terminal.out().print(described(loaded, why))


@commands.command("test")
def test(policy: options.PolicyArgument = None, json: options.JsonOption = False) -> None:
    """Run the examples of a policy, one line each.

    Exit code: 0 all come out as they say, 1 one does not, 2 not a policy.
    """
    source, _ = in_force(policy)
    loaded = Policy.load(source)
    mismatches = run_examples(loaded)
    wrong = _by_place(mismatches)
    if json:
        terminal.write_json([_result(example, wrong) for example in loaded.examples])
    else:
        terminal.out().print(_results(loaded.examples, wrong))
    raise typer.Exit(ExitCode.NO if mismatches else ExitCode.OK)


@commands.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of policy files, for editors."""
    terminal.write_json(schema())


def in_force(given: str | None) -> tuple[str | Path, str]:
    """Return the policy that counts here and in words why; the order is that of ``Policy.find``."""
    if given is not None:
        return given, ""
    if VARIABLE in os.environ:
        return os.environ[VARIABLE], f"named by ${VARIABLE}"
    if os.path.lexists(DEFAULT_FILE):
        return DEFAULT_FILE, f"found as ./{DEFAULT_FILE}"
    return DEFAULT_PRESET, f"in force here, as there is no ./{DEFAULT_FILE}"


def named(policy: Policy) -> str:
    """Return what to call a policy."""
    return f"the preset {policy.source}" if policy.source in PRESETS else policy.source


def as_dict(policy: Policy) -> dict[str, JSON]:
    """Return a policy as ``policy show --json`` prints it."""
    book = policy.rulebook
    return {
        "source": policy.source,
        "fingerprint": policy.fingerprint,
        "backends": [
            {"name": spec.name, "kind": spec.kind, "model": spec.model, "leaves": spec.leaves}
            for spec in policy.backends.values()
        ],
        "stays_home": [{"name": rule.name, "when": _when(rule)} for rule in book.stays_home],
        "rules": [
            {"name": rule.name, "when": _when(rule), "to": list(rule.to), **_escalating(rule)}
            for rule in book.rules
        ],
        "opaque": policy.opaque,
        "shadow": _shadow(policy),
        "examples": len(policy.examples),
    }


def described(policy: Policy, why: str = "") -> RenderableType:
    """Return a policy as a person reads it."""
    return Group(*_sections(policy, why))


def _sections(policy: Policy, why: str) -> Iterator[RenderableType]:
    book = policy.rulebook
    yield Text.assemble((named(policy), "bold"), (f"  {why}" if why else "", terminal.DIM))
    yield from _section("who can answer", _backends(policy))
    guards = ((rule.name, _when(rule), "never leaves") for rule in book.stays_home)
    if book.stays_home:
        yield from _section("stays home, whatever the rules say", _table(guards))
    rules = ((rule.name, _when(rule), _way(rule)) for rule in book.rules)
    yield from _section("rules, the first that matches decides", _table(rules))
    if shadow := book.shadow:
        row = (SHADOW, _when(shadow.rule), f"{shadow.share:.1%} of public calls")
        yield from _section("is answered by the other side too, for labels", _table([row]))
    yield from _section("what cannot be read here (uploads, audio, files)", _opaque(policy))


def _shadow(policy: Policy) -> dict[str, JSON] | None:
    shadow = policy.rulebook.shadow
    if shadow is None:
        return None
    return {"share": shadow.share, "when": str(shadow.rule.when), "judge": shadow.judge}


def _section(title: str, content: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    yield Padding(content, (0, 0, 0, 2))


def _backends(policy: Policy) -> Table:
    return _table(
        (
            spec.name,
            f"{spec.kind} {spec.model}",
            "leaves the device" if spec.leaves else "on this device",
        )
        for spec in policy.backends.values()
    )


def _table(rows: Iterable[tuple[str, str, str]]) -> Table:
    table = Table.grid(padding=(0, 3))
    for name, middle, last in rows:
        table.add_row(Text(name, style="cyan"), Text(middle), Text(last))
    return table


def _opaque(policy: Policy) -> Text:
    return Text("may go to the cloud" if policy.opaque == "cloud" else "refused")


def _when(rule: Rule) -> str:
    return str(rule.when) or "every call"


def _way(rule: Rule) -> str:
    cascade = (
        f" if an answer looks bad (below {rule.escalation.below:.2f})" if rule.escalation else ""
    )
    return (" → ".join(rule.to) or "refused") + cascade


def _escalating(rule: Rule) -> dict[str, JSON]:
    return {} if rule.escalation is None else {"escalate": {"below": rule.escalation.below}}


def _unbuildable(policy: Policy) -> list[PolicyError]:
    """Return what the backends themselves say against their options. No model is loaded."""
    try:
        Router(policy).close()
    except PolicyError as error:
        return [error]
    return []


def _tell_all_is_well(policy: Policy, why: str) -> None:
    count = len(policy.examples)
    ran = f"its {count} examples come out as they say" if count else "it has no examples"
    sentence = Text.assemble(
        ("✓ ", terminal.GOOD),
        (named(policy), "bold"),
        f" is valid; {ran}",
        (f"  ({why})" if why else "", terminal.DIM),
    )
    terminal.out().print(sentence, soft_wrap=True)


def _tell_mismatches(mismatches: Iterable[Mismatch]) -> None:
    for mismatch in mismatches:
        place = mismatch.example.place
        what = f"the example's {mismatch.field} is {mismatch.actual}, not {mismatch.expected}"
        terminal.tell_policy_error(PolicyError(what, place))


def _report(
    source: str | Path, errors: list[PolicyError], wrong: list[Mismatch], policy: Policy | None
) -> dict[str, JSON]:
    return {
        "source": str(source),
        "valid": not errors,
        "errors": [{**_place(error.place), "message": error.message} for error in errors],
        "examples": len(policy.examples) if policy else 0,
        "mismatches": [{**_place(one.example.place), **_difference(one)} for one in wrong],
    }


def _by_place(mismatches: Iterable[Mismatch]) -> Mapping[Place, list[Mismatch]]:
    found: dict[Place, list[Mismatch]] = {}
    for mismatch in mismatches:
        found.setdefault(mismatch.example.place, []).append(mismatch)
    return found


def _results(examples: Iterable[Example], wrong: Mapping[Place, list[Mismatch]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for example in examples:
        differences = wrong.get(example.place, [])
        mark = Text("✗", style=terminal.BAD) if differences else Text("✓", style=terminal.GOOD)
        said = ", ".join(example.expected.values())
        got = ", ".join(f"{one.field} is {one.actual}" for one in differences)
        line = f"line {example.place.line}"
        table.add_row(mark, Text(line, terminal.DIM), said, Text(got, terminal.BAD), asked(example))
    return table


def asked(example: Example) -> Text:
    """Return the beginning of what an example says."""
    messages: Any = example.body.get("messages")
    last = messages[-1] if isinstance(messages, list) and messages else {}
    content = last.get("content") if isinstance(last, dict) else None
    said = content if isinstance(content, str) else f"a body for {example.endpoint}"
    return Text(terminal.shortened(said, 60), style=terminal.DIM)


def _result(example: Example, wrong: Mapping[Place, list[Mismatch]]) -> dict[str, JSON]:
    differences = wrong.get(example.place, [])
    return {
        **_place(example.place),
        "ok": not differences,
        "expected": dict(example.expected),
        "differences": [_difference(one) for one in differences],
    }


def _difference(mismatch: Mismatch) -> dict[str, JSON]:
    return {
        "field": mismatch.field,
        "expected": mismatch.expected,
        "actual": mismatch.actual,
    }


def _place(place: Place) -> dict[str, JSON]:
    return {"file": place.file, "line": place.line, "column": place.column}
