"""Chat templates to each family's published format, in short form and in our own words."""

from __future__ import annotations

from typing import Final

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
