"""Whose data is it: private people are private, everybody's are not, and matters can be private."""

from collections.abc import Sequence

import pytest

from homeport.policies.privacy import pseudonyms
from homeport.policies.privacy.calibration import MEANING, WHOSE, Curve
from homeport.policies.privacy.context import Context
from homeport.policies.privacy.identifiers import Identifiers
from homeport.policies.privacy.names import Names
from homeport.types import Call, Finding, Level, Part

PADDING = "The committee discussed the weather and the price of grain at some length. "


def weighed(*texts: str, names: bool = True) -> list[Finding]:
    """Return what stands after a call with ``texts`` was read and weighed."""
    parts = tuple(Part(f"messages[{n}].content", text) for n, text in enumerate(texts))
    found: list[Finding] = []
    for part in parts:
        found += Identifiers().find(part)
        if names:
            found += Names().find(part)
    return list(Context().weigh(Call("chat.completions", {}, parts), tuple(found)))


def level(findings: Sequence[Finding]) -> Level:
    return max((finding.level for finding in findings), default=Level.PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        "Write an email to Sara Whitlock asking for last month's invoice.",
        "Redacta un correo para Nuria Beltrán y pídele la factura de marzo.",
        "Nombre: Aitor.",
        "Apellidos: Zubizarreta Pons.",
        "hello i am belal a dentist",
        "hello i am marek a plumber",
        "El Sr. Okafor, representado por la Sra. Lindqvist, recurrió la sentencia.",
        "El asunto tiene su origen en una demanda (no 48213/07) contra el Estado.",
        "El tribunal leyó la declaración de N. S. en el recurso del demandante.",
        "My zip code is 51859",
        "Guest list: Tom Baker, Ana Ruiz, Liam O'Connor, Petra Novak",
    ],
)
def test_private_people_are_private(text: str) -> None:
    """Letters, forms, introductions, courts and lists."""
    assert level(weighed(text)) >= Level.PERSONAL


@pytest.mark.parametrize(
    "text",
    [
        "Olivia has 12 apples and gives 5 to Liam. How many apples does she have left?",
        "Lucía tiene 12 manzanas y le da 5 a Mateo. ¿Cuántas manzanas le quedan?",
        "Who discovered penicillin, Alexander Fleming or Louis Pasteur?",
        "¿En qué año nació Miguel de Cervantes?",
        "Write a fantasy story about Sara, a princess who befriends the dragon Milo.",
        "Explain Dijkstra's algorithm.",
    ],
)
def test_names_of_nobody_are_public(text: str) -> None:
    """Exercises, history, fiction and eponyms."""
    assert Level.PUBLIC == level(weighed(text))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I was diagnosed with diabetes last week and I haven't told my boss.", "health"),
        ("Me diagnosticaron diabetes la semana pasada y no se lo he dicho a mi jefe.", "health"),
        ("I owe 40,000 dollars to the bank and I can't pay it back.", "finance"),
        ("Debo 40.000 euros al banco y no puedo pagarlos.", "finance"),
    ],
)
def test_private_matters_are_sensitive_without_a_name(text: str, category: str) -> None:
    """Illness and money trouble of somebody's own, in both languages."""
    found = [f for f in weighed(text, names=False) if f.detector == "context"]

    assert [(category, Level.SENSITIVE)] == [(f.category, f.level) for f in found]


@pytest.mark.parametrize(
    "text",
    [
        "What are the symptoms of diabetes?",
        "¿Cuáles son los síntomas de la diabetes?",
        "How does chapter 7 bankruptcy differ from chapter 13?",
        "Write an essay about divorce law for students.",
    ],
)
def test_the_subject_in_general_is_public(text: str) -> None:
    """A question about an illness is nobody's illness."""
    assert [] == weighed(text, names=False)


