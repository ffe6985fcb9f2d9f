"""From a call to a decision: scores, then the policy. No I/O, no clock, no state."""

from __future__ import annotations

from dataclasses import dataclass

from homeport.policies.policy import Example, Policy
from homeport.router import wire
from homeport.types import NOTHING_KNOWN, Call, Decision, State


@dataclass(frozen=True, slots=True)
class Engine:
    """A policy, ready to judge calls."""

    policy: Policy

    def judge(self, call: Call, state: State = NOTHING_KNOWN) -> Decision:
        """Return what shall happen to ``call``. The same call always gets the same answer.

        ``id`` is empty and ``elapsed_us`` 0: who asks fills them in.
        """
        return self.policy.decide(call, self.policy.score(call), state)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An example of a policy that does not come out as it says."""

    example: Example
    field: str
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"{self.example.place}: expected {self.field} {self.expected}, got {self.actual}"


def run_examples(policy: Policy) -> list[Mismatch]:
    """Judge every example of ``policy`` as a real request and return those that come out wrong."""
    engine = Engine(policy)
    found = []
    for example in policy.examples:
        decision = engine.judge(wire.read(wire.request_for(example.body, example.endpoint)))
        actual = {
            "route": decision.route,
            "rule": decision.rule,
            "level": str(decision.privacy.level),
        }
        found += [
            Mismatch(example, field, expected, actual[field])
            for field, expected in example.expected.items()
            if actual[field] != expected
        ]
    return found
