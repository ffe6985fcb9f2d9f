"""``homeport ask``: one question, one answer, and one line about how it came about."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Annotated, Any

import openai
import typer

from homeport.router.cli import options, terminal
from homeport.router.cli.exits import code_of, error_json
from homeport.router.cli.turn import Turn, footer
from homeport.router.client import OpenAI


def ask(
    text: Annotated[str, typer.Argument(help="What to ask; - reads standard input.")],
    policy: options.PolicyOption = None,
    model: options.ModelOption = "auto",
    route: options.RouteOption = None,
    privacy: options.PrivacyOption = None,
    system: options.SystemOption = None,
    max_tokens: options.MaxTokensOption = None,
    json: options.JsonOption = False,
) -> None:
    """Ask once; the answer streams to standard output.

    Exit code: 0 answered, 2 wrong usage or policy, 3 refused by the policy, 4 nobody could answer.
    """
    said = options.text_of(text)
    body = request_body(options.messages(said, system), model=model, max_tokens=max_tokens)
    with OpenAI(policy=policy) as client:
        turn = Turn(client, body, labels=options.labels(route, privacy))
        if json:
            _as_json(turn)
            return
        show(turn.pieces())
        terminal.err().print(footer(turn.answer), soft_wrap=True)


def request_body(
    messages: list[dict[str, str]], *, model: str, max_tokens: int | None
) -> dict[str, Any]:
    """Return the request body that asks for the next message."""
    limit = {} if max_tokens is None else {"max_completion_tokens": max_tokens}
    return {"model": model, "messages": messages, **limit}


def show(pieces: Generator[str]) -> None:
    """Stream an answer to standard output: made safe for a terminal, as it is for a file."""
    console, waiting = terminal.out(), terminal.err().status("thinking")
    safe = terminal.printable if console.is_terminal else str
    last = "\n"
    # Closing the pieces stops whoever makes them, also when Ctrl-C comes in the middle.
    with closing(pieces), waiting:
        try:
            for piece in pieces:
                waiting.stop()
                last = piece
                console.out(safe(piece), end="", highlight=False)
                console.file.flush()
        finally:
            if not last.endswith("\n"):
                console.out("")


def _as_json(turn: Turn) -> None:
    try:
        for _ in turn.pieces():
            pass
    except openai.OpenAIError as error:
        terminal.write_json({**error_json(error), "answer": turn.said})
        raise typer.Exit(code_of(error)) from None
    terminal.write_json(turn.answer.to_dict())
