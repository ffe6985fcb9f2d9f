"""What homeport costs around an engine: tokens per second beside the bare library.

    python benchmarks/local.py [--rounds 5] [--kinds pytorch,mlx]

Runs SmolLM2-135M in this process, bare (``transformers.generate``, ``mlx_lm.stream_generate``)
and through homeport, in turns, and prints the medians and their ratios. The clock runs from the
first token to the last, so the prompt is read untimed. Both sides get the same prompt, number of
tokens, dtype and threads, and decode greedily.

Trust the ratios, not the speeds; on a busy machine trust the ratio of processor time, which
other programs disturb less. MLX on a CPU is slow: its answer is kept short.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from homeport import OpenAI
from homeport.backends.pull import pull

MODEL = "smollm2-135m"
PROMPT = "The quick brown fox"
TOKENS = {"pytorch": 48, "mlx": 16}
DTYPE = "bfloat16"  # as the model is stored, and as MLX runs it unasked


@dataclass(frozen=True, slots=True)
class Tick:
    """When a token came, in seconds: by the clock on the wall and in processor time."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Tick:
        return cls(time.perf_counter(), time.process_time())


def through_homeport(kind: str, prompt: str, tokens: int) -> Iterator[Tick]:
    """The same through the client that applications use, its JSON and its events included."""
    stream = _client(kind).completions.create(
        model="auto", prompt=prompt, max_tokens=tokens, temperature=0, stream=True
    )
    for chunk in stream:
        if chunk.choices and chunk.choices[0].text:
            yield Tick.now()


@cache
def _client(kind: str) -> OpenAI:
    policy = {
        "version": 1,
        "backends": {"local": {"kind": kind, "model": MODEL, "dtype": DTYPE}},
        "rules": [{"name": "here", "to": ["local"]}],
    }
    return OpenAI(policy=policy)


def bare(kind: str, prompt: str, tokens: int) -> Iterator[Tick]:
    """The library alone, called as its documentation does."""
    return {"pytorch": _bare_pytorch, "mlx": _bare_mlx}[kind](prompt, tokens)


def _bare_pytorch(prompt: str, tokens: int) -> Iterator[Tick]:
    model, tokenizer = _pytorch()
    ticks: list[Tick] = []

    class Streamer:
        """What ``generate`` calls with the prompt, and then with each token."""

        put = staticmethod(lambda _token: ticks.append(Tick.now()))
        end = staticmethod(lambda: None)

    given = tokenizer(prompt, return_tensors="pt")
    model.generate(**given, max_new_tokens=tokens, do_sample=False, streamer=Streamer())
    yield from ticks[1:]


@cache
def _pytorch() -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = pull(MODEL)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=DTYPE)
    return model, AutoTokenizer.from_pretrained(folder)


def _bare_mlx(prompt: str, tokens: int) -> Iterator[Tick]:
    from mlx_lm import stream_generate

    model, tokenizer = _mlx()
    for _ in stream_generate(model, tokenizer, prompt, max_tokens=tokens):
        yield Tick.now()


@cache
def _mlx() -> tuple[Any, Any]:
    from mlx_lm import load

    model, tokenizer = load(str(pull(MODEL)))[:2]
    return model, tokenizer


def speeds(ticks: Iterator[Tick]) -> tuple[float, float]:
    """Return the tokens per second of an answer, by the wall and by processor time."""
    seen = list(ticks)
    first, last, steps = seen[0], seen[-1], len(seen) - 1
    return steps / (last.wall - first.wall), steps / (last.processor - first.processor)


def compare(kind: str, rounds: int) -> None:
    """Run both sides in turns and print what came out."""
    sides = (bare, through_homeport)
    for side in sides:
        speeds(side(kind, PROMPT, 8))  # loads and allocates
    runs = [[speeds(side(kind, PROMPT, TOKENS[kind])) for side in sides] for _ in range(rounds)]
    for which, unit in enumerate(("tokens/s", "tokens per processor second")):
        theirs, ours = (statistics.median(run[side][which] for run in runs) for side in (0, 1))
        print(
            f"{kind:8} bare {theirs:7.2f}  homeport {ours:7.2f}  ratio {ours / theirs:.3f}  {unit}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Tokens per second, bare and through homeport.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kinds", default="pytorch,mlx")
    chosen = parser.parse_args()
    for kind in chosen.kinds.split(","):
        compare(kind, chosen.rounds)


if __name__ == "__main__":
    main()
