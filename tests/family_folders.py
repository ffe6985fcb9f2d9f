"""Writes the families' small models as folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from family_models import Sample
from tiny_models import write_tokenizer


def save(sample: Sample, folder: Path) -> None:
    """Write the sample as a model folder, as transformers saves it."""
    import torch

    write_tokenizer(folder, sample.template, sample.marks)
    torch.manual_seed(5)
    sample.model(256 + len(sample.marks)).save_pretrained(folder)
    if sample.family == "kimi":
        _rename(folder, "kimi_k2")  # its makers' name for the architecture of DeepSeek V3


def _rename(folder: Path, kind: str) -> None:
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"model_type": kind}))


def packed(folder: Path) -> Path:
    """Return the gpt-oss of ``folder`` with its experts in MXFP4, laid out as OpenAI publishes it.

    The weights in ``folder`` become what the packed ones unpack to: PyTorch needs a GPU for these.
    """
    import mlx.core as mx

    made = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-mxfp4")))
    with mx.stream(mx.new_stream(mx.default_device())):  # an engine has closed this thread's own
        weights: dict[str, Any] = mx.load(str(folder / "model.safetensors"))
        blocks: dict[str, Any] = {}
        for name in [name for name in weights if name.endswith(("gate_up_proj", "down_proj"))]:
            blocks |= _packed(name, weights)
        mx.save_safetensors(str(folder / "model.safetensors"), weights, {"format": "pt"})
        rest = {name: value for name, value in weights.items() if f"{name}_blocks" not in blocks}
        mx.save_safetensors(str(made / "model.safetensors"), rest | blocks, {"format": "pt"})
    config = json.loads((made / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "mxfp4"}
    (made / "config.json").write_text(json.dumps(config))
    return made


def _packed(name: str, weights: dict[str, Any]) -> dict[str, Any]:
    """Return blocks and scales of one tensor, and round it in ``weights`` to what they hold."""
    import mlx.core as mx

    how = {"group_size": 32, "bits": 4, "mode": "mxfp4"}
    values, scales = mx.quantize(weights[name].swapaxes(1, 2), **how)
    held = mx.dequantize(values, scales, **how).swapaxes(1, 2)
    weights[name] = mx.contiguous(held.astype(mx.float32))
    blocks = values.view(mx.uint8).reshape(*scales.shape, 16)
    return {f"{name}_blocks": blocks, f"{name}_scales": scales}
