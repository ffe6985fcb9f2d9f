"""What the identifiers detector finds, what it leaves alone, and where it says it is."""

from __future__ import annotations

import pytest

from homeport.policies.privacy.identifiers import Identifiers
from homeport.policies.privacy.levels import LEVELS
from homeport.types import Finding, Level, Part


def find(text: str) -> list[Finding]:
    return list(Identifiers().find(Part("messages[0].content", text, "user")))


def categories(text: str) -> set[str]:
    return {finding.category for finding in find(text)}


def found(text: str, category: str) -> set[str]:
    """Return the pieces of ``text`` that were found under ``category``."""
    return {text[f.start : f.end] for f in find(text) if f.category == category}


FOUND = [
    # cards, in the ways people write them
    ("my card is 4111 1111 1111 1111", "credit_card", "4111 1111 1111 1111"),
    ("mi tarjeta es la 5436-2303-5162-8488, caduca 09/27", "credit_card", "5436-2303-5162-8488"),
    ("Charge 3732 154710 59033 exp 09/27", "credit_card", "3732 154710 59033"),
    ('{"card":"5127445630027229"}', "credit_card", "5127445630027229"),
    ("número 4111.1111.1111.1111", "credit_card", "4111.1111.1111.1111"),
    (
        "４１１１１１１１１１１１１１１１ es mi tarjeta",
        "credit_card",
        "４１１１１１１１１１１１１１１１",
    ),
    ("digits 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "credit_card", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
    # bank accounts
    ("el IBAN es ES91 2100 0418 4502 0005 1332 gracias", "iban", "ES91 2100 0418 4502 0005 1332"),
    ("pay to GB82WEST12345698765432 today", "iban", "GB82WEST12345698765432"),
    ("CLABE 032180000118359719", "bank_account", "032180000118359719"),
    ("haz la transferencia a la 032180000118359719", "bank_account", "032180000118359719"),
    ("CCC 2100 0418 45 0200051332", "bank_account", "2100 0418 45 0200051332"),
    ("CBU 2850590940090418135201", "bank_account", "2850590940090418135201"),
    ("wire to account 2582439500", "bank_account", "2582439500"),
    # Spain
    ("Mi DNI es 12345678Z", "national_id", "12345678Z"),
    ("12.345.678-Z", "national_id", "12.345.678-Z"),
    ("soy el 12345678z", "national_id", "12345678z"),
    ("NIE Y5301246J", "national_id", "Y5301246J"),
    ("DNI 24565827", "national_id", "24565827"),
    ("seguridad social 16/15272884/75", "social_security", "16/15272884/75"),
    ("afiliación 160012345627", "social_security", "160012345627"),
    ("factura de la empresa B58378431", "tax_id", "B58378431"),
    ("Tarjeta sanitaria VILS7746186307", "health_id", "VILS7746186307"),
    # Latin America and Portugal
    ("CURP WUWD020729MMCYPQ44", "national_id", "WUWD020729MMCYPQ44"),
    ("RFC GODE561231GR8", "tax_id", "GODE561231GR8"),
    ("CUIT 20-05536168-2", "tax_id", "20-05536168-2"),
    ("facturo con 20055361682 en la AFIP", "tax_id", "20055361682"),
    ("RUT 12.531.909-2", "national_id", "12.531.909-2"),
    ("mi rut: 125319092", "national_id", "125319092"),
    ("NIT 213.123.432-1", "tax_id", "213.123.432-1"),
    ("Cédula 28.068.626", "national_id", "28.068.626"),
    ("RUC 20512333797", "tax_id", "20512333797"),
    ("CPF 390.533.447-05", "tax_id", "390.533.447-05"),
    ("CNPJ 16.727.230/0001-97", "tax_id", "16.727.230/0001-97"),
    ("contribuinte 501 964 843", "tax_id", "501 964 843"),
    # France, Germany, Italy
    ("2 95 10 99 126 111 93", "social_security", "2 95 10 99 126 111 93"),
    ("numéro fiscal 30 23 217 600 053", "tax_id", "30 23 217 600 053"),
    ("Steuer-ID 36 574 261 809", "tax_id", "36 574 261 809"),
    ("RCCMNL83S18D969H", "tax_id", "RCCMNL83S18D969H"),
    # United Kingdom, United States, India
    ("National Insurance number JG 45 34 28 B", "social_security", "JG 45 34 28 B"),
    ("NHS number 943 476 5919", "health_id", "943 476 5919"),
    ("Is this a valid SSN: 552-06-8455?", "social_security", "552-06-8455"),
    ("EIN 91-1144442", "tax_id", "91-1144442"),
    ("Aadhaar 2341 2341 2346", "national_id", "2341 2341 2346"),
    # telephones
    ("call me at +34 612 345 678", "phone", "+34 612 345 678"),
    ("Llámame al 612345678", "phone", "612345678"),
    ("whatsapp 0034 612 345 678", "phone", "0034 612 345 678"),
    ("Tel. 91 940 83 33", "phone", "91 940 83 33"),
    ("617.949.2661 before Friday", "phone", "617.949.2661"),
    ("reach me: (212) 751-2595 x12", "phone", "(212) 751-2595 x12"),
    ("the office, (020) 7433 3830", "phone", "(020) 7433 3830"),
    ("mi número es 55 7270 7666", "phone", "55 7270 7666"),
    ("020 7433 3830 is hers", "phone", "020 7433 3830"),
    ("(020) 74333830 is hers", "phone", "(020) 74333830"),
    ("phone 999 111 22", "phone", "999 111 22"),
    ("+999 123 456 7", "phone", "+999 123 456 7"),
    # the network
    ("write to ana.perez@gmail.com please", "email", "ana.perez@gmail.com"),
    ("escríbeme a 'josé@correo.es'.", "email", "josé@correo.es"),
    ("a@b.co,c@d.co", "email", "c@d.co"),
    ("x@some.unusualtld", "email", "x@some.unusualtld"),
    ("linkedin.com/in/ana-perez-123", "profile", "linkedin.com/in/ana-perez-123"),
    ("server 212.126.250.68 is down", "ip", "212.126.250.68"),
    ("ping 2a00:1450:4003:80f::200e", "ip", "2a00:1450:4003:80f::200e"),
    ("4f8a:c99e:dc86:faf9:5988:5f63:375e:8a2a", "ip", "4f8a:c99e:dc86:faf9:5988:5f63:375e:8a2a"),
    ("device 44:33:05:b6:19:76", "mac", "44:33:05:b6:19:76"),
    ("IMEI 359999437492465", "imei", "359999437492465"),
    ("username: marta.r92", "username", "marta.r92"),
    ("usuario lilianajaimes contraseña x", "username", "lilianajaimes"),
    ("refusing ssh for user knightlouis, why?", "username", "knightlouis"),
    # what only its label gives away
    ("Passport F82918289", "passport", "F82918289"),
    ("pasaporte número AAB123456", "passport", "AAB123456"),
    ("NHC: 2569870", "medical_record", "2569870"),
    ("MRN H88926316", "medical_record", "H88926316"),
    ("driver's license D123-4567-8901", "driving_licence", "D123-4567-8901"),
    ("permiso de conducir 12345678", "driving_licence", "12345678"),
    ("matrícula 7705 XXL", "plate", "7705 XXL"),
    ("plate GQP-1018", "plate", "GQP-1018"),
    ("VIN 3LBJX9BUY8XL88V3K", "vehicle_id", "3LBJX9BUY8XL88V3K"),
    ("Employee E236736", "member_id", "E236736"),
    ("GPS 43.57695, -119.07385", "geolocation", "43.57695, -119.07385"),
    # dates of birth
    ("I was born on November 20, 1975.", "date_of_birth", "November 20, 1975"),
    ("nací el 26 de junio de 1974", "date_of_birth", "26 de junio de 1974"),
    ("F. nac. 22/01/2005", "date_of_birth", "22/01/2005"),
    ("DOB 1956-04-09", "date_of_birth", "1956-04-09"),
]


@pytest.mark.parametrize(("text", "category", "span"), FOUND)
def test_an_identifier_is_found_with_its_exact_span(text: str, category: str, span: str) -> None:
    """Each form is found under its category, and the span is what the person wrote."""
    assert span in found(text, category)


PUBLIC = [
    "What is the capital of France?",
    "En 2024 vendimos 3 sillas por 45 euros.",
    "123e4567-e89b-12d3-a456-426614174000",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "ISBN 978-3-16-148410-0",
    "pip install torch==2.13.0 and numpy 1.26.4",
    "version 81.20.30.40 of the firmware, 1.16.4.9",
    "see section 1.2.3.4",
    "127.0.0.1, 10.0.0.7, 192.168.1.1 and 203.0.113.9",
    "2001:db8::1 and fe80::1 and ::1",
    "DNS at 8.8.8.8 and 2001:4860:4860::8888",
    "std::vector<int> a::b and 12:30:45",
    "mail someone@example.com or admin@sub.example.org or x@foo.test",
    "noreply@shop.com and git@github.com:me/repo.git",
    "your.name@domain.com",
    "logo@2x.png is at assets@home.svg",
    "@decorator and a @ b and user@host",
    "call 555-0123 or (212) 555-0199",
    "call 123-456-7890 or 000-000-0000",
    "phone keypad 1 2 3 4 5 6 7 8 9",
    "between 1990-1995 and 2023-01-15 10:30",
    "call on 2023-01-15 or 15/01/2023",
    "the call of 1990-1995",
    "teléfono 978-3-16-148410-0",
    "pi is 3.14159265358979 and e is 2.71828182845904",
    "celular: 1.090.000 copias",
    "1.000.000 de euros, 12,345,678 dollars",
    "4111 1111 1111 1112",
    "0000 0000 0000 0000",
    "1234567890123456",
    "ES91 2100 0418 4502 0005 1333",
    "ES9121000418450200051332X",
    "XX91 2100 0418 4502 0005 1332",
    "ES91 2100",
    "12345678A",
    "product 12345678, 32180000118359719",
    "032180000118359719",
    "the user experience of new users, username and password",
    "username: admin, user: null",
    "user_id MAX_USERS2",
    "when you log in, the user types a name",
    "00:00:00:00:00:00 and 12:34:56:78:9a:bc and 00-00-5E-00-53-01",
    "https://github.com/about and linkedin.com/in/login",
    "Mozart was born on 27 January 1756",
    "WUWD021399MMCYPQ44",
    "Passport in 2019, account 42, the plate is empty",
    "999.999.999.999",
    "the batch 00 99 12 34 56",
    "the batch 00 12 34 56 78",
    "a:b:c:d:e:f:g:h",
    "12-34-56-78-9a-bc-de",
    "1-2-3-4-5-6",
    "instagram.com/",
    "99.123456, 12.5 at no place",
]


@pytest.mark.parametrize("text", PUBLIC)
def test_look_alikes_and_documentation_constants_are_public(text: str) -> None:
    """Dates, versions, checksums, examples and other people's constants are no findings."""
    assert set() == categories(text)


def test_the_policy_documents_example_is_a_card_at_its_place() -> None:
    """The example of the design: one card, code points 11 to 30, sensitive."""
    finding, *again = find("my card is 4111 1111 1111 1111")

    assert (11, 30) == (finding.start, finding.end)
    assert finding.level is Level.SENSITIVE
    assert finding.detector == "identifiers"
    assert finding.part == "messages[0].content"
    assert finding.category == "credit_card"
    assert {(11, 30)} == {(f.start, f.end) for f in again}


def test_spans_are_code_points_after_signs_outside_the_basic_plane() -> None:
    """An emoji and a dotted capital I count as one code point each, as in the text sent."""
    text = "😀İ card 4111 1111 1111 1111"

    assert {"4111 1111 1111 1111"} == found(text, "credit_card")


def test_two_identifiers_far_apart_are_both_found() -> None:
    """A long text between two numbers hides neither."""
    text = "DNI 12345678Z" + " and so on" * 50 + " card 4111111111111111"

    assert {"national_id", "credit_card"} <= categories(text)


def test_every_category_has_a_level() -> None:
    """What the detector can say is in the one table of levels."""
    said = {category for text, _, _ in FOUND for category in categories(text)}

    assert said <= LEVELS.keys()


def test_levels_follow_the_table() -> None:
    """Contact data are personal; government, bank and health numbers are sensitive."""
    levels = {f.category: f.level for text, _, _ in FOUND for f in find(text)}

    assert Level.PERSONAL == levels["email"] == levels["phone"] == levels["date_of_birth"]
    assert Level.SENSITIVE == levels["credit_card"] == levels["national_id"] == levels["passport"]


def test_a_word_after_a_number_is_not_part_of_it() -> None:
    """The Spanish "y" (and) is no check letter; a capital set apart is."""
    assert {"12345678Z"} == found("mi DNI es 12345678Z y mi correo", "national_id")
    assert {"12345678 Z"} == found("DNI 12345678 Z", "national_id")


@pytest.mark.parametrize("address", ["ana@mail.com", "luis@email.com", "j.doe@company.com"])
def test_a_common_domain_is_still_somebodys(address: str) -> None:
    """mail.com is a mail provider with millions of users, not a placeholder."""
    assert {address} == found(f"write to {address} today", "email")
