"""Deadlines, and work that cannot keep them by itself."""

from __future__ import annotations

import contextvars
import math
import threading
import time

import pytest

from homeport.errors import TimedOut
from homeport.router.deadline import Deadline, Watch, limit_of

HERE: contextvars.ContextVar[str] = contextvars.ContextVar("HERE", default="nowhere")


def forget(_: object) -> None:
    """Nothing to close."""


def test_a_deadline_that_has_passed_raises() -> None:
    """The message names the limit."""
    with pytest.raises(TimedOut, match=r"within 5 s"):
        Deadline(5.0, time.monotonic() - 6).remaining()


def test_no_limit_is_for_ever() -> None:
    """`timeout=None` waits as long as it takes."""
    deadline = Deadline.after(None)

    assert (math.inf, None, True) == (
        deadline.remaining(),
        deadline.seconds(),
        deadline.allows(1e9),
    )


def test_a_deadline_allows_only_what_fits() -> None:
    """A pause must leave time for another attempt."""
    deadline = Deadline.after(10)

    assert (True, False) == (deadline.allows(5), deadline.allows(10))


def test_the_earlier_of_two_deadlines_holds() -> None:
    """A target's own limit can only shorten the call's."""
    deadline = Deadline.after(10)

    assert deadline is deadline.within(None)
    assert deadline is deadline.within(20)
    assert 1 == deadline.within(1).limit


def test_the_read_time_out_is_the_calls_limit() -> None:
    """httpx bounds each read by it; we bound the whole."""
    assert (3.0, None, None) == (
        limit_of({"connect": 1.0, "read": 3.0}),
        limit_of({"connect": 1.0}),
        limit_of(None),
    )


def test_watch_returns_what_the_work_returns() -> None:
    """And the work sees the caller's context variables."""
    HERE.set("home")

    assert "home" == Watch(forget).run(HERE.get, 5)


def test_watch_raises_what_the_work_raises() -> None:
    """An error crosses over unchanged, and the helper is good for the next job."""
    watch = Watch[float](forget)

    with pytest.raises(ZeroDivisionError):
        watch.run(lambda: 1 / 0, math.inf)

    assert 1.0 == watch.run(lambda: 1.0, math.inf)


def test_watch_does_not_wait_for_work_that_is_late() -> None:
    """What comes too late is handed over to be closed."""
    gate, closed = threading.Event(), threading.Event()
    kept: list[str] = []

    def discard(value: str) -> None:
        kept.append(value)
        closed.set()

    with pytest.raises(TimeoutError):
        Watch(discard).run(lambda: "late" if gate.wait(10) else "never", 0.01)
    gate.set()

    assert closed.wait(5)
    assert ["late"] == kept


def test_watch_uses_its_threads_again() -> None:
    """A thousand calls do not start a thousand threads."""
    watch = Watch[int](forget)

    threads = {watch.run(threading.get_ident, 5) for _ in range(20)}

    assert 1 == len(threads)
    watch.close()
