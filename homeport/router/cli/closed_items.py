"""Questions with one right answer, made by a seeded generator: what ``--cascade`` is measured on.

Arithmetic, dates, units, strings, options and everyday facts, in English and Spanish, each after
three others of its kind with their answers. They are made from templates written for this purpose
and are not those of any published test set.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "es"]
Asked: TypeAlias = tuple[str, str]
"""A question and the right answer to it."""

_Maker: TypeAlias = Callable[[random.Random, Language], Asked]

_SHOWN: Final = 3
_LETTERS: Final = "ABC"


@dataclass(frozen=True, slots=True)
class Item:
    """One question: the text to be continued by its answer, and which answer is right."""

    family: str
    language: Language
    question: str
    answer: str
    prompt: str


def items(count: int, *, seed: int = 0) -> Iterator[Item]:
    """Yield ``count`` items, families in turn, a third in Spanish; the same for the same seed."""
    chance = random.Random(seed)
    families = tuple(FAMILIES)
    for number in range(count):
        family = families[number % len(families)]
        language: Language = "en" if number // len(families) % _SHOWN else "es"
        make = chance.choice(FAMILIES[family])
        seen = dict([make(chance, language)])
        (question, answer), *_ = seen.items()
        while len(seen) <= _SHOWN:
            seen |= [make(chance, language)]
        shown = "".join(f"{asked} {said}\n" for asked, said in [*seen.items()][1:])
        yield Item(family, language, question, answer, f"{shown}{question}")


def _sum(chance: random.Random, _: Language) -> Asked:
    most = chance.choice((5, 9, 9, 20, 99))
    a, b = chance.randint(1, most), chance.randint(1, most)
    return f"{a} + {b} =", str(a + b)


def _difference(chance: random.Random, _: Language) -> Asked:
    b, a = sorted(chance.sample(range(1, chance.choice((10, 10, 20, 100))), 2))
    return f"{a} - {b} =", str(a - b)


def _product(chance: random.Random, _: Language) -> Asked:
    a, b = chance.randint(1, 10), chance.randint(1, chance.choice((3, 5, 12)))
    return f"{a} * {b} =", str(a * b)


def _quotient(chance: random.Random, _: Language) -> Asked:
    a, b = chance.randint(1, 10), chance.randint(1, 10)
    return f"{a * b} / {b} =", str(a)


def _story(chance: random.Random, language: Language) -> Asked:
    a, b = sorted(chance.sample(range(1, 20), 2))
    asked = _said(
        language,
        "Ana has {} lamps and sells {}. Lamps left:",
        "Ana tiene {} lámparas y vende {}. Le quedan:",
        b,
        a,
    )
    return asked, str(b - a)


def _successor(chance: random.Random, language: Language) -> Asked:
    start, step = chance.randint(1, 20), chance.choice((1, 1, 2, 3, 5, 10))
    shown = ", ".join(str(start + step * place) for place in range(3))
    asked = _said(language, "After {} comes", "Después de {} viene", shown)
    return asked, str(start + 3 * step)


def _larger(chance: random.Random, language: Language) -> Asked:
    a, b = chance.sample(range(1, chance.choice((10, 100, 9000))), 2)
    return _said(language, "The larger of {} and {}:", "El mayor de {} y {}:", a, b), str(max(a, b))


def _weekday(chance: random.Random, language: Language) -> Asked:
    days, start, ahead = _DAYS[language], chance.randrange(7), chance.choice((1, 1, 1, 2, 3))
    asked = _said(language, "{1} days after {0}:", "{1} días después del {0}:", days[start], ahead)
    return asked, days[(start + ahead) % 7]


def _month(chance: random.Random, language: Language) -> Asked:
    months, start, back = _MONTHS[language], chance.randrange(12), chance.choice((0, 0, 1))
    english = "The month before {}:" if back else "The month after {}:"
    spanish = "El mes anterior a {}:" if back else "El mes que sigue a {}:"
    answer = months[(start + (-1 if back else 1)) % 12]
    return _said(language, english, spanish, months[start]), answer


def _later_date(chance: random.Random, language: Language) -> Asked:
    start = date(2024, 1, 1) + timedelta(chance.randrange(900))
    ahead = chance.choice((1, 1, 2, 7))
    asked = _said(language, "{1} days after {0}:", "{1} días después de {0}:", start, ahead)
    return asked, str(start + timedelta(ahead))


def _unit(chance: random.Random, language: Language) -> Asked:
    *names, factor = chance.choice(_UNITS)
    units = names[:2] if language == "en" else names[2:]
    amount = chance.choice((1, 2, 3, 5, 10, 12, 20))
    asked = _said(language, "{2} {0} in {1}:", "{2} {0} en {1}:", *units, amount)
    return asked, str(amount * int(factor))


def _count(chance: random.Random, language: Language) -> Asked:
    word = chance.choice(_WORDS[language])
    return _said(language, "Letters in {}:", "Letras de {}:", word), str(len(word))


def _letter(chance: random.Random, language: Language) -> Asked:
    word, last = chance.choice(_WORDS[language]), chance.choice((0, 0, 1))
    english = "Last letter of {}:" if last else "First letter of {}:"
    spanish = "Última letra de {}:" if last else "Primera letra de {}:"
    return _said(language, english, spanish, word), word[-last]


def _capitals(chance: random.Random, language: Language) -> Asked:
    word = chance.choice(_WORDS[language])
    return _said(language, "In capitals, {}:", "En mayúsculas, {}:", word), word.upper()


def _translation(chance: random.Random, language: Language) -> Asked:
    spanish, english = chance.choice(_TRANSLATIONS)
    if language == "en":
        return f"Spanish {spanish}, in English:", english
    return f"En español, {english}:", spanish


def _capital(chance: random.Random, language: Language) -> Asked:
    country, pais, city, ciudad = chance.choice(_PLACES)
    asked = _said(language, "The capital of {0}:", "La capital de {1}:", country, pais)
    return asked, _said(language, city, ciudad)


def _opposite(chance: random.Random, language: Language) -> Asked:
    word, other = chance.choice(_OPPOSITES[language])
    return _said(language, "The opposite of {}:", "Lo contrario de {}:", word), other


def _options(chance: random.Random, language: Language) -> Asked:
    """A question of another family with three answers to choose from."""
    make = chance.choice((_sum, _capital, _month, _opposite))
    question, right = make(chance, language)
    shown = {right}
    while len(shown) < len(_LETTERS):
        shown.add(str(int(right) + chance.randint(1, 9)) if right.isdecimal() else
                  make(chance, language)[1])  # fmt: skip
    texts = sorted(shown)
    chance.shuffle(texts)
    listed = " ".join(f"{letter}) {text}" for letter, text in zip(_LETTERS, texts, strict=True))
    return f"{question} {listed}. ->", _LETTERS[texts.index(right)]


def _said(language: Language, english: str, spanish: str, *values: object) -> str:
    return (english if language == "en" else spanish).format(*values)


FAMILIES: Final[dict[str, tuple[_Maker, ...]]] = {
    "arithmetic": (_sum, _difference, _product, _quotient),
    "numbers": (_story, _successor, _larger),
    "dates": (_weekday, _month, _later_date),
    "units": (_unit,),
    "strings": (_count, _letter, _capitals),
    "options": (_options,),
    "facts": (_capital, _opposite, _translation),
}

ARITHMETIC_LIKE: Final = frozenset({"arithmetic", "numbers", "units"})
"""Families whose answer is computed."""

_DAYS: Final[dict[Language, list[str]]] = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
}
_MONTHS: Final[dict[Language, list[str]]] = {
    "en": "January February March April May June July August September October November "
    "December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre".split(),
}
_UNITS: Final = tuple(
    line.split()
    for line in (
        "kilometers meters kilómetros metros 1000",
        "meters centimeters metros centímetros 100",
        "hours minutes horas minutos 60",
        "days hours días horas 24",
        "weeks days semanas días 7",
        "kilograms grams kilos gramos 1000",
        "dozens pieces docenas unidades 12",
        "centimeters millimeters centímetros milímetros 10",
    )
)
_WORDS: Final[dict[Language, list[str]]] = {
    "en": "apple river stone music garden window bread cloud horse table orange winter pencil "
    "bridge silver lemon train ocean paper candle tiger forest mirror rabbit".split(),
    "es": "mesa perro casa lluvia puente libro ventana gato camino noche queso flor barco "
    "tren luna piedra campo rueda naranja espejo bosque conejo".split(),
}
_TRANSLATIONS: Final = tuple(
    pair.split("-")
    for pair in "perro-dog gato-cat casa-house agua-water libro-book sol-sun luna-moon mano-hand "
    "leche-milk pan-bread rojo-red verde-green mesa-table puerta-door cabeza-head fuego-fire "
    "queso-cheese lluvia-rain cuchara-spoon pájaro-bird".split()
)
_PLACES: Final = tuple(
    line.split()
    for line in (
        "France Francia Paris París",
        "Spain España Madrid Madrid",
        "Italy Italia Rome Roma",
        "Germany Alemania Berlin Berlín",
        "Portugal Portugal Lisbon Lisboa",
        "Japan Japón Tokyo Tokio",
        "Russia Rusia Moscow Moscú",
        "Egypt Egipto Cairo Cairo",
        "Greece Grecia Athens Atenas",
        "Austria Austria Vienna Viena",
        "Peru Perú Lima Lima",
        "Cuba Cuba Havana Habana",
        "Chile Chile Santiago Santiago",
        "Poland Polonia Warsaw Varsovia",
        "Hungary Hungría Budapest Budapest",
        "Sweden Suecia Stockholm Estocolmo",
        "Norway Noruega Oslo Oslo",
        "Kenya Kenia Nairobi Nairobi",
        "Turkey Turquía Ankara Ankara",
        "Canada Canadá Ottawa Ottawa",
        "Australia Australia Canberra Canberra",
        "Latvia Letonia Riga Riga",
        "Senegal Senegal Dakar Dakar",
    )
)
_OPPOSITES: Final[dict[Language, tuple[tuple[str, str], ...]]] = {
    "en": tuple(
        (one, other)
        for one, other in (
            pair.split("-")
            for pair in "hot-cold big-small up-down day-night open-closed fast-slow old-young "
            "rich-poor wet-dry left-right early-late hard-soft full-empty light-dark "
            "ancient-modern victory-defeat".split()
        )
    ),
    "es": tuple(
        (one, other)
        for one, other in (
            pair.split("-")
            for pair in "caliente-frío grande-pequeño arriba-abajo día-noche abierto-cerrado "
            "rápido-lento rico-pobre alto-bajo lleno-vacío blanco-negro temprano-tarde "
            "entrada-salida amor-odio guerra-paz".split()
        )
    ),
}
