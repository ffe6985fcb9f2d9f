"""How often a small model's answer fits the schema that was asked for, and what the mask costs.

    python benchmarks/structured.py [--model smollm2-135m] [--kinds pytorch,mlx] [--runs 10]
                                    [--tokens 160] [--schemas date,network] [--calls]

Asks for each of the schemas of ``tests/backends/schemas.json`` (nested, enums, arrays, recursion,
formats) as often as ``--runs`` says, in turns streamed and not, at temperature 1 with seeds
1, 2 ..., eight at once, through the client that applications use. Every answer is parsed and
checked by the package ``jsonschema``, formats included. ``--calls`` asks for tool calls with the
schemas as parameters instead. ``--tokens`` is small on purpose: many answers reach their limit and
have to be closed in time. A form that cannot be filled in so many (a date, a time and a moment
take about 70) fails, as it must.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jsonschema

from homeport import OpenAI

SCHEMAS = Path(__file__).parent.parent / "tests" / "backends" / "schemas.json"
AT_ONCE = 8
QUESTION = [{"role": "user", "content": "Invent an example."}]


def asked(schema: dict[str, Any], *, calls: bool) -> dict[str, Any]:
    """Return the fields that ask for ``schema``."""
    if not calls:
        form = {"name": "example", "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    function = {"name": "keep", "parameters": schema, "strict": True}
    return {"tools": [{"type": "function", "function": function}], "tool_choice": "required"}


def answers(client: OpenAI, *, stream: bool, **body: Any) -> list[str]:
    """Return the text of the answer, or the arguments of its calls."""
    given: Any = {"model": "auto", "messages": QUESTION, **body}
    if not stream:
        message = client.chat.completions.create(**given).choices[0].message
        return [c.function.arguments for c in message.tool_calls or ()] or [message.content or ""]
    calls: dict[int, str] = {}
    text = ""
    for chunk in client.chat.completions.create(**given, stream=True):
        delta = chunk.choices[0].delta
        text += delta.content or ""
        for call in delta.tool_calls or ():
            calls[call.index] = calls.get(call.index, "") + (call.function.arguments or "")
    return [*calls.values()] or [text]


def fits(text: str, schema: dict[str, Any]) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    try:
        jsonschema.validate(json.loads(text), schema, format_checker=checker)
    except (ValueError, jsonschema.ValidationError):
        return False
    return True


def measure(kind: str, options: argparse.Namespace) -> None:
    """Run every schema and print the table of one engine."""
    backend = {"kind": kind, "model": options.model}
    rules = [{"name": "here", "to": ["local"]}]
    client = OpenAI(policy={"version": 1, "backends": {"local": backend}, "rules": rules})
    good = tried = 0
    started = time.process_time()
    for name, schema in json.loads(SCHEMAS.read_text(encoding="utf-8")).items():
        if options.calls and schema.get("type") != "object":
            continue
        if options.schemas and name not in options.schemas.split(","):
            continue
        body = {**asked(schema, calls=options.calls), "max_tokens": options.tokens}

        def one(run: int, schema: Any = schema, body: Any = body) -> bool:
            said = answers(client, stream=bool(run % 2), seed=run + 1, **body)
            return all(fits(text, schema) for text in said)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            wrong = options.runs - sum(pool.map(one, range(options.runs)))
        good, tried = good + options.runs - wrong, tried + options.runs
        print(f"{kind:8} {name:20} {options.runs - wrong}/{options.runs}", flush=True)
    seconds = time.process_time() - started
    print(f"{kind:8} {'all':20} {good}/{tried}  {seconds:.0f} processor seconds")
    client.homeport.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Validity of structured output.")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--kinds", default="pytorch,mlx")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--tokens", type=int, default=160)
    parser.add_argument("--schemas", help="names, by commas; all of them unless told")
    parser.add_argument("--calls", action="store_true")
    options = parser.parse_args()
    for kind in options.kinds.split(","):
        measure(kind, options)


if __name__ == "__main__":
    main()
