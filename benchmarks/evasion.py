"""How much of what is private leaks when it is disguised, and how much harmless text is stopped.

    python benchmarks/evasion.py [--seed 1] [--each 4]

Makes values with valid check digits, disguises each in every way below, puts them where a
request can hold text, and judges the requests as the client does. The controls are the same
disguises and places around harmless values. ``tests/policies/test_evasion.py`` runs a part.
"""

# ruff: noqa: E501, S608 - tables read best with one disguise a line; the SQL is never run

from __future__ import annotations

import argparse
import base64
import codecs
import gzip
import html
import json
import quopri
import random
import re
import string
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from homeport.policies.privacy import DETECTORS, PrivacyScorer, shipped_context
from homeport.router.wire import Request, read
from homeport.types import Level


class Value(NamedTuple):
    """Something private (or harmless) and the sentence it stands in, without and with a hole."""

    kind: str
    text: str
    sentence: str

    @property
    def said(self) -> str:
        return self.sentence.format(self.text)


class Variant(NamedTuple):
    """One request: its class, its disguise, the kind of value, and the request's body."""

    family: str
    disguise: str
    kind: str
    request: Request


# --- values -----------------------------------------------------------------------------------

_NAMES = "ana.garcia luis.perez maria.lopez john.smith emma.jones carlos.ruiz lucia.vega".split()
_HOSTS = "gmail.com hotmail.es outlook.com yahoo.com.mx correo-vega.es acme-health.org".split()
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


def _card(rng: random.Random) -> str:
    body = rng.choice(["4539", "4716", "5425", "5167", "4929"]) + _digits(rng, 11)
    for check in string.digits:
        values = [int(d) for d in reversed(body + check)]
        if (sum(values[::2]) + sum(sum(divmod(2 * v, 10)) for v in values[1::2])) % 10 == 0:
            return " ".join(re.findall("....", body + check))
    raise AssertionError("one digit always checks")


def _iban(rng: random.Random) -> str:
    account = _digits(rng, 18)
    check = 98 - int(account + "131400") % 97
    return f"DE{check:02}{account}"


def _dni(rng: random.Random) -> str:
    number = rng.randrange(10_000_000, 99_999_999)
    return f"{number}{_LETTERS[number % 23]}"


def _cuit(rng: random.Random) -> str:
    while True:
        body = "20" + _digits(rng, 8)
        check = (
            11
            - sum(int(d) * w for d, w in zip(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
            % 11
        )
        if check < 10:
            return f"{body[:2]}-{body[2:]}-{check}"


def _token(rng: random.Random, size: int) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=size))


def private_values(rng: random.Random, each: int) -> list[Value]:
    made: list[Value] = []
    for _ in range(each):
        made += [
            Value("card", _card(rng), "My card is {}, please check it."),
            Value("card", _card(rng), "Mi tarjeta es {}, gracias."),
            Value("iban", _iban(rng), "Pay the rent to {} today."),
            Value("iban", _iban(rng), "Haz la transferencia a {} hoy."),
            Value("national id", _dni(rng), "Mi DNI es {} y vivo aquí."),
            Value("tax id", _cuit(rng), "El CUIT es {} desde ayer."),
            Value(
                "e-mail",
                f"{rng.choice(_NAMES)}{rng.randrange(99)}@{rng.choice(_HOSTS)}",
                "Write to {} now.",
            ),
            Value("e-mail", f"{rng.choice(_NAMES)}@{rng.choice(_HOSTS)}", "Escribe a {} ya."),
            Value("phone", f"+346{_digits(rng, 8)}", "Call me at {} tonight."),
            Value("phone", f"+525{rng.choice('58')}{_digits(rng, 8)}", "Llámame al {} luego."),
            Value("key", f"ghp_{_token(rng, 36)}", "The token is {} for now."),
            Value("key", f"sk-proj-{_token(rng, 40)}", "La clave es {} por ahora."),
        ]
    return made


