"""Whose turn it is, and what becomes of calls when an engine breaks or too many come."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from homeport.backends.base import Backend
from homeport.backends.engine import Room
from homeport.backends.job import Job
from homeport.backends.load import Load
from homeport.backends.memory import Ledger
from homeport.backends.pace import Pace
from homeport.backends.schedule import Schedule
from homeport.backends.serving import Serving
from homeport.backends.worker import Worker
from homeport.errors import BackendFailed, Overloaded
from homeport.types import Call, Delta, Labels, Usage

END = Delta(finish="stop", usage=Usage(1, 1))


def call(name: str, conversation: str | None = None, tokens: int = 1) -> Call:
    return Call("completions", {"name": name}, tokens=tokens, labels=Labels(None, 0, conversation))  # type: ignore[arg-type]


def job(name: str, conversation: str | None = None) -> Job:
    return Job(call(name, conversation), 64, lambda: None)


class Pieces(Backend):
    """Answers in three pieces of work, one of which is done in a round. ``breaks`` says how often
    the work fails before it is done."""

    def __init__(self, *, breaks: int = 0, **serving: Any) -> None:
        super().__init__(name="pieces", model="none")
        self.serving = Serving(**serving)
        self.breaks = breaks
        self.done: list[str] = []
        self.left: list[str] = []
        self.loads = 0

    def load(self) -> None:
        self.loads += 1

    def generate(self, call: Call) -> Iterator[Delta]:
        raise AssertionError("it runs")

    def run(self, call: Call) -> Iterator[Any]:
        name = call.body["name"]
        try:
            for number in range(3):
                said = yield f"{name}{number}"
                yield Delta(said)
            yield END
        finally:
            self.left.append(name)

    def work(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
        if self.breaks:
            self.breaks -= 1
            raise MemoryError("no room for my secret")
        self.done.append(wanted[0])
        return {wanted[0]: wanted[0]}


def test_conversations_are_served_in_turn_and_not_calls() -> None:
    """One conversation sends three calls, another one: both are worked for equally."""
    backend = Pieces(parallel=4)
    schedule = Schedule(backend)
    for name, conversation in (("a", "busy"), ("b", "busy"), ("c", "busy"), ("x", "calm")):
        schedule.add(job(name, conversation))

    for _ in range(6):
        schedule.round()

    assert ["x0", "x1", "x2"] == [done for done in backend.done if done.startswith("x")]


def test_conversations_wait_in_lines_of_their_own() -> None:
    """Who comes with one call does not wait for all those that another sent before."""
    backend = Pieces(parallel=1)
    schedule = Schedule(backend)
    for name, conversation in (("a", "busy"), ("b", "busy"), ("c", "busy"), ("x", "calm")):
        schedule.add(job(name, conversation))

    while schedule.round():
        pass

    assert ["a", "x", "b", "c"] == backend.left


def test_a_cancelled_call_gives_its_place_away_within_one_round() -> None:
    """It is not worked for again, and who waits begins."""
    backend = Pieces(parallel=1)
    schedule = Schedule(backend)
    first, second = job("a"), job("b")
    schedule.add(first)
    schedule.add(second)
    schedule.round()

    first.cancel()
    schedule.round()

    assert (["a"], ["a0", "b0"]) == (backend.left, backend.done)


def test_a_job_that_is_full_steps_aside_until_half_is_read() -> None:
    """Its neighbour is served; it wakes the thread when it has room again."""
    woken = threading.Event()
    full = Job(call("a"), 2, woken.set)
    for _ in range(3):
        full.put(Delta("x"))

    paused = full.paused
    full.take(0)
    still = full.paused
    full.take(0)

    assert (True, True, False, True) == (paused, still, full.paused, woken.is_set())


def test_an_engine_that_breaks_is_loaded_again_for_those_who_wait() -> None:
    """What ran ends with an error that does not carry the library's words; the next is answered."""
    backend = Pieces(parallel=1, breaks=1)
    worker = Worker(backend)
    first, second = worker.submit(call("a")), worker.submit(call("b"))

    with pytest.raises(BackendFailed, match="MemoryError") as caught:
        list(first)

    assert "secret" not in caught.value.message
    assert ["b0", "b1", "b2", ""] == [delta.text for delta in second]
    assert 2 == backend.loads
    worker.close()


