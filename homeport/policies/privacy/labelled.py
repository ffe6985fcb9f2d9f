"""Numbers that only their label gives away: passports, plates, records, accounts.

``DNI 24565827`` is somebody's identity card whatever its check letter says: the writer said
so. A label, a few linking words, and something with enough digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from homeport.policies.privacy.rules import LABELLED, Hit, alternatives
from homeport.policies.privacy.stems import Lowered, Stems

_LINK_WORDS = alternatives(r"""
    is|was|number|numbers?|num|id|code|card|ending|with|my|and|or|identity
    es|no|nº|n°|núm|nro|número|numero|de|del|la|el|mi|en|con|soy|y|e|o|terminada|identidad
""")
_LINK = rf"(?:[\s:=#\"'(,]|\b(?:{_LINK_WORDS})\b\.?){{0,10}}"

_NUMBER = (
    r"((?:[A-Za-zÑñ]{1,6}[\-. /]?)?\d[^\W_]*(?:[ .\-/][^\W_]?\d[^\W_]*){0,6}"
    r"(?:(?-i:[ \-][A-Z]{1,3})\b)?)"  # a check letter set apart, but not the word "y"
)
_PLATE = (
    r"((?-i:(?=[A-Z0-9 \-]{0,7}\d)(?=[0-9 \-]{0,7}[A-Z])"
    r"[A-Z0-9]{1,4}(?:[ \-]?[A-Z0-9]{1,4}){1,2}))(?!\w)"
)
_VIN = r"((?-i:(?=[A-Z]{0,16}\d)[A-HJ-NPR-Z0-9]{17}))(?!\w)"
_COORDINATES = r"(-?\d{1,2}[.,]\d{3,12}°? ?[NS]?[,; ]{1,3}-?\d{1,3}[.,]\d{3,12}(?:°? ?[EWO]\b)?)"


@dataclass(frozen=True, slots=True)
class Label:
    """One label with its spellings, and how each of them begins.

    A value has from ``fewest`` to ``most`` digits.
    """

    category: str
    stems: Stems
    pattern: re.Pattern[str]
    fewest: int
    most: int

    def hits(self, text: str, lowered: Lowered) -> Iterator[Hit]:
        for at in lowered.starts(self.stems):
            match = self.pattern.match(text, at)
            if match and self.fewest <= sum(map(str.isdigit, match[1])) <= self.most:
                yield Hit(*match.span(1), self.category, LABELLED)


def _label(
    category: str, digits: tuple[int, int], stems: str, spellings: str, value: str = _NUMBER
) -> Label:
    label = rf"(?<![^\W_])(?:{alternatives(spellings)})(?![^\W\d_])"
    pattern = re.compile(f"{label}{_LINK}{value}", re.IGNORECASE)
    return Label(
        category, Stems(stem.replace("_", " ") for stem in stems.split()), pattern, *digits
    )


_NUMBERS = (
    _label(
        "national_id",
        (5, 20),
        """id_card dni d.n nie nif n.i c.c. c.i. run rut r.u curp aad aadh cédula cedula
        documento carnet tarjeta
        national government id identity cart personalaus ausweis""",
        r"""
        d\.?n\.?i\.?|n\.?i\.?e|n\.?i\.?f|c\.c\.|c\.i\.|run|r\.?u\.?t\.?|curp|aadh?aar
        c[eé]dula(?: de (?:ciudadan[ií]a|identidad|extranjer[ií]a))?
        (?:documento|carnet|tarjeta) (?:nacional )?de identidad
        (?:national|government) id(?:entity)?(?: card)?|id card|identity card
        cartão de cidadão|personalausweis(?:nummer)?|ausweisnummer|carte d'identité
        """,
    ),
    _label("national_id", (6, 20), "id_card id_n", r"id(?: card)? (?:number|no\.?)"),
    _label(
        "tax_id",
        (6, 20),
        "rfc r.f cui nit n.i ruc r.u cpf cnpj cif c.i ein e.i itin utr tin "
        "tax vat steuer idnr codice numéro numero",
        r"""
        r\.?f\.?c|cui[tl]|n\.?i\.?t|r\.?u\.?c|cpf|cnpj|c\.?i\.?f|e\.?i\.?n|itin|utr|tin
        tax(?:payer)? (?:id|identification|ref(?:erence)?)|vat(?: id| reg(?:istration)?)?
        steuer-?id(?:entifikationsnummer)?|idnr|codice fiscale|numéro fiscal
        """,
    ),
    _label(
        "social_security",
        (6, 20),
        """ssn s.s social national nino sin seguridad seguro nus nas n.a naf nss sozial
        numéro numero
        sécurité securite""",
        r"""
        s\.?s\.?n|social security|social insurance|national insurance|nino|sin
        (?:seguridad|seguro) social|nuss?|n\.?a\.?s?\.?s|naf|nss
        sozialversicherungsnummer|(?:numéro de )?sécurité sociale
        """,
    ),
    _label(
        "health_id",
        (6, 20),
        "nhs medic health insurance policy tarjeta código codigo cip c.i.p sip eps obra afiliad "
        "póliza poliza carte kranken",
        r"""
        nhs|medicare|medicaid|health (?:id|card|insurance|plan)|insurance|(?:insurance )?policy
        (?:tarjeta|c[oó]digo) sanitari[ao]|cip|c\.i\.p\.a?|cipa|sip|eps|obra social|afiliad[oa]
        p[oó]liza(?: de seguro| m[eé]dica)?|carte vitale|krankenversicherten?nummer
        """,
    ),
    _label(
        "medical_record",
        (5, 15),
        """mrn medical patient chart specimen accession nhc n.h.c hc hcl h.c historia
        expediente paciente
        episodio""",
        r"""
        mrn|medical record|patient(?: id)?|chart|specimen|accession|nhc|n\.h\.c\.?|h\.?c\.?l?-?
        historia(?: cl[ií]nica)?|expediente(?: (?:cl[ií]nico|m[eé]dico))?|paciente|episodio
        """,
    ),
    _label(
        "passport",
        (5, 12),
        "passport pasaporte passeport reisepass passap",
        r"passports?|pasaportes?|passeport|reisepass(?:nummer)?|passaporte|passaporto",
    ),
    _label(
        "driving_licence",
        (4, 20),
        "driv licencia permiso carné carne führerschein permis",
        r"""
        driv(?:er'?s?|ing) licen[cs]e|(?:licencia|permiso|carn[eé]) de conduc(?:ir|ci[oó]n)
        führerschein(?:nummer)?|permis de conduire
        """,
    ),
    _label(
        "bank_account",
        (6, 30),
        """bank checking savings current account acct a/c routing aba sort iban cuenta ccc
        c.c clabe cbu
        cvu konto blz conta""",
        r"""
        (?:bank |checking |savings |current )?(?:account|acct|a/c)|routing|aba|sort code|iban
        cuenta(?: (?:bancaria|corriente|de ahorros?))?|c\.?c\.?c|clabe|cbu|cvu
        kontonummer|blz|conta(?: corrente)?
        """,
    ),
    _label(
        "member_id",
        (5, 14),
        "employee staff student member customer client badge "
        "payroll licen emplead matr alumn estudiante soci cliente nº n° ncol nocol n_col no_col",
        r"""
        employee|staff|student|member(?:ship)?|customer|client|badge|payroll|licen[cs]e
        emplead[oa]|matr[ií]cula (?:escolar|universitaria)|alumn[oa]|estudiante|soci[oa]|cliente
        n[º°o]? ?col(?:egiad[oa])?
        """,
    ),
    _label("imei", (14, 17), "imei", r"imei\d?"),
    _label(
        "geolocation",
        (6, 40),
        "gps lat coord ubica location",
        r"""
        gps|lat(?:itude|itud)?(?:[/, ]{1,2}(?:lon|lng|long)\w{0,6})?|coord\w{0,10}
        ubicaci[oó]n|location
        """,
        _COORDINATES,
    ),
)
_VEHICLES = (
    _label(
        "plate",
        (2, 7),
        "license licence number plate registration vrn matr patente placa kennz immatr targa",
        r"""
        (?:licen[cs]e |number )?plates?|registration|vrn|matr[ií]cula|patente|placas?
        kennzeichen|immatriculation|targa
        """,
        _PLATE,
    ),
    _label(
        "vehicle_id",
        (1, 17),
        "vin chassis número numero bastidor chasis",
        r"vin|chassis|(?:n[uú]mero de )?bastidor|chasis",
        _VIN,
    ),
)


def labelled(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield the numbers in ``text`` that a label in front gives away."""
    for label in _NUMBERS:
        yield from label.hits(text, lowered)


def vehicles(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield number plates and chassis numbers with their label; they may have few digits."""
    for label in _VEHICLES:
        yield from label.hits(text, lowered)
