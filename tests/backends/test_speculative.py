"""Speculative decoding: a small model's guesses change how soon an answer comes, not the answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from homeport.backends.engine import Row
from homeport.backends.folder import ModelFolder
from homeport.backends.local import LocalBackend
from homeport.backends.sampling import Sampling
from homeport.backends.speculative import Speculative
from homeport.backends.worker import Worker
from homeport.errors import ModelError
from homeport.types import Call, Delta, Labels

from .conftest import Opener, write_tokenizer

SCHEMA = {
    "type": "json_schema",
    "json_schema": {
        "name": "it",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"enum": ["x", "y"]}},
            "required": ["a", "b"],
            "additionalProperties": False,
        },
    },
}
WAYS: dict[str, dict[str, Any]] = {
    "greedy": {"max_tokens": 40},
    "drawn": {"max_tokens": 40, "temperature": 0.7, "top_p": 0.9, "seed": 5},
    "twice": {"max_tokens": 20, "n": 2, "temperature": 0.7, "seed": 5},
    "logprobs": {"max_tokens": 12, "logprobs": True, "top_logprobs": 2},
    "penalties": {"max_tokens": 30, "frequency_penalty": 1.0, "logit_bias": {"101": 3}},
    "schema": {"max_tokens": 60, "response_format": SCHEMA},
    "stop": {"max_tokens": 60, "stop": ["e"]},
    "one token": {"max_tokens": 1},
}


@pytest.fixture(scope="session")
def like(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that mostly says what the tiny one says: its weights, with a little noise."""
    import torch
    from transformers import LlamaForCausalLM

    folder = Path(shutil.copytree(tiny, tmp_path_factory.mktemp("like") / "model"))
    model = LlamaForCausalLM.from_pretrained(folder)
    torch.manual_seed(1)
    with torch.no_grad():
        for weights in model.parameters():
            weights.add_(0.03 * torch.randn_like(weights))
    model.save_pretrained(folder)
    return folder


def chat(text: str = "hello there", **fields: object) -> Call:
    conversation = fields.pop("conversation", None)
    body = {"messages": [{"role": "user", "content": text}], "temperature": 0, **fields}
    labels = Labels(conversation=None if conversation is None else str(conversation))
    return Call("chat.completions", body, labels=labels)


def told(deltas: list[Delta]) -> list[Any]:
    """What a caller sees, however it was cut into deltas."""
    said: dict[int, list[Any]] = {}
    for delta in deltas:
        own = said.setdefault(delta.index, ["", None, []])
        own[0] += delta.text
        own[1] = delta.finish or own[1]
        own[2] += [(one.token, round(one.logprob, 3)) for one in delta.logprobs]
    return [*said.items(), deltas[-1].usage]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("guesser", ["itself", "like it"])
def test_the_answer_is_the_one_without_a_draft(
    way: str, guesser: str, opened: Opener, tiny: Path, like: Path
) -> None:
    """Whatever is asked, and however good the guesses are."""
    call = chat(**WAYS[way])
    draft = tiny if guesser == "itself" else like

    assert told(list(opened(tiny).generate(call))) == told(
        list(opened(tiny, draft=str(draft)).generate(call))
    )


