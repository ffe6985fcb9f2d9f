"""A 4-bit ONNX model becomes an 8-bit one that says nearly the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from homeport.backends.requantize import requantize
from homeport.errors import MissingExtra, ModelError

np = pytest.importorskip("numpy")
onnx = pytest.importorskip("onnx")
ort = pytest.importorskip("onnxruntime")

ROWS, COLUMNS, BLOCK = 64, 48, 32


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """One 4-bit multiplication, with a scale for each 32 numbers."""
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(5)
    weights = random.integers(0, 256, (COLUMNS, ROWS // BLOCK, BLOCK // 2), dtype=np.uint8)
    scales = random.random(COLUMNS * ROWS // BLOCK, dtype=np.float32)
    node = helper.make_node(
        "MatMulNBits",
        ["x", "w", "s"],
        ["y"],
        name="only",
        domain="com.microsoft",
        K=ROWS,
        N=COLUMNS,
        bits=4,
        block_size=BLOCK,
    )
    graph = helper.make_graph(
        [node],
        "packed",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", ROWS])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", COLUMNS])],
        [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(scales, "s")],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), tmp_path / "q4.onnx")
    return tmp_path / "q4.onnx"


def run(file: Path, x: object) -> object:
    session = ort.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


def test_both_forms_say_nearly_the_same(packed: Path, tmp_path: Path) -> None:
    """To two parts in a hundred of the largest number; no 4-bit operation is left."""
    x = np.random.default_rng(6).standard_normal((5, ROWS), dtype=np.float32)

    requantize(packed, tmp_path / "q8.onnx")

    before, after = run(packed, x), run(tmp_path / "q8.onnx", x)
    assert np.abs(before - after).max() < 0.02 * np.abs(before).max()
    left = {node.op_type for node in onnx.load(tmp_path / "q8.onnx").graph.node}
    assert "MatMulInteger" in left
    assert "MatMulNBits" not in left


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    """With why, and nothing is left behind."""
    (tmp_path / "q4.onnx").write_bytes(b"no model")

    with pytest.raises(ModelError, match="could not be converted"):
        requantize(tmp_path / "q4.onnx", tmp_path / "q8.onnx")
    assert not (tmp_path / "q8.onnx").exists()


def test_without_the_extra_it_is_named(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that installs what converts."""
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "onnx")

    with pytest.raises(MissingExtra, match=r"homeport\[privacy\]"):
        requantize(packed, packed.with_name("q8.onnx"))
