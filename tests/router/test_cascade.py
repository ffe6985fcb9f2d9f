"""The cascade: what an answer of this device looks like decides who answers."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from typing import Any

import httpx
import pytest

from homeport.backends.base import Backend
from homeport.errors import BackendFailed, PolicyError
from homeport.policies.policy import Policy
from homeport.router.dispatch import Router
from homeport.router.reply import Reply
from homeport.router.wire import Request
from homeport.types import Call, Delta, Logprob, ToolDelta, Usage

CARD = "my card is 4111 1111 1111 1111"


class Speaker(Backend):
    """Says the words of the next line of ``lines`` with one log-probability; remembers the calls.

    Where ``go`` is given, it waits after each word until it may go on.
    """

    offers = frozenset({"chat", "completion", "logprobs", "n", "tools", "json_schema"})

    def __init__(
        self,
        *lines: str,
        logprob: float = -0.01,
        name: str = "local",
        go: threading.Event | None = None,
    ) -> None:
        super().__init__(name=name, model="speaker")
        self.lines = list(lines)
        self.logprob = logprob
        self.go = go
        self.calls: list[Call] = []
        self.said = 0
        self.closed = threading.Event()

    def generate(self, call: Call) -> Iterator[Delta]:
        self.calls.append(call)
        try:
            for index in range(call.body.get("n") or 1):
                line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
                yield from self._words(line, call, index)
            yield Delta(usage=Usage(3, self.said))
        finally:
            self.closed.set()

    def _words(self, line: str, call: Call, index: int) -> Iterator[Delta]:
        for word in line.split():
            told = (Logprob(word, word.encode(), self.logprob),)
            tells = "logprobs" in call.body or call.body.get("include")
            yield Delta(f"{word} ", index, logprobs=told if tells else ())
            self.said += 1
            while self.go is not None and not self.go.wait(0.01):
                yield Delta()
        yield Delta(index=index, finish="stop")


class Cloud:
    """Answers as told and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self.answers.pop(0) if self.answers else self._usual(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _usual(self, request: httpx.Request) -> httpx.Response:
        if not json.loads(request.content).get("stream"):
            return httpx.Response(200, json={"id": "chatcmpl-1", "choices": [], "by": "cloud"})
        events = b'data: {"by": "cloud"}\n\ndata: {"finish_reason": "stop"}\n\ndata: [DONE]\n\n'
        return httpx.Response(200, content=events, headers={"content-type": "text/event-stream"})


def policy(*to: str, escalate: Any = True, **rule: Any) -> dict[str, Any]:
    targets = list(to or ("local", "cloud"))
    return {
        "version": 1,
        "backends": {
            "local": {"kind": "speaker"},
            "other": {"kind": "other"},
            "cloud": {"kind": "openai", "model": "gpt-5-mini", "base_url": "https://cloud/v1"},
        },
        "rules": [{"name": "rest", "to": targets, "escalate": escalate, **rule}],
    }


def router(
    speaker: Backend,
    cloud: Callable[[httpx.Request], httpx.Response],
    document: dict[str, Any] | None = None,
    other: Backend | None = None,
) -> Router:
    transport = httpx.MockTransport(cloud)
    kinds = {"speaker": lambda name: speaker, "other": lambda name: other or speaker}
    return Router(
        Policy.load(document or policy(), backends=kinds),
        client=httpx.Client(transport=transport),
        async_client=httpx.AsyncClient(transport=transport),
        retries=0,
    )


def ask(text: str = "Tell me something", **body: Any) -> Request:
    raw = json.dumps({"model": "auto", "messages": [{"role": "user", "content": text}], **body})
    return Request("POST", "https://api/v1/chat/completions", (), raw.encode())


Handle = Callable[[Router, Request], tuple[Reply, bytes]]


def handled(router: Router, request: Request) -> tuple[Reply, bytes]:
    reply = router.handle(request)
    whole = reply.body if isinstance(reply.body, bytes) else b"".join(_each(reply.body))
    return reply, whole


def _each(body: Any) -> Iterable[bytes]:
    yield from body


def handled_async(router: Router, request: Request) -> tuple[Reply, bytes]:
    async def run() -> tuple[Reply, bytes]:
        reply = await router.handle_async(request)
        if isinstance(reply.body, bytes):
            return reply, reply.body
        assert isinstance(reply.body, AsyncIterable)
        return reply, b"".join([chunk async for chunk in reply.body])

    return asyncio.run(run())


@pytest.fixture(params=[handled, handled_async], ids=["sync", "async"])
def handle(request: pytest.FixtureRequest) -> Handle:
    """Answers a request to its last byte, sync or async."""
    found: Handle = request.param
    return found


@pytest.fixture(params=[False, True], ids=["whole", "stream"])
def stream(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")


def header(reply: Reply, name: str) -> str | None:
    return next((value for key, value in reply.headers if key == name), None)


def test_a_sure_answer_is_shown_and_the_cloud_is_not_asked(handle: Handle, stream: bool) -> None:
    """The headers say that it did not escalate, and how good the answer looked."""
    cloud = Cloud()

    reply, body = handle(router(Speaker("all is well here"), cloud), ask(stream=stream))

    assert ("local", "no", "local:ok") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
        header(reply, "x-homeport-tried"),
    )
    assert float(header(reply, "x-homeport-confidence") or 0) > 0.5
    assert (True, []) == (b"well" in body, cloud.seen)


def test_an_unsure_answer_is_given_up_for_the_clouds(handle: Handle, stream: bool) -> None:
    """Not a word of the draft is shown, and the headers say why and what it cost."""
    cloud = Cloud()
    unsure = Speaker("perhaps it is so and so", logprob=-4.0)

    reply, body = handle(router(unsure, cloud), ask(stream=stream))

    assert ("cloud", "low_confidence", "local:low_confidence, cloud:ok", "cloud") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
        header(reply, "x-homeport-tried"),
        header(reply, "x-homeport-route"),
    )
    assert "6" == header(reply, "x-homeport-draft-tokens")
    assert (False, True, 1) == (b"perhaps" in body, b"cloud" in body, len(cloud.seen))


