"""Street addresses as they are written in English, Spanish, Portuguese, French, Italian, German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from homeport.policies.privacy.rules import LABELLED, SHAPED, Hit, alternatives
from homeport.policies.privacy.stems import Lowered, Stems

_STREETS = alternatives(r"""
    Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Ln\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Court|Ct\.?
    Terrace|Ter\.?|Parkway|Pkwy\.?|Highway|Hwy\.?|Crescent|Cres\.?|Mews|Turnpike|Freeway|Expressway
    Causeway|Motorway|Throughway|Trafficway|Stravenue|Circle|Cir\.?|Alley|Plaza|Loop|Trail|Way
    Square|Sq\.?|Place|Pl\.?|Close
""")
_WEAK = alternatives(r"""
    Branch|Bridge|Brooks?|Brow|Burgs?|Bypass|Camp|Canyon|Cape|Cent(?:er|re)s?|Circles|Cliffs?|Club
    Common|Corners?|Course|Courts|Coves?|Creek|Crest|Crossing|Crossroads?|Curve|Dale|Dam|Divide
    Drives?|Estates?|Extensions?|Falls?|Ferry|Fields?|Flats?|Fords?|Forest|Forges?|Forks?|Fort
    Gardens?|Gateway|Glens?|Greens?|Groves?|Harbors?|Haven|Heights|Hills?|Hollow|Inlet|Islands?|Isle
    Junctions?|Keys?|Knolls?|Lakes?|Land|Landing|Lights?|Loaf|Locks?|Lodge|Mall|Manors?|Meadows?
    Mills?|Mission|Mountains?|Mount|Neck|Orchard|Oval|Overpass|Park|Parks|Parkways|Pass|Passage|Path
    Pike|Pines?|Plains?|Plaza|Points?|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|Ridges?|Ridgeway
    River|Roads|Round|Route|Row|Run|Shoals?|Shores?|Skyway|Springs?|Spurs?|Squares|Station|Stream
    Streets|Summit|Tor|Trace|Track|Tunnel|Underpass|Unions?|Valleys?|Via|Viaduct|Views?|Villages?
    Ville|Villas|Vista|Walks?|Wall|Wells?|Ways|Driveway|Centreway|Tarn|Part|Cul-de-sac|Fold|Croft|End|Gate|Yard|Wharf|Quay|Bank|Rise|Drift
