"""Fits the two judges: whose data it is, and what is private by its meaning."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from homeport.policies.privacy import context, traits
from homeport.policies.privacy.identifiers import Identifiers
from homeport.policies.privacy.levels import LEVELS
from homeport.policies.privacy.linear import Linear
from homeport.policies.privacy.secrets import Secrets
from homeport.policies.privacy.words import read
from homeport.types import Finding, Part
from privacy_fit import situations
from privacy_fit.corpora import WEAK, Row
from privacy_fit.tagging import quantised

MEANINGS = frozenset(category for category, _ in situations.PRIVATE)
WEIGHTS = {
    "pupa_dev": 20, "presidio_gen_large": 12, "echr_es_train": 9, "echr_es_dev": 9,
    "echr_fr_train": 3, "echr_fr_dev": 3, "neg_arenahard_v2.0": 9, "word_problem": 9,
    "llmrouter": 5, "mmlu": 4, "neg_mgsm_fr": 6, "neg_mgsm_de": 6, "people": 6, "written": 6,
}  # fmt: skip
"""How much a row counts, by source: real prompts are few, exam questions many, written lines
each another."""

PRIVATE_WEIGHTS = {
    "echr_es_train": 3.5, "echr_es_dev": 3.5, "echr_fr_train": 2, "echr_fr_dev": 2,
    "presidio_gen_large": 1.5, "people": 1.5, "meddocan_train_lines": 2, "meddocan_dev_lines": 2,
    "synth_intl_dev": 2, "pupa_dev": 1.4,
}  # fmt: skip
BENIGN_WEIGHTS = {
    "neg_arenahard_v2.0": 2.5, "llmrouter": 1.5, "word_problem": 1.5, "lore": 2.5, "fiction": 1.8,
    "stand_in": 2, "passage": 2, "neg_mgsm_fr": 1.5, "neg_mgsm_de": 1.5,
}  # fmt: skip
"""What a mistake costs more by the kind of text: a court's or a clinic's line must not slip
through, an exercise or a programmer's question must not be held back."""

MORE = 3.0
"""Log-odds that a stretch in which nobody was found needs more than others."""

DECAY = 0.3
"""How much a squared weight costs, against the loss of one example."""

_DETECTORS = (Identifiers(), Secrets())


@dataclass(frozen=True, slots=True)
class Seen:
    """One stretch of a row as the judges see it; ``clued`` if anything was found in it,
    ``identified`` if that is an identifier
    or told by its setting, ``marked`` if a labelled span lies in it, ``certain`` if only a high
    probability counts as private. ``place`` is where it stands, and where the names in it do."""

    traits: traits.Traits
    clued: bool
    identified: bool
    marked: bool
    named: bool
    telling: bool
    certain: bool = False
    place: tuple[tuple[int, int], list[tuple[int, int]]] = ((0, 0), [])


Example = tuple[traits.Traits, float, float]
"""Features, is it private (0 or 1), how much it counts."""


def fold(group: str, of: int = 5) -> int:
    """Return the part of a split that a group of rows belongs to."""
    return zlib.crc32(group.encode()) % of


def is_unseen(row: Row) -> bool:
    """Say whether a row is measured on only."""
    return row.source == "probe" or row.source.startswith("unseen")


def found(row: Row, entities: Iterable[tuple[int, int, str, float]]) -> list[Finding]:
    """Return what the detectors say of a row; ``entities`` are a recogniser's."""
    part = Part("text", row.text)
    names = (Finding("text", s, e, kind, LEVELS[kind], "names", p) for s, e, kind, p in entities)
    return [*(f for detector in _DETECTORS for f in detector.find(part)), *names]


def see(row: Row, findings: Sequence[Finding]) -> list[Seen]:
    """Return the stretches of a row that a judge would be asked about."""
    words = read(row.text)
    if not len(words):
        return []
    told = list(context.cases("text", row.text))
    everything = [*findings, *told]
    ends, seen = traits.edges(words), []
    for stretch in traits.stretches(words, context.clues(words, everything)):
        telling, named = context.gates(words, stretch)
        if telling or named:
            start, end = context.span(words, stretch)
            marked = any(s < end and e > start and kind not in WEAK for s, e, kind in row.spans)
            features = traits.traits(words, stretch, ends)
            known = any(clue.category not in traits.SOMEBODY for clue in stretch.clues)
            known = known or any(one.start < end and one.end > start for one in told)
            found_in = any(clue.category in LEVELS for clue in stretch.clues)
            certain = not found_in and context._needed(words, stretch) > context.PRIVATE  # noqa: SLF001
            place = (start, end), context.people(words, stretch)
            seen.append(
                Seen(features, bool(stretch.clues), known, marked, named, telling, certain, place)
            )
    return seen


