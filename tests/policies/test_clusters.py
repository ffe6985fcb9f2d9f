"""Words that are used alike share a cluster."""

from __future__ import annotations

import pytest

from homeport.policies.privacy.clusters import cluster
from homeport.policies.privacy.words import read


@pytest.mark.parametrize(("one", "other"), [("mother", "brother"), ("hermana", "vecina")])
def test_words_used_alike_share_a_cluster(one: str, other: str) -> None:
    """In English and in Spanish."""
    assert cluster(one) == cluster(other) != 0


def test_what_is_not_common_is_in_none() -> None:
    """A rare name, a number, a sign: they stand for themselves."""
    assert [0, 0, 0] == [cluster(word) for word in ("thandeka", "0000", "?")]


def test_a_text_has_a_cluster_for_each_word() -> None:
    """Whatever its case and its accents."""
    words = read("MI Hermána, 12")

    assert (cluster("mi"), cluster("hermana"), 0, 0) == words.clusters
