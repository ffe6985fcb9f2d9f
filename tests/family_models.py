"""Families of models in small: a template to the family's published format, in short form, its
control tokens, and its architecture with random weights."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tiny_models import write_tokenizer

_CHATML: Final = "<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n"
_HEADED: Final = "<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n"
_MESSAGES: Final = "{% for m in messages %}"
_WRITTEN: Final = (
    "{% for c in m.tool_calls %}<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n'
    "</tool_call>{% endfor %}<|im_end|>\n"
)

GPT_OSS: Final = (
    "<|start|>system<|message|>Reasoning: {{ reasoning_effort | default('medium') }}\n\n"
    "# Valid channels: analysis, commentary, final. Channel must be included for every message."
    "<|end|>{% if tools %}<|start|>developer<|message|># Tools\n\n## functions\n\n"
    "namespace functions {\n\n{% for t in tools %}// {{ t.function.description }}\n"
    "type {{ t.function.name }} = (_: {{ t.function.parameters | tojson }}) => any;\n\n"
    "{% endfor %}} // namespace functions<|end|>{% endif %}"
    "{% set last = namespace(name='') %}" + _MESSAGES + "{% if m.tool_calls %}"
    "{% set c = m.tool_calls[0].function %}{% set last.name = c.name %}"
    "{% if m.content %}<|start|>assistant<|channel|>analysis<|message|>{{ m.content }}<|end|>"
    "{% endif %}<|start|>assistant to=functions.{{ c.name }}<|channel|>commentary json<|message|>"
    "{{ c.arguments | tojson }}<|call|>{% elif m.role == 'tool' %}"
    "<|start|>functions.{{ last.name }} to=assistant<|channel|>commentary<|message|>"
    "{{ m.content | tojson }}<|end|>{% elif m.role == 'assistant' %}"
    "<|start|>assistant<|channel|>final<|message|>{{ m.content }}<|end|>{% else %}"
    "<|start|>{{ m.role }}<|message|>{{ m.content }}<|end|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant{% endif %}"
)
QWEN: Final = (
    "{% if tools %}<|im_start|>system\n# Tools\n<tools>{% for t in tools %}\n{{ t | tojson }}"
    "{% endfor %}\n</tools><|im_end|>\n{% endif %}" + _MESSAGES + "{% if m.tool_calls %}"
    "<|im_start|>assistant\n{{ m.content }}" + _WRITTEN + "{% elif m.role == 'tool' %}"
    "<|im_start|>user\n<tool_response>\n{{ m.content }}\n</tool_response><|im_end|>\n"
    "{% else %}" + _CHATML + "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
QWEN3: Final = (
    QWEN + "{% if enable_thinking is defined and not enable_thinking %}"
    "<think>\n\n</think>\n\n{% endif %}"
)
SMOLLM3: Final = (
    "<|im_start|>system\n{% if xml_tools %}<tools>\n{% for t in xml_tools[:] %}{{ t | string }}\n"
    "{% endfor %}</tools>{% endif %}<|im_end|>\n" + _MESSAGES + "{% if m.role == 'tool' %}"
    "<|im_start|>user\n{{ m.content }}<|im_end|>\n{% else %}" + _CHATML + "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n{% endif %}"
    "{% endif %}"
)
LLAMA: Final = (
    "{% if tools %}<|start_header_id|>system<|end_header_id|>\n\nEnvironment: ipython\n"
    'Respond in the format {"name": function name, "parameters": dictionary of argument name and '
    "its value}.\n{% for t in tools %}{{ t | tojson(indent=4) }}\n\n{% endfor %}<|eot_id|>"
    "{% endif %}" + _MESSAGES + "{% if m.tool_calls %}{% if m.tool_calls | length > 1 %}"
    "{{ raise_exception('This model only supports single tool-calls at once!') }}{% endif %}"
    + _HEADED
    + '{"name": "{{ m.tool_calls[0].function.name }}", "parameters": '
    "{{ m.tool_calls[0].function.arguments | tojson }}}<|eot_id|>{% elif m.role == 'tool' %}"
    "<|start_header_id|>ipython<|end_header_id|>\n\n{{ {'output': m.content} | tojson }}<|eot_id|>"
    "{% else %}" + _HEADED + "{{ m.content | trim }}<|eot_id|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
LLAMA4: Final = (
    LLAMA.replace("start_header_id", "header_start")
    .replace("end_header_id", "header_end")
    .replace("eot_id", "eot")
)
_MISTRAL: Final = (
    "{% if tools %}[AVAILABLE_TOOLS]{{ tools | tojson }}[/AVAILABLE_TOOLS]{% endif %}" + _MESSAGES
)
_NINE: Final = (
    "{%% if %s | length != 9 %%}{{ raise_exception('ids have nine letters') }}{%% endif %%}"
)
MISTRAL: Final = (
    _MISTRAL
    + "{% if m.tool_calls %}[TOOL_CALLS][{% for c in m.tool_calls %}"
    + _NINE % "c.id"
    + '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}, '
    '"id": "{{ c.id }}"}{% if not loop.last %}, {% endif %}{% endfor %}]</s>'
    "{% elif m.role == 'tool' %}"
    + _NINE
    % "m.tool_call_id"
    + '[TOOL_RESULTS]{"content": {{ m.content | tojson }}, "call_id": "{{ m.tool_call_id }}"}'
    "[/TOOL_RESULTS]{% elif m.role == 'user' %}[INST]{{ m.content }}[/INST]"
    "{% else %}{{ m.content }}</s>{% endif %}{% endfor %}"
)
MINISTRAL: Final = (
    _MISTRAL + "{% if m.tool_calls %}{{ m.content }}{% for c in m.tool_calls %}"
    "[TOOL_CALLS]{{ c.function.name }}[ARGS]{{ c.function.arguments | tojson }}{% endfor %}</s>"
    "{% elif m.role == 'tool' %}[TOOL_RESULTS]{{ m.content }}[/TOOL_RESULTS]"
    "{% elif m.role == 'user' %}[INST]{{ m.content }}[/INST]"
    "{% else %}{{ m.content }}</s>{% endif %}{% endfor %}"
)
DEEPSEEK: Final = (
    "{% if not thinking is defined %}{% set thinking = false %}{% endif %}"
    "{% if messages[0].role == 'system' %}{{ messages[0].content }}{% endif %}"
    + _MESSAGES
    + "{% if m.role == 'user' %}<｜User｜>{{ m.content }}{% elif m.tool_calls %}"
    "<｜Assistant｜></think>"
    "{% if m.content is not none %}{{ m.content }}{% endif %}<｜tool▁calls▁begin｜>"
    "{% for c in m.tool_calls %}{{ '<｜tool▁call▁begin｜>' + c.function.name + '<｜tool▁sep｜>' + "
    "c.function.arguments + '<｜tool▁call▁end｜>' }}{% endfor %}"
    "<｜tool▁calls▁end｜><｜end▁of▁sentence｜>{% elif m.role == 'tool' %}"
    "<｜tool▁output▁begin｜>{{ m.content }}<｜tool▁output▁end｜>{% elif m.role == 'assistant' %}"
    "<｜Assistant｜></think>{{ m.content }}<｜end▁of▁sentence｜>{% endif %}{% endfor %}"
    "{% if add_generation_prompt and messages[-1].role == 'user' %}<｜Assistant｜>"
    "{{ '<think>' if thinking else '</think>' }}{% endif %}"
)
KIMI: Final = (
    "{% if tools %}<|im_system|>tool_declare<|im_middle|>{{ tools | tojson }}<|im_end|>{% endif %}"
    + _MESSAGES
    + "{% if m.role == 'user' %}<|im_user|>user<|im_middle|>{% elif m.role == 'assistant' %}"
    "<|im_assistant|>assistant<|im_middle|>{% else %}<|im_system|>{{ m.role }}<|im_middle|>"
    "{% endif %}{% if m.role == 'tool' %}## Return of {{ m.tool_call_id }}\n{% endif %}"
    "{{ m.content }}{% if m.tool_calls %}<|tool_calls_section_begin|>{% for c in m.tool_calls %}"
    "<|tool_call_begin|>{{ c.id }}<|tool_call_argument_begin|>{{ c.function.arguments | tojson }}"
    "<|tool_call_end|>{% endfor %}<|tool_calls_section_end|>{% endif %}<|im_end|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_assistant|>assistant<|im_middle|>{% endif %}"
)
GEMMA: Final = (
    "{% set first = '' %}{% set rest = messages %}{% if messages[0].role == 'system' %}"
    "{% set first = messages[0].content + '\n\n' %}{% set rest = messages[1:] %}{% endif %}"
    "{% for m in rest %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate') }}{% endif %}<start_of_turn>"
    "{{ 'model' if m.role == 'assistant' else m.role }}\n{{ first if loop.first else '' }}"
    "{{ m.content | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
SMOLLM2: Final = (
    _MESSAGES + _CHATML + "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
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


def _of(name: str, **more: Any) -> Callable[[int], Any]:
    """Return what makes the architecture ``name`` of transformers."""

    def make(tokens: int) -> Any:
        import transformers

        config = getattr(transformers, f"{name}Config", None) or getattr(
            transformers, f"{name}TextConfig"
        )
        return getattr(transformers, f"{name}ForCausalLM")(config(**_sizes(tokens, **more)))

    return make


def _llama4(tokens: int) -> Any:
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


def _gemma3(tokens: int) -> Any:
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
        _of("Llama", rope_parameters={"rope_type": "default", "rope_theta": 500.0}),
        _LLAMA_SHOWN,
    ),
    "llama-4": Sample(
        "llama", LLAMA4, ("<|eot|>", "<|header_start|>", "<|header_end|>"), _llama4, _LLAMA_SHOWN
    ),
    "qwen-2.5": Sample("hermes", QWEN, _CHATML_MARKS, _of("Qwen2"), _HERMES_SHOWN),
    "qwen-3": Sample(
        "hermes", QWEN3, _CHATML_MARKS, _of("Qwen3", head_dim=16), _HERMES_SHOWN, _NO_THOUGHTS
    ),
    "qwen-3-moe": Sample(
        "hermes",
        QWEN3,
        _CHATML_MARKS,
        _of(
            "Qwen3Moe", head_dim=16, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=32
        ),
        _HERMES_SHOWN,
        _NO_THOUGHTS,
    ),
    "deepseek-v3": Sample(
        "deepseek",
        DEEPSEEK,
        _DEEPSEEK_MARKS,
        _of("DeepseekV3", **_EXPERTS),
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
        _of("DeepseekV3", **_EXPERTS),
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
        _of("Mistral", head_dim=16, sliding_window=None),
        ("[AVAILABLE_TOOLS]", "[TOOL_CALLS][{", _ROME, _LIMA, '{"content": "sun"', "fog", "[INST]"),
    ),
    "ministral-3": Sample(
        "mistral",
        MINISTRAL,
        ("</s>", "[TOOL_CALLS]", "[ARGS]", "[TOOL_RESULTS]", "[INST]", "[/INST]"),
        _of("Mistral", head_dim=16, sliding_window=None),
        (f"[TOOL_CALLS]weather[ARGS]{_ROME}[TOOL_CALLS]weather[ARGS]{_LIMA}", "sun", "fog"),
    ),
    "gemma-3": Sample(
        "gemma",
        GEMMA,
        ("<end_of_turn>", "<start_of_turn>"),
        _gemma3,
        ("<start_of_turn>user\n", '"name": "weather"', "<start_of_turn>model\n", *_WORDS_SHOWN),
    ),
    "gpt-oss": Sample(
        "harmony",
        GPT_OSS,
        _HARMONY_MARKS,
        _of(
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
    "smollm2": Sample("plain", SMOLLM2, _CHATML_MARKS, _of("Llama"), _WORDS_SHOWN),
    "smollm3": Sample(
        "smollm",
        SMOLLM3,
        _CHATML_MARKS,
        _of("SmolLM3"),
        ("<tools>", "weather", "<tool_call>", _ROME, _LIMA, "sun", "fog"),
        _NO_THOUGHTS,
    ),
}
