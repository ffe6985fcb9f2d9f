"""``kind: pytorch`` with ``task: embeddings``: any encoder or decoder that transformers has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from homeport.backends.embedding.embedder import Embedder, Encoder, padded
from homeport.backends.folder import ModelFolder
from homeport.backends.pytorch import fastest, require_options
from homeport.quiet import quiet_transformers


class TorchEmbedder(Embedder):
    """Vectors by PyTorch; ``device``, ``dtype`` and ``threads`` as for a model that answers.

    On a CPU the ``dtype`` is float32 unless set: vectors are compared by their last digits.
    """

    packages: ClassVar[tuple[str, ...]] = ("torch", "transformers")
    install: ClassVar[str] = "uv pip install --torch-backend=auto 'homeport[pytorch]'"

    def __init__(  # noqa: PLR0913 - each is a key of the policy
        self,
        *,
        name: str,
        model: str,
        context: int | None = None,
        pooling: str | None = None,
        device: str | None = None,
        dtype: str | None = None,
        threads: int | None = None,
    ) -> None:
        super().__init__(name=name, model=model, context=context, pooling=pooling)
        require_options(device, dtype, threads)
        self._device, self._dtype, self._threads = device, dtype, threads

    def open(self, folder: ModelFolder) -> Encoder:
        import torch

        if self._threads is not None:
            torch.set_num_threads(self._threads)
        device = self._device or fastest()
        dtype = self._dtype or ("float32" if device == "cpu" else "auto")
        return _TorchEncoder(folder, device, dtype)

    def _unfit(self, folder: ModelFolder) -> str | None:
        if folder.mlx_quantized:
            return (
                f"{folder.path} holds weights packed for MLX, which PyTorch cannot read; use "
                f"`kind: mlx`, or pull the model's original repository"
            )
        return None

    def close(self) -> None:
        if self._model is not None:
            import torch

            super().close()
            if torch.cuda.is_available():
                torch.cuda.empty_cache()


class _TorchEncoder:
    def __init__(self, folder: ModelFolder, device: str, dtype: str) -> None:
        import torch
        from transformers import AutoModel

        with quiet_transformers():
            model: Any = AutoModel.from_pretrained(
                folder.path,
                dtype=dtype if dtype == "auto" else getattr(torch, dtype),
                use_safetensors=True,  # a pickle could run code
                local_files_only=True,
                trust_remote_code=False,
            )
        self._model = model.to(device).eval()
        self._device = device
        self.size = int(model.config.get_text_config().hidden_size)

    def hidden(self, rows: Sequence[Sequence[int]]) -> Any:
        import torch

        filled, mask = padded(rows)
        with torch.inference_mode():
            out = self._model(
                input_ids=torch.tensor(filled, device=self._device),
                attention_mask=torch.tensor(mask, device=self._device),
            )
            return out.last_hidden_state.float().cpu().numpy()
