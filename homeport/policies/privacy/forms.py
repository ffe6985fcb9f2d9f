"""What a value must hold to be what a model takes it for: digits in a number, an at sign in an
e-mail address. A model that reads one short word alone calls it anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from homeport.policies.privacy.rules import alternatives, lowered

_DIGIT_WORDS = alternatives(r"""
    zero|cero|zéro|null|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen
    twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|double|triple
    un[oae]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w{4,6}
    veinti?\w{0,6}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|doble
    deux|trois|quatre|cinq|sept|huit|neuf|dix|vingt|trente|quarante|cinquante|soixante
    eins?|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w{0,14}(?:zehn|zig|ßig)
    due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dois|duas|três|quatro|oito|dez
""")
_DIGIT: Final = re.compile(rf"\d|(?<!\w)(?:{_DIGIT_WORDS})(?!\w)")
_AT: Final = re.compile(r"@|(?<![^\W_])(?:at|arroba|chez|ät|chiocciola)(?![^\W_])")
_DOT: Final = re.compile(r"[./]|(?<!\w)(?:dot|punto|point|slash|barra)(?!\w)")
_GROUP: Final = re.compile(r"[:.\d]|(?<!\w)(?:dot|punto|point)(?!\w)")

_NEEDED: Final[Mapping[str, tuple[re.Pattern[str], int]]] = MappingProxyType(
    {
        "phone": (_DIGIT, 3),
        "financial": (_DIGIT, 3),
        "gov_id": (_DIGIT, 3),
        "medical_id": (_DIGIT, 2),
        "device_id": (_DIGIT, 2),
        "geo": (_DIGIT, 2),
        "dob": (_DIGIT, 1),
        "plate": (_DIGIT, 1),
        "code": (_DIGIT, 1),
        "unit": (_DIGIT, 1),
        "ip": (_GROUP, 2),
        "email": (_AT, 1),
        "url_personal": (_DOT, 1),
    }
)
"""By kind of entity: of what there must be how much. The other kinds have no form."""


def is_formed(kind: str, value: str) -> bool:
    """Say whether ``value`` has what every one of its kind has, however it is written."""
    if kind not in _NEEDED:
        return True
    pattern, least = _NEEDED[kind]
    return sum(1 for _ in pattern.finditer(lowered(value))) >= least
