"""The ledger: what is entered before a call leaves, what is written when its answer is there."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from homeport.errors import TimedOut
from homeport.policies.policy import Policy
from homeport.router.dispatch import Router
from homeport.router.ledger import Ledger, LedgerFailed, hashed, path_of, today
from homeport.router.reply import Reply
from homeport.router.wire import Request
from homeport.types import Speed, Spent

KEY = "sk-proj-aaaaaaaaaaaaaaaaaaaa"
USAGE = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
ANSWER = {"id": "c", "object": "chat.completion", "model": "m", "choices": [], "usage": USAGE}
COST = 0.0006  # of USAGE at a dollar for a million tokens read and ten for a million written
FORKS = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


def in_a_child(work: Callable[[], object]) -> int:
    """Start a process that does ``work`` and dies at once, and return its id."""
    if not (child := os.fork()):
        work()
        os._exit(9)
    return child


def spend(ledger: Ledger, calls: int) -> None:
    """Spend a cent a call, as long as there is enough of fifty."""
    for _ in range(calls):
        entry, before = ledger.reserve("k", "cloud", "m", 0.01)
        if before.day + 0.01 > 0.5 + 1e-9:
            ledger.release(entry)


def chat(stream: bool = False, **body: Any) -> Request:
    asked = {"model": "auto", "messages": [{"role": "user", "content": "hello there"}], **body}
    raw = json.dumps(asked | ({"stream": True} if stream else {})).encode()
    return Request("POST", "https://api/v1/chat/completions", (("authorization", KEY),), raw)


def metered(
    ledger: Path, handler: Callable[[httpx.Request], httpx.Response], **changes: Any
) -> Router:
    """A policy whose cloud costs money, and whose device answers when the budget is spent."""
    transport = httpx.MockTransport(handler)
    policy = Policy.load(
        {
            "version": 1,
            "backends": {
                "local": {"kind": "echo"},
                "cloud": {
                    "kind": "openai",
                    "model": "m",
                    "price": {"input": 1, "output": 10},
                },
            },
            "rules": [
                {"name": "hard", "when": {"budget": {"day": 0.01}}, "to": ["cloud"]},
                {"name": "rest", "to": ["local"]},
            ],
            "ledger": str(ledger),
            **changes,
        }
    )
    return Router(
        policy,
        client=httpx.Client(transport=transport),
        async_client=httpx.AsyncClient(transport=transport),
        retries=0,
    )


def answering(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=ANSWER)


def header(reply: Reply, name: str) -> str | None:
    return dict(reply.headers).get(name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "ledger.db"


def test_an_entry_counts_from_before_the_call_leaves(path: Path) -> None:
    """At its estimate until it is settled; struck out if it did not leave."""
    ledger = Ledger(path)

    entry, before = ledger.reserve("k", "cloud", "m", 0.5)
    other, between = ledger.reserve("j", "cloud", "m", 0.25)
    ledger.settle(entry, 0.125)
    ledger.release(other)

    assert [Spent(), Spent(0.5, 0.0)] == [before, between]
    assert Spent(0.125, 0.125) == ledger.spent("k")
    assert [(today(), "k", 1, 0.125)] == [
        (row.day, row.key, row.calls, row.dollars) for row in ledger.rows(today())
    ]


@FORKS
def test_what_was_not_settled_in_a_crash_stays_spent(path: Path) -> None:
    """Another process reads what the first one entered before it died."""
    os.waitpid(in_a_child(lambda: spend(Ledger(path), 3)), 0)

    assert Spent(0.03, 0.03) == Ledger(path).spent("k")


@FORKS
def test_threads_and_processes_never_spend_more_than_there_is(path: Path) -> None:
    """Each entry sees all that came before it: fifty cents are fifty calls of one."""
    children = [in_a_child(lambda: spend(Ledger(path), 20)) for _ in range(2)]
    ledger = Ledger(path)
    threads = [threading.Thread(target=spend, args=(ledger, 10)) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for child in children:
        os.waitpid(child, 0)

    spend(ledger, 50)
    assert 50 == sum(row.calls for row in ledger.rows(today()))
    assert Spent(0.5, 0.5) == ledger.spent("k")


def test_a_file_is_its_owners_alone_and_holds_no_key(path: Path) -> None:
    """A key is told by the beginning of its hash."""
    router = metered(path, answering)

    router.handle(chat())
    router.close()

    assert 0o600 == path.stat().st_mode & 0o777
    assert KEY.encode() not in path.read_bytes()
    assert [hashed(KEY)] == [row.key for row in Ledger(path).rows(today())]


def test_what_cannot_be_read_says_so_and_counts_as_spent(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The rule with the budget does not choose the cloud, and the log tells why."""
    path.parent.mkdir()
    path.write_bytes(b"this is no ledger" * 1_000)
    router = metered(path, answering)

    with caplog.at_level(logging.WARNING):
        reply = router.handle(chat())

    assert "local" == reply.target
    assert "every budget counts as spent" in caplog.text
    with pytest.raises(LedgerFailed, match="cannot be read"):
        Ledger(path).rows(today())


