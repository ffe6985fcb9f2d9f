"""The tools of a call: what is offered to the model, and what it must, may or must not do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeport.backends.request import mapping, sequence
from homeport.backends.schema import NO_ARGUMENTS
from homeport.errors import BadCall, Unavailable
from homeport.types import Call

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Tool:
    """One function. A ``strict`` one's parameters must be enforced to the last keyword."""

    name: str
    parameters: Mapping[str, Any]
    strict: bool
    definition: Mapping[str, Any]
    """As chat templates take it: ``{"type": "function", "function": {...}}``."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools that may be called. Without any, nothing is said of tools to the model.

    ``required``: the answer must be a call. ``parallel``: it may be several.
    """

    tools: tuple[Tool, ...] = ()
    required: bool = False
    parallel: bool = True

    @classmethod
    def of(cls, call: Call) -> Toolbox:
        """Read ``call``; ``BadCall`` names the field that is wrong."""
        body = call.body
        if call.endpoint == "completions":
            return cls()
        if body.get("functions"):
            raise Unavailable(
                "`functions` is not known on this device; write them as `tools`",
                code="unsupported_here",
            )
        given = sequence(body, "tools") if body.get("tools") is not None else []
        tools = tuple(_tool(tool, f"tools[{n}]") for n, tool in enumerate(given))
        parallel = body.get("parallel_tool_calls") is not False
        return _chosen(tools, body.get("tool_choice"), parallel=parallel)


def _tool(given: Any, path: str) -> Tool:
    kind = mapping(given, path).get("type", "function")
    if kind != "function":
        raise Unavailable(f"{path}: only functions can be called here", code="unsupported_here")
    # Chat nests the function, responses do not.
    function = mapping(given["function"], f"{path}.function") if "function" in given else given
    name = function.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadCall(
            f"{path}: a function's name has up to 64 letters, digits, _ and -", code="invalid_value"
        )
    parameters = function.get("parameters")
    parameters = NO_ARGUMENTS if parameters is None else mapping(parameters, f"{path}.parameters")
    described = {
        "name": name,
        "description": function.get("description") or "",
        "parameters": dict(parameters),
    }
    return Tool(
        name,
        parameters,
        strict=function.get("strict") is True,
        definition={"type": "function", "function": described},
    )


def _chosen(tools: tuple[Tool, ...], choice: Any, *, parallel: bool) -> Toolbox:
    """Apply every form of ``tool_choice``, those of chat and those of responses."""
    if choice is None or choice == "auto":
        return Toolbox(tools, parallel=parallel)
    if choice == "none":
        return Toolbox()
    if choice == "required":
        return _required(Toolbox(tools, required=True, parallel=parallel))
    kind = mapping(choice, "tool_choice").get("type")
    if kind == "function":
        holder = choice.get("function", choice)
        named = _named(tools, [mapping(holder, "tool_choice.function").get("name")])
        return Toolbox(named, required=True, parallel=False)
    if kind == "allowed_tools":
        allowed = mapping(choice.get("allowed_tools", choice), "tool_choice")
        return _allowed(tools, allowed, parallel=parallel)
    raise BadCall(
        "tool_choice must be none, auto, required, a function or allowed_tools",
        code="invalid_value",
    )


def _allowed(tools: tuple[Tool, ...], allowed: Mapping[str, Any], *, parallel: bool) -> Toolbox:
    names = [
        mapping(tool.get("function", tool), "tool_choice.tools").get("name")
        for tool in sequence(allowed, "tools", "tool_choice")
    ]
    required = allowed.get("mode") == "required"
    return _required(Toolbox(_named(tools, names), required=required, parallel=parallel))


def _named(tools: tuple[Tool, ...], names: list[Any]) -> tuple[Tool, ...]:
    known = {tool.name: tool for tool in tools}
    if not names or not all(name in known for name in names):
        raise BadCall("tool_choice names a function that is not in tools", code="invalid_value")
    return tuple(known[name] for name in names)


def _required(toolbox: Toolbox) -> Toolbox:
    if toolbox.required and not toolbox.tools:
        raise BadCall("tool_choice needs tools to choose from", code="invalid_value")
    return toolbox
