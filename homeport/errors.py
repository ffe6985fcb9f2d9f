"""Everything that homeport raises.

    HomeportError
    ├── PolicyError            a policy file is wrong: file, line, column, what to write instead
    ├── MissingExtra           an optional package is not installed: the command that installs it
    ├── ModelError             a model could not be fetched, checked, converted or read
    └── RequestError           one call could not be answered; has an HTTP status and a code
        ├── Refused            the policy allows no target (403)
        ├── Unavailable        every allowed target failed or is not ready (503)
        │   └── Overloaded         too many calls wait: when to come again
        ├── BadCall            the request is wrong in itself (400)
        │   ├── ContextOverflow    prompt and answer do not fit the model's context
        │   └── UnsupportedForm    the schema or grammar uses what this device cannot enforce
        ├── NotKept            what the request names is not kept here (404)
        ├── TimedOut           the call's deadline passed (504)
        └── BackendFailed      a backend broke while answering (502)

Messages say what happened, why, and what to do next. They never carry prompt or answer text.
Callers of the client see ``openai.OpenAIError`` subclasses: a ``RequestError`` travels as an
HTTP answer with its status and ``error.code``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class HomeportError(Exception):
    """Base of everything that homeport raises."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a policy something is: 1-based line and column."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class PolicyError(HomeportError):
    """A policy could not be read. ``place`` is the first thing to look at."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(f"{place}: {message}")
        self.message = message
        self.place = place


class MissingExtra(HomeportError):
    """An optional dependency is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed; it comes with an extra: pip install 'homeport[{extra}]'"
        )
        self.package = package
        self.extra = extra


class ModelError(HomeportError):
    """A model could not be fetched, checked, converted or read."""


class RequestError(HomeportError):
    """One call could not be answered."""

    status: ClassVar[int] = 500
    default_code: ClassVar[str] = "homeport_error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code


class Refused(RequestError):
    """The policy allows no target for this call."""

    status = 403
    default_code = "refused_by_policy"


class Unavailable(RequestError):
    """Every target that the policy allows failed or is not ready."""

    status = 503
    default_code = "no_target_available"


class Overloaded(Unavailable):
    """Too many calls wait for one model. ``retry_after`` is in whole seconds."""

    default_code = "overloaded"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BadCall(RequestError):
    """The request itself is wrong; no target could answer it."""

    status = 400
    default_code = "invalid_request"


class ContextOverflow(BadCall):
    """Prompt and answer do not fit the model's context. Nothing is ever truncated silently."""

    default_code = "context_length_exceeded"

    def __init__(self, *, model: str, context: int, prompt: int, completion: int = 0) -> None:
        super().__init__(
            f"{model} holds {context} tokens; this call has {prompt} in its prompt and asks for "
            f"up to {completion} more. Shorten the conversation, lower max_tokens, or allow a "
            f"target with a longer context."
            if completion
            else f"{model} reads {context} tokens at a time; a text of this call has {prompt}. "
            f"Split it, or allow a target with a longer context."
        )
        self.context = context
        self.prompt = prompt
        self.completion = completion


class UnsupportedForm(BadCall):
    """A schema or grammar of the call uses what cannot be enforced here. Others may know it."""

    default_code = "unsupported_form"


class NotKept(RequestError):
    """What the request names was made here, and is not kept."""

    status = 404
    default_code = "not_kept"


class TimedOut(RequestError):
    """The call's deadline passed."""

    status = 504
    default_code = "deadline_exceeded"


class BackendFailed(RequestError):
    """A backend broke while answering."""

    status = 502
    default_code = "backend_failed"
