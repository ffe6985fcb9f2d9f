"""Families of models in small: a template, its control tokens, and its architecture with random
weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from family_architectures import gemma3, llama4, of
from family_templates import (
    DEEPSEEK,
    GEMMA,
    GPT_OSS,
    KIMI,
    LLAMA,
    LLAMA4,
    MINISTRAL,
    MISTRAL,
    QWEN,
    QWEN3,
    SMOLLM2,
    SMOLLM3,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One model in small. ``shown`` must stand in its prompt of ``CONVERSATION``, in that order."""

    family: str
    template: str
    marks: tuple[str, ...]
    """Its control tokens, the one that ends an answer first."""
    model: Callable[[int], Any]
    """Makes it, given the number of its tokens."""
    shown: tuple[str, ...]
    quiet: dict[str, Any] = field(default_factory=dict)
    """What a call says so that the model does not think first."""


CONVERSATION: Final[list[dict[str, Any]]] = [
    {"role": "user", "content": "The weather in Rome and Lima?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {
                "id": f"call_{city}",
                "type": "function",
                "function": {"name": "weather", "arguments": json.dumps({"city": city})},
            }
            for city in ("Rome", "Lima")
        ],
    },
    {"role": "tool", "tool_call_id": "call_Rome", "content": "sun"},
    {"role": "tool", "tool_call_id": "call_Lima", "content": "fog"},
    {"role": "assistant", "content": "Sun in Rome."},
    {"role": "user", "content": "Thanks. And Oslo?"},
]
WEATHER: Final[dict[str, Any]] = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Weather of a city.",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"city": {"enum": ["Rome", "Oslo"]}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}

_ROME, _LIMA = '{"city": "Rome"}', '{"city": "Lima"}'


_EXPERTS: Final = {
    "num_key_value_heads": 4,
    "n_routed_experts": 4,
    "num_experts_per_tok": 2,
    "n_group": 1,
    "topk_group": 1,
    "first_k_dense_replace": 1,
    "moe_intermediate_size": 32,
    "q_lora_rank": 16,
    "kv_lora_rank": 16,
    "qk_rope_head_dim": 16,
    "qk_nope_head_dim": 16,
    "v_head_dim": 16,
}
_YARN: Final = {
    "rope_type": "yarn",
    "rope_theta": 150_000.0,
    "factor": 32.0,
    "beta_fast": 32.0,
    "beta_slow": 1.0,
    # The published one has False here, which mlx-lm 0.32 does not know: it rounds the bounds of
    # the ramp (8.1 and 17.4 of 32 to 8 and 18), and a head of 16 would feel that.
    "truncate": True,
    "original_max_position_embeddings": 4096,
}
_NO_THOUGHTS: Final = {"reasoning_effort": "none"}
_HERMES_SHOWN: Final = (
    '"name": "weather"',
    f'<tool_call>\n{{"name": "weather", "arguments": {_ROME}}}\n</tool_call>',
    f'<tool_call>\n{{"name": "weather", "arguments": {_LIMA}}}\n</tool_call>',
    "<tool_response>\nsun\n</tool_response>",
    "<tool_response>\nfog\n</tool_response>",
    "<|im_start|>assistant\n",
)
_LLAMA_SHOWN: Final = (
    '"name": "weather"',
    f'{{"name": "weather", "parameters": {_ROME}}}',
    '{"output": "sun"}',
    f'{{"name": "weather", "parameters": {_LIMA}}}',
    '{"output": "fog"}',
)
_WORDS_SHOWN: Final = (
    f'{{"name": "weather", "arguments": {_ROME}}}\n{{"name": "weather", "arguments": {_LIMA}}}',
    "Result of weather:\nsun\n\nResult of weather:\nfog",
)
_DEEPSEEK_MARKS: Final = (
    "<｜end▁of▁sentence｜>",
    "<｜User｜>",
    "<｜Assistant｜>",
    "<think>",
    "</think>",
    "<｜tool▁calls▁begin｜>",
    "<｜tool▁calls▁end｜>",
    "<｜tool▁call▁begin｜>",
    "<｜tool▁call▁end｜>",
    "<｜tool▁sep｜>",
)
_HARMONY_MARKS: Final = (
    "<|return|>",
    "<|call|>",
    "<|end|>",
    "<|start|>",
    "<|channel|>",
    "<|message|>",
    "<|constrain|>",
)
_CHATML_MARKS: Final = ("<|im_end|>", "<|im_start|>")

