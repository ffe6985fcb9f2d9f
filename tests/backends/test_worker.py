"""What the thread that owns a backend promises to its callers."""

from __future__ import annotations

import gc
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator

import anyio
import pytest

from homeport.backends.base import Backend
from homeport.backends.worker import Worker
from homeport.errors import BackendFailed, BadCall, ModelError, TimedOut
from homeport.types import Call, Delta, Usage

END = Delta(finish="stop", usage=Usage(1, 1))


def chat(text: str = "hello") -> Call:
    return Call("chat.completions", {"messages": [{"role": "user", "content": text}]})


def wait_until(fact: Callable[[], bool]) -> None:
    """Wait up to five seconds for another thread to make ``fact`` true."""
    late = time.monotonic() + 5
    while not fact():
        assert time.monotonic() < late, "it did not become true"
        time.sleep(0.005)


class Scripted(Backend):
    """Runs a given generator and notes the threads of its life."""

    def __init__(self, script: Callable[[Call], Iterator[Delta]]) -> None:
        super().__init__(name="scripted", model="none")
        self.script = script
        self.threads: set[int] = set()
        self.loads = 0
        self.closes = 0

    def load(self) -> None:
        self.threads.add(threading.get_ident())
        self.loads += 1

    def generate(self, call: Call) -> Iterator[Delta]:
        self.threads.add(threading.get_ident())
        yield from self.script(call)

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closes += 1


def words(*texts: str) -> Callable[[Call], Iterator[Delta]]:
    def script(call: Call) -> Iterator[Delta]:
        yield from map(Delta, texts)
        yield END

    return script


class Endless:
    """A script that never ends by itself and notes how far it came and that it was closed."""

    def __init__(self) -> None:
        self.steps = 0
        self.closed_on: int | None = None

    def __call__(self, call: Call) -> Iterator[Delta]:
        try:
            while True:
                self.steps += 1
                yield Delta("x")
        finally:
            self.closed_on = threading.get_ident()


def test_a_stream_carries_the_deltas_in_order_and_then_ends() -> None:
    """Every delta arrives once, then ``next`` returns None again and again."""
    stream = Worker(Scripted(words("a", "b"))).submit(chat())

    received = list(stream)

    assert [Delta("a"), Delta("b"), END] == received
    assert stream.next() is None


def test_one_thread_loads_generates_and_closes() -> None:
    """The backend's whole life is on one thread, which is not the caller's."""
    backend = Scripted(words("a"))
    worker = Worker(backend)
    list(worker.submit(chat()))
    list(worker.submit(chat()))

    worker.close()

    assert len(backend.threads) == 1
    assert threading.get_ident() not in backend.threads
    assert backend.closes == 1


def test_nothing_is_loaded_before_the_first_call() -> None:
    """A worker without work has no thread and no model."""
    backend = Scripted(words())
    worker = Worker(backend)

    assert backend.loads == 0
    assert (False, 0) == (worker.busy, worker.queued)


def test_calls_are_answered_one_after_another() -> None:
    """The second call waits in line, is counted there, and begins when the first ends."""
    endless = Endless()
    worker = Worker(Scripted(endless))
    first = worker.submit(chat())
    first.next(5)
    second = worker.submit(chat())

    waiting = (worker.busy, worker.queued)
    first.cancel()
    answered = second.next(5)

    assert (True, 1) == waiting
    assert Delta("x") == answered
    assert worker.queued == 0
    worker.close()


def test_a_call_cancelled_in_line_is_never_begun() -> None:
    """Cancelling a waiting call costs the backend nothing."""
    begun: list[Call] = []
    release = threading.Event()

    def script(call: Call) -> Iterator[Delta]:
        begun.append(call)
        release.wait(5)
        yield END

    worker = Worker(Scripted(script))
    first, second, third = (worker.submit(chat(str(n))) for n in range(3))
    second.cancel()
    release.set()

    assert [END] == list(first)
    assert [] == list(second)
    assert [END] == list(third)
    assert ["0", "2"] == [call.body["messages"][0]["content"] for call in begun]


