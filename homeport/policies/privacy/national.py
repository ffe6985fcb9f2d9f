"""National, tax, social security and health numbers, by country.

One table. A row without context words stands alone: its check or its format is distinctive.
"""

from __future__ import annotations

from datetime import date

from homeport.policies.privacy.check_digits import (
    dea,
    dvla,
    kvnr,
    niss,
    npi,
    pis,
    svnr,
    voter_title,
)
from homeport.policies.privacy.rules import (
    CERTAIN,
    CHECKED,
    SHAPED,
    Rule,
    number,
    stdnum,
    words,
)

_NUSS_SMALL = 10_000_000


def nuss(digits: str) -> bool:
    """Check a Spanish social security number: province and number modulo 97."""
    province, serial, check = digits[:2], digits[2:-2], int(digits[-2:])
    if int(serial) < _NUSS_SMALL:
        return (int(province) * _NUSS_SMALL + int(serial)) % 97 == check
    return int(province + serial) % 97 == check


def dated(at: int) -> _Dated:
    """Return a check for numbers that carry a date, YYMMDD, from position ``at``."""
    return _Dated(at)


class _Dated:
    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self, value: str) -> bool:
        year, month, day = (int(value[i : i + 2]) for i in range(self.at, self.at + 6, 2))
        try:
            date(2000 + year, month, day)  # leap years fall alike in both centuries
        except ValueError:
            return False
        return True


_COMPANY = words(
    r"[cn]\.?i\.?f\.?|empresa|factura\w*|sociedad|proveedor\w*|s\.?l\.?u?|company|vat|tax"
)
_SOCIAL = words(r"segur\w+|nuss?|n\.?a\.?s?\.?s\.?|naf|afilia\w+|social")
_MX = words(r"rfc|sat|factura\w*|fiscal\w*|contribuyente|mexic\w+|curp|tax")
_AR = words(r"cui[tl]|cdi|afip|arca|monotribut\w+|factura\w*|argentin\w+|tax|fiscal")
_CL = words(r"r\.?u\.?[tn]\.?|rol|cedula|chile\w*|identi\w+")
_CO = words(r"nit|dian|factura\w*|colombia\w*|empresa|tax|rut")
_PE = words(r"ruc|sunat|factura\w*|peru\w*|contribuyente|tax")
_BR = words(r"cpf|cnpj|receita|brasil\w*|brazil\w*|tax|empresa|contribuinte")
_PT = words(r"nif|contribuinte|financas|portug\w+|fiscal|fatura|tax")
_FR = words(r"nif|fiscal\w*|impot\w*|spi|tax|contribuable|numero")
_DE = words(r"steuer\w*|idnr|identifikation\w*|finanzamt|tin|tax|german\w*")
_NHS = words(r"nhs|patient\w*|gp|hospital|health|referral")
_UTR = words(r"utr|hmrc|self[ -]assessment|tax\w*")
_EIN = words(r"e\.?i\.?n\.?|fein|employer|irs|tax\w*|w-?9|company|llc|inc")
_MEDICARE = words(r"medicare|mbi|beneficiary|cms|health\w*|patient\w*")
_PROVIDER = words(r"npi|provider|physician|doctor|prescri\w+|dea|medic\w+|pharmac\w+")
_PIS = words(r"pis|pasep|nis|nit|inss|trabalh\w+|fgts|ctps|brasil\w*|brazil\w*")
_VOTER = words(r"titulo|eleitor\w*|voter|voto|brasil\w*")
_NISS = words(r"niss|seguranca|social|portug\w+")
_FR_FIRM = words(r"siren|siret|entreprise|rcs|societe|company|insee|urssaf")
_IT = words(r"partita|p\.? ?iva|iva|ital\w+|vat|fattura|tax")
_DE_SOCIAL = words(r"sozial\w*|renten\w*|svnr|sv|versicherung\w*|german\w*")
_DE_HEALTH = words(r"kvnr|kranken\w*|versicher\w*|gesundheit\w*|health\w*")
_ST_NR = words(r"steuer\w*|st\.?-?nr|finanzamt|tax|german\w*")
_SSN = words(r"s\.?s\.?n\.?|social|itin|tax\w*|seguro|w-?[249]|irs")
_IN = words(r"aadhaar|aadhar|uidai|uid|kyc|india\w*")
_PAN = words(r"pan|income|tax\w*|kyc|india\w*")
_IMEI = words(r"imei\d?|device|phone|telefono|movil|celular|dispositivo|handset|serial")

