"""The models that homeport knows by name, and those that are on this device."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from homeport.backends.card import Form, Model
from homeport.backends.embedding.listing import EMBEDDERS
from homeport.backends.folder import ModelFolder
from homeport.backends.listing import MODELS, READERS
from homeport.errors import ModelError
from homeport.places import SLASH, models_home, place_of


@dataclass(frozen=True, slots=True)
class Installed:
    """One pulled model."""

    name: str
    path: Path
    size: int
    """Bytes of all its files."""


def catalog() -> tuple[Model, ...]:
    """Return the models known by name that can answer, the smallest first."""
    return MODELS


def readers() -> tuple[Model, ...]:
    """Return the models known by name that judge texts and answer nobody."""
    return READERS


def embedders() -> tuple[Model, ...]:
    """Return the models known by name that make vectors of texts, the smallest first."""
    return EMBEDDERS


def is_embedder(name: str) -> bool:
    """Say whether a name of the catalogue is that of a model that makes vectors."""
    return any(model.name == name for model in EMBEDDERS)


def form_for(name: str) -> Form:
    """Return the form in which this machine runs a model: its own, or the only one there is."""
    model = known(name)
    only = model is not None and model.wheel is None and model.mlx is None
    return "pytorch" if only else local_form()


def known(name: str) -> Model | None:
    """Return the catalogue's model of that name."""
    return next((model for model in (*MODELS, *EMBEDDERS, *READERS) if model.name == name), None)


def local_form() -> Form:
    """Return the form for this machine: MLX on Apple silicon, else PyTorch."""
    apple = platform.system() == "Darwin" and platform.machine() == "arm64"
    return "mlx" if apple else "pytorch"


def how_to_get(name: str) -> str:
    """Return the command that brings the model here."""
    return f"homeport models pull {name}"


def installed() -> list[Installed]:
    """Return the pulled models by name."""
    home = models_home()
    folders = sorted(home.iterdir()) if home.is_dir() else []
    return [
        Installed(folder.name.replace(SLASH, "/", 1), folder, _bytes_in(folder))
        for folder in folders
        if not folder.name.startswith(".") and ModelFolder(folder).is_model()
    ]


def remove(name: str) -> int:
    """Delete a pulled model and return the bytes freed; ``ModelError`` if it is not here."""
    folder = place_of(name)
    if not ModelFolder(folder).is_model():
        raise ModelError(f"{name} is not among the pulled models; see `homeport models list`")
    size = _bytes_in(folder)
    doomed = folder.with_name(f".removing-{folder.name}")
    folder.rename(doomed)  # at once: a half-deleted folder must not look like a model
    shutil.rmtree(doomed)
    return size


def _bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
