"""Fit the weights of ``homeport/policies/complexity/model.py`` and say how good they are.

    python benchmarks/fit_complexity.py FOLDER

FOLDER holds JSON lines files of ``{prompt, weak_q, strong_q}``: the quality, in [0, 1], of a
small and of a large model's answer to the same prompt. Files are grouped by what stands before
``__`` in their name; each group has the same say however many rows it has. Only ``TRAINED``
groups shape the weights (their licence is MIT); other groups are only measured.

Exam questions say nothing about "translate this word" or "refactor this module", so a list of
such requests with a judgement, ``EASY`` and ``HARD``, is one more group. The model stays simple
on purpose: no weight may take a sign that a person would not give it, and each is drawn to a
prior, which alone speaks for what no data shows here (long contexts, tools, later turns).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np  # not a dependency of homeport: only this script needs it

from homeport.policies.complexity.features import Features, measure
from homeport.types import Call, Part

TRAINED = ("llmrouter", "mmlu_pro")
NEGATIVE = {"simple"}  # the one feature that can only make a call easier
ANCHOR_SHARE = 0.75  # of the anchors in the fit; the groups of data share the rest
RIDGE = 0.01
PRIOR = Features(
    length=0.25,
    context=0.3,
    proof=1.0,
    analysis=0.6,
    making=0.6,
    constraints=0.2,
    steps=0.2,
    code=0.2,
    mathematics=0.3,
    expertise=0.3,
    numbers=0.1,
    tools=0.4,
    turns=0.2,
    simple=-0.5,
)
FLOOR = {"length": 0.15, "steps": 0.2, "code": 0.15, "proof": 2.0, "making": 1.3}
"""Least weights of what makes any request harder, although exam questions do not show it."""

EASY = (
    "What is the boiling point of water?",
    "Who wrote Don Quixote?",
    "Translate 'good morning' into German.",
    "What's the plural of mouse?",
    "Say hello in three languages.",
    "Give me a synonym for happy.",
    "What time zone is Madrid in?",
    "Fix the spelling: 'recieve the pakage tomorow'.",
    "Rewrite this politely: send me the file now.",
    "How many days are there in a leap year?",
    "Name three fruits that are red.",
    "Write a birthday wish for my sister.",
    "What does HTTP stand for?",
    "Summarize in one sentence: The shop opens at nine and closes at five, except on Sundays.",
    "Is a tomato a fruit?",
    "Convert 10 miles to kilometres.",
    "Thanks, that is all!",
    "Suggest a name for a cat.",
    "Which is bigger, Peru or Chile?",
    "Turn this list into a comma-separated line: apples, pears, plums",
    "¿Cuál es la capital de Portugal?",
    "¿Quién pintó el Guernica?",
    "Traduce 'buenas noches' al francés.",
    "¿Cuántos minutos tiene un día?",
    "Dame un sinónimo de bonito.",
    "Corrige la ortografía: 'haver si vienes mañana'.",
    "Escribe una felicitación de cumpleaños para mi hermano.",
    "¿Qué significa ONU?",
    "Di tres frutas amarillas.",
    "Hola, ¿qué tal?",
    "¿En qué año empezó la Segunda Guerra Mundial?",
    "Resume en una frase: la tienda abre a las nueve y cierra a las cinco, salvo los domingos.",
    "Pasa este texto a mayúsculas: hola mundo",
    "¿El tomate es una fruta?",
    "Cuéntame un chiste corto.",
    "Propón un nombre para un perro.",
    "Write a short email to tell my landlord that the heating does not work.",
    "Escribe un correo breve a mi casero para decirle que la calefacción no funciona.",
    "Give me a recipe for pancakes for two people.",
    "Dame una receta de tortilla de patatas para cuatro personas.",
)

HARD = (
    "Prove that there are infinitely many primes congruent to 3 modulo 4.",
    "Prove by induction that the sum of the first n odd integers is n squared, then generalise.",
    "Derive the closed form of the Black-Scholes price and justify each assumption.",
    "Refactor this module into hexagonal architecture, first extract the ports, then write the "
    "adapters, keep the public API unchanged and add tests for every branch.",
    "Design a distributed rate limiter that must tolerate partitions; compare token bucket and "
    "sliding window, analyse the trade-offs and give the failure modes.",
    "Implement a lock-free queue in C++ and argue rigorously why it is linearizable.",
    "Debug this deadlock: two goroutines wait on each other's channel only under load. Explain the "
    "race, propose a fix and show that no other deadlock remains.",
    "Compare the liability regimes of Germany and Spain for defective software and evaluate which "
    "court would have jurisdiction under the Brussels I regulation.",
    "Analyse the contract below clause by clause, assess the risk of each for the tenant and "
    "propose amendments that are consistent with the statute.",
    "Write a compiler pass that converts this IR to SSA form, and analyse its complexity.",
    "Develop a migration plan from a monolith to services: stages, risks, rollback for each stage, "
    "constraints on downtime and a test strategy.",
    "Evaluate the differential diagnosis for a patient with fever, rash and arthralgia after a "
    "trip, justify the order of tests and discuss the prognosis.",
    "Solve the differential equation y'' + y = sec(x) by variation of parameters and verify.",
    "Optimise this SQL: it joins six tables, must run in under 50 ms and cannot add indexes. "
    "Explain the plan before and after.",
    "Determine all functions f from the reals to the reals with f(x+y) = f(x) + f(y) that are "
    "continuous at one point, and prove your answer.",
    "Critique the argument of this essay, infer its hidden premises and reconcile it with Kant.",
    "Demuestra que la raíz de 3 es irracional y generaliza a todo primo.",
    "Demuestra por inducción que la suma de los primeros n impares es n al cuadrado.",
    "Deduce la ecuación de ondas a partir de las de Maxwell y justifica cada paso.",
    "Refactoriza este módulo a arquitectura hexagonal: primero extrae los puertos, luego escribe "
    "los adaptadores, sin cambiar la API pública y con pruebas para cada rama.",
    "Diseña un limitador de tasa distribuido que debe tolerar particiones; compara dos algoritmos, "
    "analiza las ventajas de cada uno y los modos de fallo.",
    "Implementa una cola sin bloqueos en Rust y argumenta rigurosamente por qué es linealizable.",
    "Compara la responsabilidad civil en España y México por un producto defectuoso y evalúa qué "
    "tribunal tendría jurisdicción.",
    "Analiza el contrato cláusula por cláusula, evalúa el riesgo de cada una y propón cambios "
    "compatibles con la ley de arrendamientos urbanos.",
    "Desarrolla un plan de migración por etapas: riesgos, vuelta atrás y restricciones de corte.",
    "Evalúa el diagnóstico diferencial de un paciente con fiebre y exantema, justifica el orden de "
    "las pruebas y discute el pronóstico.",
    "Resuelve la ecuación diferencial y'' + 4y = tan(2x) por variación de parámetros y verifica.",
    "Optimiza esta consulta SQL con seis tablas: debe tardar menos de 50 ms sin índices nuevos. "
    "Explica el plan antes y después.",
    "Determina todas las funciones continuas con f(x+y) = f(x)f(y) y demuestra la respuesta.",
    "Critica el argumento de este ensayo, infiere sus premisas ocultas y razona una alternativa.",
)  # fmt: skip


def features(prompt: str) -> Features:
    return measure(Call("chat.completions", {}, (Part("messages[0].content", prompt, "user"),)))


def read(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the features, and the qualities of the small and of the large model."""
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    measured = np.array([features(row["prompt"]) for row in rows])
    weak, strong = (np.array([row[key] for row in rows]) for key in ("weak_q", "strong_q"))
    return measured, weak, strong


