"""What both engines promise, on a tiny model with random weights."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from homeport.backends import create
from homeport.backends.local import LocalBackend
from homeport.backends.mlx_config import mended
from homeport.backends.plan import Plan
from homeport.backends.pytorch import TorchBackend
from homeport.backends.sampling import Sampling
from homeport.errors import BadCall, ContextOverflow, ModelError, Unavailable
from homeport.types import Call, Delta, Usage

from .conftest import Opener


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    """The tiny model in a folder of the test's own."""
    return Path(shutil.copytree(tiny, tmp_path / "copy"))


def chat(text: str = "hello", **fields: object) -> Call:
    body = {"messages": [{"role": "user", "content": text}], "temperature": 0, **fields}
    return Call("chat.completions", body)


def text_of(deltas: list[Delta], index: int = 0) -> str:
    return "".join(delta.text for delta in deltas if delta.index == index)


def edit(folder: Path, file: str, **fields: object) -> None:
    """Change fields of a JSON file; a field set to None is removed."""
    path = folder / file
    value = json.loads(path.read_text()) | fields
    path.write_text(json.dumps({k: v for k, v in value.items() if v is not None}))


def test_an_answer_ends_once_with_its_usage(opened: Opener, tiny: Path) -> None:
    """Deltas without finish, then one with finish and usage, counted by the tokenizer."""
    deltas = list(opened(tiny).generate(chat(max_tokens=12)))

    assert [None] * 12 == [delta.finish for delta in deltas[:-1]][-12:]
    assert "length" == deltas[-1].finish
    # <|user|> h e l l o <|end|> <|assistant|>
    assert Usage(prompt=8, completion=12) == deltas[-1].usage


def test_both_engines_say_the_same(tiny: Path) -> None:
    """One folder, one greedy answer, although the folder has no rope_theta where MLX looks."""
    config = json.loads((tiny / "config.json").read_text())
    answers = {
        kind: text_of(
            list(
                create(kind, "local", model=str(tiny), dtype="float32").generate(
                    chat("the same", max_tokens=60)
                )
            )
        )
        for kind in ("pytorch", "mlx")
    }

    assert "rope_theta" not in config
    assert answers["pytorch"] == answers["mlx"] != ""


def test_a_folder_that_mlx_would_misread_is_refused(copy: Path) -> None:
    """Without a rotary base that MLX finds it would answer nonsense."""
    edit(copy, "config.json", rope_parameters={"some_layer": {"rope_theta": 5.0}})

    with pytest.raises(ModelError, match="rope_theta"):
        create("mlx", "local", model=str(copy)).load()


@pytest.mark.parametrize(
    ("config", "added"),
    [
        ({}, {}),
        ({"rope_theta": 5.0, "rope_parameters": {"rope_theta": 5.0}}, {}),
        ({"rope_parameters": {"rope_type": "default", "rope_theta": 5.0}}, {"rope_theta": 5.0}),
        (
            {"rope_parameters": {"rope_type": "yarn", "rope_theta": 5.0, "factor": 2.0}},
            {
                "rope_theta": 5.0,
                "rope_scaling": {"rope_type": "yarn", "rope_theta": 5.0, "factor": 2.0},
            },
        ),
        (
            {
                "rope_parameters": {
                    "full_attention": {"rope_type": "default", "rope_theta": 5.0},
                    "sliding_attention": {"rope_type": "default", "rope_theta": 3.0},
                }
            },
            {"rope_theta": 5.0, "rope_local_base_freq": 3.0},
        ),
        (
            {"text_config": {"n": 1, "rope_parameters": {"rope_theta": 5.0}}},
            {
                "text_config": {
                    "n": 1,
                    "rope_parameters": {"rope_theta": 5.0},
                    "rope_theta": 5.0,
                }
            },
        ),
        ({"text_config": {"rope_theta": 5.0}}, {}),
    ],
)
def test_the_rotary_base_is_put_where_mlx_looks(
    config: dict[str, object], added: dict[str, object]
) -> None:
    """Flat, scaled, by kind of layer, and nested in a multi-modal configuration."""
    assert added == mended(config)