def test_an_engine_that_breaks_twice_is_left_alone() -> None:
    """Those who wait hear so at once, and so does who comes later, with when to come again."""
    worker = Worker(Pieces(parallel=1, breaks=9))
    streams = [worker.submit(call(name)) for name in "abc"]

    codes = []
    for stream in streams:
        with pytest.raises(BackendFailed) as caught:
            list(stream)
        codes.append(caught.value.code)

    assert ["backend_failed", "backend_failed", "engine_down"] == codes
    with pytest.raises(Overloaded, match="left alone") as refused:
        worker.submit(call("d"))
    assert 1 <= refused.value.retry_after <= 60
    worker.close()


def test_more_calls_than_may_wait_are_refused_with_when_to_come_again() -> None:
    """Two run, one waits; the fourth hears it at once, and is taken when there is a place."""
    release = threading.Event()

    class Held(Pieces):
        def work(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
            release.wait(5)
            return {item: item for item in wanted}

    worker = Worker(Held(parallel=2, queue=1))
    streams = [worker.submit(call(name)) for name in "abc"]

    with pytest.raises(Overloaded, match="2 calls at once and 1 wait") as caught:
        worker.submit(call("d"))
    release.set()
    ends = [list(stream)[-1] for stream in streams]

    assert caught.value.retry_after >= 1
    assert [END] * 3 == ends
    assert END == list(worker.submit(call("d")))[-1]
    worker.close()


def test_a_call_that_would_wait_too_long_is_refused() -> None:
    """What was measured of reading and answering tells how long; an idle model takes any call."""
    backend = Pieces(parallel=1, patience=5)
    backend.pace.has_read(1000, 1.0, before=0)
    backend.pace.has_answered(3.0)
    busy = Load(2, unread=(3000,))

    refused = busy.overload(backend, 1000)

    assert 10.0 == pytest.approx(busy.first_token(backend, 1000))  # 3 + 1 to read, two answers
    assert refused is not None
    assert 5 == refused.retry_after
    assert Load(0, ()).overload(backend, 100_000) is None
    assert Load(1, ()).overload(backend, 1000) is None


def test_pace_is_a_moving_average_by_length() -> None:
    """A long prompt takes longer for each token; a length never seen is told by the nearest."""
    pace = Pace()
    nothing = pace.reading(100)
    pace.has_read(100, 1.0, before=0)
    pace.has_read(100, 2.0, before=0)
    pace.has_read(4000, 80.0, before=12_000)
    pace.has_stepped(0.1)
    pace.has_stepped(0.2)

    assert 0 == nothing
    assert 1.2 == pytest.approx(pace.reading(100))
    assert 200.0 == pytest.approx(pace.reading(10_000))
    assert 1 / 0.12 == pytest.approx(pace.tokens_per_second)


def test_rooms_count_as_the_longest_of_them() -> None:
    """Rows side by side are padded. Who does not fit now waits; who never will hears it."""
    ledger = Ledger(10, available=lambda: 10_000)  # of which 8,000 bytes are given: 800 tokens
    small, large, huge = Room(100), Room(300), Room(900)

    assert [True, True] == [ledger.take(small), ledger.take(large)]
    assert ledger.take(Room(200)) is None  # three of 300
    assert ledger.take(huge) is None
    ledger.give(large)
    ledger.give(large)
    assert ledger.take(Room(200)) is True


def test_what_can_never_fit_is_told() -> None:
    """Nobody holds anything, and still there is no room: because of the budget, or right now."""
    free = [10_000]
    ledger = Ledger(10, available=lambda: free[0])

    too_large = ledger.take(Room(900))
    free[0] = 900
    not_now = ledger.take(Room(100))

    assert (False, False) == (too_large, not_now)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (4, "must be a mapping"),
        ({"paralel": 4}, "no key 'paralel'; its keys are parallel, queue, cache_mb, patience"),
        ({"parallel": 0}, "parallel must be a whole number of at least 1"),
        ({"queue": True}, "queue must be a whole number of at least 0"),
        ({"patience": 0}, "patience must be a number of seconds above 0"),
    ],
)
def test_serving_says_what_is_wrong(given: object, message: str) -> None:
    """In the words of a policy."""
    with pytest.raises((TypeError, ValueError), match=message):
        Serving.of(given)


def test_nothing_is_done_while_every_reader_is_slow() -> None:
    """Then the thread may sleep; it goes on when one of them reads."""
    backend = Pieces(parallel=1)
    schedule = Schedule(backend)
    slow = Job(call("a"), 0, lambda: None)
    schedule.add(slow)

    rounds = [schedule.round() for _ in range(4)]
    slow.take(0)

    assert [True, True, False, False] == rounds
    assert schedule.round()
