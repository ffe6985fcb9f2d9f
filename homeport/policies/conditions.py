"""What a ``when`` can ask of a call. A new condition is one class and one line in ``CONDITIONS``.

A condition is true, false, or unknown (``None``) where what it asks could not be judged
(Kleene's logic: not unknown is unknown). ``implies`` compares two conditions without a call:
a rule is never reached if it implies the condition of an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Annotated, Any, Final, Protocol, TypeAlias

from homeport.policies.bounds import (
    GainBounds,
    Interval,
    LevelRange,
    ShareBounds,
    TokenBounds,
    figure,
    levels,
)
from homeport.policies.budget import Budget, BudgetEntry
from homeport.policies.facts import Facts
from homeport.policies.shapes import Matching, Name, OneOf, OneOrMore, Word, as_set
from homeport.types import NEEDS, Finding, Level

ENDPOINTS: Final = (
    "chat.completions",
    "responses",
    "completions",
    "embeddings",
    "moderations",
    "models",
    "responses.state",
    "opaque",
)


EndpointName: TypeAlias = Annotated[str, OneOf(ENDPOINTS, "endpoint")]


class Condition(Protocol):
    """One thing that is true of a call or not. ``str()`` says what it asks."""

    def holds(self, facts: Facts) -> bool | None:
        """Say whether it is true; None if nobody can tell."""
        ...

    def why(self, facts: Facts) -> str:
        """Say in a few words what made it true, without any of the text that was judged."""
        ...

    def implies(self, other: Condition) -> bool:
        """True if every call that meets this one also meets ``other``, for certain."""
        ...


@dataclass(frozen=True, slots=True)
class PrivacyIs:
    """The call's level is one of ``levels``."""

    levels: frozenset[Level]

    def holds(self, facts: Facts) -> bool:
        return facts.level in self.levels

    def why(self, facts: Facts) -> str:
        found = evidence(facts, lambda finding: finding.level is facts.level)
        return found if found and facts.level else f"privacy {facts.level}"

    def implies(self, other: Condition) -> bool:
        return isinstance(other, PrivacyIs) and self.levels <= other.levels

    def __str__(self) -> str:
        return f"privacy {' or '.join(map(str, sorted(self.levels)))}"


@dataclass(frozen=True, slots=True)
class Within:
    """A number of the call (``complexity``, ``gain``, ``tokens``) lies within ``interval``."""

    subject: str
    interval: Interval

    def holds(self, facts: Facts) -> bool | None:
        return None if self.subject in facts.unknown else self._number(facts) in self.interval

    def why(self, facts: Facts) -> str:
        if self.subject in facts.unknown:
            return f"{self.subject} not judged"
        return f"{self.subject} {figure(self._number(facts))} {self.interval}"

    def implies(self, other: Condition) -> bool:
        return (
            isinstance(other, Within)
            and other.subject == self.subject
            and self.interval.inside(other.interval)
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.interval}"

    def _number(self, facts: Facts) -> float:
        number: float = getattr(facts, self.subject)
        return number


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the call's words of a kind (``language``, ``needs`` ...) is among ``words``."""

    subject: str
    words: frozenset[str]

    def holds(self, facts: Facts) -> bool | None:
        found: frozenset[str] = getattr(facts, self.subject)
        if found & self.words:
            return True
        return None if self.subject in facts.unknown else False

    def why(self, facts: Facts) -> str:
        if self.subject == "category":
            return evidence(facts, lambda finding: finding.category in self.words)
        found: frozenset[str] = getattr(facts, self.subject)
        return f"{self.subject} {', '.join(sorted(found & self.words)) or 'not judged'}"

    def implies(self, other: Condition) -> bool:
        return (
            isinstance(other, AnyOf) and other.subject == self.subject and self.words <= other.words
        )

    def __str__(self) -> str:
        return f"{self.subject} {' or '.join(sorted(self.words))}"


