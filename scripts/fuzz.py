"""Fuzzing: the properties that the tests state, tried on other cases for as long as you like.

    python scripts/fuzz.py [--minutes 10] [--only WORD]

Every test with ``@given`` in the modules below runs again and again, each time on new cases, in
turn, until the time is over: the reader, the canonical text and the views, the judge (no crash,
no downgrade), placeholders and streams, and the reader of policies. What fails is printed with
the smallest case that fails; write it into its test as an ``@example``. Exit status 1 then.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path

from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parents[1] / "tests"
MODULES = """
    policies.test_hostile policies.test_canonical policies.test_views policies.test_pseudonyms
    policies.test_privacy policies.test_privacy_spans policies.test_privacy_secrets
    policies.test_policy_properties policies.test_document policies.test_prove
    router.test_wire router.test_events router.test_transform router.test_conversation
""".split()
ROUND = 60
"""Cases of one property before the next one has its turn."""

Property = Callable[[], None]


def properties(only: str) -> Iterator[tuple[str, Property]]:
    """Yield what needs nothing but drawn cases: no fixtures, no parameters."""
    for module in MODULES:
        folder, name = module.split(".")
        sys.path[:0] = [str(TESTS), str(TESTS / folder)]
        found = vars(importlib.import_module(name))
        for title, test in found.items():
            hypothesis = getattr(test, "is_hypothesis_test", False)
            free = hypothesis and title.startswith("test_") and not signature(test).parameters
            if free and only in f"{name}.{title}":
                yield f"{name}.{title}", test


def fuzz(tests: dict[str, Property], minutes: float) -> tuple[Counter[str], list[str]]:
    """Run ``tests`` in turn; return how often each ran, and which failed."""
    end, rounds, failed = time.monotonic() + 60 * minutes, Counter[str](), list[str]()
    while time.monotonic() < end and len(failed) < len(tests):
        for name, test in tests.items():
            if name in failed or time.monotonic() >= end:
                continue
            try:
                test()
            except Exception:  # noqa: BLE001  whatever it is, it is what we look for
                failed.append(name)
                say(f"FAILED {name}\n{traceback.format_exc()}")
            rounds[name] += 1
    return rounds, failed


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is a program for a terminal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", default="", help="properties with this in their name")
    options = parser.parse_args()
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    settings.register_profile(
        "fuzz", max_examples=ROUND, deadline=None, database=None, suppress_health_check=checks
    )
    settings.load_profile("fuzz")  # before the tests are imported: they keep what they find then
    rounds, failed = fuzz(dict(properties(options.only)), options.minutes)
    for name, count in rounds.items():
        say(f"{count * ROUND:8} cases  {name}{'  FAILED' if name in failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
