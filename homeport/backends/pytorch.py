"""``kind: pytorch``: open-weight models by PyTorch and transformers, on a CPU or a GPU."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from homeport.backends.adapter import Adapter
from homeport.backends.engine import Draw, Engine, Row
from homeport.backends.folder import ModelFolder
from homeport.backends.local import LocalBackend
from homeport.backends.sampling import Sampling
from homeport.backends.tokenizer import Tokenizer
from homeport.backends.torch_batch import TorchBatch, joinable, nbytes, step, trimmed
from homeport.errors import ModelError
from homeport.quiet import quiet_transformers

_STRIDE: Final = 256
"""Prompt tokens to be read at a time. Shorter pieces cost more: a quarter more at 128."""

_STRIDE_OF_A_GPU: Final = 1024

DTYPES: Final = ("float16", "bfloat16", "float32")
DEVICES: Final = ("cpu", "cuda", "mps")

_SAME: Final = {"kimi_k2": "deepseek_v3"}
"""Types of models that are another's architecture under their own name."""


class TorchBackend(LocalBackend):
    """A model run by PyTorch on one thread.

    ``device`` (cpu, cuda, mps) is the fastest there is when unset. ``dtype`` (float16, bfloat16,
    float32) is, when unset, the stored one on a GPU, and on a CPU bfloat16 where the processor
    computes in it, else float32. ``threads`` is how many processor cores a step may use.
    ``serving`` says how calls share the model (``Serving``).
    """

    packages: ClassVar[tuple[str, ...]] = ("torch", "transformers", "llguidance")
    # Plain pip would download gigabytes of CUDA on a Linux machine without a GPU.
    install: ClassVar[str] = "uv pip install --torch-backend=auto 'homeport[pytorch]'"

    def __init__(  # noqa: PLR0913 - each is a key of the policy
        self,
        *,
        name: str,
        model: str,
        context: int | None = None,
        device: str | None = None,
        dtype: str | None = None,
        threads: int | None = None,
        adapter: str | None = None,
        draft: str | None = None,
        serving: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(
            name=name, model=model, context=context, adapter=adapter, draft=draft, serving=serving
        )
        require_options(device, dtype, threads)
        self._device, self._dtype, self._threads = device, dtype, threads

    def open(self, folder: ModelFolder, adapter: Adapter | None) -> Engine:
        import torch

        if self._threads is not None:
            torch.set_num_threads(self._threads)
        device = self._device or fastest()
        _refuse_unfit(folder, device)
        dtype = self._dtype or _dtype_for(device)
        return _TorchEngine(folder, self.name, device, dtype, adapter)

    def available(self) -> int:
        import torch

        if (self._device or fastest()) != "cuda":
            return super().available()
        unused = torch.cuda.memory_reserved() - torch.cuda.memory_allocated()
        return int(torch.cuda.mem_get_info()[0] + unused)

    def close(self) -> None:
        if self._session is not None:
            import torch

            super().close()
            if torch.cuda.is_available():
                torch.cuda.empty_cache()


class _TorchEngine:
    def __init__(
        self,
        folder: ModelFolder,
        name: str,
        device: str,
        dtype: str,
        adapter: Adapter | None = None,
    ) -> None:
        import torch
        from transformers import AutoModelForCausalLM

        self.tokenizer = Tokenizer(folder, name)
        with quiet_transformers():
            model: Any = AutoModelForCausalLM.from_pretrained(
                folder.path,
                config=_config(folder),
                dtype=dtype if dtype == "auto" else getattr(torch, dtype),
                use_safetensors=True,  # a pickle could run code
                local_files_only=True,
                trust_remote_code=False,
            )
        if adapter is not None:
            _merge(model, adapter)
        self._model = model.to(device).eval()
        self._device = device
        self._batch = TorchBatch()
        self.number = self._model.dtype.itemsize
        self.stride = _STRIDE if device == "cpu" else _STRIDE_OF_A_GPU

    def row(self) -> Row:
        from transformers import DynamicCache

        return Row(DynamicCache(config=self._model.config))

    def read(self, row: Row, tokens: Sequence[int], *, last: bool) -> None:  # noqa: ARG002 - logits cost little here
        import torch

        given = torch.tensor([tokens], device=self._device)
        row.logits = step(self._model, row.cache, given)[0, -1]
        row.tokens += tokens

    def several(self, row: Row, tokens: Sequence[int]) -> list[Any]:
        import torch

        given = torch.tensor([tokens], device=self._device)
        logits = step(self._model, row.cache, given, keep=len(tokens))[0]
        row.tokens += tokens
        return list(logits)

    def cuttable(self) -> bool:
        from transformers.cache_utils import DynamicLayer

        return all(type(layer) is DynamicLayer for layer in self.row().cache.layers)

    def sampler(self, sampling: Sampling, seed: int) -> Draw:
        import torch

        chance = torch.Generator(self._device).manual_seed(seed)
        return lambda logits: _choose(logits, sampling, chance)

    def take(self, row: Row) -> Any:
        return self._taken([row])[0]

    def step(self, rows: Sequence[Row], tokens: Sequence[int]) -> list[Any]:
        if not all(joinable(row.cache) for row in rows if row.cache is not None):
            for row, last in zip(rows, tokens, strict=True):
                self.read(row, [last], last=True)
            return self._taken(rows)
        self._batch.gather(rows)
        token = dict(zip(map(id, rows), tokens, strict=True))
        given = [token[id(row)] for row in self._batch.rows]
        logits = self._batch.forward(self._model, given)
        for row, after, last in zip(self._batch.rows, logits, given, strict=True):
            row.logits = after
            row.tokens.append(last)
        return self._taken(rows)

    def _taken(self, rows: Sequence[Row]) -> list[Any]:
        """Return what each row is to have, with one wait for the device for all that draw."""
        import torch

        drawn = [row.draw(row.logits) for row in rows if row.draw is not None]
        tokens = iter(torch.stack(drawn).tolist() if drawn else ())
        return [
            row.logits.float().cpu().numpy() if row.draw is None else next(tokens) for row in rows
        ]

    def leave(self, row: Row) -> None:
        self._batch.leave(row)

    def drop(self, row: Row) -> None:
        self._batch.drop(row)

    def fork(self, row: Row) -> Row:
        return Row(copy.deepcopy(row.cache), [*row.tokens], row.logits, row.draw)

    def trim(self, row: Row, length: int) -> bool:
        if not trimmed(row.cache, length):
            return False
        del row.tokens[length:]
        return True

    def size(self, row: Row) -> int:
        return nbytes(row.cache)


def _choose(logits: Any, sampling: Sampling, chance: Any) -> Any:
    """Return the next token: the likeliest, or one drawn from the nucleus at a temperature."""
    import torch

    with torch.inference_mode():
        if sampling.greedy:
            return logits.argmax()
        odds = torch.softmax(logits.float() / sampling.temperature, dim=-1)
        if sampling.top_p < 1:
            ordered, places = odds.sort(descending=True)
            before = ordered.cumsum(-1) - ordered  # the likeliest has nothing before it: it stays
            odds[places[before >= sampling.top_p]] = 0
        return torch.multinomial(odds, 1, generator=chance)[0]


def require_options(device: str | None, dtype: str | None, threads: int | None) -> None:
    """Raise ``ValueError`` for an option of PyTorch that is none of those there are."""
    if device not in (None, *DEVICES):
        raise ValueError(f"device must be one of {', '.join(DEVICES)}")
    if dtype not in (None, *DTYPES):
        raise ValueError(f"dtype must be one of {', '.join(DTYPES)}")
    if threads is not None and threads < 1:
        raise ValueError("threads must be at least 1")


def fastest() -> str:
    """Return the device that computes fastest here."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _dtype_for(device: str) -> str:
    """Return the dtype that is fast on ``device``: a CPU without bfloat16 emulates it slowly."""
    import torch

    if device != "cpu":
        return "auto"
    can = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    fast = can.get("amx_bf16") or can.get("avx512_bf16") or can.get("bf16")
    return "bfloat16" if fast else "float32"


def _merge(model: Any, adapter: Adapter) -> None:
    """Add ``adapter`` to the weights that it is for: nothing is slower for it afterwards."""
    import torch
    from safetensors.torch import load_file

    layers = dict(model.named_modules())
    for update in adapter.updates(load_file(adapter.weights)):
        layer = layers.get(update.layer)
        if not isinstance(layer, torch.nn.Linear) or layer.weight.shape != update.shape:
            raise adapter.unfit(update.layer)
        with torch.no_grad():
            added = update.scale * (update.up.float() @ update.down.float())
            layer.weight.copy_(layer.weight.float() + added)


def _config(folder: ModelFolder) -> Any:
    """Return the model's configuration as transformers reads it; nothing of the folder is run."""
    from transformers import AutoConfig

    kind = str(folder.config.get("model_type"))
    try:
        if kind in _SAME:
            return AutoConfig.for_model(**{**folder.config, "model_type": _SAME[kind]})
        return AutoConfig.from_pretrained(
            folder.path, local_files_only=True, trust_remote_code=False
        )
    except ValueError as error:
        raise ModelError(
            f"transformers does not know models of type {kind} (in {folder.path}) without code of "
            f"the model's own, which is never run; use another model, or a newer transformers"
        ) from error


def _refuse_unfit(folder: ModelFolder, device: str) -> None:
    if folder.mlx_quantized:
        raise ModelError(
            f"{folder.path} holds weights packed for MLX, which PyTorch cannot read; use "
            f"`kind: mlx`, or pull the model's original repository"
        )
    if folder.quantization == "mxfp4" and device != "cuda":
        raise ModelError(
            f"{folder.path} holds MXFP4 weights, which PyTorch unpacks to four times their size "
            f"on {device}; use `kind: mlx`, or a machine with a CUDA GPU"
        )
