"""Retry and fallback, without any I/O: the driver here is a list of outcomes."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Iterator
from typing import Any

import pytest

from homeport.errors import BackendFailed, BadCall, ContextOverflow, RequestError, Unavailable
from homeport.router.flow import Attempt, Failure, Sleep, Trail, flow, retry_after


def failure(code: str = "down", **options: Any) -> Failure[str]:
    return Failure(BackendFailed(f"it is {code}", code=code), **options)


def drive(
    targets: tuple[str, ...], outcomes: list[Any], *, retries: int = 2, sleeps: bool = True
) -> tuple[Any, list[str]]:
    """Run the flow against ``outcomes`` and return its answer (or error) and what it did."""
    done: list[str] = []
    coming: Iterator[Any] = iter(outcomes)
    trail: Trail[str] = Trail()
    running = flow(targets, trail, retries=retries)
    try:
        step = next(running)
        while True:
            if isinstance(step, Attempt):
                done.append(step.target)
                step = running.send(next(coming))
            else:
                done.append(f"sleep {step.seconds:.1f}")
                step = running.send(sleeps)
    except StopIteration as end:
        return end.value, done
    except RequestError as error:
        return error, done


def test_the_first_target_that_answers_is_the_answer() -> None:
    """Nobody else is asked."""
    assert ("yes", ["local"]) == drive(("local", "cloud"), ["yes"])


def test_a_failure_goes_on_to_the_next_target() -> None:
    """Fallback is the order of the decision's targets."""
    assert ("yes", ["cloud", "local"]) == drive(("cloud", "local"), [failure(), "yes"])


def test_a_passing_failure_is_tried_again_after_a_pause() -> None:
    """A 500 is asked again up to `retries` times before the next target."""
    passing = failure(again=True)

    answer, done = drive(("cloud", "local"), [passing, passing, passing, "yes"])

    assert "yes" == answer
    assert ["cloud", "cloud", "cloud", "local"] == [d for d in done if "sleep" not in d]
    assert 2 == sum("sleep" in d for d in done)


def test_the_pause_is_what_the_server_asked_for() -> None:
    """Retry-After is kept to the letter."""
    _, done = drive(("cloud",), [failure(again=True, pause=7.0), "yes"])

    assert ["cloud", "sleep 7.0", "cloud"] == done


def test_a_server_that_asks_for_too_long_a_pause_is_passed_over() -> None:
    """An hour's pause is not waited for; the next target answers at once."""
    answer, done = drive(("cloud", "local"), [failure(again=True, pause=3600.0), "yes"])

    assert ("yes", ["cloud", "local"]) == (answer, done)


def test_a_pause_that_the_deadline_forbids_ends_the_retries() -> None:
    """The driver says no to a sleep, and the flow goes on."""
    answer, done = drive(("cloud", "local"), [failure(again=True), "yes"], sleeps=False)

    assert ("yes", 2) == (answer, sum("sleep" not in d for d in done))


def test_without_retries_every_target_is_asked_once() -> None:
    """`max_retries=0` means what it says."""
    answer, done = drive(("cloud",), [failure("busy", again=True)], retries=0)

    assert ("busy", ["cloud"]) == (answer.code, done)


def test_a_call_that_is_wrong_in_itself_is_not_given_to_anybody_else() -> None:
    """A bad request is bad everywhere."""
    wrong: Failure[str] = Failure(BadCall("temperature must be a number"), onward=False)

    answer, done = drive(("local", "cloud"), [wrong])

    assert (BadCall, ["local"]) == (type(answer), done)


def test_a_call_too_long_for_one_model_goes_to_the_next() -> None:
    """Another model may hold more."""
    long: Failure[str] = Failure(ContextOverflow(model="m", context=10, prompt=20, completion=1))

    assert ("yes", ["local", "cloud"]) == drive(("local", "cloud"), [long, "yes"])


def test_a_servers_own_error_is_shown_when_nobody_does_better() -> None:
    """The cloud's 401 keeps its body; it is not turned into a 502."""
    answer, _ = drive(("local", "cloud"), [failure(), failure(answer="HTTP 401")])

    assert "HTTP 401" == answer


def test_a_single_targets_error_is_shown_as_it_is() -> None:
    """One target, one reason."""
    answer, _ = drive(("local",), [failure("oom")])

    assert "oom" == answer.code


def test_when_all_fail_every_reason_is_told() -> None:
    """The message names each target with its own reason."""
    answer, _ = drive(("a", "b"), [failure("x"), failure("y")])

    assert Unavailable is type(answer)
    assert "no target could answer. a: it is x; b: it is y" == answer.message


def test_no_targets_at_all_is_unavailable() -> None:
    """The flow never ends without a word."""
    answer, done = drive((), [])

    assert ("no target could answer", []) == (answer.message, done)


def test_the_trail_tells_what_was_tried_in_order() -> None:
    """One short line for a header: who was asked and what came of it."""
    trail: Trail[str] = Trail()
    running = flow(("cloud", "local"), trail, retries=0)
    next(running)
    running.send(failure("http_503"))
    with pytest.raises(StopIteration):
        running.send("yes")

    assert "cloud:http_503, local:ok" == str(trail)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    """Seconds, milliseconds, or nothing that can be read."""
    assert seconds == retry_after(headers)


def test_retry_after_may_be_a_date() -> None:
    """RFC 9110 allows an HTTP date; a past one means now."""
    soon = email.utils.formatdate(time.time() + 30, usegmt=True)
    past = email.utils.formatdate(time.time() - 30, usegmt=True)

    assert 27 < (retry_after({"retry-after": soon}) or 0) <= 30
    assert 0.0 == retry_after({"retry-after": past})


def test_sleep_is_data() -> None:
    """Steps are values that can be compared."""
    assert Sleep(1.0) == Sleep(1.0)