@dataclass(frozen=True, slots=True)
class ModelAsked:
    """The model that the caller named fits one of ``globs`` (``gpt-5*``), case counting."""

    globs: frozenset[str]

    def holds(self, facts: Facts) -> bool:
        return any(fnmatchcase(facts.model, glob) for glob in self.globs)

    def why(self, facts: Facts) -> str:
        fitting = sorted(glob for glob in self.globs if fnmatchcase(facts.model, glob))
        return f"the model asked for fits {' and '.join(fitting)}"

    def implies(self, other: Condition) -> bool:
        return isinstance(other, ModelAsked) and self.globs <= other.globs

    def __str__(self) -> str:
        return f"model {' or '.join(sorted(self.globs))}"


@dataclass(frozen=True, slots=True)
class Ready:
    """Every one of ``backends`` is ready to answer; one of which nothing is known is."""

    backends: frozenset[str]

    def holds(self, facts: Facts) -> bool:
        return not self.backends & facts.unready

    def why(self, facts: Facts) -> str:  # noqa: ARG002  the same for every call it holds for
        return str(self)

    def implies(self, other: Condition) -> bool:
        return isinstance(other, Ready) and other.backends <= self.backends

    def __str__(self) -> str:
        return f"{' and '.join(sorted(self.backends))} ready"


def evidence(facts: Facts, relevant: Callable[[Finding], bool]) -> str:
    """Name the strongest relevant finding by category and path; never what it says."""
    found = sorted(
        filter(relevant, facts.findings), key=lambda finding: (-finding.level, -finding.probability)
    )
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0].category} in {found[0].part}{more}" if found else ""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a ``when``: how it is written, and how that is read."""

    written: Any
    """A pydantic type."""
    read: Callable[[Any], Condition]
    about: str
    """For the JSON Schema."""


_Words: TypeAlias = OneOrMore[Word]
_Names: TypeAlias = OneOrMore[Name]
_Endpoints: TypeAlias = OneOrMore[EndpointName]
_Needs: TypeAlias = OneOrMore[Annotated[str, OneOf(NEEDS, "need")]]
_Languages: TypeAlias = OneOrMore[
    Annotated[str, Matching("[a-z]{2}|und", "expected an ISO 639-1 code such as en or es, or und")]
]


def _words(subject: str, written: Any, about: str) -> Key:
    return Key(written, lambda words: AnyOf(subject, as_set(words)), about)


def _bounds(subject: str, written: Any, about: str) -> Key:
    return Key(written, lambda bounds: Within(subject, bounds.interval()), about)


CONDITIONS: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "privacy": Key(
            LevelRange,
            lambda written: PrivacyIs(levels(written)),
            "The privacy level of the call: one level means exactly it.",
        ),
        "category": _words(
            "category", _Words, "Something of one of these categories was found (credit_card ...)."
        ),
        "complexity": _bounds(
            "complexity",
            ShareBounds,
            "How likely a small local model's answer would not satisfy, from 0 to 1.",
        ),
        "gain": _bounds(
            "gain",
            GainBounds,
            "How much likelier the cloud's answer is to be good than the local one, from -1 to 1.",
        ),
        "tokens": _bounds("tokens", TokenBounds, "The estimated tokens of the prompt."),
        "language": _words(
            "language",
            _Languages,
            "The language of the call: ISO 639-1, or und where it is too short to tell.",
        ),
        "needs": _words("needs", _Needs, "The call needs one of these."),
        "model": Key(
            _Words,
            lambda written: ModelAsked(as_set(written)),
            "The model that the caller named fits one of these globs.",
        ),
        "endpoint": _words("endpoint", _Endpoints, "The endpoint is one of these."),
        "label": _words("label", _Words, "The caller gave the call one of these labels."),
        "ready": Key(
            _Names,
            lambda written: Ready(as_set(written)),
            "All of these backends are ready to answer.",
        ),
        "budget": Key(
            BudgetEntry,
            Budget.of,
            "What this call costs is within limits in US dollars: a call, a day, a key.",
        ),
    }
)
"""The keys of a ``when``. ``any``, ``all`` and ``not`` combine them (``combined.py``)."""
