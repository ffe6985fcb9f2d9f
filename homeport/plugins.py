"""Finding what third parties add: backends, detectors and scorers, by entry point.

A package adds a backend named ``acme`` with two lines in its ``pyproject.toml``::

    [project.entry-points."homeport.backends"]
    acme = "acme.engine:AcmeBackend"

The groups are ``homeport.backends``, ``homeport.detectors`` and ``homeport.scorers``. What
homeport ships is known without a look at the installed packages, which takes milliseconds.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any, Literal

Group = Literal["homeport.backends", "homeport.detectors", "homeport.scorers"]


def names(group: Group) -> frozenset[str]:
    """Return the names that installed packages add to ``group``."""
    return frozenset(point.name for point in entry_points(group=group))


def load(group: Group, name: str) -> Any:
    """Import and return what an installed package calls ``name``; ``KeyError`` if none does."""
    for point in entry_points(group=group, name=name):
        return point.load()
    raise KeyError(name)
