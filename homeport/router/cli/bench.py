"""``homeport bench``: how well a policy's detectors do on labelled texts of one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from homeport.policies.complexity.metrics import calibration_error
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.cli import options, terminal
from homeport.router.cli.corpus import Result, Row, files_in, result_of, rows_of
from homeport.router.cli.judge import Judge
from homeport.router.cli.measures import Share, percentile
from homeport.router.cli.policy import named
from homeport.types import JSON

commands: Final = typer.Typer(
    help="Measure on labelled texts of your own. Nothing is sent.", no_args_is_help=True
)

_FEW: Final = 20
"""Languages and sources with fewer rows share a line on the screen; --json has each."""


@commands.command("privacy")
def privacy(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            exists=True,
            help='JSON lines (.jsonl, .jsonl.gz): {"text", "private", "spans", "lang", "source"}.',
        ),
    ],
    policy: options.PolicyOption = None,
    misses: Annotated[
        int, typer.Option(metavar="N", min=0, help="Name up to N rows of each kind of mistake.")
    ] = 0,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="With --misses: show their texts, too.")
    ] = False,
    json: options.JsonOption = False,
) -> None:
    """Judge every row of a folder as the client would, and compare with its labels.

    A row is stopped if its level is personal or above. Exit code: 0 measured, 2 no such rows.
    """
    judge = Judge(Policy.find(policy))
    bench = _measured(folder, judge, keep=misses, texts=show_text)
    if not bench.results:
        raise typer.BadParameter(f"there are no rows (.jsonl, .jsonl.gz) in {folder}")
    if json:
        terminal.write_json(_report(bench, judge.router.policy))
    else:
        terminal.out().print(Group(*_sections(bench, judge.router.policy)))


@dataclass(frozen=True, slots=True)
class Miss:
    """A row that came out wrong: ``missed``, ``stopped`` (though nobody's), or ``unclean``."""

    kind: str
    result: Result
    text: str | None

    @property
    def detail(self) -> str:
        """What was found where nothing should be, or which labels were left."""
        if self.kind == "stopped":
            return ", ".join(self.result.categories) or "judging failed"
        return ", ".join(sorted({label for label, whole in self.result.strong if not whole}))


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that was measured."""

    results: list[Result]
    misses: list[Miss]


def _measured(folder: Path, judge: Judge, *, keep: int, texts: bool) -> Bench:
    bench = Bench([], [])
    # The first call loads the detectors' tables; it is not what a call costs.
    judge.judge(wire.request_for({"messages": options.messages("warm-up 0")}))
    with terminal.err().status("judging") as status:
        for path in files_in(folder):
            status.update(f"judging {path.name}")
            for row in rows_of(path):
                result = result_of(row, judge)
                bench.results.append(result)
                bench.misses.extend(_missed(row, result, texts=texts))
    kept = (islice((m for m in bench.misses if m.kind == kind), keep) for kind in _MISTAKES)
    return Bench(bench.results, [miss for some in kept for miss in some])


_MISTAKES: Final = ("missed", "stopped", "unclean")


def _missed(row: Row, result: Result, *, texts: bool) -> Iterator[Miss]:
    text = row.text if texts else None
    if result.private != result.stopped:
        yield Miss("missed" if result.private else "stopped", result, text)
    elif result.private and not result.clean:
        yield Miss("unclean", result, text)


def _calibration_error(results: list[Result]) -> float | None:
    """Return the error of the privacy score as the probability of the label; None of nothing."""
    scores, private = [one.score for one in results], [float(one.private) for one in results]
    return calibration_error(scores, private) if results else None


def _numbers(results: list[Result]) -> dict[str, JSON]:
    """Return what is said of a group of rows."""
    private = [result for result in results if result.private]
    times = [result.milliseconds for result in results]
    spanned = [result for result in private if result.strong]
    return {
        "rows": len(results),
        "recall": _share(Share.among(result.stopped for result in private)),
        "false_positives": _share(
            Share.among(result.stopped for result in results if not result.private)
        ),
        "clean": _share(Share.among(result.clean for result in spanned)),
        "calibration_error": _calibration_error(results),
        "ms": {f"p{share:g}": percentile(times, share / 100) for share in (50, 95, 99)},
    }


def _share(share: Share) -> dict[str, JSON]:
    interval = share.interval
    return {
        "share": share.value,
        "low": interval[0] if interval else None,
        "high": interval[1] if interval else None,
        "hits": share.hits,
        "of": share.of,
    }


def _grouped(results: list[Result], key: Callable[[Result], str]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[key(result)].append(result)
    return dict(sorted(groups.items()))


def _few_together(groups: dict[str, list[Result]]) -> dict[str, list[Result]]:
    few = [name for name, results in groups.items() if len(results) < _FEW]
    if len(few) < 2:
        return groups
    kept = {name: results for name, results in groups.items() if name not in few}
    return {**kept, "others": [result for name in few for result in groups[name]]}


_GROUPS: Final[tuple[tuple[str, Callable[[Result], str]], ...]] = (
    ("file", lambda result: result.file),
    ("language", lambda result: result.language),
    ("source", lambda result: result.source),
)


def _labels(results: Iterable[Result]) -> dict[str, Share]:
    """Return how often a strong span of each label was covered whole."""
    found: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        for label, whole in result.strong:
            found[label].append(whole)
    return {label: Share.among(found[label]) for label in sorted(found)}


def _report(bench: Bench, policy: Policy) -> dict[str, JSON]:
    groups: dict[str, JSON] = {
        f"by_{kind}": {name: _numbers(some) for name, some in _grouped(bench.results, key).items()}
        for kind, key in _GROUPS
    }
    return {
        "policy": policy.source,
        "fingerprint": policy.fingerprint,
        "total": _numbers(bench.results),
        **groups,
        "labels": {label: _share(share) for label, share in _labels(bench.results).items()},
        "misses": [_as_dict(miss) for miss in bench.misses],
    }


def _as_dict(miss: Miss) -> dict[str, JSON]:
    said: dict[str, JSON] = {} if miss.text is None else {"text": miss.text}
    result = miss.result
    return {"kind": miss.kind, "file": result.file, "id": result.id, "why": miss.detail, **said}


def _sections(bench: Bench, policy: Policy) -> Iterator[RenderableType]:
    rows = f"{len(bench.results):,} rows, judged by {named(policy)}"
    yield Text.assemble(rows, ("   stopped: level personal or above; 95 % intervals", terminal.DIM))
    for kind, key in _GROUPS:
        groups = _grouped(bench.results, key)
        if kind != "file":
            groups = _few_together(groups)
        if kind == "file" or len(groups) > 1:
            yield from _section(f"by {kind}", _table(groups, bench.results))
    if labels := _labels(bench.results):
        yield from _section("spans that are covered whole, by label", _label_table(labels))
    if bench.misses:
        yield from _section("mistakes", _miss_table(bench.misses))


def _section(title: str, content: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    yield Padding(content, (0, 0, 0, 2))


def _table(groups: dict[str, list[Result]], every: list[Result]) -> Table:
    table = _columns(
        "", "rows", "private, stopped", "benign, stopped", "clean", "ECE", "ms p50/95/99"
    )
    for name, results in groups.items():
        table.add_row(Text(terminal.printable(name)), *_cells(results))
    if len(groups) > 1:
        table.add_row("all", *_cells(every), style="bold")
    return table


def _cells(results: list[Result]) -> Iterator[str]:
    private = [result for result in results if result.private]
    yield f"{len(results):,}"
    yield _percent(Share.among(result.stopped for result in private))
    yield _percent(Share.among(result.stopped for result in results if not result.private))
    yield _percent(Share.among(result.clean for result in private if result.strong))
    error = _calibration_error(results)
    yield f"{error:.2f}" if error is not None else "-"
    times = [result.milliseconds for result in results]
    yield " / ".join(f"{percentile(times, share) or 0:.1f}" for share in (0.5, 0.95, 0.99))


def _label_table(labels: dict[str, Share]) -> Table:
    table = _columns("", "spans", "covered")
    for label, share in labels.items():
        table.add_row(label, f"{share.of:,}", _percent(share))
    return table


def _miss_table(misses: list[Miss]) -> Table:
    shown = any(miss.text is not None for miss in misses)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("mistake", "row", "why", *(["text"] if shown else [])):
        table.add_column(column, overflow="fold")
    for miss in misses:
        text = [Text(terminal.shortened(miss.text or "", 200))] if shown else []
        table.add_row(miss.kind, Text(miss.result.id), Text(miss.detail), *text)
    return table


def _columns(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(first)
    for column in others:
        table.add_column(column, justify="right")
    return table


def _percent(share: Share) -> str:
    value, interval = share.value, share.interval
    if value is None or interval is None:
        return "-"
    low, high = interval
    return f"{100 * value:.1f} ({100 * low:.1f}-{100 * high:.1f})"
