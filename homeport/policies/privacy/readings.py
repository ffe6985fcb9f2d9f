"""All readings of one text: as its canonical text, and in every view of that, to a depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from homeport.policies.digits import has_digit
from homeport.policies.privacy.canonical import canonical
from homeport.policies.privacy.stems import Lowered
from homeport.policies.privacy.views import View, beneath, views
from homeport.policies.privacy.views.view import BACKWARDS

DEPTH = 3
"""How many disguises, one inside the other, are undone."""


_LAST = frozenset(
    {"folded", "unfolded", "latex", "spelled", "spoken", "letters for digits", "digits for letters"}
)
"""Views that show a value and never another disguise."""


class TooDeep(ValueError):
    """A text hides another deeper than is read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it can be read, and the way back: ``chain`` leads from the source to ``text``."""

    text: str
    chain: tuple[View, ...] = ()
    view: View | None = None
    """The view that made this reading; None for the canonical text."""
    decoded: bool = True
    """It shows text and not only a value, so that detectors of names can read it as well."""
    floor: float = 0.0
    lowered: Lowered = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lowered", Lowered(self.text))

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where ``text[start:end]`` stands in the source; None if it says nothing new."""
        for view in reversed(self.chain):
            if view is self.view and not view.touches(start, end):
                return None
            start, end = view.origin(start, end)
        return start, end

    def through(self, view: View) -> Reading:
        """Return what this reading becomes in ``view``."""
        text, plain = view.text, canonical(view.text)
        return Reading(
            plain[-1].text if plain else text,
            (*self.chain, view, *plain),
            view,
            self.decoded and view.decoded,
            max(self.floor, view.floor),
        )

    @property
    def last(self) -> bool:
        """Say whether nothing else can be hidden in what this reading shows."""
        view = self.view
        return view is not None and (
            view.kind in _LAST or (view.kind == BACKWARDS and not view.decoded)
        )

    def renews(self, view: View) -> bool:
        """Say whether ``view`` changes anything that this reading has changed."""
        if self.view is None or self.chain[-1] is not self.view:
            return True
        pieces = zip(view.lows, view.highs, view.edited, strict=True)
        return any(self.view.touches(low, high) for low, high, edited in pieces if edited)


def readings(text: str) -> Iterator[Reading]:
    """Yield every reading of ``text``, the canonical one first, each once.

    Raises ``TooDeep`` if something is hidden deeper than ``DEPTH``.
    """
    plain = canonical(text)
    layer = [Reading(plain[-1].text if plain else text, plain)]
    if plain:
        layer += [Reading(text).through(view) for view in beneath(text)]
    yield from layer
    seen = {reading.text for reading in layer}
    for depth in range(DEPTH + 1):
        deeper = []
        for reading, view in _views(layer):
            if depth == DEPTH:
                _refuse(reading, view)
            elif view.text not in seen:
                seen.add(view.text)
                deeper.append(reading.through(view))
                yield deeper[-1]
        layer = deeper


def _views(layer: list[Reading]) -> Iterator[tuple[Reading, View]]:
    for reading in layer:
        if reading.last:
            continue
        for view in views(reading.lowered):
            if not (view.decoded or _has_value(view.text)):
                continue
            twice = view.kind == BACKWARDS and any(link.kind == BACKWARDS for link in reading.chain)
            if not twice and reading.renews(view):
                yield reading, view


def _has_value(text: str) -> bool:
    """Say whether a text that was only spelled differently can show a value at all."""
    return "@" in text or has_digit(text)


def _refuse(reading: Reading, view: View) -> None:
    if view.opaque and all(link.opaque or link.kind == "canonical" for link in reading.chain):
        raise TooDeep("a text hides another deeper than is read")
