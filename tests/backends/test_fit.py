"""Whether a model fits the memory of a machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from homeport.backends import fit as fitting
from homeport.backends.folder import ModelFolder
from homeport.errors import ModelError

GB = 10**9


def test_a_folder_is_weighed_by_its_files(tiny: Path) -> None:
    """Weights as they lie there, a cache for the asked context, and a known overhead."""
    found = fitting.fit(str(tiny), context=1000, available=8 * GB)

    assert ModelFolder(tiny).weight_bytes == found.weights
    assert 1000 * 256 == found.cache
    assert found.weights + found.cache + fitting.OVERHEAD == found.needed
    assert "fits" == found.verdict


@pytest.mark.parametrize(
    ("available", "verdict"), [(4 * GB, "too big"), (15 * GB, "tight"), (40 * GB, "fits")]
)
def test_a_model_of_the_catalogue_is_judged_before_it_is_pulled(
    available: int, verdict: str, home: Path
) -> None:
    """gpt-oss-20b packed for MLX takes about 13 GB."""
    assert verdict == fitting.fit("gpt-oss-20b", form="mlx", available=available).verdict


def test_an_unknown_size_is_said_to_be_unknown(home: Path) -> None:
    """Never guessed."""
    found = fitting.fit("gemma-3-1b", form="mlx", available=GB)

    assert (None, None, "unknown") == (found.weights, found.needed, found.verdict)


def test_a_model_nobody_knows_is_an_error(home: Path) -> None:
    """It has to be pulled to be weighed."""
    with pytest.raises(ModelError, match="pull it first"):
        fitting.fit("org/unknown")


def test_this_machines_memory_is_within_what_it_has() -> None:
    """More than nothing and not more than all."""
    everything = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

    assert 0 < fitting.available_memory() <= everything


def test_a_containers_limit_counts(tmp_path: Path) -> None:
    """What its control group still allows; without a limit there is no bound."""
    (tmp_path / "memory.max").write_text("5000\n")
    (tmp_path / "memory.current").write_text("2000\n")
    assert 3000 == fitting._cgroup_left(tmp_path)

    (tmp_path / "memory.max").write_text("max\n")
    assert fitting._cgroup_left(tmp_path) > 10**18


def test_linux_memory_is_what_can_be_had_without_swapping(tmp_path: Path) -> None:
    """``MemAvailable``, not what happens to be free."""
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable: 4 kB\n")

    assert 4096 == fitting._meminfo_available(tmp_path / "meminfo")