def harmless_values(rng: random.Random, each: int) -> list[Value]:
    made: list[Value] = []
    for _ in range(each):
        made += [
            Value(
                "words",
                rng.choice(["blue whale", "red apple pie", "the quick fox"]),
                "I like the {} a lot.",
            ),
            Value("words", rng.choice(["la casa azul", "un perro negro"]), "Me gusta {} mucho."),
            Value("amount", f"{rng.randrange(100, 99999)}", "The total is {} units."),
            Value(
                "amount", f"{rng.randrange(1000, 9999)} {rng.randrange(10, 99)}", "Son {} piezas."
            ),
            Value(
                "version",
                f"{rng.randrange(1, 9)}.{rng.randrange(30)}.{rng.randrange(9)}",
                "Use release {} here.",
            ),
            Value(
                "date",
                f"{rng.randrange(1990, 2030)}-{rng.randrange(10, 13)}-{rng.randrange(10, 28)}",
                "It starts on {} in Rome.",
            ),
            Value("product", f"XJ-{rng.randrange(100, 999)}", "The lamp {} is sold out."),
            Value(
                "uuid",
                "-".join("".join(rng.choices("0123456789abcdef", k=n)) for n in (8, 4, 4, 4, 12)),
                "Request {} failed.",
            ),
            Value("hash", "".join(rng.choices("0123456789abcdef", k=40)), "See commit {} for it."),
            Value("formula", f"f(x) = {rng.randrange(9)}x + {rng.randrange(9)}", "Plot {} for me."),
            Value("sum", " + ".join(str(rng.randrange(100)) for _ in range(6)), "Add {} for me."),
            Value(
                "list",
                ", ".join(str(rng.randrange(1000)) for _ in range(8)),
                "Ordena {} por favor.",
            ),
        ]
    return made


# --- disguises of the value -------------------------------------------------------------------

_CYRILLIC = str.maketrans("aceopxysijABCEHKMOPTXS", "асеорхуѕіјАВСЕНКМОРТХЅ")
_DIGITS = "0123456789"
_SPELLED = {
    "en": "zero one two three four five six seven eight nine".split(),
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),
}
_MORSE = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@-_+",
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- "
        ".--.-. -....- ..--.- .-.-.".split(),
        strict=True,
    )
)
_NATO = dict(
    zip(
        string.ascii_uppercase,
        "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliet Kilo Lima Mike November "
        "Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu".split(),
        strict=True,
    )
)


def _between(sign: str) -> Callable[[str], str]:
    return sign.join


def _script(first: int) -> Callable[[str], str]:
    return lambda text: text.translate({ord(d): chr(first + int(d)) for d in _DIGITS})


