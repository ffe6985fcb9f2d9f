"""Where things live on this device: pulled models, and what is kept.

In ``$HOMEPORT_HOME/models``, by default ``$XDG_CACHE_HOME/homeport/models`` or
``~/.cache/homeport/models``: one folder each. Besides, what other programs have fetched into the
hub's own cache (``$HF_HUB_CACHE``, ``$HF_HOME/hub`` or ``~/.cache/huggingface/hub``) is found by
its hub id.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from homeport.errors import ModelError

SLASH: Final = "--"
"""What stands for the slash of a hub id in the name of a folder."""

_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")


def models_home() -> Path:
    """Return the folder of the pulled models; it need not exist."""
    if own := os.environ.get("HOMEPORT_HOME"):
        return Path(own).expanduser() / "models"
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(cache).expanduser() / "homeport" / "models"


def state_home() -> Path:
    """Return the folder of what homeport writes down; it need not exist.

    ``$HOMEPORT_HOME``, else ``$XDG_STATE_HOME/homeport``, else ``~/.local/state/homeport``.
    """
    if own := os.environ.get("HOMEPORT_HOME"):
        return Path(own).expanduser()
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "homeport"


def place_of(name: str) -> Path:
    """Return the folder that a pulled model of that name has; ``ModelError`` if it is no name."""
    if not _NAME.fullmatch(name) or ".." in name:
        raise ModelError(
            f"{name!r:.80} is neither a name of `homeport models list` nor a hub id such as "
            f"org/model"
        )
    return models_home() / name.replace("/", SLASH)


def find(name_or_path: str) -> Path | None:
    """Return the folder of a pulled model or of a model on disk; None if there is none. Cheap."""
    try:
        pulled = place_of(name_or_path)
    except ModelError:
        pulled = None
    if pulled is not None and _is_model(pulled):
        return pulled
    path = Path(name_or_path).expanduser()
    if _is_model(path):
        return path
    return None if pulled is None else _cached(name_or_path)


def _cached(name: str) -> Path | None:
    """Return the snapshot of the hub id ``name`` in the hub's cache, if its weights are there."""
    own, home = os.environ.get("HF_HUB_CACHE"), os.environ.get("HF_HOME")
    cache = Path(own or (Path(home) / "hub" if home else "~/.cache/huggingface/hub")).expanduser()
    folder = cache / f"models--{name.replace('/', SLASH)}"
    try:
        commit = (folder / "refs" / "main").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    if not _COMMIT.fullmatch(commit):
        return None
    snapshot = folder / "snapshots" / commit
    whole = _is_model(snapshot) and any(snapshot.glob("*.safetensors"))
    return snapshot if whole else None


def _is_model(folder: Path) -> bool:
    return (folder / "config.json").is_file()
