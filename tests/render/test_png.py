"""The picture as PNG: its size, that it is bounded, and that it takes no font of the machine."""

import struct
from typing import Any

import pytest

from app.domain.listing import Listing
from app.render import png
from tests.render.hostile import HOSTILE, WRITERS
from tests.render.pictures import SCENES, recorded
from tests.support import awkward
from tests.support.world import event


def card(scene: str | list[Any], **asked: str) -> bytes:
    items = SCENES[scene] if isinstance(scene, str) else scene
    options = {option.name: option.default for option in png.FORM.options} | asked
    listing = Listing(items, awkward.related(), awkward.REV, awkward.AT, count=132)
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


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 8))
def test_no_text_breaks_a_card(first: int) -> None:
    assert size(WRITERS["png"]("".join(HOSTILE[first : first + 8]))) == (1200, 630)


def test_the_same_record_gives_the_same_bytes() -> None:
    assert card("awkward") == card("awkward")