""")
_UNIT = r"(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Studio|Room|Rm|#)\.?"
_NAME = (
    r"(?:[NSEW]{1,2}\.? |(?:North|South|East|West|Old|New|Saint|St\.) )?"
    r"(?:\d{1,3}(?:st|nd|rd|th)|[A-Z][\w'’.\-]{1,24})(?: [A-Z][\w'’.\-]{1,24}){0,2}?"
)
_NUMBER = r"\d(?<![\w.,$€£#/\-]\d)\d{0,5}[A-Za-z]?(?:[/\-]\d{1,4})?"
_TOWN = (
    rf"(?:,? {{0,2}}(?:NW|NE|SW|SE|[NSEW])\b)?(?:[,.]?\s{{1,3}}{_UNIT} ?[\w\-]{{1,6}})?"
    r"(?:[,.]?\s{1,3}[A-Z][\w'’.\-]{1,24}(?: [A-Z][\w'’.\-]{1,24}){0,2},?\s{1,3}"
    r"(?:[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d))?"
)
_HOUSE = re.compile(rf"{_NUMBER},? (?=[A-Za-z]|\d{{1,3}}(?:st|nd|rd|th))")
_UNIT_BEFORE = re.compile(rf"(?<!\w){_UNIT} ?\w{{1,5}},? $")
_ENGLISH = re.compile(rf"{_NUMBER},? {_NAME} (?:{_STREETS})(?!\w){_TOWN}")
_LOOSE = re.compile(rf"{_NUMBER},? {_NAME} (?:{_STREETS}|{_WEAK})(?!\w){_TOWN}")
_FLAT = re.compile(rf"{_UNIT} ?\w{{1,5}},? {_NAME} (?:{_STREETS}|{_WEAK})(?!\w){_TOWN}")
_FLATS = Stems(("apt", "apartment", "suite", "unit", "flat", "studio"))
_PLACED = re.compile(
    r"(?:(?<![a-z])(?:at|address|address is|live[sd]? (?:in|on)|located (?:in|on)"
    r"|deliver\w* to|ship\w* to"
    r"|moved? to|(?:send|mail|ship|deliver|bring) \w{1,12} to|home is|house is|domicilio"
    r"|dirección|vivo en|vive en|cita en)"
    r"\s?:?\s{0,2}|\d{4}[),]{1,2}\s|@[\w.\-]{4,60},\s)$",
    re.IGNORECASE,
)
"""What stands right before an address whose kind of street is an ordinary word."""

_BOX = re.compile(
    r"(?<!\w)(?:(?:P\.? ?O\.? ?Box|Post Office Box|(?:Apartado|Apdo\.?)(?: de correos| postal)"
    r"|Postfach"
    r"|Caixa Postal) \d{1,6}(?!\d)|(?:Apartado|Apdo\.?) \d{1,6}[,.]? (?:- ?)?(?:C\.?P\.? ?)?"
    r"\d{5}(?!\d)|(?:(?:PSC|Unit|CMR) \d{1,5},? Box \d{1,6}|US(?:NS|NV|S"
    r"|CGC) [A-Z]\w{1,20})"
    r"[\s,]{1,3}[AFD]PO[\s,]{1,3}A[AEP] \d{5})",
    re.IGNORECASE,
)
"""A box at the post office. *Apartado 4* alone is a section of a law: a postcode has to follow."""

_SMALL = re.compile(
    rf"{_NUMBER} (?:[a-z]{{2,20}} ){{1,3}}?(?:street|st|avenue|ave|road|rd|lane|drive|boulevard"
    rf"|blvd"
    rf"|court|terrace)\b\.?(?:,? (?:apt|unit|suite|#)\.? ?\w{{1,5}})?"
)

_CALLES = alternatives(r"""
    calle|pz\.?|pso\.?|c/\.?|c\\|cl\.|avda?\.?|ave?\.|avenida|av[,/]?|plaza|plza\.?|pza\.?|paseo|p\.?º|ctra\.?|carretera
    camino|cam\.|ronda|rda\.|traves[ií]a|trav\.|glorieta|gta\.|urbanizaci[oó]n|urb\.|pol[ií]gono
    carrera|cra\.?|kra\.?|kr\.?|cll\.?|transversal|diagonal|jir[oó]n|jr\.|pasaje|psje\.?|calzada|bulevar
    blvd\.?|boulevard|prolongaci[oó]n|privada|callej[oó]n|autopista|cuesta|rambla|alameda
    rua|r\.|travessa|largo|pra[cç]a|alameda|estrada|rodovia
    rue|avenue|impasse|all[ée]e|quai|chemin
    via|viale|piazza|piazzale|corso|vicolo|largo|strada|carrer|passeig|kalea
