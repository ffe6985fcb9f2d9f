"""Who does what a policy names: objects of the application, what ships, what is installed.

A name is looked up in that order. Registering a detector makes it available under a name; it
runs once a policy lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from homeport import plugins
from homeport.policies.backend_entries import SHIPPED_KINDS
from homeport.policies.complexity import SCORERS, Scorer
from homeport.policies.privacy import DETECTORS, Detector
from homeport.policies.privacy.levels import LEVELS
from homeport.policies.wording import unknown


class NotFound(LookupError):
    """Nothing does what the name stands for. The message is a sentence for the policy's author."""


@dataclass(frozen=True, slots=True)
class Extensions:
    """What an application brings along, by the name that a policy calls it."""

    backends: Mapping[str, Callable[..., Any]]
    detectors: Mapping[str, Any]
    scorers: Mapping[str, Any]

    def check_kind(self, kind: str) -> None:
        """Raise ``NotFound`` if no backend is of this kind. Plugins are looked up, not imported."""
        _check("kind", kind, {*self.backends}, SHIPPED_KINDS, "homeport.backends")

    def check_detector(self, name: str) -> None:
        _check("detector", name, {*self.detectors}, tuple(DETECTORS), "homeport.detectors")

    def check_scorer(self, name: str) -> None:
        _check("scorer", name, {*self.scorers}, tuple(SCORERS), "homeport.scorers")

    def categories(self, detectors: Collection[str]) -> frozenset[str]:
        """Return every category that can be found, or nothing if a plugin may find others too."""
        if any(name in self.detectors or name not in DETECTORS for name in detectors):
            return frozenset()
        return frozenset({*LEVELS, "meaning", "term", "unreadable"})

    def detector(self, name: str) -> Detector:
        """Return the detector of a name that has been checked, or say why it cannot be had."""
        found = _made(name, self.detectors, DETECTORS, "homeport.detectors")
        if not callable(getattr(found, "find", None)) or not hasattr(found, "name"):
            raise NotFound(f"{name} is no detector: it needs a name and a method find(part)")
        return cast("Detector", found)

    def scorer(self, name: str) -> Scorer:
        """Return the scorer of a name that has been checked, or say why it cannot be had."""
        found = _made(name, self.scorers, SCORERS, "homeport.scorers")
        if not callable(getattr(found, "score", None)):
            raise NotFound(f"{name} is no scorer: it needs a method score(call)")
        return cast("Scorer", found)


def _check(
    noun: str, name: str, registered: set[str], shipped: tuple[str, ...], group: plugins.Group
) -> None:
    if name in registered or name in shipped:
        return
    installed = plugins.names(group)
    if name not in installed:
        raise NotFound(unknown(noun, name, [*shipped, *sorted(registered | installed)]))


def _made(
    name: str,
    registered: Mapping[str, Any],
    shipped: Mapping[str, Callable[[], Any]],
    group: plugins.Group,
) -> Any:
    """Return what goes by ``name``; a class is called, without arguments, for an instance."""
    if name in shipped and name not in registered:
        return shipped[name]()
    try:
        found = registered[name] if name in registered else plugins.load(group, name)
        return found() if isinstance(found, type) else found
    except Exception as error:  # someone else's code: it may fail in any way when it is imported
        raise NotFound(f"{name} could not be loaded ({type(error).__name__})") from error