SAMPLES: Final = {
    "llama-3": Sample(
        "llama",
        LLAMA,
        ("<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"),
        of("Llama", rope_parameters={"rope_type": "default", "rope_theta": 500.0}),
        _LLAMA_SHOWN,
    ),
    "llama-4": Sample(
        "llama", LLAMA4, ("<|eot|>", "<|header_start|>", "<|header_end|>"), llama4, _LLAMA_SHOWN
    ),
    "qwen-2.5": Sample("hermes", QWEN, _CHATML_MARKS, of("Qwen2"), _HERMES_SHOWN),
    "qwen-3": Sample(
        "hermes", QWEN3, _CHATML_MARKS, of("Qwen3", head_dim=16), _HERMES_SHOWN, _NO_THOUGHTS
    ),
    "qwen-3-moe": Sample(
        "hermes",
        QWEN3,
        _CHATML_MARKS,
        of("Qwen3Moe", head_dim=16, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=32),
        _HERMES_SHOWN,
        _NO_THOUGHTS,
    ),
    "deepseek-v3": Sample(
        "deepseek",
        DEEPSEEK,
        _DEEPSEEK_MARKS,
        of("DeepseekV3", **_EXPERTS),
        (
            "### weather",
            "<｜User｜>",
            "<｜tool▁calls▁begin｜>"
            f"<｜tool▁call▁begin｜>weather<｜tool▁sep｜>{_ROME}<｜tool▁call▁end｜>"
            f"<｜tool▁call▁begin｜>weather<｜tool▁sep｜>{_LIMA}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
            "<｜tool▁output▁begin｜>sun",
            "<｜tool▁output▁begin｜>fog",
        ),
    ),
    "kimi-k2": Sample(
        "kimi",
        KIMI,
        (
            "<|im_end|>",
            "<|tool_calls_section_begin|>",
            "<|tool_calls_section_end|>",
            "<|tool_call_begin|>",
            "<|tool_call_argument_begin|>",
            "<|tool_call_end|>",
        ),
        of("DeepseekV3", **_EXPERTS),
        (
            "tool_declare",
            f"<|tool_call_begin|>functions.weather:0<|tool_call_argument_begin|>{_ROME}",
            f"<|tool_call_begin|>functions.weather:1<|tool_call_argument_begin|>{_LIMA}",
            "## Return of functions.weather:0\nsun",
            "## Return of functions.weather:1\nfog",
        ),
    ),
    "mistral": Sample(
        "mistral",
        MISTRAL,
        ("</s>", "[TOOL_CALLS]", "[TOOL_RESULTS]", "[INST]", "[/INST]"),
        of("Mistral", head_dim=16, sliding_window=None),
        ("[AVAILABLE_TOOLS]", "[TOOL_CALLS][{", _ROME, _LIMA, '{"content": "sun"', "fog", "[INST]"),
    ),
    "ministral-3": Sample(
        "mistral",
        MINISTRAL,
        ("</s>", "[TOOL_CALLS]", "[ARGS]", "[TOOL_RESULTS]", "[INST]", "[/INST]"),
        of("Mistral", head_dim=16, sliding_window=None),
        (f"[TOOL_CALLS]weather[ARGS]{_ROME}[TOOL_CALLS]weather[ARGS]{_LIMA}", "sun", "fog"),
    ),
    "gemma-3": Sample(
        "gemma",
        GEMMA,
        ("<end_of_turn>", "<start_of_turn>"),
        gemma3,
        ("<start_of_turn>user\n", '"name": "weather"', "<start_of_turn>model\n", *_WORDS_SHOWN),
    ),
    "gpt-oss": Sample(
        "harmony",
        GPT_OSS,
        _HARMONY_MARKS,
        of(
            "GptOss",
            head_dim=16,
            num_local_experts=4,
            num_experts_per_tok=2,
            sliding_window=32,
            rope_parameters=_YARN,
        ),
        (
            "Reasoning: medium",
            "type weather = ",
            f"<|start|>assistant to=functions.weather<|channel|>commentary json<|message|>{_ROME}",
            '<|start|>functions.weather to=assistant<|channel|>commentary<|message|>"sun"',
            f"<|start|>assistant to=functions.weather<|channel|>commentary json<|message|>{_LIMA}",
            '"fog"',
            "<|channel|>final<|message|>Sun in Rome.",
            "<|start|>assistant",
        ),
        # The bytes of the vocabulary are its first tokens: without an `a` there is no analysis.
        {"logit_bias": {"64": -100}},
    ),
    "smollm2": Sample("plain", SMOLLM2, _CHATML_MARKS, of("Llama"), _WORDS_SHOWN),
    "smollm3": Sample(
        "smollm",
        SMOLLM3,
        _CHATML_MARKS,
        of("SmolLM3"),
        ("<tools>", "weather", "<tool_call>", _ROME, _LIMA, "sun", "fog"),
        _NO_THOUGHTS,
    ),
}
