"""The detector ``names``: which recogniser it stands on, and what it makes of entities."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from policy_making import document

from homeport.policies.policy import Policy
from homeport.policies.privacy import names, rampart
from homeport.policies.privacy.entities import Entity, pointing
from homeport.policies.privacy.names import Names, names_sources
from homeport.types import Level, Part


@pytest.fixture
def pulled(rampart_pulled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the test is one where Rampart was pulled."""
    monkeypatch.setenv("HOMEPORT_HOME", str(rampart_pulled.parent.parent))
    return rampart_pulled


@pytest.fixture(scope="session")
def rampart_pulled() -> Path:
    """Rampart, pulled once per machine, in a process of its own as it may come over the network."""
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    program = "from homeport.backends.pull import pull; print(pull('rampart'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_what_points_at_somebody_is_a_finding() -> None:
    """Towns and dates are not, nor what is unlikely."""
    entities = [
        Entity(0, 3, "person", 0.9),
        Entity(4, 8, "location", 0.99),
        Entity(9, 12, "person", 0.4),
        Entity(13, 20, "gov_id", 0.8),
    ]

    found = list(pointing(entities, Part("p", "7" * 30), detector="names", least=0.5))

    assert [("name", Level.PERSONAL, 0.9), ("national_id", Level.SENSITIVE, 0.8)] == [
        (one.category, one.level, one.probability) for one in found
    ]
    assert {("p", "names")} == {(one.part, one.detector) for one in found}


@pytest.mark.parametrize(
    ("kind", "text"),
    [("phone", "pay"), ("email", "x"), ("gov_id", "c1"), ("financial", "to"), ("ip", "er")],
)
def test_what_lacks_its_form_is_not_found(kind: str, text: str) -> None:
    """A model that reads one short word alone calls it anything."""
    entities = [Entity(0, len(text), kind, 0.99)]

    assert [] == list(pointing(entities, Part("p", text), detector="names", least=0.5))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "six one two, treinta y dos, 40"),
        ("phone", "٦٤٤ ١٢٣ ٤٥٦"),
        ("email", "ana at correo dot es"),
        ("email", "ana(arroba)correo.es"),
        ("dob", "third of May nineteen seventy"),
        ("person", "Ana"),
        ("username", "anaperez"),
    ],
)
def test_a_form_may_be_written_in_words(kind: str, text: str) -> None:
    """Numbers are spelled, at signs are said, and names have no form at all."""
    entities = [Entity(0, len(text), kind, 0.99)]

    assert 1 == len(list(pointing(entities, Part("p", text), detector="names", least=0.5)))


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("Ordena 221, 93, 105, 569, 541, 665, 173, 707 por favor", True),
        ("221 93 105 569 541", True),
        ("Calle 45 #12-34 apto 502, 110231", False),
        ("Flat 3, 12 Oak Street, SW1A 2AA", False),
    ],
)
def test_a_series_of_numbers_is_no_address(text: str, series: bool) -> None:
    assert names._is_series(text) is series


def test_policies_take_the_detector() -> None:
    """Nothing is loaded until a call is judged."""
    policy = Policy.load(document(privacy={"detectors": ["identifiers", "secrets", "names"]}))

    assert ["identifiers", "secrets", "names"] == [
        detector.name for detector in policy.judges.privacy.detectors
    ]


def test_without_rampart_the_built_in_tagger_is_asked_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so once, and why."""
    pytest.importorskip("homeport.policies.privacy.tagger")
    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path))

    with caplog.at_level(logging.INFO, "homeport.privacy"):
        found = list(Names().find(Part("p", "My name is Laura Fernández and I live in Lugo.")))
        assert ["tagger"] == [source.name for source in names_sources()]
        assert names_sources()[0] is names_sources()[0]

    assert "name" in {one.category for one in found}
    told = [record.getMessage() for record in caplog.records if "built-in" in record.getMessage()]
    assert len(told) <= 1


@pytest.mark.model
def test_with_rampart_both_are_asked(pulled: Path) -> None:
    """The better one first; what it has found is not found twice."""
    found = list(Names().find(Part("p", "Hi, I am John Smith, call me.")))

    assert ["rampart", "tagger"] == [source.name for source in names_sources()]
    assert 1 == len([one for one in found if one.category == "name"])


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "category", "words"),
    [
        ("Hi, I am John Smith, call me.", "name", "John Smith"),
        ("Me llamo María José García Núñez.", "name", "María José García Núñez"),
        ("Send it to 12 Baker Street, London NW1 6XE", "address", "12 Baker Street"),
        ("Vivo en la calle Mayor 5, 3º B, Madrid", "address", "calle Mayor 5, 3º B"),
        ("escribe a juan.perez+casa@correo.es ya", "email", "juan.perez+casa@correo.es"),
    ],
)
def test_rampart_finds_people_whole(pulled: Path, text: str, category: str, words: str) -> None:
    """In English and in Spanish, to the last letter."""
    found = list(Names().find(Part("p", text)))

    assert rampart.folder() == pulled
    assert category in {one.category for one in found}
    assert any(words in text[one.start : one.end] for one in found if one.category == category)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["What is the capital of Peru?", "¿Cuánto es 7 por 8?", "Sort a list in Python by its length."],
)
def test_rampart_finds_nobody_where_nobody_is(pulled: Path, text: str) -> None:
    """Questions about the world are public."""
    assert [] == list(Names().find(Part("p", text)))
