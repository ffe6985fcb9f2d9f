"""Nothing that a caller can send breaks the reader or the judge, nor hides what is private."""

from __future__ import annotations

import json
import random
from typing import Any

from benchmark_scripts import benchmark
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from homeport.errors import BadCall
from homeport.policies.privacy import DETECTORS, PrivacyScorer
from homeport.policies.privacy.canonical import canonical
from homeport.policies.privacy.readings import Reading, TooDeep, readings
from homeport.policies.privacy.views.octets import TooLarge
from homeport.router.wire import Request, read
from homeport.types import Call, Level

evasion = benchmark("evasion")
JUDGE = PrivacyScorer([DETECTORS["identifiers"](), DETECTORS["secrets"]()], time_budget=20)

_WRITTEN = (
    "|password=|key: |token |version 1.2|hash |sha256:|id: |-----BEGIN |-----END |`|\n- |\n\n|: "
    "|4111 1111|ana@x.es|+34 600|12345678|%25|%41%42|&#65;|&amp;|\\u0041|\\x41|\\101|=41=\n|U+41"
    "|QUJDREVGRw==|ZXlKaGJHY2lP|eyJhbGciOiJIUzI1NiJ9.|<b>|</td>|]]>|<~87cURD]j~>|0x41,|01000001"
    "|one two three|uno dos|alfa bravo| at | dot | arroba |.-/|..|--|'|\"|\\|\x1b[0m|\b|\t|\r\n"
    "|\u200b|\u202e|\xad|\u0301|\ud800|\ufffe|\U000e0041|\u0430|\u0660|\uff11|\U0001d7d9|İ|ß|ﬁ"
)
"""Pieces of what detectors and views look at, with bars between."""

SCRAPS = st.sampled_from([*_WRITTEN.split("|"), "\0", "a" * 40, "aB3" * 12, "9" * 30])
TEXTS = st.lists(SCRAPS | st.text(max_size=6), max_size=14).map("".join)

BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "messages role content type text model input tools function arguments name url "
                "image_url stop metadata homeport privacy stream user".split()
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=16,
)
PATHS = st.sampled_from(
    "chat/completions responses completions embeddings moderations models files x/y".split()
)
FEW = settings(max_examples=30)
"""`make fuzz` tries many more."""

HEADERS = st.lists(
    st.tuples(st.sampled_from(["x-homeport-privacy", "x-note", "cookie", ""]) | TEXTS, TEXTS),
    max_size=3,
).map(tuple)


def asked(body: bytes, path: str, headers: tuple[tuple[str, str], ...] = ()) -> Call | None:
    """Return the call, None if it was refused as one that cannot be read."""
    try:
        return read(Request("POST", f"https://api.openai.com/v1/{path}", headers, body))
    except BadCall:
        return None


def level(text: str) -> Level:
    return JUDGE.score(read(evasion.said(text))).level


@FEW
@given(BODIES, PATHS, HEADERS)
def test_any_json_is_a_call_or_a_bad_call(
    body: Any, path: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """And every text of a judged endpoint is seen."""
    asked(json.dumps(body).encode(errors="replace"), path, headers)


@FEW
@given(st.binary(max_size=200), PATHS)
def test_any_bytes_are_a_call_or_a_bad_call(body: bytes, path: str) -> None:
    """Nothing else comes out of the reader."""
    asked(body, path)


@FEW
@given(BODIES, PATHS)
def test_any_call_is_judged(body: Any, path: str) -> None:
    """The judge never raises, and what it finds lies in the part that it names."""
    call = asked(json.dumps(body).encode(errors="replace"), path)
    assume(call is not None)
    assert call is not None

    score = JUDGE.score(call)

    sizes: dict[str, int] = {}
    for part in call.parts:
        sizes[part.path] = max(len(part.text), sizes.get(part.path, 0))
    assert all(
        finding.category == "unreadable" or 0 <= finding.start <= finding.end <= sizes[finding.part]
        for finding in score.findings
    )
    assert not {"reader", "secrets", "identifiers"} & set(score.failed)


@FEW
@given(TEXTS)
def test_what_is_read_has_a_place_in_the_source(text: str) -> None:
    """Every reading leads back, from any stretch of it, into the text as it was sent."""
    try:
        found = list(readings(text))
    except (TooDeep, TooLarge):
        return

    for reading in found:
        for start, end in (
            (0, len(reading.text)),
            (0, 1),
            (len(reading.text) - 1, len(reading.text)),
        ):
            if 0 <= start < end <= len(reading.text):
                _lies_within(reading, start, end, len(text))


def _lies_within(reading: Reading, start: int, end: int, size: int) -> None:
    place = reading.place(start, end)
    assert place is None or 0 <= place[0] <= place[1] <= size


@FEW
@given(TEXTS)
def test_the_canonical_text_is_canonical(text: str) -> None:
    """Reading it again changes nothing."""
    plain = canonical(text)
    shown = plain[-1].text if plain else text

    again = canonical(shown)

    assert shown == (again[-1].text if again else shown)


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a private sentence, and the same with its value disguised in one of the known ways."""
    rng = random.Random(draw(st.integers(0, 1 << 30)))
    value = draw(st.sampled_from(evasion.private_values(rng, 1)))
    ways = [
        hide
        for family in evasion.VALUE_DISGUISES.values()
        for kinds, hide in family.values()
        if kinds == {""} or value.kind in kinds
    ]
    hide = draw(st.sampled_from(ways))
    return value.said, value.sentence.format(hide(value.text))


LINES = st.lists(
    st.sampled_from(
        "Hello.|The version is 1.2.3|- item|commit 3f0a9c1|id: 7|Gracias.|# notes|x = 1|```|"
        "Total: 12 units|https://example.com/a?b=c|cache key|sha256: none|name,age|<p>hi</p>".split(
            "|"
        )
    )
    | st.text(st.characters(codec="ascii", exclude_characters="\\%&="), max_size=20),
    max_size=3,
).map("\n".join)


@FEW
@given(disguised(), LINES, LINES)
def test_no_neighbour_makes_a_value_less_private(
    case: tuple[str, str], before: str, after: str
) -> None:
    """Whatever stands in the paragraphs around it, the plain value keeps its level."""
    plain, _ = case

    assert level(plain) <= level(f"{before}\n\n{plain}\n\n{after}")


@FEW
@given(disguised(), LINES, LINES)
def test_no_neighbour_hides_a_disguised_value(
    case: tuple[str, str], before: str, after: str
) -> None:
    """Nor does it help a value that is spelled or encoded in another way."""
    _, hidden = case

    assert level(f"{before}\n\n{hidden}\n\n{after}") > Level.PUBLIC