def test_the_draft_is_the_fallback_of_a_cloud_that_fails(handle: Handle, stream: bool) -> None:
    """It is finished and shown, with the trail of what happened."""
    cloud = Cloud(httpx.ConnectError("no route"))
    unsure = Speaker(" ".join(["perhaps"] * 40), logprob=-4.0)

    reply, body = handle(router(unsure, cloud), ask(stream=stream))

    assert ("local", "low_confidence", "local:low_confidence, cloud:unreachable, local:ok") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
        header(reply, "x-homeport-tried"),
    )
    assert (200, 40) == (reply.status, body.count(b"perhaps"))
    assert None is header(reply, "x-homeport-draft-tokens")


def test_an_error_of_the_cloud_gives_way_to_the_draft(handle: Handle) -> None:
    """A bad answer is better than somebody else's refusal to answer."""
    cloud = Cloud(httpx.Response(400, json={"error": {"code": "bad"}}))

    reply, body = handle(router(Speaker("perhaps", logprob=-4.0), cloud), ask())

    assert (200, "local") == (reply.status, header(reply, "x-homeport-backend"))
    assert b"perhaps" in body


def test_a_private_call_never_escalates(handle: Handle, stream: bool) -> None:
    """However bad its answer looks; the decision says so."""
    cloud = Cloud()
    house = router(Speaker("perhaps", logprob=-9.0), cloud)

    reply, _ = handle(house, ask(CARD, stream=stream))
    decision = house.explain(ask(CARD))

    assert ("local", None, []) == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
        cloud.seen,
    )
    assert (None, True) == (
        decision.escalation,
        "never escalates: the call is sensitive" in decision.reasons,
    )


