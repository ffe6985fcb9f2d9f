"""Reading with Rampart: windows over any length, exact spans, and what happens when it breaks."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.errors import ModelError
from homeport.policies.privacy import rampart
from homeport.policies.privacy.rampart import OVERLAP, WINDOW, Rampart
from homeport.policies.privacy.sense import LAYERS, WIDTH

pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")
np = pytest.importorskip("numpy")
tokenizers = pytest.importorskip("tokenizers")

LABELS = ("O", "B-GIVEN_NAME", "I-SURNAME", "B-CITY")
WORDS = {"[PAD]": 0, "[UNK]": 0, "[CLS]": 0, "[SEP]": 0, "ana": 1, "gil": 2, "lima": 3, "##illo": 0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model in Rampart's form that knows three words, and no others."""
    made = tmp_path_factory.mktemp("rampart")
    labels = {str(at): label for at, label in enumerate(LABELS)}
    (made / "config.json").write_text(json.dumps({"id2label": labels}))
    write_tokenizer(made)
    write_network(made)
    return made


def write_tokenizer(made: Path) -> None:
    vocabulary = {word: at for at, word in enumerate(WORDS)}
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
    )
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(made / "tokenizer.json"))


def write_network(made: Path) -> None:
    """Look each token's label up in a table, and its inner layers in another."""
    from onnx import TensorProto, helper, numpy_helper

    table = np.zeros((len(WORDS), len(LABELS)), dtype=np.float32)
    for row, column in enumerate(WORDS.values()):
        table[row, column] = 9.0
    inner = np.repeat(np.arange(len(WORDS), dtype=np.float32)[:, None], WIDTH // 2, axis=1)
    names = ("input_ids", "attention_mask", "token_type_ids")
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["logits"]),
            *(
                helper.make_node("Gather", ["inner", "input_ids"], [rampart._LAYER.format(layer)])
                for layer in LAYERS
            ),
        ],
        "lookup",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "n"]) for name in names],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", "n", len(LABELS)])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(inner, "inner")],
    )
    opset = [helper.make_opsetid("", 18)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), made / "model.onnx")


def words(folder: Path, text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.kind) for e in Rampart(folder).entities(text)]


def test_spans_are_those_of_the_text_as_it_is(folder: Path) -> None:
    """Case, accents and signs outside the plane do not move them."""
    text = "👋🏽 Soy ANÁ Gilillo, de Lima."

    assert [("ANÁ Gilillo", "person"), ("Lima", "location")] == words(folder, text)


@given(size=st.integers(1, 2_000))
def test_every_token_is_judged_once_and_away_from_the_ends(size: int) -> None:
    """Whatever the length: windows are never too long, and nothing falls between them."""
    windows = list(rampart._windows(size))

    assert list(range(size)) == [at for one in windows for at in range(one.first, one.last)]
    assert all(0 < one.end - one.start <= WINDOW for one in windows)
    for one in windows:
        assert one.start == 0 or one.first - one.start >= OVERLAP // 2
        assert one.end == size or one.end - one.last >= OVERLAP // 2


@pytest.mark.parametrize("before", [0, 1, 90, 109, 110, 111, 125, 126, 500, 2_000])
def test_a_name_is_found_wherever_it_stands(folder: Path, before: int) -> None:
    """Across the end of a window it is one name, found once."""
    text = "x " * before + "Ana Gil" + " x" * 700

    [one] = Rampart(folder).entities(text)

    assert (2 * before, 2 * before + 7, "person") == one[:3]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b", "…", "\ud800", "a\udfff Ana"])
def test_odd_texts_are_read(folder: Path, text: str) -> None:
    """Nothing, blanks, invisible signs, halves of pairs."""
    assert ([("Ana", "person")] if "Ana" in text else []) == words(folder, text)


def test_a_text_that_is_too_long_is_not_judged_by_halves(folder: Path) -> None:
    """The scorer hears that it failed, which is private."""
    reader = Rampart(folder)

    assert [] == reader.entities("x " * rampart.LIMIT)
    with pytest.raises(ModelError, match="too many"):
        reader.entities("x " * (rampart.LIMIT + 1))


def test_many_threads_share_one_model(folder: Path) -> None:
    """It is loaded once, and every thread gets its own answer."""
    shared = Rampart(folder)
    texts = ["x " * size + "Ana" for size in range(60)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(shared.entities, texts))

    assert [2 * size for size in range(60)] == [one.start for [one] in found]


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.onnx"])
def test_a_broken_folder_is_told_with_what_helps(folder: Path, tmp_path: Path, name: str) -> None:
    """Once it is asked; the scorer takes that for private."""
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(b"{" if file.name == name else file.read_bytes())

    with pytest.raises(ModelError, match="homeport models pull rampart"):
        Rampart(tmp_path).entities("Ana")


def test_what_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that brings the model, until it is here."""
    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path))
    assert "run: homeport models pull rampart" in str(rampart.missing())

    rampart.folder().mkdir(parents=True)
    (rampart.folder() / "model.onnx").write_bytes(b"")

    assert rampart.missing() is None


def test_the_inner_layers_are_told_beside_the_answer(folder: Path) -> None:
    """The file stays as it was pulled; the model in memory has two outputs more."""
    told = onnx.load_from_string(rampart._telling((folder / "model.onnx").read_bytes()))
    tokens, chances, layers = Rampart(folder).loaded().layers("Ana Gil " * 200)

    assert ["logits", *(rampart._LAYER.format(layer) for layer in LAYERS)] == [
        output.name for output in told.graph.output
    ]
    assert (400, len(LABELS)) == chances.shape
    assert 400 == len(tokens.words)
    # Rows 4 and 5 of the table, however the text was cut into windows.
    assert [[4.0] * WIDTH, [5.0] * WIDTH] * 200 == layers.tolist()


def test_a_text_is_read_once_for_names_and_sense(folder: Path) -> None:
    """Whoever asks second gets what was read before, and a long text pushes out the others."""
    reader = Rampart(folder)

    sense = reader.sense("Ana Gil")
    reader.entities("Ana Gil")
    assert reader.sense("Ana Gil") is sense

    reader.entities("x " * (rampart.LIMIT - 1))
    reader.entities("y " * (rampart.LIMIT - 1))
    assert reader.sense("Ana Gil") is not sense
