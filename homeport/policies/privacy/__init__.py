"""How private is a call? Detectors find, one scorer joins what they found.

A detector is one file with one class; this table names those that ship. Third parties add
theirs with the entry point group ``homeport.detectors``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from homeport.policies.privacy.scorer import Context, Detector, PrivacyScorer
from homeport.policies.privacy.terms import Terms

__all__ = ["DETECTORS", "Context", "Detector", "PrivacyScorer", "Terms", "shipped_context"]


def _identifiers() -> Detector:
    from homeport.policies.privacy.identifiers import Identifiers

    return Identifiers()


def _secrets() -> Detector:
    from homeport.policies.privacy.secrets import Secrets

    return Secrets()


def _names() -> Detector:
    from homeport.policies.privacy.names import Names

    return Names()


def shipped_context() -> Context:
    """Return what weighs the findings of ``names`` by what is said around them."""
    from homeport.policies.privacy.context import Context as Weigher

    return Weigher()


DETECTORS: Mapping[str, Callable[[], Detector]] = MappingProxyType(
    {"identifiers": _identifiers, "secrets": _secrets, "names": _names}
)
"""The detectors that ship, by the name they have in a policy. Imported when first asked for."""
