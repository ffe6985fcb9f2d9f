"""Who does what a policy names: objects of the application, what ships, what is installed.

A name is looked up in that order. Registering a detector makes it available under a name; it
runs once a policy lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from homeport import plugins
from homeport.policies.complexity import SCORERS, Scorer
from homeport.policies.grammar import SHIPPED_KINDS
from homeport.policies.privacy import DETECTORS, Detector
from homeport.policies.wording import unknown

_LATER = frozenset({"names"})
"""Detectors whose names are taken for a coming version."""


class NotFound(LookupError):
    """Nothing does what the name stands for. The message is a sentence for the policy's author."""


@dataclass(frozen=True, slots=True)
class Extensions:
    """What an application brings along, by the name that a policy calls it."""

    backends: Mapping[str, Callable[..., Any]]
    detectors: Mapping[str, Any]
    scorers: Mapping[str, Any]

    def check_kind(self, kind: str) -> None:
        """Raise ``NotFound`` if no backend is of this kind. A plugin is not imported for that."""
        if kind in SHIPPED_KINDS or kind in self.backends:
            return
        installed = plugins.names("homeport.backends")
        if kind not in installed:
            known = (*SHIPPED_KINDS, *sorted({*self.backends, *installed}))
            raise NotFound(unknown("kind", kind, known))

    def detector(self, name: str) -> Detector:
        if name in _LATER - {*DETECTORS, *self.detectors}:
            raise NotFound(f"the detector {name} is not available yet in this version; remove it")
        found = _find("detector", name, self.detectors, DETECTORS, "homeport.detectors")
        if not callable(getattr(found, "find", None)) or not hasattr(found, "name"):
            raise NotFound(f"{name} is no detector: it needs a name and a method find(part)")
        return cast(Detector, found)

    def scorer(self, name: str) -> Scorer:
        found = _find("scorer", name, self.scorers, SCORERS, "homeport.scorers")
        if not callable(getattr(found, "score", None)):
            raise NotFound(f"{name} is no scorer: it needs a method score(call)")
        return cast(Scorer, found)


def _find(
    noun: str,
    name: str,
    registered: Mapping[str, Any],
    shipped: Mapping[str, Callable[[], Any]],
    group: plugins.Group,
) -> Any:
    if name in registered:
        return _made(noun, name, lambda: registered[name])
    if name in shipped:
        return shipped[name]()
    installed = plugins.names(group)
    if name not in installed:
        raise NotFound(unknown(noun, name, [*shipped, *sorted({*registered, *installed})]))
    return _made(noun, name, lambda: plugins.load(group, name))


def _made(noun: str, name: str, load: Callable[[], Any]) -> Any:
    """Return what ``load`` returns, or an instance of it if that is a class."""
    try:
        found = load()
        return found() if isinstance(found, type) else found
    except Exception as error:  # someone else's code may fail in any way when it is imported
        raise NotFound(f"the {noun} {name} could not be loaded ({type(error).__name__})") from error
