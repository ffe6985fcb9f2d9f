"""Every text of a request that whoever receives it would see, as a ``Part`` with its path.

Values, names and numbers of the body, and what the caller put beside it: headers, the query,
the path. What every SDK sends by itself says nothing about anybody and is no part; that is told
by its form, so the same header with other words in it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from homeport.types import Part

# Words of the protocol. A string that is one of them says nothing about anybody.
_VOCABULARY: Final = frozenset(
    "user assistant system developer tool function text input_text output_text message auto none "
    "required json_object json_schema object string number integer boolean array null low medium "
    "high minimal xhigh default flex priority concise detailed disabled image_url input_image "
    "input_file input_audio file refusal function_call function_call_output web_search "
    "in_progress completed incomplete web_search_preview file_search code_interpreter mcp".split()
)
# Names of fields of the API and of JSON Schema.
_FIELDS: Final = frozenset(
    """messages role content type text model name input instructions metadata tools tool_choice
    function parameters properties required description items enum strict schema json_schema
    response_format stream stream_options include_usage temperature top_p n stop seed user
    max_tokens max_completion_tokens max_output_tokens presence_penalty frequency_penalty
    logit_bias logprobs top_logprobs parallel_tool_calls reasoning reasoning_effort effort summary
    store service_tier prediction modalities audio voice format web_search_options functions
    function_call tool_calls tool_call_id id call_id arguments output status refusal annotations
    image_url url detail file file_id filename file_data input_audio data prompt suffix echo
    best_of encoding_format dimensions previous_response_id include truncation background
    conversation prompt_cache_key safety_identifier verbosity additionalProperties anyOf oneOf
    allOf not minimum maximum minItems maxItems minLength maxLength pattern default title const
    examples $schema $defs $ref server_label server_url headers require_approval allowed_tools
    vector_store_ids filters max_num_results container file_ids variables version extra_body
    """.split()
)
# Names of OpenAI's own models, which nobody is identified by.
_PUBLIC_MODEL: Final = re.compile(
    r"(?:chatgpt|gpt|o)-?\d(?:\.\d)?o?(?:-[a-z]{2,10}){0,3}(?:-\d{4}-\d\d-\d\d)?"
)
FIELD: Final = re.compile(
    r"(?=(?>(?:\D{0,48}+\d){0,3})\D{0,48}+\Z)[A-Za-z_$][\w$-]{0,47}\Z", re.ASCII
)
"""What looks like the name of a field: no more than three digits, which could be anything."""

_SMALL: Final = 999_999
_FEW_NUMBERS: Final = 4

_VERSION = r"v?\d{1,4}(?:\.\d{1,4}){0,3}[\w+]{0,8}"
_CLIENT = (
    r"(?:Async)?(?:Azure)?OpenAI|[Pp]ython|python-requests|python-httpx2?|python-urllib3|aiohttp|JS"
    r"|node|undici|axios|curl|Go-http-client|okhttp|homeport"
)
_ID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
_WORDS = r"[A-Za-z*]{1,12}(?:[/\-][A-Za-z*.+\-]{1,40})?(?:; ?q=[01](?:\.\d)?)?"
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(form, re.IGNORECASE)
    for names, form in {
        "authorization": r"(?:Bearer|Basic) ?\S{0,8192}",
        "api-key": r"\S{0,8192}",
        "openai-organization openai-project": r"(?:org|proj)[\w\-]{0,64}|[A-Za-z]{1,16}",
        "accept accept-encoding accept-language cache-control connection": (
            rf"{_WORDS}(?:, ?{_WORDS}){{0,9}}"
        ),
        "content-type": (
            r"application/json(?:; ?charset=utf-8)?|multipart/form-data; boundary=[\w\-]+"
        ),
        "content-length": r"\d{1,12}",
        "host": r".{0,255}",
        "keep-alive": r"timeout=\d{1,4}(?:, ?max=\d{1,4})?",
        "transfer-encoding": r"chunked|gzip|deflate",
        "user-agent": rf"(?:{_CLIENT})[ /]{_VERSION}|(?:(?:{_CLIENT})[ /]){{1,3}}{_VERSION}",
        "idempotency-key": rf"(?:stainless-(?:python|node)-retry-)?{_ID}",
        "x-request-id": rf"(?:req_)?{_ID}|req_[0-9a-f]{{32}}",
        "traceparent": r"00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]",
        "openai-beta": r"[a-z_]{3,20}=v\d(?:, ?[a-z_]{3,20}=v\d)*",
        "x-stainless-async": r"false|async:[a-z]{1,12}",
        "x-stainless-lang x-stainless-os x-stainless-runtime"
        " x-stainless-raw-response x-stainless-helper-method x-stainless-poll-helper": (
            r"[A-Za-z.]{1,24}|other:[A-Za-z]{1,16}"
        ),
        "x-stainless-arch": (
            r"(?:x|arm|other:)?(?:32|64)?|x86_64|i386|aarch64|other:[a-z]{1,12}\d{0,2}"
        ),
        "x-stainless-package-version x-stainless-runtime-version": _VERSION,
        "x-stainless-retry-count x-stainless-read-timeout x-stainless-timeout"
        " x-stainless-custom-poll-interval": r"\d{1,5}(?:\.\d{1,3})?",
    }.items()
    for name in names.split()
}
"""What an SDK sends by itself, by header: whatever has another form was written by the caller."""

_CLOUD_COOKIE: Final = re.compile(r"_{0,2}cf(?:_bm|uvid|lb|_clearance|ruid)=\S{0,2048}")
"""What the cloud's own front sets and gets back."""

