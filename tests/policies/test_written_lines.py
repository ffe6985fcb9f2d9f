"""The lines that the weights are fitted to, and those that they are measured on."""

from __future__ import annotations

from benchmark_scripts import benchmark

written = benchmark("privacy_fit.written")


def test_what_is_measured_on_is_not_fitted_to() -> None:
    """Not one line is in both."""
    fitted = {row.text.lower() for row in written.rows()}

    assert set() == {row.text for row in written.unseen() if row.text.lower() in fitted}


def test_marks_are_read_and_taken_out() -> None:
    """A span points at the name that was marked."""
    rows = {row.id: row for row in written.unseen()}
    row = rows["first:2"]

    assert ["Oluwaseun Adebayo"] == [row.text[start:end] for start, end, _ in row.spans]
    assert "[[" not in row.text


def test_there_are_private_and_harmless_lines_in_both_languages() -> None:
    """Enough of each that neither side nor language is the rule."""
    rows = list(written.rows())

    for lang in ("en", "es"):
        private = sum(bool(row.private) for row in rows if row.lang == lang)
        whole = sum(row.lang == lang for row in rows)
        assert 0.3 < private / whole < 0.5
