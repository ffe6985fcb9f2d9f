"""What mlx-lm has to be told of a model that transformers has saved.

transformers 5 has renamed fields that mlx-lm reads by their old names, and leaves out what it can
derive. Some of these mlx-lm misses with an error; for others it takes a default and answers
nonsense.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from homeport.errors import ModelError

_RENAMED: Final = {"qwen3_moe": {"num_local_experts": "num_experts"}}
"""Type of model -> transformers' field -> mlx-lm's."""


def mended(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields to add to ``config``; ``ModelError`` if one cannot be told."""
    text = config.get("text_config")
    if not isinstance(text, dict):
        return _rope(config) | _fields(config)
    added = _rope(text) | _fields(text)
    nested = {"text_config": text | added} if added else {}
    # The one size that mlx-lm's Gemma 3 reads outside of the text's own part.
    sized = config.get("model_type") == "gemma3" and "vocab_size" not in config
    return nested | ({"vocab_size": text["vocab_size"]} if sized and "vocab_size" in text else {})


def _fields(config: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(config.get("model_type"))
    found = {
        ours: config[theirs]
        for theirs, ours in _RENAMED.get(kind, {}).items()
        if theirs in config and ours not in config
    }
    if kind == "gemma3_text" and "sliding_window_pattern" not in config:
        found |= _pattern(config.get("layer_types") or ())
    if kind == "llama4_text" and "rope_parameters" in config:
        found.setdefault("rope_scaling", _scaling(config["rope_parameters"]))
    return found


def _pattern(layers: list[str] | tuple[str, ...]) -> dict[str, int]:
    """Every how many layers Gemma looks back at everything, not only through a window."""
    if "full_attention" not in layers:
        return {}
    return {"sliding_window_pattern": layers.index("full_attention") + 1}


def _rope(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rotary base, and its scaling, where mlx-lm looks for them."""
    parameters = config.get("rope_parameters")
    if not parameters or "rope_theta" in config:
        return {}
    if "rope_theta" in parameters:
        return _flat(parameters)
    whole, window = parameters.get("full_attention"), parameters.get("sliding_attention")
    if whole and window and "rope_theta" in whole and "rope_theta" in window:
        return _flat(whole) | {"rope_local_base_freq": window["rope_theta"]}
    raise ModelError(
        "this model's rope_parameters carry no rope_theta that MLX would find, and it would answer "
        "nonsense; use a form of the model that was made for MLX, or the pytorch backend"
    )


def _flat(parameters: Mapping[str, Any]) -> dict[str, Any]:
    scaling = _scaling(parameters)
    return {"rope_theta": parameters["rope_theta"]} | (
        {} if scaling is None else {"rope_scaling": scaling}
    )


def _scaling(parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    scaled = parameters.get("rope_type", "default") != "default"
    return dict(parameters) if scaled else None
