"""Asking a target, in one step or in several that lead to one answer.

An attempt is a generator that does no I/O: it yields whom to ask what, and is sent what came of
it. Sync and async calls run the same one, and differ only in how they wait.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from homeport.router.flow import Failure
from homeport.router.reply import Reply
from homeport.router.targets import Order, Target

Outcome: TypeAlias = "Reply | Failure[Reply]"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask ``target`` with ``order``. What the answer is, is sent back into the generator."""

    target: Target
    order: Order


class Draftsman(Protocol):
    """Somebody who is asked as a target is, and is none: a draft of one, or what is left of it."""

    def attempt(self, order: Order) -> Outcome: ...

    async def attempt_async(self, order: Order) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Look:
    """Ask ``target``, as ``Ask`` does."""

    target: Draftsman
    order: Order


@dataclass(frozen=True, slots=True)
class Disk:
    """Do this, which waits for the disk. What it returns is sent back into the generator."""

    work: Callable[[], Any]


def asked(attempt: Generator[Ask | Look, Outcome, Outcome]) -> Outcome:
    """Return what an attempt comes to."""
    try:
        ask = next(attempt)
        while True:
            ask = attempt.send(ask.target.attempt(ask.order))
    except StopIteration as done:
        outcome: Outcome = done.value
        return outcome


async def asked_async(attempt: Generator[Ask | Look, Outcome, Outcome]) -> Outcome:
    """Return what an attempt comes to, as ``asked`` does."""
    try:
        ask = next(attempt)
        while True:
            ask = attempt.send(await ask.target.attempt_async(ask.order))
    except StopIteration as done:
        outcome: Outcome = done.value
        return outcome