def test_the_models_own_end_token_ends_the_answer(opened: Opener, copy: Path) -> None:
    """A token of ``generation_config.json`` stops with reason stop, is counted, and not shown."""
    words = [d.text for d in opened(copy).generate(chat(max_tokens=8))]
    edit(copy, "generation_config.json", eos_token_id=[_token_after(opened(copy), 3), 256])

    deltas = list(opened(copy).generate(chat(max_tokens=8)))

    assert "stop" == deltas[-1].finish
    assert Usage(prompt=8, completion=4) == deltas[-1].usage
    assert "".join(words).startswith(text_of(deltas))


def _token_after(backend: LocalBackend, count: int) -> int:
    """The greedy token number ``count`` of the answer to the default question."""
    backend.load()
    assert backend._session is not None
    engine, row = backend._session.engine, backend._session.engine.row()
    engine.read(row, Plan.of(chat(), engine.tokenizer).prompts[0].tokens, last=True)
    row.draw = engine.sampler(Sampling(temperature=0), 0)
    token = engine.take(row)
    for _ in range(count):
        [token] = engine.step([row], [token])
    assert isinstance(token, int)
    return token


def test_a_stop_string_ends_the_answer_and_is_not_shown(opened: Opener, tiny: Path) -> None:
    """The text before it is shown, the rest is not even made."""
    whole = text_of(list(opened(tiny).generate(chat(max_tokens=60))))
    stop = whole[10:13]

    deltas = list(opened(tiny).generate(chat(max_tokens=60, stop=[stop])))

    assert whole[: whole.find(stop)] == text_of(deltas)
    assert "stop" == deltas[-1].finish


