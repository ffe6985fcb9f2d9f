"""Properties of placeholders: they hide all of it, come back exactly, and are nobody else's."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from homeport.policies.privacy import dates
from homeport.policies.privacy.pseudonyms import LONGEST, WORDS, placeholder
from homeport.policies.privacy.restoring import Restorer, Tally, in_json
from homeport.policies.privacy.seams import seams
from homeport.policies.privacy.stretches import Span
from homeport.policies.privacy.traces import essence
from homeport.policies.privacy.vault import NotMaskable, Vault
from homeport.policies.privacy.vaults import Vaults
from homeport.types import Level, Part

CATEGORIES = (*WORDS, "ip", "mac", "date_of_birth", "credit_card", "passport", "badge")
VALUES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(
        """John_Doe ana@x.es +34_600_111_222 25/12/1985 85.12.33.7 2a02:9140::1 4111_1111
        José_Pérez JOHN_DOE John Person_kqzbf_1a 3_de_marzo_de_1985 00:1A:2B:3C:4D:5E""".split()
    ).map(lambda value: value.replace("_", " ")),
)
BETWEEN = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", " ", "1", "a", ".", "@example.com", "@", " 2", "+1 ", "Person_", "'s"]),
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Draw a text with private stretches anywhere in it."""
    text, spans = draw(BETWEEN), []
    for value, after, category in draw(
        st.lists(st.tuples(VALUES, BETWEEN, st.sampled_from(CATEGORIES)), max_size=6)
    ):
        spans.append(Span(len(text), len(text) + len(value), category, Level.PERSONAL))
        text += value + after
    return text, spans


def sent(vault: Vault, text: str, spans: list[Span]) -> str:
    """Mask, where that is possible: a refusal leaks nothing."""
    try:
        return vault.mask(text, spans)
    except NotMaskable:
        assume(False)
        raise


def fed(restorer: Restorer, pieces: list[str]) -> Iterator[str]:
    for piece in pieces:
        yield restorer.feed(piece)
        assert restorer.held <= LONGEST
    yield restorer.flush()


@given(marked())
def test_what_is_masked_comes_back_exactly(case: tuple[str, list[Span]]) -> None:
    """Whatever the text and the stretches, at whatever they touch."""
    vault, (text, spans) = Vault(), case

    assert text == vault.restore(sent(vault, text, spans))


@given(marked())
def test_hardly_any_text_cannot_be_masked(case: tuple[str, list[Span]]) -> None:
    """Stretches between ordinary words can always be masked."""
    text, spans = case
    text = " ".join(f"<{text[span.start : span.end]}>" for span in spans if text)

    vault = Vault()
    found, at = [], 0
    for span in spans:
        size = span.end - span.start
        found.append(Span(at + 1, at + 1 + size, span.category, span.level))
        at += size + 3

    assert text == vault.restore(vault.mask(text, found))


@given(marked(), st.lists(st.integers(0, 400), max_size=20))
def test_a_stream_restores_to_the_same_whatever_its_chunks(
    case: tuple[str, list[Span]], cuts: list[int]
) -> None:
    """And holds back no more than a placeholder takes."""
    vault, (text, spans) = Vault(), case
    masked = sent(vault, text, spans)
    edges = [0, *sorted(min(cut, len(masked)) for cut in cuts), len(masked)]
    pieces = [masked[a:b] for a, b in pairwise(edges)]

    assert text == "".join(fed(Restorer(vault), pieces))


@given(marked(), st.text(alphabet=string.printable, max_size=60))
def test_any_answer_restores_to_the_same_sign_by_sign(
    case: tuple[str, list[Span]], said: str
) -> None:
    """Also an answer in which placeholders are bent, cut and glued."""
    vault, (text, spans) = Vault(), case
    masked = sent(vault, text, spans)
    answer = f"{masked.upper()}{said}{masked[3:-2]} {masked.replace('_', ' ')}"

    assert vault.restore(answer) == "".join(fed(Restorer(vault), list(answer)))


@given(marked())
def test_nothing_of_a_value_is_left(case: tuple[str, list[Span]]) -> None:
    """No value of three letters or more stands alone in what is sent, in any spelling."""
    vault, (text, spans) = Vault(), case
    masked = sent(vault, text, spans)

    # Cut out of a longer word, what is left of it may stand alone: a second look takes it too.
    assert not vault.shows_in([vault.mask(masked, ours=True)])


