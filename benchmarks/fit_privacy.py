"""Fit the built-in tagger and the two privacy judges, and say what they are worth.

    HOMEPORT_DATA=path/to/data python benchmarks/fit_privacy.py [--write] [--figures] [--sense]

``--figures`` fits five times, each time without a fifth of the templates and documents, and
prints how often the rest was stopped, the curves for ``calibration.py`` and their error.
``--write`` fits to everything and writes ``homeport/policies/privacy/weights``. ``--sense`` fits,
after that, the network that reads Rampart's inner layers (a quarter of an hour, with Rampart
pulled), and prints what ``joint`` is in ``calibration.py``. Needs numpy,
scipy, torch, spacy-lookups-data (MIT licence) for the clusters, and faker (MIT licence) for the
gazetteer and the people in the templates. The data are described in ``corpora.py`` and
``written.py``; a few hundred real prompts were read and labelled anew
(``privacy_fit/pupa_labels.json``: ids of prompts with a private person's data, and of doubtful
ones, which count for neither side). Where Rampart is pulled, the judges also learn from what it
finds.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from privacy_fit import (
    clusters,
    corpora,
    fame,
    gazetteer,
    judging,
    manuals,
    probe,
    sensing,
    situations,
    tagging,
    written,
)
from privacy_fit.benign import Benign
from privacy_fit.corpora import Row
from privacy_fit.people import People

from homeport.policies.privacy import rampart, tagger
from homeport.policies.privacy.calibration import MEANING, WHOSE
from homeport.policies.privacy.linear import Linear, load
from homeport.policies.privacy.names import Names
from homeport.types import Part

FOLDS = 5
TAGGED = ("presidio_gen_large", "synth_intl_dev", "meddocan_train_lines", "echr_es_train",
          "echr_fr_train", "people")  # fmt: skip
JUDGED = (*TAGGED[:-1], "meddocan_dev_lines", "echr_es_dev", "echr_fr_dev",
          "privacylens_vignette", "neg_arenahard_v2.0", "neg_mgsm_fr", "neg_mgsm_de",
          "secrets_credsweeper_fp", "secrets_gitleaks_fp")  # fmt: skip
MEASURED = ("unseen first", "unseen second")
"""Lines that tell how much judges and network count together; *third* is left to measure."""
STORIES = judging.MEANINGS | {"public", "probe"}
KINDS = {"person": "name", "address": "address"}
WRITTEN = 2  # times that the tagger sees a written line
LEAST = 0.3  # probability from which on a name found by the tagger counts

Entities = list[tuple[int, int, str, float]]
Judged = list[tuple[Row, float, float, bool]]
"""Rows with the log-odds of both judges, and whether an identifier was found."""


def main() -> None:
    """Do what the command line asks for."""
    if "--write" in sys.argv:  # first: everything below looks words up in these lists
        names = gazetteer.build(ordinary(), clusters.ordinary())
        write({
            "names.txt.z": gazetteer.pack(names),
            "clusters.txt.z": clusters.pack(),
            "famous.txt.z": fame.pack(),
        })  # fmt: skip
    rows = list(everything())
    if "--sense" in sys.argv:
        fit_sense(rows)
        return
    labelled = tagger_rows()
    entities = cross_tagged(rows, labelled)
    seen = [
        (row, judging.see(row, judging.found(row, found)))
        for row, found in zip(rows, entities, strict=True)
    ]
    seen += with_rampart(rows)
    if "--figures" in sys.argv:
        figures(held_back(seen))
    if "--write" in sys.argv:
        write({
            "tagger.bin": fit_tagger(labelled).pack(),
            "whose.bin": judging.fit(judging.whose(seen)).pack(),
            "meaning.bin": judging.fit(judging.meaning(seen)).pack(),
        })  # fmt: skip


def fit_sense(rows: Sequence[Row]) -> None:
    """Fit the network that reads Rampart's inner layers beside the judges that ship."""
    read = sensing.looks(rows)
    network = sensing.fit([look for look in read if not judging.is_unseen(look.row)])
    write({"sense.bin": network.pack()})
    measured = [look for look in read if look.row.source.startswith(MEASURED)]
    for name, joint in sensing.joint(
        measured, network, load("whose.bin"), load("meaning.bin")
    ).items():
        print(name, "joint", joint)