def anchors() -> tuple[np.ndarray, np.ndarray]:
    measured = np.array([features(prompt) for prompt in (*EASY, *HARD)])
    return measured, np.array([0.05] * len(EASY) + [0.95] * len(HARD))


def fit(groups: Iterable[tuple[np.ndarray, np.ndarray, float]]) -> tuple[float, np.ndarray]:
    """Return bias and weights of a logistic model: projected gradient descent with a ridge.

    A group is features, wished probabilities and the share it has in the loss.
    """
    blocks = [(np.c_[np.ones(len(x)), x], y, share / len(x)) for x, y, share in groups]
    names = Features._fields
    low = np.array([-9.0, *(-9.0 if name in NEGATIVE else FLOOR.get(name, 0.0) for name in names)])
    high = np.array([9.0, *(0.0 if name in NEGATIVE else 9.0 for name in names)])
    prior = np.array([-0.5, *PRIOR])
    weights = prior.copy()
    for _ in range(4_000):
        slope = RIDGE * (weights - prior)
        for x, y, share in blocks:
            slope += share * x.T @ (1 / (1 + np.exp(-x @ weights)) - y)
        weights -= 0.1 * slope
        weights = np.clip(weights, low, high)
    return float(weights[0]), weights[1:]


def apgr(score: np.ndarray, weak: np.ndarray, strong: np.ndarray) -> float:
    """Return the average performance gap recovered, exactly: tied prompts share their gain."""
    _, tied = np.unique(-score, return_inverse=True)
    sizes = np.bincount(tied)
    shared = (np.bincount(tied, strong - weak) / sizes)[np.sort(tied)]
    recovered = np.concatenate([[0.0], np.cumsum(shared)]) / shared.sum()
    return float(((recovered[1:] + recovered[:-1]) / 2).mean())


def main(folder: Path) -> None:
    files = {path.stem: read(path) for path in sorted(folder.glob("*.jsonl"))}
    trained = {name: data for name, data in files.items() if name.startswith(TRAINED)}
    left_out = {group: _fit_without(group, trained) for group in ("", *TRAINED)}
    print(f"{'file':40} {'rows':>6} {'length':>7} {'score':>7} {'unseen':>7}   (APGR)")
    for name, (x, weak, strong) in files.items():
        unseen = left_out.get(name.split("__")[0], left_out[""])
        row = [x[:, 0], x @ left_out[""][1], x @ unseen[1]]
        print(f"{name:40} {len(x):6}", *(f"{apgr(value, weak, strong):7.3f}" for value in row))
    bias, weights = left_out[""]
    print(f"\nBIAS = {bias:.3f}\nWEIGHTS = Features(")
    for feature, weight in zip(Features._fields, weights, strict=True):
        print(f"    {feature}={weight:.3f},")
    print(")")


def _fit_without(
    group: str, trained: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> tuple[float, np.ndarray]:
    kept = {name: data for name, data in trained.items() if name.split("__")[0] != group}
    share = (1 - ANCHOR_SHARE) / len(kept)
    return fit(
        [(*anchors(), ANCHOR_SHARE), *((x, 1 - weak, share) for x, weak, _ in kept.values())]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