def test_the_backend_waits_when_the_reader_is_slow() -> None:
    """Never more than ``deltas_ahead`` deltas lie unread (and one waits at the door)."""
    endless = Endless()
    stream = Worker(Scripted(endless)).submit(chat(), deltas_ahead=3)

    wait_until(lambda: endless.steps == 4)
    time.sleep(0.05)

    assert endless.steps == 4
    stream.cancel()


def test_cancel_wakes_a_blocked_backend_and_closes_its_generator_there() -> None:
    """A full stream does not hold a cancelled call; the generator ends on its own thread."""
    endless = Endless()
    backend = Scripted(endless)
    stream = Worker(backend).submit(chat(), deltas_ahead=1)
    wait_until(lambda: endless.steps == 2)

    stream.cancel()
    stream.cancel()

    wait_until(lambda: endless.closed_on is not None)
    assert {endless.closed_on} == backend.threads
    assert stream.next() is None


def test_a_sign_of_life_is_not_passed_on_but_ends_a_cancelled_call() -> None:
    """Empty deltas let a long step be cancelled and are never seen by the reader."""
    endless = Endless()

    def reading(call: Call) -> Iterator[Delta]:
        for _ in endless(call):
            time.sleep(0.001)
            yield Delta()

    stream = Worker(Scripted(reading)).submit(chat())
    with pytest.raises(TimedOut):
        stream.next(0.05)

    stream.cancel()

    wait_until(lambda: endless.closed_on is not None)


def test_a_stream_nobody_holds_is_cancelled() -> None:
    """Dropping a stream frees the backend for the next call."""
    endless = Endless()
    worker = Worker(Scripted(endless))
    stream = worker.submit(chat(), deltas_ahead=1)
    stream.next(5)

    del stream
    gc.collect()

    wait_until(lambda: endless.closed_on is not None)


def test_a_late_delta_times_out_and_can_still_be_read() -> None:
    """``next`` raises ``TimedOut`` after its patience; the call goes on."""
    release = threading.Event()

    def slow(call: Call) -> Iterator[Delta]:
        release.wait(5)
        yield END

    stream = Worker(Scripted(slow)).submit(chat())

    with pytest.raises(TimedOut, match=r"nothing for 0\.01 s"):
        stream.next(0.01)
    release.set()
    assert END == stream.next(5)


def test_a_request_error_reaches_the_reader_as_it_is() -> None:
    """What the backend says of the call is what the caller hears."""
    wrong = BadCall("n must be 1")

    def script(call: Call) -> Iterator[Delta]:
        yield Delta("a")
        raise wrong

    stream = Worker(Scripted(script)).submit(chat())

    assert Delta("a") == stream.next(5)
    with pytest.raises(BadCall) as caught:
        stream.next(5)
    assert wrong is caught.value


def test_any_other_error_is_told_without_the_callers_text() -> None:
    """The message names the error's type; its own text may quote the prompt and is left out."""

    def script(call: Call) -> Iterator[Delta]:
        raise KeyError(call.body["messages"][0]["content"])
        yield

    stream = Worker(Scripted(script)).submit(chat("my secret"))

    with pytest.raises(BackendFailed) as caught:
        stream.next(5)
    assert "KeyError" in caught.value.message
    assert "my secret" not in caught.value.message
    assert isinstance(caught.value.__cause__, KeyError)


def test_the_frames_of_an_error_keep_nothing_alive() -> None:
    """Tensors and text in the backend's frames are let go on the owner's thread."""

    def script(call: Call) -> Iterator[Delta]:
        held = call
        raise RuntimeError(len(held.body))
        yield

    stream = Worker(Scripted(script)).submit(chat())
    with pytest.raises(BackendFailed) as caught:
        stream.next(5)

    cause = caught.value.__cause__
    assert cause is not None
    trace = cause.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_name != "script":
        trace = trace.tb_next
    assert trace is not None
    assert {} == trace.tb_frame.f_locals


def test_a_failed_load_is_told_and_tried_again() -> None:
    """The call that wanted the model hears why there is none; the next one loads again."""

    class Late(Scripted):
        def load(self) -> None:
            super().load()
            if self.loads == 1:
                raise ModelError("run: homeport models pull x")

    worker = Worker(Late(words("a")))

    with pytest.raises(BackendFailed, match="homeport models pull x"):
        list(worker.submit(chat()))
    assert [Delta("a"), END] == list(worker.submit(chat()))


