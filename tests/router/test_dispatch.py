"""A whole journey: read, judge, drive, answer. The cloud is an httpx mock transport."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx
import pytest

from homeport.backends.base import Backend
from homeport.errors import BackendFailed, PolicyError, TimedOut
from homeport.policies.policy import Policy
from homeport.router.dispatch import Router
from homeport.router.reply import Reply
from homeport.router.wire import Request
from homeport.types import Call, Delta, Level, Usage

POLICY: dict[str, Any] = {
    "version": 1,
    "backends": {
        "local": {"kind": "echo", "model": "echo-1"},
        "cloud": {"kind": "openai", "model": "gpt-5-mini", "base_url": "https://cloud/v1"},
    },
    "stays_home": [{"name": "secrets-stay", "when": {"privacy": {"at_least": "sensitive"}}}],
    "rules": [{"name": "rest", "to": ["cloud", "local"]}],
}
ANSWER = {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-5-mini", "choices": []}

Handler = Callable[[httpx.Request], httpx.Response]


class Cloud:
    """Answers as told and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self.answers.pop(0) if self.answers else httpx.Response(200, json=ANSWER)
        if isinstance(answer, Exception):
            raise answer
        return answer


def router(cloud: Handler, policy: dict[str, Any] = POLICY, **registered: Any) -> Router:
    transport = httpx.MockTransport(cloud)
    return Router(
        Policy.load(policy, **registered),
        client=httpx.Client(transport=transport),
        async_client=httpx.AsyncClient(transport=transport),
    )


def chat(text: str = "hello there", *headers: tuple[str, str], **body: Any) -> Request:
    raw = json.dumps({"model": "auto", "messages": [{"role": "user", "content": text}], **body})
    return Request("POST", "https://api/v1/chat/completions", headers, raw.encode())


def header(reply: Reply, name: str) -> str:
    return next(value for key, value in reply.headers if key == name)


def read(reply: Reply) -> Any:
    assert isinstance(reply.body, bytes)
    return json.loads(reply.body)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")


def test_what_the_policy_sends_to_the_cloud_goes_there() -> None:
    """The cloud's answer comes back as it is, with the headers that tell how."""
    cloud = Cloud()

    reply = router(cloud).handle(chat())

    assert (200, ANSWER, "cloud") == (reply.status, read(reply), header(reply, "x-homeport-route"))
    assert ["Bearer sk-test"] == [request.headers["authorization"] for request in cloud.seen]
    assert ("cloud", "rest", "public") == (
        header(reply, "x-homeport-backend"),
        header(reply, "x-homeport-rule"),
        header(reply, "x-homeport-level"),
    )


def test_what_is_private_stays_and_the_cloud_sees_nothing() -> None:
    """The local backend answers, and its name is in the URL that is logged."""
    cloud = Cloud()

    reply = router(cloud).handle(chat("my card is 4111 1111 1111 1111"))

    assert ("local://local/chat/completions", []) == (reply.url, cloud.seen)
    assert ("local", "secrets-stay", "sensitive") == (
        header(reply, "x-homeport-route"),
        header(reply, "x-homeport-rule"),
        header(reply, "x-homeport-level"),
    )


def test_a_cloud_that_is_down_is_replaced_by_the_device() -> None:
    """Fallback: the trail says what was tried."""
    cloud = Cloud(*[httpx.ConnectError("no route")] * 9)

    reply = router(cloud).handle(chat("hello", ("x-homeport-retries", "0")))

    assert "cloud:unreachable, local:ok" == header(reply, "x-homeport-tried")
    assert 1 == len(cloud.seen)


def test_a_passing_failure_is_retried_as_often_as_the_client_says() -> None:
    """Two more attempts, then the answer; the pauses are the server's."""
    busy = httpx.Response(429, headers={"retry-after-ms": "1"}, json={"error": {"code": "rate"}})
    cloud = Cloud(busy, busy)

    reply = router(cloud).handle(chat("hello", ("x-homeport-retries", "2")))

    assert (200, 3) == (reply.status, len(cloud.seen))


def test_a_spent_quota_is_not_retried() -> None:
    """It will not pass; the device answers at once."""
    spent = httpx.Response(429, json={"error": {"code": "insufficient_quota"}})
    cloud = Cloud(spent)

    reply = router(cloud).handle(chat())

    assert ("cloud:insufficient_quota, local:ok", 1) == (
        header(reply, "x-homeport-tried"),
        len(cloud.seen),
    )


