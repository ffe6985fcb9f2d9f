"""The model's own tokenizer and chat template, the same code for both engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from homeport.backends.folder import ModelFolder
from homeport.backends.request import Message, messages, prompt
from homeport.errors import BadCall, Unavailable
from homeport.quiet import quiet_transformers
from homeport.types import Call


class Tokenizer:
    """Turns calls into prompt tokens and tokens into text. Reads local files only."""

    def __init__(self, folder: ModelFolder, name: str) -> None:
        from transformers import AutoTokenizer

        with quiet_transformers():
            self._hub: Any = AutoTokenizer.from_pretrained(
                folder.path, local_files_only=True, trust_remote_code=False
            )
        self._name = name
        own = self._hub.eos_token_id
        self.stops = folder.stop_tokens | (frozenset() if own is None else {own})

    def prompt(self, call: Call) -> list[int]:
        """Return the tokens of the prompt, the call's conversation through the chat template."""
        if call.endpoint == "completions":
            return self._text(prompt(call))
        return self._encode(self._render(messages(call)), special=False)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of ``tokens``; control tokens have none."""
        text: str = self._hub.decode(
            tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text

    def _render(self, conversation: list[Message]) -> str:
        from jinja2 import TemplateError

        if self._hub.chat_template is None:
            raise Unavailable(
                f"the model of {self._name} has no chat template, so it cannot hold a "
                f"conversation; use an instruct model, or the completions endpoint",
                code="no_chat_template",
            )
        if any(_about_tools(m) for m in conversation) and "tool" not in self._template():
            raise Unavailable(
                f"the chat template of {self._name} has no place for the tool calls in this "
                f"conversation; allow a target that knows tools",
                code="unsupported_here",
            )
        try:
            text: str = self._hub.apply_chat_template(
                conversation, tokenize=False, add_generation_prompt=True
            )
        except TemplateError as error:
            raise BadCall(
                f"the chat template of {self._name} refuses this conversation; most want an "
                f"optional system message, then user and assistant in turn, the user last",
                code="invalid_value",
            ) from error
        return text

    def _template(self) -> str:
        template: str = self._hub.get_chat_template()
        return template

    def _text(self, text: str) -> list[int]:
        tokens = self._encode(text, special=True)
        start = self._hub.bos_token_id if self._hub.bos_token_id is not None else min(self.stops)
        return tokens or [start]  # a model needs something to continue

    def _encode(self, text: str, *, special: bool) -> list[int]:
        tokens: list[int] = self._hub.encode(text, add_special_tokens=special)
        return tokens


def _about_tools(message: Message) -> bool:
    return message["role"] == "tool" or "tool_calls" in message
