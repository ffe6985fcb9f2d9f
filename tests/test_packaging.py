"""What is installed: the built wheel and sdist, and what an import of the package costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import homeport


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A folder with the wheel and the sdist, built as for a release."""
    pytest.importorskip("build", reason="building needs the `build` package")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, repository],
        check=True,
        capture_output=True,
    )
    return folder


def python(code: str, **environment: str) -> str:
    """Run ``code`` in a fresh interpreter and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_the_wheel_holds_each_file_once(built: Path) -> None:
    """The links at the repository's root do not ship; presets and py.typed do."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = wheel.namelist()

    assert {"homeport", "homeport-0.1.0.dist-info"} == {name.partition("/")[0] for name in names}
    assert 1 == max(Counter(names).values())
    assert "homeport/py.typed" in names
    assert {"balanced", "private", "offline", "cloud-first", "saver"} == {
        Path(name).stem for name in names if name.endswith(".yaml")
    }


def test_the_sdist_holds_each_file_once(built: Path) -> None:
    """Sources, tests and documents, without the links."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = [member.name.partition("/")[2] for member in sdist.getmembers()]

    assert not {"router", "backends", "policies"} & {name.partition("/")[0] for name in names}
    assert {"homeport/router/wire.py", "tests/conftest.py", "LICENSE", "README.md"} <= set(names)
    assert 1 == max(Counter(names).values())


def test_the_built_wheel_works(built: Path, tmp_path: Path) -> None:
    """It is imported from where it was installed, and decides with a preset it carries."""
    wheel = next(built.glob("*.whl"))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path, wheel],
        check=True,
        capture_output=True,
    )

    said = python(
        "import homeport, pathlib;"
        "c = homeport.OpenAI(policy='private');"
        "d = c.explain(messages=[{'role': 'user', 'content': 'I am ana@mail.org'}]);"
        "print(pathlib.Path(homeport.__file__).parent.parent, d.route, d.privacy.level)",
        PYTHONPATH=str(tmp_path),
    )

    assert f"{tmp_path} local personal" == said


def test_importing_the_package_imports_nothing_heavy() -> None:
    """Engines, terminal, YAML and our own HTTP client wait until they are used."""
    heavy = {"mlx", "torch", "transformers", "onnxruntime", "rich", "typer", "yaml", "tenacity",
             "stdnum", "phonenumbers", "huggingface_hub", "llguidance"}  # fmt: skip

    loaded = python("import sys, homeport; print(*{m.partition('.')[0] for m in sys.modules})")

    assert set() == heavy & set(loaded.split())


def test_the_public_names_are_sorted_and_there() -> None:
    """`__all__` is a table of contents."""
    assert sorted(homeport.__all__) == homeport.__all__
    assert all(hasattr(homeport, name) for name in homeport.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The lazy names do not hide a misspelling."""
    with pytest.raises(AttributeError, match="no attribute 'Polcy'"):
        homeport.Polcy  # noqa: B018
