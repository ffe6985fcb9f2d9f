"""The audit log: what it says, that it comes before the bytes, that changes are found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from homeport.errors import TimedOut
from homeport.policies.policy import Policy
from homeport.router.audit import AuditFailed, default_path, path_of
from homeport.router.audit.chain import GENESIS, head_path, opened, sealed
from homeport.router.audit.journal import Journal, lock
from homeport.router.audit.verify import records, verify
from homeport.router.dispatch import Router
from homeport.router.reply import Reply
from homeport.router.wire import Request

SECRET = "Write to ana.perez@correo.es about Project Falcon"
ANSWER = {"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-5-mini", "choices": []}


def policy(log: Path, *to: str, **changes: Any) -> Policy:
    return Policy.load(
        {
            "version": 1,
            "backends": {
                "local": {"kind": "echo"},
                "cloud": {"kind": "openai", "model": "m", "base_url": "https://user.cloud:8443/v1"},
            },
            "privacy": {"detectors": ["identifiers", "secrets"]},
            "rules": [{"name": "rest", "to": list(to or ("cloud", "local"))}],
            "audit": str(log),
            **changes,
        }
    )


def chat(text: str = SECRET) -> Request:
    body = {"model": "auto", "messages": [{"role": "user", "content": text}]}
    return Request("POST", "https://api/v1/chat/completions", (), json.dumps(body).encode())


def header(reply: Reply, name: str) -> str:
    return next(value for key, value in reply.headers if key == name)


def fields(log: Path) -> list[dict[str, Any]]:
    return [dict(link.record) for link in records(log)]


class Cloud:
    """Answers as told; looks at the log while the bytes arrive."""

    def __init__(self, log: Path, *statuses: int) -> None:
        self.log = log
        self.statuses = list(statuses)
        self.logged: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.logged.append(len(fields(self.log)))
        status = self.statuses.pop(0) if self.statuses else 200
        return httpx.Response(status, json=ANSWER)


def routed(policy: Policy, cloud: Callable[[httpx.Request], httpx.Response]) -> Router:
    transport = httpx.MockTransport(cloud)
    return Router(
        policy,
        client=httpx.Client(transport=transport),
        async_client=httpx.AsyncClient(transport=transport),
        retries=1,
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "state" / "audit.jsonl"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")


def written(log: Path, count: int = 6) -> Path:
    journal = Journal(log)
    for number in range(count):
        journal.append({"event": "egress", "number": number}, durable=number % 2 == 0)
    return log


def test_a_departure_is_recorded_before_the_bytes_leave(log: Path) -> None:
    """When the cloud sees the request, its record is there."""
    cloud = Cloud(log)

    reply = routed(policy(log), cloud).handle(chat())

    assert [1] == cloud.logged
    egress, outcome = fields(log)
    assert ("egress", "outcome") == (egress["event"], outcome["event"])
    assert header(reply, "x-homeport-decision") == egress["decision"] == outcome["decision"]
    assert ("cloud", "user.cloud:8443", "rest") == (
        egress["target"],
        egress["host"],
        egress["rule"],
    )
    assert ({"email": 1}, "personal") == (egress["found"], egress["level"])
    assert (200, "cloud:ok") == (outcome["status"], outcome["tried"])
    assert policy(log).fingerprint == egress["policy"]
    assert egress["bytes"] > 0


@pytest.mark.anyio
async def test_async_calls_are_recorded_alike(log: Path) -> None:
    """The same records, and the first before the bytes."""
    cloud = Cloud(log)

    await routed(policy(log), cloud).handle_async(chat())

    assert [1] == cloud.logged
    assert ["egress", "outcome"] == [record["event"] for record in fields(log)]


def test_every_retry_and_every_fallback_is_a_departure_of_its_own(log: Path) -> None:
    """Two attempts at a cloud that fails are two records; then this device answers."""
    cloud = Cloud(log, 500, 500)

    reply = routed(policy(log), cloud).handle(chat())

    assert [1, 2] == cloud.logged
    assert ["egress", "egress", "outcome"] == [record["event"] for record in fields(log)]
    assert "local" == header(reply, "x-homeport-route")


def test_no_content_is_recorded(log: Path) -> None:
    """Neither the text, nor a key, nor what a plugin's category may say."""
    routed(policy(log), Cloud(log)).handle(chat())

    said = log.read_text()

    assert not [word for word in ("ana", "Falcon", "correo", "sk-test", "Write") if word in said]


