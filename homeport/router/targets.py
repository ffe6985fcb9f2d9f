"""Who can answer, seen from a decision: what they are given, and what they offer.

Backends on this device (``local.py``) and HTTP targets (``upstream.py``) offer the same: ``state``
before a decision, ``attempt`` and ``attempt_async`` after it. An attempt returns the answer, or a
``Failure`` of which the caller has seen nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from homeport.router.deadline import Deadline
from homeport.router.egress import Check
from homeport.router.flow import Failure
from homeport.router.reply import Reply
from homeport.router.wire import Request
from homeport.types import Call, Decision, TargetState


@dataclass(frozen=True, slots=True)
class Order:
    """One call on its way: what arrived, what it means, what shall happen, and until when."""

    request: Request
    call: Call
    decision: Decision
    deadline: Deadline
    heard: Callable[[Iterable[str]], None]
    """Told the texts of an answer of this device when it ends, complete or broken off."""
    check: Check | None = None
    """Looks at what leaves, where it is not what arrived but was made of it."""


class Target(Protocol):
    """Somebody who can answer."""

    name: str
    leaves: bool

    def state(self, request: Request) -> TargetState:
        """Say what is known before a decision. Cheap: no I/O, no model is loaded."""
        ...

    def attempt(self, order: Order) -> Reply | Failure[Reply]: ...

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]: ...

    def close(self) -> None: ...

    async def aclose(self) -> None: ...
