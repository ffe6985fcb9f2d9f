"""Texts to vectors on this device, by both engines: tiny random models of real architectures."""

from __future__ import annotations

import base64
import json
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

import homeport
from homeport import backends
from homeport.backends import catalog
from homeport.backends.base import Backend
from homeport.backends.embedding.recipe import recipe_of
from homeport.backends.folder import ModelFolder
from homeport.errors import BadCall, ContextOverflow, ModelError
from homeport.types import Call

ENGINES = ("pytorch", "mlx")
TEXTS = ["a small cat", "una gata pequeña que duerme al sol", "b"]
END = "<|end|>"


def _tokenizer(folder: Path, around: str) -> int:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: n for n, c in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.add_special_tokens(["<|begin|>", END])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=around, special_tokens=[("<|begin|>", 256), (END, 257)]
    )
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END).save_pretrained(folder)
    return 258


def _steps(folder: Path, pooling: dict[str, Any], *more: str, longest: int = 64) -> None:
    kinds = ["Transformer", "Pooling", *more]
    modules = [
        {
            "idx": n,
            "path": f"{n}_{kind}" if n else "",
            "type": f"sentence_transformers.models.{kind}",
        }
        for n, kind in enumerate(kinds)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    around = {"max_seq_length": longest, "do_lower_case": False}
    (folder / "sentence_bert_config.json").write_text(json.dumps(around))


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Qwen3 as Qwen3-Embedding is laid out: the bare body, pooled at its last token."""
    import torch
    from transformers import Qwen3Config, Qwen3Model

    folder = tmp_path_factory.mktemp("decoder")
    size = _tokenizer(folder, f"$A {END}")
    torch.manual_seed(1)
    config = Qwen3Config(
        vocab_size=size,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=128,
        tie_word_embeddings=True,
    )
    Qwen3Model(config).save_pretrained(folder)
    _steps(folder, {"pooling_mode_lasttoken": True}, "Normalize")
    return folder


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT as all-MiniLM is laid out: mean of the tokens, length 1."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("encoder")
    size = _tokenizer(folder, f"<|begin|> $A {END}")
    torch.manual_seed(2)
    config = BertConfig(
        vocab_size=size,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    _steps(folder, {"pooling_mode_mean_tokens": True}, "Normalize", longest=48)
    return folder


def made(kind: str, folder: Path | str, **options: Any) -> Backend:
    return backends.create(kind, "here", model=str(folder), task="embeddings", **options)


def vectors(backend: Backend, **body: Any) -> list[list[float]]:
    call = Call("embeddings", body, model=body.get("model", "auto"), stream="stream" in body)
    deltas = [delta for delta in backend.generate(call) if delta.vector]
    assert list(range(len(deltas))) == [delta.index for delta in deltas]
    return [array("f", delta.vector).tolist() for delta in deltas]


@pytest.fixture
def closing() -> Iterator[list[Backend]]:
    opened: list[Backend] = []
    yield opened
    for backend in opened:
        backend.close()


def test_both_engines_make_the_same_vectors(decoder: Path, closing: list[Backend]) -> None:
    """Of the same weights, to three digits and more, whatever is padded beside a text."""
    torch, mlx = (made(kind, decoder) for kind in ENGINES)
    closing += [torch, mlx]
    found, alone = vectors(torch, input=TEXTS), vectors(torch, input=TEXTS[0])
    other = vectors(mlx, input=TEXTS)

    for one, another in zip(found, other, strict=True):
        assert pytest.approx(one, abs=1e-3) == another
        assert pytest.approx(1) == sum(number**2 for number in one)
    assert pytest.approx(found[0], abs=1e-5) == alone[0]


def test_an_encoder_is_pooled_as_its_files_say(encoder: Path, closing: list[Backend]) -> None:
    """The mean of all tokens, special ones too, computed here by hand."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    closing.append(backend := made("pytorch", encoder))
    tokens = AutoTokenizer.from_pretrained(encoder)(TEXTS[1], return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        hidden = AutoModel.from_pretrained(encoder)(tokens).last_hidden_state[0]
    expected = torch.nn.functional.normalize(hidden.mean(0), dim=0).tolist()

    assert pytest.approx(expected, abs=1e-5) == vectors(backend, input=TEXTS)[1]


@pytest.mark.parametrize("kind", ENGINES)
def test_fewer_dimensions_are_the_first_at_length_one(
    decoder: Path, kind: str, closing: list[Backend]
) -> None:
    """As in the API; more than the model has are refused."""
    closing.append(backend := made(kind, decoder))
    whole, short = vectors(backend, input="x")[0], vectors(backend, input="x", dimensions=8)[0]
    length = sum(number**2 for number in whole[:8]) ** 0.5

    assert pytest.approx([number / length for number in whole[:8]], abs=1e-5) == short
    with pytest.raises(BadCall, match="32 dimensions"):
        vectors(backend, input="x", dimensions=33)


def test_token_ids_are_those_of_the_model(encoder: Path, closing: list[Backend]) -> None:
    """The same as their text; ids of another model are refused, not read as other words."""
    closing.append(backend := made("pytorch", encoder))
    ids = _ids(encoder, "cat")

    assert vectors(backend, input="cat") == vectors(backend, input=ids)
    assert vectors(backend, input=["cat", "cat"]) == vectors(backend, input=[ids, ids])
    with pytest.raises(BadCall, match="vocabulary of its own"):
        vectors(backend, input=ids, model="text-embedding-3-small")
    with pytest.raises(BadCall, match="not in the model's vocabulary"):
        vectors(backend, input=[100_000])


def _ids(folder: Path, text: str) -> list[int]:
    from transformers import AutoTokenizer

    ids: list[int] = AutoTokenizer.from_pretrained(folder).encode(text, add_special_tokens=False)
    return ids


def test_nothing_is_cut_off(encoder: Path, closing: list[Backend]) -> None:
    """A text that is too long is refused with the numbers; ``context`` lowers the limit."""
    longest, short = made("pytorch", encoder), made("pytorch", encoder, context=8)
    closing += [longest, short]

    assert vectors(longest, input="x" * 46)
    with pytest.raises(
        ContextOverflow, match="reads 48 tokens at a time; a text of this call has 49"
    ):
        vectors(longest, input=["x", "x" * 47])
    with pytest.raises(ContextOverflow, match="reads 8 tokens"):
        vectors(short, input="x" * 20)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"input": ""},
        {"input": []},
        {"input": ["a", ""]},
        {"input": [["a"]]},
        {"input": ["a"] * 2_049},
        {"input": "a", "dimensions": 0},
        {"input": "a", "encoding_format": "hex"},
        {"input": "a", "stream": True},
    ],
)
def test_a_wrong_call_is_said_to_be_wrong(
    encoder: Path, body: dict[str, Any], closing: list[Backend]
) -> None:
    """Before anything is computed."""
    closing.append(backend := made("pytorch", encoder))
    with pytest.raises(BadCall):
        vectors(backend, **body)


