"""The user's own words are found whole, in any spelling, at the right place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.privacy import Terms
from homeport.types import Level, Part


def found(terms: list[str], text: str) -> list[str]:
    findings = Terms({Level.SENSITIVE: terms}).find(Part("p", text, "user"))
    return [text[finding.start : finding.end] for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "about Project Falcon today",
        "PROJECT  FALCON!",
        "project\nfalcon",
        "(Projéct Fálcon)",
        "Ｐroject Falcon",
        "Pro\u200bject Falcon",
        "Proje\u0301ct Falcon",
    ],
)
def test_case_accents_and_spacing_do_not_hide_a_term(text: str) -> None:
    """However it is spelled, the term is found once."""
    assert 1 == len(found(["Project Falcon"], text))


@pytest.mark.parametrize(
    "text", ["falconry", "a project, a falcon", "Project F", "Proyect Falco", ""]
)
def test_only_the_whole_term_counts(text: str) -> None:
    """Parts of words, parts of terms and other signs between do not match."""
    assert [] == found(["Project Falcon", "falcon project"], text)


def test_an_identifier_with_underscores_contains_its_words() -> None:
    """A term in a variable's name is found."""
    assert ["falcon"] == found(["Falcon"], "delete_falcon_v2()")


def test_the_span_covers_what_was_sent_although_folding_changes_lengths() -> None:
    """Ligatures, sharp s and combining accents keep their places in the original."""
    text = "ﬁrst Straße, then E\u0301lan vital."

    assert ["Straße", "E\u0301lan vital"] == found(["strasse", "élan vital"], text)


def test_accents_in_the_text_keep_their_places() -> None:
    """A Spanish text with accents before the term gives the exact span."""
    assert ["Ibáñez"] == found(["IBAÑEZ"], "¿Cuándo llamó Ibáñez?")


def test_the_longest_term_wins() -> None:
    """Of two terms that begin alike the longer one is the finding."""
    assert ["Project Falcon Heavy"] == found(
        ["Project", "project falcon heavy"], "Project Falcon Heavy"
    )


def test_a_longer_term_that_breaks_off_leaves_the_shorter_one() -> None:
    """What was read in vain for the long term does not lose the short one."""
    assert ["Project"] == found(["Project", "project falcon heavy"], "Project Falcon light")


def test_terms_with_signs_match_sign_by_sign() -> None:
    """C++ is found as such and a bare C is not."""
    assert ["C++"] == found(["C++"], "C and C++ and c")


def test_scripts_without_spaces_are_searched_inside_sentences() -> None:
    """A Chinese term is found in the middle of a sentence."""
    assert ["秘密项目"] == found(["秘密项目"], "请总结秘密项目的进展")


def test_each_term_has_the_level_it_was_listed_under() -> None:
    """Levels come from the policy; listed twice, the higher one counts."""
    terms = Terms({Level.SECRET: ["alpha", "beta"], Level.PERSONAL: ["beta", "gamma"]})

    levels = [finding.level for finding in terms.find(Part("p", "gamma beta alpha"))]

    assert [Level.PERSONAL, Level.SECRET, Level.SECRET] == levels


@pytest.mark.parametrize("term", ["", "  ", "---"])
def test_a_term_without_a_letter_is_refused(term: str) -> None:
    """It would match everywhere or nowhere, so it is an error when the policy is read."""
    with pytest.raises(ValueError, match="needs a letter or a digit"):
        Terms({Level.SECRET: [term]})


def test_thousands_of_terms_are_all_found() -> None:
    """Each of five thousand terms is found in a text that holds them all."""
    terms = [f"codename{number} omega" for number in range(5_000)]

    assert terms == found(terms, ", ".join(terms))


@given(
    st.text(),
    st.text(alphabet="abß É\u0301", min_size=1).filter(lambda t: any(map(str.isalnum, t))),
)
def test_spans_lie_in_any_text(text: str, term: str) -> None:
    """No text, however odd, gives a span outside it."""
    for finding in Terms({Level.SECRET: [term]}).find(Part("p", f"{text} {term}")):
        assert 0 <= finding.start < finding.end <= len(text) + 1 + len(term)


@pytest.mark.parametrize(
    "text",
    [
        "Project Falco",
        "Projcet Falcon",
        "Projject Falcon",
        "Prolect Falcon",
        "ProjectFalcon",
        "project_falcon",
        "Project-Falcon",
        "PROJEKT FALCON",
        "projectfalkon",
    ],
)
def test_one_edit_and_signs_for_spaces_are_forgiven_in_a_long_term(text: str) -> None:
    """A slip of the pen or a name joined as in code does not hide a term of eight letters."""
    assert [text] == found(["Project Falcon"], f"about {text}, please")


@pytest.mark.parametrize(
    ("term", "text"),
    [("Falcon", "Falcom"), ("HR-2024-001", "HR-2024-002"), ("Project Falcon", "Proyekt Falcon")],
)
def test_short_terms_numbers_and_two_edits_are_not_forgiven(term: str, text: str) -> None:
    """What is short or a number is another word when one sign differs."""
    assert [] == found([term], text)
