"""What an answer says is the same however its text is cut into pieces."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.backends.families import Family, family_of
from homeport.backends.reader import ChannelReader, MarkedReader, Reader
from homeport.types import Delta

TEMPLATES = {
    "hermes": "<think></think><tool_call>",
    "llama": 'ipython "parameters": ',
    "mistral": "[TOOL_CALLS][ARGS]",
    "mistral-list": "[TOOL_CALLS] [",
    "deepseek": "<｜tool▁calls▁begin｜> ```json",
    "deepseek-bare": "<｜tool▁calls▁begin｜>",
    "kimi": "<|tool_calls_section_begin|>",
    "harmony": "<|channel|><|message|>",
    "gemma": "<start_of_turn>",
    "smollm": "xml_tools <think></think>",
    "plain": "tools, perhaps",
}
ARGUMENTS = ('{"city": "M\\"é}xico]", "days": [1, {"a": {}}]}', "{}")


def reader_of(family: Family, *, calls: bool = True, begun: bool = False) -> Reader:
    if family.channels:
        return ChannelReader(calls=calls)
    return MarkedReader(family, calls=calls, begun=begun)


def read(reader: Reader, pieces: list[str]) -> Iterator[Delta]:
    for piece in pieces:
        yield from reader.push(piece)
    yield from reader.flush()


def told(reader: Reader, pieces: list[str]) -> tuple[str, str, list[tuple[str, str]]]:
    """Thoughts, text and calls."""
    deltas = list(read(reader, pieces))
    calls: dict[int, list[str]] = {}
    for delta in deltas:
        if delta.call:
            calls.setdefault(delta.call.index, [delta.call.name or "?"])
            calls[delta.call.index].append(delta.call.arguments)
    return (
        "".join(delta.reasoning for delta in deltas),
        "".join(delta.text for delta in deltas),
        [(name, "".join(rest)) for name, *rest in calls.values()],
    )


def written(family: Family, text: str) -> str:
    """An answer with two calls, or one where the family makes one at a time."""
    calls = family.calls
    between = calls.between.replace("{n}", "0")
    said = f"{text}{calls.begin}{calls.opening}get_weather{between}{ARGUMENTS[0]}{calls.closing}"
    if calls.parallel:
        said += f"{calls.again}now{between}{ARGUMENTS[1]}{calls.closing}"
    return said + calls.end


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[start:end] for start, end in itertools.pairwise(ends)]


@pytest.mark.parametrize("name", TEMPLATES)
@given(places=st.lists(st.integers(0, 500), max_size=12))
def test_calls_are_read_in_every_family_and_in_any_pieces(name: str, places: list[int]) -> None:
    """The text before them, their names, and their arguments to the letter."""
    family = family_of(TEMPLATES[name])
    text = "" if family.channels else "Let me look. "

    _, shown, calls = told(reader_of(family), cut(written(family, text), places))

    expected = [("get_weather", ARGUMENTS[0]), ("now", ARGUMENTS[1])]
    assert name.partition("-")[0] == family.name
    assert text == shown
    assert expected[: 2 if family.calls.parallel else 1] == calls
    assert all(json.loads(arguments) is not None for _, arguments in calls)


@given(places=st.lists(st.integers(0, 500), max_size=12))
def test_thoughts_are_told_apart_from_the_answer(places: list[int]) -> None:
    """Marks and the white space after them belong to neither."""
    family = family_of(TEMPLATES["hermes"])
    text = "<think>\nhm < 3\n</think>\n\nIt is 4 <b>"

    assert ("\nhm < 3\n", "It is 4 <b>", []) == told(reader_of(family), cut(text, places))


def test_thoughts_may_have_been_begun_by_the_prompt() -> None:
    """Then the answer has only the mark that ends them."""
    family = family_of(TEMPLATES["hermes"])

    said = told(reader_of(family, calls=False, begun=True), ["so ", "it is</think>4"])

    assert ("so it is", "4", []) == said


def test_thoughts_that_are_cut_off_are_still_thoughts() -> None:
    """A limit in the middle of them leaves no answer."""
    reader = reader_of(family_of(TEMPLATES["hermes"]))

    assert ("and then </thi", "", []) == told(reader, ["<think>and then </thi"])


@given(places=st.lists(st.integers(0, 500), max_size=12))
def test_channels_are_thoughts_and_answer(places: list[int]) -> None:
    """Harmony's analysis is thoughts, its final message the answer."""
    text = (
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant"
        "<|channel|>final<|message|>It is 4"
    )

    assert ("hm", "It is 4", []) == told(ChannelReader(calls=False), cut(text, places))


def test_what_is_no_message_of_a_channel_is_shown_as_it_is() -> None:
    """A model that loses the format still answers."""
    assert ("", "Hello there", []) == told(ChannelReader(calls=True), ["Hel", "lo there"])


def test_a_call_that_was_not_offered_is_thoughts() -> None:
    """No tool call reaches a caller who offered no tools."""
    text = "<|channel|>commentary to=functions.rm <|constrain|>json<|message|>{}"

    assert ("{}", "", []) == told(ChannelReader(calls=False), [text])