def test_without_a_limit_a_broken_ledger_stops_nothing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It only cannot tell afterwards what was spent, and says so."""
    path.parent.mkdir()
    path.write_bytes(b"this is no ledger" * 1_000)
    router = metered(path, answering, rules=[{"name": "all", "to": ["cloud"]}])

    with caplog.at_level(logging.WARNING):
        reply = router.handle(chat())

    assert "cloud" == reply.target
    assert "is not in the ledger" in caplog.text


def test_another_version_of_the_file_is_not_touched(path: Path) -> None:
    """It may be of a newer homeport."""
    ledger = Ledger(path)
    ledger.spent("")
    assert ledger._base is not None
    ledger._base.execute("PRAGMA user_version = 2")
    ledger.close()

    with pytest.raises(LedgerFailed, match="it is version 2"):
        Ledger(path).rows(today())


@FORKS
def test_a_child_opens_the_file_for_itself(path: Path) -> None:
    """A connection that is carried over a fork breaks the file."""
    ledger = Ledger(path)
    ledger.reserve("k", "cloud", "m", 0.25)

    os.waitpid(in_a_child(lambda: ledger.reserve("k", "cloud", "m", 0.25)), 0)

    assert Spent(0.5, 0.5) == ledger.spent("k")


def test_speeds_are_kept(path: Path) -> None:
    """For the next process."""
    Ledger(path).measured("local", "m", Speed(0.5, 20))

    assert Speed(0.5, 20) == Ledger(path).speed("local", "m")
    assert Ledger(path).speed("local", "other") is None


def test_a_ledger_is_where_the_policy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or beside the audit log."""
    monkeypatch.setenv("HOMEPORT_HOME", "/somewhere")

    assert [None, Path("/somewhere/ledger.db"), Path("/x/y.db")] == [
        path_of(said) for said in (False, True, "/x/y.db")
    ]


def test_an_answer_is_paid_by_what_it_used(path: Path) -> None:
    """The header tells it, and the device's own answers cost nothing."""
    router = metered(path, answering)

    replies = [router.handle(chat()) for _ in range(20)]

    paid = [(reply.target, header(reply, "x-homeport-cost")) for reply in replies]
    assert ("cloud", "0.0006") == paid[0]
    assert ("local", "0") == paid[-1]
    # One call may cost 4 tenths of a cent (400 tokens of an answer) before it is answered.
    assert 0.01 - 0.0041 < sum(row.dollars for row in Ledger(path).rows(today())) <= 0.01


@pytest.mark.anyio
async def test_async_calls_are_metered_alike(path: Path) -> None:
    """Whole answers and streams."""
    router = metered(path, streaming)

    reply = await router.handle_async(chat(stream=True))
    async for _ in reply.body:  # type: ignore[union-attr]
        pass

    assert [COST] == [row.dollars for row in Ledger(path).rows(today())]


