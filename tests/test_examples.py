"""The examples run as they are, and their output is true."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from homeport import Policy
from homeport.places import find
from homeport.router.engine import run_examples

MODEL = "smollm2-135m"
Run = Callable[[str], str]


def installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def with_the_model(test: Callable[..., None]) -> Callable[..., None]:
    """Run ``test`` where the model and an engine are; it may take its time."""
    ready = find(MODEL) is not None and (installed("torch") or installed("mlx"))
    there = pytest.mark.skipif(not ready, reason=f"homeport models pull {MODEL}")
    found: Callable[..., None] = pytest.mark.model(there(test))
    return found


@pytest.fixture
def run(repository: Path, tmp_path: Path) -> Run:
    """Run an example in a process of its own, from an empty folder, without a key."""

    def run(name: str) -> str:
        done = subprocess.run(
            [sys.executable, str(repository / "examples" / f"{name}.py")],
            cwd=tmp_path,
            env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "error::ResourceWarning"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)
        return done.stdout

    return run


def examples(repository: Path) -> list[Path]:
    return sorted((repository / "examples").glob("*.py"))


def test_examples_are_short(repository: Path) -> None:
    """Each fits on a screen, says what it shows, and is run below."""
    for path in examples(repository):
        lines = path.read_text().splitlines()
        assert len(lines) < 40, path.name
        assert lines[0].startswith('"""'), path.name
        assert f'run("{path.stem}")' in Path(__file__).read_text(), path.name


def test_own_policy(run: Run) -> None:
    """The policy's three rules speak, one for each question."""
    lines = [line.split() for line in run("own_policy").splitlines()[::2]]

    assert [["local", "nothing-private"], ["local", "spanish"], ["cloud", "rest"]] == [
        line[:2] for line in lines
    ]


def test_own_policy_keeps_its_promises(repository: Path) -> None:
    """The examples written in the policy come out as they say."""
    policy = Policy.load(repository / "examples" / "own_policy.yaml")

    assert 3 == len(policy.examples)
    assert [] == run_examples(policy)


def test_own_backend(run: Run) -> None:
    """The clock tells the time."""
    assert re.fullmatch(r"sundial: It is \d\d:\d\d UTC\. +\(4 tokens\)\n", run("own_backend"))


def test_own_scorer(run: Run) -> None:
    """The detector keeps a badge at home and the scorer sends a hard question out."""
    lines = [line.split()[:2] for line in run("own_scorer").splitlines()]

    assert [["cloud", "hard"], ["local", "staff"], ["local", "rest"]] == lines


def test_pseudonyms(run: Run) -> None:
    """The cloud sees an address of example.com, and the caller the one that was meant."""
    cloud, caller = run("pseudonyms").splitlines()

    assert re.fullmatch(r"cloud sees: Write to Email_[a-z]{5}_1a@example\.com", cloud)
    assert caller == "you see:    I shall write to ana.perez@correo.es"


@with_the_model
def test_drop_in(run: Run) -> None:
    """The device answers both questions, the private one because of what is in it."""
    printed = run("drop_in")

    assert f"{MODEL}: The capital of France is Paris." in printed
    assert ["rest", "secrets-stay"] == re.findall(r"'rule': '([\w-]+)'", printed)
    assert ["local", "local"] == re.findall(r"'route': '(\w+)'", printed)


@with_the_model
def test_async_client(run: Run) -> None:
    """Two requests at once get the two answers that belong to them."""
    france, italy = run("async_client").splitlines()

    assert ("Paris" in france, "Rome" in italy) == (True, True)


@with_the_model
def test_streaming(run: Run) -> None:
    """Twelve pieces of a story come, and no more."""
    story, end = run("streaming").splitlines()

    assert "sea" in story
    assert f"[{MODEL} was stopped after 12 pieces]" == end


@with_the_model
def test_stock_client(run: Run) -> None:
    """A stock client is answered at home, and its upload is refused."""
    printed = run("stock_client")

    assert printed.startswith(f"{MODEL}: ")
    assert printed.endswith("403 refused_by_policy\n")


@with_the_model
@pytest.mark.skipif(not installed("langchain_openai"), reason="pip install langchain-openai")
def test_langchain_chat(run: Run) -> None:
    """LangChain gets its answer, whole and streamed."""
    whole, streamed = run("langchain_chat").splitlines()

    assert f"{MODEL}: The capital of France is Paris." == whole
    assert "Rome" in streamed
