"""Text is shown in whole characters and never from a stop string on."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from homeport.backends.text import Detokenizer, StopStrings


def from_bytes(tokens: Sequence[int]) -> str:
    """A tokenizer whose tokens are bytes."""
    return bytes(tokens).decode("utf-8", "replace")


def from_words(tokens: Sequence[int]) -> str:
    """A tokenizer of the SentencePiece kind: the first word of any run loses its space."""
    words = ["", " one", " two", "s", " ñ"]
    return "".join(words[token] for token in tokens).removeprefix(" ")


def shown_by(detokenizer: Detokenizer, tokens: Sequence[int]) -> list[str]:
    return [detokenizer.push(token) for token in tokens]


def test_half_a_character_is_never_shown() -> None:
    """The four bytes of an emoji appear together, with the last of them."""
    assert ["a", "", "", "", "😀", "b"] == shown_by(Detokenizer(from_bytes), "a😀b".encode())


def test_half_a_character_at_the_end_is_left_out() -> None:
    """An answer cut by its length limit does not end in a replacement character."""
    assert "a" == "".join(shown_by(Detokenizer(from_bytes), "a😀".encode()[:-1]))


@given(st.text())
def test_any_text_arrives_whole(text: str) -> None:
    """Byte by byte, all of it and nothing else is shown."""
    assert text == "".join(shown_by(Detokenizer(from_bytes), text.encode()))


@given(st.binary(), st.text(min_size=1).filter(lambda text: not text.startswith("\ufffd")))
def test_broken_bytes_do_not_hold_back_what_follows(broken: bytes, text: str) -> None:
    """What is not UTF-8 is shown as unreadable, and the text after it as itself."""
    tokens = broken + b" " + text.encode()

    assert from_bytes(tokens).rstrip("\ufffd") == "".join(
        shown_by(Detokenizer(from_bytes), tokens)
    ).rstrip("\ufffd")


@given(st.lists(st.integers(0, 4)))
def test_spaces_between_words_survive(tokens: list[int]) -> None:
    """A decoder that strips the first space strips it once, not at every token."""
    assert from_words(tokens) == "".join(shown_by(Detokenizer(from_words), tokens))


def stopped(pieces: Sequence[str], stops: Sequence[str]) -> str:
    """What a caller sees of an answer that comes in ``pieces``."""
    stop, seen = StopStrings(stops), ""
    for piece in pieces:
        seen += stop.push(piece)
        if stop.hit:
            return seen
    return seen + stop.flush()


def cut(text: str, stops: Sequence[str]) -> str:
    """The definition: everything before the first place where a stop string stands."""
    return text[: min([at for stop in stops if (at := text.find(stop)) >= 0], default=len(text))]


def test_a_stop_string_over_two_pieces_is_not_shown() -> None:
    """Its beginning waits until it is known to be none."""
    assert "say " == stopped(["say ST", "OP now"], ["STOP"])
    assert "say STAY" == stopped(["say ST", "AY"], ["STOP"])


def test_only_a_possible_beginning_is_held_back() -> None:
    """Text that cannot become a stop string is shown at once."""
    stop = StopStrings(["STOP"])

    assert "xx" == stop.push("xxS")
    assert "S." == stop.push(".")


@given(
    st.lists(st.text(alphabet="ab", max_size=4), max_size=12),
    st.lists(st.text(alphabet="ab", min_size=1, max_size=3), max_size=4),
)
def test_no_stop_string_is_ever_seen_and_without_one_nothing_is_lost(
    pieces: list[str], stops: list[str]
) -> None:
    """However the answer is cut into pieces."""
    seen = stopped(pieces, stops)
    text = "".join(pieces)

    assert text.startswith(seen)
    assert not any(stop in seen for stop in stops)
    if not stops or cut(text, stops) == text:
        assert text == seen
