"""Numbers that only their label gives away: passports, plates, records, accounts.

``DNI 24565827`` is somebody's identity card whatever its check letter says: the writer said
so. A label, a few linking words, and something with enough digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from homeport.policies.privacy.rules import LABELLED, Hit

_LINK = (
    r"(?:[\s:=#\"'(,]|\b(?:is|was|es|no|nº|n°|num|núm|nro|number|numbers?|número|numero|id|code|card|de|del|la|el"
    r"|mi|my|ending|terminada|en|with|con|soy|identity|identidad|and|y|e|o|or)\b\.?){0,10}"
)
_NUMBER = (
    r"((?:[A-Za-zÑñ]{1,6}[\-. /]?)?\d[^\W_]*(?:[ .\-/][^\W_]?\d[^\W_]*){0,6}(?:[ \-][A-Z]{1,3}\b)?)"
)
_PLATE = r"((?-i:(?=[A-Z0-9 \-]{0,7}\d)[A-Z0-9]{1,4}(?:[ \-]?[A-Z0-9]{1,4}){1,2}))(?!\w)"
_VIN = r"((?-i:(?=[A-Z]{0,16}\d)[A-HJ-NPR-Z0-9]{17}))(?!\w)"
_COORDINATES = r"(-?\d{1,2}[.,]\d{3,}°? ?[NS]?[,; ]{1,3}-?\d{1,3}[.,]\d{3,}(?:°? ?[EWO]\b)?)"


@dataclass(frozen=True, slots=True)
class Label:
    """One label with its spellings: ``gates`` are cheap substrings, one of which must occur."""

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
    category: str,
    gates: str,
    spellings: str,
    digits: tuple[int, int] = (5, 20),
    value: str = _NUMBER,
) -> Label:
    pattern = re.compile(rf"(?<![^\W_])(?:{spellings})(?![^\W\d_]){_LINK}{value}", re.IGNORECASE)
    return Label(category, tuple(gates.split("|")), pattern, *digits)


_NATIONAL = (
    r"d\.?n\.?i\.?|n\.?i\.?e|n\.?i\.?f|c[eé]dula(?: de (?:ciudadan[ií]a|identidad|extranjer[ií]a))?|c\.c\.|c\.i\.|run|"
    r"r\.?u\.?t\.?|curp|cartão de cidadão|aadh?aar|personalausweis(?:nummer)?|ausweisnummer|carte d'identité|"
    r"(?:national|government) id(?:entity)?(?: card)?|id card|identity card|(?:documento|carnet|tarjeta) (?:nacional )?de identidad"
)
_TAX = (
    r"r\.?f\.?c|cui[tl]|n\.?i\.?t|r\.?u\.?c|cpf|cnpj|c\.?i\.?f|e\.?i\.?n|itin|utr|tin|tax(?:payer)? (?:id|identification|ref(?:erence)?)"
    r"|vat(?: id| reg(?:istration)?)?|steuer-?id(?:entifikationsnummer)?|idnr|codice fiscale|numéro fiscal"
)
_SOCIAL = (
    r"s\.?s\.?n|social security|social insurance|national insurance|nino|(?:seguridad|seguro) social|nuss?|n\.?a\.?s?\.?s|naf|nss"
    r"|sozialversicherungsnummer|numéro de sécurité sociale|sécurité sociale|sin"
)
_HEALTH = (
    r"nhs|medicare|medicaid|health (?:id|card|insurance|plan)|insurance|(?:tarjeta|c[oó]digo) sanitari[ao]|cip|c\.i\.p\.a?|cipa|sip"
    r"|p[oó]liza(?: de seguro| m[eé]dica)?|(?:insurance )?policy|carte vitale|krankenversicherten?nummer|eps|obra social|afiliad[oa]"
)
_RECORD = (
    r"mrn|medical record|patient(?: id)?|chart|nhc|n\.h\.c\.?|historia(?: cl[ií]nica)?|h\.?c\.?l?-?|expediente(?: (?:cl[ií]nico|m[eé]dico))?"
    r"|paciente|episodio|specimen|accession|encounter"
)
_ACCOUNT = (
    r"(?:bank |checking |savings |current )?(?:account|acct|a/c)|routing|aba|sort code|iban|cuenta(?: (?:bancaria|corriente|de ahorros?))?"
    r"|c\.?c\.?c|clabe|cbu|cvu|swift|kontonummer|blz|conta(?: corrente)?"
)
_MEMBER = (
    r"employee|staff|student|member(?:ship)?|customer|client|badge|payroll|bar|licen[cs]e"
    r"|empleado|n[oóº°]?m?\.? ?(?:de )?empleado|matr[ií]cula (?:escolar|universitaria)|alumno|estudiante|socio|cliente|n[º°o]? ?col(?:egiad[oa])?"
)

LABELS: tuple[Label, ...] = (
    _label("national_id", "dni|d.n.i|nie|n.i.e|nif|n.i.f|dula|c.c.|c.i.|run|rut|r.u.t|curp|cidad|aadh|ausweis|carte d|ident", _NATIONAL),
    _label("national_id", "id card|id number|id no", r"id(?: card)? (?:number|no\.?)", (6, 20)),
    _label("tax_id", "rfc|r.f.c|cuit|cuil|nit|n.i.t|ruc|r.u.c|cpf|cnpj|cif|c.i.f|ein|e.i.n|itin|utr|tin|tax|vat|steuer|idnr|fiscal", _TAX, (6, 20)),
    _label("social_security", "ssn|s.s.n|social|insurance|nino|nus|nas|n.a.|naf|nss|sozial|sin", _SOCIAL, (6, 20)),
    _label("health_id", "nhs|medicar|medicaid|health|insurance|sanitari|cip|c.i.p|sip|liza|policy|vitale|kranken|eps|obra|afiliad", _HEALTH, (6, 20)),
    _label("medical_record", "mrn|record|patient|chart|nhc|n.h.c|historia|hc|h.c|expediente|paciente|episodio|specimen|accession|encounter", _RECORD, (5, 15)),
    _label("passport", "passport|pasaporte|passeport|reisepass|passaporte|passaporto", r"passports?|pasaportes?|passeport|reisepass(?:nummer)?|passaporte|passaporto", (5, 12)),
    _label("driving_licence", "driv|conduc|führerschein|permis", r"driv(?:er'?s?|ing) licen[cs]e|(?:licencia|permiso|carn[eé]) de conduc(?:ir|ci[oó]n)|führerschein(?:nummer)?|permis de conduire", (4, 20)),
    _label("bank_account", "account|acct|a/c|routing|aba|sort|iban|cuenta|ccc|c.c.c|clabe|cbu|cvu|swift|konto|blz|conta", _ACCOUNT, (6, 30)),
    _label("member_id", "employee|staff|student|member|customer|client|badge|payroll|bar|licen|empleado|matr|alumno|estudiante|socio|col", _MEMBER, (5, 14)),
    _label("imei", "imei", r"imei\d?", (14, 17)),
    _label("geolocation", "gps|lat|coord|ubica|location", r"gps|lat(?:itude|itud)?(?:[/, ]{1,2}(?:lon|lng|long)\w{0,6})?|coord\w{0,10}|ubicaci[oó]n|location", (6, 40), _COORDINATES),
)  # fmt: skip


_VEHICLES: tuple[Label, ...] = (
    _label("plate", "plate|registration|vrn|matr|patente|placa|kennz|targa", r"(?:licen[cs]e |number )?plates?|registration|vrn|matr[ií]cula|patente|placas?|kennzeichen|immatriculation|targa", (2, 7), _PLATE),
    _label("vehicle_id", "vin|chassis|bastidor|chasis", r"vin|chassis|(?:n[uú]mero de )?bastidor|chasis", (3, 17), _VIN),
)  # fmt: skip

_REACH = 48  # characters before a number in which its label may stand


def labelled(text: str, start: int, end: int) -> Iterator[Hit]:
    """Yield the numbers in ``text[start:end]`` that a label in front gives away."""
    start = max(0, start - _REACH)
    lowered = text[start:end].lower()
    for label in LABELS:
        if any(gate in lowered for gate in label.gates):
            yield from label.hits(text, start, end)


def vehicles(text: str, lowered: str) -> Iterator[Hit]:
    """Yield number plates and chassis numbers with their label; they may have few digits."""
    for label in _VEHICLES:
        if any(gate in lowered for gate in label.gates):
            yield from label.hits(text, 0, len(text))
