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
    is|was|number|numbers?|num|id|code|card|ending|with|my|and|or|identity|identifier
    registration|beneficiary|document|nr|nummer|numéro
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
_COUNTRY = (
    "(?:A[DELRTUZ]|B[AEGHORSY]|C[AHLNORYZ]|D[EKO]|E[CES]|F[IR]|G[BEIRT]|H[KNRU]|I[ELNST]|J[OP]"
    "|K[RWZ]|L[BITUV]|M[ACDEKTUXY]|N[GILOZ]|OM|P[AEHKLTRY]|QA|R[OSU]|S[AEGIKMV]|T[HNRW]|U[AESY]|V[ENG]|ZA)"
)
_COORDINATES = r"(-?\d{1,2}[.,]\d{3,12}°? ?[NS]?[,; ]{1,3}-?\d{1,3}[.,]\d{3,12}(?:°? ?[EWO]\b)?)"


@dataclass(frozen=True, slots=True)
class Label:
    """One label with its spellings: ``gates`` are cheap substrings, one of which must occur.

    A value has from ``fewest`` to ``most`` digits.
    """

    category: str
    gates: tuple[str, ...]
    pattern: re.Pattern[str]
    fewest: int
    most: int

    def hits(self, text: str, start: int, end: int) -> Iterator[Hit]:
        for match in self.pattern.finditer(text, start, end):
            if self.fewest <= sum(map(str.isdigit, match[1])) <= self.most:
                yield Hit(*match.span(1), self.category, LABELLED)


def _label(
    category: str, digits: tuple[int, int], gates: str, spellings: str, value: str = _NUMBER
) -> Label:
    label = rf"(?<![^\W_])(?:{alternatives(spellings)})(?![^\W\d_])"
    pattern = re.compile(f"{label}{_LINK}{value}", re.IGNORECASE)
    return Label(category, tuple(gates.split()), pattern, *digits)


