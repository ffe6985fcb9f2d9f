"""Models for the tests: tiny ones with random weights, and the real SmolLM2 for a few facts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.local import LocalBackend

Opener = Callable[..., LocalBackend]

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported; its pools fight for cores


TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SPECIAL = ("<|end|>", "<|system|>", "<|user|>", "<|assistant|>")

LIBRARY_NOISE = (
    "ignore::DeprecationWarning:torch.*",
    "ignore::DeprecationWarning:transformers.*",
    "ignore::FutureWarning:transformers.*",
    "ignore:builtin type Swig.*:DeprecationWarning",  # sentencepiece, on import
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            for rule in LIBRARY_NOISE:
                item.add_marker(pytest.mark.filterwarnings(rule))


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """The real SmolLM2-135M, pulled once per machine.

    In a process of its own: it is the one thing here that may come over the network.
    """
    program = "from homeport.backends.pull import pull; print(pull('smollm2-135m'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama with random weights whose tokens are bytes, as transformers saves it."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("tiny")
    write_tokenizer(folder)
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=256 + len(SPECIAL),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        initializer_range=0.5,  # or every token would be equally likely
        rope_parameters={"rope_type": "default", "rope_theta": 500.0},
        bos_token_id=None,
        eos_token_id=256,
        pad_token_id=256,
    )
    model = LlamaForCausalLM(config)
    model.lm_head.weight.data[256:] = 0  # it speaks bytes and does not end by chance
    model.save_pretrained(folder)
    return folder


def write_tokenizer(folder: Path, *, template: str | None = TEMPLATE) -> None:
    """Write a tokenizer with one token per byte and a chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: n for n, c in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    hub = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>")
    hub.chat_template = template
    hub.save_pretrained(folder)


@pytest.fixture(params=["pytorch", "mlx"])
def opened(request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a backend of each kind in float32, so that rounding does not part them."""
    backends: list[LocalBackend] = []

    def open_(model: Path, **options: object) -> LocalBackend:
        made = create(request.param, "local", model=str(model), dtype="float32", **options)
        assert isinstance(made, LocalBackend)
        backends.append(made)
        return made

    yield open_
    for backend in backends:
        backend.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for models."""
    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