def test_mlx_says_before_the_call_what_it_cannot_run(encoder: Path) -> None:
    """mlx-lm has no encoders: the policy can go elsewhere."""
    why = made("mlx", encoder).missing()

    assert why is not None
    assert "kind: pytorch" in why
    assert made("pytorch", encoder).missing() is None


def test_the_policy_goes_on_to_who_can(encoder: Path) -> None:
    """What one engine cannot run the next target answers; alone it is refused with the reason."""
    model = {"model": str(encoder), "task": "embeddings"}
    policy = {
        "version": 1,
        "backends": {"one": {"kind": "mlx", **model}, "two": {"kind": "pytorch", **model}},
        "rules": [
            {"name": "alone", "when": {"label": "alone"}, "to": ["one"]},
            {"name": "both", "to": ["one", "two"]},
        ],
    }
    with homeport.OpenAI(policy=policy, max_retries=0) as client:
        answer = client.embeddings.with_raw_response.create(model="auto", input="x")
        with pytest.raises(openai.InternalServerError, match="kind: pytorch"):
            client.embeddings.create(
                model="auto", input="x", extra_headers={"x-homeport-label": "alone"}
            )

    assert "one:not_ready, two:ok" == answer.headers["x-homeport-tried"]


def test_without_a_recipe_the_policy_says_how_to_pool(decoder: Path, tmp_path: Path) -> None:
    """Nothing is guessed: another pooling gives other vectors."""
    for file in decoder.iterdir():
        if file.is_file() and file.name != "modules.json":
            (tmp_path / file.name).symlink_to(file)

    assert "set `pooling`" in (made("pytorch", tmp_path).missing() or "")
    assert made("pytorch", tmp_path, pooling="last").missing() is None
    with pytest.raises(ValueError, match="pooling must be one of"):
        made("pytorch", tmp_path, pooling="best")


