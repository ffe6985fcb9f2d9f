"""Where things live on this device: pulled models, and what is kept.

Models are in ``$HOMEPORT_HOME/models``, by default ``$XDG_CACHE_HOME/homeport/models`` or
``~/.cache/homeport/models``: one folder each.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from homeport.errors import ModelError

SLASH: Final = "--"
"""What stands for the slash of a hub id in the name of a folder."""

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
    return path if _is_model(path) else None


def _is_model(folder: Path) -> bool:
    return (folder / "config.json").is_file()
