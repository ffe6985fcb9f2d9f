"""Who can answer on this device.

A policy names a ``kind``; the class behind it is imported when a backend of that kind is created,
so that an engine nobody uses costs nothing. Other packages add kinds by entry points of the
group ``homeport.backends``.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from homeport import plugins
from homeport.backends import catalog
from homeport.backends.base import Backend
from homeport.backends.isolated import IsolatedBackend

__all__ = ["KINDS", "Backend", "create", "local_kind"]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mlx": "homeport.backends.mlx:MlxBackend",
        "pytorch": "homeport.backends.pytorch:TorchBackend",
        "echo": "homeport.backends.echo:EchoBackend",
    }
)
"""The kinds that homeport ships, and where their classes are. ``local`` is one of the first two."""


EMBEDDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mlx": "homeport.backends.embedding.mlx:MlxEmbedder",
        "pytorch": "homeport.backends.embedding.pytorch:TorchEmbedder",
    }
)
"""The same for ``task: embeddings``."""

TASKS: Final = ("generate", "embeddings")


def local_kind() -> str:
    """Return what ``kind: local`` means here: ``mlx`` on Apple silicon, else ``pytorch``."""
    return catalog.local_form()


def create(kind: str, name: str, **options: Any) -> Backend:
    """Return a backend of ``kind``, which is not loaded yet; in a process of its own if the option
    ``isolate`` is true.

    ``ValueError`` for an unknown kind or an option's wrong value, ``TypeError`` for an option
    that the kind does not have or needs; the messages name what is allowed.
    """
    isolate = options.pop("isolate", False)
    if not isinstance(isolate, bool):
        raise TypeError("isolate must be true or false")
    given = dict(options)
    if kind in {"local", *EMBEDDERS} and _task(options) == "embeddings":
        form = catalog.form_for(options.get("model", "")) if kind == "local" else kind
        made = _imported(EMBEDDERS[form])
    else:
        made = _class(local_kind() if kind == "local" else kind)
    _require_options(made, kind, options)
    backend = made(name=name, **options)
    return IsolatedBackend(kind, backend, given) if isolate else backend


def _task(options: dict[str, Any]) -> str:
    """Take ``task`` out of the options of a local backend; by default what its model is for."""
    usual = "embeddings" if catalog.is_embedder(options.get("model", "")) else "generate"
    task = options.pop("task", usual)
    if task not in TASKS:
        raise ValueError(f"task must be one of {', '.join(TASKS)}")
    return str(task)


def _imported(place: str) -> type[Backend]:
    module, _, attribute = place.partition(":")
    found: type[Backend] = getattr(importlib.import_module(module), attribute)
    return found


def _class(kind: str) -> type[Backend]:
    if kind in KINDS:
        return _imported(KINDS[kind])
    try:
        found: type[Backend] = plugins.load("homeport.backends", kind)
    except KeyError:
        known = sorted({"local", *KINDS, *plugins.names("homeport.backends")})
        raise ValueError(f"unknown kind {kind!r}; known are {', '.join(known)}") from None
    return found


def _require_options(made: type[Backend], kind: str, options: Mapping[str, Any]) -> None:
    parameters = inspect.signature(made).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return
    allowed = [name for name in parameters if name != "name"]
    unknown = [name for name in options if name not in allowed]
    if unknown:
        raise TypeError(
            f"kind {kind} has no option {unknown[0]!r}; its options are {', '.join(allowed)}"
        )
    for name in allowed:
        if parameters[name].default is inspect.Parameter.empty and name not in options:
            raise TypeError(f"kind {kind} needs the option {name!r}")
