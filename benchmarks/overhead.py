"""What homeport adds to a call that goes to the cloud, measured beside the stock client.

    python benchmarks/overhead.py [--rounds 400]

A stub on 127.0.0.1 in a process of its own answers at once, so what is timed is the client.
Stock and homeport take turns within one run, and only the ratios of their medians are worth
anything: the machine is shared, and the absolute times change from minute to minute. *seam only*
is the same call under a policy without detectors; what it leaves of the ratio is the seam's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import openai
from rich.console import Console
from rich.table import Table

import homeport
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.engine import Engine

CHUNKS = 50
TURNS = 10
QUESTION = "What makes the tides higher on some days than on others?"
# About 200 tokens of ordinary prose.
PROMPT = (
    "Write a short summary of how tides work for a museum sign. Mention the pull of the moon, "
    "the smaller pull of the sun, why most coasts see two high tides a day, and what spring and "
    "neap tides are. Keep the sentences short, avoid numbers where a comparison will do, and end "
    "with a question that makes a visitor look at the water outside. "
) * 3

POLICY = {
    "version": 1,
    "backends": {
        "local": {"kind": "echo", "model": "echo"},
        "cloud": {"kind": "openai", "model": "gpt-5-mini"},
    },
    "privacy": {"detectors": ["identifiers", "secrets"]},
    "stays_home": [{"name": "private-stays", "when": {"privacy": {"at_least": "personal"}}}],
    "rules": [{"name": "rest", "to": ["cloud", "local"]}],
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=400)
    arguments.add_argument("--json", action="store_true", help="print one JSON object")
    options = arguments.parse_args()
    found = measure(options.rounds)
    if options.json:
        print(json.dumps(found))
    else:
        show(found)


def measure(rounds: int) -> dict[str, dict[str, float]]:
    here, there = multiprocessing.Pipe()
    stub = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    stub.start()
    try:
        options = {"base_url": f"http://127.0.0.1:{here.recv()}/v1", "api_key": "stub"}
        stock = openai.OpenAI(**options)
        ours = homeport.OpenAI(policy=POLICY, **options)
        blind = homeport.OpenAI(policy=POLICY | {"privacy": {"detectors": []}}, **options)
        return {
            "json call": race(lambda: call(stock), lambda: call(ours), rounds),
            "json call, seam only": race(lambda: call(stock), lambda: call(blind), rounds),
            f"stream of {CHUNKS}": race(lambda: stream(stock), lambda: stream(ours), rounds // 2),
            "decision, identifiers and secrets": decision(Policy.load(POLICY), rounds),
            "decision, default policy": decision(Policy.load("balanced"), rounds),
            f"decision, default policy, turn {TURNS}": next_turn(rounds // 4),
            "import": race(
                lambda: importing("openai"), lambda: importing("homeport"), max(5, rounds // 20)
            ),
        }
    finally:
        stub.kill()


def race(stock: Callable[[], Any], ours: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Time both in turns; return medians in microseconds and their ratio."""
    times: dict[Callable[[], Any], list[float]] = {stock: [], ours: []}
    for round_ in range(rounds + rounds // 10):
        for run in (stock, ours) if round_ % 2 else (ours, stock):
            started = time.perf_counter()
            run()
            if round_ >= rounds // 10:  # what comes before is warm-up
                times[run].append(time.perf_counter() - started)
    a, b = (statistics.median(times[run]) * 1e6 for run in (stock, ours))
    return {"stock_us": a, "homeport_us": b, "ratio": b / a}


def call(client: openai.OpenAI) -> None:
    client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": QUESTION}])


def stream(client: openai.OpenAI) -> None:
    chunks = client.chat.completions.create(
        model="gpt-5", messages=[{"role": "user", "content": QUESTION}], stream=True
    )
    if sum(1 for _ in chunks) != CHUNKS:
        raise RuntimeError("the stream lost a chunk; nothing was measured")


def decision(policy: Policy, rounds: int) -> dict[str, float]:
    """Time reading and judging requests of about 200 tokens, each another one."""
    engine = Engine(policy)
    return _median([judging(engine, [prompt(number)]) for number in range(rounds)])


def next_turn(rounds: int) -> dict[str, float]:
    """Time reading and judging a conversation whose earlier turns were judged as they came."""
    engine = Engine(Policy.load("balanced"))
    times = []
    for number in range(rounds):
        texts = [prompt(number * TURNS + turn) for turn in range(TURNS)]
        judging(engine, texts[:-1])
        times.append(judging(engine, texts))
    return _median(times)


def judging(engine: Engine, texts: list[str]) -> float:
    messages = [{"role": "user", "content": text} for text in texts]
    request = wire.request_for({"model": "auto", "messages": messages})
    started = time.perf_counter()
    engine.judge(wire.read(request))
    return time.perf_counter() - started


def prompt(number: int) -> str:
    """Return the prompt begun at another place: a text that was judged before is remembered."""
    at = 1 + number % (len(PROMPT) // 3 - 1)
    said = PROMPT[at:] + PROMPT[:at]
    return f"{said} {'again ' * (number // (len(PROMPT) // 3 - 1))}"


def _median(times: list[float]) -> dict[str, float]:
    return {"homeport_us": statistics.median(times) * 1e6}


def importing(module: str) -> None:
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


def show(found: dict[str, dict[str, float]]) -> None:
    table = Table("median of", "stock us", "homeport us", "ratio", title="homeport beside openai")
    for name, row in found.items():
        cells = (
            f"{row[key]:,.2f}" if key in row else "" for key in ("stock_us", "homeport_us", "ratio")
        )
        table.add_row(name, *cells)
    Console().print(table)


def serve(ready: Connection) -> None:
    """Answer every POST at once: the stub is as fast as a few lines can be."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await head_of(reader):
            size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            body = await reader.readexactly(size)
            if b'"stream":true' not in body:
                writer.write(JSON_ANSWER)
            else:
                writer.write(STREAM_HEAD)
                for chunk in (*[CHUNK] * (CHUNKS - 1), LAST):
                    writer.write(chunk)
                    await writer.drain()
                    await asyncio.sleep(0)
                writer.write(b"0\r\n\r\n")
            await writer.drain()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


async def head_of(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


def framed(value: object, *, last: bool = False) -> bytes:
    event = (
        b"data: " + json.dumps(value).encode() + b"\n\n" + (b"data: [DONE]\n\n" if last else b"")
    )
    return f"{len(event):x}\r\n".encode() + event + b"\r\n"


FRAME = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "stub"}
CHUNK = framed(FRAME | {"choices": [{"index": 0, "delta": {"content": "word "}}]})
LAST = framed(FRAME | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}, last=True)
STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)
ANSWER = json.dumps(
    FRAME
    | {
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "This is the stub."},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 200, "completion_tokens": 5, "total_tokens": 205},
    }
).encode()
JSON_ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
    + str(len(ANSWER)).encode()
    + b"\r\n\r\n"
    + ANSWER
)

if __name__ == "__main__":
    main()