@given(marked())
def test_the_same_value_gets_the_same_placeholder_and_others_another(
    case: tuple[str, list[Span]],
) -> None:
    """In one conversation, call after call."""
    vault, (text, spans) = Vault(), case
    first = sent(vault, text, spans)
    values = {text[span.start : span.end].strip() for span in spans} - {""}
    covered = {value: vault.cover(value, "value", Level.PERSONAL) for value in values}

    assert first == vault.mask(text, spans)
    assert len(covered) == len(set(covered.values()))


@given(st.lists(VALUES, min_size=1, max_size=5), st.sampled_from(["person", "email", "badge"]))
def test_two_conversations_share_no_placeholder(values: list[str], category: str) -> None:
    """What one vault made means nothing to another."""
    vaults = Vaults()
    one, other = vaults.of(["conversation:1"]), vaults.of(["conversation:2"])
    made = [
        {vault.cover(value, category, Level.PERSONAL) for value in values} for vault in (one, other)
    ]

    assert set() == made[0] & made[1]
    assert list(made[0]) == [other.restore(text) for text in made[0]]


@given(VALUES)
def test_a_value_in_json_is_escaped(value: str) -> None:
    """What comes back inside a JSON text leaves it JSON."""
    vault = Vault()
    assume(value.strip() and value.encode(errors="ignore").decode() == value)
    masked = json.dumps({"a": vault.cover(value, "person", Level.PERSONAL)})

    assert {"a": value} == json.loads(vault.restore(masked, in_json))


def test_parts_of_a_name_are_linked() -> None:
    """*John* after *John Doe* has the number of John Doe, and comes back as *John*."""
    vault = Vault()
    text = "John Doe came. John said: JOHN DOE is me, you will see."
    masked = vault.mask(text, [Span(0, 8, "person", Level.PERSONAL)])

    numbers = [word.rsplit("_", 1)[1] for word in masked.split() if word.startswith("Person")]
    assert {"1a", "1b", "1c"} == set(numbers)
    assert "Doe" not in masked
    assert masked.endswith("you will see.")
    assert text == vault.restore(masked)


def test_shapes_stay_shapes() -> None:
    """An address is an address of example.com, a number one for fiction, a date a date."""
    vault = Vault()
    asked = {
        "email": ("ana@correo.es", r"Email_[a-z]{5}_\d+a@example\.com"),
        "phone": ("+34 600 111 222", r"\+1 \d{3}-555-01\d\d"),
        "ip": ("85.12.33.7", r"192\.0\.2\.\d{3}"),
        "mac": ("00:1A:2B:3C:4D:5E", r"00:00:5E:00:53:\w\w"),
        "date_of_birth": ("25 de diciembre de 1985", r"\d{1,2} de [a-z]+ de 198[56]"),
        "iban": ("ES91 2100 0418 4502 0005 1332", r"Account_[a-z]{5}_\d+a"),
    }
    for category, (value, shape) in asked.items():
        assert re.fullmatch(shape, vault.cover(value, category, Level.PERSONAL))


def test_dates_move_together() -> None:
    """All dates of a conversation move by the same days, so what lies between them stays."""
    vault = Vault()
    moved = [
        dates.read(vault.cover(written, "date", Level.PERSONAL))
        for written in ("1985-12-25", "1985-12-31")
    ]

    assert moved[0] is not None
    assert moved[1] is not None
    assert 6 == (moved[1].day - moved[0].day).days


@pytest.mark.parametrize(
    ("written", "shifted"),
    [
        ("1985-12-25", "1985-12-31"),
        ("25/12/1985", "31/12/1985"),
        ("12/25/1985", "12/31/1985"),
        ("25 December 1985", "31 December 1985"),
        ("3 de Marzo de 1985", "9 de Marzo de 1985"),
        ("March 31st, 1985", "April 6th, 1985"),
        ("27 ENE 1985", "2 FEB 1985"),
    ],
)
def test_a_date_is_written_as_it_was(written: str, shifted: str) -> None:
    """Order, separators, zeros, language, case and endings of ordinals."""
    read = dates.read(written)

    assert read is not None
    assert (written, shifted) == (str(read), str(read.shifted(6)))


@pytest.mark.parametrize("text", ["03/04/1985", "31/02/1985", "3 de foo de 1985", "1985", ""])
def test_what_could_be_two_days_is_none(text: str) -> None:
    """Nobody guesses whether the month comes first."""
    assert dates.read(text) is None