_DOTTED_DNI = r"\d\d?\.\d{3}\.\d{3}[ \-]?[A-HJ-NP-TV-Z]"
_DOTTED_NIE = r"[XYZ][ \-]?\d\.\d{3}\.\d{3}[ \-]?[A-Z]"
_CIF = r"[ABCDEFGHJNPQRSUVW][ \-]?\d{7}[ \-]?[0-9A-J]"
_SPACED_NUSS = r"\d{2}[ /\-]\d{7,8}[ /\-]\d{2}"
_CURP = r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"
_RFC = r"[A-ZÑ&]{3,4}[ \-]?\d{6}[ \-]?[A-Z0-9]{3}"
_AADHAAR = r"[2-9]\d{3}[ \-]?\d{4}[ \-]?\d{4}"
_NINO = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"
_NIR = r"[1-8] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}"
_CODICE = r"[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPR-T][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]"

_SVNR = r"\d{2} ?\d{6} ?[A-Z] ?\d{2} ?\d"
_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI = (
    rf"[1-9]{_MBI_LETTER}(?:{_MBI_LETTER}|\d)\d-?{_MBI_LETTER}(?:{_MBI_LETTER}|\d)\d"
    rf"-?{_MBI_LETTER}{{2}}\d{{2}}"
)
_DVLA = r"[A-Z]{2,5}9{0,3}\d{6}[A-Z9]{2}[A-Z0-9]{3}"

