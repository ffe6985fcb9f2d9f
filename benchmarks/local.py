"""What homeport costs around an engine, and what it gains by answering calls side by side.

    python benchmarks/local.py [--rounds 5] [--kinds pytorch,mlx] [--only decode,batch,...]

``decode``: tokens per second of one answer beside the bare library.
``batch``: tokens per second of 8 calls at once beside the same 8 one after another.
``wait``: when a short call begins that comes while a prompt of 4,000 tokens is read, as a share of
the time that reading takes when nobody else is there.
``turns``: how much sooner the second turn of a conversation of 1,500 tokens begins than the first.
``draft``: tokens per second with SmolLM2 as the draft of a model four times as deep, beside that
model alone. Its further layers add nothing, so it says what SmolLM2 says, and every guess comes
true: this is the most that a draft of a quarter of the size can gain.

Runs SmolLM2-135M in this process, bare (``transformers.generate``, ``mlx_lm.stream_generate``)
and through homeport, in turns, and prints the medians and their ratios. The clock runs from the
first token to the last, so the prompt is read untimed. Both sides get the same prompt, number of
tokens, dtype and threads, and decode greedily.

Trust the ratios, not the speeds; on a busy machine trust the ratio of processor time, which
other programs disturb less. MLX on a CPU is slow: its answers and prompts are kept short.
"""

from __future__ import annotations

import argparse
import copy
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from homeport import OpenAI
from homeport.backends.pull import pull

MODEL = "smollm2-135m"
PROMPT = "The quick brown fox"
TOKENS = {"pytorch": 48, "mlx": 16}
CALLS = 8
LONG = {"pytorch": 4_000, "mlx": 1_000}
CONVERSATION = {"pytorch": 1_500, "mlx": 300}
DEEPER = 4
WORDS = "river stone market window letter garden winter silver bridge candle forest mirror".split()
DTYPE = "bfloat16"  # as the model is stored, and as MLX runs it unasked


