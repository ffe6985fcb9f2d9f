"""How a model's hidden states become one vector, as sentence-transformers writes it down.

``modules.json`` lists the steps; ``1_Pooling/config.json``, ``2_Dense/`` ... describe each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from homeport.backends.folder import ModelFolder
from homeport.errors import ModelError

POOLINGS: Final = ("mean", "last", "cls", "max")

_MODES: Final = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_lasttoken": "last",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len",
    "pooling_mode_weightedmean_tokens": "weightedmean",
}
"""The older form of ``1_Pooling/config.json``: one switch for each way."""

_NAMES: Final = {"lasttoken": "last"}
_ACTIVATIONS: Final = {"Identity": "identity", "Tanh": "tanh"}


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer over the pooled vector; ``folder`` holds its weights."""

    folder: Path
    activation: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What happens to the hidden states of one text."""

    pooling: str
    layers: tuple[Dense, ...] = ()
    normalize: bool = True
    longest: int | None = None
    """Tokens of one text that the model was made for; None if the recipe does not say."""
    lower_case: bool = False


def recipe_of(folder: ModelFolder, pooling: str | None) -> Recipe:
    """Return the recipe in ``folder``; ``pooling`` overrides it, or stands in for it.

    Raises ``ModelError`` if there is none, or it has a step that is not known here.
    """
    modules = _json(folder.path / "modules.json")
    if not isinstance(modules, list):
        return Recipe(_required(pooling, folder))
    around = _settings(folder.path / "sentence_bert_config.json")
    longest = around.get("max_seq_length")
    steps = {kind: path for kind, path in _steps(folder, modules) if kind != "Dense"}
    found = pooling or _pooling(steps.get("Pooling"))
    return Recipe(
        _required(found, folder),
        tuple(_dense(path) for kind, path in _steps(folder, modules) if kind == "Dense"),
        "Normalize" in steps,
        longest if isinstance(longest, int) else None,
        around.get("do_lower_case") is True,
    )


def _steps(folder: ModelFolder, modules: list[Any]) -> Iterator[tuple[str, Path]]:
    for module in modules:
        kind = str(module.get("type", "")).rpartition(".")[2]
        if kind not in {"Transformer", "Pooling", "Dense", "Normalize"}:
            raise ModelError(
                f"{folder.path} makes its vectors with a step that is not known here ({kind:.40}); "
                f"choose another embedding model"
            )
        yield kind, _inside(folder.path, str(module.get("path", "")))


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ModelError(f"{folder} names files outside of itself; it is not used")
    return path


def _pooling(path: Path | None) -> str | None:
    if path is None:
        return None
    settings = _settings(path / "config.json")
    if isinstance(mode := settings.get("pooling_mode"), str):
        return _NAMES.get(mode, mode)
    chosen = [way for switch, way in _MODES.items() if settings.get(switch)]
    return chosen[0] if len(chosen) == 1 else " and ".join(chosen) or None


def _required(pooling: str | None, folder: ModelFolder) -> str:
    if pooling in POOLINGS:
        return pooling
    what = f"is pooled by {pooling}, not known here" if pooling else "does not say how it is pooled"
    raise ModelError(
        f"the model in {folder.path} {what}; set `pooling` of the backend to "
        f"{', '.join(POOLINGS)}, as its makers say, or choose another embedding model"
    )


def _dense(path: Path) -> Dense:
    written = str(_settings(path / "config.json").get("activation_function", "Identity"))
    activation = _ACTIVATIONS.get(written.rpartition(".")[2])
    if activation is None or not (path / "model.safetensors").is_file():
        raise ModelError(
            f"{path} is a layer that cannot be used here (its activation is not known, or its "
            f"weights are not in safetensors form); choose another embedding model"
        )
    return Dense(path, activation)


def _settings(file: Path) -> Mapping[str, Any]:
    value = _json(file)
    return value if isinstance(value, dict) else {}


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ModelError(f"{file} cannot be read; pull the model again") from error
