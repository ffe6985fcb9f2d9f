"""The command line on a policy whose device side is ``kind: echo``: fast, and a real backend."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from standin import Cloud
from typer.testing import CliRunner, Result

from homeport.router.cli import app

ECHO = """\
version: 1
backends:
  local: {kind: echo}
  cloud: {kind: openai, model: gpt-5-mini}
privacy:
  detectors: [identifiers, secrets]
  terms: {sensitive: [Project Falcon]}
stays_home:
  - {name: secrets-stay, when: {privacy: {at_least: sensitive}}}
rules:
  - {name: never, when: {model: forbidden}, to: []}
  - {name: personal, when: {privacy: {at_least: personal}}, to: [local]}
  - {name: rest, to: [local, cloud]}
examples:
  - {say: "my card is 4111 1111 1111 1111", route: local, rule: secrets-stay}
  - {say: "hola", route: local, rule: rest}
"""


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs ``homeport`` as a person would, in a folder whose ``homeport.yaml`` is ``ECHO``."""

    folder: Path

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)

    def json(self, *arguments: str, stdin: str | bytes = b"") -> Any:
        return json.loads(self(*arguments, stdin=stdin).stdout)

    def write(self, text: str, name: str = "homeport.yaml") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def process(self, *arguments: str, before: str = "", **options: Any) -> subprocess.Popen[bytes]:
        """Start a real process, for what only a process has: signals, pipes, a terminal."""
        program = f"{before}from homeport.router.cli import main; main()"
        command = [sys.executable, "-c", program, *arguments]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(command, cwd=self.folder, **{**pipes, **options})


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in a folder of its own, 100 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    found = Shell(tmp_path)
    found.write(ECHO)
    return found


@pytest.fixture
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for models."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOMEPORT_HOME", str(home))
    return home


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """The stand-in cloud, where the client's own address and key point."""
    with Cloud() as running:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-stand-in")
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        yield running
