"""Addresses, cases, orders and wallets are found whole, in several languages; numbers are not."""

from __future__ import annotations

import pytest

from homeport.policies.privacy.identifiers import Identifiers
from homeport.policies.privacy.levels import LEVELS
from homeport.types import Level, Part


def found(text: str) -> dict[str, str]:
    return {text[f.start : f.end]: f.category for f in Identifiers().find(Part("p", text, "user"))}


ADDRESSES = [
    ("I live at 1234 Elm Street Apt 5, thanks", "1234 Elm Street Apt 5"),
    ("i live at 1234 elm street", "1234 elm street"),
    ("Ship it to 679 Robert Cove.", "679 Robert Cove"),
    ("your appointment at 3/19 Kennedy Villas is", "3/19 Kennedy Villas"),
    ("Address: Suite 339 5 Griffith Road", "Suite 339 5 Griffith Road"),
    ("at Flat 77S, Smith Expressway", "Flat 77S, Smith Expressway"),
    ("22 Acacia Avenue, London SW1A 2AB", "22 Acacia Avenue, London SW1A 2AB"),
    ("500 Oak Drive, Springfield, IL 62704", "500 Oak Drive, Springfield, IL 62704"),
    ("P.O. Box 1754", "P.O. Box 1754"),
    ("Vivo en Calle Mayor 12, 3ºB, 28013 Madrid.", "Calle Mayor 12, 3ºB, 28013 Madrid"),
    ("Domicilio: C/ Francos Rodríguez, 28.", "C/ Francos Rodríguez, 28"),
    ("calle de la Mata, 23", "calle de la Mata, 23"),
    ("Avda. La Marina 36, 10C", "Avda. La Marina 36, 10C"),
    ("Calle 96 # 22-51, Cali", "Calle 96 # 22-51, Cali"),
    (
        "Av. Juárez 1775, Col. Condesa, 34498 CDMX",
        "Av. Juárez 1775, Col. Condesa, 34498 CDMX",
    ),
    ("Ctra. Madrid-Cartagena, s/n", "Ctra. Madrid-Cartagena, s/n"),
    ("mi dirección es Los Alisos 10, bajo", "Los Alisos 10, bajo"),
    ("Rua Augusta 274, 1100-053 Lisboa", "Rua Augusta 274, 1100-053 Lisboa"),
    ("12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"),
    ("Hauptstraße 5, 10115 Berlin", "Hauptstraße 5, 10115 Berlin"),
    ("Via Garibaldi 14, 20121 Milano", "Via Garibaldi 14, 20121 Milano"),
]


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_a_street_address_is_found_to_its_end(text: str, address: str) -> None:
    """Street, number, floor, postcode and town are one finding."""
    assert any(address in whole for whole, category in found(text).items() if category == "address")


OTHERS = [
    ("demandas nos. 26480/95, 28291/95 y 43362/96", "28291/95", "case_number"),
    ("une requête (n° 33274/96) contre la France", "33274/96", "case_number"),
    ("Case No. 1:20-cv-01234", "1:20-cv-01234", "case_number"),
    ("procedimiento nº 345/2019", "345/2019", "case_number"),
    ("order number 7734-19284", "7734-19284", "member_id"),
    ("mi número de pedido: 99812734", "99812734", "member_id"),
    ("my PNR is K7XQ2M", "K7XQ2M", "member_id"),
    ("employee id 482913", "482913", "member_id"),
    ("pay 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "wallet"),
    (
        "my wallet 0x52908400098527886E0F7030069857D2E4169EE7",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "wallet",
    ),
    ("Eva Gil, F. nac. 1984-11-07, 4350846, acude", "4350846", "medical_record"),
]


@pytest.mark.parametrize(("text", "number", "category"), OTHERS)
def test_numbers_in_somebodys_files_are_found(text: str, number: str, category: str) -> None:
    """The label says whose register the number is in."""
    assert category == found(text)[number]


HARMLESS = [
    "Janet sells 16 eggs, eats 3 and bakes 4 muffins; she has 9 left.",
    "En semaine, Judy donne 5 cours de danse et 8 cours le samedi.",
    "In einem Krankenhaus werden 500 Personen behandelt.",
    "Die Krawatten kosten 50 % mehr, extra Avocado für 1,00 $.",
    "Route 66, Area 51, 24 Hours of Le Mans, 12 Angry Men",
    "Calle is the Spanish word for street.",
    "10 Downing Street and 1600 Pennsylvania Avenue NW",
    "between 1939/45 and 1/2 or 3/4",
    "In October 15, 1997, Andy Green set a record.",
    "it takes her 3 hours to drive to town",
    "the case number of a bug, in order 3 of 4",
    "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
    "A. 512.3456789 B. 386.4158898",
    "0.22116 0.25564 3.2 5.7472 4.7343 0.17568 0.20144",
    "a test card for Stripe: 4242 4242 4242 4242",
    "example IBAN: DE89 3704 0044 0532 0130 00",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_counts_dates_seats_of_power_and_examples_are_public(text: str) -> None:
    """A number before a capital letter is seldom a house."""
    assert {} == found(text)


def test_an_example_that_somebody_claims_is_private() -> None:
    """The published test card is a card when a person says that it is theirs."""
    assert {"4111 1111 1111 1111": "credit_card"} == found("my card is 4111 1111 1111 1111")


def test_where_somebody_lives_is_personal() -> None:
    """Addresses, case numbers and wallets identify a person."""
    assert {Level.PERSONAL} == {LEVELS[c] for c in ("address", "case_number", "wallet")}
