"""Mixed load on one model for as long as you like: does anything leak, mix or get stuck?

    python benchmarks/soak.py [--minutes 5] [--kind pytorch] [--conversations 6]

Conversations go on side by side through the client that applications use, each with a canary, a
word that stands in it alone. Some calls are read to the end, some cancelled in the middle, some
just dropped; some are too long, some ask for a form that does not exist, some for one that must be
kept. Fails (and says where) if a canary shows up in another conversation, a form is not kept, an
error is another than the one that is due, a call gets no answer, or the memory of the process
grows beyond what is configured.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openai

from homeport import OpenAI

MODEL = "smollm2-135m"
CACHE_MB = 64
SLACK_MB = 400
"""Beyond caches: the work space of a step over all rows, and what allocators keep."""

PATIENCE = 300.0
"""Seconds without a word after which a call counts as stuck."""

SYLLABLES = "ba ke di lo mu ra se ti vo zu".split()
SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string", "maxLength": 12}, "count": {"type": "integer"}},
    "required": ["word", "count"],
    "additionalProperties": False,
}


class Failed(Exception):
    """What must not happen happened."""


class Soak:
    """The load, and what was seen of it."""

    def __init__(self, kind: str, conversations: int) -> None:
        serving = {"parallel": 4, "queue": 64, "cache_mb": CACHE_MB}
        self.client = OpenAI(
            policy={
                "version": 1,
                "backends": {
                    "local": {"kind": kind, "model": MODEL, "context": 2048, "serving": serving}
                },
                "rules": [{"name": "here", "to": ["local"]}],
            },
            timeout=PATIENCE,
        )
        self.canaries = [_canary(at) for at in range(conversations)]
        self.seen: Counter[str] = Counter()
        self.failures: list[str] = []
        self.over = threading.Event()

    def run(self, minutes: float) -> None:
        """Talk in all conversations for so long; raise ``Failed`` if anything went wrong."""
        self._plain("hello", "warm", "-")
        threads = [
            threading.Thread(target=self._talk, args=(at,)) for at in range(len(self.canaries))
        ]
        for thread in threads:
            thread.start()
        floor = self._watch(minutes)
        self.over.set()
        for thread in threads:
            thread.join(PATIENCE)
        if any(thread.is_alive() for thread in threads):
            raise Failed("a conversation is stuck")
        self._plain("hello again", "last", "-")
        print(f"calls: {dict(self.seen)}")
        print(f"memory: {floor} MB at first, {_resident()} MB at last")
        if self.failures:
            raise Failed("; ".join(sorted(set(self.failures))[:5]))

    def _watch(self, minutes: float) -> int:
        """Look at the memory every few seconds; return what it was after the first half minute."""
        end = time.monotonic() + 60 * minutes
        self.over.wait(min(30.0, 15 * minutes))
        floor = _resident()
        while time.monotonic() < end and not self.failures:
            self.over.wait(5)
            if (now := _resident()) > floor + CACHE_MB + SLACK_MB:
                self.failures.append(f"{now} MB, after {floor} MB at first")
        return floor

    def _talk(self, at: int) -> None:
        """Go on with conversation ``at``, begun anew every few turns."""
        chance = random.Random(at)
        actions: list[Callable[[list[Any], int, random.Random], None]] = [
            self._turn,
            self._turn,
            self._cancel,
            self._drop,
            self._overlong,
            self._bad_form,
            self._formed,
        ]
        said: list[Any] = []
        while not self.over.is_set():
            if not said or len(said) > 8:
                said = [{"role": "user", "content": f"Our code word is {self.canaries[at]}."}]
            try:
                chance.choice(actions)(said, at, chance)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                self.failures.append(f"{type(error).__name__}: {error}")
                return

    def _ask(self, said: list[Any], at: int, **fields: Any) -> Any:
        named = {"x-homeport-conversation": f"soak-{at}"} if at % 2 else {}
        fields.setdefault("max_tokens", 20)
        return self.client.chat.completions.create(
            model="auto", messages=said, extra_headers=named, **fields
        )

    def _turn(self, said: list[Any], at: int, chance: random.Random) -> None:
        said.append({"role": "user", "content": chance.choice(("Repeat it.", "What was it?"))})
        answer = self._ask(said, at, temperature=chance.choice((0, 0.8)), n=chance.choice((1, 2)))
        text = answer.choices[0].message.content or ""
        self._look(text, at)
        cached = answer.usage.prompt_tokens_details.cached_tokens
        self.seen["turn, cached" if cached else "turn"] += 1
        said.append({"role": "assistant", "content": text})

    def _cancel(self, said: list[Any], at: int, chance: random.Random) -> None:
        stream = self._ask(said, at, stream=True, max_tokens=200)
        for _, chunk in zip(range(chance.randrange(1, 8)), stream, strict=False):
            self._look(chunk.choices[0].delta.content or "", at)
        stream.close()
        self.seen["cancelled"] += 1

    def _drop(self, said: list[Any], at: int, chance: random.Random) -> None:
        stream = iter(self._ask(said, at, stream=True, max_tokens=200))
        for _ in range(chance.randrange(3)):
            next(stream)
        self.seen["dropped"] += 1

    def _overlong(self, said: list[Any], at: int, chance: random.Random) -> None:
        if chance.random() < 0.5:
            self._refused("too long", lambda: self._ask(said, at, max_tokens=2040))
        else:  # already the decision sees that
            long = [*said, {"role": "user", "content": "word " * chance.randrange(3000, 6000)}]
            self._refused("far too long", lambda: self._ask(long, at))

    def _bad_form(self, said: list[Any], at: int, chance: random.Random) -> None:
        form = {"name": "odd", "strict": True, "schema": {"type": chance.choice(("no", "odd"))}}
        asked = {"type": "json_schema", "json_schema": form}
        self._refused("bad schema", lambda: self._ask(said, at, response_format=asked))

    def _refused(self, name: str, ask: Callable[[], Any]) -> None:
        try:
            ask()
        except (openai.BadRequestError, openai.PermissionDeniedError):
            self.seen[name] += 1
        else:
            raise Failed(f"{name} was answered")

    def _formed(self, said: list[Any], at: int, chance: random.Random) -> None:
        form = {"name": "word", "strict": True, "schema": SCHEMA}
        asked = {"type": "json_schema", "json_schema": form}
        answer = self._ask(said, at, response_format=asked, max_tokens=chance.randrange(30, 60))
        text = answer.choices[0].message.content or ""
        self._look(text, at)
        if json.loads(text).keys() != {"word", "count"}:
            raise Failed(f"not the form: {text}")
        self.seen["formed"] += 1

    def _plain(self, text: str, name: str, expected: str) -> None:
        answer = self._ask([{"role": "user", "content": text}], 0)
        self.seen[name] += 1
        if not answer.choices[0].message.content:
            raise Failed(f"no answer to {expected}")

    def _look(self, text: str, at: int) -> None:
        for other, canary in enumerate(self.canaries):
            if other != at and canary in text:
                raise Failed(f"conversation {at} says the word of {other}")


def _canary(at: int) -> str:
    return "".join(random.Random(1000 + at).choices(SYLLABLES, k=5)).capitalize()


def _resident() -> int:
    """Return the megabytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 // 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description="Mixed load on one model.")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--kind", default="pytorch")
    parser.add_argument("--conversations", type=int, default=6)
    chosen = parser.parse_args()
    soak = Soak(chosen.kind, chosen.conversations)
    try:
        soak.run(chosen.minutes)
    except Failed as failed:
        sys.exit(f"FAILED: {failed}")
    print("passed")


if __name__ == "__main__":
    main()
