"""Fits the tagger: one linear decision a word, with the kind before it as a feature."""

from __future__ import annotations

import random
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import torch

from homeport.policies.privacy import tagger
from homeport.policies.privacy.linear import FIELD, ZERO, Linear
from homeport.policies.privacy.words import Words, read
from privacy_fit.corpora import KIND_OF, Row

BITS = tagger.BITS
MORE = {"address": "ADDRESS", "location": "LOCATION", "org": "ORG"}


def kinds(words: Words, row: Row) -> list[int]:
    """Return the true kind of every word of ``row``."""
    truth = [0] * len(words)
    for start, end, label in row.spans:
        kind = KIND_OF.get(label, "")
        if kind:
            for at in range(len(words)):
                if (
                    words.starts[at] < end
                    and words.ends[at] > start
                    and row.text[words.starts[at]] != "\n"
                ):
                    truth[at] = tagger.KINDS.index(kind)
    return truth


def completed(row: Row, reader: tagger.Tagger) -> Row:
    """Return ``row`` with the addresses, places and firms that ``reader`` sees beside its people."""
    spans = list(row.spans)
    for start, end, kind, _ in reader.entities(row.text):
        if kind in MORE and not any(s < end and e > start for s, e, _ in row.spans):
            spans.append((start, end, MORE[kind]))
    return replace(row, spans=tuple(sorted(spans)))


def variants(rows: Iterable[Row], rng: random.Random) -> Iterator[Row]:
    """Yield each row, and for some a copy in small letters, in capitals, or without accents."""
    for row in rows:
        yield row
        chance = rng.random()
        for text, at_most in (
            (row.text.lower(), 0.15),
            (row.text.upper(), 0.22),
            (_bare(row.text), 0.35),
        ):
            if chance < at_most:
                if len(text) == len(row.text):
                    yield replace(row, text=text)
                break


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKD", sign)[0] for sign in text)


def examples(rows: Iterable[Row], rng: random.Random) -> Iterator[tuple[list[int], int]]:
    """Yield the features and the true kind of every word that the tagger would look at."""
    for row in rows:
        words = read(row.text)
        truth = kinds(words, row)
        mode = tagger.mode_of(words)
        marks = tagger.candidates(words, mode)
        before = 0
        for at, label in enumerate(tagger.labels(words)):
            if marks[at] or (before and tagger._goes_on(words, at)):  # noqa: SLF001
                seen = before if rng.random() > 0.08 else rng.randrange(len(tagger.KINDS))
                yield tagger.features(words, at, seen, mode, label), truth[at]
                before = truth[at]
            else:
                before = 0


def fit(data: list[tuple[list[int], int]], epochs: int = 4, decay: float = 2e-6) -> Linear:
    """Return the weights that fit ``data`` best, rounded to signed bytes."""
    torch.manual_seed(0)
    x = torch.tensor([addresses for addresses, _ in data], dtype=torch.int64)
    y = torch.tensor([kind for _, kind in data])
    table = torch.nn.EmbeddingBag(1 << BITS, len(tagger.KINDS), mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.zeros(len(tagger.KINDS)))
    adam = torch.optim.Adam([*table.parameters(), bias], lr=0.02)
    for epoch in range(epochs):
        for group in adam.param_groups:
            group["lr"] = 0.02 * (0.4**epoch)
        for batch in torch.randperm(len(y)).split(4096):
            loss = torch.nn.functional.cross_entropy(table(x[batch]) + bias, y[batch])
            loss = loss + decay * table.weight.pow(2).sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
    fitted, offset = table.weight.detach().numpy().T, bias.detach().numpy()
    return quantised(fitted[1:] - fitted[0], offset[1:] - offset[0], BITS)


def quantised(weights: np.ndarray, biases: np.ndarray, bits: int) -> Linear:
    """Return the model with weights of eight bits; ``weights`` has one row for each score."""
    rows = np.zeros(1 << bits, dtype=np.uint64)
    scales = []
    for place, column in enumerate(weights):
        used = np.abs(column[column != 0])
        scale = max(float(np.quantile(used, 0.9999)) if len(used) else 1.0, 1e-6) / 127
        whole = np.clip(np.rint(column / scale), -127, 127).astype(np.int64) + ZERO
        rows |= whole.astype(np.uint64) << np.uint64(FIELD * place)
        scales.append(scale)
    return Linear(bits, tuple(scales), tuple(map(float, biases)), array("Q", rows.tobytes()))
