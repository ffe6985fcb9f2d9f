"""Fits the small network that reads Rampart's inner layers (``sense.py``), and how much it counts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from scipy.optimize import minimize

from homeport.policies.privacy import rampart
from homeport.policies.privacy.calibration import MEANING, WHOSE
from homeport.policies.privacy.linear import Linear
from homeport.policies.privacy.names import Names
from homeport.policies.privacy.sense import HIDDEN, WIDTH, Network
from homeport.types import Part
from privacy_fit import judging
from privacy_fit.corpora import Row

SOURCES = {
    "pupa_dev": 400, "neg_arenahard_v2.0": 750, "llmrouter": 1_500, "mmlu": 600,
    "echr_es_train": 800, "echr_es_dev": 300, "echr_fr_train": 400, "meddocan_train_lines": 800,
    "presidio_gen_large": 1_200, "neg_mgsm_fr": 250, "neg_mgsm_de": 250, "privacylens_vignette": 300,
    "manual": 500, "people": 2_000, "fiction": 500, "word_problem": 500, "lore": 500,
}  # fmt: skip
"""Rows of a source that are read, beside all written lines; Rampart takes its time for each."""

EPOCHS = 12
BATCH = 128
RATE = 3e-3
DROPPED = 0.3
NETWORKS = 3
"""Networks that are fitted; what one makes of a stretch depends on how it began, their mean less."""


@dataclass(frozen=True, slots=True)
class Look:
    """A row, its stretches as the judges see them, and as Rampart does: a vector each of its inner
    layers over the stretch and, behind it, over the names in it."""

    row: Row
    seen: list[judging.Seen]
    vectors: list[np.ndarray]


def looks(rows: Iterable[Row]) -> list[Look]:
    """Read the rows that the network is fitted to or measured on."""
    reader, model = Names(), rampart.Rampart(rampart.folder()).loaded()

    def look(row: Row) -> Look:
        findings = [*judging.found(row, ()), *reader.find(Part("text", row.text))]
        seen = judging.see(row, findings)
        tokens, _, layers = model.layers(row.text)
        return Look(row, seen, [_vector(tokens.offsets, layers, one) for one in seen])

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(look, _sample(rows)))


def _sample(rows: Iterable[Row]) -> Iterator[Row]:
    chance = random.Random(3)
    left = dict(SOURCES)
    every = [row for row in rows if row.private is not None and len(row.text) < 4_000]
    chance.shuffle(every)
    for row in every:
        told = row.source == "written" or row.source in judging.MEANINGS | {"public"}
        if told or row.source.startswith("unseen") or left.get(row.source, 0) > 0:
            left[row.source] = left.get(row.source, 0) - 1
            yield row


def _vector(
    offsets: Sequence[tuple[int, int]], layers: np.ndarray, seen: judging.Seen
) -> np.ndarray:
    (start, end), names = seen.place
    whole = [at for at, (a, b) in enumerate(offsets) if a < end and b > start]
    named = [at for at, (a, b) in enumerate(offsets) if any(a < n and b > m for m, n in names)]
    means = [layers[w].mean(axis=0) if w else np.zeros(WIDTH, np.float32) for w in (whole, named)]
    return np.concatenate(means).astype(np.float16)


def fit(known: Sequence[Look]) -> Network:
    """Return the network that tells private stretches of ``known`` rows from others.

    Cross entropy, AdamW, one cycle of learning rates. The inputs' means and deviations are taken into
    the first weights.
    """
    vectors, labels, costs = [], [], []
    for look in known:
        for at, cost in _chosen(look):
            vectors.append(look.vectors[at])
            labels.append(float(look.row.private or 0))
            costs.append(min(cost, 12.0))
    x = torch.tensor(np.stack(vectors)).float()
    y, cost = torch.tensor(labels), torch.tensor(costs)
    mean, spread = x.mean(0), x.std(0) + 1e-3
    made = [_network((x - mean) / spread, y, cost / cost.mean(), seed) for seed in range(NETWORKS)]
    inner = torch.cat([net[1].weight for net in made]) / spread
    bias = torch.cat([net[1].bias for net in made]) - inner @ mean
    outer = torch.cat([net[4].weight[0] for net in made]) / NETWORKS
    last = torch.stack([net[4].bias[0] for net in made]).mean()[None]
    parts = torch.cat([inner[:, :WIDTH].T, inner[:, WIDTH:].T], dim=1)
    return Network(
        parts.detach().numpy(), bias.detach().numpy(), torch.cat([outer, last]).detach().numpy()
    )


def _chosen(look: Look) -> list[tuple[int, float]]:
    row = look.row
    if row.source in judging.MEANINGS:
        return [(at, 6.0 / len(look.seen) ** 0.5) for at in range(len(look.seen))]
    return judging.chosen(row, look.seen)


def _network(x: Any, y: Any, cost: Any, seed: int) -> Any:
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Dropout(DROPPED),
        torch.nn.Linear(x.shape[1], HIDDEN // NETWORKS),
        torch.nn.GELU(approximate="tanh"),
        torch.nn.Dropout(DROPPED),
        torch.nn.Linear(HIDDEN // NETWORKS, 1),
    )
    steps = EPOCHS * (len(x) // BATCH + 1)
    adam = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            odds = net(x[batch])[:, 0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                odds, y[batch], weight=cost[batch]
            )
            adam.zero_grad()
            loss.backward()
            adam.step()
            rates.step()
    return net.eval()


def odds(network: Network, vector: np.ndarray) -> float:
    """Return the log-odds of one stretch, as ``Sense.odds`` does."""
    given = vector.astype(np.float32)
    hidden = given[:WIDTH] @ network.inner[:, :HIDDEN] + given[WIDTH:] @ network.inner[:, HIDDEN:]
    hidden = torch.tensor(hidden + network.bias)
    units = torch.nn.functional.gelu(hidden, approximate="tanh").numpy()
    return float(units @ network.outer[:-1] + network.outer[-1])


def joint(
    measured: Sequence[Look], network: Network, whose: Linear, meaning: Linear
) -> dict[str, tuple[float, float, float]]:
    """Return how much the judges and the network count together, by rows that none was fitted to."""
    points: dict[str, list[tuple[float, float, bool]]] = {"whose": [], "meaning": []}
    for look in measured:
        private = bool(look.row.private)
        both = list(zip(look.seen, look.vectors, strict=True))
        named = [(WHOSE.at(s.traits.weigh(whose)), odds(network, v)) for s, v in both if s.named]
        if named and not any(s.identified for s in look.seen):
            points["whose"].append((*max(named, key=sum), private))
        told = [
            (MEANING.at(s.traits.weigh(meaning)), odds(network, v))
            for s, v in both
            if s.telling and not s.place[1]
        ]
        if told and (not private or "meaning" in look.row.source):
            points["meaning"].append((*max(told, key=sum), private))
    return {name: _logistic(found) for name, found in points.items()}


def _logistic(points: Sequence[tuple[float, float, bool]]) -> tuple[float, float, float]:
    given = np.array([(a, b, 1.0) for a, b, _ in points])
    sign = np.array([1.0 if private else -1.0 for *_, private in points])
    weight = np.where(sign > 0, 0.5 / (sign > 0).mean(), 0.5 / (sign < 0).mean())

    def loss(point: np.ndarray) -> float:
        return float(
            (weight * np.logaddexp(0, -sign * (given @ point))).mean() + 1e-4 * point @ point
        )

    a, b, c = minimize(loss, np.zeros(3)).x
    return round(float(a), 2), round(float(b), 2), round(float(c), 2)