def test_layers_after_the_pooling(decoder: Path, tmp_path: Path, closing: list[Backend]) -> None:
    """As EmbeddingGemma has them; the vector has their size."""
    import numpy as np
    from safetensors.numpy import save_file

    for file in decoder.iterdir():
        if file.is_file() and file.name not in {"modules.json", "sentence_bert_config.json"}:
            (tmp_path / file.name).symlink_to(file)
    _steps(tmp_path, {"pooling_mode_lasttoken": True}, "Dense")
    weight = np.eye(4, 32, dtype="float32") * 2
    (tmp_path / "2_Dense").mkdir()
    save_file({"linear.weight": weight}, tmp_path / "2_Dense" / "model.safetensors")
    closing += [plain := made("mlx", decoder), dense := made("mlx", tmp_path)]

    whole, short = vectors(plain, input="x")[0], vectors(dense, input="x")[0]

    assert 4 == len(short)
    assert pytest.approx(short[1] / short[0], rel=1e-3) == whole[1] / whole[0]


@pytest.mark.parametrize(
    "steps", [{"pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True}, {}]
)
def test_a_recipe_that_is_not_known_is_refused(tmp_path: Path, steps: dict[str, Any]) -> None:
    """Two poolings at once, or none."""
    _steps(tmp_path, steps)
    with pytest.raises(ModelError, match="pool"):
        recipe_of(ModelFolder(tmp_path), None)


def test_a_recipe_names_no_file_outside(tmp_path: Path) -> None:
    """A downloaded model reads nothing else of this device."""
    (tmp_path / "model").mkdir()
    _steps(tmp_path / "model", {})
    modules = [{"path": "../../etc", "type": "x.Pooling"}]
    (tmp_path / "model" / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelError, match="outside"):
        recipe_of(ModelFolder(tmp_path / "model"), None)


def test_names_of_the_catalogue_are_embedders_unasked() -> None:
    """``{kind: local, model: all-minilm-l6-v2}`` needs no ``task``, and says how to get it."""
    for model in catalog.embedders():
        backend = backends.create("local", "here", model=model.name)
        assert frozenset({"embeddings", "token_prompt"}) == backend.offers
        assert f"homeport models pull {model.name}" in (backend.missing() or "")
    with pytest.raises(ValueError, match="task must be one of"):
        backends.create("pytorch", "here", model="x", task="sing")


@pytest.mark.parametrize("kind", ENGINES)
def test_the_client_s_embeddings(decoder: Path, kind: str) -> None:
    """By the SDK's own types, as numbers and as base64, with usage and who answered."""
    policy = {
        "version": 1,
        "backends": {"here": {"kind": kind, "model": str(decoder), "task": "embeddings"}},
        "rules": [{"name": "all", "to": ["here"]}],
    }
    with homeport.OpenAI(policy=policy) as client:
        asking = {"model": "auto", "input": TEXTS}
        plain = client.embeddings.create(**asking)
        numbers = client.embeddings.create(**asking, encoding_format="float")
        packed = client.embeddings.create(**asking, encoding_format="base64")
        with pytest.raises(openai.PermissionDeniedError, match="does not offer chat"):
            client.chat.completions.create(
                model="auto", messages=[{"role": "user", "content": "x"}]
            )
        model = next(iter(client.models.list()))

    tokens = sum(len(text.encode()) + 1 for text in TEXTS)
    assert (str(decoder), tokens, tokens) == (
        plain.model,
        plain.usage.prompt_tokens,
        plain.usage.total_tokens,
    )
    assert [0, 1, 2] == [row.index for row in plain.data]
    assert [row.embedding for row in numbers.data] == [row.embedding for row in plain.data]
    raw: Any = packed.data[0].embedding
    assert plain.data[0].embedding == array("f", base64.b64decode(raw)).tolist()
    assert ("device", True) == (model.homeport["where"], model.homeport["ready"])
    assert ["embeddings", "token_prompt"] == model.homeport["offers"]


@pytest.mark.model
def test_a_language_model_s_hidden_states(closing: list[Backend]) -> None:
    """Any decoder gives vectors when told how to pool; both engines agree on real weights."""
    options = {"pooling": "mean", "dtype": "float32"}
    torch, mlx = (made(kind, "smollm2-135m", **options) for kind in ENGINES)
    closing += [torch, mlx]
    if torch.missing():
        pytest.skip("smollm2-135m is not pulled on this machine")
    one, another = (vectors(backend, input=["The cat sleeps."])[0] for backend in (torch, mlx))

    assert 576 == len(one)
    assert pytest.approx(one, abs=1e-3) == another
