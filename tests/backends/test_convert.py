"""A GGUF file becomes a folder, checked against the reading of transformers itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from homeport.backends.convert import gguf_to_folder
from homeport.errors import ModelError

WORDS = 300


@pytest.fixture(scope="session")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random Llama as a GGUF file, with Q8_0 and F32 weights."""
    return write_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


def write_gguf(file: Path, *, pre: str = "smollm", architecture: str = "llama") -> Path:
    from gguf import GGMLQuantizationType, GGUFWriter, quantize

    writer = GGUFWriter(file, architecture)
    writer.add_block_count(2)
    writer.add_context_length(128)
    writer.add_embedding_length(64)
    writer.add_feed_forward_length(96)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_rope_freq_base(777.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(WORDS)
    _add_tokenizer(writer, pre)
    chance = np.random.default_rng(5)
    for name, shape in _shapes().items():
        values = chance.normal(0, 0.3, shape).astype(np.float32)
        if len(shape) == 2:
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(name, quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, 1 + values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def _shapes() -> dict[str, tuple[int, ...]]:
    layer = {
        "attn_norm": (64,),
        "attn_q": (64, 64),
        "attn_k": (32, 64),
        "attn_v": (32, 64),
        "attn_output": (64, 64),
        "ffn_norm": (64,),
        "ffn_gate": (96, 64),
        "ffn_up": (96, 64),
        "ffn_down": (64, 96),
    }
    layers = {f"blk.{n}.{kind}.weight": shape for n in range(2) for kind, shape in layer.items()}
    return layers | {"token_embd.weight": (WORDS, 64), "output_norm.weight": (64,)}


def _add_tokenizer(writer: object, pre: str) -> None:
    from tokenizers import pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [f"{a} {b}" for a in "abcdeĠ" for b in "12aeo"]
    words = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *alphabet]
    words += [merge.replace(" ", "") for merge in merges]
    words += [f"<unused{n}>" for n in range(WORDS - len(words))]
    kinds = [3 if word.startswith("<|") else 1 for word in words]
    writer.add_tokenizer_model("gpt2")  # type: ignore[attr-defined]
    writer.add_tokenizer_pre(pre)  # type: ignore[attr-defined]
    writer.add_token_list(words)  # type: ignore[attr-defined]
    writer.add_token_types(kinds)  # type: ignore[attr-defined]
    writer.add_token_merges(merges)  # type: ignore[attr-defined]
    writer.add_bos_token_id(1)  # type: ignore[attr-defined]
    writer.add_eos_token_id(2)  # type: ignore[attr-defined]
    writer.add_chat_template("{{ messages[0].content }}")  # type: ignore[attr-defined]


def test_the_folder_computes_what_the_gguf_file_does(gguf: Path, tmp_path: Path) -> None:
    """transformers reads both, and the logits agree to bfloat16's precision."""
    import torch
    from transformers import AutoModelForCausalLM

    gguf_to_folder(gguf, tmp_path)

    converted = AutoModelForCausalLM.from_pretrained(tmp_path, dtype=torch.float32)
    original = AutoModelForCausalLM.from_pretrained(
        gguf.parent, gguf_file=gguf.name, dtype=torch.float32
    )
    tokens = torch.tensor([[5, 17, 200, 31, 8, 90]])
    with torch.inference_mode():
        expected, actual = original(tokens).logits, converted(tokens).logits
    assert 777.0 == converted.config.rope_parameters["rope_theta"]
    # bfloat16 keeps 8 bits; the logits are of size 10
    assert (expected - actual).abs().max() < 0.2
    assert torch.equal(expected.argmax(-1), actual.argmax(-1))


def test_every_digit_is_a_token_of_its_own(gguf: Path, tmp_path: Path) -> None:
    """As in the model's training: a merge over a digit never applies."""
    from transformers import AutoTokenizer

    gguf_to_folder(gguf, tmp_path)

    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    assert ["a", "1", "2", "ae"] == tokenizer.tokenize("a12ae")
    assert "ñandú 😀 a12" == tokenizer.decode(tokenizer.encode("ñandú 😀 a12"))
    assert [2] == tokenizer.encode("<|im_end|>")
    assert "hi" == tokenizer.apply_chat_template(
        [{"role": "user", "content": "hi"}], tokenize=False
    )


@pytest.mark.parametrize("wrong", [{"pre": "gpt-4o"}, {"architecture": "mamba"}])
def test_a_file_of_another_kind_is_refused(wrong: dict[str, str], tmp_path: Path) -> None:
    """A near miss would answer nonsense."""
    file = write_gguf(tmp_path / "other.gguf", **wrong)

    with pytest.raises(ModelError, match="only '"):
        gguf_to_folder(file, tmp_path / "out")
