"""``kind: mlx``: open-weight models by mlx-lm, for Apple silicon (and, slowly, any CPU)."""

from __future__ import annotations

import copy
import platform
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from homeport.backends.engine import Draw, Engine, Row
from homeport.backends.folder import ModelFolder
from homeport.backends.local import LocalBackend
from homeport.backends.mlx_batch import MlxBatch, forward
from homeport.backends.sampling import Sampling
from homeport.backends.tokenizer import Tokenizer
from homeport.errors import ModelError

_UNKNOWN: Final = 2**62

_STRIDE: Final = 256
"""Prompt tokens to be read at a time on a processor; a GPU needs more to be busy."""

_STRIDE_OF_A_GPU: Final = 512

_DTYPES: Final = ("float16", "bfloat16", "float32")


class MlxBackend(LocalBackend):
    """A model run by MLX on one thread.

    ``dtype`` (float16, bfloat16, float32) converts the weights at load; unset they stay as stored.
    ``serving`` says how calls share the model (``Serving``).
    """

    packages: ClassVar[tuple[str, ...]] = ("mlx", "mlx_lm", "llguidance")
    install: ClassVar[str] = "pip install 'homeport[mlx]'"

    def __init__(
        self,
        *,
        name: str,
        model: str,
        context: int | None = None,
        dtype: str | None = None,
        serving: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(name=name, model=model, context=context, serving=serving)
        if dtype not in (None, *_DTYPES):
            raise ValueError(f"dtype must be one of {', '.join(_DTYPES)}")
        self._dtype = dtype

    def open(self, folder: ModelFolder) -> Engine:
        return _MlxEngine(folder, self.name, self._dtype)

    def available(self) -> int:
        import mlx.core as mx

        if platform.system() != "Darwin" and mx.default_device() != mx.Device(mx.cpu):
            return _UNKNOWN  # MLX on CUDA moves memory between the GPU and the machine itself
        return super().available()

    def close(self) -> None:
        if self._session is not None:
            import mlx.core as mx

            super().close()
            mx.clear_cache()
            # This thread's streams have threads of their own. Left to the operating system's
            # clean-up they race with the interpreter's exit, which then aborts.
            mx.synchronize()
            mx.clear_streams()


class _MlxEngine:
    def __init__(self, folder: ModelFolder, name: str, dtype: str | None) -> None:
        import mlx.core as mx
        from mlx_lm.utils import load_model, maybe_set_recommended_wired_limit

        # A stream of our own: mlx-lm's is made once per thread and does not survive a ``close``.
        self._stream: Any = mx.new_stream(mx.default_device())
        mx.set_default_stream(self._stream)
        maybe_set_recommended_wired_limit()  # or macOS pages out what is larger than its default
        self._model: Any
        self._model, _ = load_model(folder.path, model_config=rope_mended(folder.config))
        if dtype is not None:
            self._model.set_dtype(getattr(mx, dtype))
            mx.eval(self._model.parameters())
        self.tokenizer = Tokenizer(folder, name)
        self._batch = MlxBatch(self._model)
        self.number = 4 if "float32" in (dtype, folder.text_config.get("dtype")) else 2
        self.stride = _STRIDE if mx.default_device() == mx.Device(mx.cpu) else _STRIDE_OF_A_GPU

    def row(self) -> Row:
        from mlx_lm.models.cache import make_prompt_cache

        return Row(make_prompt_cache(self._model))

    def read(self, row: Row, tokens: Sequence[int], *, last: bool) -> None:
        """The last token goes alone: logits of a whole piece would cost more than the piece."""
        import mlx.core as mx

        piece = tokens[:-1] if last else tokens
        if piece:
            forward(self._model, row, piece)
            row.logits = None  # never computed
            mx.eval([layer.state for layer in row.cache])
            mx.clear_cache()
        if last:
            forward(self._model, row, tokens[-1:])

    def sampler(self, sampling: Sampling, seed: int) -> Draw:
        return _sampler(sampling, seed)

    def take(self, row: Row) -> Any:
        return self._batch.take(row)

    def step(self, rows: Sequence[Row], tokens: Sequence[int]) -> list[Any]:
        return self._batch.step(rows, tokens)

    def leave(self, row: Row) -> None:
        self._batch.leave(row)

    def drop(self, row: Row) -> None:
        self._batch.drop(row)

    def fork(self, row: Row) -> Row:
        return Row(copy.deepcopy(row.cache), [*row.tokens], row.logits, row.draw)

    def trim(self, row: Row, length: int) -> bool:
        from mlx_lm.models.cache import can_trim_prompt_cache, trim_prompt_cache

        surplus = len(row.tokens) - length
        if surplus and not can_trim_prompt_cache(row.cache):
            return False
        trim_prompt_cache(row.cache, surplus)
        del row.tokens[length:]
        row.logits = row.ahead = None
        return True

    def size(self, row: Row) -> int:
        return sum(layer.nbytes for layer in row.cache)


def _sampler(sampling: Sampling, seed: int) -> Callable[[Any], Any]:
    """Choose a token by an own random key: MLX's global one starts alike in every new thread."""
    import mlx.core as mx
    from mlx_lm.sample_utils import apply_top_p

    if sampling.greedy:
        return lambda logprobs: mx.argmax(logprobs, axis=-1)

    key = mx.random.key(seed)

    def choose(logprobs: Any) -> Any:
        nonlocal key
        key, now = mx.random.split(key)
        # The temperature comes first, as in the API: the nucleus is taken of what is sampled from.
        tempered = logprobs * (1 / sampling.temperature)
        if sampling.top_p < 1:
            tempered = tempered - mx.logsumexp(tempered, axis=-1, keepdims=True)
            tempered = apply_top_p(tempered, sampling.top_p)
        return mx.random.categorical(tempered, key=now)

    return choose


def rope_mended(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields to add so that mlx-lm finds the rotary base where it looks for it.

    transformers 5 writes ``rope_parameters`` and no ``rope_theta``; several mlx-lm models know
    only the latter, take a default for it, and answer nonsense without an error.
    """
    text = config.get("text_config")
    if isinstance(text, dict):
        mended = _rope(text)
        return {"text_config": text | mended} if mended else {}
    return _rope(config)


def _rope(config: Mapping[str, Any]) -> dict[str, Any]:
    parameters = config.get("rope_parameters")
    if not parameters or "rope_theta" in config:
        return {}
    if "rope_theta" in parameters:
        return _flat(parameters)
    whole, window = parameters.get("full_attention"), parameters.get("sliding_attention")
    if whole and window and "rope_theta" in whole and "rope_theta" in window:
        return _flat(whole) | {"rope_local_base_freq": window["rope_theta"]}
    raise ModelError(
        "this model's rope_parameters carry no rope_theta that MLX would find, and it would answer "
        "nonsense; use a form of the model that was made for MLX, or the pytorch backend"
    )


def _flat(parameters: Mapping[str, Any]) -> dict[str, Any]:
    scaled = parameters.get("rope_type", "default") != "default"
    scaling = {"rope_scaling": dict(parameters)} if scaled else {}
    return {"rope_theta": parameters["rope_theta"]} | scaling
