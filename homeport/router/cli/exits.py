"""Exit codes, and the one place where an expected error becomes a sentence and a code.

======  ==========================================================
0       it worked
1       it worked, and the answer is no (an example fails, a line could not be read ...)
2       wrong usage, or a policy that is not one
3       the policy refuses the call
4       nobody could answer
130     interrupted with Ctrl-C
======  ==========================================================
"""

from __future__ import annotations

import enum
from typing import Any

import openai
import typer
from typer.core import TyperGroup

from homeport.errors import BadCall, HomeportError, PolicyError, Refused, RequestError
from homeport.router.cli.terminal import tell, tell_policy_error


class ExitCode(enum.IntEnum):
    """What ``$?`` says."""

    OK = 0
    NO = 1
    USAGE = 2
    REFUSED = 3
    UNAVAILABLE = 4
    INTERRUPTED = 130


class Commands(TyperGroup):
    """The top of the command line: no expected error leaves it as a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except PolicyError as error:
            tell_policy_error(error)
            raise typer.Exit(ExitCode.USAGE) from None
        except (HomeportError, openai.OpenAIError) as error:
            tell(message_of(error), label=label_of(error))
            raise typer.Exit(code_of(error)) from None


def code_of(error: Exception) -> ExitCode:
    """Return the exit code of an error that a client, the router or the models raised."""
    status = _own_status(error)
    if status is None:
        upstream = isinstance(error, openai.OpenAIError)
        return ExitCode.UNAVAILABLE if upstream else ExitCode.NO
    if status == Refused.status:
        return ExitCode.REFUSED
    return ExitCode.USAGE if status == BadCall.status else ExitCode.UNAVAILABLE


def message_of(error: Exception) -> str:
    """Return what to tell a person, without the SDK's wrapping."""
    body = getattr(error, "body", None)
    told = body.get("message") if isinstance(body, dict) else None
    if told is None and isinstance(error.__cause__, RequestError):
        told = error.__cause__.message  # a time-out of ours has no body
    return str(told or error)


def label_of(error: Exception) -> str:
    """Return the word before the message; a refusal says itself that it is one."""
    return {ExitCode.REFUSED: "", ExitCode.UNAVAILABLE: "no answer"}.get(code_of(error), "error")


def error_json(error: Exception) -> dict[str, Any]:
    """Return ``error`` as ``--json`` prints it."""
    code = getattr(error, "code", None)
    return {"error": {"message": message_of(error), "code": code, "exit": int(code_of(error))}}


def _own_status(error: Exception) -> int | None:
    """Return the status of an error that homeport made; None if somebody else did."""
    if isinstance(error, RequestError):
        return error.status
    if isinstance(error, openai.APIStatusError) and error.type == "homeport_error":
        return error.status_code
    return None