def test_a_refusal_says_why_and_has_a_code() -> None:
    """403, so that the SDK raises PermissionDeniedError."""
    only_cloud = POLICY | {"rules": [{"name": "rest", "to": ["cloud"]}]}

    reply = router(Cloud(), only_cloud).handle(chat("hi", ("x-homeport-route", "local")))

    assert (403, "refused_by_policy") == (reply.status, read(reply)["error"]["code"])
    assert "refuse" == header(reply, "x-homeport-route")


def test_an_unreadable_body_is_a_400() -> None:
    """Before anything is decided."""
    reply = router(Cloud()).handle(Request("POST", "https://api/v1/responses", (), b"{"))

    assert (400, "invalid_request") == (reply.status, read(reply)["error"]["code"])
    assert ("refuse", "not-readable", "sensitive") == (
        header(reply, "x-homeport-route"),
        header(reply, "x-homeport-rule"),
        header(reply, "x-homeport-level"),
    )


def test_a_wrong_number_of_retries_is_a_400() -> None:
    """A label that cannot be read is never ignored."""
    reply = router(Cloud()).handle(chat("hi", ("x-homeport-retries", "many")))

    assert (400, "invalid_label") == (reply.status, read(reply)["error"]["code"])


def test_explain_calls_nobody() -> None:
    """The decision comes back as the answer; nothing was sent or generated."""
    cloud = Cloud()

    reply = router(cloud).handle(chat("hi", ("x-homeport-explain", "1")))

    assert reply.decision is not None
    assert ("cloud", [], reply.decision.to_dict()) == (
        reply.decision.route,
        cloud.seen,
        read(reply),
    )


def test_explain_and_handle_decide_alike() -> None:
    """What explain says is what happens."""
    request = chat("write to ana@mail.org")

    decision = router(Cloud()).explain(request)
    reply = router(Cloud()).handle(request)

    assert (decision.route, decision.rule) == (
        header(reply, "x-homeport-route"),
        header(reply, "x-homeport-rule"),
    )


@pytest.mark.anyio
@pytest.mark.parametrize("text", ["hello", "my card is 4111 1111 1111 1111"])
@pytest.mark.parametrize("stream", [False, True])
async def test_sync_and_async_decide_and_answer_alike(text: str, stream: bool) -> None:
    """Same call, same decision, same answer; streaming or not."""

    def cloud() -> Cloud:
        events = {"content-type": "text/event-stream"}
        body = b"data: {}\n\ndata: [DONE]\n\n"
        return Cloud(httpx.Response(200, headers=events, content=body)) if stream else Cloud()

    one = router(cloud()).handle(chat(text, stream=stream))
    two = await router(cloud()).handle_async(chat(text, stream=stream))

    told = ("x-homeport-route", "x-homeport-rule", "x-homeport-level", "x-homeport-backend")
    assert [header(one, name) for name in told] == [header(two, name) for name in told]
    assert (one.status, one.url) == (two.status, two.url)
    first = one.body if isinstance(one.body, bytes) else b"".join(one.body)  # type: ignore[arg-type]
    body: Any = two.body
    second = body if isinstance(body, bytes) else b"".join([chunk async for chunk in body])
    assert len(first.split(b"\n")) == len(second.split(b"\n"))


@pytest.mark.parametrize("stream", [False, True])
def test_a_response_that_the_cloud_made_can_be_continued_there(stream: bool) -> None:
    """Its id is remembered from the answer, streamed or not; an unknown id stays unreadable."""
    events = b'data: {"type":"response.created","response":{"id":"resp_1"}}\n\n'
    events += b'data: {"type":"response.completed"}\n\n'
    first = (
        httpx.Response(200, headers={"content-type": "text/event-stream"}, content=events)
        if stream
        else httpx.Response(200, json={"id": "resp_1"})
    )
    routes = router(Cloud(first, httpx.Response(200, json={"id": "resp_2"})))

    def ask(**body: Any) -> Reply:
        raw = json.dumps({"model": "auto", "input": "hello"} | body).encode()
        return routes.handle(Request("POST", "https://api/v1/responses", (), raw))

    made = ask(stream=stream)
    if stream:
        b"".join(made.body)  # type: ignore[arg-type]

    assert 200 == ask(previous_response_id="resp_1").status
    assert 403 == ask(previous_response_id="resp_unknown").status


