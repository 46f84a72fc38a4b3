"""The data files that ship inside the package, read as they are."""

import csv
import json
from importlib.resources import files
from typing import Any

Document = dict[str, Any]
Entry = tuple[str, Document]

_DATA = files("app.gazetteer") / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file; an empty cell is an empty text, `NA` is Namibia."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def tree(name: str) -> Any:
    """What a JSON file holds."""
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def listed(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by bars."""
    return [value for value in cell.split("|") if value]