NUMBERS: tuple[Rule, ...] = (
    # Spain
    Rule("national_id", number(r"\d{8}[ \-]?[A-HJ-NP-TV-Z]"), CHECKED, stdnum("es.dni")),
    Rule("national_id", number(_DOTTED_DNI), CERTAIN, stdnum("es.dni")),
    Rule("social_security", number(_SPACED_NUSS), CHECKED, nuss),
    Rule("social_security", number(r"\d{11,12}"), CHECKED, nuss, _SOCIAL),
    # Argentina, Chile, Colombia, Peru, Brazil
    Rule("tax_id", number(r"(?:2[03-7]|3[034])[ \-]\d{8}[ \-]\d"), CERTAIN, stdnum("ar.cuit")),
    Rule("tax_id", number(r"(?:2[03-7]|3[034])\d{9}"), CHECKED, stdnum("ar.cuit"), _AR),
    Rule("national_id", number(r"\d\d?\.\d{3}\.\d{3}-[\dK]"), CERTAIN, stdnum("cl.rut")),
    Rule("national_id", number(r"\d{7,8}-?[\dK]"), CHECKED, stdnum("cl.rut"), _CL),
    Rule("tax_id", number(r"\d{3}\.\d{3}\.\d{3}[ \-]\d"), CHECKED, stdnum("co.nit")),
    Rule("tax_id", number(r"\d{9}[ \-]?\d"), CHECKED, stdnum("co.nit"), _CO),
    Rule("tax_id", number(r"(?:1[05-7]|20)\d{9}"), CHECKED, stdnum("pe.ruc"), _PE),
    Rule("tax_id", number(r"\d{3}\.\d{3}\.\d{3}-\d{2}"), CERTAIN, stdnum("br.cpf")),
    Rule("tax_id", number(r"\d{9}[ \-]?\d{2}"), CHECKED, stdnum("br.cpf"), _BR),
    Rule("tax_id", number(r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"), CERTAIN, stdnum("br.cnpj")),
    Rule("tax_id", number(r"\d{14}"), CHECKED, stdnum("br.cnpj"), _BR),
    Rule("social_security", number(r"\d{3}\.?\d{5}\.?\d{2}[\-.]?\d"), CHECKED, pis, _PIS),
    Rule("national_id", number(r"\d{4} ?\d{4} ?\d{4}"), CHECKED, voter_title, _VOTER),
    # Portugal, France, Germany, Italy
    Rule("social_security", number(r"[12]\d{10}"), CHECKED, niss, _NISS),
    Rule("tax_id", number(r"\d{3} ?\d{3} ?\d{3}"), CHECKED, stdnum("fr.siren"), _FR_FIRM),
    Rule("tax_id", number(r"\d{3} ?\d{3} ?\d{3} ?\d{5}"), CHECKED, stdnum("fr.siret"), _FR_FIRM),
    Rule("tax_id", number(r"\d{11}"), CHECKED, stdnum("it.iva"), _IT),
    Rule("tax_id", number(r"\d{2,3}/\d{3}/\d{4,5}"), SHAPED, stdnum("de.stnr"), _ST_NR),
    Rule("social_security", number(_SVNR), CHECKED, svnr, _DE_SOCIAL),
    Rule("tax_id", number(r"\d{3} ?\d{3} ?\d{3}"), CHECKED, stdnum("pt.nif"), _PT),
    Rule("national_id", number(r"\d{8}[ \-]?\d[ \-]?[A-Z]{2}\d"), CERTAIN, stdnum("pt.cc")),
    Rule("social_security", number(_NIR), CERTAIN, stdnum("fr.nir")),
    Rule("tax_id", number(r"[0-3]\d ?\d{2} ?\d{3} ?\d{3} ?\d{3}"), CHECKED, stdnum("fr.nif"), _FR),
    Rule("tax_id", number(r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}"), CHECKED, stdnum("de.idnr"), _DE),
    # United Kingdom, United States, India
    Rule("health_id", number(r"\d{3}[ \-]?\d{3}[ \-]?\d{4}"), CHECKED, stdnum("gb.nhs"), _NHS),
    Rule("tax_id", number(r"\d{5} ?\d{5}"), CHECKED, stdnum("gb.utr"), _UTR),
    Rule("social_security", number(r"\d{3}[\- ]\d{2}[\- ]\d{4}"), SHAPED, stdnum("us.ssn")),
    Rule("social_security", number(r"\d{9}"), SHAPED, stdnum("us.ssn"), _SSN),
    Rule("tax_id", number(r"9\d{2}[\- ]?\d{2}[\- ]?\d{4}"), SHAPED, stdnum("us.itin"), _SSN),
    Rule("tax_id", number(r"\d{2}-\d{7}"), SHAPED, stdnum("us.ein"), _EIN),
    Rule("national_id", number(_AADHAAR), CHECKED, stdnum("in_.aadhaar"), _IN),
    Rule("health_id", number(_MBI), SHAPED, context=_MEDICARE),
    Rule("member_id", number(r"[12]\d{9}"), CHECKED, npi, _PROVIDER),
    # devices
    Rule("imei", number(r"\d{15}|\d{2}-\d{6}-\d{6}-\d"), CHECKED, stdnum("imei"), _IMEI),
)  # fmt: skip
"""Rules whose matches begin with a digit."""

CODES: tuple[Rule, ...] = (
    # Spain
    Rule("national_id", number(r"[XYZ][ \-]?\d{7}[ \-]?[A-Z]"), CERTAIN, stdnum("es.nie")),
    Rule("national_id", number(_DOTTED_NIE), CERTAIN, stdnum("es.nie")),
    Rule("tax_id", number(r"[KLM][ \-]?\d{7}[ \-]?[A-Z]"), CHECKED, stdnum("es.nif")),
    Rule("tax_id", number(_CIF), CHECKED, stdnum("es.cif"), _COMPANY),
    # Mexico
    Rule("national_id", number(_CURP), CERTAIN, dated(4)),
    Rule("tax_id", number(r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{2}[A0-9]"), CHECKED, stdnum("mx.rfc")),
    Rule("tax_id", number(_RFC), SHAPED, stdnum("mx.rfc"), _MX),
    # Portugal, France, Germany, Italy
    Rule("tax_id", number(_CODICE), CERTAIN, stdnum("it.codicefiscale")),
    # United Kingdom, United States, India
    Rule("health_id", number(r"[A-Z]\d{9}"), CHECKED, kvnr, _DE_HEALTH),
    Rule("social_security", number(_NINO), SHAPED),
    Rule("driving_licence", number(_DVLA), SHAPED, dvla),
    Rule("member_id", number(r"[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}"), CHECKED, dea, _PROVIDER),
    Rule("tax_id", number(r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]"), SHAPED, stdnum("in_.pan"), _PAN),
)  # fmt: skip
"""Rules whose matches begin with a letter."""