def streaming(request: httpx.Request) -> httpx.Response:
    """Two pieces, and the usage before the end if it was asked for."""
    told = b"" if b"no usage" in request.content else b',"usage":' + json.dumps(USAGE).encode()
    body = (
        b'data: {"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}\n\n'
        b'data: {"choices":[{"index":0,"delta":{"content":"b"}}]}\n\n'
        b'data: {"choices":[]' + told + b"}\n\ndata: [DONE]\n\n"
    )
    return httpx.Response(200, content=body, headers={"content-type": "text/event-stream"})


def dripping(_: httpx.Request) -> httpx.Response:
    """One piece after another."""
    piece = b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n'
    return httpx.Response(
        200, content=iter([piece] * 50), headers={"content-type": "text/event-stream"}
    )


def test_a_stream_is_paid_at_its_end(path: Path) -> None:
    """By the usage in it."""
    reply = metered(path, streaming).handle(chat(stream=True))

    list(reply.body)

    assert [COST] == [row.dollars for row in Ledger(path).rows(today())]


def test_a_stream_without_usage_is_paid_by_its_events(path: Path) -> None:
    """About a token each."""
    router = metered(path, streaming)
    reply = router.handle(chat(stream=True, user="no usage"))

    list(reply.body)

    (row,) = Ledger(path).rows(today())
    assert 0 < row.dollars < 0.0001


def test_a_stream_that_is_given_up_stays_at_its_estimate(path: Path) -> None:
    """The cloud may go on writing, and is paid for it."""
    reply = metered(path, dripping).handle(chat(stream=True))
    assert not isinstance(reply.body, bytes)

    next(iter(reply.body))
    reply.body.close()

    (row,) = Ledger(path).rows(today())
    assert 0.004 == pytest.approx(row.dollars, abs=0.0001)


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        (httpx.Response(500, json={"error": {"code": "x"}}), 0),
        (httpx.ReadTimeout("late"), 1),
        (httpx.ConnectError("nobody there"), 0),
    ],
)
def test_what_was_turned_away_is_struck_out(
    path: Path, answer: httpx.Response | Exception, calls: int
) -> None:
    """What broke off may have been answered, and stays at its estimate."""

    def failing(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with suppress(TimedOut):
        metered(path, failing).handle(chat())

    assert calls == sum(row.calls for row in Ledger(path).rows(today()))


def test_calls_at_once_spend_no_more_than_the_budget(path: Path) -> None:
    """They were all decided before any was paid for; only two of them leave."""
    together = threading.Barrier(6)
    router = metered(path, answering)
    decide = router.engine.policy.rulebook  # the decision is the same for all six

    def ask() -> None:
        together.wait()
        router.handle(chat())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    spent = sum(row.dollars for row in Ledger(path).rows(today()))
    assert decide.budgeted
    assert spent <= 0.01


def test_a_model_without_a_price_is_counted_and_not_chosen_by_a_budget(path: Path) -> None:
    """The caller may name any; what it costs is unknown."""
    backends = {"local": {"kind": "echo"}, "cloud": {"kind": "openai", "model": "gpt-5-mini"}}
    asked = chat(model="unheard-of")

    within = metered(path, answering, backends=backends).handle(asked)
    always = metered(
        path, answering, backends=backends, rules=[{"name": "all", "to": ["cloud"]}]
    ).handle(asked)

    assert ["local", "cloud"] == [within.target, always.target]
    assert [(1, 1, 0.0)] == [(r.calls, r.unknown, r.dollars) for r in Ledger(path).rows(today())]


def test_the_audit_log_tells_what_was_expected_and_what_was_paid(
    path: Path, tmp_path: Path
) -> None:
    """At the departure, and with the outcome."""
    log = tmp_path / "audit.jsonl"
    metered(path, answering, audit=str(log)).handle(chat())

    departure, outcome = (json.loads(line) for line in log.read_text().splitlines())

    assert 0.004 == pytest.approx(departure["estimate"], abs=0.0001)
    assert COST == outcome["cost"]
