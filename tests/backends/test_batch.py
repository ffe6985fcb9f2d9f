"""Calls that are answered side by side: each as if it were alone, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.local import LocalBackend
from homeport.backends.worker import Worker
from homeport.errors import Unavailable
from homeport.types import Call, Delta, Labels, Level

OPTIONS: tuple[dict[str, object], ...] = (
    {"max_tokens": 30},
    {"max_tokens": 12, "temperature": 1.2, "seed": 5},
    {"max_tokens": 9, "temperature": 1, "top_p": 0.7, "seed": 6, "n": 2},
    {"max_tokens": 20, "guided_regex": "[a-c]{6}x"},
    {"max_tokens": 25, "logprobs": True, "top_logprobs": 2},
    {"max_tokens": 16, "frequency_penalty": 1.5, "presence_penalty": 0.5},
    {"max_tokens": 14, "logit_bias": {"97": 60}, "temperature": 1, "seed": 7},
    {"max_tokens": 40, "response_format": {"type": "json_object"}},
)


def chat(text: str = "hello", labels: Labels = Labels(), **fields: object) -> Call:  # noqa: B008
    body = {"messages": [{"role": "user", "content": text}], "temperature": 0, **fields}
    return Call("chat.completions", body, labels=labels)


def turn(*texts: str, labels: Labels = Labels(), max_tokens: int = 4) -> Call:  # noqa: B008
    """A conversation: what the user and the model said in turn, the user last."""
    said = [
        {"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(texts)
    ]
    body = {"messages": said, "temperature": 0, "max_tokens": max_tokens}
    return Call("chat.completions", body, labels=labels)


def text_of(deltas: list[Delta], index: int = 0) -> str:
    return "".join(delta.text for delta in deltas if delta.index == index)


def rounded(deltas: list[Delta]) -> list[tuple[Delta, list[tuple[bytes, float]]]]:
    """The deltas, and how likely their tokens were as far as rounding allows to tell."""
    return [
        (
            replace(delta, logprobs=()),
            [
                (told.raw, round(told.logprob, 3))
                for logprob in delta.logprobs
                for told in (logprob, *logprob.top)
            ],
        )
        for delta in deltas
    ]


def cached(deltas: list[Delta]) -> int:
    usage = deltas[-1].usage
    assert usage is not None
    return usage.cached


@pytest.fixture(params=["pytorch", "mlx"], scope="module")
def worker(request: pytest.FixtureRequest, tiny: Path) -> Iterator[Worker]:
    """One backend of each kind in float32, so that rounding parts nobody."""
    made = create(request.param, "local", model=str(tiny), dtype="float32")
    worker = Worker(made)
    yield worker
    worker.close()


def test_neighbours_change_nothing(worker: Worker) -> None:
    """Eight different calls at once, each with its own rules, answer as they do alone."""
    calls = [chat("x" * 40 * at + "go", **options) for at, options in enumerate(OPTIONS)]
    alone = [list(worker.submit(call)) for call in calls]

    streams = [worker.submit(call) for call in calls]
    together = [list(stream) for stream in streams]

    assert [rounded(deltas) for deltas in alone] == [rounded(deltas) for deltas in together]


def test_a_call_that_joins_late_or_leaves_early_changes_nothing(worker: Worker) -> None:
    """Rows come and go in the middle of others' answers."""
    alone = text_of(list(worker.submit(chat("long one", max_tokens=120))))
    running = worker.submit(chat("long one", max_tokens=120))
    said = [running.next(10) for _ in range(5)]

    for count in (3, 30):
        other = worker.submit(chat("y" * count, max_tokens=100))
        said += [running.next(10) for _ in range(20)]
        other.cancel()
        said += [running.next(10) for _ in range(10)]
    whole = [*said, *running]

    assert alone == text_of([delta for delta in whole if delta is not None])


def test_a_slow_reader_holds_nobody_up(worker: Worker) -> None:
    """A stream that is not read steps aside, and goes on where it was."""
    alone = text_of(list(worker.submit(chat("slow", max_tokens=60))))
    slow = worker.submit(chat("slow", max_tokens=60), deltas_ahead=4)
    slow.next(10)

    other = list(worker.submit(chat("quick", max_tokens=80)))
    rest = list(slow)

    assert "length" == other[-1].finish
    assert alone.endswith(text_of(rest))
    assert len(alone) - 1 <= len(text_of(rest)) + 1


