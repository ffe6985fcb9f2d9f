"""The real architectures of transformers, tiny and with random weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _sizes(tokens: int, **more: Any) -> dict[str, Any]:
    return {
        "vocab_size": tokens,
        "hidden_size": 64,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 4096,
        "initializer_range": 0.3,  # or every token would be equally likely
        "tie_word_embeddings": False,
        "bos_token_id": None,
        "eos_token_id": None,  # the vocabulary's own marks must be enough to end an answer
        "pad_token_id": None,
        **more,
    }


def of(name: str, **more: Any) -> Callable[[int], Any]:
    """Return what makes the architecture ``name`` of transformers."""

    def make(tokens: int) -> Any:
        import transformers

        config = getattr(transformers, f"{name}Config", None) or getattr(
            transformers, f"{name}TextConfig"
        )
        return getattr(transformers, f"{name}ForCausalLM")(config(**_sizes(tokens, **more)))

    return make


def llama4(tokens: int) -> Any:
    from transformers import Llama4Config, Llama4ForConditionalGeneration, Llama4TextConfig

    text = Llama4TextConfig(
        **_sizes(tokens, num_hidden_layers=4),
        head_dim=16,
        intermediate_size_mlp=64,
        num_local_experts=2,
        attention_chunk_size=64,
    )
    seeing = {
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 128,
        "vision_output_dim": 32,
        "image_size": 28,
        "projector_input_dim": 32,
        "projector_output_dim": 32,
    }
    config = Llama4Config(text_config=text.to_dict(), vision_config=seeing)
    return Llama4ForConditionalGeneration(config)


def gemma3(tokens: int) -> Any:
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig

    text = Gemma3TextConfig(
        **_sizes(tokens),
        head_dim=16,
        sliding_window=32,
        query_pre_attn_scalar=16,
        layer_types=["sliding_attention", "full_attention"],
    )
    seeing = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    seeing |= {"intermediate_size": 32, "image_size": 28}
    config = Gemma3Config(
        text_config=text.to_dict(),
        vision_config=seeing,
        mm_tokens_per_image=4,
        tie_word_embeddings=False,
    )
    return Gemma3ForConditionalGeneration(config)