_NUMBERS = (
    _label(
        "national_id",
        (5, 20),
        "dni d.n.i nie n.i.e nif n.i.f dula c.c. c.i. "
        "run rut r.u.t curp cidad aadh ausweis carte ident carta elector votar voter extranjer "
        "pesel bsn burger ahv avs rijks registre numéro personnummer green alien uscis a-number",
        r"""
        d\.?n\.?i\.?|n\.?i\.?e|n\.?i\.?f|c\.c\.|c\.i\.|(?-i:RUN)|r\.?u\.?t\.?|curp|aadh?aar
        c[eé]dula(?: de (?:ciudadan[ií]a|identidad|extranjer[ií]a))?
        (?:documento|carnet|tarjeta) (?:nacional )?de identidad
        (?:national|government) id(?:entity)?(?: card)?|id card|identity card
        carn[eé]t? de extranjer[ií]a|clave de elector|credencial (?:de elector|para votar)
        voter (?:id|registration)|carta (?:d['’]|di )identit[àa]|pesel|bsn|burgerservicenummer
        (?:numéro )?a[hv][vs](?:-nummer)?|rijksregisternummer|(?:numéro|registre) national
        personnummer|green card|a-number|alien registration|uscis
        cartão de cidadão|personalausweis(?:nummer)?|ausweisnummer|carte d'identité
        """,
    ),
    _label(
        "national_id",
        (6, 18),
        "cc ce c.e ci rg cui dpi ine eleitor",
        r"(?-i:C[CI]|CUI|DPI|INE|RG|C\.E\.|CE(?= ?\d{9}\b))|título de eleitor|titulo eleitoral",
    ),
    _label("national_id", (6, 20), "id", r"id(?: card)? (?:number|no\.?)"),
    _label(
        "tax_id",
        (6, 20),
        "rfc r.f.c cui nit n.i.t ruc r.u.c cpf cnpj cif "
        "c.i.f ein e.i.n tin utr tax vat steuer idnr fiscal nr iva sire rnc rif abn tfn renavam",
        r"""
        r\.?f\.?c|cui[tl]|n\.?i\.?t|r\.?u\.?c|cpf|cnpj|c\.?i\.?f|e\.?i\.?n|itin|utr|tin
        tax(?:payer)? (?:id|identification|ref(?:erence)?)|vat(?: id| reg(?:istration)?)?
        steuer-?(?:nr|nummer)\.?|st\.?-?nr\.?|partita iva|p\. ?iva|siren|siret|(?-i:RNC|RIF|ABN|TFN)
        renavam|tax file
        steuer(?:liche |-)?id(?:entifikationsnummer)?|idnr|codice fiscale|numéro fiscal
        """,
    ),
    _label(
        "social_security",
        (6, 20),
        "ssn s.s.n social insurance ni nus nas n.a. naf nss sozial sin imss pis pasep sv renten",
        r"""
        s\.?s\.?n|social security|social insurance|national insurance|nino|sin
        (?:seguridad|seguro) social|nuss?|n\.?a\.?s?\.?s|naf|nss
        (?-i:IMSS|INSS|NI[RS]S?|PIS|PASEP|NI)|pis/pasep|segurança social|svnr|sv-nummer
        (?:sozial|renten)versicherungsnummer|(?:numéro de )?sécurité sociale
        """,
    ),
    _label(
        "health_id",
        (6, 20),
        "nhs medic health insurance sanitari cip c.i.p "
        "sip liza policy vitale kranken kvnr eps obra afiliad ohip mbi tessera personal",
        r"""
        nhs|medicare|medicaid|health (?:id|card|insurance|plan)|insurance|(?:insurance )?policy
        (?:tarjeta|c[oó]digo) sanitari[ao]|cip|c\.i\.p\.a?|cipa|sip|eps|obra social|afiliad[oa]
        (?-i:OHIP|MBI|KVNR)|tessera sanitaria|cip sns|código de identificación personal
        p[oó]liza(?: de seguro| m[eé]dica)?|carte vitale|krankenversicherten?nummer
        """,
    ),
    _label(
        "medical_record",
        (5, 15),
        "mrn record patient chart nhc n.h.c historia "
        "hc h.c expediente paciente episodio specimen accession",
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
        "driv conduc führerschein permis dvla cnh patente",
        r"""
        driv(?:er['’]?s?|ing) (?:licen[cs]e|number)|dvla|cnh|patente di guida
        (?:licencia|permiso|carn[eé]t?) de conduc(?:ir|ci[oó]n)
        führerschein(?:nummer)?|permis de conduire
        """,
    ),
    _label(
        "bank_account",
        (6, 30),
        "account acct a/c routing aba sort iban cuenta ccc c.c.c clabe cbu cvu konto blz conta",
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
        "payroll licen emplead alumn estudiante socio col dea npi provider",
        r"""
        (?-i:DEA|NPI)|national provider
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
        "plate registration vrn matr patente placa kennz targa",
        r"""
        (?:licen[cs]e |number )?plates?|registration|vrn|matr[ií]cula|patente|placas?
        kennzeichen|immatriculation|targa
        """,
        _PLATE,
    ),
    _label(
        "vehicle_id",
        (1, 17),
        "vin chassis bastidor chasis",
        r"vin|chassis|(?:n[uú]mero de )?bastidor|chasis",
        _VIN,
    ),
    _label(
        "tax_id", (4, 4), "pan ", r"(?-i:PAN)", r"((?-i:[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]))(?!\w)"
    ),
)
_BIC = _label(
    "bank_account",
    (0, 8),
    "bic swift",
    r"(?:swift[ /\-]?)?bic|swift",
    r"((?-i:[A-Z]{4}[ ]?" + _COUNTRY + r"[ ]?[A-Z2-9][A-NP-Z0-9](?:[ ]?[A-Z0-9]{3})?))(?!\w)",
)

_VEHICLES_BEGIN = Stems(
    """plate placa registration vrn matr patente kennzeichen immatriculation targa vin chassis
    bastidor chasis pan""".split()
)
"""How the words begin of which one is in every label of a vehicle."""

_REACH = 48  # characters before a number in which its label may stand


def labelled(text: str, start: int, end: int) -> Iterator[Hit]:
    """Yield the numbers in ``text[start:end]`` that a label in front gives away."""
    start = max(0, start - _REACH)
    lowered = text[start:end].lower()
    for label in _NUMBERS:
        if any(map(lowered.__contains__, label.gates)):
            yield from label.hits(text, start, end)


def vehicles(lowered: Lowered) -> Iterator[Hit]:
    """Yield number plates and chassis numbers with their label; they may have few digits."""
    text, small = lowered.text, lowered.small
    if next(lowered.starts(_VEHICLES_BEGIN), None) is None:
        return
    for label in _VEHICLES:
        if any(map(small.__contains__, label.gates)):
            yield from label.hits(text, 0, len(text))


def bank_codes(text: str, lowered: str) -> Iterator[Hit]:
    """Yield the codes of banks (ISO 9362) with their label; most are letters alone."""
    if any(map(lowered.__contains__, _BIC.gates)):
        yield from _BIC.hits(text, 0, len(text))
