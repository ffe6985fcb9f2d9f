"""The embedding models that homeport knows by name; as in ``backends/listing.py``."""

from __future__ import annotations

from typing import Final

from homeport.backends.card import Model, Repository

_GB: Final = 10**9

# Sizes of float32 weights, but Qwen3-Embedding's, which are bfloat16. mlx-lm has no encoders.
EMBEDDERS: Final = (
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