def everything() -> Iterator[Row]:
    """Yield every row the judges are fitted to or measured on."""
    rng = random.Random(5)
    for name in JUDGED:
        yield from corpora.rows(name)
    yield from real_prompts()
    for source, name, most in (("llmrouter", "llmrouter__llama8b-nemotron51b", 2500),
                               ("mmlu", "mmlu_pro__llama8b-gemini15pro", 1000)):  # fmt: skip
        for row in rng.sample(list(corpora.prompts(name)), most):
            yield replace(row, private=False, source=source, group=f"{source}:{row.text[:30]}")
    yield from People(7).rows(5)
    yield from Benign(3).rows(5)
    yield from situations.rows(8)
    yield from written.rows()
    yield from written.scraps()
    yield from manuals.rows()
    yield from probe.rows()
    yield from written.unseen()


def real_prompts() -> Iterator[Row]:
    """Yield PUPA with labels of our own; near copies of a prompt share a group."""
    labels = json.loads(
        Path(__file__).with_name("privacy_fit").joinpath("pupa_labels.json").read_text()
    )
    private, doubtful = set(labels["private"]), set(labels["doubtful"])
    for row in corpora.rows("pupa_dev"):
        label = None if row.id in doubtful else row.id in private
        group = "pupa:" + " ".join(row.text.lower().split()[:5])
        yield replace(row, private=label, spans=(), group=group)


def ordinary() -> Iterator[str]:
    """Yield texts that show which names are ordinary words too."""
    for name in (
        "neg_arenahard_v2.0",
        "meddocan_train",
        "echr_es_train",
        "privacylens_vignette",
        "echr_fr_train",
    ):
        yield from (row.text for row in corpora.rows(name))
    for name in ("llmrouter__llama8b-nemotron51b", "mmlu_pro__llama8b-gemini15pro"):
        yield from (row.text for row in corpora.prompts(name))


def tagger_rows() -> list[Row]:
    """Return what the tagger is fitted to. In written lines only people are marked: the rest is
    what a tagger takes it for that was fitted to everything else."""
    labelled = labelled_rows()
    reader = tagger.Tagger(fit_tagger(labelled))
    lines = [tagging.completed(row, reader) for row in written.rows()]
    return [*labelled, *WRITTEN * lines, *written.scraps(), *manuals.rows()]


def labelled_rows() -> list[Row]:
    """Return the labelled corpora, clinical lines, and prompts without names."""
    rng = random.Random(0)
    rows = [row for name in JUDGED[:8] for row in corpora.rows(name)]
    rows += [*People(0).rows(3), *People(7).rows(5)]
    for number, document in enumerate(corpora.rows("meddocan_train")[::2]):
        rows += [
            line
            for line in corpora.lines(document, f"clinical:{number}")
            if line.spans or rng.random() < 0.3
        ]
    plain = [row for row in corpora.rows("neg_arenahard_v2.0") if row.lang in ("en", "es")]
    return rows + [replace(row, text=row.text[:600]) for row in plain[:400]]


def fit_tagger(rows: Iterable[Row]) -> Linear:
    """Return the tagger's weights for ``rows``."""
    rng = random.Random(0)
    return tagging.fit(list(tagging.examples(tagging.variants(rows, rng), rng)))


