"""A backend in one file: a class with one method. This one knows the time and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime

from homeport import OpenAI, Policy
from homeport.backends import Backend
from homeport.types import Call, Delta, Usage


class Clock(Backend):
    """Answers every question with the time."""

    def generate(self, call: Call) -> Iterator[Delta]:
        words = f"It is {datetime.now(UTC):%H:%M} UTC.".split(" ")
        for word in words:
            yield Delta(text=f"{word} ")
        yield Delta(finish="stop", usage=Usage(prompt=call.tokens, completion=len(words)))


POLICY = {
    "version": 1,
    "backends": {"clock": {"kind": "clock", "model": "sundial"}},
    "rules": [{"name": "time", "to": ["clock"]}],
}

with OpenAI(policy=Policy.load(POLICY, backends={"clock": Clock})) as client:
    answer = client.responses.create(model="auto", input="What time is it?")
    print(f"{answer.model}: {answer.output_text} ({answer.usage.output_tokens} tokens)")
