"""Models from the Hugging Face Hub, by the hub's own client.

``HF_TOKEN``, ``HF_HOME``, ``HF_ENDPOINT`` and ``HF_HUB_OFFLINE`` mean what they mean everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from homeport.backends.download import Progress, require_space
from homeport.errors import MissingExtra, ModelError

_WANTED: Final = ("*.safetensors", "*.json", "*.jinja", "*.txt", "tokenizer*", "*.model")
"""Weights without code in them, configuration, tokenizer. Never pickles, never Python."""

_UNWANTED: Final = ("*/*", "consolidated*", "*.pth", "*.bin", "*.py")
"""Other forms of the same weights lie in subfolders or under the names of other formats."""


_STEPS: Final = ("*_Pooling/config.json", "*_Dense/config.json", "*_Dense/model.safetensors")
"""How an embedding model makes one vector of a text: small files in subfolders."""


def snapshot(repository: str, folder: Path, progress: Progress) -> None:
    """Download the model ``repository`` to ``folder``; a later call goes on where it broke off.

    Raises ``ModelError`` with what to do: a licence to accept, a name to correct, a disk to clear.
    """
    try:
        from huggingface_hub import HfApi, snapshot_download
    except ImportError as error:
        raise MissingExtra("huggingface_hub", "pytorch") from error

    with _explained(repository):
        # A commit, not a branch: offline, the hub's client would take a half-filled folder for it.
        commit = HfApi().repo_info(repository).sha
        choice: dict[str, Any] = {
            "revision": commit,
            "local_dir": folder,
            "allow_patterns": list(_WANTED),
            "ignore_patterns": list(_UNWANTED),
            "tqdm_class": _reporting(progress),
        }
        files = snapshot_download(repository, dry_run=True, **choice)
        _require_model(repository, [file.filename for file in files])
        folder.mkdir(parents=True, exist_ok=True)
        require_space(folder, sum(file.file_size or 0 for file in files if file.will_download))
        snapshot_download(repository, **choice)
        if any(file.filename == "modules.json" for file in files):
            choice |= {"allow_patterns": list(_STEPS), "ignore_patterns": None}
            snapshot_download(repository, **choice)


def _require_model(repository: str, names: Sequence[str]) -> None:
    weights = any(name.endswith(".safetensors") for name in names)
    if not weights or "config.json" not in names:
        raise ModelError(
            f"{repository} holds no model in safetensors form (its weights may be pickles, which "
            f"can run code, or GGUF); choose another repository of the same model"
        )


def _reporting(progress: Progress) -> type[Any]:
    """Return a progress bar that shows nothing and tells ``progress`` about bytes."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]  # it ships no types

    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - lives as long as the bars

    class Report(tqdm):  # type: ignore[misc]  # its base is untyped
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "file": nowhere})

        def update(self, n: float | None = 1) -> bool | None:
            drawn: bool | None = super().update(n)
            if self.unit == "B":  # the hub also counts files
                progress(int(self.n), int(self.total) if self.total else None)
            return drawn

    return Report


@contextmanager
def _explained(repository: str) -> Iterator[None]:
    """Turn what the hub's client raises into a sentence with the next step."""
    from huggingface_hub import errors

    # Its HTTP library has changed twice; its own error says which one it is built on.
    http = next(kind for kind in errors.HfHubHTTPError.__mro__ if kind.__name__ == "HTTPError")
    try:
        yield
    except errors.GatedRepoError as error:
        raise ModelError(
            f"{repository} asks for its licence to be accepted first: do so on its page of the "
            f"hub, then run `hf auth login` and this command again"
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise ModelError(
            f"the hub knows no model {repository}, or not for you; check the name, or run "
            f"`hf auth login` if it is private"
        ) from error
    except errors.HFValidationError as error:
        raise ModelError(f"{repository!r} is no hub id; write it as org/model") from error
    except errors.OfflineModeIsEnabled as error:
        raise ModelError(
            f"{repository} was not fetched because HF_HUB_OFFLINE is set; unset it and try again"
        ) from error
    except (OSError, http) as error:
        raise ModelError(
            f"{repository} could not be fetched from the hub ({type(error).__name__}); check the "
            f"connection and run the command again to go on from there"
        ) from error
