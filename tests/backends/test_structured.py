"""Forms, tools and chances, on both engines, with a tiny model of random weights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from homeport.backends import create
from homeport.backends.local import LocalBackend
from homeport.errors import BadCall, UnsupportedForm
from homeport.types import Call, Delta

SCHEMAS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "schemas.json").read_text(encoding="utf-8")
)
# A random model says one byte in a token: enough for every schema, and most reach it.
TOKENS = 256
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string", "maxLength": 9}, "days": {"type": "integer"}},
    "required": ["city", "days"],
}
TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": CITY, "strict": True}}
    for name in ("get_weather", "get_time")
]


@pytest.fixture(scope="module", params=["pytorch", "mlx"])
def engine(request: pytest.FixtureRequest, tiny: Path) -> Iterator[LocalBackend]:
    """One loaded backend of each kind."""
    made = create(request.param, "local", model=str(tiny), dtype="float32")
    assert isinstance(made, LocalBackend)
    yield made
    made.close()


def ask(engine: LocalBackend, endpoint: str = "chat.completions", **fields: Any) -> list[Delta]:
    body = {"messages": [{"role": "user", "content": "go"}], "max_tokens": TOKENS, **fields}
    return list(engine.generate(Call(endpoint, body)))


def text_of(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas)


def calls_of(deltas: list[Delta]) -> list[tuple[str, Any]]:
    """Names and parsed arguments."""
    pieces = [delta.call for delta in deltas if delta.call is not None]
    count = 1 + max((piece.index for piece in pieces), default=-1)
    names = [piece.name for piece in pieces if piece.name]
    said = ["".join(p.arguments for p in pieces if p.index == n) for n in range(count)]
    return [(name, json.loads(text)) for name, text in zip(names, said, strict=True)]


def schema_form(schema: Any, *, strict: bool = True) -> dict[str, Any]:
    return {
        "type": "json_schema",
        "json_schema": {"name": "x", "schema": schema, "strict": strict},
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_answer_fits_its_schema(engine: LocalBackend, name: str) -> None:
    """Formats included, although nearly every answer of a random model reaches its limit."""
    schema = SCHEMAS[name]

    deltas = ask(engine, response_format=schema_form(schema), seed=len(name))

    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.validate(json.loads(text_of(deltas)), schema, format_checker=checker)


def test_any_object_is_an_object(engine: LocalBackend) -> None:
    """``json_object`` without a schema, in both endpoints' ways of asking."""
    chat = ask(engine, response_format={"type": "json_object"}, seed=1)
    response = ask(engine, "responses", input="go", text={"format": {"type": "json_object"}})

    for deltas in (chat, response):
        assert isinstance(json.loads(text_of(deltas)), dict)


def test_an_answer_without_room_for_its_form_is_cut(engine: LocalBackend) -> None:
    """And says so; one with just enough is closed, and says so too."""
    form = schema_form({"type": "array", "items": {"type": "string"}, "minItems": 1})

    cut, closed = (ask(engine, response_format=form, max_tokens=n, seed=2) for n in (2, 12))

    assert ("length", "length") == (cut[-1].finish, closed[-1].finish)
    assert "[" == text_of(cut)[:1]
    assert "]" != text_of(cut)[-1:]
    assert json.loads(text_of(closed))


def test_a_schema_that_cannot_be_enforced_is_named_without_its_content(
    engine: LocalBackend,
) -> None:
    """Another target may know it. One that is only a wish is met as far as it goes."""
    schema = {"type": "array", "uniqueItems": True, "items": {"enum": ["a secret"]}}

    with pytest.raises(UnsupportedForm, match="`uniqueItems`") as caught:
        ask(engine, response_format=schema_form(schema))

    assert "secret" not in caught.value.message
    wish = ask(engine, response_format=schema_form(schema, strict=False))
    assert {"a secret"} >= set(json.loads(text_of(wish)))


def test_a_regular_expression_and_a_grammar(engine: LocalBackend) -> None:
    """Extensions: the answer matches as a whole and ends by itself."""
    regex = ask(engine, guided_regex="(yes|no)/[0-9]{3}")
    lark = ask(engine, guided_grammar='start: "a" /b{2}/ "c"')

    assert text_of(regex)[-4] == "/"
    assert ("abbc", "stop") == (text_of(lark), lark[-1].finish)


