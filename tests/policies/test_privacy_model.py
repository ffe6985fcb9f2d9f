"""``privacy.model``: a token classifier of transformers, here with random weights."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from policy_making import document

from homeport.errors import ModelError, PolicyError
from homeport.policies.policy import Policy, check
from homeport.policies.privacy import PrivacyScorer, token_classifier
from homeport.policies.privacy.entities import STRONG, WEAK
from homeport.policies.privacy.token_classifier import TokenClassifier
from homeport.types import Call, Level, Part

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:transformers.*"),
    pytest.mark.filterwarnings("ignore::FutureWarning:transformers.*"),
    pytest.mark.filterwarnings("ignore:builtin type Swig.*:DeprecationWarning"),
]

TEXT = "Soy María García y vivo aquí. "


def write_tokenizer(folder: Path) -> None:
    """Write a byte-pair tokenizer that was trained on a line."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=alphabet, special_tokens=["<|endoftext|>"]
    )
    tokenizer.train_from_iterator([TEXT * 20], trainer)
    hub = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>"
    )
    hub.save_pretrained(folder)


@pytest.fixture(scope="module")
def privacy_filter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The architecture of openai/privacy-filter, small, with its 33 labels."""
    folder = tmp_path_factory.mktemp("privacy-filter")
    write_tokenizer(folder)
    torch.manual_seed(3)
    config = transformers.OpenAIPrivacyFilterConfig(
        vocab_size=400,
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_local_experts=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=66,
        pad_token_id=0,
        eos_token_id=0,
        initializer_range=0.5,
    )
    transformers.OpenAIPrivacyFilterForTokenClassification(config).save_pretrained(folder)
    return folder


def test_the_privacy_filter_is_read_with_its_labels(privacy_filter: Path) -> None:
    """All spans are whole words of the text, in order, and of kinds that we know."""
    found = TokenClassifier(str(privacy_filter)).entities(TEXT)

    assert found
    assert [(e.start, e.end) for e in found] == sorted((e.start, e.end) for e in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(e.kind in STRONG | WEAK and 0 < e.probability <= 1 for e in found)
    assert all(TEXT[e.start : e.end].strip() == TEXT[e.start : e.end] for e in found)


def test_long_texts_are_read_to_the_end(
    privacy_filter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model holds 64 tokens at once; nothing is cut."""
    monkeypatch.setattr(token_classifier, "TIME_BUDGET", 60.0)
    text = TEXT * 40

    found = TokenClassifier(str(privacy_filter)).entities(text)

    covered = {e.start // len(TEXT) for e in found}
    assert covered == set(range(40))


def test_findings_have_category_and_level(privacy_filter: Path) -> None:
    """Kinds become categories, and a part's path comes along."""
    found = list(TokenClassifier(str(privacy_filter)).find(Part("messages[0].content", TEXT)))

    assert found
    assert {"model"} == {one.detector for one in found}
    assert all(one.level > Level.PUBLIC and one.probability >= 0.5 for one in found)


def test_past_its_time_a_text_is_private(
    privacy_filter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scorer notes that the model failed."""
    monkeypatch.setattr(token_classifier, "TIME_BUDGET", 0.0)
    scorer = PrivacyScorer([TokenClassifier(str(privacy_filter))])

    privacy = scorer.score(Call("chat.completions", {}, (Part("p", TEXT),)))

    assert (("model",), Level.SENSITIVE) == (privacy.failed, privacy.level)


def test_a_policy_names_the_model(privacy_filter: Path) -> None:
    """A folder, or the hub id of a pulled repository."""
    policy = Policy.load(document(privacy={"model": str(privacy_filter)}))

    assert "model" in {detector.name for detector in policy.judges.privacy.detectors}


def test_a_model_that_is_not_here_is_an_error_of_the_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said when the policy is read, with the command that brings it."""
    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path))
    wrong = document(privacy={"model": "openai/privacy-filter"})

    with pytest.raises(PolicyError, match="run: homeport models pull openai/privacy-filter"):
        Policy.load(wrong)
    [error] = check(wrong)
    assert "privacy.model" in str(error)


@pytest.mark.parametrize("labels", [{}, {"id2label": {0: "O", 1: "PER"}, "label2id": {}}])
def test_what_is_no_trained_classifier_is_refused(
    tmp_path: Path, labels: dict[str, object]
) -> None:
    """A language model has no such labels, and with random weights they would mean nothing."""
    write_tokenizer(tmp_path)
    config = transformers.BertConfig(
        vocab_size=400,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        **labels,
    )
    transformers.BertModel(config).save_pretrained(tmp_path)

    with pytest.raises(ModelError, match="no token classifier that can be used"):
        TokenClassifier(str(tmp_path)).entities(TEXT)


def test_pickled_weights_are_refused(privacy_filter: Path, tmp_path: Path) -> None:
    """They could run code."""
    for file in privacy_filter.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    model = transformers.AutoModelForTokenClassification.from_pretrained(privacy_filter)
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")

    with pytest.raises(ModelError):
        TokenClassifier(str(tmp_path)).entities(TEXT)
