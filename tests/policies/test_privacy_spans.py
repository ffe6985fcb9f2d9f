"""From token probabilities to entities: whole words, joined, with exact spans."""

from __future__ import annotations

import re

import pytest

from homeport.policies.privacy.entities import CATEGORIES, STRONG, WEAK
from homeport.policies.privacy.labels import kind_of
from homeport.policies.privacy.levels import LEVELS
from homeport.policies.privacy.spans import Tokens, entities

np = pytest.importorskip("numpy")

KINDS = (None, "person", "person", "address", "email", "location", "gov_id", "zip")
NOTHING, GIVEN, FAMILY, STREET, EMAIL, CITY, NUMBER, POSTCODE = range(len(KINDS))


def found(text: str, **marked: tuple[int, float]) -> list[tuple[str, str, float]]:
    """Tag the words of ``text`` by ``marked`` (word=(column, probability)); return what comes."""
    pieces = list(re.finditer(r"\w+|[^\w\s]", text))
    table = np.zeros((len(pieces), len(KINDS)))
    table[:, NOTHING] = 1.0
    for row, piece in enumerate(pieces):
        column, probability = marked.get(piece[0], (NOTHING, 1.0))
        table[row] = 0.0
        table[row, NOTHING] = 1.0 - probability
        table[row, column] += probability
    tokens = Tokens(text, [piece.span() for piece in pieces], list(range(len(pieces))))
    return [
        (text[one.start : one.end], one.kind, round(one.probability, 2))
        for one in entities(tokens, table, KINDS)
    ]


def test_every_strong_kind_has_a_category_with_a_level() -> None:
    """A finding of any of them can be made."""
    assert all(CATEGORIES[kind] in LEVELS for kind in STRONG)
    assert not STRONG & WEAK


def test_names_are_joined_over_particles_and_hyphens() -> None:
    """One person is one entity, as sure as its surest word."""
    text = "Soy Ana de la Cruz-Gil."
    marked = {"Ana": (GIVEN, 0.9), "Cruz": (FAMILY, 0.6), "Gil": (FAMILY, 0.5)}

    assert [("Ana de la Cruz-Gil", "person", 0.9)] == found(text, **marked)


@pytest.mark.parametrize("text", ["Ana, Luis", "Ana\nLuis", "Ana saludó Luis"])
def test_two_people_stay_two(text: str) -> None:
    """Over a comma, a line or a word nothing is joined."""
    assert ["Ana", "Luis"] == [one for one, *_ in found(text, Ana=(GIVEN, 1), Luis=(GIVEN, 1))]


def test_labels_of_one_kind_add_up() -> None:
    """Perhaps a given name, perhaps a surname: surely a person."""
    tokens = Tokens("Alexis", [(0, 6)], [0])
    [one] = entities(tokens, np.array([[0.2, 0.4, 0.4, 0, 0, 0, 0, 0]]), KINDS)

    assert ("person", pytest.approx(0.8)) == (one.kind, one.probability)


def test_the_surest_piece_speaks_for_its_word() -> None:
    """A word is found whole if any of its pieces is."""
    tokens = Tokens("Garcilópez", [(0, 3), (3, 7), (7, 10)], [0, 0, 0])
    table = np.array([[0.9, 0.1, 0, 0, 0, 0, 0, 0], [0.2, 0, 0.8, 0, 0, 0, 0, 0], [1.0] + [0] * 7])

    [one] = entities(tokens, table, KINDS)

    assert (0, 10, "person") == one[:3]


def test_an_address_takes_in_its_town_and_postcode() -> None:
    """What is replaced is the whole address."""
    text = "en Calle Mayor 5, 28013 Madrid."
    marked = {
        "Calle": (STREET, 0.9),
        "Mayor": (STREET, 0.9),
        "5": (STREET, 0.8),
        "28013": (POSTCODE, 0.9),
        "Madrid": (CITY, 0.9),
    }

    assert [("Calle Mayor 5, 28013 Madrid", "address", 0.9)] == found(text, **marked)


def test_a_number_alone_is_no_address() -> None:
    """A house number without its street points at nobody."""
    assert [("146", "quantity", 0.9)] == found("el artículo 146 dice", **{"146": (STREET, 0.9)})


def test_an_email_is_found_whole() -> None:
    """Over all that is written together with it, without the full stop behind."""
    text = "write to <ana.b+x@mail.test>, or a_b@c.test."
    marked = {"mail": (EMAIL, 0.9), "a_b": (EMAIL, 0.8), "test": (EMAIL, 0.4)}

    assert ["ana.b+x@mail.test", "a_b@c.test"] == [one for one, *_ in found(text, **marked)]


@pytest.mark.parametrize(
    "text",
    [
        "id 9df21e95-3848-409d-8f94-c675cdfee839",
        "commit 43fc912ef59a83054ea7f6706df4d53a7dea4d80",
        "key web_21prqodx24021_main",
    ],
)
def test_codes_of_machines_are_no_ones_number(text: str) -> None:
    """UUIDs, hashes and identifiers in code look like national ids to a model."""
    words = dict.fromkeys(re.findall(r"\w+", text)[1:], (NUMBER, 0.99))

    assert [] == [kind for _, kind, _ in found(text, **words) if kind in STRONG]


def test_nothing_is_said_of_nothing() -> None:
    """No tokens, no entities; nor of words that are unlikely to be anything."""
    assert [] == entities(Tokens("", [], []), np.zeros((0, len(KINDS))), KINDS)
    assert [] == found("una casa", casa=(GIVEN, 0.2))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("O", None),
        ("B-PER", "person"),
        ("I-GIVEN_NAME", "person"),
        ("S-private_person", "person"),
        ("E-private_email", "email"),
        ("B-private_date", "dob"),
        ("B-private_url", "url_personal"),
        ("B-account_number", "financial"),
        ("L-private_address", "address"),
        ("U-secret", "secret"),
        ("ORG", "org"),
        ("B-USERNAME", "username"),
        ("LASTNAME", "person"),
        ("B-DATE", "date"),
        ("GPE", "location"),
        ("IPV4", "ip"),
        ("B-something_new", "code"),
    ],
)
def test_labels_are_understood_whoever_made_them(label: str, kind: str | None) -> None:
    """And one that nobody knows points at somebody."""
    assert kind == kind_of(label)


def test_labels_without_names_are_refused() -> None:
    """A model that was never told what to look for would find anything."""
    with pytest.raises(ValueError, match="no names"):
        kind_of("LABEL_1")