def whose(rows: Iterable[tuple[Row, list[Seen]]]) -> list[Example]:
    """Return examples for the judge of whose data it is."""
    return [
        (seen[at].traits, float(row.private or 0), weight)
        for row, seen in rows
        for at, weight in chosen(row, seen)
    ]


def chosen(row: Row, seen: Sequence[Seen]) -> list[tuple[int, float]]:
    """Return which stretches of a row show whose data it is, and how much each counts."""
    if row.private is None or not seen or row.source in MEANINGS or is_unseen(row):
        return []
    costs = PRIVATE_WEIGHTS if row.private else BENIGN_WEIGHTS
    weight = WEIGHTS.get(row.source, 1) * costs.get(row.source, 1)
    if row.private:
        places = [at for at, s in enumerate(seen) if (s.marked if row.spans else s.clued)]
        if not places and row.source == "people" and row.spans:
            return []  # the name fell into a stretch that nobody is asked about
        places = (places or [0])[:8]
    else:
        places = list(range(len(seen)))[:12]
    return [(at, weight / len(places) ** 0.5) for at in places]


def meaning(rows: Iterable[tuple[Row, list[Seen]]]) -> list[Example]:
    """Return examples for the judge of meaning; named people without a story are left out."""
    examples: list[Example] = []
    for row, seen in rows:
        if row.private is None or not seen or is_unseen(row):
            continue
        if row.source in MEANINGS or row.source == "privacylens_vignette":
            examples += [(s.traits, 1.0, 1 / len(seen) ** 0.5) for s in seen]
        elif not row.private:
            weight = 2 if row.source == "public" else WEIGHTS.get(row.source, 1)
            examples += [(s.traits, 0.0, weight / len(seen) ** 0.5) for s in seen[:12]]
    return examples


def fit(examples: Sequence[Example], decay: float = DECAY) -> Linear:
    """Return the logistic model that fits ``examples``, rounded to weights of eight bits.

    Least loss plus ``decay / 2`` times the squared weights, by L-BFGS: the same every time.
    """
    packed = [_packed(features) for features, _, _ in examples]
    sizes = [len(addresses) for addresses, _ in packed]
    matrix = csr_array(
        (
            np.concatenate([counts for _, counts in packed]),
            np.concatenate([addresses for addresses, _ in packed]),
            np.cumsum([0, *sizes], dtype=np.int32),
        ),
        shape=(len(packed), 1 << traits.BITS),
    )
    turned = matrix.T.tocsr()
    y = np.array([label for _, label, _ in examples])
    costs = np.array([cost for _, _, cost in examples])

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = point[:-1], point[-1]
        odds = matrix @ weights + bias
        chances = expit(odds)
        error = costs * (chances - y)
        total = costs @ (np.logaddexp(0, odds) - y * odds) + decay / 2 * weights @ weights
        return total, np.append(turned @ error + decay * weights, error.sum())

    start = np.zeros((1 << traits.BITS) + 1)
    point = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    return quantised(point[None, :-1], point[-1:], traits.BITS)


def _packed(features: traits.Traits) -> tuple[np.ndarray, np.ndarray]:
    share = traits.LOOSE / max(1, len(features.loose)) ** 0.5
    counts = [1.0] * len(features.firm) + [share] * len(features.loose)
    return np.array(features.firm + features.loose, dtype=np.int32), np.array(counts, np.float64)


def odds(model: Linear, seen: Sequence[Seen], *, of_meaning: bool) -> float:
    """Return the highest log-odds of a row's stretches, -9 if the judge is not asked.

    Where only a high probability counts they are less by what is asked more.
    """
    if of_meaning:
        return max((s.traits.weigh(model) for s in seen if s.telling), default=-9.0)
    asked = [s.traits.weigh(model) - MORE * s.certain for s in seen if s.named]
    return max(asked, default=-9.0)