def test_a_private_call_escalates_within_the_device_only(handle: Handle) -> None:
    """To another backend here; if that breaks, the draft is shown and the cloud not asked."""
    cloud = Cloud()
    document = policy("local", "other", "cloud")

    class Broken(Backend):
        def generate(self, call: Call) -> Iterator[Delta]:
            raise BackendFailed("it broke")

    house = router(
        Speaker("perhaps", logprob=-9.0), cloud, document, Broken(name="other", model="broken")
    )
    reply, _ = handle(house, ask(CARD))

    assert ("local", []) == (header(reply, "x-homeport-backend"), cloud.seen)
    assert (
        "local:low_confidence, other:backend_failed, cloud:refused_by_policy, local:ok"
        == header(reply, "x-homeport-tried")
    )


def test_what_stays_home_never_escalates(handle: Handle) -> None:
    """An entry of ``stays_home`` takes the cascade with the cloud."""
    cloud = Cloud()
    guards = {"stays_home": [{"name": "all-stays", "when": {"privacy": "public"}}]}

    reply, _ = handle(router(Speaker("perhaps", logprob=-9.0), cloud, policy() | guards), ask())

    assert ("local", "all-stays", []) == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-rule"),
        cloud.seen,
    )


def test_a_transform_lets_a_private_call_escalate_masked(handle: Handle) -> None:
    """The cloud sees placeholders, never the value."""
    cloud = Cloud()
    document = policy(transform="pseudonymize")

    reply, _ = handle(
        router(Speaker("perhaps", logprob=-9.0), cloud, document),
        ask("Write a friendly note to Ana Pérez Gómez, ana.perez@correo.es, about lunch"),
    )

    assert ("cloud", 1) == (header(reply, "x-homeport-backend"), len(cloud.seen))
    assert b"ana.perez" not in cloud.seen[0].content


def test_a_caller_who_asks_for_the_device_gets_its_answer(handle: Handle) -> None:
    """A label narrows the route, and with it the cascade."""
    cloud = Cloud()
    request = ask(homeport={"route": "local"})

    reply, _ = handle(router(Speaker("perhaps", logprob=-9.0), cloud), request)

    assert ("local", []) == (header(reply, "x-homeport-backend"), cloud.seen)


@pytest.mark.parametrize(
    ("said", "body", "why"),
    [
        ("", {}, "empty"),
        ("I'm sorry, but I can't help with that.", {}, "refusal"),
        ("Lo siento, no puedo ayudar.", {}, "refusal"),
        ("forty two", {"text": "6 * 7? Answer with the number only."}, "broken_constraint"),
        (
            '{"age": "old"}',
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {
                        "name": "a",
                        "schema": {"type": "object", "properties": {"age": {"type": "integer"}}},
                    },
                }
            },
            "broken_structure",
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_enough(said: str, body: dict[str, Any], why: str) -> None:
    """However sure the model was of it."""
    asked = dict(body)
    request = ask(asked.pop("text", "Help me"), **asked)

    reply, _ = handled(router(Speaker(said), Cloud()), request)

    assert ("cloud", why) == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
    )


def test_tool_arguments_that_do_not_fit_are_given_up() -> None:
    """The arguments lack what the tool requires."""

    class Caller(Speaker):
        def generate(self, call: Call) -> Iterator[Delta]:
            yield Delta(call=ToolDelta(0, '{"town": 1}', id="c", name="weather"))
            yield Delta(finish="tool_calls", usage=Usage(1, 1))

    schema = {"type": "object", "properties": {"town": {"type": "string"}}}
    tools = [{"type": "function", "function": {"name": "weather", "parameters": schema}}]

    reply, _ = handled(router(Caller("x"), Cloud()), ask(tools=tools))

    assert "broken_structure" == header(reply, "x-homeport-escalated")


def test_a_short_answer_that_is_not_said_again_is_given_up(handle: Handle) -> None:
    """The model was not unsure by its tokens; two more answers come to something else."""
    speaker = Speaker("12", "13", "14", logprob=-0.3)
    document = policy()

    reply, _ = handle(router(speaker, Cloud(), document), ask("How many?"))

    assert ("cloud", "disagreement", [None, 2]) == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
        [call.body.get("n") for call in speaker.calls],
    )


