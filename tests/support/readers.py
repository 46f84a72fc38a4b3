"""Pages as their readers see them."""

from html.parser import HTMLParser

from tests.http.conftest import Client

FIRST = ["ev_3d8f1w6p", "ev_7k2m9q4x", "ev_5t1n8r3c", "ev_9b4h6z2v"]
BASE = "http://127.0.0.1:8000"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Reader(HTMLParser):
    """What of a page its reader sees, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str, name: str) -> list[str]:
        found = (attributes.get(name) for other, attributes in self.tags if other == tag)
        return [value for value in found if value is not None]


def read(client: Client, address: str, status: int = 200, **headers: str) -> Reader:
    answer = client.get(address, headers={**HTML, **headers})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Reader(answer.text)


def ids(page: Reader) -> list[str]:
    return page.all("article", "id")
