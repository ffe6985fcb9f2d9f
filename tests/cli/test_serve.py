"""``homeport serve``, as a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

import httpx
import pytest
from cli.conftest import Shell


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ask(port: int, server: subprocess.Popen[bytes]) -> httpx.Response:
    """Ask a server that is still starting."""
    body = {"model": "auto", "messages": [{"role": "user", "content": "hola amigo"}]}
    for _ in range(600):
        assert server.poll() is None, server.communicate()
        try:
            return httpx.post(
                f"http://127.0.0.1:{port}/v1/chat/completions", json=body, trust_env=False
            )
        except httpx.ConnectError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start within a minute")


def test_it_answers_as_the_policy_decides_until_it_is_interrupted(shell: Shell) -> None:
    """Another program asks over HTTP; Ctrl-C ends it without a traceback."""
    port = free_port()
    server = shell.process("serve", "--port", str(port))
    try:
        answer = ask(port, server)
    finally:
        server.send_signal(signal.SIGINT)
    _, errors = server.communicate(timeout=30)

    assert "hola amigo" == answer.json()["choices"][0]["message"]["content"]
    assert "local" == answer.headers["x-homeport-route"]
    assert b"Traceback" not in errors


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])  # noqa: S104
def test_it_listens_on_this_device_alone(shell: Shell, host: str) -> None:
    """Whoever reached it from elsewhere could spend the user's key."""
    result = shell("serve", "--host", host)

    assert 2 == result.exit_code
    assert "loopback" in result.stderr
