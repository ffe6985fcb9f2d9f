"""Models by name and the folder where they live."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from homeport.backends import catalog, create
from homeport.backends.folder import ModelFolder
from homeport.errors import ModelError
from homeport.places import find, models_home, place_of


def test_names_are_unique_and_every_model_can_be_had_somewhere() -> None:
    """Each entry names a source for each form it claims."""
    models = catalog.catalog()

    assert len(models) == len({model.name for model in models})
    assert all(model.wheel or (model.mlx and model.pytorch) for model in models)
    assert [model.parameters for model in models] == sorted(m.parameters for m in models)


def test_the_home_of_models_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """$HOMEPORT_HOME, else $XDG_CACHE_HOME/homeport, else ~/.cache/homeport."""
    monkeypatch.delenv("HOMEPORT_HOME", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert tmp_path / "cache" / "homeport" / "models" == models_home()

    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path / "own"))
    assert tmp_path / "own" / "models" == models_home()

    monkeypatch.delenv("HOMEPORT_HOME")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert Path.home() / ".cache" / "homeport" / "models" == models_home()


def test_a_model_is_found_by_name_by_hub_id_and_by_path(home: Path, tiny: Path) -> None:
    """And not before it is there."""
    assert find("org/model") is None
    place = shutil.copytree(tiny, place_of("org/model"))

    assert place == find("org/model")
    assert tiny == find(str(tiny))
    assert find(str(tiny.parent)) is None


def test_pulled_models_are_listed_with_their_size_and_removed(home: Path, tiny: Path) -> None:
    """What is under way is not a model yet."""
    shutil.copytree(tiny, place_of("org/model"))
    shutil.copytree(tiny, models_home() / ".pulling-other" / "model")
    (models_home() / "empty").mkdir()
    size = sum(file.stat().st_size for file in tiny.iterdir())

    listed = catalog.installed()
    freed = catalog.remove("org/model")

    assert [("org/model", size)] == [(model.name, model.size) for model in listed]
    assert size == freed
    assert [] == catalog.installed()


def test_only_pulled_models_can_be_removed(home: Path, tiny: Path) -> None:
    """A folder of the user's own is never deleted."""
    with pytest.raises(ModelError, match="neither a name"):
        catalog.remove(str(tiny))
    with pytest.raises(ModelError, match="not among the pulled"):
        catalog.remove("smollm2-135m")


@pytest.mark.parametrize("name", ["../evil", "a/../b", "/etc", "a/b/c", ".hidden", "a b", ""])
def test_a_name_cannot_leave_the_home_of_models(home: Path, name: str) -> None:
    """Only letters, digits, dots, dashes and one slash."""
    with pytest.raises(ModelError):
        place_of(name)


def test_a_folder_tells_its_shape(tiny: Path) -> None:
    """What fit and the engines ask without loading weights."""
    folder = ModelFolder(tiny)

    assert 2048 == folder.context
    assert 256 in folder.stop_tokens
    # 2 layers * keys and values * 2 heads * 16 wide * 2 bytes
    assert 2 * 2 * 2 * 16 * 2 == folder.kv_bytes_per_token
    assert (tiny / "model.safetensors").stat().st_size == folder.weight_bytes


def test_a_broken_configuration_is_told(tmp_path: Path) -> None:
    """As is a folder without one."""
    with pytest.raises(ModelError, match=r"no readable config\.json"):
        _ = ModelFolder(tmp_path).config
    (tmp_path / "config.json").write_text("[]")
    with pytest.raises(ModelError, match=r"no readable config\.json"):
        _ = ModelFolder(tmp_path).config


def test_a_model_that_judges_texts_answers_nobody(home: Path, tiny: Path) -> None:
    """Even pulled, it makes no backend ready, and the reason says so."""
    shutil.copytree(tiny, place_of("rampart"))

    assert "answers nobody" in str(create("pytorch", "local", model="rampart").missing())
    assert "rampart" not in {model.name for model in catalog.catalog()}
    assert catalog.known("rampart") in catalog.readers()


def test_what_another_program_fetched_is_found_in_the_hubs_cache(
    home: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By $HF_HOME or $HF_HUB_CACHE, once its weights are there."""
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    folder = tmp_path / "hf" / "hub" / "models--org--cached"
    snapshot = folder / "snapshots" / ("a" * 40)
    (folder / "refs").mkdir(parents=True)
    (folder / "refs" / "main").write_text("a" * 40)
    snapshot.mkdir(parents=True)
    shutil.copy(tiny / "config.json", snapshot)
    assert find("org/cached") is None

    shutil.copy(tiny / "model.safetensors", snapshot)
    assert snapshot == find("org/cached")

    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "elsewhere"))
    assert find("org/cached") is None


def test_a_cache_that_points_out_of_itself_is_not_followed(
    home: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reference is a commit, never a path."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    refs = tmp_path / "models--org--evil" / "refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text(str(tiny))

    assert find("org/evil") is None