@dataclass(frozen=True, slots=True)
class Tick:
    """When a token came, in seconds: by the clock on the wall and in processor time."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Tick:
        return cls(time.perf_counter(), time.process_time())


def through_homeport(
    kind: str, prompt: str, tokens: int, model: str = MODEL, **options: str
) -> Iterator[Tick]:
    """The same through the client that applications use, its JSON and its events included."""
    stream = _client(kind, model, **options).completions.create(
        model="auto", prompt=prompt, max_tokens=tokens, temperature=0, stream=True
    )
    for chunk in stream:
        if chunk.choices and chunk.choices[0].text:
            yield Tick.now()


@cache
def _client(kind: str, model: str = MODEL, **options: str) -> OpenAI:
    policy = {
        "version": 1,
        "backends": {"local": {"kind": kind, "model": model, "dtype": DTYPE, **options}},
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


def decode(kind: str, rounds: int) -> None:
    """One answer, bare and through homeport, in turns."""
    sides = (bare, through_homeport)
    for side in sides:
        speeds(side(kind, PROMPT, 8))  # loads and allocates
    runs = [[speeds(side(kind, PROMPT, TOKENS[kind])) for side in sides] for _ in range(rounds)]
    for which, unit in enumerate(("tokens/s", "tokens per processor second")):
        theirs, ours = (statistics.median(run[side][which] for run in runs) for side in (0, 1))
        print(
            f"{kind:8} bare {theirs:7.2f}  homeport {ours:7.2f}  ratio {ours / theirs:.3f}  {unit}"
        )


def batch(kind: str, rounds: int) -> None:
    """Eight calls one after another and at once, in turns."""
    prompts = [f"{PROMPT} and {word}" for word in WORDS[:CALLS]]

    def one(prompt: str) -> int:
        return len(list(through_homeport(kind, prompt, TOKENS[kind])))

    def at_once() -> int:
        with ThreadPoolExecutor(CALLS) as pool:
            return sum(pool.map(one, prompts))

    def in_turn() -> int:
        return sum(map(one, prompts))

    at_once()
    runs = [(_speed(in_turn), _speed(at_once)) for _ in range(rounds)]
    for which, unit in enumerate(("tokens/s", "tokens per processor second")):
        turns, together = (statistics.median(run[side][which] for run in runs) for side in (0, 1))
        print(
            f"{kind:8} {CALLS} in turn {turns:7.2f}  at once {together:7.2f}  "
            f"ratio {together / turns:.2f}  {unit}"
        )


def _speed(run: Callable[[], int]) -> tuple[float, float]:
    start = Tick.now()
    made = run()
    end = Tick.now()
    return made / (end.wall - start.wall), made / (end.processor - start.processor)


def wait(kind: str, rounds: int) -> None:
    """A short call behind a long prompt, and that prompt alone, in turns."""
    shares, short, whole = [], [], []
    _first(kind, _text(4))
    for _ in range(rounds):
        alone = _first(kind, _text(LONG[kind]))
        with ThreadPoolExecutor(1) as pool:
            behind = pool.submit(_first, kind, _text(LONG[kind]))
            time.sleep(alone * random.uniform(0.1, 0.5))
            waited = _first(kind, _text(4))
            behind.result()
        whole.append(alone)
        short.append(waited)
        shares.append(waited / alone)
    print(
        f"{kind:8} reading {LONG[kind]:,} tokens {statistics.median(whole):6.2f} s  "
        f"short call begins after {statistics.median(short):5.2f} s  "
        f"share {statistics.median(shares):.3f} (worst {max(shares):.3f})"
    )


def _text(tokens: int) -> list[int]:
    """A prompt of exactly so many tokens that was never read before."""
    return [random.randrange(1_000, 40_000) for _ in range(tokens)]


def _first(kind: str, prompt: list[int]) -> float:
    """Return the seconds to the first token after ``prompt``."""
    started = time.perf_counter()
    stream = _client(kind).completions.create(
        model="auto",
        prompt=prompt,
        max_tokens=2,
        temperature=0,
        stream=True,
        logit_bias={"0": -100},
    )
    for _ in stream:
        return time.perf_counter() - started
    raise AssertionError("an answer without a token")


def turns(kind: str, rounds: int) -> None:
    """The first and the second turn of a long conversation, in turns."""
    runs = [_two_turns(kind) for _ in range(rounds)]
    first, second = (statistics.median(run[at] for run in runs) for at in (0, 1))
    print(
        f"{kind:8} first turn begins after {first:6.2f} s  second {second:6.2f} s  "
        f"ratio {statistics.median(one / two for one, two, _ in runs):.1f}  "
        f"({runs[-1][2]:,} tokens cached)"
    )


def _two_turns(kind: str) -> tuple[float, float, int]:
    story = " ".join(random.choice(WORDS) for _ in range(CONVERSATION[kind]))
    said: list[Any] = [{"role": "user", "content": f"Read this: {story}"}]
    first, answer, _ = _turn(kind, said)
    said += [{"role": "assistant", "content": answer}, {"role": "user", "content": "And then?"}]
    second, _, cached = _turn(kind, said)
    return first, second, cached


def _turn(kind: str, said: list[Any]) -> tuple[float, str, int]:
    """Return the seconds to the first token, the answer, and how many tokens were cached."""
    started, begun, text, cached = time.perf_counter(), 0.0, "", 0
    stream = _client(kind).chat.completions.create(
        model="auto",
        messages=said,
        max_tokens=8,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    )
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            begun = begun or time.perf_counter() - started
            text += chunk.choices[0].delta.content
        if chunk.usage and chunk.usage.prompt_tokens_details:
            cached = chunk.usage.prompt_tokens_details.cached_tokens or 0
    return begun, text, cached


def draft(kind: str, rounds: int) -> None:
    """A deep model alone, and with SmolLM2 guessing for it, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        model = str(deepened(pull(MODEL), Path(folder) / "deep"))
        sides: tuple[dict[str, str], ...] = ({}, {"draft": MODEL})

        def run(options: dict[str, str]) -> tuple[float, float]:
            return speeds(through_homeport(kind, PROMPT, TOKENS[kind], model, **options))

        for options in sides:
            run(options)  # loads
        runs = [[run(options) for options in sides] for _ in range(rounds)]
        for options in sides:
            _client(kind, model, **options).close()
    for which, unit in enumerate(("tokens/s", "tokens per processor second")):
        alone, guessed = (statistics.median(run[side][which] for run in runs) for side in (0, 1))
        print(
            f"{kind:8} alone {alone:7.2f}  with a draft {guessed:7.2f}  "
            f"ratio {guessed / alone:.2f}  {unit}"
        )


def deepened(folder: Path, to: Path) -> Path:
    """Write the Llama in ``folder`` with four times its layers: those added change nothing."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=DTYPE)
    layers = model.model.layers
    own = len(layers)
    for _ in range(DEEPER - 1):
        for at in range(own):
            layer = copy.deepcopy(layers[at])
            torch.nn.init.zeros_(layer.self_attn.o_proj.weight)
            torch.nn.init.zeros_(layer.mlp.down_proj.weight)
            layers.append(layer)
    model.config.num_hidden_layers = len(layers)
    if getattr(model.config, "layer_types", None):
        model.config.layer_types = ["full_attention"] * len(layers)
    model.save_pretrained(to)
    AutoTokenizer.from_pretrained(folder).save_pretrained(to)
    return to


PARTS: dict[str, Callable[[str, int], None]] = {
    "decode": decode,
    "batch": batch,
    "wait": wait,
    "turns": turns,
    "draft": draft,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Tokens per second, alone and side by side.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kinds", default="pytorch,mlx")
    parser.add_argument("--only", default=",".join(PARTS))
    chosen = parser.parse_args()
    for kind in chosen.kinds.split(","):
        for part in chosen.only.split(","):
            PARTS[part](kind, chosen.rounds)


if __name__ == "__main__":
    main()
