"""LoRA adapters in both formats, on both engines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from homeport.backends import create
from homeport.errors import ModelError
from homeport.types import Call

LAYER = "model.layers.1.mlp.down_proj"
ASK = Call("completions", {"prompt": "hello", "max_tokens": 12, "temperature": 0})
PEFT = {"peft_type": "LORA", "r": 2, "lora_alpha": 8, "bias": "none", "target_modules": ["x"]}


def matrices(rank: int = 2, inputs: int = 128, outputs: int = 64) -> tuple[Any, Any]:
    import numpy as np

    random = np.random.default_rng(3)
    down, up = random.normal(size=(rank, inputs)), random.normal(size=(outputs, rank))
    return down.astype("float32"), up.astype("float32")


def peft(folder: Path, *, layer: str = LAYER, inputs: int = 128, **config: Any) -> Path:
    """Write an adapter as PEFT does."""
    from safetensors.numpy import save_file

    down, up = matrices(inputs=inputs)
    folder.mkdir()
    name = f"base_model.model.{layer}"
    arrays = {f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up}
    save_file(arrays, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text(json.dumps(PEFT | config))
    return folder


def mlx(folder: Path, **config: Any) -> Path:
    """Write the same adapter as mlx-lm does: transposed, and with its scale."""
    import numpy as np
    from safetensors.numpy import save_file

    down, up = (np.ascontiguousarray(matrix.T) for matrix in matrices())
    folder.mkdir()
    arrays = {f"{LAYER}.lora_a": down, f"{LAYER}.lora_b": up}
    save_file(arrays, folder / "adapters.safetensors")
    parameters = {"rank": 2, "scale": 4.0, "dropout": 0.0}
    written = {"fine_tune_type": "lora", "num_layers": 1, "lora_parameters": parameters}
    (folder / "adapter_config.json").write_text(json.dumps(written | config))
    return folder


def said(kind: str, model: Path, adapter: Path | None = None) -> str:
    options = {} if adapter is None else {"adapter": str(adapter)}
    backend = create(kind, "local", model=str(model), dtype="float32", **options)
    text = "".join(delta.text for delta in backend.generate(ASK))
    backend.close()
    return text


def test_an_adapter_changes_both_engines_alike_in_both_formats(tiny: Path, tmp_path: Path) -> None:
    """Four ways to load it, one answer, and not the one of the bare model."""
    folders = (peft(tmp_path / "peft"), mlx(tmp_path / "mlx"))

    answers = {said(kind, tiny, folder) for kind in ("pytorch", "mlx") for folder in folders}

    assert 1 == len(answers)
    assert said("pytorch", tiny) not in answers


@pytest.mark.parametrize("kind", ["pytorch", "mlx"])
@pytest.mark.parametrize(
    "wrong", [{"layer": "model.layers.7.mlp.down_proj"}, {"inputs": 96}, {"layer": "model.norm"}]
)
def test_an_adapter_of_another_model_is_refused(
    kind: str, wrong: dict[str, Any], tiny: Path, tmp_path: Path
) -> None:
    """A layer that is not there, another size, another kind of layer."""
    backend = create(
        kind, "local", model=str(tiny), adapter=str(peft(tmp_path / "adapter", **wrong))
    )

    with pytest.raises(ModelError, match="does not fit this model"):
        backend.load()


@pytest.mark.parametrize(
    ("config", "what"),
    [
        ({"use_dora": True}, "DoRA"),
        ({"peft_type": "PREFIX_TUNING"}, "PREFIX_TUNING"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save"),
        ({"lora_alpha": None}, "no number lora_alpha"),
    ],
)
def test_what_is_no_plain_lora_is_refused_with_a_way_out(
    config: dict[str, Any], what: str, tiny: Path, tmp_path: Path
) -> None:
    """It could only be added wrongly."""
    adapter = peft(tmp_path / "adapter", **config)

    with pytest.raises(ModelError, match=what):
        create("pytorch", "local", model=str(tiny), adapter=str(adapter)).load()


def test_a_fully_tuned_mlx_adapter_is_refused(tiny: Path, tmp_path: Path) -> None:
    """Its weights are not matrices of an adapter."""
    adapter = mlx(tmp_path / "adapter", fine_tune_type="full")

    with pytest.raises(ModelError, match=r"mlx_lm\.fuse"):
        create("mlx", "local", model=str(tiny), adapter=str(adapter)).load()


def test_a_pickled_adapter_is_never_opened(tiny: Path, tmp_path: Path) -> None:
    """Only safetensors are read."""
    adapter = peft(tmp_path / "adapter")
    (adapter / "adapter_model.safetensors").rename(adapter / "adapter_model.bin")

    with pytest.raises(ModelError, match="pickle"):
        create("pytorch", "local", model=str(tiny), adapter=str(adapter)).load()


def test_a_backend_without_its_adapter_is_not_ready(tiny: Path, tmp_path: Path) -> None:
    """Known before a call, and the reason names the folder."""
    backend = create("pytorch", "local", model=str(tiny), adapter=str(tmp_path / "none"))

    assert f"{tmp_path / 'none'} holds no adapter" in str(backend.missing())
