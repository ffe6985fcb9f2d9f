"""LoRA adapters: small weights that change what a model says, in PEFT's format or mlx-lm's.

Both say the same in other words: to the output of a linear layer is added ``scale * B(A(x))``.
Either engine takes either format.

    {kind: local, model: qwen3-4b, adapter: ~/adapters/support}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from homeport.errors import ModelError

CONFIG: Final = "adapter_config.json"
_PEFT: Final = "adapter_model.safetensors"
_MLX: Final = "adapters.safetensors"

_REFUSED: Final = ("modules_to_save", "rank_pattern", "alpha_pattern", "layer_replication")
"""Fields of PEFT whose adapters are more than one scale and two matrices a layer."""


@dataclass(frozen=True, slots=True)
class Update:
    """What an adapter adds to one layer: ``down`` is rank x inputs, ``up`` outputs x rank. Arrays
    of whichever library loaded them."""

    layer: str
    """Its dotted name in the model, without ``.weight``."""
    down: Any
    up: Any
    scale: float

    @property
    def shape(self) -> tuple[int, int]:
        """Outputs and inputs of the layer that it is for."""
        return self.up.shape[0], self.down.shape[1]


@dataclass(frozen=True, slots=True)
class Adapter:
    """The folder of an adapter. Nothing is read until it is asked for."""

    path: Path

    def missing(self) -> str | None:
        """Say why there is no adapter to load; cheap."""
        if (self.path / CONFIG).is_file():
            return None
        return f"{self.path} holds no adapter ({CONFIG} is missing); correct the path"

    @property
    def weights(self) -> Path:
        """The file with its weights; ``ModelError`` if there is none that is safe to read."""
        found = next((f for f in (self.path / _PEFT, self.path / _MLX) if f.is_file()), None)
        if found is None:
            raise ModelError(
                f"{self.path} holds neither {_PEFT} (PEFT) nor {_MLX} (mlx-lm); a pickle "
                f"(adapter_model.bin) can run code and is never opened"
            )
        return found

    def updates(self, arrays: Mapping[str, Any]) -> Iterator[Update]:
        """Yield what the adapter adds, layer by layer. ``arrays`` are those of ``weights``.

        ``ModelError`` if it is of a kind that cannot be added to a loaded model.
        """
        if not arrays:
            raise ModelError(f"{self.weights} is empty")
        peft = self.weights.name == _PEFT
        scale = _scale_of_peft(self._config()) if peft else _scale_of_mlx(self._config())
        ends = (".lora_A.weight", ".lora_B.weight") if peft else (".lora_a", ".lora_b")
        layers = dict.fromkeys(name.removesuffix(end) for name in arrays for end in ends)
        for layer in (name for name in layers if name not in arrays):
            try:
                down, up = (arrays[f"{layer}{end}"] for end in ends)
            except KeyError as error:
                raise ModelError(f"{self.weights} is no whole LoRA adapter: {layer}") from error
            if peft:
                yield Update(layer.removeprefix("base_model.model."), down, up, scale)
            else:
                yield Update(layer, down.swapaxes(0, 1), up.swapaxes(0, 1), scale)
        strange = [name for name in arrays if not name.endswith(ends)]
        if strange:
            raise ModelError(f"{self.weights} holds more than LoRA's matrices: {strange[0]}")

    def unfit(self, layer: str) -> ModelError:
        """Return the error of an adapter that was made for another model."""
        return ModelError(
            f"the adapter in {self.path} does not fit this model: it was trained on another one "
            f"(first at {layer}); name the adapter's own base model"
        )

    def _config(self) -> Mapping[str, Any]:
        try:
            config = json.loads((self.path / CONFIG).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{self.path / CONFIG} cannot be read") from error
        if not isinstance(config, dict):
            raise ModelError(f"{self.path / CONFIG} is not an object")
        return config


def _scale_of_peft(config: Mapping[str, Any]) -> float:
    """``lora_alpha / r``, or with rsLoRA ``lora_alpha / sqrt(r)`` (PEFT's ``LoraConfig``)."""
    kind = config.get("peft_type")
    special = [name for name in _REFUSED if config.get(name)]
    if kind != "LORA" or config.get("use_dora") or config.get("bias", "none") != "none" or special:
        why = special[0] if special else "DoRA" if config.get("use_dora") else kind
        raise ModelError(_merge_first(str(why)))
    rank, alpha = _number(config, "r"), _number(config, "lora_alpha")
    return alpha / (rank**0.5 if config.get("use_rslora") else rank)


def _scale_of_mlx(config: Mapping[str, Any]) -> float:
    kind = config.get("fine_tune_type", "lora")
    if kind != "lora":
        raise ModelError(_merge_first(str(kind)))
    parameters = config.get("lora_parameters")
    return _number(parameters if isinstance(parameters, dict) else {}, "scale")


def _number(config: Mapping[str, Any], field: str) -> float:
    value = config.get(field)
    if not isinstance(value, (int, float)) or value <= 0:
        raise ModelError(f"the adapter's {CONFIG} has no number {field}")
    return float(value)


def _merge_first(what: str) -> str:
    return (
        f"this adapter is no plain LoRA ({what}); merge it into its base model first "
        f"(PEFT's merge_and_unload, mlx_lm.fuse) and use the merged folder as `model`"
    )
