"""What a policy consists of once it is read: backends, rules, examples. Plain frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from homeport.errors import Place
from homeport.policies.combined import ALWAYS
from homeport.policies.conditions import Condition
from homeport.policies.facts import Facts
from homeport.policies.prices import Price
from homeport.types import JSON, Endpoint, Escalation


@dataclass(frozen=True, slots=True)
class BackendSpec:
    """One entry of ``backends``.

    ``leaves`` is the whole of what a policy knows about trust: a call that goes to a backend
    that leaves has left this device. ``base_url`` and ``api_key_env`` belong to HTTP backends;
    ``base_url=None`` is wherever the caller's own client points. ``options`` are what the
    constructor of an in-process backend is called with, besides ``name``: every key of the
    entry except ``kind`` and ``timeout``. ``model`` is the kind where the entry names none.
    """

    name: str
    kind: str
    model: str
    leaves: bool
    place: Place
    base_url: str | None = None
    api_key_env: str | None = None
    timeout: float | None = None
    """Seconds; None means that the policy sets no limit."""
    price: Price | None = None
    """What its tokens cost, where the policy says so; else the listed price counts."""
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    vouched: bool = True
    """Whether it is known where it answers: a plugin may send a call anywhere, unless the policy
    says ``trust: device``."""
    factory: Callable[..., Any] | None = field(default=None, repr=False)
    """What makes the backend, if the application registered its kind with ``Policy.load``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of ``rules`` or ``stays_home`` (where ``to`` is empty and means nothing)."""

    name: str
    place: Place
    when: Condition = ALWAYS
    to: tuple[str, ...] = ()
    transform: str | None = None
    """What is done to a call before it leaves: ``pseudonymize`` or ``delegate``."""
    redact: bool = False
    """Whether a transform may take secrets out for good; otherwise they keep a call at home."""
    escalation: Escalation | None = None
    """When an answer of the first target is given up for the next one's; None for never."""
    confidence: Path | None = None
    """The file by which answers are judged; None for what ships."""

    def selects(self, facts: Facts) -> bool:
        """True if the rule is for this call. What is unknown selects nothing."""
        return self.when.holds(facts.towards(self.to)) is True

    def guards(self, facts: Facts) -> bool:
        """True if this entry of ``stays_home`` keeps the call: also where nobody can tell."""
        return self.when.holds(facts) is not False


@dataclass(frozen=True, slots=True)
class Shadow:
    """Which share of calls is asked a second time of the other side, for a label."""

    share: float
    rule: Rule
    """Its condition says which calls."""
    judge: str | None = None
    """The backend that grades what no program can; None if nobody does."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything of a policy that a decision depends on, besides the scores."""

    backends: Mapping[str, BackendSpec]
    rules: tuple[Rule, ...]
    stays_home: tuple[Rule, ...] = ()
    opaque: Literal["deny", "cloud"] = "deny"
    outcomes: Path | None = None
    """Where feedback is kept; None if it is not."""
    calibration: Path | None = None
    """What was learned from labels, and what the labelled calls were like; None if nothing."""
    budgeted: bool = False
    """True if a condition asks what calls cost."""
    shadow: Shadow | None = None

    def rule(self, name: str) -> Rule | None:
        """Return the entry of ``rules`` with that name."""
        return next((rule for rule in self.rules if rule.name == name), None)

    @property
    def home(self) -> tuple[BackendSpec, ...]:
        """The backends that do not leave the device, in the order of the policy."""
        return tuple(backend for backend in self.backends.values() if not backend.leaves)


@dataclass(frozen=True, slots=True)
class Example:
    """A request, and what the policy that holds it must make of it."""

    body: Mapping[str, JSON]
    place: Place
    expected: Mapping[str, str]
    """``route`` and, where the example says them, ``rule`` and ``level``."""
    endpoint: Endpoint = "chat.completions"
