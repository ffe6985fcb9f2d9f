"""A backend in a process of its own, seen from outside it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.isolated import IsolatedBackend
from homeport.backends.worker import Worker
from homeport.errors import BackendFailed, BadCall, ContextOverflow, TimedOut
from homeport.types import Call, Usage


def completion(text: str, **fields: object) -> Call:
    return Call("completions", {"prompt": text, **fields})


@pytest.fixture
def backend() -> Iterator[IsolatedBackend]:
    made = create("echo", "apart", isolate=True)
    assert isinstance(made, IsolatedBackend)
    yield made
    made.close()


def pid(backend: IsolatedBackend) -> int:
    assert backend._child is not None
    return backend._child._process.pid


def test_a_child_answers_as_its_twin_would(backend: IsolatedBackend) -> None:
    """Delta by delta, one call after another and several at once, in one child."""
    calls = [completion(f"{at} two three", max_tokens=9) for at in range(3)]
    expected = [list(create("echo", "here").generate(call)) for call in calls]

    alone = [list(backend.generate(call)) for call in calls]
    child = pid(backend)
    worker = Worker(backend)
    streams = [worker.submit(call) for call in calls]

    assert expected == alone == [list(stream) for stream in streams]
    assert child == pid(backend) != os.getpid()
    worker.close()


def test_what_is_wrong_with_a_call_is_told_as_it_is(backend: IsolatedBackend) -> None:
    """The same error, with its code and text; the child goes on."""
    with pytest.raises(BadCall, match="temperature must be a number from 0 to 2"):
        list(backend.generate(completion("a", temperature=9)))

    assert "b" == next(iter(backend.generate(completion("b")))).text


def test_a_model_in_a_child_knows_its_limits(tiny: Path) -> None:
    """A real engine: its readiness is known without the child, its numbers come through."""
    made = create("pytorch", "apart", model=str(tiny), context=64, isolate=True, dtype="float32")
    unloaded = (made.missing(), made.context(), made.serving.parallel)

    with pytest.raises(ContextOverflow) as caught:
        list(made.generate(completion("a" * 60, max_tokens=20)))
    deltas = list(made.generate(completion("abc", max_tokens=2, temperature=0)))
    made.close()

    assert (None, 64, 8) == unloaded
    assert (60, 20) == (caught.value.prompt, caught.value.completion)
    assert Usage(3, 2) == deltas[-1].usage


def test_a_child_that_dies_ends_its_calls_and_another_takes_its_place(
    backend: IsolatedBackend,
) -> None:
    """As a native crash would: the caller hears it, the application goes on."""
    worker = Worker(backend)
    list(worker.submit(completion("warm")))
    child = pid(backend)
    os.kill(child, signal.SIGSTOP)
    stream = worker.submit(completion("lost"))
    with pytest.raises(TimedOut):
        stream.next(0.1)
    os.kill(child, signal.SIGKILL)

    with pytest.raises(BackendFailed, match="ChildDied"):
        list(stream)
    after = list(worker.submit(completion("back again")))

    assert ["back ", "again", ""] == [delta.text for delta in after]
    assert child != pid(backend)
    worker.close()


def test_isolate_is_a_yes_or_no() -> None:
    """Anything else is told."""
    with pytest.raises(TypeError, match="isolate must be true or false"):
        create("echo", "apart", isolate="yes")
