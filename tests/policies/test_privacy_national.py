"""Identity numbers by country: the valid one is found, its twin with a wrong digit is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from homeport.policies.privacy import check_digits
from homeport.policies.privacy.identifiers import Identifiers
from homeport.types import Part


def found(text: str, category: str) -> set[str]:
    """Return the pieces of ``text`` that were found under ``category``."""
    findings = Identifiers().find(Part("p", text, "user"))
    return {text[f.start : f.end] for f in findings if f.category == category}


TWINS = [
    # Words nearby, but no label: only the check digits can tell.
    ("lo firmó {} ayer", "national_id", "87654321X", "87654321A"),
    ("lo firmó {} ayer", "national_id", "X8765432V", "X8765432A"),
    ("la empresa {} paga", "tax_id", "B58378431", "B58378432"),
    ("transferencia a {} hoy", "bank_account", "20770024003102575766", "20770024013102575766"),
    ("lo firmó {} ayer", "national_id", "BOXW310820HNERXN09", "BOXW319920HNERXN09"),
    ("transferencia a {} hoy", "bank_account", "032180000118359719", "032180000118359718"),
    ("lo firmó {} ayer", "tax_id", "20-26756539-3", "20-26756539-4"),
    ("lo firmó {} ayer", "bank_account", "2850590940090418135201", "2850590940090418135200"),
    ("lo firmó {} ayer", "national_id", "12.531.909-2", "12.531.909-3"),
    ("la DIAN tiene {} ya", "tax_id", "2131234321", "2131234322"),
    ("la SUNAT tiene {} ya", "tax_id", "20512333797", "20512333798"),
    ("lo firmó {} ayer", "tax_id", "390.533.447-05", "390.533.447-06"),
    ("lo firmó {} ayer", "tax_id", "16.727.230/0001-97", "16.727.230/0001-98"),
    ("o FGTS de {} caiu", "social_security", "120.64495.66-7", "120.64495.66-5"),
    ("o eleitor {} votou", "national_id", "106644440302", "106644440303"),
    ("as finanças têm {} já", "tax_id", "501964843", "501964844"),
    ("a segurança de {} falhou", "social_security", "11122233343", "11122233344"),
    ("lui: {} ok", "social_security", "295109912611193", "295109912611194"),
    ("l'entreprise {} paie", "tax_id", "552008443", "552008444"),
    ("l'entreprise {} paie", "tax_id", "73282932000074", "73282932000075"),
    ("das Finanzamt hat {} nun", "tax_id", "36574261809", "36574261808"),
    ("die Versicherung hat {} nun", "social_security", "65170839J003", "65170839J004"),
    ("die Versicherung hat {} nun", "health_id", "A123456780", "A123456781"),
    ("lui: {} ok", "tax_id", "RCCMNL83S18D969H", "RCCMNL83S18D969G"),
    ("in fattura {} sì", "tax_id", "00743110157", "00743110158"),
    ("the hospital has {} now", "health_id", "943 476 5870", "943 476 5871"),
    ("HMRC has {} now", "tax_id", "1955839661", "2955839661"),
    ("he drives as {} now", "driving_licence", "MORGA657054SM9IJ", "MORGA697054SM9IJ"),
    ("she is {} there", "social_security", "536-90-4399", "666-90-4399"),
    ("the physician {} signed", "member_id", "1234567893", "1234567894"),
    ("the pharmacy of {} closed", "member_id", "AB1234563", "AB1234564"),
    ("the beneficiary 1EG4-TE5-MK7{} paid", "health_id", "3", "X"),
]


@pytest.mark.parametrize(("text", "category", "valid", "twin"), TWINS)
def test_check_digits_tell_a_number_from_its_twin(
    text: str, category: str, valid: str, twin: str
) -> None:
    """Without a label a number counts only if its check digits, or its date, agree."""
    assert found(text.format(valid), category)
    assert set() == found(text.format(twin), category)


LABELS = {
    "national_id": {
        "45678912": "DNI|cédula|C.I.|cédula de ciudadanía|tarjeta de identidad",
        "001234567": "carnet de extranjería|carné de extranjería|C.E.",
        "GMVLMR80070501M100": "clave de elector|credencial para votar|INE|voter ID",
        "24.678.131-4": "RG|cédula de identidad|identity card",
        "CA00000AA": "carta d'identità",
        "811218-9876": "personnummer",
        "A123-456-789": "A-number|alien registration number|green card",
    },
    "tax_id": {
        "181/815/08155": "Steuernummer|Steuer-Nr.|St.-Nr.",
        "00743110157": "partita IVA|P. IVA|VAT number",
        "732 829 320 00074": "SIRET",
        "123 456 782": "TFN|tax file number",
        "ABCPE1234F": "PAN",
    },
    "social_security": {
        "12937834123": "NSS|IMSS|número de seguridad social|Social Security number",
        "12064495667": "PIS|PASEP|PIS/PASEP|NIS",
        "AB 12 34 56 C": "NINO|NI number|National Insurance number",
    },
    "health_id": {
        "BBBB123456789012": "CIP|tarjeta sanitaria|código de identificación personal",
        "1234-567-897-AB": "OHIP|health card",
        "80380000301234567890": "tessera sanitaria",
    },
    "passport": {"AAB123456": "passport|pasaporte|número de pasaporte|passport no."},
    "driving_licence": {"98765432109": "CNH|carnet de conducir|driver's license|driving licence"},
    "bank_account": {"CAIXESBB": "BIC|SWIFT|SWIFT/BIC|código SWIFT|BIC code"},
}
_LABELLED = [
    (label, value, category)
    for category, values in LABELS.items()
    for value, labels in values.items()
    for label in labels.split("|")
]


@pytest.mark.parametrize(("label", "value", "category"), _LABELLED)
@pytest.mark.parametrize(
    "sentence", ["My {} is {}.", "{}: {}", "Con {} nº {}, de Lima", "mi {} es el {}"]
)
def test_a_label_is_enough(sentence: str, label: str, value: str, category: str) -> None:
    """The writer says what the number is, in English, Spanish or its own language."""
    assert value in found(sentence.format(label, value), category)


@pytest.mark.parametrize(
    "text",
    [
        "SWIFT messages and the BIC of the bank",
        "we run 12345678 tests in CI",
        "the PAN of the camera moved, 1234 degrees",
        "RG 59 cable, 75 ohm; CC 2.0 licence of 2023",
        "in 44 BCE and 476 CE, 1453 and 1492",
    ],
)
def test_words_that_are_also_labels_say_nothing_alone(text: str) -> None:
    """Abbreviations count in capitals, before something that has the shape of the number."""
    assert [] == list(Identifiers().find(Part("p", text, "user")))


CHECKS = [
    (check_digits.pis, "12064495667", "11111111111"),
    (check_digits.voter_title, "106644440302", "106644442902"),
    (check_digits.niss, "11122233343", "11122233334"),
    (check_digits.svnr, "65170839J003", "65170839K003"),
    (check_digits.kvnr, "A123456780", "B123456780"),
    (check_digits.npi, "1234567893", "1234567983"),
    (check_digits.dea, "AB1234563", "AB2134563"),
    (check_digits.dvla, "MORGA657054SM9IJ", "MORGA657404SM9IJ"),
]


@pytest.mark.parametrize(("check", "valid", "twin"), CHECKS)
def test_a_check_notices_another_digit(check: Callable[[str], bool], valid: str, twin: str) -> None:
    """Also digits that changed places, another letter, and dates that do not exist."""
    assert check(valid)
    assert not check(twin)