""")
_CALLE_NAME = (
    r"(?:(?:de|del|la|el|los|las|l['’]|d['’]|do|da|dos|das|du|des|le|les|di|della|san|santa|y|e|i)\s?){0,3}"
    r"[\w'’ªº.\-]{1,24}(?:\s(?:[\w'’ªº.\-]{1,24})){0,5}?"
)
_EXTRA = (
    r"(?:[,.]?\s?(?:-\s)?(?:\d{1,3}\s?(?:\.?[ºª°]|\.o|\.a)?\s?-?\s?[A-Za-z]?(?![\w/])"
    r"|(?i:piso|puerta|pta\.?|bajo|bloque|blq\.?|portal|esc(?:alera)?\.?|apto\.?|depto\.?|dpto\.?|int(?:erior)?\.?"
    r"|local|of(?:icina)?\.?|apartamento|planta|residencial|ed(?:ificio)?\.?|appt\.?|bât\.?|interno|andar|sala)"
    r"\s?[\w\-º]{1,12}(?![\w/])|(?i:izq(?:da|uierda)?|dcha|derecha|izda|centro|esq)\.?(?!\w))){0,4}"
)
_CITY = (
    r"(?:[,.]?\s{1,2}(?i:col(?:onia|\.)?|barrio|fracc\.?|urb\.?)\s[A-ZÀ-Þ][\w'’]{1,20}(?:\s[A-ZÀ-Þ][\w'’]{1,20}){0,2})?"
    r"(?:[,.]?\s{1,2}(?:-\s)?(?:(?i:c\.?p\.?:?)\s?)?\d{4,5}(?:-\d{3})?(?!\d)(?:,?\s[A-ZÀ-Þ][\w'’\-]{1,24}(?:\s(?:de\s|del\s|la\s|el\s)?[A-ZÀ-Þ][\w'’\-]{1,24}){0,3})?"
    r"|,\s[A-ZÀ-Þ][\w'’\-]{2,24}(?:\s(?:de\s|del\s)?[A-ZÀ-Þ][\w'’\-]{2,24}){0,2})?"
)
_ROMANCE = re.compile(
    rf"(?<![\w/])(?i:{_CALLES})(?:(?<=\W)|(?!\w))\s{{0,2}}(?:(?=[^\n]{{0,60}}[A-ZÀ-Þ]){_CALLE_NAME}[,.]?\s{{1,2}}"
    rf"(?:(?i:n[º°o]\.?|n[uú]m(?:ero|\.)?|km\.?|no\.)\s?)?|(?=\d))"
    rf"(?:\d{{1,5}}(?!\d)[A-Za-z]?(?:\s?(?:#|n[º°o]\.?|No\.?)\s?\d{{1,3}}[A-Za-z]?\s?-\s?\d{{1,3}}|\s?-\s?\d{{1,4}})?|(?i:s/n)){_EXTRA}{_CITY}"
)
_STRONG = re.compile(
    r"(?i:calle|c/|avda|avenida|carrera|paseo|carretera|ctra|rua\s|rue\s|plaza|pza|jir[oó]n|av\.)"
)
_FRENCH = re.compile(
    rf"{_NUMBER},?\s(?:bis\s|ter\s)?(?i:rue|avenue|boulevard|bd|impasse|all[ée]e|place|quai|chemin|cours|route)\s"
    rf"(?:(?:de|du|des|la|le|les|l['’]|d['’])\s?){{0,3}}[A-ZÀ-Þ][\w'’\-]{{1,24}}(?:\s[A-ZÀ-Þ][\w'’\-]{{1,24}}){{0,3}}{_CITY}",
)
_GERMAN = re.compile(
    r"(?<!\w)(?:[A-ZÄÖÜ][\wäöüß.\-]{1,30}\s?){1,3}?(?<=[a-zß\s\-])(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse"
    r"|[Uu]fer|straat|laan)\s\d{1,4}\s?[a-z]?(?!\w)(?:,?\s(?:D-)?\d{4,5}\s[A-ZÄÖÜ][\wäöüß\-]{1,24}(?:\s[A-ZÄÖÜ][\wäöüß\-]{1,24})?)?"
)
_LABELLED = re.compile(
    r"(?<![\w-])(?:domicilio(?: particular| habitual)?|direcci[oó]n(?: postal| particular"
    r"| de env[ií]o)?"
    r"|(?:home|mailing|postal|billing|shipping|delivery|street|residential|current) address|"
    r"(?:my|his|her|their|our) address"
    r"|adresse|indirizzo|morada|endere[cç]o|anschrift)"
    r"(?:\s?[:=]\s{0,3}|\s(?:is|es|est|ist|è)\s)(?=[^\n;@{}()=<>]{0,60}\d)([^\n;@{}()=<>]{6,100}?)(?=\.\s|\.?$|[\n;]|,\s(?:and|y|tel|phone|email|correo)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_FAMOUS = re.compile(
    r"1600 Pennsylvania|10 Downing|221B? Baker|350 Fifth|4 Privet|742 Evergreen|1 Infinite Loop"
    r"|1600 Amphitheatre|123 Main|1234 Main|1 Hacker Way|42 Wallaby|12 Grimmauld|123 Fake|11 Wall",
    re.IGNORECASE,
)
"""Seats of power, firms and fiction, and the addresses of examples."""

_CALLES_BEGIN = Stems(
    """calle c/ c\\ cl. cll av avd ave plaza plza pza pz paseo p.º pº pso ctra carretera camino
    cam. ronda rda trav glorieta gta urb pol carrera cra kra kr transversal diagonal jir jr
    pasaje psje calzada bulevar blvd boulevard prolong privada callej autopista cuesta rambla
    alameda rua r. largo pra estrada rodovia rue impasse allée allee quai chemin via piazza
    corso vicolo strada carrer passeig kalea""".split()
)
_STRASSEN = tuple(
    f"{end} " for end in "straße strasse str. weg platz allee gasse ufer straat laan".split()
)
_LABELS_BEGIN = Stems(
    """domicilio direcci home mailing postal billing shipping delivery street residential current my
    his her their our adresse indirizzo morada endere anschrift""".split()
)
_ADDRESS_WORDS = ("address", "domicilio", "direcci", "adress", "morada", "anschrift", "indirizzo")
_NUMBERED = re.compile(r"\d")
_FARTHEST = 190  # characters from the kind of street to the number of the house
_BOXES = ("box", "apartado", "apdo", "postfach", "caixa postal", "fpo", "apo")


def postal_addresses(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield street addresses: a street with a house number, and the town that follows."""
    for match in chain(_by_number(text), _by_street(text, lowered)):
        if not _FAMOUS.search(match[0]):
            unit = _UNIT_BEFORE.search(text, max(0, match.start() - 16), match.start())
            yield Hit(unit.start() if unit else match.start(), match.end(), "address", SHAPED)
    if any(map(lowered.small.__contains__, _ADDRESS_WORDS)):
        for at in lowered.starts(_LABELS_BEGIN):
            if labelled := _LABELLED.match(text, at):
                yield Hit(*labelled.span(1), "address", LABELLED)


