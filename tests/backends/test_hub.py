"""Pulling from a hub: a stand-in on loopback that speaks the hub's protocol for a tiny model.

The model has random weights and the stand-in knows three repositories; what is tested is our
side and the hub's own client. That client reads HF_ENDPOINT when it is imported, so each pull
runs in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.types import Call

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """Serves ``org/tiny``; ``org/gated`` wants a licence accepted; nothing else exists."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.drop: str | None = None
        """The file whose connections are cut halfway."""
        self.served: list[str] = []
        self.authorizations: set[str | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.authorizations.add(self.headers.get("authorization"))
        path = self.path.partition("?")[0]
        if "/org/gated" in path:
            self._refuse(403, "GatedRepo")
        elif path in {"/api/models/org/tiny", "/api/models/org/tiny/revision/main"}:
            names = [{"rfilename": name} for name in self.server.files]
            self._json({"id": "org/tiny", "sha": COMMIT, "siblings": names})
        elif path.startswith("/api/models/org/tiny/tree/"):
            self._json([_entry(name, data) for name, data in self.server.files.items()])
        elif path.startswith(f"/org/tiny/resolve/{COMMIT}/"):
            self._file(path.rpartition("/")[2])
        else:
            self._refuse(404, "RepoNotFound")

    def _file(self, name: str) -> None:
        data, start = self.server.files[name], 0
        if span := self.headers.get("range"):
            start = int(span.removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("etag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("x-repo-commit", COMMIT)
        self.send_header("content-length", str(len(data) - start))
        if start:
            self.send_header("content-range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.server.served.append(name)
        rest = data[start:]
        self.wfile.write(rest[: len(rest) // 2] if self.server.drop == name else rest)

    def _json(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.command == "GET" else b"")

    def _refuse(self, status: int, code: str) -> None:
        self.send_response(status)
        self.send_header("x-error-code", code)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep quiet."""


def _entry(name: str, data: bytes) -> dict[str, object]:
    digest = hashlib.sha256(data).hexdigest()
    return {"type": "file", "path": name, "size": len(data), "oid": digest[:40]}


@pytest.fixture
def hub(tiny: Path, tmp_path: Path) -> Iterator[Hub]:
    source = Path(shutil.copytree(tiny, tmp_path / "source"))
    (source / "pytorch_model.bin").write_bytes(b"a pickle")
    (source / "modeling_tiny.py").write_text("raise SystemExit")
    with Hub(source) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def pull(hub: Hub, name: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys\n"
        "from homeport.backends.pull import pull\n"
        "from homeport.errors import HomeportError\n"
        "told = []\n"
        "try:\n"
        "    print(pull(sys.argv[1], lambda done, total: told.append(done)))\n"
        "    print(max(told))\n"
        "except HomeportError as error:\n"
        "    sys.exit(f'{type(error).__name__}: {error}')\n"
    )
    own = {
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(home / "hf"),
        "HF_TOKEN": "hf_top_secret",
        "HF_HUB_DOWNLOAD_TIMEOUT": "5",
        "HOMEPORT_HOME": str(home),
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-c", program, name],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | own,
    )


def test_a_hub_model_is_pulled_and_answers(hub: Hub, home: Path) -> None:
    """Weights, configuration and tokenizer come; pickles and Python do not; progress is told."""
    done = pull(hub, "org/tiny", home)

    assert (0, "") == (done.returncode, done.stderr)
    folder, told = done.stdout.split()
    assert str(home / "models" / "org--tiny") == folder
    assert int(told) >= len(hub.files["model.safetensors"])
    assert {
        "chat_template.jinja",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    } == {path.name for path in Path(folder).iterdir()}
    backend = create("pytorch", "local", model="org/tiny")
    answer = list(backend.generate(Call("completions", {"prompt": "a", "max_tokens": 3})))
    assert "length" == answer[-1].finish


def test_a_broken_pull_leaves_no_model_and_the_next_one_finishes(hub: Hub, home: Path) -> None:
    """What had arrived is not fetched again, and offline half a model is not taken for one."""
    hub.drop = "model.safetensors"
    broken = pull(hub, "org/tiny", home)
    assert "ModelError" in broken.stderr
    assert not (home / "models" / "org--tiny").exists()

    offline = pull(hub, "org/tiny", home, HF_HUB_OFFLINE="1")
    assert "HF_HUB_OFFLINE is set" in offline.stderr
    assert not (home / "models" / "org--tiny").exists()

    hub.drop = None
    hub.served.clear()
    done = pull(hub, "org/tiny", home)

    assert (0, "") == (done.returncode, done.stderr)
    assert ["model.safetensors"] == hub.served
    whole = home / "models" / "org--tiny" / "model.safetensors"
    assert hub.files["model.safetensors"] == whole.read_bytes()


def test_each_refusal_of_the_hub_is_told_with_the_next_step(hub: Hub, home: Path) -> None:
    """A licence to accept, and a name to check; the token is used and never shown."""
    gated, unknown = pull(hub, "org/gated", home), pull(hub, "org/unknown", home)

    assert "licence to be accepted" in gated.stderr
    assert "the hub knows no model org/unknown" in unknown.stderr
    assert "hf_top_secret" not in gated.stderr + unknown.stderr
    assert "Bearer hf_top_secret" in hub.authorizations


def test_a_repository_of_pickles_is_refused_before_anything_is_fetched(
    hub: Hub, home: Path
) -> None:
    """Its weights could run code."""
    del hub.files["model.safetensors"]

    done = pull(hub, "org/tiny", home)

    assert "no model in safetensors form" in done.stderr
    assert [] == hub.served
