"""A 4-bit ONNX model becomes an 8-bit one that processors multiply quickly.

4-bit matrices (``MatMulNBits`` of ONNX Runtime) are small to send and slow to use. They are
unpacked once to floats and packed again to 8 bits by ONNX Runtime's own tool: a scale for each
column, and 7 of the 8 bits, so that processors without VNNI instructions do not overflow.

The tool logs to the root logger and takes 300 MB, so it runs in a process of its own.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from homeport.errors import MissingExtra, ModelError

if TYPE_CHECKING:
    from numpy import ndarray
    from onnx import ModelProto, NodeProto

_PATIENCE: Final = 300
"""Seconds."""


def requantize(file: Path, made: Path) -> None:
    """Write to ``made`` an 8-bit form of the 4-bit model in ``file``."""
    for package in ("onnx", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            raise MissingExtra(package, "privacy")
    command = [sys.executable, "-m", __name__, str(file), str(made)]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and two paths
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError("the model was not converted in time; try again") from error
    if done.returncode != 0 or not made.is_file():
        told = done.stderr.strip().splitlines()
        why = told[-1] if told else f"exit code {done.returncode}"
        raise ModelError(
            f"the model could not be converted ({why}); run: pip install -U 'homeport[privacy]'"
        )


def _convert(file: Path, made: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(file)
    _unpack(model)
    quantize_dynamic(
        model,
        made,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )


def _unpack(model: ModelProto) -> None:
    """Replace each 4-bit multiplication of ``model`` by one of floats."""
    from onnx import helper, numpy_helper

    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type != "MatMulNBits":
            continue
        given, *packed = node.input
        weights = _floats(node, *(numpy_helper.to_array(tensors[name]) for name in packed))
        for name in packed:
            model.graph.initializer.remove(tensors[name])
        model.graph.initializer.append(numpy_helper.from_array(weights, f"{node.name}.weight"))
        inputs = [given, f"{node.name}.weight"]
        node.CopyFrom(helper.make_node("MatMul", inputs, list(node.output), name=node.name))


def _floats(
    node: NodeProto, packed: ndarray[Any, Any], scales: ndarray[Any, Any]
) -> ndarray[Any, Any]:
    """Unpack a matrix by the definition of ``MatMulNBits``.

    Blocks of a column share a scale; two 4-bit numbers lie in a byte, the first in its lower
    half; zero is 8. https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
    """
    import numpy as np

    shape = {attribute.name: attribute.i for attribute in node.attribute}
    if shape["bits"] != 4:
        raise ModelError(f"a matrix has {shape['bits']} bits and only 4 can be unpacked")
    halves = np.stack([packed & 15, packed >> 4], axis=-1)
    blocks = halves.reshape(shape["N"], -1, shape["block_size"]).astype(np.float32) - 8
    columns = (blocks * scales.reshape(shape["N"], -1, 1)).reshape(shape["N"], -1)
    return np.ascontiguousarray(columns[:, : shape["K"]].T)


if __name__ == "__main__":
    _convert(Path(sys.argv[1]), Path(sys.argv[2]))