def test_what_stays_here_is_recorded_once_it_is_answered(log: Path) -> None:
    """With no departure."""
    routed(policy(log, "local"), Cloud(log)).handle(chat())

    (outcome,) = fields(log)

    assert ("outcome", "local", 200) == (outcome["event"], outcome["target"], outcome["status"])


def test_refusals_and_unreadable_requests_are_recorded(log: Path) -> None:
    """Nobody answered, and why."""
    router = routed(policy(log, rules=[{"name": "never", "to": []}]), Cloud(log))

    router.handle(chat())
    router.handle(Request("POST", "https://api/v1/chat/completions", (), b"{"))

    expected = [("never", None, 403), ("not-readable", None, 400)]
    assert expected == [(one["rule"], one["target"], one["status"]) for one in fields(log)]


def test_explaining_is_not_a_call(log: Path) -> None:
    """Nothing happened, so nothing is recorded."""
    router = routed(policy(log), Cloud(log))

    router.handle(Request(*_explain(chat())))

    assert not log.exists()


def _explain(request: Request) -> tuple[Any, ...]:
    return request.method, request.url, (("x-homeport-explain", "1"),), request.body


def test_a_log_that_cannot_be_written_stops_departures_and_no_local_answer(tmp_path: Path) -> None:
    """The cloud is not asked; the device is, and answers."""
    cloud = Cloud(tmp_path / "none")
    folder = tmp_path / "folder"
    folder.mkdir()

    reply = routed(policy(folder), cloud).handle(chat())

    assert [] == cloud.logged
    assert ("local", "cloud:audit_failed, local:ok") == (
        header(reply, "x-homeport-route"),
        header(reply, "x-homeport-tried"),
    )


def test_without_another_target_the_error_says_what_to_do(tmp_path: Path) -> None:
    """It names the log, and has a code of its own."""
    reply = routed(policy(tmp_path, "cloud"), Cloud(tmp_path / "none")).handle(chat())

    assert isinstance(reply.body, bytes)
    error = json.loads(reply.body)["error"]
    assert (503, "audit_failed") == (reply.status, error["code"])
    assert str(tmp_path) in error["message"]


def test_a_full_disk_stops_departures_and_leaves_the_log_whole(log: Path) -> None:
    """A process that may write no more than 2 kB: what did not fit left nothing behind."""
    program = f"""
import resource, pathlib
from homeport.router.audit.journal import Journal, AuditFailed
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
journal, done = Journal(pathlib.Path({str(log)!r})), 0
try:
    while True:
        journal.append({{"event": "egress", "number": done}}, durable=True)
        done += 1
except AuditFailed as error:
    print(done, error.message.rpartition(": ")[2])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    count, why = done.stdout.strip().split(maxsplit=1)
    assert (os.strerror(27), ()) == (why, verify(log).faults)
    assert 0 < int(count) == verify(log).records


def test_on_a_full_disk_the_device_answers_and_the_cloud_is_not_asked(log: Path) -> None:
    """A whole journey in a process that may not write a byte."""
    program = f"""
import resource, httpx, json
from homeport.policies.policy import Policy
from homeport.router.dispatch import Router
from homeport.router.wire import Request
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
policy = Policy.load({{
    "version": 1,
    "backends": {{"local": {{"kind": "echo"}}, "cloud": {{"kind": "openai", "model": "m"}}}},
    "rules": [{{"name": "rest", "to": ["cloud", "local"]}}],
    "audit": {str(log)!r},
}})
asked = []
def cloud(request):
    asked.append(request)
    return httpx.Response(200, json={{}})
client = httpx.Client(transport=httpx.MockTransport(cloud))
body = json.dumps({{"model": "auto", "messages": [{{"role": "user", "content": "hi"}}]}}).encode()
request = Request("POST", "https://api/v1/chat/completions", (), body)
reply = Router(policy, client=client).handle(request)
print(reply.status, dict(reply.headers)["x-homeport-tried"], len(asked))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "200 cloud:audit_failed, local:ok 0" == done.stdout.strip()


