"""How often lines that no weights were fitted to are stopped, by what they are.

    python benchmarks/unseen.py [--misses 0] [--file third]

Judges every line of ``privacy_fit/unseen`` as the client would, with the weights that ship, and
prints the share that is personal or above: of private lines that is recall, of harmless ones false
alarms. *first* was looked at while weights were chosen, *second* tells how much two judges count
together, *third* was measured on and nothing else. Rampart is asked too
if it is pulled; point ``HOMEPORT_HOME`` at an empty folder to leave it out.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

from privacy_fit import written
from privacy_fit.corpora import Row
from rich.console import Console
from rich.table import Table

from homeport.policies.policy import Policy
from homeport.policies.privacy.names import names_sources
from homeport.router import wire
from homeport.router.engine import Engine
from homeport.types import Level

POLICY = {
    "version": 1,
    "backends": {"local": {"kind": "echo"}, "cloud": {"kind": "openai", "model": "gpt-5-mini"}},
    "privacy": {"detectors": ["identifiers", "secrets", "names"]},
    "rules": [{"name": "all", "to": ["local", "cloud"]}],
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall and false alarms on unseen lines.")
    parser.add_argument("--misses", type=int, default=0, help="wrong lines of a kind to print")
    parser.add_argument("--file", default="third", choices=("first", "second", "third"))
    options = parser.parse_args()
    engine = Engine(Policy.load(POLICY))
    groups: defaultdict[tuple[str, str], list[tuple[Row, bool]]] = defaultdict(list)
    for row in written.unseen():
        name, kind = row.source.removeprefix("unseen ").split(": ")
        if name == options.file:
            told = "private" if row.private else "harmless"
            groups[f"{told}: {kind}", row.lang].append((row, stopped(engine, row.text)))
    console = Console()
    console.print(table(groups))
    for (kind, lang), judged in sorted(groups.items()):
        wrong = [row.text for row, stop in judged if stop != row.private][: options.misses]
        for text in wrong:
            console.print(f"{kind}, {lang}: {text}", markup=False)


def stopped(engine: Engine, text: str) -> bool:
    messages = [{"role": "user", "content": text}]
    decision = engine.judge(wire.read(wire.request_for({"model": "auto", "messages": messages})))
    return decision.privacy.level >= Level.PERSONAL


def table(groups: dict[tuple[str, str], list[tuple[Row, bool]]]) -> Table:
    """Return the table: a line for each kind, English and Spanish beside each other."""
    readers = " and ".join(source.name for source in names_sources())
    found = Table("kind", "EN rows", "EN stopped, %", "ES rows", "ES stopped, %", title=readers)
    for kind in sorted({kind for kind, _ in groups}, reverse=True):
        cells = [kind]
        for lang in ("en", "es"):
            stops = [stop for _, stop in groups[kind, lang]]
            cells += [str(len(stops)), f"{100 * sum(stops) / len(stops):.1f}"]
        found.add_row(*cells)
    return found


if __name__ == "__main__":
    main()
