"""What of a form is structure and not text: what no text in the record may change.

Each reads the form with a parser of others and leaves out what the values say.
"""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import icalendar
import orjson

Structure = Any


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


def jscalendar(data: bytes) -> Structure:
    """The same as of JSON, but that keywords are texts, which stand there as names of members."""
    group = orjson.loads(data)
    for event in group["entries"]:
        event["keywords"] = list(event["keywords"].values())
    return _shape(group)


STRUCTURES: dict[str, Callable[[bytes], Structure]] = {
    "csv": table,
    "ics": calendar,
    "jscalendar": jscalendar,
    "json": json,
    "ndjson": json_lines,
}