def test_a_call_that_is_too_late_is_recorded(log: Path) -> None:
    """Nobody answered it in time."""
    router = routed(policy(log), Cloud(log))
    late = replace(chat(), extensions={"timeout": {"read": 0.0}})

    with pytest.raises(TimedOut):
        router.handle(late)

    (outcome,) = fields(log)
    assert (504, None) == (outcome["status"], outcome["target"])


def test_an_upload_is_recorded_without_being_read(log: Path) -> None:
    """Its size is not known; that it left is."""
    router = routed(policy(log, "cloud", opaque="cloud"), Cloud(log))
    stream = {"homeport.stream": iter([b"bytes"])}

    router.handle(Request("POST", "https://api/v1/files", (), None, stream))

    egress, _ = fields(log)
    assert ("egress", None, "opaque") == (egress["event"], egress["bytes"], egress["endpoint"])


def test_a_server_on_this_device_is_no_departure(log: Path) -> None:
    """What stays is recorded when it is answered."""
    home = {"kind": "server", "base_url": "http://127.0.0.1:9/v1", "model": "m", "trust": "device"}
    router = routed(policy(log, "server", backends={"server": home}), Cloud(log))

    router.handle(chat())

    assert ["outcome"] == [record["event"] for record in fields(log)]


def test_a_log_that_is_no_file_is_refused() -> None:
    """A device is not a place that keeps anything."""
    with pytest.raises(AuditFailed, match="not a regular file"):
        Journal(Path(os.devnull)).append({}, durable=True)


