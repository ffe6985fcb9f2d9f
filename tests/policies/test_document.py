"""Facts about reading YAML: what surprises people is refused where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_making import document, write

from homeport.errors import Place, PolicyError
from homeport.policies.document import DEEPEST, MOST_BYTES, from_mapping, open_file, parse, spelled

SURPRISES = {
    "nothing at all": ("", "1:1", "empty"),
    "comments alone": ("# soon\n", "1:1", "empty"),
    "a list": ("- a\n", "1:1", "a mapping of keys to values"),
    "a bare word": ("private\n", "1:1", "a mapping of keys to values"),
    "two documents": ("a: 1\n---\nb: 2\n", "2:1", "a second document"),
    "a tab": ("a:\n\tb: 1\n", "2:1", "a tab"),
    "a tab after a value": ("a: 1\n\tb: 2\n", "2:1", "a tab"),
    "a control character": ("a: 1\nb: \x07\n", "2:4", "control character"),
    "no YAML": ("a: b: c\n", "1:5", "not YAML"),
    "an open bracket": ("a: [1,\n", "2:1", "not YAML"),
    "a duplicate key": ("a: 1\nb: 2\na: 3\n", "3:1", "`a` is here twice (first in line 1)"),
    "a duplicate key in flow": ("a: {x: 1, x: 2}\n", "1:11", "twice"),
    "an anchor": ("a: &x [1]\n", "1:4", "anchors"),
    "an alias": ("a: 1\nb: *a\n", "2:4", "anchors"),
    "an anchor at a key": ("&x a: 1\n", "1:1", "anchors"),
    "a merge key": ("a: {<<: {b: 1}}\n", "1:5", "merge keys"),
    "a tag": ("a: !!python/object:os.system {}\n", "1:4", "tags"),
    "a tag at a list": ("a: !x [1]\n", "1:4", "tags"),
    "a tag at a word": ("a: !!binary aGk=\n", "1:4", "tags"),
    "the word no": ("a: no\n", "1:4", 'write false if you mean that, or "no" in quotes'),
    "the word on": ("a: On\n", "1:4", 'write true if you mean that, or "On" in quotes'),
    "the key on": ("on: 1\n", "1:1", "YAML reads the word on as true"),
    "a date": ("a: 2026-11-01\n", "1:4", "a date"),
    "a time of day": ("a: 1:30\n", "1:4", "an unusual number"),
    "an octal number": ("a: 0644\n", "1:4", "an unusual number"),
    "a number without end": (f"a: {'9' * 5000}\n", "1:4", "an unusual number"),
    "not a number": ("a: .nan\n", "1:4", "an unusual number"),
    "infinity": ("a: -.inf\n", "1:4", "an unusual number"),
    "a number as key": ("1: a\n", "1:1", "a key must be text"),
    "an empty key": ("? \n: a\n", "1:2", "a key must be text"),
    "a list as key": ("? [a]\n: b\n", "1:3", "a key must be text"),
    "a mapping too deep": ("a: " + "{a: " * 80 + "1" + "}" * 80, "1:260", "nested"),
    "a list too deep": ("a: " + "[" * 100_000, "1:68", "nested"),
}


@pytest.mark.parametrize(("text", "place", "sentence"), SURPRISES.values(), ids=SURPRISES)
def test_what_surprises_is_refused_where_it_stands(text: str, place: str, sentence: str) -> None:
    """The error names the file, the line, the column, and what is wrong there."""
    with pytest.raises(PolicyError) as caught:
        parse(text.encode(), "p.yaml")

    assert str(caught.value).startswith(f"p.yaml:{place}: ")
    assert sentence in caught.value.message


def test_values_keep_their_types() -> None:
    """Plain YAML means what it seems to mean."""
    text = 'a: 1\nb: -0.5\nc: true\nd: "no"\ne: [x, "2026-11-01"]\nf:\n  g: False\nh: "1:30"\ni: ~'

    data = parse(text.encode(), "p.yaml").data

    assert {
        "a": 1,
        "b": -0.5,
        "c": True,
        "d": "no",
        "e": ["x", "2026-11-01"],
        "f": {"g": False},
        "h": "1:30",
        "i": None,
    } == data


def test_the_type_of_a_whole_number_is_kept() -> None:
    """1 is a whole number and 1.0 is not."""
    data = parse(b"a: 1\nb: 1.0", "p.yaml").data

    assert [int, float] == [type(data["a"]), type(data["b"])]


def test_every_value_and_key_knows_its_place() -> None:
    """Lines and columns are counted from 1, in characters."""
    read = parse('título: "¿qué?"\nrules:\n  - {to: [local, cloud]}\n'.encode(), "p.yaml")

    assert Place("p.yaml", 1, 9) == read.place(("título",))
    assert Place("p.yaml", 3, 18) == read.place(("rules", 0, "to", 1))
    assert Place("p.yaml", 3, 6) == read.key_place(("rules", 0, "to"))


def test_what_is_missing_should_have_been_in_the_nearest_value() -> None:
    """The place of a missing value is that of the mapping it is missing from."""
    read = parse(b"a:\n  b: 1\n", "p.yaml")

    assert Place("p.yaml", 2, 3) == read.place(("a", "c", 3, "d"))
    assert Place("p.yaml", 1, 1) == read.place(("z",))
    assert Place("p.yaml", 2, 3) == read.key_place(("a", "c"))


def test_a_byte_order_mark_is_not_part_of_the_policy() -> None:
    """Editors on Windows write one."""
    assert {"a": 1} == parse(b"\xef\xbb\xbfa: 1", "p.yaml").data


def test_other_encodings_are_refused_at_the_first_wrong_byte() -> None:
    """Latin 1 would otherwise change the user's terms silently."""
    with pytest.raises(PolicyError, match=r"p.yaml:2:5: the file is not UTF-8"):
        parse("a: 1\nb: añ".encode("latin-1"), "p.yaml")


