"""What a named-entity recogniser says about a text: which stretch is what, and how surely.

Two recognisers ship behind this protocol: Rampart, once it is pulled, and the built-in tagger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

STRONG: Final = frozenset(
    """address code device_id dob email financial geo gov_id ip medical_id person phone plate
    secret unit url_personal username""".split()
)
"""Kinds that point at one person, account or device."""

WEAK: Final = frozenset(
    """age date demographic family location misc org profession quantity sex title url zip""".split()
)
"""Kinds that tell something about a person; alone they do not make a text private."""


class Entity(NamedTuple):
    """``text[start:end]`` (code points) is of ``kind`` with ``probability``.

    Spans cover whole words. ``kind`` is one of ``STRONG`` or ``WEAK``.
    """

    start: int
    end: int
    kind: str
    probability: float


class EntityRecognizer(Protocol):
    """Finds the entities of a text, in the order of the text, none across another.

    Called from several threads at once; loads what it needs when first asked. Every text has
    an answer however long it is; whatever goes wrong is raised.
    """

    name: str

    def entities(self, text: str) -> Sequence[Entity]: ...