def test_a_wrong_grammar_is_a_bad_call(engine: LocalBackend) -> None:
    """As are two forms at once."""
    with pytest.raises(UnsupportedForm, match="guided_regex"):
        ask(engine, guided_regex="(")
    with pytest.raises(BadCall, match="exclude"):
        ask(engine, guided_regex="a", guided_grammar="start: /a/")


def test_a_required_call_is_a_call_that_fits(engine: LocalBackend) -> None:
    """Text never comes instead, and the arguments fit the parameters."""
    deltas = ask(engine, tools=TOOLS, tool_choice="required", parallel_tool_calls=False)

    [(name, arguments)] = calls_of(deltas)
    assert name in {"get_weather", "get_time"}
    jsonschema.validate(arguments, CITY)
    assert ("", "tool_calls") == (text_of(deltas), deltas[-1].finish)


def test_a_named_function_is_the_one_called(engine: LocalBackend) -> None:
    """However little the model wants it."""
    choice = {"type": "function", "function": {"name": "get_time"}}

    deltas = ask(engine, tools=TOOLS, tool_choice=choice)

    assert ["get_time"] == [name for name, _ in calls_of(deltas)]


def test_tools_may_be_left_alone(engine: LocalBackend) -> None:
    """With ``auto`` a text is an answer; with ``none`` the prompt says nothing of tools."""
    auto, none, bare = (
        ask(engine, max_tokens=6, **fields)
        for fields in ({"tools": TOOLS}, {"tools": TOOLS, "tool_choice": "none"}, {})
    )

    assert [] == calls_of(auto) == calls_of(none)
    assert auto[-1].usage is not None
    assert none[-1].usage is not None
    assert bare[-1].usage is not None
    assert auto[-1].usage.prompt > none[-1].usage.prompt == bare[-1].usage.prompt


def test_a_conversation_with_results_is_written_for_the_model(engine: LocalBackend) -> None:
    """A template without tools gets calls and results in words."""
    function = {"name": "get_time", "arguments": "{}"}
    history = [
        {"role": "user", "content": "when?"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "function": function}]},
        {"role": "tool", "tool_call_id": "c", "content": "noon"},
    ]

    deltas = ask(engine, messages=history, max_tokens=2)

    assert deltas[-1].usage is not None
    assert deltas[-1].usage.prompt > len("when?get_timenoon")


def test_chances_are_told_for_every_token_of_the_text(engine: LocalBackend) -> None:
    """The greedy token is the likeliest; chances are logarithms of a distribution."""
    deltas = ask(engine, temperature=0, logprobs=True, top_logprobs=3, max_tokens=20)

    told = [token for delta in deltas for token in delta.logprobs]
    said = b"".join(token.raw for token in told).decode(errors="replace")
    assert said.startswith(text_of(deltas)) != (text_of(deltas) == "")
    assert all(token.logprob == token.top[0].logprob < 0 for token in told)
    assert all(len(token.top) == 3 for token in told)


def test_the_plain_way_and_the_steered_one_say_the_same(engine: LocalBackend) -> None:
    """Asking for chances changes nothing of a greedy answer."""
    plain = ask(engine, temperature=0, max_tokens=30)

    assert text_of(plain) == text_of(ask(engine, temperature=0, max_tokens=30, logprobs=True))


def test_biases_and_penalties_steer(engine: LocalBackend) -> None:
    """A bias can force a token or forbid it, a penalty keeps it from coming again."""
    token = 65
    forced = ask(engine, temperature=0, max_tokens=8, logit_bias={str(token): 100})
    once = ask(
        engine, temperature=0, max_tokens=8, logit_bias={str(token): 100}, presence_penalty=2
    )

    assert 1 == len(set(text_of(forced)))
    assert set(text_of(forced)) <= set(text_of(once))
    with pytest.raises(BadCall, match="no token"):
        ask(engine, logit_bias={"99999": 1})


def test_prompts_may_be_several_texts_or_token_ids(engine: LocalBackend) -> None:
    """Each with its choices in order; an echo repeats the prompt first."""
    fields = {"temperature": 0, "max_tokens": 3}
    several = ask(engine, "completions", prompt=["ab", "cd"], n=2, echo=True, **fields)
    ids = ask(engine, "completions", prompt=[64, 65], **fields)

    ends = [delta.index for delta in several if delta.finish]
    assert [0, 1, 2, 3] == ends
    assert text_of([d for d in several if d.index == 3]).startswith("cd")
    assert several[-1].usage is not None
    assert (4, 12) == (several[-1].usage.prompt, several[-1].usage.completion)
    assert ids[-1].usage is not None
    assert 2 == ids[-1].usage.prompt
