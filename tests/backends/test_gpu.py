"""Both engines on a GPU, where there is one. All other tests of the engines use it then, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from homeport.backends import create
from homeport.backends.folder import ModelFolder
from homeport.backends.local import LocalBackend
from homeport.backends.worker import Worker
from homeport.types import Call


def _torch() -> str | None:
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None


def _mlx() -> str | None:
    mx = pytest.importorskip("mlx.core")
    return "gpu" if mx.default_device() == mx.Device(mx.gpu) else None


@pytest.fixture(params=["pytorch", "mlx"])
def kind(request: pytest.FixtureRequest) -> str:
    """An engine that has a GPU here."""
    name = str(request.param)
    if (_torch() if name == "pytorch" else _mlx()) is None:
        pytest.skip(f"{name} finds no GPU on this machine")
    return name


@pytest.fixture
def backend(kind: str, tiny: Path) -> Iterator[LocalBackend]:
    made = create(kind, "local", model=str(tiny), dtype="float32")
    assert isinstance(made, LocalBackend)
    yield made
    made.close()


def said(backend: LocalBackend, text: str) -> str:
    body = {"prompt": text, "max_tokens": 24, "temperature": 0}
    return "".join(delta.text for delta in backend.generate(Call("completions", body)))


def test_the_gpu_is_used_unless_told_otherwise(kind: str, backend: LocalBackend) -> None:
    """The caches of an answer lie there."""
    engine = backend.open(ModelFolder(Path(backend.model)), None)
    row = engine.row()
    engine.read(row, [104, 105], last=True)

    where: Any = row.logits.device.type if kind == "pytorch" else _mlx()

    assert where == (_torch() if kind == "pytorch" else "gpu")


def test_it_says_what_the_processor_says(backend: LocalBackend, tiny: Path) -> None:
    """Greedy, in float32: rounding apart the same numbers."""
    alone = create("pytorch", "local", model=str(tiny), dtype="float32", device="cpu")
    assert isinstance(alone, LocalBackend)

    assert said(alone, "a few words") == said(backend, "a few words")


def test_answers_side_by_side_and_drafts_work_there(
    kind: str, backend: LocalBackend, tiny: Path
) -> None:
    """What is said is what is said alone."""
    alone = [said(backend, f"call {n}") for n in range(4)]
    worker = Worker(create(kind, "local", model=str(tiny), dtype="float32", draft=str(tiny)))
    bodies = [{"prompt": f"call {n}", "max_tokens": 24, "temperature": 0} for n in range(4)]

    streams = [worker.submit(Call("completions", body)) for body in bodies]
    together = ["".join(delta.text for delta in stream) for stream in streams]
    worker.close()

    assert alone == together
