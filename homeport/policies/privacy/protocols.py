"""What finds private things, and what weighs them: two small protocols, open to third parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from homeport.types import Call, Finding, Part


class Detector(Protocol):
    """Finds one family of private things in one piece of text.

    ``find`` gets a part whose text is canonical (``canonical.py``), or some other reading of it,
    and answers with spans in code points of exactly that text; the scorer carries them back to
    the part as sent. Of a text longer than ``scan.WINDOW`` it gets one window after the other.
    It is called from several threads at once and must keep no state between calls.

    A detector that is dear to run may set ``canonical_only = True``: it is then not asked about
    the readings that only spell a value differently, which a model has no use for. One that
    answers the same as long as the process runs, whatever happens outside of it, may set
    ``steady = True``: if all do, what was found in a part is remembered for the next turn of the
    conversation (``memory.py``).
    """

    name: str

    def find(self, part: Part) -> Iterable[Finding]: ...


class Context(Protocol):
    """Weighs what the detectors found by what the call as a whole is about.

    ``weigh`` gets every finding, not yet joined, and answers with all that shall stand in their
    place: findings with another probability or level, findings left out, new ones by meaning.
    Spans are code points of the parts as sent. It is called from several threads at once and
    must keep no state between calls. One that judges each part for itself may set
    ``partwise = True``: it then gets a long call in pieces, and the clock is looked at between
    them. If it fails, the findings stay as they were and the
    context counts as failed.
    """

    name: str

    def weigh(self, call: Call, findings: tuple[Finding, ...]) -> Iterable[Finding]: ...
