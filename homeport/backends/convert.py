"""A GGUF file becomes a model folder that both engines load.

The conversion needs neither PyTorch nor MLX: it reads with ``gguf``, works in NumPy and writes
``safetensors``, which come with either extra. It knows the Llama architecture with the SmolLM
tokenizer, because that is the model that homeport pulls in this form; anything else is refused,
for a wrong pre-tokenizer would change the tokens without a word.

Formats: the GGUF specification (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from homeport.errors import MissingExtra, ModelError

if TYPE_CHECKING:
    from gguf import GGUFReader
    from numpy import ndarray

_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
_CONTROL = 3
"""GGUF's token type of tokens that are never text, such as the end of a turn."""


def gguf_to_folder(file: Path, folder: Path) -> None:
    """Write ``model.safetensors``, ``config.json`` and the tokenizer of ``file`` to ``folder``.

    Weights are de-quantised to bfloat16. ``rope_theta`` stands at the top of the configuration,
    where both engines look for it.
    """
    try:
        from gguf import GGUFReader
    except ImportError as error:
        raise MissingExtra("gguf", "pytorch") from error

    reader = GGUFReader(file)
    facts = _facts(reader)
    _require("general.architecture", "llama", facts)
    _require("tokenizer.ggml.pre", "smollm", facts)
    folder.mkdir(parents=True, exist_ok=True)
    _write_weights(reader, facts, folder)
    _write_tokenizer(facts, folder)
    _write_json(folder / "config.json", _config(reader, facts))
    _write_json(folder / "generation_config.json", _token_ids(facts))


def _facts(reader: GGUFReader) -> dict[str, Any]:
    return {name: field.contents() for name, field in reader.fields.items()}


def _require(key: str, value: str, facts: Mapping[str, Any]) -> None:
    if facts.get(key) != value:
        raise ModelError(
            f"this GGUF file has {key} = {facts.get(key)!r} and only {value!r} can be converted; "
            f"pull the model in safetensors form instead"
        )


def _config(reader: GGUFReader, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that transformers and mlx-lm read, from GGUF's ``llama.*`` keys."""
    heads = facts["llama.attention.head_count"]
    tied = all(tensor.name != "output.weight" for tensor in reader.tensors)
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": len(facts["tokenizer.ggml.tokens"]),
        "hidden_size": facts["llama.embedding_length"],
        "intermediate_size": facts["llama.feed_forward_length"],
        "num_hidden_layers": facts["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": facts.get("llama.attention.head_count_kv", heads),
        "max_position_embeddings": facts["llama.context_length"],
        "rms_norm_eps": facts["llama.attention.layer_norm_rms_epsilon"],
        "rope_theta": facts.get("llama.rope.freq_base", 10000.0),
        "hidden_act": "silu",
        "tie_word_embeddings": tied,
        "dtype": "bfloat16",
        **_token_ids(facts),
    }


def _token_ids(facts: Mapping[str, Any]) -> dict[str, int]:
    names = {"bos_token_id": "bos", "eos_token_id": "eos", "pad_token_id": "padding"}
    keys = {name: f"tokenizer.ggml.{short}_token_id" for name, short in names.items()}
    return {name: int(facts[key]) for name, key in keys.items() if key in facts}


def _write_weights(reader: GGUFReader, facts: Mapping[str, Any], folder: Path) -> None:
    from gguf import dequantize
    from safetensors import TensorSpec, serialize_file

    heads = facts["llama.attention.head_count"]
    turned = {"attn_q": heads, "attn_k": facts.get("llama.attention.head_count_kv", heads)}
    weights: dict[str, ndarray[Any, Any]] = {}
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type)
        kind = tensor.name.split(".")[-2]
        if kind in turned:
            values = _untwist(values, turned[kind])
        weights[_name(tensor.name)] = _bfloat16(values)
    specs = {
        name: TensorSpec(
            dtype="bfloat16",
            shape=list(bits.shape),
            data_ptr=bits.ctypes.data,
            data_len=bits.nbytes,
        )
        for name, bits in weights.items()
    }
    serialize_file(specs, str(folder / "model.safetensors"), metadata={"format": "pt"})


def _name(gguf: str) -> str:
    """Return the transformers name of a GGUF tensor: ``blk.3.attn_q.weight`` and the like."""
    match gguf.split("."):
        case ["blk", layer, kind, "weight"] if kind in _LAYER:
            return f"model.layers.{layer}.{_LAYER[kind]}.weight"
        case [kind, "weight"] if kind in _WHOLE:
            return f"{_WHOLE[kind]}.weight"
        case _:
            raise ModelError(f"the GGUF tensor {gguf!r} has no place in a Llama model")


def _untwist(values: ndarray[Any, Any], heads: int) -> ndarray[Any, Any]:
    """Undo GGUF's order of query and key rows (rotary pairs side by side, not in two halves)."""
    rows, columns = values.shape
    pairs = values.reshape(heads, rows // heads // 2, 2, columns)
    return pairs.swapaxes(1, 2).reshape(rows, columns)


def _bfloat16(values: ndarray[Any, Any]) -> ndarray[Any, Any]:
    """Round float32 to bfloat16, ties to even, as its 16 bits: NumPy has no such type."""
    import numpy as np

    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    even = (bits >> 16) & 1
    return ((bits + 0x7FFF + even) >> 16).astype("<u2")


def _write_tokenizer(facts: Mapping[str, Any], folder: Path) -> None:
    """A byte-level BPE in which every digit is a token of its own."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    words: list[str] = facts["tokenizer.ggml.tokens"]
    types: list[int] = facts["tokenizer.ggml.token_type"]
    merges = [tuple(pair.split(" ")) for pair in facts["tokenizer.ggml.merges"]]
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    control = [word for word, kind in zip(words, types, strict=True) if kind == _CONTROL]
    tokenizer.add_special_tokens([AddedToken(word, special=True) for word in control])
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(facts))
    (folder / "chat_template.jinja").write_text(facts["tokenizer.chat_template"], encoding="utf-8")


def _tokenizer_config(facts: Mapping[str, Any]) -> dict[str, Any]:
    words = facts["tokenizer.ggml.tokens"]
    special = {name.removesuffix("_id"): words[n] for name, n in _token_ids(facts).items()}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": facts["llama.context_length"],
        "clean_up_tokenization_spaces": False,
        **special,
    }


def _write_json(file: Path, value: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