def test_a_date_in_another_form_comes_back_in_that_form() -> None:
    """Models like to write dates out."""
    vault = Vault()
    moved = dates.read(vault.cover("1985-12-25", "date", Level.PERSONAL))

    assert moved is not None
    assert [
        "1985-12-25",
        "December 25, 1985",
        "25 December 1985",
        "25 de diciembre de 1985",
    ] == [vault.restore(form) for form in moved.others()]


def test_a_telephone_number_in_another_form_comes_back() -> None:
    """Models like to group digits anew."""
    vault = Vault()
    area, exchange, line = vault.cover("+34 600 111 222", "phone", Level.PERSONAL)[3:].split("-")

    for form in (f"({area}) {exchange}-{line}", f"{area}.{exchange}.{line}"):
        assert "call +34 600 111 222!" == vault.restore(f"call {form}!")


@pytest.mark.parametrize(
    "text",
    [
        "JOSE  PEREZ GOMEZ",
        "j.o.s.é p.é.r.e.z g.ó.m.e.z",
        "joséperezgómez",
        "Sm9zw6kgUMOpcmV6IEfDs21leg==",
        "QSBKb3PDqSBQw6lyZXogR8OzbWV6IQ==",
        "José\u200b Pérez\u00ad Gómez",
    ],
)
def test_a_value_is_found_in_other_spellings(text: str) -> None:
    """Case, accents, separators, invisible signs, base64 at any offset."""
    vault = Vault()
    vault.cover("José Pérez Gómez", "person", Level.PERSONAL)

    assert vault.shows_in([f"well, {text}."])


def test_short_names_are_not_found_in_longer_words() -> None:
    """*Ana Li* is not in *canalizar*."""
    vault = Vault()
    vault.cover("Ana Li", "person", Level.PERSONAL)

    assert not vault.shows_in(["canalizar", "analiza"])
    assert vault.shows_in(["(ana-li)"])


def test_secrets_are_never_masked_unless_redacted() -> None:
    """And once taken out they do not come back, nor are they said again."""
    vault, key = Vault(), "sk-9fJ2kLm4Qz8XvT1b"
    spans = [Span(4, 4 + len(key), "api_key", Level.SECRET)]
    with pytest.raises(NotMaskable):
        vault.mask(f"key {key}", spans)
    masked = vault.mask(f"key {key}!", spans, redact=True)

    assert ("key [REDACTED]!", "[REDACTED]") == (masked, vault.restore("[REDACTED]"))
    assert "again [REDACTED]" == vault.mask(f"again {key}", redact=True)


def test_what_a_model_made_up_is_counted() -> None:
    """It stays as it is."""
    vault, tally = Vault(), Tally()
    known = vault.cover("Ana", "person", Level.PERSONAL)
    invented = known.replace("1a", "9z")

    assert f"Ana {invented}" == vault.restore(f"{known} {invented}", tally=tally)
    assert (1, 1) == (tally.restored, tally.unknown)


def test_a_vault_is_bounded() -> None:
    """Too much private content is refused, not forgotten."""
    vault = Vault()
    with pytest.raises(NotMaskable):
        vault.mask("x" * 2_000_000, [Span(0, 2_000_000, "address", Level.PERSONAL)])


def test_vaults_are_bounded_and_wiped() -> None:
    """The conversation that was not used for longest is forgotten first."""
    vaults = Vaults(most=2)
    first = vaults.of(["conversation:1"])
    vaults.of(["conversation:2"])
    kept = vaults.of(["conversation:1"])
    third = vaults.of(["conversation:3"])
    second = vaults.of(["conversation:2"])

    assert first is kept
    assert 4 == len({id(first), id(second), id(third), id(vaults.of([]))})
    third.cover("Ana", "person", Level.PERSONAL)
    vaults.wipe()
    assert 0 == len(third)
    assert essence("Ana") == "ana"


PLACEHOLDER = placeholder("email", "bcdfg", "2a")


@pytest.mark.parametrize(("ends", "joins"), [("ana@correo.es", True), (PLACEHOLDER, False)])
def test_what_follows_a_placeholder_is_no_part_of_it(ends: str, joins: bool) -> None:
    """A value that was split goes on in the next text; a placeholder ends where it ends."""
    parts = [Part("a", f"Write a mail to {ends}"), Part("b", "x and y")]

    assert joins == bool(list(seams(parts)))
