"""``homeport chat``: a conversation whose every turn says where it went."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

import openai
import typer
from rich.text import Text

from homeport.errors import HomeportError
from homeport.router import wire
from homeport.router.cli import options, terminal
from homeport.router.cli.ask import request_body, show
from homeport.router.cli.exits import label_of, message_of
from homeport.router.cli.explain import explained
from homeport.router.cli.judge import Judged
from homeport.router.cli.policy import described
from homeport.router.cli.turn import Turn, footer
from homeport.router.client import OpenAI

_HELP: Final = """\
/explain [TEXT]  where the last turn went, or where TEXT would go now, and why
/policy          the policy of this conversation
/clear           forget the conversation
/quit            leave (so does Ctrl-D); Ctrl-C stops an answer"""


def chat(
    policy: options.PolicyOption = None,
    model: options.ModelOption = "auto",
    route: options.RouteOption = None,
    privacy: options.PrivacyOption = None,
    system: options.SystemOption = None,
    max_tokens: options.MaxTokensOption = None,
) -> None:
    """Talk over several turns. What was private once stays private for the conversation."""
    with OpenAI(policy=policy) as client:
        conversation = Conversation(
            client,
            system=system,
            asking=lambda messages: request_body(messages, model=model, max_tokens=max_tokens),
            labels=options.labels(route, privacy),
        )
        _converse(conversation)


class Conversation:
    """The turns so far. An id ties them together, so that the level never falls."""

    def __init__(
        self,
        client: OpenAI,
        *,
        system: str | None,
        asking: Callable[[list[dict[str, str]]], dict[str, Any]],
        labels: dict[str, str],
    ) -> None:
        self.client = client
        self._system = system
        self._asking = asking
        self._labels = labels
        self.clear()

    def clear(self) -> None:
        """Begin anew, as another conversation."""
        self._turns = [{"role": "system", "content": self._system}] if self._system else []
        self._named = {**self._labels, "x-homeport-conversation": f"chat-{uuid.uuid4().hex}"}
        self._asked: list[dict[str, str]] = []

    def say(self, text: str) -> None:
        """Answer ``text``. A turn that fails is told and forgotten; a stopped one is kept."""
        self._asked = [*self._turns, {"role": "user", "content": text}]
        turn = Turn(self.client, self._asking(self._asked), labels=self._named)
        try:
            show(turn.pieces())
            terminal.out().print(footer(turn.answer), soft_wrap=True)
        except (openai.OpenAIError, HomeportError) as error:
            terminal.tell(message_of(error), label=label_of(error))
            return
        except KeyboardInterrupt:
            terminal.err().print(Text("stopped", style=terminal.DIM))
        if turn.said:
            self._turns = [*self._asked, {"role": "assistant", "content": turn.said}]

    def explain(self, text: str) -> None:
        """Show the decision on the last turn, or on ``text`` as the next one."""
        asked = [*self._turns, {"role": "user", "content": text}] if text else self._asked
        if not asked:
            terminal.tell("nothing has been said yet; /explain TEXT judges a text", label="hint")
            return
        request = wire.request_for({"messages": asked})
        call, router = wire.read(request), self.client.homeport
        decision = self.client.explain(messages=asked, extra_headers=self._named)
        judged = Judged(call, decision)
        terminal.out().print(explained(judged, router.policy, router.state(request)))


def _converse(conversation: Conversation) -> None:
    if sys.stdin.isatty():
        terminal.out().print(Text("Say something, or /help.", style=terminal.DIM))
    for line in _lines():
        if line.startswith("/"):
            _command(conversation, line)
        elif line.strip():
            conversation.say(line)


def _lines() -> Iterator[str]:
    """Yield what is typed or piped in, line by line."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    import readline  # noqa: F401 - gives input() its editing keys and its history

    while True:
        try:
            yield input("› ")
        except EOFError:
            typer.echo()
            return
        except KeyboardInterrupt:
            typer.echo("\n/quit or Ctrl-D leaves", err=True)


def _command(conversation: Conversation, line: str) -> None:
    word, _, rest = line[1:].partition(" ")
    if word in {"quit", "exit"}:
        raise typer.Exit
    if word == "clear":
        conversation.clear()
        terminal.out().print(Text("forgotten", style=terminal.DIM))
    elif word == "explain":
        conversation.explain(rest.strip())
    elif word == "policy":
        terminal.out().print(described(conversation.client.homeport.policy))
    elif word == "help":
        terminal.out().print(_HELP, markup=False)
    else:
        terminal.tell(f"/{word} is no command; /help lists them", label="hint")
