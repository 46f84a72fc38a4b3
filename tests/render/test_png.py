"""The picture as PNG: its size, that it is bounded, and that it takes no font of the machine."""

import re
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings

from app.domain.listing import Listing, Recorded
from app.render import png
from app.render.picture.draw import drawn
from app.render.picture.layout import picture
from tests.render.hostile import HOSTILE, TEXTS, WRITERS, filled
from tests.render.pictures import SCENES, recorded
from tests.render.structures import dots
from tests.support import awkward
from tests.support.world import event

_REST = (awkward.related(), awkward.REV, awkward.AT)


def card(scene: str | list[Any], **asked: str) -> bytes:
    items = SCENES[scene] if isinstance(scene, str) else scene
    options = {option.name: option.default for option in png.FORM.options} | asked
    listing = Listing(items, *_REST, count=132)
    return png.page(listing, awkward.view(options=options))


def size(data: bytes) -> tuple[int, int]:
    """As the header says it (PNG, section 11.2.2)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("scene", SCENES)
def test_a_card_has_the_size_of_cards(scene: str) -> None:
    assert size(card(scene)) == (1200, 630)


def test_a_card_has_as_many_events_as_fit() -> None:
    three = recorded(event(number, f"2022-01-0{number}") for number in (1, 2, 3))
    many = recorded(event(n, f"2022-01-{n:02}") for n in range(1, 29))
    assert card(three) != card(three[:2])
    assert card(many) == card(many[:20])


@pytest.mark.parametrize("scene", ["a page", "200 on one day"])
def test_a_full_picture_has_an_end(scene: str) -> None:
    width, height = size(card(scene, size="full", width="1000"))
    assert width == 1000
    assert 1000 < height <= 4000


def test_it_is_dark_where_that_is_asked_for() -> None:
    assert card("one") != card("one", theme="dark")


@pytest.mark.parametrize("title", ["Talks", "Переговоры", "Συνομιλίες", "محادثات", "שיחות"])
def test_letters_are_drawn_without_a_font_of_the_machine(
    title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = card(recorded([event(1, title={"en": title})]))
    assert drawn != card(recorded([event(1, title={"en": title[::-1]})]))
    monkeypatch.setattr(png, "_FONTS", [])
    assert len(card(recorded([event(1, title={"en": title})]))) < len(drawn) / 2


def hostile_texts(count: int) -> list[str]:
    """So many texts, always the same."""
    found: list[str] = []

    @settings(max_examples=count, deadline=None, database=None, derandomize=True)
    @given(TEXTS)
    def gather(text: str) -> None:
        found.append(text)

    gather()
    return found[:count]


def test_no_text_breaks_a_picture() -> None:
    """Two thousand, fifty on a picture: each as every text of an event.

    That none changes the SVG which is drawn is held in `test_injection`; here, that what comes of
    drawing it is a picture of that size, with nothing in it but dots. An eighth of the size takes
    every text the same way, and half of the time.
    """
    texts = hostile_texts(2_000)
    assert len(set(texts)) > 1_900
    for first in range(0, len(texts), 50):
        listing = Listing([entry(text) for text in texts[first : first + 50]], *_REST)
        full = drawn(picture(listing, awkward.view(), 800, "forum"), "light")
        assert full.count("<a ") == 50
        svg, (wide, tall) = an_eighth(full)
        assert dots(png._rendered(svg)) == (wide, tall, b"IHDR", b"IDAT", b"IEND")


def an_eighth(svg: str) -> tuple[str, tuple[int, int]]:
    """The same picture, drawn smaller, and its size."""
    found = re.search(r' width="(\d+)" height="(\d+)"', svg)
    assert found
    wide, tall = int(found[1]) // 8, int(found[2]) // 8
    return svg.replace(found[0], f' width="{wide}" height="{tall}"', 1), (wide, tall)


def test_text_in_a_picture_would_be_noticed() -> None:
    """The control: a chunk of text, and one that is not whole."""
    found = card([])
    text = b"tEXtComment\0=1+1"
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    assert dots(found) == (1200, 630, b"IHDR", b"IDAT", b"IEND")
    assert b"tEXt" in dots(found[:-12] + chunk + found[-12:])
    with pytest.raises(AssertionError):
        dots(found[:-1] + b"x")


def entry(text: str) -> Recorded:
    (((item,), _),) = filled(text).batches
    return item


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 8))
def test_no_text_breaks_a_card(first: int) -> None:
    assert size(WRITERS["png"]("".join(HOSTILE[first : first + 8]))) == (1200, 630)


def test_the_same_record_gives_the_same_bytes() -> None:
    assert card("awkward") == card("awkward")
