"""What happens after a decision, as a generator that does no I/O.

``flow`` yields what it wants done (``Attempt`` a target, or ``Sleep``) and is sent what came
of it. Sync, async and gateway drivers run the same generator and differ only in how they
wait, so retry and fallback exist once, here.

    running = flow(decision, policy, retries=2)
    step = next(running)
    while True:
        step = running.send(do(step))       # until StopIteration carries the answer

When to try again is tenacity's business: a strategy is one object called with the state.
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeAlias, TypeVar

from tenacity import DoSleep, RetryCallState, Retrying
from tenacity.retry import retry_if_result
from tenacity.stop import stop_after_attempt
from tenacity.wait import wait_base, wait_exponential, wait_random

from homeport.errors import Refused, RequestError, Unavailable

A = TypeVar("A")

MAX_PAUSE: Final = 60.0
"""Seconds. A server that asks for a longer pause is passed over: the next target answers."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Ask this target now."""

    target: str


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds. The driver answers False if the deadline does not allow it."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failure(Generic[A]):
    """One attempt that gave no answer. Nothing of it has been shown to the caller.

    ``again`` says that the same target may do better in a moment; ``onward`` that another
    target may. ``answer`` is what the server itself said, kept to be shown if nobody does better.
    """

    error: RequestError
    again: bool = False
    onward: bool = True
    pause: float | None = None
    answer: A | None = None
    sent: bool = True
    """False if it is certain that nothing has reached the server."""


Step: TypeAlias = Attempt | Sleep


@dataclass(slots=True)
class Trail(Generic[A]):
    """What was tried, in order: ``cloud:rate_limited, local:ok``. For headers and logs."""

    steps: list[str] = field(default_factory=list)
    failures: dict[str, Failure[A]] = field(default_factory=dict)

    def note(self, target: str, code: str) -> None:
        self.steps.append(f"{target}:{code}")

    def __str__(self) -> str:
        return ", ".join(self.steps)


def flow(
    targets: tuple[str, ...], trail: Trail[A], *, retries: int
) -> Generator[Step, A | Failure[A] | bool, A]:
    """Try ``targets`` in order and return the first answer.

    Raises ``Unavailable`` when all fail, or the error of a call that no other target could
    answer better. If a server's own error answer is the best there is, that is returned.
    """
    for target in targets:
        outcome = yield from _persist(target, trail, retries)
        if not isinstance(outcome, Failure):
            trail.note(target, "ok")
            return outcome
        trail.failures[target] = outcome
        if not outcome.onward:
            break
    return _best(trail)


def _persist(
    target: str, trail: Trail[A], retries: int
) -> Generator[Step, A | Failure[A] | bool, A | Failure[A]]:
    """Ask one target, again while that promises something."""
    outcome = yield from _ask(target, trail)
    if not isinstance(outcome, Failure) or not outcome.again or retries < 1:
        return outcome
    engine = Retrying(
        retry=retry_if_result(_promising),
        stop=stop_after_attempt(retries + 1),
        wait=_wait_as_asked(),
        retry_error_callback=_last,
    )
    engine.begin()
    state = RetryCallState(engine, None, (), {})
    engine.iter(state)
    while True:
        state.set_result(outcome)
        action = engine.iter(state)
        if not isinstance(action, DoSleep):
            return outcome
        if not (yield Sleep(float(action))):
            return outcome
        state.prepare_for_next_attempt()
        outcome = yield from _ask(target, trail)


def _ask(target: str, trail: Trail[A]) -> Generator[Step, A | Failure[A] | bool, A | Failure[A]]:
    outcome = yield Attempt(target)
    assert not isinstance(outcome, bool)  # noqa: S101 - the driver answers an Attempt with its outcome
    if isinstance(outcome, Failure):
        trail.note(target, outcome.error.code)
    return outcome


def _promising(outcome: object) -> bool:
    return isinstance(outcome, Failure) and outcome.again and (outcome.pause or 0) <= MAX_PAUSE


def _last(state: RetryCallState) -> object:
    return state.outcome.result() if state.outcome else None


class _wait_as_asked(wait_base):  # noqa: N801 - tenacity's strategies read as verbs
    """What the server asked for, else half a second doubling to eight, with jitter."""

    _otherwise: Final = wait_exponential(multiplier=0.5, max=8) + wait_random(0, 0.25)

    def __call__(self, retry_state: RetryCallState) -> float:
        outcome = _last(retry_state)
        asked = outcome.pause if isinstance(outcome, Failure) else None
        return self._otherwise(retry_state) if asked is None else asked


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the pause in seconds that a server asks for (RFC 9110, 10.2.3, or milliseconds)."""
    try:
        return max(0.0, float(headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    asked = headers.get("retry-after", "")
    try:
        return max(0.0, float(asked))
    except ValueError:
        parsed = email.utils.parsedate_tz(asked)
        return None if parsed is None else max(0.0, email.utils.mktime_tz(parsed) - time.time())


def _best(trail: Trail[A]) -> A:
    """What to tell the caller when nobody answered."""
    failures = trail.failures
    for failure in failures.values():
        if not failure.onward and failure.answer is None:
            raise failure.error
    for failure in failures.values():
        if failure.answer is not None:
            return failure.answer
    if len(failures) == 1 or (failures and _all_refused(failures.values())):
        raise next(iter(failures.values())).error
    told = "; ".join(f"{name}: {failure.error.message}" for name, failure in failures.items())
    raise Unavailable(f"no target could answer. {told}" if told else "no target could answer")


def _all_refused(failures: Iterable[Failure[A]]) -> bool:
    return all(isinstance(failure.error, Refused) for failure in failures)
