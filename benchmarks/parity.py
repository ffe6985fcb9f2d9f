"""Do MLX and PyTorch say the same? The first tokens of a hundred prompts, on the same weights.

    python benchmarks/parity.py [--prompts 100] [--tokens 20]

Runs SmolLM2-135M in both engines at temperature 0, in float32, on fifty prompts in English and
fifty in Spanish, and prints the share of prompts whose first tokens are all the same. Where they
part, the odds of the two tokens are nearly even, and rounding decides: two engines add up the
same numbers in another order. MLX on a CPU is slow: expect ten minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from everyday import EASY, HARD

from homeport.backends import Backend, create
from homeport.backends.pull import pull
from homeport.types import Call

MODEL: Final = "smollm2-135m"
ENGINES: Final = ("pytorch", "mlx")

PROMPTS: Final = (
    *EASY,
    *HARD,
    "The quick brown fox",
    "Once upon a time in a small village",
    "A list of things to pack for a week at the sea:",
    "def is_prime(n):",
    "The three states of matter are",
    "Dear Sir or Madam, I am writing to",
    "In 1969, for the first time,",
    "To make a good cup of tea, first",
    "SELECT name, age FROM people WHERE",
    "The difference between weather and climate is",
    "She opened the door and saw",
    "My favourite season is autumn because",
    "Había una vez un niño que",
    "El zorro marrón salta sobre",
    "La capital de Colombia es",
    "Los tres estados de la materia son",
    "Estimados señores: les escribo para",
    "En 1492, Cristóbal Colón",
    "Para hacer una buena paella, primero",
    "La diferencia entre el tiempo y el clima es",
    "Ella abrió la puerta y vio",
    "Mi estación favorita es el otoño porque",
    "Una lista de cosas para llevar a la playa:",
    "El agua hierve a",
    "Los planetas del sistema solar son",
    "Ayer por la tarde fuimos a",
    "El mejor consejo que me dieron fue",
    "Don Quijote de la Mancha es",
    "Para aprender un idioma hay que",
    "El tren llegó tarde, así que",
)
"""Fifty in English and fifty in Spanish."""


def first_words(backend: Backend, prompt: str, count: int) -> tuple[str, int]:
    """Return what the first ``count`` tokens say, and how many there are: it may end sooner."""
    body = {"prompt": prompt, "max_tokens": count, "temperature": 0}
    deltas = list(backend.generate(Call("completions", body)))
    usage = deltas[-1].usage
    return "".join(delta.text for delta in deltas), usage.completion if usage else 0


def compare(count: int, tokens: int) -> Iterator[bool]:
    """Yield for each prompt whether both engines begin alike."""
    folder = str(pull(MODEL))
    backends = [create(kind, kind, model=folder, dtype="float32") for kind in ENGINES]
    for prompt in PROMPTS[:count]:
        torch_says, mlx_says = (first_words(backend, prompt, tokens) for backend in backends)
        if torch_says != mlx_says:
            print(f"  they part: {prompt}", flush=True)
        yield torch_says == mlx_says
    for backend in backends:
        backend.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="The share of prompts both engines begin alike.")
    parser.add_argument("--prompts", type=int, default=100)
    parser.add_argument("--tokens", type=int, default=20)
    chosen = parser.parse_args()
    same = list(compare(chosen.prompts, chosen.tokens))
    print(
        f"{sum(same)} of {len(same)} prompts begin with the same {chosen.tokens} tokens "
        f"({sum(same) / len(same):.1%})"
    )


if __name__ == "__main__":
    main()
