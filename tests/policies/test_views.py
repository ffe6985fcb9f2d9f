"""Readings: what each view makes of a disguise, where it stood, and that work is bounded."""

from __future__ import annotations

import base64
import bz2
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.privacy.readings import TooDeep, readings
from homeport.policies.privacy.views.octets import TooLarge


def all_readings(text: str) -> str:
    return "\n".join(reading.text for reading in readings(text))


def hidden(text: str, times: int = 1) -> str:
    for _ in range(times):
        text = base64.b64encode(text.encode()).decode()
    return text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no 4 1 1 1 2 2 2 2 ok", "41112222"),
        ("a|4|1|1|1|2|2|2|2|", "41112222"),
        ("4111/2222/3333/4444", "4111 2222 3333 4444"),
        ("four one one double two three", "411223"),
        ("cuarenta y dos, seiscientos doce, siete", "426127"),
        ("one hundred and twelve five six", "11256"),
        ("Echo Sierra nine one two", "ES912"),
        ("ana dot garcia at gmail dot com", "ana.garcia@gmail.com"),
        ("ana (arroba) gmail punto es", "ana@gmail.es"),
        ("anaATgmailDOTcom", "ana@gmail.com"),
        ("4l11 lO11 1111 1111", "4111 1011 1111 1111"),
        ("My card is S42S lO79 S76l OO8l, ok", "5425 1079 5761 0081"),
        ("card is Sl67 9SOS 6766 O497.", "5167 9505 6766 0497"),
        ("4929 8667 lSl7 l8SO", "4929 8667 1517 1850"),
        ("rent to DES3S2O3lS96l877977399 today", "DE53520315961877977399"),
        ("DEOSOSOSl2lS322S94l32S", "DE05050512153225941325"),
        ("moc.liamg@ana", "ana@gmail.com"),
        ("ana%40gmail&#46;com", "ana@gmail.com"),
        ("Mar\\u00eda \\ud83d\\ude00", "María 😀"),
        ("=34=31=31=31", "4111"),
        ("=?utf-8?Q?Garc=C3=ADa?=", "García"),
        ("<b>41</b><i>11</i>", "4111"),
        ("41<!-- x -->11", "4111"),
        ("NOTE:card 41\r\n 11", "card 4111"),
        ('"4111" + "2222"', "41112222"),
        (hidden("the card is 4111"), "the card is 4111"),
        (hidden("the card is 4111", 3), "the card is 4111"),
        ("dGhlIGNhcmQgaXMgNDEx\nMSBhbmQgdGhpcyBpcyBp\ndA==", "the card is 4111 and this is it"),
        (
            base64.b64encode(gzip.compress(b"the card is 4111", mtime=0)).decode(),
            "the card is 4111",
        ),
        (base64.b64encode(zlib.compress(b"the card is 4111")).decode(), "the card is 4111"),
        (base64.b64encode(bz2.compress(b"the card is 4111")).decode(), "the card is 4111"),
        (base64.b64encode("the card".encode("utf-16-le")).decode(), "the card"),
        (base64.b32encode(b"the card is 4111").decode(), "the card is 4111"),
        (base64.a85encode(b"the card is 4111").decode(), "the card is 4111"),
        (b"the card is 4111".hex(), "the card is 4111"),
        (b"the card".hex(":"), "the card"),
        (" ".join(f"{octet:08b}" for octet in b"card"), "card"),
        (", ".join(map(str, b"the card")), "the card"),
        ("-.-. .- .-. -.. / ....- .----", "CARD 41"),
        ("gur pneq vf zl pneq", "the card is my card"),
        ("drac ym si siht", "this is my card"),
        ("x" + "".join(chr(0xE0000 + ord(sign)) for sign in "card"), "card"),
    ],
)
def test_every_disguise_is_read(text: str, meant: str) -> None:
    """Some reading of the text shows what is meant."""
    assert meant in all_readings(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write a function that reverses a linked list, and explain it.",
        "¿Cuál es la capital de Francia y cuántos habitantes tiene?",
        "I have three apples and two pears at home.",
    ],
)
def test_plain_prose_has_one_reading(text: str) -> None:
    """Ordinary text costs no view."""
    assert [text] == [reading.text for reading in readings(text)]


def test_a_finding_in_a_decoded_text_stands_for_the_encoded_run() -> None:
    """The span is that of the run that was decoded, not of what stands around."""
    run = hidden("the card is 4111")
    decoded = next(r for r in readings(f"look: {run} ok") if r.view and r.view.kind == "base64")
    start = decoded.text.index("4111")

    assert (6, 6 + len(run)) == decoded.place(start, start + 4)


def test_what_a_view_only_copies_is_no_finding_of_it() -> None:
    """Text around a decoded run was read already."""
    run = hidden("the card is 4111")
    decoded = next(r for r in readings(f"look here, {run}") if r.view and r.view.kind == "base64")

    assert decoded.place(0, 4) is None


def test_text_hidden_deeper_than_is_read_is_refused() -> None:
    """Five layers of base64 are not read, and that is an error, never silence."""
    with pytest.raises(TooDeep):
        list(readings(hidden("the card is 4111 and so on", 5)))


def test_a_packed_bomb_is_refused() -> None:
    """What unpacks to more than is read stops the reader at its bound."""
    with pytest.raises(TooLarge):
        list(readings(base64.b64encode(gzip.compress(b"a" * 9_000_000)).decode()))


def test_a_packed_value_that_was_cut_is_refused() -> None:
    """Half of a gzip stream hides the other half."""
    packed = base64.b64encode(gzip.compress(bytes(range(32, 127)) * 40, mtime=0)).decode()

    with pytest.raises(TooLarge):
        list(readings(packed[: len(packed) // 2 // 4 * 4]))


@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(
    ["%41", "\\u0041", "&#65;", "4 1 1 1 1 1", "QUJDREVGR0hJSktM", "=41=42", "one two three",
     " at x dot com", "\u200b", "\b", "<b>", '" + "', "\r\n ", "-. .- -. .-", "0x41,", "01000001 "]
))).map("".join))  # fmt: skip
def test_any_text_is_read_within_itself(text: str) -> None:
    """No text makes a reader fail, and every place lies in the text."""
    try:
        found = list(readings(text))
    except TooDeep:
        return

    for reading in found:
        place = reading.place(0, len(reading.text)) if reading.text else None
        assert place is None or 0 <= place[0] <= place[1] <= len(text)


def test_a_finding_in_text_written_backwards_stands_where_it_was() -> None:
    """Characters are counted from the other end."""
    text = "drac ym si siht 1114"
    backwards = next(r for r in readings(text) if "this is my card" in r.text)
    start = backwards.text.index("4111")

    assert (16, 20) == backwards.place(start, start + 4)