def test_the_same_seed_gives_the_same_text(opened: Opener, tiny: Path) -> None:
    """Sampling is repeatable with a seed, and differs between seeds."""
    backend = opened(tiny)
    first, again, other = (
        text_of(list(backend.generate(chat(temperature=1.5, seed=seed, max_tokens=40))))
        for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_a_narrow_nucleus_is_greedy(opened: Opener, tiny: Path) -> None:
    """With a top_p that only the likeliest token fills, temperature draws nothing else."""
    backend = opened(tiny)
    greedy = text_of(list(backend.generate(chat(max_tokens=20))))

    drawn = list(backend.generate(chat(temperature=1, top_p=1e-6, max_tokens=20)))

    assert greedy == text_of(drawn)


def test_several_choices_come_one_after_another(opened: Opener, tiny: Path) -> None:
    """Each choice ends with one finish; the prompt is counted once, the answers together."""
    deltas = list(opened(tiny).generate(chat(n=3, temperature=1, seed=4, max_tokens=5)))

    shown = [delta.index for delta in deltas if delta.text or delta.finish]
    assert shown == sorted(shown)
    assert [0, 1, 2] == [delta.index for delta in deltas if delta.finish]
    assert Usage(prompt=8, completion=15) == deltas[-1].usage
    assert 3 == len({text_of(deltas, index) for index in range(3)})


def test_the_first_of_several_choices_is_the_only_one_of_one(opened: Opener, tiny: Path) -> None:
    """The copy of the prompt's state that a choice works on is a true one."""
    backend = opened(tiny)
    one = text_of(list(backend.generate(chat(temperature=1, seed=4, max_tokens=20))))

    three = list(backend.generate(chat(n=3, temperature=1, seed=4, max_tokens=20)))

    assert one == text_of(three, 0)


def test_a_call_too_long_for_the_model_is_refused_with_the_numbers(
    opened: Opener, tiny: Path
) -> None:
    """Before anything is computed, and nothing is cut."""
    with pytest.raises(ContextOverflow) as caught:
        next(opened(tiny, context=256).generate(chat("x" * 100, max_tokens=200)))

    assert (256, 103, 200) == (
        caught.value.context,
        caught.value.prompt,
        caught.value.completion,
    )


def test_without_a_limit_the_answer_may_fill_the_context(opened: Opener, tiny: Path) -> None:
    """The last token of the context is used, and the reason is length."""
    deltas = list(opened(tiny, context=40).generate(chat()))

    assert "length" == deltas[-1].finish
    assert Usage(prompt=8, completion=32) == deltas[-1].usage


def test_a_policy_can_lower_the_context_and_not_raise_it(opened: Opener, tiny: Path) -> None:
    """The model's own limit holds."""
    assert 100 == opened(tiny, context=100).context()
    assert 2048 == opened(tiny, context=5000).context()


def test_a_completion_continues_its_text(opened: Opener, tiny: Path) -> None:
    """No chat template: the prompt's bytes are its tokens, and sixteen follow by default."""
    deltas = list(opened(tiny).generate(Call("completions", {"prompt": "abc", "temperature": 0})))

    assert Usage(prompt=3, completion=16) == deltas[-1].usage


def test_an_empty_prompt_still_has_a_first_token(opened: Opener, tiny: Path) -> None:
    """A model needs something to continue: its start token, or its end token."""
    deltas = list(opened(tiny).generate(Call("completions", {"prompt": ""})))

    assert deltas[-1].usage is not None
    assert 1 == deltas[-1].usage.prompt


def test_a_long_prompt_is_read_in_strides_with_signs_of_life(tiny: Path) -> None:
    """A cancelled call can end between them, and they change nothing."""
    call = chat("What was it? " * 120, max_tokens=10)
    deltas = {
        kind: list(create(kind, "local", model=str(tiny), dtype="float32").generate(call))
        for kind in ("pytorch", "mlx")
    }

    assert [Delta()] * 7 == deltas["pytorch"][:7]
    assert [Delta()] * 7 == deltas["mlx"][:7]
    assert text_of(deltas["pytorch"]) == text_of(deltas["mlx"])


def test_an_answer_can_be_left_at_any_token(opened: Opener, tiny: Path) -> None:
    """Closing the generator leaves a backend that answers the next call."""
    backend = opened(tiny)
    whole = text_of(list(backend.generate(chat(max_tokens=10))))
    left = backend.generate(chat(max_tokens=200))
    for _ in range(5):
        next(left)

    left.close()  # type: ignore[attr-defined]

    assert whole == text_of(list(backend.generate(chat(max_tokens=10))))


def test_a_closed_backend_loads_again(opened: Opener, tiny: Path) -> None:
    """Closing frees the model; the next call brings it back."""
    backend = opened(tiny)
    before = text_of(list(backend.generate(chat(max_tokens=5))))

    backend.close()

    assert before == text_of(list(backend.generate(chat(max_tokens=5))))


def test_a_model_without_a_chat_template_says_so(opened: Opener, copy: Path) -> None:
    """Another target may do better, so it is not the call's fault."""
    (copy / "chat_template.jinja").unlink()

    with pytest.raises(Unavailable, match="no chat template") as caught:
        next(opened(copy).generate(chat()))
    assert "no_chat_template" == caught.value.code


def test_a_conversation_that_the_template_refuses_is_a_bad_call(opened: Opener, copy: Path) -> None:
    """The template's own words are not repeated: they could quote the conversation."""
    (copy / "chat_template.jinja").write_text("{{ raise_exception('no ' + messages[0].content) }}")

    with pytest.raises(BadCall, match="refuses this conversation") as caught:
        next(opened(copy).generate(chat("my secret")))
    assert "my secret" not in caught.value.message


def test_a_model_that_is_not_here_is_told_with_the_command(opened: Opener, home: Path) -> None:
    """Cheaply before a decision, and as an error on load."""
    backend = opened(Path("smollm2-135m"))

    why = backend.missing()

    assert why is not None
    assert "homeport models pull smollm2-135m" in why
    assert backend.context() is None
    with pytest.raises(ModelError, match="models pull"):
        backend.load()


def test_a_package_that_is_not_installed_is_told_with_the_command(tiny: Path) -> None:
    """The command that does not download gigabytes of CUDA where there is no GPU."""

    class Absent(TorchBackend):
        packages = ("torch", "no_such_package")

    why = Absent(name="local", model=str(tiny)).missing()

    assert (
        "no_such_package not installed; run: "
        "uv pip install --torch-backend=auto 'homeport[pytorch]'"
    ) == why


def test_a_model_pulled_or_removed_while_running_is_noticed(opened: Opener, copy: Path) -> None:
    """Readiness is looked up for every decision."""
    backend = opened(copy)
    aside = copy.with_name("aside")

    before = backend.missing()
    copy.rename(aside)
    without = backend.missing()
    aside.rename(copy)

    assert before is None
    assert without is not None
    assert backend.missing() is None


def test_nothing_is_missing_when_the_model_is_here(opened: Opener, tiny: Path) -> None:
    """The folder of a model is as good as a name."""
    assert opened(tiny).missing() is None


def test_a_folder_packed_for_mlx_is_refused_by_pytorch(copy: Path) -> None:
    """It would load as noise or not at all."""
    edit(copy, "config.json", quantization={"group_size": 64, "bits": 4})

    with pytest.raises(ModelError, match="packed for MLX"):
        create("pytorch", "local", model=str(copy)).load()


def test_mxfp4_is_refused_by_pytorch_without_cuda(copy: Path) -> None:
    """It would silently take four times the memory."""
    edit(copy, "config.json", quantization_config={"quant_method": "mxfp4"})

    with pytest.raises(ModelError, match="MXFP4"):
        create("pytorch", "local", model=str(copy), device="cpu").load()


def test_a_pickle_is_never_loaded(opened: Opener, copy: Path) -> None:
    """A folder whose weights are a pickle alone is no model for either engine."""
    (copy / "model.safetensors").unlink()
    (copy / "pytorch_model.bin").write_bytes(pickle.dumps(_Trap()))

    with pytest.raises(ModelError, match="safetensors"):
        opened(copy).load()


class _Trap:
    """Ends the process of whoever unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_code_in_a_model_folder_is_never_run(opened: Opener, copy: Path) -> None:
    """A configuration that asks for its own Python is not followed."""
    (copy / "evil.py").write_text("raise SystemExit('ran')")
    edit(
        copy,
        "config.json",
        model_type="evil",
        model_file="evil.py",
        auto_map={"AutoConfig": "evil.Config", "AutoModelForCausalLM": "evil.Model"},
    )

    with pytest.raises(ModelError, match="never run"):
        opened(copy).load()


def test_code_in_a_tokenizer_is_never_run(opened: Opener, copy: Path) -> None:
    """Nor is a tokenizer that is a Python file."""
    (copy / "evil.py").write_text("raise SystemExit('ran')")
    (copy / "tokenizer.json").unlink()
    edit(
        copy,
        "tokenizer_config.json",
        tokenizer_class="EvilTokenizer",
        auto_map={"AutoTokenizer": ["evil.EvilTokenizer", None]},
    )

    with pytest.raises(ModelError, match="never run"):
        opened(copy).load()


@pytest.mark.parametrize("kind", ["pytorch", "mlx"])
def test_a_whole_life_writes_nothing_to_the_terminal(kind: str, tiny: Path) -> None:
    """No progress bar, no warning, and a clean exit in the middle of an answer."""
    program = (
        "from homeport.backends import create\n"
        "from homeport.backends.worker import Worker\n"
        "from homeport.types import Call\n"
        f"worker = Worker(create({kind!r}, 'local', model={str(tiny)!r}))\n"
        "call = Call('completions', {'prompt': 'a', 'max_tokens': 2})\n"
        "assert list(worker.submit(call))[-1].usage.completion == 2\n"
        "running = worker.submit(Call('completions', {'prompt': 'a', 'max_tokens': 2000}))\n"
        "running.next()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("kind", ["pytorch", "mlx"])
def test_an_engine_is_imported_only_when_a_model_is_loaded(kind: str) -> None:
    """Creating a backend and asking what it misses costs no heavy import."""
    program = (
        "import sys\n"
        "from homeport.backends import create\n"
        f"create({kind!r}, 'local', model='smollm2-135m').missing()\n"
        "heavy = {'torch', 'transformers', 'mlx', 'mlx_lm', 'numpy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