def _by_number(text: str) -> Iterator[re.Match[str]]:
    """Yield addresses that begin with the number of the house."""
    for house in _HOUSE.finditer(text):
        at = house.start()
        if match := _ENGLISH.match(text, at) or _FRENCH.match(text, at):
            yield match
        elif match := _LOOSE.match(text, at) or _SMALL.match(text, at):
            unit = _UNIT_BEFORE.search(text, max(0, at - 16), at)
            begin = unit.start() if unit else at
            if _PLACED.search(text, max(0, begin - 64), begin):
                yield match


def _by_street(text: str, lowered: Lowered) -> Iterator[re.Match[str]]:
    """Yield addresses that begin with the kind of street, a flat or a box."""
    small = lowered.small
    for at in lowered.starts(_CALLES_BEGIN):
        if not _NUMBERED.search(text, at, at + _FARTHEST) and "s/n" not in small:
            continue
        if (match := _ROMANCE.match(text, at)) and _is_street(match[0]):
            yield match
    for at in lowered.starts(_FLATS):
        if match := _FLAT.match(text, at):
            yield match
    if any(map(small.__contains__, _STRASSEN)):
        yield from _GERMAN.finditer(text)
    if any(map(small.__contains__, _BOXES)):
        yield from _BOX.finditer(text)


def _is_street(written: str) -> bool:
    """Say whether the kind of street is unmistakable, or written as a name, with a capital."""
    return _STRONG.match(written) is not None or written[0].isupper()
