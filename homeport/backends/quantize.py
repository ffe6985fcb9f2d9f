"""A model in fewer bits, for MLX: a quarter of the memory, and nearly the same answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from homeport.backends.folder import ModelFolder
from homeport.backends.mlx_config import mended
from homeport.errors import MissingExtra, ModelError
from homeport.places import place_of

BITS: Final = (2, 3, 4, 5, 6, 8)
"""What MLX packs weights into."""

GROUP: Final = 64
"""Weights that share a scale; mlx-lm's own choice."""

_BESIDE: Final = ("tokenizer*", "special_tokens_map.json", "generation_config.json", "*.jinja")
_TOKENS: Final = ("vocab.*", "merges.txt", "added_tokens.json", "LICENSE*", "NOTICE*", "CREDIT")


def quantized_name(name: str, bits: int) -> str:
    """Return what the packed form of the model ``name`` is called; a folder counts by its name."""
    try:
        place_of(name)
    except ModelError:
        name = Path(name).expanduser().name
    return f"{name}-{bits}bit"


def quantize(source: Path, name: str, bits: int) -> Path:
    """Pack the weights of ``source`` into ``bits`` each and return the folder of the new model.

    It is pulled, so to speak, under ``quantized_name``; one that is there is returned as it is.
    """
    if bits not in BITS:
        raise ModelError(f"weights are packed into {', '.join(map(str, BITS))} bits, not {bits}")
    target = place_of(quantized_name(name, bits))
    if ModelFolder(target).is_model():
        return target
    folder = ModelFolder(source)
    if folder.mlx_quantized or folder.quantization:
        raise ModelError(f"{source} is packed already; quantize the original form of the model")
    folder.require_harmless()
    work = target.with_name(f".packing-{target.name}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        _pack(folder, work, bits)
        for file in _files(source):
            shutil.copy2(file, work)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _files(source: Path) -> Iterable[Path]:
    """Yield what belongs to a model besides its weights; no code."""
    found = (file for pattern in (*_BESIDE, *_TOKENS) for file in source.glob(pattern))
    return (file for file in found if file.is_file() and file.suffix != ".py")


def _pack(folder: ModelFolder, work: Path, bits: int) -> None:
    try:
        import mlx.core as mx
        from mlx_lm.utils import load_model, quantize_model, save_config, save_model
    except ImportError as error:
        raise MissingExtra("mlx_lm", "mlx") from error

    config: dict[str, Any]
    with mx.stream(mx.new_stream(mx.default_device())):
        try:
            model, config = load_model(folder.path, lazy=True, model_config=mended(folder.config))
            model, config = quantize_model(model, config, GROUP, bits)
        except (TypeError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"mlx-lm cannot pack the weights in {folder.path}; the architecture may be unknown "
                f"to it, or its layers no multiple of {GROUP} wide"
            ) from error
        save_model(work, model)
    save_config(config, work / "config.json")
