"""What of a form is structure and not text: what no text in the record may change.

Each reads the form with a parser of others and leaves out what the values say.
"""

import csv
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import orjson
from pyarrow import parquet

from tests.support.atom import elements

Structure = Any

# What XML 1.0 (section 2.2) allows.
_XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def calendar(data: bytes) -> Structure:
    """The properties of each component with how many values each has."""
    text = data.decode()
    assert "\n" not in text.replace("\r\n", ""), "a line feed alone"
    assert "\r" not in text.replace("\r\n", ""), "a carriage return alone"
    # Readers differ in what ends a line: for those that ask Python, a dozen characters do.
    assert text.splitlines() == text.removesuffix("\r\n").split("\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    return _component(icalendar.Calendar.from_ical(data))


def _component(read: icalendar.Component) -> Structure:
    properties = [(name, _values(value)) for name, value in read.property_items(recursive=False)]
    assert not read.errors
    return properties, [_component(inner) for inner in read.subcomponents]


def _values(value: Any) -> int:
    return len(value.cats) if isinstance(value, icalendar.prop.vCategory) else 1


def json(data: bytes) -> Structure:
    """The shape of the value: names of members, lengths of lists, kinds of the rest."""
    return _shape(orjson.loads(data))


def _shape(value: Any) -> Structure:
    if isinstance(value, dict):
        return {name: _shape(member) for name, member in value.items()}
    return [_shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def json_lines(data: bytes) -> Structure:
    """The shape of each line."""
    text = data.decode()
    return [json(line.encode()) for line in text.removesuffix("\n").split("\n")]


def table(data: bytes) -> Structure:
    """How many cells each row has, and that none of them would be run by a spreadsheet."""
    rows = list(csv.reader(StringIO(data.decode(), newline=""), strict=True))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))]
    return [len(row) for row in rows]


def xml(data: bytes) -> Structure:
    """The elements, each with the names of its attributes."""
    return _element(elements(data))


def _element(read: ET.Element) -> Structure:
    return read.tag, sorted(read.attrib), [_element(inner) for inner in read]


def jscalendar(data: bytes) -> Structure:
    """The same as of JSON, but that keywords are texts, which stand there as names of members."""
    group = orjson.loads(data)
    for event in group["entries"]:
        event["keywords"] = list(event["keywords"].values())
    return _shape(group)


def picture(data: bytes) -> Structure:
    """Elements with the names of their attributes, in order; lines of text, however many, once."""
    text = data.decode()
    assert _XML.fullmatch(text)
    assert "<!" not in text
    assert "<?" not in text
    tree = list(_elements(ET.fromstring(text)))  # noqa: S314 - expat reads strictly, as is wanted
    marks = [element for element in tree if not element[0].endswith("}text")]
    return marks, {tag for tag, _ in tree}, {name for _, names in tree for name in names}


def _elements(root: ET.Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for element in root.iter():
        # A label ends where its mark begins, or begins where that ends: as its length asks.
        yield element.tag, tuple(sorted(element.attrib.keys() - {"text-anchor"}))


def dots(data: bytes) -> Structure:
    """Width, height, and the kinds of chunks in order, each whole; repeated ones once.

    PNG (Third Edition), sections 5.2 to 5.5: nothing stands before the first or after the last.
    """
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    kinds, pixels, at = dict[bytes, None](), b"", 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length) == (zlib.crc32(kind + body),)
        kinds[kind] = None
        pixels += body if kind == b"IDAT" else b""
        at += length + 12
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    assert (depth, colour) == (8, 6)  # A byte each for red, green, blue and how opaque.
    assert len(zlib.decompress(pixels)) == height * (1 + 4 * width)
    return width, height, *kinds


def columns(data: bytes) -> Structure:
    """How many rows there are, and what of which type each has."""
    read = parquet.read_table(BytesIO(data))
    return read.num_rows, read.schema.remove_metadata()


class _Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def document(data: bytes) -> Structure:
    """Elements and their attributes, in order."""
    reader = _Tags()
    reader.feed(data.decode())
    reader.close()
    return reader.found


STRUCTURES: dict[str, Callable[[bytes], Structure]] = {
    "atom": xml,
    "changes.atom": xml,
    "csv": table,
    "geojson": json,
    "html": document,
    "ics": calendar,
    "jscalendar": jscalendar,
    "json": json,
    "jsonfeed": json,
    "jsonld": json,
    "ndjson": json_lines,
    "parquet": columns,
    "png": picture,
    "statements.atom": xml,
    "svg": picture,
}