def test_answers_that_agree_are_shown(handle: Handle) -> None:
    """They need not be the same words; what was not shown is told."""
    speaker = Speaker("12", "It is 12.", "12!", logprob=-0.3)
    document = policy()

    reply, body = handle(router(speaker, Cloud(), document), ask("How many?"))

    assert ("local", "no", "4") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
        header(reply, "x-homeport-draft-tokens"),
    )
    assert b'"content": "12 "' in body


def test_what_other_answers_cannot_change_is_not_asked_again() -> None:
    """A sure answer costs one generation."""
    speaker = Speaker("12", logprob=-0.0001)

    handled(router(speaker, Cloud(), policy(escalate={"below": 0.05})), ask("How many?"))

    assert 1 == len(speaker.calls)


def test_a_stream_is_shown_when_its_window_is_full() -> None:
    """Its first token waits for the window, not for the end of the answer."""
    speaker = Speaker(" ".join(f"w{number}" for number in range(5_000)))
    document = policy(escalate={"window": 4})

    reply = router(speaker, Cloud(), document).handle(ask(stream=True))
    said = speaker.said
    chunks: Iterator[bytes] = iter(reply.body)  # type: ignore[arg-type]  # it is a stream
    first = next(chunks) + next(chunks)
    reply.body.close()  # type: ignore[union-attr]

    assert (True, True) == (b"w3" in first, said < 5_000)


def test_a_device_that_says_nothing_in_time_is_passed_over(handle: Handle, stream: bool) -> None:
    """The budget bounds the wait, and the worker is free again as soon as the cloud answers."""

    class Silent(Speaker):
        def generate(self, call: Call) -> Iterator[Delta]:
            try:
                while True:
                    time.sleep(0.005)
                    yield Delta()
            finally:
                self.closed.set()

    silent = Silent("x")
    document = policy(escalate={"within": 0.05})

    reply, _ = handle(router(silent, Cloud(), document), ask(stream=stream))

    assert ("cloud", "too_slow") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
    )
    assert silent.closed.wait(5)


def test_a_slow_answer_is_judged_by_what_there_is(handle: Handle) -> None:
    """After the budget a sure beginning is kept, and the answer is waited for."""
    go = threading.Event()
    speaker = Speaker("sure and steady", go=go)
    threading.Timer(0.3, go.set).start()

    reply, body = handle(router(speaker, Cloud(), policy(escalate={"within": 0.1})), ask())

    assert ("local", "no") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
    )
    assert b"sure and steady" in body


def test_a_draft_that_is_not_needed_frees_its_worker() -> None:
    """The next call is answered at once, though the draft had not come to its end."""
    endless = Speaker(" ".join(["perhaps"] * 200_000), logprob=-4.0)
    house = router(endless, Cloud())

    reply, _ = handled(house, ask(stream=True))

    assert ("cloud", True) == (header(reply, "x-homeport-backend"), endless.closed.wait(5))
    assert endless.said < 200_000


def test_a_caller_who_leaves_during_the_window_frees_the_worker() -> None:
    """Cancelling the task ends the generation."""
    speaker = Speaker("slow words", go=threading.Event())
    house = router(speaker, Cloud(), policy(escalate={"within": 60}))

    async def leave() -> None:
        task = asyncio.create_task(house.handle_async(ask()))
        while not speaker.calls:
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(leave())

    assert speaker.closed.wait(5)


def test_a_device_that_breaks_is_replaced_as_ever(handle: Handle) -> None:
    """An error is no verdict: the trail says what it was."""

    class Broken(Speaker):
        def generate(self, call: Call) -> Iterator[Delta]:
            raise BackendFailed("it broke")

    reply, _ = handle(router(Broken("x"), Cloud()), ask())

    assert ("local:backend_failed, cloud:ok", None) == (
        header(reply, "x-homeport-tried"),
        header(reply, "x-homeport-escalated"),
    )


