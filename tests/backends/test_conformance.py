"""Each family's format, and its real architecture in both engines, on random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from family_folders import packed, save
from family_models import CONVERSATION, SAMPLES, WEATHER, Sample

from homeport.backends import create
from homeport.backends.folder import ModelFolder
from homeport.backends.local import LocalBackend
from homeport.backends.tokenizer import Tokenizer
from homeport.backends.tools import Toolbox
from homeport.types import Call, Delta

ENGINES: Final = ("pytorch", "mlx")


@pytest.fixture(scope="module", params=SAMPLES)
def named(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A sample's name and its folder."""
    folder = tmp_path_factory.mktemp(request.param)
    save(SAMPLES[request.param], folder)
    return request.param, folder


def opened(kind: str, folder: Path) -> LocalBackend:
    backend = create(kind, kind, model=str(folder), dtype="float32")
    assert isinstance(backend, LocalBackend)
    return backend


def rendered(sample: Sample, folder: Path) -> str:
    call = Call("chat.completions", {"messages": CONVERSATION, "tools": [WEATHER]})
    return Tokenizer(ModelFolder(folder), "test").conversation(call, Toolbox.of(call))


def test_a_conversation_with_calls_is_written_as_the_family_writes_it(
    named: tuple[str, Path],
) -> None:
    """Tools, two parallel calls and their results all stand in the prompt, in order."""
    name, folder = named
    sample = SAMPLES[name]

    prompt = rendered(sample, folder)

    at = 0
    for fragment in sample.shown:
        found = prompt.find(fragment, at)
        assert found >= 0, f"{fragment!r} is not in {prompt[at:]!r}"
        at = found + len(fragment)


def test_a_folder_that_names_no_end_still_ends_its_turns(named: tuple[str, Path]) -> None:
    """The vocabulary's own mark is enough."""
    name, folder = named
    tokenizer = Tokenizer(ModelFolder(folder), "test")

    end = tokenizer.encode(SAMPLES[name].marks[0], special=False)

    assert SAMPLES[name].family == tokenizer.family.name
    assert set(end) <= tokenizer.stops


def test_both_engines_run_the_architecture_alike(named: tuple[str, Path]) -> None:
    """The same first tokens, and a required call that parses, from the same weights."""
    name, folder = named
    prompt = {"prompt": "Tell me a story about", "max_tokens": 20, "temperature": 0}
    asked = {
        "messages": [{"role": "user", "content": "Oslo?"}],
        "tools": [WEATHER],
        "tool_choice": "required",
        "parallel_tool_calls": False,
        "max_tokens": 160,
        "temperature": 0,
    }
    folders = {"pytorch": folder, "mlx": packed(folder) if name == "gpt-oss" else folder}
    said, called = [], []
    for kind in ENGINES:
        backend = opened(kind, folders[kind])
        said.append(list(backend.generate(Call("completions", prompt))))
        called.append(list(backend.generate(Call("chat.completions", asked | SAMPLES[name].quiet))))
        backend.close()

    assert text(said[0]) == text(said[1]) != ""
    for deltas in called:
        calls = [delta.call for delta in deltas if delta.call is not None]
        assert ("weather", "tool_calls") == (calls[0].name, deltas[-1].finish)
        assert json.loads("".join(c.arguments for c in calls))["city"] in ("Rome", "Oslo")
        assert "" == text(deltas)


def text(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas)
