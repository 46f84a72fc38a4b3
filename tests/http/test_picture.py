"""The picture over HTTP: its headers, its options, and the one that the documentation shows."""

import re
from pathlib import Path

import pytest

from app.render import png, svg
from tests.http.conftest import Client

DOCS = Path(__file__).parents[2] / "docs"


def test_a_picture_allows_its_own_style_and_nothing_else(client: Client) -> None:
    headers = client.get("/v1/events.svg").headers

    assert headers["content-type"] == "image/svg+xml"
    assert headers["content-security-policy"] == (
        f"default-src 'none'; style-src '{svg.FORM.styles[0]}'; frame-ancestors 'none'"
    )
    assert svg.FORM.styles[0] in (DOCS / "forms" / "svg.md").read_text(encoding="utf-8")


def test_a_page_knows_of_how_many_it_is(client: Client) -> None:
    answer = client.get("/v1/events.svg?limit=2")

    assert "2 of 4 events" in answer.text
    assert answer.headers["pourparlers-count"] == "4"
    assert 'rel="next"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("query", "refused"),
    [("width=319", "width"), ("width=1e3", "width"), ("lanes=forums", "lanes")],
)
def test_what_is_no_option_is_refused(client: Client, query: str, refused: str) -> None:
    answer = client.get(f"/v1/events.svg?{query}")

    assert answer.status_code == 422
    assert refused in answer.json()["detail"]


def test_one_event_is_a_picture_too(client: Client) -> None:
    answer = client.get("/v1/events/ev_7k2m9q4x.svg?lang=fr&width=360")

    assert "1 événement" in answer.text
    assert answer.headers["etag"].startswith('"1.')


def test_the_picture_shown_is_the_real_one(client: Client) -> None:
    shown = (DOCS / "january-2022.svg").read_text(encoding="utf-8")
    real = client.get("/v1/events.svg?date=2022-01").text

    assert _undated(shown) == _undated(real)


def test_the_card_shown_is_the_real_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    dots, drawn = png._rendered, list[str]()

    def on_the_day_it_was_kept(picture: str, zoom: int) -> bytes:
        drawn.append(re.sub(r"(revision \d+), [^<]*", r"\1, 25 November 2026", picture))
        return dots(drawn[0], zoom)

    monkeypatch.setattr(png, "_rendered", on_the_day_it_was_kept)
    real = client.get("/v1/events.png?date=2022-01").content

    assert "25 November 2026" in drawn[0]
    assert (DOCS / "january-2022.png").read_bytes() == real


def _undated(picture: str) -> str:
    """Without the day on which the record was loaded."""
    return re.sub(r"revision \d+, [^<]*", "revision", picture)
