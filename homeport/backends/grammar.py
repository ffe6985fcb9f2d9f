"""The grammar of one answer: its thoughts, its form, its tool calls, as its family has them.

A Lark grammar in the dialect of llguidance, whose parts (``@form``, ``@tool0`` ...) are grammars
of their own. Because a call can only come out as it is written down here, ``reader.py`` reads it
back without guessing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from homeport.backends.families import Family, harmony
from homeport.backends.families.base import Calls
from homeport.backends.form import Form
from homeport.backends.masks import Masks
from homeport.backends.schema import ANY_OBJECT, LENIENT, SPACING, bounded, unsupported
from homeport.backends.tools import Tool, Toolbox
from homeport.errors import UnsupportedForm

Thinking: TypeAlias = Literal["none", "maybe", "begun"]
"""Whether the answer may begin with thoughts: no, yes, or the prompt has opened them."""

_Part = dict[str, Any]
_ANYTHING: Final = "/(.|\\n)*/"


def bare_grammar(masks: Masks, form: Form) -> str:
    """Return the grammar of a text that is nothing but ``form``."""
    return json.dumps({"grammars": [_named("form", _form(masks, form))]})


def grammar(
    masks: Masks, family: Family, form: Form | None, toolbox: Toolbox, thinking: Thinking
) -> str:
    """Return the grammar of an answer that has a ``form``, or tools that it may call.

    ``UnsupportedForm`` names what cannot be enforced, without quoting the call.
    """
    parts = [_named(f"tool{n}", _parameters(masks, t, n)) for n, t in enumerate(toolbox.tools)]
    if form is not None:
        parts.append(_named("form", _form(masks, form)))
    rules = _Rules(masks, family, toolbox, formed=form is not None)
    top = "\n".join(rules.channels() if family.channels else rules.text(thinking))
    return json.dumps({"grammars": [{"name": "answer", "lark_grammar": top}, *parts]})


class _Rules:
    """The Lark rules of one answer, line by line."""

    def __init__(self, masks: Masks, family: Family, toolbox: Toolbox, *, formed: bool) -> None:
        self._literal = masks.literal
        self._family = family
        self._toolbox = toolbox
        self._body = "@form" if formed else "TEXT"

    def text(self, thinking: Thinking) -> Iterator[str]:
        """A text, thoughts in marks before it, calls in or instead of it."""
        yield from self._thoughts(thinking)
        yield f"start: {'' if thinking == 'none' else 'thoughts '}answer"
        if not self._toolbox.tools:
            yield "answer: @form"
            return
        calls = self._family.calls
        yield f"answer: {'calls' if self._toolbox.required else f'{self._body} | calls'}"
        begin = self._literal(calls.begin)
        if self._toolbox.required or self._body != "TEXT":
            yield f"begin: {begin}"
        elif begin.startswith("<["):
            yield f"begin: TEXT {begin}"
        else:
            yield f"begin[lazy]: TEXT {begin}"
        yield from self._calls(calls)

    def channels(self) -> Iterator[str]:
        """Messages on channels: thoughts, then the answer or one call."""
        spelled = self._literal
        yield f"TEXT: {_ANYTHING}"
        yield "start: thoughts? answer"
        opening = spelled(f"{harmony.CHANNEL}analysis{harmony.MESSAGE}")
        yield f"thoughts: {opening} TEXT {spelled(f'{harmony.END}{harmony.START}assistant')}"
        yield f"final: {spelled(f'{harmony.CHANNEL}final{harmony.MESSAGE}')} {self._body}"
        if not self._toolbox.tools:
            yield "answer: final"
            return
        yield f"answer: {'calls' if self._toolbox.required else 'final | calls'}"
        yield f"begin: {spelled(self._family.calls.begin)}"
        yield from self._calls(self._family.calls)

    def _thoughts(self, thinking: Thinking) -> Iterator[str]:
        marks = self._family.thinking
        if marks is None or thinking == "none":
            yield f"TEXT: {_ANYTHING}"
            return
        opening, closing = (self._literal(mark) for mark in marks)
        # An answer that begins with the mark is thoughts, and must not pass for a text.
        plain = thinking == "begun" or opening.startswith("<[")
        yield "TEXT: ANY" if plain else f"TEXT: ANY & ~/{_escaped(marks[0])}(.|\\n)*/"
        yield f"ANY: {_ANYTHING}"
        lazy = "" if closing.startswith("<[") else "[lazy]"
        yield f"close{lazy}: ANY {closing}"
        yield "gap: /\\s{0,4}/"
        yield f"thoughts: {'close gap' if thinking == 'begun' else f'({opening} close gap)?'}"

    def _calls(self, calls: Calls) -> Iterator[str]:
        between = calls.between
        opening, closing, again, end = map(
            self._literal, (calls.opening, calls.closing, calls.again, calls.end)
        )
        several = calls.parallel and self._toolbox.parallel
        more = f"({again} call {closing})*" if several else ""
        yield f"calls: begin {opening} call {closing} {more} {end}"
        for number, tool in enumerate(self._toolbox.tools):
            name, _, rest = f"{tool.name}{between}".partition("{n}")
            counter = f"/[0-9]{{1,3}}/ {self._literal(rest)}" if rest else ""
            yield f"call{number}: {self._literal(name)} {counter} @tool{number}"
        yield f"call: {' | '.join(f'call{n}' for n in range(len(self._toolbox.tools)))}"


def _escaped(mark: str) -> str:
    """Return ``mark`` as a regular expression between slashes."""
    return "".join(c if c.isalnum() else f"\\x{ord(c):02x}" for c in mark)


def _form(masks: Masks, form: Form) -> _Part:
    if form.kind == "schema":
        wishes = [] if form.strict else [_schema(form.value, LENIENT)]
        return _first(masks, [_schema(form.value, SPACING), *wishes], form.field)
    lark = form.value if form.kind == "lark" else masks.lark(form.value)
    return _first(masks, [{"lark_grammar": lark}], form.field)


def _parameters(masks: Masks, tool: Tool, number: int) -> _Part:
    """The arguments of ``tool``. One that is not strict may fall back to any object."""
    given = {"type": "object", **tool.parameters}
    wishes = [] if tool.strict else [_schema(given, LENIENT), _schema(ANY_OBJECT, SPACING)]
    return _first(masks, [_schema(given, SPACING), *wishes], f"tools[{number}].parameters")


def _schema(schema: Mapping[str, Any], options: Mapping[str, Any]) -> _Part:
    return {"json_schema": bounded(schema) | {"x-guidance": dict(options)}}


def _named(name: str, part: _Part) -> _Part:
    return {"name": name, **part}


def _first(masks: Masks, parts: Sequence[_Part], field: str) -> _Part:
    """Return the first of ``parts`` that compiles."""
    whys = []
    for part in parts:
        why = masks.why_not(json.dumps({"grammars": [part]}))
        if not why:
            return part
        whys.append(why)
    named = unsupported(whys[0]) if "json_schema" in parts[0] else ""
    raise UnsupportedForm(
        f"{field} cannot be enforced on this device{f': it uses {named}' if named else ''}; "
        f"simplify it, or allow a target that knows it"
    )
