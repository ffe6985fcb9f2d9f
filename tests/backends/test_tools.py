"""How the tools of a call are read."""

from __future__ import annotations

from typing import Any

import pytest

from homeport.backends.tools import Toolbox
from homeport.errors import BadCall, Unavailable
from homeport.types import Call


def named(*names: str) -> list[dict[str, Any]]:
    return [{"type": "function", "function": {"name": name}} for name in names]


def chat(**body: Any) -> Toolbox:
    return Toolbox.of(Call("chat.completions", {"tools": named("a", "b"), **body}))


def names(toolbox: Toolbox) -> list[str]:
    return [tool.name for tool in toolbox.tools]


def test_tools_may_be_called_or_not() -> None:
    """Without a choice, and with `auto`."""
    assert chat() == chat(tool_choice="auto")
    assert (["a", "b"], False, True) == (names(chat()), chat().required, chat().parallel)


def test_none_hides_them() -> None:
    """A model that sees no tools calls none."""
    assert Toolbox() == chat(tool_choice="none")


def test_one_function_can_be_asked_for() -> None:
    """Exactly one call of it, in both endpoints' ways of saying so."""
    flat = [{"type": "function", "name": "a"}, {"type": "function", "name": "b", "strict": True}]
    choice = {"type": "function", "name": "b"}
    response = Toolbox.of(Call("responses", {"tools": flat, "tool_choice": choice}))
    chosen = chat(tool_choice={"type": "function", "function": {"name": "b"}})

    for toolbox in (chosen, response):
        assert (["b"], True, False) == (names(toolbox), toolbox.required, toolbox.parallel)
    assert response.tools[0].strict


def test_some_can_be_allowed() -> None:
    """In either mode, nested as chat has it and flat as responses do."""
    allowed = {"mode": "required", "tools": named("b")}
    nested = chat(tool_choice={"type": "allowed_tools", "allowed_tools": allowed})
    flat = chat(tool_choice={"type": "allowed_tools", "mode": "auto", "tools": [{"name": "a"}]})

    assert (["b"], True) == (names(nested), nested.required)
    assert (["a"], False) == (names(flat), flat.required)


def test_a_function_without_parameters_takes_none() -> None:
    """Its arguments are an empty object."""
    assert {} == chat().tools[0].parameters["properties"]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"tools": "x"}, "tools must be a list"),
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, r"tools\[0\]"),
        ({"tools": named("a"), "tool_choice": "perhaps"}, "tool_choice"),
        ({"tools": [], "tool_choice": "required"}, "needs tools"),
        (
            {"tools": named("a"), "tool_choice": {"type": "function", "function": {"name": "z"}}},
            "not in tools",
        ),
    ],
)
def test_what_is_wrong_is_named(body: dict[str, Any], wrong: str) -> None:
    """As the API's own 400 does."""
    with pytest.raises(BadCall, match=wrong):
        Toolbox.of(Call("chat.completions", body))


def test_what_is_no_function_goes_to_another_target() -> None:
    """It is not the call's fault."""
    with pytest.raises(Unavailable, match="only functions"):
        chat(tools=[{"type": "custom", "custom": {"name": "x"}}])