def test_many_threads_and_processes_write_one_chain(log: Path) -> None:
    """No record is lost, torn, or out of order."""
    program = f"""
import pathlib, threading
from homeport.router.audit.journal import Journal, lock
journal = Journal(pathlib.Path({str(log)!r}))
def write():
    for number in range(25):
        journal.append({{"number": number}}, durable=number % 3 == 0)
threads = [threading.Thread(target=write) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]

    assert [0, 0, 0] == [process.wait() for process in running]
    report = verify(log)
    assert ((), 300) == (report.faults, report.records)


def test_threads_share_one_wait_for_the_disk(log: Path) -> None:
    """Records that come while another is written are forced to disk together."""
    journal, commits = Journal(written(log)), []
    sys.addaudithook(
        lambda event, args: (
            commits.append(1) if event == "open" and args[0] == head_path(log) else None
        )
    )
    with head_path(log).open("rb") as held:
        lock(held.fileno())
        threads = [
            threading.Thread(target=journal.append, args=({},), kwargs={"durable": True})
            for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        commits.clear()
        time.sleep(0.2)  # one of them waits for the lock, the others for it
    for thread in threads:
        thread.join()

    assert 26 == verify(log).records
    assert len(commits) <= 4


Tamper = Callable[[list[bytes]], list[bytes]]


def _forged(lines: list[bytes]) -> list[bytes]:
    """Change a record and seal it anew, as one who knows the form would."""
    link = opened(lines[2].rstrip(b"\n"))
    record = {key: value for key, value in link.record.items() if key != "previous"}
    return [*lines[:2], sealed({**record, "number": 99}, link.previous)[0], *lines[3:]]


TAMPERINGS: dict[str, tuple[Tamper, int, str]] = {
    "edit": (
        lambda lines: [*lines[:1], lines[1].replace(b'"number":1', b'"number":7'), *lines[2:]],
        2,
        "changed after it was written",
    ),
    "edit the last": (
        lambda lines: [*lines[:-1], lines[-1].replace(b'"number":5', b'"number":7')],
        6,
        "changed after it was written",
    ),
    "edit and seal anew": (_forged, 4, "the record before this one was replaced"),
    "delete the first": (lambda lines: lines[1:], 1, "1 record is missing"),
    "delete": (lambda lines: [*lines[:2], *lines[4:]], 3, "2 records are missing"),
    "swap": (
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        2,
        "before this record 1 record is missing",
    ),
    "insert": (
        lambda lines: [*lines[:3], sealed({"seq": 4}, _hash(lines[2]))[0], *lines[3:]],
        5,
        "repeated, or moved",
    ),
    "insert noise": (
        lambda lines: [*lines[:3], b"{}\n", *lines[3:]],
        4,
        "no record of an audit log",
    ),
    "duplicate": (lambda lines: [*lines[:3], *lines[2:]], 4, "repeated, or moved"),
    "truncate": (lambda lines: lines[:-2], 4, "behind this line 2 records are missing"),
    "truncate by one": (lambda lines: lines[:-1], 5, "behind this line 1 record is missing"),
    "empty": (lambda _: [], 1, "6 records are missing"),
    "cut within a line": (
        lambda lines: [*lines[:-1], lines[-1][:20]],
        6,
        "this line has no end",
    ),
    "append": (lambda lines: [*lines, sealed({"seq": 9}, GENESIS)[0]], 7, "missing"),
}


def _hash(line: bytes) -> str:
    return opened(line.rstrip(b"\n")).hash


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_where_it_was_done(log: Path, name: str) -> None:
    """The first fault is on the line, and says what is wrong."""
    change, line, why = TAMPERINGS[name]
    lines = written(log).read_bytes().splitlines(keepends=True)
    assert () == verify(log).faults

    log.write_bytes(b"".join(change(lines)))

    fault = verify(log).faults[0]
    assert line == fault.line
    assert why in fault.why


def test_any_changed_byte_is_found(log: Path) -> None:
    """Wherever it stands."""
    original = written(log, 3).read_bytes()

    for position in range(len(original)):
        changed = bytearray(original)
        changed[position] ^= 1
        log.write_bytes(changed)
        assert verify(log).faults, position


def test_a_log_without_its_head_file_is_not_intact(log: Path) -> None:
    """Its end may have been cut off; a hash noted earlier tells that it was not."""
    head = verify(written(log)).hash
    head_path(log).unlink()

    assert "head file is gone" in verify(log).faults[0].why
    assert () == verify(log, known=head).faults


def test_a_hash_that_was_noted_finds_a_log_that_was_written_anew(log: Path) -> None:
    """Who writes the whole chain and its head file again cannot bring back the old hash."""
    noted = verify(written(log)).hash
    log.unlink()
    head_path(log).unlink()
    for _ in range(6):
        Journal(log).append({"event": "egress", "number": 0}, durable=True)

    assert () == verify(log).faults
    assert "no record has the hash" in verify(log, known=noted).faults[0].why


@pytest.mark.parametrize("name", ["truncate", "edit the last", "empty", "cut within a line"])
def test_nothing_leaves_on_a_log_whose_end_was_changed(log: Path, name: str) -> None:
    """To go on would bury what was done."""
    lines = written(log, 7).read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(TAMPERINGS[name][0](lines[:-1] if "edit" in name else lines)))

    with pytest.raises(AuditFailed, match="homeport audit verify"):
        Journal(log).append({}, durable=True)


def test_half_a_line_of_a_writer_that_was_stopped_is_cut_off(log: Path) -> None:
    """It was never promised to anybody, and the next record takes its place."""
    with written(log).open("ab") as stream:
        stream.write(b'{"seq":7,"event"')

    Journal(log).append({"event": "outcome"}, durable=False)

    assert ((), 7) == (verify(log).faults, verify(log).records)


def test_records_lost_in_a_power_failure_leave_a_visible_gap(log: Path) -> None:
    """Those not forced to disk may go; the next writer goes on, and hides nothing."""
    lines = written(log, 6).read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-1]))  # the last one was not durable

    Journal(log).append({"event": "egress"}, durable=True)

    (fault,) = verify(log).faults
    assert (6, "before this record 1 record is missing") == (fault.line, fault.why)


def test_the_usual_place_is_in_the_users_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or beside the models, where a home was named."""
    monkeypatch.delenv("HOMEPORT_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert tmp_path / "homeport" / "audit.jsonl" == default_path()

    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path / "home"))
    assert tmp_path / "home" / "audit.jsonl" == path_of(audit=True)
    assert None is path_of(audit=False)


def test_the_log_is_its_owners_alone(log: Path) -> None:
    """It says when somebody asked something."""
    written(log)

    assert [0o600, 0o600] == [p.stat().st_mode & 0o777 for p in (log, head_path(log))]
