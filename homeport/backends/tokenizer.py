"""The model's own tokenizer and chat template, the same code for both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from homeport.backends.families import family_of, harmony
from homeport.backends.families.base import Family
from homeport.backends.folder import ModelFolder
from homeport.backends.masks import Masks
from homeport.backends.request import Message, messages
from homeport.backends.tools import Toolbox
from homeport.errors import BadCall, ModelError, Unavailable
from homeport.quiet import quiet_transformers
from homeport.types import Call

Decode = Callable[[Sequence[int]], str]

_NO_THOUGHTS: Final = ("none", "minimal")
"""Efforts at which a model that can answer without thinking is asked to."""


class Tokenizer:
    """Turns calls into prompts and tokens into text. Reads local files only."""

    def __init__(self, folder: ModelFolder, name: str) -> None:
        from transformers import AutoTokenizer

        try:
            with quiet_transformers():
                self._hub: Any = AutoTokenizer.from_pretrained(
                    folder.path, local_files_only=True, trust_remote_code=False
                )
        except (ValueError, OSError) as error:
            raise ModelError(
                f"the tokenizer in {folder.path} cannot be loaded; it may be missing, or need code "
                f"of its own, which is never run: use a form of the model with a tokenizer.json, "
                f"or run it in a server (`kind: server`)"
            ) from error
        self._name = name
        self._masks: Masks | None = None
        self._template: str = self._hub.get_chat_template() if self._hub.chat_template else ""
        self.family: Family = family_of(self._template)
        self.size = len(self._hub)
        self._special = frozenset(
            token for token, added in self._hub.added_tokens_decoder.items() if added.special
        )
        own = self._hub.eos_token_id
        self.stops = folder.stop_tokens | (frozenset() if own is None else {own})
        self.stops |= self._special & frozenset(
            map(self._hub.convert_tokens_to_ids, self.family.ends)
        )

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The number of every token."""
        found: Mapping[str, int] = self._hub.get_vocab()
        return found

    @property
    def masks(self) -> Masks:
        """The masks of this vocabulary, made when first asked for."""
        if self._masks is None:
            self._masks = Masks(self._hub, self.stops, self._name)
        return self._masks

    def conversation(self, call: Call, toolbox: Toolbox) -> str:
        """Return the call's conversation as the chat template writes it, up to the answer."""
        if not self._template:
            raise Unavailable(
                f"the model of {self._name} has no chat template, so it cannot hold a "
                f"conversation; use an instruct model, or the completions endpoint",
                code="no_chat_template",
            )
        said, tools = messages(call), [tool.definition for tool in toolbox.tools]
        return self._render(self.family.history(said, tools), tools, call)

    def encode(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens of ``text``; ``special`` adds what the model wants around a text."""
        tokens: list[int] = self._hub.encode(text, add_special_tokens=special)
        return tokens

    def continued(self, text: str) -> list[int]:
        """Return the tokens of a bare text that is to go on. There is always one."""
        start = self._hub.bos_token_id if self._hub.bos_token_id is not None else min(self.stops)
        return self.encode(text, special=True) or [start]

    def decoder(self, marks: Iterable[str] = ()) -> Decode:
        """Return what turns tokens into text. Control tokens have none, but for ``marks``."""
        shown = {token for mark in marks for token in self.encode(mark, special=False)}
        hidden = self._special - shown
        if hidden == self._special:
            return self._decode

        def decode(tokens: Sequence[int]) -> str:
            text: str = self._hub.decode(
                [token for token in tokens if token not in hidden],
                skip_special_tokens=False,
                clean_up_tokenization_spaces=False,
            )
            return text

        return decode

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._hub.decode(
            tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text

    def _render(
        self, conversation: list[Message], tools: list[Mapping[str, Any]], call: Call
    ) -> str:
        from jinja2 import TemplateError

        variables = self._effort(call)
        if self.family.taught and tools:
            variables[self.family.taught] = tools
        try:
            text: str = self._hub.apply_chat_template(
                conversation, tokenize=False, add_generation_prompt=True, **variables
            )
        except (TemplateError, TypeError) as error:
            raise BadCall(
                f"the chat template of {self._name} refuses this conversation; most want an "
                f"optional system message, then user and assistant in turn, the user last",
                code="invalid_value",
            ) from error
        return text

    def _effort(self, call: Call) -> dict[str, Any]:
        """Return the template's own variables for how much to think; others know none."""
        nested = call.body.get("reasoning")
        effort = call.body.get("reasoning_effort") or (
            nested.get("effort") if isinstance(nested, dict) else None
        )
        if effort is None:
            return {}
        think = effort not in _NO_THOUGHTS
        found: dict[str, Any] = {}
        if "enable_thinking" in self._template:
            found["enable_thinking"] = think
        elif "thinking" in self._template and self.family.name == "deepseek":
            found["thinking"] = think
        if "reasoning_effort" in self._template:
            found["reasoning_effort"] = harmony.effort(effort) if self.family.channels else effort
        return found