_API_WORDS: Final = frozenset(
    """v1 v2 api openai deployments chat completions responses cancel input_items embeddings
    moderations models files content images generations edits variations audio speech
    transcriptions translations fine_tuning jobs batches uploads parts complete threads messages
    runs steps vector_stores search assistants conversations items evals containers videos compact
    realtime sessions input_tokens""".split()
)
_API_ID: Final = re.compile(
    r"(?:resp|chatcmpl|cmpl|file|batch|ftjob|asst|thread|run|msg|step|vs|conv|upload|eval|cntr|item)"
    r"[_-](?=[A-Za-z0-9]{0,40}[A-Za-z])[A-Za-z0-9]{16,64}(?:-local)?"
)
_API_QUERY: Final = frozenset(
    "api-version limit after before order include stream starting_after purpose model".split()
)


def of_body(body: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the parts of a JSON object, in its order."""
    stack: list[tuple[str, Any, str | None]] = [("", body, None)]
    while stack:
        path, value, role = stack.pop()
        if isinstance(value, str):
            if value and value not in _VOCABULARY and not _is_model(path, value):
                yield Part(path, value, role)
        elif isinstance(value, dict):
            said = value.get("role")
            inner = said if isinstance(said, str) and said in _VOCABULARY else role
            yield from _names(path, value, inner)
            stack.extend(reversed(list(_children(path, value, inner))))
        elif isinstance(value, list):
            if _are_numbers(value):
                yield Part(path, ", ".join(map(_written, value)), role)
            else:
                stack.extend((f"{path}[{i}]", value[i], role) for i in reversed(range(len(value))))
        elif _is_number(value) and not -_SMALL <= value <= _SMALL:
            yield Part(path, _written(value), role)  # so long it can be a card or a telephone


def _names(path: str, value: dict[str, Any], role: str | None) -> Iterator[Part]:
    for position, key in enumerate(value):
        if key not in _FIELDS:
            yield Part(key_path(path, position), key, role)
    if path:
        numbers = [child for child in value.values() if _is_number(child)]
        if len(numbers) >= _FEW_NUMBERS:
            yield Part(f"{path}.numbers", ", ".join(map(_written, numbers)), role)


def _children(
    path: str, value: dict[str, Any], role: str | None
) -> Iterator[tuple[str, Any, str | None]]:
    for position, (key, child) in enumerate(value.items()):
        yield child_path(path, position, key), child, role


def key_path(path: str, position: int) -> str:
    """Return the path of the text of a key of the object at ``path``."""
    return f"{path}.keys[{position}]".lstrip(".")


def child_path(path: str, position: int, key: str) -> str:
    """Return the path of what an object at ``path`` holds under ``key``.

    The text of a key that may be content must not be in a path.
    """
    name = key if FIELD.match(key) else f"{{{position}}}"
    return f"{path}.{name}" if path else name


def _are_numbers(value: list[Any]) -> bool:
    return len(value) > 1 and all(map(_is_number, value))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _written(value: float) -> str:
    """Write a number as a reader of the JSON would: 4111111111111111.0 is a card's number too."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_model(path: str, value: str) -> bool:
    return path == "model" and _PUBLIC_MODEL.fullmatch(value) is not None


def around(headers: Iterable[tuple[str, str]], url: str, own: str) -> Iterator[Part]:
    """Yield what the caller put beside the body. Headers that begin with ``own`` never leave."""
    address = urlsplit(url)
    yield from _unique(_of_headers(headers, own))
    yield from _unique(_of_query(address.query))
    for position, segment in enumerate(address.path.split("/")):
        word = unquote(segment, errors="replace")
        if word and word not in _API_WORDS and not _is_public(word):
            yield Part(f"path[{position}]", word)


def _is_public(word: str) -> bool:
    return bool(_API_ID.fullmatch(word) or _PUBLIC_MODEL.fullmatch(word))


def _of_headers(headers: Iterable[tuple[str, str]], own: str) -> Iterator[Part]:
    for position, (name, value) in enumerate(headers):
        key = name.lower()
        if key.startswith(own):
            continue
        if key == "cookie":
            yield from (Part("headers.cookie", pair) for pair in _cookies(value))
        elif key not in _FORMS:
            yield Part(f"headers.keys[{position}]", name)
            yield Part(f"headers.{key if FIELD.match(key) else f'{{{position}}}'}", value)
        elif not _FORMS[key].fullmatch(value):
            yield Part(f"headers.{key}", value)


def _cookies(value: str) -> Iterator[str]:
    pairs = (pair.strip() for pair in value.split(";"))
    return (pair for pair in pairs if pair and not _CLOUD_COOKIE.fullmatch(pair))


def _of_query(query: str) -> Iterator[Part]:
    for position, (name, value) in enumerate(parse_qsl(query, keep_blank_values=True)):
        if name not in _API_QUERY:
            yield Part(f"query.keys[{position}]", name)
        if value:
            yield Part(f"query.{name if FIELD.match(name) else f'{{{position}}}'}", value)


def _unique(parts: Iterable[Part]) -> Iterator[Part]:
    """Number the parts that share a path: a finding must say in which of them it lies."""
    seen: dict[str, int] = {}
    for part in parts:
        count = seen[part.path] = seen.get(part.path, 0) + 1
        yield part if count == 1 else Part(f"{part.path}[{count - 1}]", part.text, part.role)
