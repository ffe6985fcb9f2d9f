"""Does a model fit the memory of this machine? An estimate before gigabytes are downloaded."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from homeport.backends import catalog
from homeport.backends.card import Form
from homeport.backends.folder import ModelFolder
from homeport.errors import ModelError
from homeport.places import find

OVERHEAD: Final = 600_000_000
"""Bytes of Python, the engine's libraries and its work space (measured 500 to 760 MB)."""

APPLE_SHARE: Final = 0.75
"""The share of its memory that macOS lets a GPU keep resident by default on larger machines."""

TIGHT: Final = 0.85
"""From this share of what is available the machine may begin to swap."""

_CONTEXT: Final = 4_096
"""Tokens to reckon with when the caller does not say."""

Verdict = Literal["fits", "tight", "too big", "unknown"]


@dataclass(frozen=True, slots=True)
class Fit:
    """What a model would take and what there is, in bytes. ``weights`` None: size unknown."""

    name: str
    context: int
    weights: int | None
    cache: int
    overhead: int
    available: int

    @property
    def needed(self) -> int | None:
        return None if self.weights is None else self.weights + self.cache + self.overhead

    @property
    def verdict(self) -> Verdict:
        if self.needed is None:
            return "unknown"
        if self.needed > self.available:
            return "too big"
        return "tight" if self.needed > TIGHT * self.available else "fits"


def fit(
    name_or_path: str,
    *,
    context: int | None = None,
    form: Form | None = None,
    available: int | None = None,
) -> Fit:
    """Estimate whether a model fits with ``context`` tokens (4096, or all if it holds fewer).

    ``ModelError`` if the model is neither in the catalogue nor on this device.
    """
    free = available_memory() if available is None else available
    path = find(name_or_path)
    if path is not None:
        folder = ModelFolder(path)
        tokens = context or min(_CONTEXT, folder.context or _CONTEXT)
        cache = tokens * (folder.kv_bytes_per_token or 0)
        return Fit(name_or_path, tokens, folder.weight_bytes, cache, OVERHEAD, free)
    model = catalog.known(name_or_path)
    if model is None:
        raise ModelError(
            f"{name_or_path} is neither in `homeport models list` nor on this device; pull it first"
        )
    tokens = context or min(_CONTEXT, model.context)
    cache = tokens * model.cache_per_token
    size = model.size(form or catalog.form_for(name_or_path))
    return Fit(model.name, tokens, size, cache, OVERHEAD, free)


def available_memory() -> int:
    """Return the bytes that a model could take now, within a container's limit if there is one.

    Boundless where that is not known.
    """
    if platform.system() == "Darwin":
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return int(pages * APPLE_SHARE)
    if platform.system() != "Linux":
        return 2**62
    return min(_meminfo_available(Path("/proc/meminfo")), _cgroup_left(Path("/sys/fs/cgroup")))


def _meminfo_available(file: Path) -> int:
    """``MemAvailable`` of Linux, in bytes: what can be had without swapping."""
    for line in file.read_text(encoding="ascii").splitlines():
        key, _, rest = line.partition(":")
        if key == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _cgroup_left(root: Path) -> int:
    """What a control group (version 2) still allows; boundless if there is none or no limit."""
    limit, used = _number(root / "memory.max"), _number(root / "memory.current")
    return 2**62 if limit is None else max(0, limit - (used or 0))


def _number(file: Path) -> int | None:
    try:
        text = file.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdecimal() else None