def test_log_probabilities_are_told_only_to_who_asked(handle: Handle, stream: bool) -> None:
    """The window needs them; the caller gets what the caller asked for."""
    speaker = Speaker("all is well", logprob=-0.02)

    _, unasked = handle(router(speaker, Cloud()), ask(stream=stream))
    _, asked = handle(router(speaker, Cloud()), ask(stream=stream, logprobs=True))

    assert (False, True) == (b"-0.02" in unasked, b"-0.02" in asked)


def test_responses_and_completions_have_a_window_too(handle: Handle) -> None:
    """The three endpoints whose answers are texts."""
    told = []
    for path, body in (
        ("responses", {"input": "Say something"}),
        ("completions", {"prompt": "Say something"}),
    ):
        raw = json.dumps({"model": "auto", **body}).encode()
        request = Request("POST", f"https://api/v1/{path}", (), raw)
        house = router(Speaker("perhaps", logprob=-5.0), Cloud())
        reply, _ = handle(house, request)
        told.append((header(reply, "x-homeport-backend"), header(reply, "x-homeport-escalated")))

    assert [("cloud", "low_confidence")] * 2 == told


def test_several_choices_are_not_watched() -> None:
    """There is no one answer to judge: the device answers as without a cascade."""
    reply, _ = handled(router(Speaker("perhaps", logprob=-9.0), Cloud()), ask(n=2))

    assert ("local", None) == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-escalated"),
    )


def test_a_thread_that_was_escalated_stays_there_for_a_short_turn(handle: Handle) -> None:
    """ "Commit it" says nothing of how hard it is; a real new question is tried here again."""
    speaker = Speaker("perhaps", logprob=-9.0)
    house = router(speaker, Cloud())
    first = [{"role": "user", "content": "Refactor the parser of this module, please"}]
    handle(house, ask(messages=first))

    def then(text: str) -> tuple[str | None, int]:
        said = [*first, {"role": "assistant", "content": "done"}, {"role": "user", "content": text}]
        before = len(speaker.calls)
        reply, _ = handle(house, ask(messages=said))
        return header(reply, "x-homeport-tried"), len(speaker.calls) - before

    assert ("cloud:ok", 0) == then("commit it")
    assert "local:low_confidence, cloud:ok" == then("Now something else entirely. " * 4)[0]


def test_a_cascade_that_cannot_work_is_refused() -> None:
    """With the place, and what to do."""
    wrong = {
        "there is nobody to escalate to: name a second target": policy("local"),
        "the first target must answer in this process: its answer is looked at": policy(
            "cloud", "local"
        ),
    }

    for sentence, document in wrong.items():
        with pytest.raises(PolicyError, match=sentence):
            router(Speaker("x"), Cloud(), document)


def test_a_thread_stays_escalated_over_several_short_turns() -> None:
    """The turn that went on without a draft counts as escalated, too."""
    speaker = Speaker("perhaps", logprob=-9.0)
    house = router(speaker, Cloud())
    said = [{"role": "user", "content": "Refactor the parser of this module, please"}]
    tried = []
    for text in ("commit it", "and push", "thanks"):
        reply, _ = handled(house, ask(messages=said))
        tried.append(header(reply, "x-homeport-tried"))
        said += [{"role": "assistant", "content": "done"}, {"role": "user", "content": text}]

    assert ["local:low_confidence, cloud:ok", "cloud:ok", "cloud:ok"] == tried


def test_the_past_of_a_conversation_reaches_the_decision() -> None:
    """What ``explain`` says of a later turn names it; nothing is remembered by asking."""
    house = router(Speaker("all is well"), Cloud())
    first = [{"role": "user", "content": "Prove that the square root of 2 is irrational."}]
    reply, _ = handled(house, ask(messages=first))
    said = [*first, {"role": "assistant", "content": "so"}, {"role": "user", "content": "ok"}]

    before = house.explain(ask(messages=first))
    after = house.explain(ask(messages=said))

    assert header(reply, "x-homeport-complexity") == f"{before.complexity.score:.2f}"
    assert after.complexity.score >= before.complexity.score