class _Counting:
    """An engine that counts how often it is asked to go on."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.passes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def several(self, row: Row, tokens: list[int]) -> list[Any]:
        self.passes += 1
        return list(self._engine.several(row, tokens))


def likeliest(engine: Any, prompt: list[int], tokens: int) -> tuple[Row, list[int]]:
    """Say ``tokens`` after a prompt, and one more; return them and their row, alone again."""
    row = engine.row()
    engine.read(row, prompt, last=True)
    row.draw = engine.sampler(Sampling(temperature=0), 0)
    said = [engine.take(row)]
    for _ in range(tokens):
        said += engine.step([row], [said[-1]])
    engine.leave(row)
    return row, said


def passes(backend: LocalBackend, model: Path, draft: Path, tokens: int) -> int:
    """Say ``tokens`` after a prompt; return how often the large model was run."""
    engine = _Counting(backend.open(ModelFolder(model), None))
    guessing = backend.open(ModelFolder(draft), None)
    both = Speculative(engine, guessing, context=None, name="local")  # type: ignore[arg-type]
    likeliest(both, both.tokenizer.encode("some words to go on from", special=False), tokens)
    return engine.passes


def test_good_guesses_save_passes_of_the_large_model(
    opened: Opener, tiny: Path, like: Path
) -> None:
    """A guesser that is always right: one pass for nine tokens, once it is trusted."""
    backend = opened(tiny)

    assert passes(backend, tiny, tiny, 5 + 6 + 7 + 8 + 9) == 5
    assert 12 < passes(backend, tiny, like, 60) < 60


def test_guesses_that_never_come_true_cost_no_token(opened: Opener, tiny: Path) -> None:
    backend = opened(tiny)
    engine = backend.open(ModelFolder(tiny), None)

    class Wrong(_Counting):
        def sampler(self, sampling: Sampling, seed: int) -> Any:
            draw = self._engine.sampler(sampling, seed)
            return lambda logits: draw(-logits)

    both = Speculative(engine, Wrong(engine), context=None, name="local")  # type: ignore[arg-type]
    row, said = likeliest(both, [104, 105], 12)

    _, expected = likeliest(engine, [104, 105], 12)
    assert expected == said
    assert [104, 105, *said[:-1]] == row.tokens


def test_the_next_turn_goes_on_with_what_was_read(opened: Opener, tiny: Path, like: Path) -> None:
    """Guesses that were read and not said are no part of what is kept."""
    backend, bare = opened(tiny, draft=str(like)), opened(tiny)
    question = "a question that is long enough to be kept"
    first = chat(question, max_tokens=30, conversation="c")
    said = "".join(delta.text for delta in backend.generate(first))
    list(bare.generate(first))
    body = {
        "messages": [
            {"role": "user", "content": question},
            {"role": "assistant", "content": said},
            {"role": "user", "content": "two"},
        ],
        "temperature": 0,
        "max_tokens": 30,
    }
    second = Call("chat.completions", body, labels=Labels(conversation="c"))

    found, expected = list(backend.generate(second)), list(bare.generate(second))

    assert told(expected) == told(found)
    assert found[-1].usage is not None
    assert found[-1].usage.cached > 16


def test_answers_side_by_side_are_those_of_each_alone(
    opened: Opener, tiny: Path, like: Path
) -> None:
    """Guessing stops while others answer too and goes on when they have ended."""
    backend = opened(tiny, draft=str(like))
    calls = [chat(f"call {n}", max_tokens=tokens) for n, tokens in enumerate((90, 12, 40))]
    alone = [told(list(opened(tiny).generate(call))) for call in calls]
    worker = Worker(backend)

    streams = [worker.submit(call) for call in calls]
    together = [told(list(stream)) for stream in streams]
    worker.close()

    assert alone == together


def test_nothing_is_guessed_beyond_the_context(opened: Opener, tiny: Path, tmp_path: Path) -> None:
    """The answer goes on to the large model's own limit; the small one's is shorter."""
    folder = Path(shutil.copytree(tiny, tmp_path / "short"))
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"max_position_embeddings": 32}))
    call = chat("hi", max_tokens=60)

    assert told(list(opened(tiny).generate(call))) == told(
        list(opened(tiny, draft=str(folder)).generate(call))
    )


def test_a_draft_that_is_not_here_says_how_to_get_it(opened: Opener, tiny: Path) -> None:
    backend = opened(tiny, draft="qwen3-0.6b")

    assert backend.missing() == (
        "the draft model qwen3-0.6b is not on this device; run: homeport models pull qwen3-0.6b"
    )


@pytest.mark.parametrize("draft", [5, "", True, ["smollm2-135m"]])
def test_a_draft_is_named(draft: object, opened: Opener, tiny: Path) -> None:
    """Anything else is an error of the policy, with an example of what is meant."""
    with pytest.raises(TypeError, match=r"draft: smollm2-135m"):
        opened(tiny, draft=draft)


def test_a_draft_with_other_tokens_is_refused(opened: Opener, tiny: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "other"))
    write_tokenizer(folder)
    file = folder / "tokenizer.json"
    file.write_text(file.read_text().replace("<|system|>", "<|tool|>"))

    with pytest.raises(ModelError, match="other tokens"):
        opened(tiny, draft=str(folder)).load()


def test_a_draft_that_cannot_take_back_is_refused(opened: Opener, tmp_path: Path) -> None:
    """Attention that slides over a window has forgotten what stood there before."""
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    folder = tmp_path / "gemma"
    folder.mkdir()
    write_tokenizer(folder)
    torch.manual_seed(1)
    config = Gemma3TextConfig(
        vocab_size=260, hidden_size=32, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, sliding_window=16,
        sliding_window_pattern=2, max_position_embeddings=256, eos_token_id=256, pad_token_id=256,
        bos_token_id=None,
    )  # fmt: skip
    Gemma3ForCausalLM(config).save_pretrained(folder)

    with pytest.raises(ModelError, match="cannot take back"):
        opened(folder, draft=str(folder)).load()