@pytest.mark.anyio
async def test_async_retries_and_falls_back_too() -> None:
    """The same flow drives both."""
    busy = httpx.Response(503, headers={"retry-after-ms": "1"}, json={})
    cloud = Cloud(busy, busy, busy)

    reply = await router(cloud).handle_async(chat("my friend, hello"))

    assert ("cloud:http_503, cloud:http_503, cloud:http_503, local:ok", 3) == (
        header(reply, "x-homeport-tried"),
        len(cloud.seen),
    )


class Slow(Backend):
    """Takes as long as it is told between two words."""

    def __init__(self, *, name: str, model: str = "slow", fails: bool = False) -> None:
        super().__init__(name=name, model=model)
        self.fails = fails

    def generate(self, call: Call) -> Iterator[Delta]:
        yield Delta("one ")
        if self.fails:
            raise BackendFailed("it broke")
        for _ in range(3000):
            yield Delta("more ")
        yield Delta(finish="stop", usage=Usage(1, 3001))


ONLY_SLOW = {
    "version": 1,
    "backends": {"local": {"kind": "slow"}},
    "rules": [{"name": "rest", "to": ["local"]}],
}


def test_a_backend_that_breaks_in_a_stream_ends_it_with_an_error() -> None:
    """What was shown stays; the end is honest."""
    broken = ONLY_SLOW | {"backends": {"local": {"kind": "slow", "fails": True}}}

    reply = router(Cloud(), broken, backends={"slow": Slow}).handle(chat(stream=True))

    shown = b"".join(reply.body)  # type: ignore[arg-type]
    assert b'"one "' in shown
    assert b'"code":"backend_failed"' in shown
    assert not shown.endswith(b"[DONE]\n\n")


def test_a_backend_that_breaks_before_its_answer_is_complete_is_a_502() -> None:
    """Without a stream nothing was shown, so the status tells."""
    broken = ONLY_SLOW | {"backends": {"local": {"kind": "slow", "fails": True}}}

    reply = router(Cloud(), broken, backends={"slow": Slow}).handle(chat())

    assert (502, "backend_failed") == (reply.status, read(reply)["error"]["code"])


def test_a_deadline_that_has_passed_raises_timed_out() -> None:
    """The transport makes the SDK's own time-out error of it."""
    request = chat()
    late = Request(*(request.method, request.url, (), request.body), {"timeout": {"read": 1e-9}})

    with pytest.raises(TimedOut):
        router(Cloud()).handle(late)


def test_a_backends_wrong_option_is_a_policy_error_with_its_place() -> None:
    """A typo in a backend's own option is found when the client is made."""
    wrong = POLICY | {"backends": POLICY["backends"] | {"local": {"kind": "echo", "modle": "x"}}}

    with pytest.raises(PolicyError, match="modle"):
        router(Cloud(), wrong)


def test_the_log_has_one_line_and_no_content(caplog: pytest.LogCaptureFixture) -> None:
    """Who answered and why, and not a word of the prompt or the answer."""
    with caplog.at_level(logging.INFO, logger="homeport"):
        router(Cloud()).handle(chat("tell ana@mail.org about Falcon"))

    assert 1 == len(caplog.records)
    assert not {"ana", "Falcon", "tell"} & set(caplog.text.replace("@", " ").split())


def test_models_lists_what_is_here_and_in_the_cloud() -> None:
    """Local models say where they run; the cloud's are passed on as they came."""
    cloud = Cloud(httpx.Response(200, json={"object": "list", "data": [{"id": "gpt-5"}]}))

    listed = read(router(cloud).handle(Request("GET", "https://api/v1/models")))["data"]

    assert ["echo-1", "gpt-5"] == [model["id"] for model in listed]
    assert "device" == listed[0]["homeport"]["where"]


def test_models_lists_what_is_here_when_the_cloud_does_not_answer() -> None:
    """The trail tells that it was asked."""
    reply = router(Cloud(*[httpx.ConnectError("x")] * 4)).handle(
        Request("GET", "https://api/v1/models", (("x-homeport-retries", "0"),))
    )

    assert ["echo-1"] == [model["id"] for model in read(reply)["data"]]
    assert "unreachable" in header(reply, "x-homeport-tried")


@pytest.mark.parametrize(
    ("name", "status", "asked"), [("echo-1", 200, 0), ("local", 200, 0), ("gpt-5", 200, 1)]
)
def test_one_model_is_described_by_who_has_it(name: str, status: int, asked: int) -> None:
    """A local name never asks the cloud."""
    cloud = Cloud(httpx.Response(200, json={"id": "gpt-5"}))

    reply = router(cloud).handle(Request("GET", f"https://api/v1/models/{name}"))

    assert (status, asked) == (reply.status, len(cloud.seen))


