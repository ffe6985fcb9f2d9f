"""Numbers that are published as examples, and so are nobody's unless somebody claims them."""

from __future__ import annotations

from homeport.policies.privacy.rules import compact, near, words

_PUBLISHED = frozenset(
    """
    4111111111111111 4242424242424242 4000056655665556 5555555555554444 5105105105105100
    2223003122003222 5200828282828210 378282246310005 371449635398431 378734493671000
    6011111111111117 6011000990139424 30569309025904 38520000023237 3056930009020004
    3530111333300000 3566002020360505 6200000000000005 4012888888881881 4222222222222
    4000000000000002 4000002500003155 4000000000009995 4000000000000077 5019717010103742
    4444333322221111 4917610000000000 5454545454545454 4917484589897107 4001919257537193
    GB82WEST12345698765432 DE89370400440532013000 ES9121000418450200051332
    FR1420041010050500013M02606 GB29NWBK60161331926819 NL91ABNA0417164300
    BE68539007547034 CH9300762011623852957 IT60X0542811101000000123456 PT50000201231234567890154
    12345678Z 00000000T 00000001R X1234567L Y1234567X Z1234567R 11111111H A58818501
    123456789 078051120 219099999 123121234 457555462 987654320 123456788 11111111
    XAXX010101000 XEXX010101000 GODE561231GR8 BADD110313HCMLNS09 XEXX010101HNEXXXA4
    20123456786 20111111112 12345678909 11144477735 52998224725 9434765919 4505577104
    AB123456C QQ123456C RSSMRA80A01H501U MRTMTT25D09F205Z 490154203237518 356938035643809
""".split()
)
"""Test cards of payment services, IBANs and identity numbers from specifications and manuals."""


PUBLISHED_KEYS = frozenset(
    """
    AIzaSyA4UrcGxgwQFTfaI3no3t7Lt1sjmdnP5sQ AIzaSyA5_iVawFQ8ABuTZNUdcwERLJv_a_p4wtM
    AIzaSyA8vmApnrHNFE0bApF4hoZ11srVL_n0nvY AIzaSyANUvH9H9BsUccjsu2pCmEkOPjjaXeDQgY
    AIzaSyASWm6HmTMdYWpgMnjRBjxcQ9CKctWmLd4 AIzaSyAdOS2zB6NCsk1pCdZ4-P6GBdi_UUPwX7c
    AIzaSyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs AIzaSyB8qGxt4ec15vitgn44duC5ucxaOi4FmqE
    AIzaSyBF2RrAIm4a0mO64EShQfqfd2AFnzAvvuU AIzaSyBcE-OOIbhjyR83gm4r2MFCu4MJmprNXsw
    AIzaSyCkEhVjf3pduRDt6d1yKOMitrUEke8agEM AIzaSyD3asb-2pEZVqMkmL6M9N6nHZRR_znhrh0
    AIzaSyDMAScliyLx7F0NPDEJi1QmyCgHIAODrlU AIzaSyDSb51JiIcB6OJpwwMicseKRhhrOq1cS7g
    AIzaSyabcdefghijklmnopqrstuvwxyz1234567 AIzaTesb6Tscfcni8vIpWZqNCXFDFslJtVSvFDq
    AIzaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AIzayDNSXIbFmlXbIE6mCzDLQAqITYefhixbX4A
""".split()
)
"""Keys of web applications that their makers print in public documentation and examples."""

_EXAMPLE = words(r"""
    examples?|ejemplos?|exemple|beispiel|test|tests|testing|prueba\w*|sandbox|stripe|dummy|fake|mock
    fixture|sample|muestra|ficticio|placeholder|regex|regexp|pattern|luhn|checksum|validat\w+|valida\w*
    documentation|docs|format\w*|assert\w*|expect\w*
""")
_CLAIMED = words(r"""
    my|mine|our|his|her|their|mi|mis|mio|nuestr\w+|su|soy|charge|pay|cobra\w*|paga\w*|customer|cliente
    patient|paciente|belongs
""")


def is_example(text: str, start: int, end: int) -> bool:
    """Say whether a published number stands there as an example: nobody claims it as theirs."""
    published = compact(text[start:end]) in _PUBLISHED
    return published and near(_EXAMPLE, text, start, end) and not near(_CLAIMED, text, start, end)
