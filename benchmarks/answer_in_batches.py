"""Let SmolLM2-135M answer the items of ``homeport bench routing --cascade`` 32 at a time.

    python benchmarks/answer_in_batches.py 560 0 rows.jsonl
    homeport bench routing --cascade rows.jsonl

The same model, questions and rows as with ``--keep``, several times faster: the command asks its
backend for one answer after another, as a router does. Batches round bfloat16 differently.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from homeport.places import find
from homeport.policies.escalation import Signals, agreement, value_of
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.cli.bench_cascade import TOKENS, Asked
from homeport.router.cli.closed_items import Item, items

BATCH = 32
SAMPLES = 2
TEMPERATURE = 0.8

Said = tuple[str, list[float]]
"""A text up to the end of its line, and the surprisal of each of its tokens."""


class Batches:
    """SmolLM2-135M, for texts of different lengths at once."""

    def __init__(self) -> None:
        path = find("smollm2-135m")
        if path is None:
            raise SystemExit("run: homeport models pull smollm2-135m")
        self._tokenizer: Any = AutoTokenizer.from_pretrained(path, padding_side="left")
        self._tokenizer.pad_token = self._tokenizer.eos_token
        model: Any = AutoModelForCausalLM.from_pretrained(path, dtype=torch.bfloat16)
        self._model = model.eval()

    def continued(self, texts: list[str], *, temperature: float, each: int) -> list[Said]:
        """Return ``each`` continuations of each text, one after the other."""
        with torch.inference_mode():
            return self._continued(texts, temperature, each)

    def _continued(self, texts: list[str], temperature: float, each: int) -> list[Said]:
        read = self._tokenizer(texts, return_tensors="pt", padding=True, add_special_tokens=False)
        mask = read.attention_mask.repeat_interleave(each, 0)
        out = self._model(
            input_ids=read.input_ids,
            attention_mask=read.attention_mask,
            position_ids=(read.attention_mask.cumsum(-1) - 1).clamp(min=0),
            use_cache=True,
            logits_to_keep=1,
        )
        out.past_key_values.batch_repeat_interleave(each)
        logits, cache = out.logits[:, -1].repeat_interleave(each, 0).float(), out.past_key_values
        rows: list[list[tuple[int, float]]] = [[] for _ in range(len(mask))]
        for place in range(TOKENS):
            chances = logits.log_softmax(-1)
            tokens = _chosen(logits, temperature)
            for row, token, chance in zip(rows, tokens.tolist(), chances, strict=True):
                row.append((token, -float(chance[token])))
            mask = torch.cat([mask, torch.ones(len(mask), 1, dtype=mask.dtype)], 1)
            out = self._model(
                input_ids=tokens[:, None],
                attention_mask=mask,
                position_ids=mask.sum(-1)[:, None] - 1,
                past_key_values=cache,
                use_cache=True,
            )
            logits, cache = out.logits[:, -1].float(), out.past_key_values
            if place and all(self._line(row)[2] for row in rows):
                break
        return [self._line(row)[:2] for row in rows]

    def _line(self, row: list[tuple[int, float]]) -> tuple[str, list[float], bool]:
        text, told = "", list[float]()
        for token, surprisal in row:
            piece = self._tokenizer.decode([token], skip_special_tokens=True)
            if "\n" in piece or not piece:
                return text + piece.partition("\n")[0], told, True
            text, told = text + piece, [*told, surprisal]
        return text, told, False


def _chosen(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    if temperature == 0:
        return logits.argmax(-1)
    return torch.multinomial((logits / temperature).softmax(-1), 1)[:, 0]


def _row(item: Item, draft: Said, others: list[Said], policy: Policy) -> Asked:
    text, told = draft
    call = wire.read(wire.request_for({"model": "auto", "prompt": item.prompt}))
    value = value_of(text)
    return Asked(
        item.family,
        item.language,
        item.question,
        value is not None and value == value_of(item.answer),
        policy.score(call).complexity.score,
        Signals(tuple(told), agreement(text, [other for other, _ in others])),
    )


def main() -> None:
    """Answer ``COUNT`` items of ``SEED`` and write ``FILE``."""
    count, seed, path = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    torch.manual_seed(seed)
    model, policy = Batches(), Policy.load("balanced")
    made = sorted(items(count, seed=seed), key=lambda item: len(item.prompt))
    with path.open("w", encoding="utf-8") as lines:
        for start in range(0, len(made), BATCH):
            batch = made[start : start + BATCH]
            texts = [item.prompt for item in batch]
            drafts = model.continued(texts, temperature=0, each=1)
            others = model.continued(texts, temperature=TEMPERATURE, each=SAMPLES)
            for at, (item, draft) in enumerate(zip(batch, drafts, strict=True)):
                row = _row(item, draft, others[SAMPLES * at : SAMPLES * (at + 1)], policy)
                lines.write(f"{json.dumps(row.to_dict())}\n")


if __name__ == "__main__":
    main()
