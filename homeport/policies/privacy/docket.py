"""Numbers of cases, orders and contracts: what leads to one person in somebody's files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import LABELLED, SHAPED, Hit, alternatives
from homeport.policies.privacy.stems import Lowered, Stems

_COURT = (
    "demanda",
    "requête",
    "application",
    "requete",
    "beschwerde",
    "ricors",
    "queixa",
    "asunto",
)
_APPLICATION = re.compile(r"(?<![\d/.,\-])\d{2,5}/\d{2}(?![\d/]|[.,]\d)")
"""How the European Court of Human Rights numbers applications: a serial and a year."""

_NUMBER = (
    r"(?:n[º°o]s?\.?|n[uú]ms?\.?|n[uú]meros?|numbers?|num\.?|nr\.?|#|id|code|c[oó]digo|ref\.?)"
)
_CASE_LABELS = alternatives(r"""
    demandas?|requ[êe]tes?|(?:patent )?applications?|case|docket|lawsuit|claim|petition|appeal
    affaire
    expediente|exp(?:te)?\.?|procedimiento(?: ordinario| abreviado)?|autos?|diligencias(?: previas)?

    sentencia|recurso|rollo|ejecutoria|atestado|denuncia|querella|NIG|causa|juicio|sumario|proc(?:esso)?
    aktenzeichen|az\.?|dossier|police report|incident(?: report)?|visa|immigration|asylum
""")
_CASE = re.compile(
    rf"(?<!\w)(?:{_CASE_LABELS})(?:\s?{_NUMBER}|\s?\(?{_NUMBER}|\s?:)\s?:?\s{{0,2}}"
    r"((?:[A-Z]{1,4}[\-/ ]?)?\d{1,7}(?:[:/\-.]\s?[A-Za-z0-9]{1,12}){1,5}|[A-Z]{0,4}-?\d{6,20})",
    re.IGNORECASE,
)
_ORDER_LABELS = alternatives(r"""

    orders?|invoices?|tickets?|bookings?|reservations?|confirmation|tracking|shipment|parcel|contract
    polic(?:y|ies)|subscription|serial|transaction|receipt|payment|loyalty|frequent flyer|loan
    mortgage
    pedido|factura|reserva|localizador|seguimiento|env[ií]o|contrato|p[oó]liza|siniestro|incidencia
    transacci[oó]n|suscripci[oó]n|recibo|abonado|afiliaci[oó]n|gu[ií]a|pr[eé]stamo|hipoteca|PNR
    commande|facture|contrat|bestell|kunden|rechnungs?|vertrags?|ordine|fattura|encomenda|employee
    customer|client|member(?:ship)?|account holder|empleado|cliente|socio|trabajador|n[oó]mina
""")
_ORDER = re.compile(
    rf"(?<!\w)(?:{_ORDER_LABELS})(?:\s?{_NUMBER}(?!\w)(?:\sde\s\w{{1,16}})?|nummer|(?=\s?[:#]))"
    r"\s?(?:is|es|:|#|=|\()?\s{0,2}\"?((?=[A-Za-z\-/]{0,8}\d)[A-Z0-9](?:[A-Z0-9]|[\-/](?=[A-Z0-9])){4,24})(?!\w)",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"(?<!\w)(?:PNR|localizador|record locator|confirmation code|booking reference"
    r"|c[oó]digo de reserva)"
    r"\s?(?:is|es|:|#)?\s{0,2}((?-i:(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{6}))(?!\w)",
    re.IGNORECASE,
)
_CASE_STEMS = Stems(
    """demanda requ applic patent case docket lawsuit claim petition appeal affaire exp procedimi
    auto     diligencia sentencia recurso rollo ejecutoria atestado denuncia querella nig causa
    juicio
    sumario     proc aktenz az dossier police incident visa immigr asylum""".split()
)
_ORDER_STEMS = Stems(
    """order invoice ticket booking reservation confirmation tracking shipment parcel contract polic
    subscription serial transaction receipt payment loyalty frequent loan mortgage pedido factura
    reserva localizador seguimiento env contrato póliza poliza siniestro incidencia transac suscrip
    recibo abonado afilia guía guia préstamo prestamo hipoteca pnr commande facture contrat bestell
    kunden rechnung vertrag ordine fattura encomenda employee customer client member account
    empleado socio trabajador nómina nomina""".split()
)
"""How the labels begin. Finding these first is several times faster than searching for all."""

_LOCATOR_STEMS = Stems(
    ("pnr", "localiz", "record loc", "confirmation", "booking", "código", "codigo")
)

_FEWEST = 4  # digits of an order's number; fewer count things


def case_numbers(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield the numbers of court cases and files, and every one of a list of applications."""
    if any(map(lowered.small.__contains__, _COURT)):
        for match in _APPLICATION.finditer(text):
            yield Hit(match.start(), match.end(), "case_number", SHAPED)
    for at in lowered.starts(_CASE_STEMS):
        case = _CASE.match(text, at)
        if case and sum(map(str.isdigit, case[1])) >= _FEWEST:
            yield Hit(*case.span(1), "case_number", LABELLED)


def order_numbers(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield the numbers of orders, bookings, contracts and customers, by their label."""
    for at in lowered.starts(_ORDER_STEMS):
        match = _ORDER.match(text, at)
        if match and sum(map(str.isdigit, match[1])) >= _FEWEST:
            yield Hit(*match.span(1), "member_id", LABELLED)
    for at in lowered.starts(_LOCATOR_STEMS):
        if match := _LOCATOR.match(text, at):
            yield Hit(*match.span(1), "member_id", LABELLED)