def test_a_million_spaces_too_many_are_refused() -> None:
    """A policy has at most 1 MiB; exactly that much is read."""
    assert {"a": 1} == parse(b"a: 1".ljust(MOST_BYTES), "p.yaml").data
    with pytest.raises(PolicyError, match="larger than 1 MiB"):
        parse(b"a: 1".ljust(MOST_BYTES + 1), "p.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The error says which file, as it was given."""
    with pytest.raises(PolicyError, match=r"missing.yaml:1:1: there is no such file"):
        open_file(tmp_path / "missing.yaml")


def test_a_directory_is_no_policy(tmp_path: Path) -> None:
    """The error says that it is a directory."""
    with pytest.raises(PolicyError, match="this is a directory"):
        open_file(tmp_path)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_a_name_that_cannot_be_a_file_is_a_policy_error(name: str) -> None:
    """The operating system's own errors do not come through."""
    with pytest.raises(PolicyError, match="the file cannot be read"):
        open_file(Path(name))


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    """The places name the path as it was given."""
    path = write(tmp_path, "a: 1")

    assert Place(str(path), 1, 4) == open_file(path).place(("a",))


def test_a_mapping_is_copied() -> None:
    """Changing the mapping afterwards changes nothing."""
    given = document()

    read = from_mapping(given)
    given["rules"].clear()

    assert [{"name": "rest", "to": ["local", "cloud"]}] == read.data["rules"]


def test_tuples_count_as_lists() -> None:
    """Python's own sequences are as good as YAML's."""
    assert {"a": ["x", 1]} == from_mapping({"a": ("x", 1)}).data


def test_a_mapping_that_holds_itself_is_refused() -> None:
    """Nesting has a limit here too."""
    endless: dict[str, object] = {}
    endless["a"] = endless

    with pytest.raises(PolicyError, match=rf"<mapping>:1:1: a.a.a: nested more than {DEEPEST}"):
        from_mapping(endless)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"a": {1: 2}}, "a: keys are text; one is of type int"),
        ({"a": [object()]}, r"a\[0\]: a policy cannot hold a value of type object"),
    ],
)
def test_a_mapping_holds_json(given: dict[str, object], sentence: str) -> None:
    """Other objects have no meaning in a policy."""
    with pytest.raises(PolicyError, match=sentence):
        from_mapping(given)


def test_paths_are_spelled_as_people_do() -> None:
    """Keys with dots, items with brackets."""
    assert "rules[2].to[0]" == spelled(("rules", 2, "to", 0))
