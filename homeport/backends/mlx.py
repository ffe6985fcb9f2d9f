"""``kind: mlx``: open-weight models by mlx-lm, for Apple silicon (and, slowly, any CPU)."""

from __future__ import annotations

import copy
import platform
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from homeport.backends.adapter import Adapter
from homeport.backends.engine import Draw, Engine, Row
from homeport.backends.folder import ModelFolder
from homeport.backends.local import LocalBackend
from homeport.backends.mlx_batch import MlxBatch, forward
from homeport.backends.mlx_config import mended
from homeport.backends.sampling import Sampling
from homeport.backends.tokenizer import Tokenizer
from homeport.errors import ModelError

_UNKNOWN: Final = 2**62

_STRIDE: Final = 64
"""Prompt tokens to be read at a time on a processor. A GPU needs more to be busy."""

_STRIDE_OF_A_GPU: Final = 512

_SHORT: Final = 8
"""Tokens up to which logits for all of them cost less than another pass for the last."""

DTYPES: Final = ("float16", "bfloat16", "float32")


class MlxBackend(LocalBackend):
    """A model run by MLX on one thread.

    ``dtype`` (float16, bfloat16, float32) converts the weights at load; unset they stay as stored.
    ``serving`` says how calls share the model (``Serving``).
    """

    packages: ClassVar[tuple[str, ...]] = ("mlx", "mlx_lm", "llguidance")
    install: ClassVar[str] = "pip install 'homeport[mlx]'"

    def __init__(  # noqa: PLR0913 - each is a key of the policy
        self,
        *,
        name: str,
        model: str,
        context: int | None = None,
        dtype: str | None = None,
        adapter: str | None = None,
        draft: str | None = None,
        serving: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(
            name=name, model=model, context=context, adapter=adapter, draft=draft, serving=serving
        )
        if dtype not in (None, *DTYPES):
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}")
        self._dtype = dtype

    def open(self, folder: ModelFolder, adapter: Adapter | None) -> Engine:
        return _MlxEngine(folder, self.name, self._dtype, adapter)

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
    def __init__(
        self, folder: ModelFolder, name: str, dtype: str | None, adapter: Adapter | None = None
    ) -> None:
        import mlx.core as mx
        from mlx_lm.utils import load_model, maybe_set_recommended_wired_limit

        # A stream of our own: mlx-lm's is made once per thread and does not survive a ``close``.
        self._stream: Any = mx.new_stream(mx.default_device())
        mx.set_default_stream(self._stream)
        maybe_set_recommended_wired_limit()  # or macOS pages out what is larger than its default
        self._model: Any
        try:
            self._model, _ = load_model(folder.path, model_config=mended(folder.config))
        except (TypeError, ValueError) as error:
            raise ModelError(_unfit(folder)) from error
        if adapter is not None:
            _adapt(self._model, adapter)
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
        """The last token goes alone: logits of a long piece would cost more than the piece."""
        import mlx.core as mx

        if last and len(tokens) <= _SHORT:
            forward(self._model, row, tokens)
            return
        piece = tokens[:-1] if last else tokens
        if piece:
            forward(self._model, row, piece)
            row.logits = None  # never computed
            mx.eval([layer.state for layer in row.cache])
            mx.clear_cache()
        if last:
            forward(self._model, row, tokens[-1:])

    def several(self, row: Row, tokens: Sequence[int]) -> list[Any]:
        import mlx.core as mx

        logits = self._model(mx.array([tokens]), cache=row.cache)[0]
        row.tokens += tokens
        return [logits[at] for at in range(len(tokens))]

    def cuttable(self) -> bool:
        from mlx_lm.models.cache import KVCache

        return all(type(layer) is KVCache for layer in self.row().cache)

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


def _adapt(model: Any, adapter: Adapter) -> None:
    """Put ``adapter`` beside the layers that it is for, which may be packed."""
    import mlx.core as mx
    from mlx import nn
    from mlx.utils import tree_unflatten
    from mlx_lm.tuner.lora import LoRALinear

    layers = dict(model.named_modules())
    arrays: Any = mx.load(str(adapter.weights))
    made = []
    for update in adapter.updates(arrays):
        layer = layers.get(update.layer)
        if not isinstance(layer, (nn.Linear, nn.QuantizedLinear)):
            raise adapter.unfit(update.layer)
        adapted = LoRALinear.from_base(layer, r=update.down.shape[0], scale=update.scale)
        if (adapted.lora_b.shape[1], adapted.lora_a.shape[0]) != update.shape:
            raise adapter.unfit(update.layer)
        adapted.lora_a, adapted.lora_b = update.down.T, update.up.T
        made.append((update.layer, adapted))
    model.update_modules(tree_unflatten(made))
    model.eval()


def _unfit(folder: ModelFolder) -> str:
    kind = folder.config.get("model_type", "?")
    return (
        f"mlx-lm cannot load the weights in {folder.path} as a model of type {kind}; it may need "
        f"another version of mlx-lm, or a form of the model that was made for MLX"
    )