def test_padding_hides_nothing() -> None:
    """A call is as private as its most private stretch, wherever it stands."""
    secret = "I was diagnosed with HIV last week and I haven't told my wife. "

    found = weighed(PADDING * 40 + secret + PADDING * 40, PADDING)

    assert Level.SENSITIVE == level(found)


def test_identifiers_are_never_lowered() -> None:
    """A number with a check digit stays what it is in the middle of a fairy tale."""
    text = "Write a fairy tale in which the dragon pays with the card 4539 1488 0343 6467."

    found = [finding for finding in weighed(text) if finding.detector == "identifiers"]

    assert {("credit_card", Level.SENSITIVE)} == {(f.category, f.level) for f in found}


def test_what_a_nonce_is_drawn_as_says_nothing() -> None:
    """The letters of a surrogate are random: no verdict may hang on them."""
    letters = pseudonyms.NONCE_LETTERS
    nonces = [(letters[n:] + letters)[: pseudonyms.NONCE_SIZE] for n in range(len(letters))]
    texts = [f"Pay {pseudonyms.placeholder('account', nonce, '2a')}" for nonce in nonces]

    assert {Level.PUBLIC} == {level(weighed(text)) for text in texts}


def test_a_disguised_name_is_never_lowered() -> None:
    """What only a decoded reading shows is not judged by the words around it."""
    text = "Write a story about Sm9obiBTbWl0aA=="
    start = text.index("Sm9")
    name = Finding("p", start, len(text), "name", Level.PERSONAL, "names", 0.9)

    found = list(Context().weigh(Call("x", {}, (Part("p", text),)), (name,)))

    assert name in found


def test_findings_of_unknown_parts_are_kept() -> None:
    """A finding in a part the call does not list passes unchanged."""
    finding = Finding("metadata", 0, 3, "name", Level.PERSONAL, "names", 0.9)

    assert [finding] == list(Context().weigh(Call("x", {}), (finding,)))


def test_a_curve_rises() -> None:
    """A higher score never means a lower probability."""
    for curve in (WHOSE, MEANING):
        chances = [curve.probability(n / 10) for n in range(-150, 150)]
        assert sorted(chances) == chances
        assert chances[0] < 0.1
        assert chances[-1] > 0.9


def test_a_curve_is_straight_between_its_points() -> None:
    """Half way between two points lies their mean, beyond the last it is flat."""
    curve = Curve(raw=(0.0, 2.0), odds=(-1.0, 3.0), joint=(1.0, 0.5, 0.25))

    assert (-1.0, 1.0, 3.0) == (curve.at(-5), curve.at(1), curve.at(9))


@pytest.mark.parametrize(
    "text",
    [
        *("Hello", "Hello!", "Hi there", "Hola", "Buenos días", "Thanks!"),
        *("Hola, ¿qué tal?", "Good morning, how are you?", "Compare Kant and Hume."),
        "Translate 'good morning' into German.",
        "What time zone is Madrid in?",
        "Write a short email to tell my landlord that the heating does not work.",
        "Escribe un correo breve a mi casero para decirle que la calefacción no funciona.",
        "Patient presents with chest pain. What are differential diagnoses?",
        "Explain the Black-Scholes model.",
        "Tell me about Albert Einstein.",
        "Gabriel García Márquez nació en Aracataca en 1927 y recibió el Nobel en 1982.",
        "Barack Obama was the 44th president of the United States.",
        "Write a story about a girl named Alice who finds a dragon.",
        "Plan a trip to Japan for two weeks in April.",
        "Use John Q. Doe and Fulano de Tal as names in the form.",
        "Turn into reported speech: Hannah said that she was tired.",
        "La sinfonía fue estrenada en 1832 y la dirigió Ramón Carnicer.",
        "Hola [Nombre]: su pedido ha salido. Acorta esta plantilla.",
    ],
)
def test_small_talk_and_general_questions_are_public(text: str) -> None:
    """A greeting names nobody; a language, a city and a philosopher are nobody's secret."""
    assert Level.PUBLIC == level(weighed(text))
