"""The public API as users type it. mypy reads this file; it is never run."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import openai

from homeport import AsyncOpenAI, Decision, Level, OpenAI, Policy, routed, seal
from homeport.backends.base import Backend
from homeport.types import Call, Delta

client = OpenAI()
OpenAI(policy="private", max_retries=5, timeout=10.0, organization="org")
OpenAI(policy=Path("homeport.yaml"))
OpenAI(policy=Policy.load("balanced"))

stock: openai.OpenAI = client
answer = client.chat.completions.create(model="auto", messages=[{"role": "user", "content": "hi"}])
assert_type(answer, openai.types.chat.ChatCompletion)

decision: Decision = client.explain(messages=[{"role": "user", "content": "hi"}])
level: Level = decision.privacy.level
why: str = decision.why

openai.OpenAI(http_client=routed("balanced"), api_key="x")
openai.AsyncOpenAI(http_client=routed("balanced"), api_key="x")
seal(openai.OpenAI(http_client=routed(), api_key="x"))


async def asynchronous() -> Decision:
    async with AsyncOpenAI(policy="offline") as async_client:
        return await async_client.explain(input="hello")


class Shout(Backend):
    """A backend needs one method."""

    def generate(self, call: Call) -> list[Delta]:  # type: ignore[override]  # an iterator is asked
        return [Delta(str(call.model), finish="stop")]