def test_a_model_that_nobody_has_is_a_404() -> None:
    """If the cloud may not be asked, only this device can know."""
    request = Request("GET", "https://api/v1/models/x", (("x-homeport-route", "local"),))

    reply = router(Cloud()).handle(request)

    assert (404, "model_not_found") == (reply.status, read(reply)["error"]["code"])


def test_close_frees_and_what_comes_later_opens_again() -> None:
    """Closing is not the end of the router."""
    routes = router(Cloud())
    private = chat("my card is 4111 1111 1111 1111")
    routes.handle(private)

    routes.close()

    assert 200 == routes.handle(private).status


KEYS: dict[str, Any] = {
    "version": 1,
    "backends": {"cloud": {"kind": "openai", "model": "gpt-5-mini"}},
    "rules": [{"name": "rest", "to": ["cloud"]}],
}


@pytest.mark.parametrize(
    ("cloud", "sent", "expected"),
    [
        ({}, "Bearer sk-mine", "Bearer sk-mine"),
        ({}, "Bearer homeport-no-key", "Bearer sk-test"),
        ({"api_key_env": "TEAM_KEY"}, "Bearer sk-mine", "Bearer sk-team"),
        ({"base_url": "https://eu/v1"}, "Bearer sk-mine", "Bearer sk-test"),
    ],
)
def test_the_callers_own_key_is_used_where_it_belongs(
    monkeypatch: pytest.MonkeyPatch, cloud: dict[str, str], sent: str, expected: str
) -> None:
    """`OpenAI(api_key=...)` outranks the environment; a policy's own key or address both."""
    monkeypatch.setenv("TEAM_KEY", "sk-team")
    seen = Cloud()
    policy = KEYS | {"backends": {"cloud": KEYS["backends"]["cloud"] | cloud}}

    router(seen, policy).handle(chat("hello", ("authorization", sent)))

    assert [expected] == [request.headers["authorization"] for request in seen.seen]


class Crashing(Backend):
    """An engine whose work fails whatever it is asked."""

    def __init__(self, *, name: str, model: str = "crashing") -> None:
        super().__init__(name=name, model=model)

    def generate(self, call: Call) -> Iterator[Delta]:
        yield from self.run(call)

    def run(self, call: Call) -> Iterator[Any]:
        yield object()

    def work(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
        raise MemoryError


def test_a_private_call_stays_here_when_the_engine_breaks() -> None:
    """A crash, a second one and the rest after it: an error each time, and nothing leaves."""
    cloud = Cloud()
    policy = POLICY | {"backends": POLICY["backends"] | {"local": {"kind": "crashing"}}}
    made = router(cloud, policy, backends={"crashing": Crashing})
    private = ("x-homeport-privacy", "sensitive")

    replies = [made.handle(chat("hello there", private)) for _ in range(3)]

    assert [502, 502, 503] == [reply.status for reply in replies]
    assert [] == cloud.seen
    assert header(replies[2], "retry-after") is not None
    assert not made.state(chat())["local"].ready


def test_a_public_call_goes_on_when_the_engine_breaks() -> None:
    """The next target that the policy allows answers."""
    cloud = Cloud()
    rules = [{"name": "rest", "to": ["local", "cloud"]}]
    local = {"local": {"kind": "crashing"}}
    policy = POLICY | {"backends": POLICY["backends"] | local, "rules": rules}

    reply = router(cloud, policy, backends={"crashing": Crashing}).handle(chat())

    assert (200, "local:backend_failed, cloud:ok") == (
        reply.status,
        header(reply, "x-homeport-tried"),
    )


def test_what_is_kept_of_a_call_is_kept_by_the_level_that_was_decided() -> None:
    """A backend sees the level in the call's labels, whoever found it."""
    seen: list[Call] = []

    class Noting(Slow):
        def generate(self, call: Call) -> Iterator[Delta]:
            seen.append(call)
            yield Delta(finish="stop", usage=Usage(1, 1))

    made = router(Cloud(), ONLY_SLOW, backends={"slow": Noting})

    made.handle(chat("hello"))
    made.handle(chat("my card is 4242 4242 4242 4242"))

    assert [Level.PUBLIC, Level.SENSITIVE] == [call.labels.privacy for call in seen]