def _mathematical(text: str) -> str:
    table = {ord(d): chr(0x1D7CE + int(d)) for d in _DIGITS}
    table |= {ord("a") + i: chr(0x1D41A + i) for i in range(26)}
    table |= {ord("A") + i: chr(0x1D400 + i) for i in range(26)}
    return text.translate(table)


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _circled(text: str) -> str:
    return text.translate({ord(d): "⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in _DIGITS})


def _superscript(text: str) -> str:
    return text.translate({ord(d): "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in _DIGITS})


def _spelled(language: str) -> Callable[[str], str]:
    def spell(text: str) -> str:
        plus = {"en": "plus", "es": "más"}[language]
        words = [
            _SPELLED[language][int(c)] if c.isdigit() else plus if c == "+" else c
            for c in text
            if not c.isspace() and c != "-"
        ]
        return " ".join(words)

    return spell


def _nato(text: str) -> str:
    words = [
        _NATO[c.upper()] if c.isascii() and c.isalpha() else _SPELLED["en"][int(c)]
        for c in text
        if c.isalnum()
    ]
    return " ".join(words)


def _said(at: str, dot: str) -> Callable[[str], str]:
    return lambda text: text.replace("@", at).replace(".", dot)


def _leet(text: str) -> str:
    return text.replace("0", "O").replace("1", "l").replace("5", "S")


def _backspaced(text: str) -> str:
    return "".join(f"{c}#\b" for c in text)


def _ansi(text: str) -> str:
    return "".join(f"{c}\x1b[0m" for c in text)


def _tagged(text: str) -> str:
    return "x" + "".join(chr(0xE0000 + ord(c)) for c in text)


def _only(
    kinds: str, disguise: Callable[[str], str]
) -> tuple[frozenset[str], Callable[[str], str]]:
    return frozenset(kinds.split(",")), disguise


_NUMERIC = "card,iban,national id,tax id,phone,amount,list,sum,date"
_ANY = ""

VALUE_DISGUISES: dict[str, dict[str, tuple[frozenset[str], Callable[[str], str]]]] = {
    "invisible": {
        name: _only(_ANY, _between(sign))
        for name, sign in {
            "zero-width space": "\u200b", "zero-width joiner": "\u200d", "soft hyphen": "\xad",
            "bidi": "\u202d", "variation selector": "\ufe0f", "Hangul filler": "\u3164",
            "tag": "\U000e0061", "NUL": "\0", "word joiner": "\u2060", "combining": "\u034f",
            "lone surrogate": "\udc00", "noncharacter": "\ufffe", "backspace sign": "\b",
        }.items()
    } | {
        "ANSI": _only(_ANY, _ansi), "backspace": _only(_ANY, _backspaced), "tag text": _only(_ANY, _tagged),
    },
    "look-alike": {
        "Cyrillic": _only("iban,e-mail,words,product", lambda t: t.translate(_CYRILLIC)),
        "full-width": _only(_ANY, _full_width),
        "mathematical": _only(_ANY, _mathematical),
        "Arabic digits": _only(_NUMERIC, _script(0x660)),
        "Persian digits": _only(_NUMERIC, _script(0x6F0)),
        "Devanagari digits": _only(_NUMERIC, _script(0x966)),
        "circled": _only(_NUMERIC, _circled),
        "superscript": _only(_NUMERIC, _superscript),
        "dashes": _only("card,tax id,amount", lambda t: t.replace(" ", "\u2013").replace("-", "\u2011")),
        "minus signs": _only("card,tax id,amount", lambda t: t.replace(" ", "\u2212").replace("-", "\u2212")),
        "at sign": _only("e-mail,words", lambda t: t.replace("@", "＠").replace(".", "．")),
        "small at sign": _only("e-mail,words", lambda t: t.replace("@", "﹫").replace(".", "․")),
        "wide spaces": _only("card,amount", lambda t: t.replace(" ", "\u3000")),
    },
    "respelling": {
        "spaced": _only(_ANY, lambda t: " ".join(t.replace(" ", ""))),
        "dotted": _only(_NUMERIC, lambda t: ".".join(t.replace(" ", "").replace("-", ""))),
        "slashed": _only(_NUMERIC, lambda t: "/".join(t.replace(" ", "").replace("-", ""))),
        "one per line": _only(_ANY, lambda t: "\n".join(t.replace(" ", ""))),
        "table cells": _only(_ANY, lambda t: "| " + " | ".join(t.replace(" ", "")) + " |"),
        "CSV cells": _only(_ANY, lambda t: ",".join(f'"{c}"' for c in t.replace(" ", ""))),
        "HTML cells": _only(_ANY, lambda t: "".join(f"<td>{c}</td>" for c in t.replace(" ", ""))),
        "groups by slash": _only("card,amount", lambda t: t.replace(" ", "/")),
        "groups by bar": _only("card,amount", lambda t: t.replace(" ", " | ")),
        "groups by underscore": _only("card,amount", lambda t: t.replace(" ", "_")),
        "groups by line": _only("card,amount", lambda t: t.replace(" ", "\n")),
        "spelled EN": _only("card,iban,national id,tax id,phone,amount", _spelled("en")),
        "spelled ES": _only("card,iban,national id,tax id,phone,amount", _spelled("es")),
        "NATO": _only("iban,national id,card,amount", _nato),
        "at dot": _only("e-mail", _said(" at ", " dot ")),
        "[at] [dot]": _only("e-mail", _said("[at]", "[dot]")),
        "(at)": _only("e-mail", _said(" (at) ", ".")),
        "arroba punto": _only("e-mail", _said(" arroba ", " punto ")),
        "spaced at": _only("e-mail", _said(" @ ", " . ")),
        "leet": _only("card,iban,amount", _leet),
        "reversed": _only(_ANY, lambda t: t[::-1]),
        "upper case": _only("e-mail,iban,national id,words", str.upper),
        "lower case": _only("iban,national id,words", str.lower),
    },
    "encoding": {
        "percent": _only(_ANY, lambda t: "".join(f"%{b:02X}" for b in t.encode())),
        "percent twice": _only(_ANY, lambda t: quote("".join(f"%{b:02X}" for b in t.encode()))),
        "percent some": _only("e-mail,card,words", quote),
        "decimal entities": _only(_ANY, lambda t: "".join(f"&#{ord(c)};" for c in t)),
        "hex entities": _only(_ANY, lambda t: "".join(f"&#x{ord(c):x};" for c in t)),
        "named entities": _only("e-mail", lambda t: t.replace("@", "&commat;").replace(".", "&period;")),
        "\\u": _only(_ANY, lambda t: "".join(f"\\u{ord(c):04x}" for c in t)),
        "\\x": _only(_ANY, lambda t: "".join(f"\\x{ord(c):02x}" for c in t)),
        "octal": _only(_ANY, lambda t: "".join(f"\\{ord(c):03o}" for c in t)),
        "U+": _only(_ANY, lambda t: " ".join(f"U+{ord(c):04X}" for c in t)),
        "quoted-printable": _only(_ANY, lambda t: "".join(f"={ord(c):02X}" for c in t)),
        "Morse": _only("card,national id,phone,e-mail,iban,amount", lambda t: " ".join(_MORSE[c.upper()] for c in t if c != " ")),
    },
}  # fmt: skip


# --- disguises of the whole sentence ----------------------------------------------------------


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _wrapped(text: str) -> str:
    return "\n".join(re.findall(".{1,20}", _b64(text)))


def _jwt(text: str) -> str:
    parts = ('{"alg":"HS256","typ":"JWT"}', json.dumps({"note": text, "iat": 1516239022}))
    coded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join(coded)


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


SENTENCE_DISGUISES: dict[str, dict[str, Callable[[str], str]]] = {
    "encoding": {
        "base64": _b64,
        "base64 url": lambda t: base64.urlsafe_b64encode(t.encode()).decode().rstrip("="),
        "base64 wrapped": _wrapped,
        "base64 twice": lambda t: _b64(_b64(t)),
        "base64 gzip": lambda t: base64.b64encode(gzip.compress(t.encode(), mtime=0)).decode(),
        "base32": lambda t: base64.b32encode(t.encode()).decode(),
        "Ascii85": lambda t: base64.a85encode(t.encode()).decode(),
        "base85": lambda t: base64.b85encode(t.encode()).decode(),
        "hex": lambda t: t.encode().hex(),
        "hex pairs": lambda t: t.encode().hex(" "),
        "hex list": lambda t: ", ".join(f"0x{b:02x}" for b in t.encode()),
        "binary": lambda t: " ".join(f"{b:08b}" for b in t.encode()),
        "char codes": lambda t: ", ".join(str(b) for b in t.encode() if b < 128),
        "chr()": lambda t: "+".join(f"chr({b})" for b in t.encode() if b < 128),
        "ROT13": _rot13,
        "reversed": lambda t: t[::-1],
        "QP file": lambda t: quopri.encodestring(t.encode()).decode(),
        "MIME word": lambda t: f"=?utf-8?B?{_b64(t)}?=",
        "HTML": lambda t: html.escape(t).replace("a", "&#97;"),
    },
    "container": {
        "JSON": lambda t: json.dumps({"note": t}),
        "JSON in JSON": lambda t: json.dumps({"note": json.dumps({"inner": json.dumps({"t": t})})}),
        "YAML": lambda t: f"note:\n  - text: >\n      {t}\n",
        "CSV": lambda t: f'id,note\n7,"{t}"\n',
        "CDATA": lambda t: f"<a><b><![CDATA[{t}]]></b></a>",
        "comment": lambda t: f"x = 1  # {t}\n/* {t} */",
        "diff": lambda t: f"--- a\n+++ b\n@@ -1 +1 @@\n-{t}\n+{t}",
        "log": lambda t: f"2026-01-02T10:11:12Z INFO svc[12] msg={t!r}",
        "SQL": lambda t: f"INSERT INTO notes (n, t) VALUES (7, '{t}');",
        "LaTeX": lambda t: f"\\section{{A}} \\textbf{{{t}}} \\\\",
        "JWT": _jwt,
        "query": lambda t: f"https://x.test/p?note={quote(t)}&n=1#top",
        "fragment": lambda t: f"https://x.test/p#{quote(t)}",
        "data URL": lambda t: f"data:text/plain;base64,{_b64(t)}",
        "vCard": lambda t: (
            "BEGIN:VCARD\nNOTE:" + "\r\n ".join(re.findall(".{1,24}", t)) + "\nEND:VCARD"
        ),
        "concatenated": lambda t: '"' + '" + "'.join(re.findall(".{1,12}", t)) + '"',
        "tags": lambda t: "".join(f"<b>{c}</b>" for c in re.findall(".{1,3}", t)),
        "tool arguments": lambda t: json.dumps({"q": {"z": [t]}}, ensure_ascii=True),
    },
}


# --- places -----------------------------------------------------------------------------------

Place = Callable[[str], Request]


def _post(path: str, body: Any, *headers: tuple[str, str]) -> Request:
    return Request("POST", f"https://api.openai.com/v1/{path}", headers, json.dumps(body).encode())


def _chat(**fields: Any) -> Request:
    return _post(
        "chat/completions",
        {"model": "auto", "messages": [{"role": "user", "content": "Hello"}], **fields},
    )


def said(text: str) -> Request:
    """Return the plain request: one message of the user."""
    return _chat(messages=[{"role": "user", "content": text}])


def _turns(*turns: tuple[str, str]) -> Request:
    return _chat(messages=[{"role": role, "content": text} for role, text in turns])


def _tool(**function: Any) -> Request:
    return _chat(tools=[{"type": "function", "function": {"name": "f", **function}}])


def _called(**call: Any) -> Request:
    return _chat(
        messages=[
            {
                "role": "assistant",
                "tool_calls": [
                    {
                        "id": "c",
                        "type": "function",
                        "function": {"name": "f", "arguments": "{}"},
                        **call,
                    }
                ],
            }
        ]
    )


PLACES: dict[str, Place] = {
    "system": lambda t: _turns(("system", t), ("user", "Hi")),
    "developer": lambda t: _turns(("developer", t), ("user", "Hi")),
    "older turn": lambda t: _turns(("user", t), ("assistant", "Ok."), ("user", "Thanks, go on.")),
    "assistant": lambda t: _turns(("user", "Hi"), ("assistant", t), ("user", "And?")),
    "content part": lambda t: _chat(messages=[{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": t}]}]),
    "author's name": lambda t: _chat(messages=[{"role": "user", "name": t, "content": "Hi"}]),
    "tool arguments": lambda t: _called(function={"name": "f", "arguments": json.dumps({"q": t})}),
    "tool call id": lambda t: _called(id=t),
    "tool result": lambda t: _chat(messages=[{"role": "tool", "tool_call_id": "c", "content": t}]),
    "tool name": lambda t: _tool(name=t),
    "tool description": lambda t: _tool(description=t),
    "enum": lambda t: _tool(parameters={"properties": {"a": {"enum": ["x", t]}}}),
    "default": lambda t: _tool(parameters={"properties": {"a": {"default": t}}}),
    "property name": lambda t: _tool(parameters={"properties": {t: {"type": "string"}}}),
    "response_format": lambda t: _chat(response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": {"description": t}}}),
    "prediction": lambda t: _chat(prediction={"type": "content", "content": t}),
    "metadata value": lambda t: _chat(metadata={"case": t}),
    "metadata key": lambda t: _chat(metadata={t: "case"}),
    "user": lambda t: _chat(user=t),
    "safety_identifier": lambda t: _chat(safety_identifier=t),
    "prompt_cache_key": lambda t: _chat(prompt_cache_key=t),
    "stop": lambda t: _chat(stop=[t]),
    "unknown field": lambda t: _chat(brand_new={"deep": [[{"er": t}]]}),
    "instructions": lambda t: _post("responses", {"model": "auto", "instructions": t, "input": "Hi"}),
    "function output": lambda t: _post("responses", {"model": "auto", "input": [{"type": "function_call_output", "call_id": "c", "output": t}]}),
    "prompt variables": lambda t: _post("responses", {"model": "auto", "input": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": t}]}]}),
    "MCP header": lambda t: _post("responses", {"model": "auto", "input": "Hi", "x": {"headers": {"note": t}}}),
    "embeddings": lambda t: _post("embeddings", {"model": "auto", "input": ["a", t]}),
    "moderations": lambda t: _post("moderations", {"model": "auto", "input": t}),
    "completions": lambda t: _post("completions", {"model": "auto", "prompt": t}),
    "header": lambda t: _post("embeddings", {"input": "a"}, ("X-Note", t)),
    "header name": lambda t: _post("embeddings", {"input": "a"}, (t, "1")),
    "user agent": lambda t: _post("embeddings", {"input": "a"}, ("User-Agent", f"app/1.0 ({t})")),
    "idempotency key": lambda t: _post("embeddings", {"input": "a"}, ("Idempotency-Key", t)),
    "query value": lambda t: _post(f"embeddings?note={quote(t)}", {"input": "a"}),
    "query name": lambda t: _post(f"embeddings?{quote(t)}", {"input": "a"}),
    "path": lambda t: Request("GET", f"https://api.openai.com/v1/models/{quote(t, safe='')}"),
}  # fmt: skip


def _halves(text: str, at: int) -> list[str]:
    return [text[:at], text[at:]]


def _splits(value: Value) -> Iterator[tuple[str, Request]]:
    middle = value.sentence.index("{}") + len(value.text) // 2
    text = value.said
    for at in (middle - 3, middle, middle + 3):
        first, second = _halves(text, at)
        yield (
            "parts",
            _chat(
                messages=[
                    {
                        "role": "user",
                        "content": [{"type": "text", "text": part} for part in (first, second)],
                    }
                ]
            ),
        )
        yield "messages", _turns(("user", first), ("user", second))
        yield "turns", _turns(("user", first), ("assistant", "Ok, go on."), ("user", second))
        yield "roles", _turns(("system", first), ("user", second))
        yield "list items", _chat(stop=[first, second])
        yield "metadata", _chat(metadata={"a": first, "b": second})
        yield "embeddings", _post("embeddings", {"model": "auto", "input": [first, second]})
    yield (
        "characters",
        _chat(messages=[{"role": "user", "content": [{"type": "text", "text": c} for c in text]}]),
    )
    yield "character messages", _turns(*(("user", c) for c in text))
    if value.text.replace(" ", "").isdigit():
        digits = [int(c) for c in value.text if c.isdigit()]
        yield "list of digits", _chat(x={"y": digits})
    yield "list of codes", _chat(x={"y": [ord(c) for c in text if ord(c) < 128]})


def variants(values: list[Value], rng: random.Random) -> Iterator[Variant]:
    """Yield every disguise, place and split of ``values``."""
    places = list(PLACES.items())
    for value in values:
        for family, disguises in VALUE_DISGUISES.items():
            for name, (kinds, disguise) in disguises.items():
                if kinds == {""} or value.kind in kinds:
                    text = value.sentence.format(disguise(value.text))
                    yield Variant(family, name, value.kind, said(text))
        for family, whole in SENTENCE_DISGUISES.items():
            for name, hide in whole.items():
                yield Variant(family, name, value.kind, said(f"Look: {hide(value.said)}"))
        for name, place in places:
            yield Variant("placement", name, value.kind, place(value.said))
        name, place = rng.choice(places[:20])
        yield Variant("placement", f"{name}, base64", value.kind, place(_b64(value.said)))
        for name, request in _splits(value):
            yield Variant("split", name, value.kind, request)
        for size in (0, 49_990, 60_000):
            yield Variant(
                "limits", f"padding {size}", value.kind, said("word " * (size // 5) + value.said)
            )


def scorer() -> PrivacyScorer:
    """Return the judge that ships."""
    return PrivacyScorer([make() for make in DETECTORS.values()], [shipped_context()])


def stopped(judge: PrivacyScorer, request: Request) -> bool:
    """Say whether a request is private, for whatever reason."""
    return judge.score(read(request)).level > Level.PUBLIC


def measure(
    values: list[Value], rng: random.Random
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return, by ``family: disguise``, how many variants there are and how many are stopped; and
    the kinds that are not."""
    judge = scorer()
    total: Counter[str] = Counter()
    held: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for variant in variants(values, rng):
        name = f"{variant.family}: {variant.disguise}"
        total[name] += 1
        if stopped(judge, variant.request):
            held[name] += 1
        else:
            passed[f"{name} ({variant.kind})"] += 1
    return total, held, passed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    for title, make in (("private", private_values), ("harmless", harmless_values)):
        rng = random.Random(options.seed)
        total, held, passed = measure(make(rng, options.each), rng)
        print(f"{title}: {sum(held.values())} of {sum(total.values())} stopped")
        families = Counter(name.split(":")[0] for name in total.elements())
        for family, count in families.items():
            stops = sum(n for name, n in held.items() if name.startswith(family + ":"))
            print(f"  {family:12} {stops:6} of {count}")
        if options.details and title == "private":
            for name, count in passed.most_common():
                print(f"    passed: {name} {count}")
        if options.details and title == "harmless":
            for name, count in held.most_common(60):
                print(f"    stopped: {name} {count} of {total[name]}")


if __name__ == "__main__":
    main()