def cross_tagged(rows: Sequence[Row], labelled: Sequence[Row], folds: int = 2) -> list[Entities]:
    """Return what a tagger that has not seen a row's template finds in it, for every row."""
    entities: list[Entities] = [[] for _ in rows]
    for fold in range(folds):
        model = fit_tagger(row for row in labelled if judging.fold(row.group, folds) != fold)
        reader = tagger.Tagger(model)
        for number, row in enumerate(rows):
            if judging.fold(row.group, folds) == fold:
                entities[number] = [
                    (start, end, KINDS[kind], chance)
                    for start, end, kind, chance in reader.entities(row.text)
                    if kind in KINDS and chance >= LEAST
                ]
    return entities


def with_rampart(rows: Iterable[Row]) -> list[tuple[Row, list[judging.Seen]]]:
    """Return the written lines as the judges see them where Rampart is pulled; none elsewhere."""
    if rampart.missing() is not None:
        return []
    reader = Names()
    return [
        (row, judging.see(row, [*judging.found(row, ()), *reader.find(Part("text", row.text))]))
        for row in rows
        if row.source == "written"
    ]


def held_back(seen: Sequence[tuple[Row, list[judging.Seen]]]) -> Judged:
    """Return the judges' opinions of rows whose template or document they were not fitted to."""
    judged: Judged = []
    for fold in range(FOLDS):
        known = [pair for pair in seen if judging.fold(pair[0].group) != fold]
        whose, meaning = judging.fit(judging.whose(known)), judging.fit(judging.meaning(known))
        for row, parts in seen:
            if judging.fold(row.group) == fold or judging.is_unseen(row):
                judged.append((
                    row,
                    judging.odds(whose, parts, of_meaning=False),
                    judging.odds(meaning, parts, of_meaning=True),
                    any(part.identified for part in parts),
                ))  # fmt: skip
    return judged


def figures(judged: Judged) -> None:
    """Print what was stopped, how well the probabilities hold, and what curves would fit."""
    known = [one for one in judged if one[0].private is not None]
    stopped(known)
    for lang in ("en", "es"):
        own = [(WHOSE.probability(a), MEANING.probability(b), row) for row, a, b, sure in known
               if row.lang == lang and not sure]  # fmt: skip
        error = ece([max(a, b) for a, b, _ in own], [bool(row.private) for *_, row in own])
        print(f"expected calibration error {lang}: {error:.3f}")
    print(
        "whose",
        curve([(a, bool(row.private)) for row, a, _, _ in known if row.source not in STORIES]),
    )
    print(
        "meaning",
        curve([(b, bool(row.private)) for row, _, b, _ in known if row.source in STORIES]),
    )


def stopped(judged: Judged) -> None:
    """Print the share stopped by source, language and truth."""
    groups: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for row, whose, meaning, identified in judged:
        stop = WHOSE.at(whose) >= 0 or MEANING.at(meaning) >= 0 or identified
        groups[row.source, row.lang, "private" if row.private else "benign"].append(stop)
    for (source, lang, truth), stops in sorted(groups.items()):
        if len(stops) >= 20:
            print(f"{source:24} {lang:4} {truth:8} {len(stops):5} rows {np.mean(stops):7.1%}")


def curve(points: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return score and share private, pooled until it rises (pool adjacent violators)."""
    blocks: list[list[float]] = []  # mean, weight, sum of scores
    for score, private in sorted(points):
        blocks.append([float(private), 1, score])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, weight, total = blocks.pop()
            below = blocks[-1]
            below[0] = (below[0] * below[1] + mean * weight) / (below[1] + weight)
            below[1] += weight
            below[2] += total
    return [(round(total / n, 2), round(mean, 3)) for mean, n, total in blocks if n >= 20]


def ece(chances: Sequence[float], truths: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    groups: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, truth in zip(chances, truths, strict=True):
        groups[min(bins - 1, int(chance * bins))].append((chance, truth))
    gap = 0.0
    for group in groups.values():
        said, true = np.mean(group, axis=0)
        gap += len(group) * abs(said - true)
    return gap / len(chances)


def write(weights: Mapping[str, bytes]) -> None:
    """Write the files that ship."""
    folder = Path(str(files("homeport.policies.privacy"))) / "weights"
    for name, data in weights.items():
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