def test_the_second_turn_reads_only_what_is_new(worker: Worker) -> None:
    """A call that repeats a conversation is told from others by that, and says the same."""
    first = "once upon a time there was a router"
    answer = text_of(list(worker.submit(turn(first))))
    again = turn(first, answer, "and then?")
    named = replace(again, labels=Labels(conversation="never heard of"))

    second = list(worker.submit(again))
    fresh = list(worker.submit(named))

    assert 0 == cached(fresh)
    assert cached(second) >= len(first)
    assert text_of(fresh) == text_of(second)


def test_a_conversation_that_only_begins_alike_shares_nothing(worker: Worker) -> None:
    """Neither the same system prompt nor the same first question is a conversation in common."""
    list(worker.submit(turn("a prompt that several send word for word")))

    repeated = list(worker.submit(turn("a prompt that several send word for word")))
    longer = list(worker.submit(turn("a prompt that several send word for word, or more")))

    assert [0, 0] == [cached(repeated), cached(longer)]


def test_what_was_read_belongs_to_a_conversation_and_a_level(worker: Worker) -> None:
    """Another name, no name or another level finds nothing."""
    ours = Labels(conversation="ours")
    first = "the canary is called " + "k" * 30
    answer = text_of(list(worker.submit(turn(first, labels=ours))))
    others = (
        Labels(conversation="theirs"),
        Labels(),
        Labels(conversation="ours", privacy=Level.SENSITIVE),
    )

    found = [
        cached(list(worker.submit(turn(first, answer, "go on", labels=labels))))
        for labels in (*others, ours)
    ]

    assert [0, 0, 0] == found[:3]
    assert found[3] > len(first)


def test_a_forgotten_conversation_is_read_anew(worker: Worker) -> None:
    """``forget`` drops what was read, and nothing of others."""
    names = ("kept", "forgotten")
    text = "what was said in confidence, at some length"
    for name in names:
        list(worker.submit(turn(text, labels=Labels(conversation=name))))

    worker.forget("forgotten")
    found = [
        cached(list(worker.submit(turn(text, "x", "y", labels=Labels(conversation=name)))))
        for name in names
    ]

    assert found[0] > 0 == found[1]


@pytest.mark.parametrize("kind", ["pytorch", "mlx"])
def test_caches_stay_within_their_bytes(kind: str, tiny: Path) -> None:
    """The oldest go first; with none allowed, none are kept."""
    backend = create(kind, "local", model=str(tiny), serving={"cache_mb": 1})
    assert isinstance(backend, LocalBackend)
    sizes = []
    for at in range(8):
        list(backend.generate(turn(f"{at}" + "x" * 1200, max_tokens=2)))
        assert backend._session is not None
        sizes.append(backend._session.caches.bytes)

    assert 0 < max(sizes) <= 1_000_000
    assert sizes[-1] < 8 * sizes[0]
    backend.close()


@pytest.mark.parametrize("kind", ["pytorch", "mlx"])
def test_a_model_that_does_not_fit_is_not_loaded(kind: str, tiny: Path) -> None:
    """The numbers are told, and the next target may answer: it is not the call's fault."""

    backend = create(kind, "local", model=str(tiny))
    backend.available = lambda: 100_000_000  # type: ignore[attr-defined]

    with pytest.raises(Unavailable, match=r"0\.6 GB for 2,048 tokens .* 0\.1 GB are free"):
        list(backend.generate(chat()))


def test_a_call_that_does_not_fit_is_not_begun(tiny: Path) -> None:
    """Memory may be gone when a call comes: it is asked for before anything is read."""
    backend = create("pytorch", "local", model=str(tiny), dtype="float32")
    backend.load()
    backend._session._ledger._available = lambda: 1000  # type: ignore[attr-defined]

    with pytest.raises(Unavailable, match="no memory for the 28 tokens") as caught:
        list(backend.generate(chat(max_tokens=20)))

    assert "out_of_memory" == caught.value.code
    backend.close()
