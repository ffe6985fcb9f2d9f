"""Tiny models with random weights, for tests that need one of their own."""

from __future__ import annotations

from pathlib import Path


def write_tokenizer(folder: Path, template: str, marks: tuple[str, ...]) -> None:
    """Write a tokenizer with one token per byte, and the ``marks``; the first ends a text."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: n for n, c in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(marks))
    hub = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=marks[0])
    hub.chat_template = template
    hub.save_pretrained(folder)


def small_model(folder: Path, template: str, marks: tuple[str, ...]) -> None:
    """Write a one-layer Llama whose tokens are bytes, ``<|end|>`` and ``marks``."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    write_tokenizer(folder, template, ("<|end|>", *marks))
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=256 + 1 + len(marks),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        bos_token_id=None,
        eos_token_id=256,
        pad_token_id=256,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
