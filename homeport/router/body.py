"""A request's body with its private values replaced, and all that it says in order.

Paths are those of ``wire.read``. Texts that are JSON themselves (the arguments of tool calls,
results of tools) stay JSON: each of their strings is masked by itself.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from homeport.policies.privacy.lookalikes import lookalikes
from homeport.policies.privacy.stretches import Span
from homeport.policies.privacy.vault import NotMaskable, Vault
from homeport.router.parts import FIELD, child_path, key_path
from homeport.types import Call, Finding, Level

_LITERAL: Final = re.compile(r'"(?>(?:[^"\\]|\\.)*)"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?')
_PROTOCOL: Final = frozenset({"type", "role", "object", "status"})
"""Fields whose short words say how to read the rest."""

_WORD: Final = re.compile(r"[a-z][a-z_.]{1,31}\Z")
_DEEPEST: Final = 4  # JSON in JSON in JSON in JSON


def masked(
    call: Call,
    findings: Iterable[Finding],
    vault: Vault | None = None,
    *,
    redact: bool = False,
    ours: bool = False,
) -> dict[str, Any]:
    """Return the body of ``call`` with everything of ``findings`` replaced, from personal on.

    Also replaced is what ``vault`` knows, wherever it stands, and what only looks like somebody's
    (``lookalikes``). ``redact`` takes secrets out for
    good. ``ours`` says that the body was masked with this vault before. Raises ``NotMaskable``
    where something cannot be replaced; what then stands in ``vault`` stays there.
    """
    vault = Vault() if vault is None else vault
    vault.avoid(said(call.body))
    spans, elsewhere = _placed(call, findings)
    for text, finding in elsewhere:
        vault.cover(text, finding.category, finding.level)
    writer = _Writer(vault, spans, redact=redact, ours=ours)
    writer.body(call.body)  # the first time every value is learnt, the second time all are known
    return writer.body(call.body)


def said(value: Any) -> Iterator[str]:
    """Yield every text and number of a JSON value; of texts that are JSON, what they say too."""
    stack = [(value, 0)]
    while stack:
        found, depth = stack.pop()
        if isinstance(found, str):
            yield found
            if depth < _DEEPEST and (parsed := _parsed(found)) is not None:
                stack.append((parsed, depth + 1))
        elif isinstance(found, dict):
            stack.extend((child, depth) for child in reversed(found.values()))
            stack.extend((key, depth) for key in reversed(found) if not FIELD.match(key))
        elif isinstance(found, list):
            stack.extend((child, depth) for child in reversed(found))
        elif isinstance(found, (int, float)) and not isinstance(found, bool):
            yield str(found)


def field_names(value: Any) -> Iterator[str]:
    """Yield the keys that read as the name of a field, outside the top of a body."""
    stack = list(value.values()) if isinstance(value, dict) else [value]
    while stack:
        found = stack.pop()
        if isinstance(found, dict):
            yield from filter(FIELD.match, found)
            stack.extend(found.values())
        elif isinstance(found, list):
            stack.extend(found)


def _placed(
    call: Call, findings: Iterable[Finding]
) -> tuple[Mapping[str, list[Span]], list[tuple[str, Finding]]]:
    """Return the spans of the findings by path, and those whose text has no place in the body."""
    texts = {part.path: part.text for part in call.parts}
    places = set(_paths(call.body))
    spans: dict[str, list[Span]] = defaultdict(list)
    elsewhere = []
    for finding in findings:
        if finding.level < Level.PERSONAL:
            continue
        if finding.part.startswith(("headers.", "query.")):
            raise NotMaskable("there is something private in a header or in the address")
        if finding.part in places:
            spans[finding.part].append(_span(finding))
        elif finding.part in texts:
            elsewhere.append((texts[finding.part][finding.start : finding.end], finding))
        else:
            raise NotMaskable("something private stands where it cannot be replaced")
    return spans, elsewhere


def _span(finding: Finding) -> Span:
    return Span(finding.start, finding.end, finding.category, finding.level)


def _paths(body: Mapping[str, Any]) -> Iterator[str]:
    stack: list[tuple[str, Any]] = [("", body)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            for position, (key, child) in enumerate(value.items()):
                if not FIELD.match(key):
                    yield key_path(path, position)
                stack.append((child_path(path, position, key), child))
        elif isinstance(value, list):
            stack.extend((f"{path}[{index}]", child) for index, child in enumerate(value))
        else:
            yield path


class _Writer:
    """Writes one body anew."""

    def __init__(
        self, vault: Vault, spans: Mapping[str, list[Span]], *, redact: bool, ours: bool
    ) -> None:
        self._vault = vault
        self._spans = spans
        self._redact = redact
        self._ours = ours

    def body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key if FIELD.match(key) else self._text(key, self._spans.get(key_path("", n), ())):
            child if key == "model" else self._value(child, child_path("", n, key), key)
            for n, (key, child) in enumerate(body.items())
        }  # fmt: skip

    def _value(self, value: Any, path: str, field: str) -> Any:
        if isinstance(value, dict):
            return self._object(value, path)
        if isinstance(value, list):
            return [self._value(child, f"{path}[{n}]", field) for n, child in enumerate(value)]
        spans = self._spans.get(path, ())
        if isinstance(value, str):
            if not spans and field in _PROTOCOL and _WORD.match(value):
                return value
            return self._text(value, spans)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            written = self._mask(str(value), spans)
            return value if written == str(value) else written
        return value

    def _object(self, value: Mapping[str, Any], path: str) -> dict[str, Any]:
        written = {}
        for position, (key, child) in enumerate(value.items()):
            name = key
            if not FIELD.match(key):
                name = self._text(key, self._spans.get(key_path(path, position), ()))
            written[name] = self._value(child, child_path(path, position, key), key)
        if len(written) != len(value):
            raise NotMaskable("two keys of one object would become the same")
        return written

    def _text(self, text: str, spans: Iterable[Span], depth: int = 0) -> str:
        if depth < _DEEPEST and _parsed(text) is not None:
            return self._json(text, list(spans), depth)
        if self._ours:
            return self._mask(text, spans)
        return self._mask(text, (*spans, *lookalikes(text)))

    def _json(self, text: str, spans: list[Span], depth: int) -> str:
        """Mask each string and number of a JSON text where it stands."""
        pieces, at = [], 0
        for match in _LITERAL.finditer(text):
            inside = [s for s in spans if s.start < match.end() and s.end > match.start()]
            pieces += [text[at : match.start()], self._literal(match, inside, depth)]
            at = match.end()
        return "".join((*pieces, text[at:]))

    def _literal(self, match: re.Match[str], spans: list[Span], depth: int) -> str:
        raw = match[0]
        if raw[0] != '"':
            whole = [replace(span, start=0, end=len(raw)) for span in spans]
            written = self._mask(raw, whole)
            return raw if written == raw else json.dumps(written)
        decoded = json.loads(raw)
        moved = [_decoded(span, match, decoded) for span in spans]
        written = self._text(decoded, moved, depth + 1)
        return raw if written == decoded else json.dumps(written, ensure_ascii=False)

    def _mask(self, text: str, spans: Iterable[Span]) -> str:
        return self._vault.mask(text, spans, redact=self._redact, ours=self._ours)


def _decoded(span: Span, match: re.Match[str], decoded: str) -> Span:
    """Move a span of a JSON text to what the string literal ``match`` says."""
    inner = match[0][1:-1]
    start = max(0, span.start - match.start() - 1)
    end = min(len(inner), span.end - match.start() - 1)
    if inner == decoded:
        return replace(span, start=start, end=max(start, end))
    before, after = _length(inner[:start], -1), _length(inner[end:], 1)
    return replace(span, start=before, end=max(before, len(decoded) - after))


def _length(raw: str, direction: int) -> int:
    """Return how many characters the escaped ``raw`` stands for; half an escape is left out."""
    for cut in range(12):  # two escapes of six make one character
        piece = raw[: len(raw) - cut] if direction < 0 else raw[cut:]
        try:
            return len(json.loads(f'"{piece}"'))
        except ValueError:
            continue
    return 0


def _parsed(text: str) -> Any:
    """Return the object or list that ``text`` is; None if it is neither."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