def test_a_damaged_model_is_told_with_the_librarys_words() -> None:
    """While loading there is no prompt, so the library's message is safe and says most."""

    class Damaged(Scripted):
        def load(self) -> None:
            raise OSError("header too large")

    with pytest.raises(BackendFailed, match="OSError: header too large"):
        list(Worker(Damaged(words())).submit(chat()))


def test_an_answer_without_a_finish_is_an_error() -> None:
    """A backend that just stops has cut its answer, and that is said."""

    def script(call: Call) -> Iterator[Delta]:
        yield Delta("a")

    with pytest.raises(BackendFailed) as caught:
        list(Worker(Scripted(script)).submit(chat()))
    assert caught.value.code == "answer_cut"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_backend_that_ends_its_thread_does_not_hang_anyone() -> None:
    """Even ``SystemExit`` inside a backend ends its call, and the next call is answered."""
    backend = Scripted(words())
    backend.name = "doomed"
    worker = Worker(backend)

    def script(call: Call) -> Iterator[Delta]:
        backend.script = words("b")
        raise SystemExit
        yield

    backend.script = script

    with pytest.raises(BackendFailed):
        list(worker.submit(chat()))
    wait_until(lambda: not any(t.name == "homeport-doomed" for t in threading.enumerate()))
    assert [Delta("b"), END] == list(worker.submit(chat()))


def test_close_ends_running_and_waiting_calls_with_an_error() -> None:
    """Nobody waits for a closed backend, and the model is freed when ``close`` returns."""
    backend = Scripted(Endless())
    worker = Worker(backend)
    running, waiting = worker.submit(chat(), deltas_ahead=1), worker.submit(chat())
    running.next(5)

    worker.close()
    worker.close()

    for stream in (running, waiting):
        with pytest.raises(BackendFailed) as caught:
            list(stream)
        assert caught.value.code == "backend_closed"
    assert backend.closes == 1


def test_a_closed_worker_opens_again_when_asked() -> None:
    """A call after ``close`` loads the model again, on a new thread."""
    backend = Scripted(words("a"))
    worker = Worker(backend)
    list(worker.submit(chat()))
    worker.close()

    again = list(worker.submit(chat()))

    assert [Delta("a"), END] == again
    assert backend.loads == 2


def test_a_forgotten_worker_frees_its_model() -> None:
    """Without references left the thread ends and closes the backend."""
    backend = Scripted(words("a"))
    worker = Worker(backend)
    list(worker.submit(chat()))

    del worker
    gc.collect()

    wait_until(lambda: backend.closes == 1)


def test_a_stream_keeps_its_worker_alive() -> None:
    """An answer that is still read is finished although nobody holds the worker."""
    stream = Worker(Scripted(words("a", "b"))).submit(chat(), deltas_ahead=1)
    gc.collect()

    assert [Delta("a"), Delta("b"), END] == list(stream)


def test_an_event_loop_waits_without_blocking() -> None:
    """``next`` runs in a thread of the loop; leaving the task cancels the call."""
    endless = Endless()
    stream = Worker(Scripted(endless)).submit(chat(), deltas_ahead=1)

    async def read() -> Delta | None:
        first = await anyio.to_thread.run_sync(stream.next, 5, abandon_on_cancel=True)
        stream.cancel()
        return first

    assert Delta("x") == anyio.run(read)
    wait_until(lambda: endless.closed_on is not None)


def test_the_interpreter_exits_while_a_generation_runs() -> None:
    """Exit waits for one step and closes the backend on its thread, not for the answer."""
    program = textwrap.dedent("""
        import time
        from homeport.backends.base import Backend
        from homeport.backends.worker import Worker
        from homeport.types import Call, Delta

        class Endless(Backend):
            def generate(self, call):
                while True:
                    time.sleep(0.02)
                    yield Delta("x")
            def close(self):
                print("closed", flush=True)

        worker = Worker(Endless(name="e", model="m"))
        stream = worker.submit(Call("chat.completions", {}))
        stream.next()
    """)
    started = time.monotonic()

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )

    assert (0, "closed\n", "") == (done.returncode, done.stdout, done.stderr)
    assert time.monotonic() - started < 10
