"""What a condition may look at: everything about one call, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from homeport.policies.language import UNDETERMINED
from homeport.types import Call, Finding, Level, Scores, Spent, State


@dataclass(frozen=True, slots=True)
class Fund:
    """What a call would cost at one target that leaves (US dollars), and what was spent there."""

    cost: float | None
    """An estimate; None if nobody can tell."""
    spent: Spent = field(default_factory=Spent)


NO_FUNDS: Final[Mapping[str, Fund]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one call when a policy decides.

    ``unknown`` names the subjects that could not be judged. A condition on one of them is
    neither true nor false: it keeps a call at home, and it selects no rule.
    """

    level: Level = Level.PUBLIC
    findings: tuple[Finding, ...] = ()
    complexity: float = 0.0
    gain: float = 0.0
    tokens: int = 0
    model: str = "auto"
    category: frozenset[str] = frozenset()
    language: frozenset[str] = frozenset({UNDETERMINED})
    needs: frozenset[str] = frozenset()
    endpoint: frozenset[str] = frozenset()
    label: frozenset[str] = frozenset()
    unready: frozenset[str] = frozenset()
    funds: Mapping[str, Fund] = field(default_factory=lambda: NO_FUNDS)
    """What the call would cost, by target that leaves; empty if the policy does not ask."""
    unknown: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls, call: Call, scores: Scores, state: State, funds: Mapping[str, Fund] = NO_FUNDS
    ) -> Facts:
        judged = not scores.complexity.failed and 0 <= scores.complexity.score <= 1
        gain = scores.complexity.gain if judged else None
        unknown = {
            "language": scores.language == UNDETERMINED,
            "complexity": not judged,
            "gain": gain is None,
        }
        return cls(
            level=scores.privacy.level,
            findings=scores.privacy.findings,
            complexity=scores.complexity.score if judged else 1.0,
            gain=0.0 if gain is None else gain,
            tokens=call.tokens,
            model=call.model,
            category=frozenset(finding.category for finding in scores.privacy.findings),
            language=frozenset({scores.language}),
            needs=call.needs,
            endpoint=frozenset({call.endpoint}),
            label=call.labels.names,
            unready=frozenset(name for name, target in state.items() if not target.ready),
            funds=funds,
            unknown=frozenset(subject for subject, is_so in unknown.items() if is_so),
        )

    def presuming_hard(self) -> Facts:
        """Take a call whose complexity could not be judged as a hard one."""
        if "complexity" not in self.unknown:
            return self
        return replace(self, unknown=self.unknown - {"complexity"})

    def towards(self, targets: Collection[str]) -> Facts:
        """Look at what the call costs at those of ``targets`` that leave; at all, if none does."""
        funds = {name: fund for name, fund in self.funds.items() if name in targets}
        return replace(self, funds=funds) if 0 < len(funds) < len(self.funds) else self
