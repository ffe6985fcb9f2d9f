"""``homeport bench``: what is measured is what is there, and the numbers are right."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Shell
from hypothesis import given
from hypothesis import strategies as st

from homeport.router.cli.corpus import covered
from homeport.router.cli.measures import Share, percentile
from homeport.types import Finding, Level

CARD = "my card is 4111 1111 1111 1111"
MAIL = "write to ana.perez@correo.es, Ana"


def row(text: str, *spans: list[Any], private: bool | None = None, **more: Any) -> dict[str, Any]:
    kept = {"text": text, "private": bool(spans) if private is None else private}
    return {**kept, "spans": list(spans), "lang": "en", "source": "own/part", **more}


ROWS = [
    row(CARD, [11, 30, "FINANCIAL"]),
    row(MAIL, [9, 28, "EMAIL"], [30, 33, "PERSON"], lang="es"),
    row("she was born blind", private=True),
    row("what is 2 + 2?"),
    row("the test address is bob@acme.de", [0, 3, "TITLE"], private=False),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of rows, one of them packed, and one that is none."""
    found = tmp_path / "rows"
    found.mkdir()
    lines = [json.dumps({**one, "id": f"row-{n}"}) + "\n" for n, one in enumerate(ROWS)]
    (found / "plain.jsonl").write_text("".join(lines[:2]))
    with gzip.open(found / "packed.jsonl.gz", "wt") as stream:
        stream.writelines(lines[2:])
    (found / "notes.txt").write_text("no rows")
    return found


def test_shares_are_counted_by_file_language_and_source(shell: Shell, folder: Path) -> None:
    """Private rows that were stopped, benign ones that were, and rows that masking cleans."""
    found = shell.json("bench", "privacy", str(folder), "--json")

    total = found["total"]
    assert 5 == total["rows"]
    assert (2, 3) == (total["recall"]["hits"], total["recall"]["of"])
    assert (1, 2) == (total["false_positives"]["hits"], total["false_positives"]["of"])
    assert (1, 2) == (total["clean"]["hits"], total["clean"]["of"])
    assert {"plain": 2, "packed": 3} == {k: v["rows"] for k, v in found["by_file"].items()}
    assert {"en": 4, "es": 1} == {k: v["rows"] for k, v in found["by_language"].items()}
    assert {"own": 5} == {k: v["rows"] for k, v in found["by_source"].items()}


def test_each_label_has_the_share_of_spans_covered(shell: Shell, folder: Path) -> None:
    """Of strong labels alone: a title is nobody."""
    labels = shell.json("bench", "privacy", str(folder), "--json")["labels"]

    assert {"EMAIL": 1.0, "FINANCIAL": 1.0, "PERSON": 0.0} == {
        label: share["share"] for label, share in labels.items()
    }


def test_mistakes_are_named_without_their_text(shell: Shell, folder: Path) -> None:
    """Unless it is asked for."""
    arguments = ("bench", "privacy", str(folder), "--json", "--misses", "1")

    misses = shell.json(*arguments)["misses"]
    shown = shell.json(*arguments, "--show-text")["misses"]

    expected = [
        ("missed", "row-2", ""),
        ("stopped", "row-4", "email"),
        ("unclean", "row-1", "PERSON"),
    ]
    assert expected == [(miss["kind"], miss["id"], miss["why"]) for miss in misses]
    assert not any("text" in miss for miss in misses)
    assert [ROWS[2]["text"], ROWS[4]["text"], MAIL] == [miss["text"] for miss in shown]


def test_a_person_sees_tables_with_intervals(shell: Shell, folder: Path) -> None:
    """By file, by label, and the mistakes."""
    shown = shell("bench", "privacy", str(folder), "--misses", "5").stdout

    for words in ("5 rows", "66.7 (20.8-93.9)", "plain", "FINANCIAL", "row-4"):
        assert words in shown
    assert "ana.perez" not in shown


def test_languages_with_few_rows_share_a_line(shell: Shell, tmp_path: Path) -> None:
    """A share of three rows says nothing."""
    languages = ["en"] * 20 + ["es"] * 20 + ["af", "sq", "zu"]
    rows = [json.dumps(row("what is 2 + 2?", lang=language)) for language in languages]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows))

    shown = shell("bench", "privacy", str(path)).stdout

    assert ["20", "20", "3"] == re.findall(r"^ +(?:en|es|others) +(\d+) ", shown, re.MULTILINE)


def test_the_policy_decides_what_is_looked_for(shell: Shell, folder: Path) -> None:
    """Its terms, for example."""
    terms = "version: 1\nbackends: {local: {kind: echo}}\nrules: [{name: all, to: [local]}]\n"
    shell.write(terms + "privacy: {terms: {sensitive: [blind]}}\n", "own.yaml")

    found = shell.json("bench", "privacy", str(folder), "--policy", "own.yaml", "--json")

    assert 1.0 == found["total"]["recall"]["share"]


@pytest.mark.parametrize(
    "line", ["{}", "[]", "no JSON", '{"text": 1, "private": true, "spans": []}', '{"text": "a"}']
)
def test_a_line_that_is_no_row_is_named(shell: Shell, tmp_path: Path, line: str) -> None:
    """By file and number; its text is not repeated."""
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(row("fine")) + "\n" + line + "\n")

    result = shell("bench", "privacy", str(path))

    assert 2 == result.exit_code
    assert "rows.jsonl:2:" in result.stderr.replace("\n", "").replace("│", "").replace(" ", "")


def test_an_empty_folder_is_wrong_usage(shell: Shell, tmp_path: Path) -> None:
    """Nothing was measured."""
    (tmp_path / "empty").mkdir()

    assert 2 == shell("bench", "privacy", str(tmp_path / "empty")).exit_code


def test_wilsons_interval_is_that_of_the_literature() -> None:
    """Newcombe 1998, table I: 81 of 263 and 0 of 20."""
    low, high = Share(81, 263).interval or (0, 0)
    assert (0.2553, 0.3662) == (round(low, 4), round(high, 4))

    low, high = Share(0, 20).interval or (0, 0)
    assert (0.0, 0.1611) == (round(low, 4), round(high, 4))
    assert Share(0, 0).interval is None is Share(0, 0).value


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_share(hits: int, more: int) -> None:
    """And stays between 0 and 1."""
    share = Share(hits, hits + more)
    low, high = share.interval or (0, 0)

    assert 0 <= low <= (share.value or 0) <= high <= 1


def test_percentiles_are_numbers_that_were_measured() -> None:
    """The nearest rank."""
    numbers = [float(number) for number in range(1, 101)]

    assert [50, 95, 99] == [percentile(numbers, share) for share in (0.5, 0.95, 0.99)]
    assert [7, None] == [percentile([7], 0.5), percentile([], 0.5)]


def finding(start: int, end: int) -> Finding:
    return Finding("p", start, end, "email", Level.PERSONAL, "test", 1.0)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=4),
    st.integers(0, 12),
    st.integers(1, 6),
)
def test_a_span_is_covered_if_every_character_is(
    spans: list[tuple[int, int]], start: int, length: int
) -> None:
    """By one finding or by several that touch."""
    findings = [finding(begin, begin + size) for begin, size in spans]
    reached = {place for begin, size in spans for place in range(begin, begin + size)}

    expected = set(range(start, start + length)) <= reached

    assert expected == covered(start, start + length, findings)
