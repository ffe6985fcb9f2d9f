"""The built-in tagger: who and where, in both languages, in any case, without a model runtime."""

import struct
import subprocess
import sys
import zlib
from itertools import pairwise

import pytest

from homeport.policies.privacy.linear import Linear, _unpack, load
from homeport.policies.privacy.tagger import Tagger
from homeport.policies.privacy.words import COMMON, GIVEN, gazetteer, read


def people(text: str) -> list[str]:
    return [text[e.start : e.end] for e in Tagger().entities(text) if e.kind == "person"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Harriet Bloomsdale.", "Harriet Bloomsdale"),
        ("Me llamo Íñigo Goñi Etxeberria.", "Íñigo Goñi Etxeberria"),
        ("Apellidos: De la Fuente Serrano.", "De la Fuente Serrano"),
        ("Nombre: Aitor.", "Aitor"),
        ("APELLIDOS: OROZCO BLANCO", "OROZCO BLANCO"),
        ("please write an email to maria gonzalez about the rent", "maria gonzalez"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    """Particles, double family names, forms, capitals and small letters."""
    assert name in people(text)


def test_a_text_without_names_has_none() -> None:
    """Capitals at the start of a sentence are not names."""
    assert [] == people("Explain how merge sort works. Then compare it with heap sort.")


def test_entities_stand_in_order_and_apart() -> None:
    """No entity lies across another, all lie inside the text."""
    text = "Ana Ruiz and Tom Baker met at 12 Hill Street, Leeds.\nThanks,\nTom"

    found = Tagger().entities(text)

    assert len(found) >= 3
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= e.start < e.end <= len(text) and 0 < e.probability < 1 for e in found)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800", "👩‍👩‍👧", "İ" * 50, "\x00a\x00b"])
def test_odd_texts_are_read(text: str) -> None:
    """Nothing, lone surrogates, joined signs, letters whose small form is longer."""
    words = read(text)

    assert len(words.starts) == len(words.lower) == len(words.kinds)
    assert all(0 <= s < e <= len(text) for s, e in zip(words.starts, words.ends, strict=True))
    Tagger().entities(text)


def test_ordinary_words_are_marked_in_the_gazetteer() -> None:
    """*Rose* is a name and a flower, *Aitor* only a name."""
    assert gazetteer()["rose"] & COMMON
    assert GIVEN == gazetteer()["aitor"] & (GIVEN | COMMON)


def test_weights_survive_packing() -> None:
    """What is written is what is read."""
    weights = load("tagger.bin")

    again = _unpack(zlib.decompress(weights.pack()))

    assert (weights.scales, weights.rows) == (again.scales, again.rows)


def test_damaged_weights_are_refused() -> None:
    """A file that was cut short says so instead of judging at random."""
    data = zlib.decompress(load("whose.bin").pack())

    with pytest.raises(struct.error):
        _unpack(data[:-1])


def test_many_features_add_up_as_few_do() -> None:
    """A sum over more rows than one integer holds is taken in parts."""
    weights = load("whose.bin")
    addresses = list(range(0, 100_000, 77))

    one_by_one = sum(weights.sums([address])[0] for address in addresses)

    assert one_by_one == pytest.approx(weights.sums(addresses)[0])
    assert isinstance(weights, Linear)


def test_the_judges_need_neither_numpy_nor_a_runtime() -> None:
    """The base install is enough."""
    code = (
        "import sys; from homeport.policies.privacy.tagger import Tagger;"
        "from homeport.policies.privacy.context import Context;"
        "Tagger().entities('Ana Ruiz');"
        "assert not {'numpy', 'torch', 'onnxruntime'} & set(sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
