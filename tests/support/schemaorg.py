"""Linked data as RDF, offline: the terms of schema.org that we use, as its own context has them."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from pyshacl import validate
from rdflib import Graph

# https://schema.org/docs/jsonldcontext.json, cut down to these: the vocabulary, and which values
# are dates or addresses.
_DATE = {"@type": "http://schema.org/Date"}
_ADDRESS = {"@type": "@id"}
CONTEXT: dict[str, Any] = {
    "@vocab": "http://schema.org/",
    **dict.fromkeys(("startDate", "endDate", "previousStartDate", "datePublished"), _DATE),
    **dict.fromkeys(("url", "eventStatus", "eventAttendanceMode"), _ADDRESS),
}


def rdf(document: bytes) -> Graph:
    """What the document says."""
    found = orjson.loads(document)
    assert found["@context"] == "https://schema.org"
    with _without_complaints():
        return Graph().parse(data=orjson.dumps({**found, "@context": CONTEXT}), format="json-ld")


def complaints(graph: Graph, shapes: Path) -> str | None:
    """What of the graph breaks the shapes (SHACL)."""
    with _without_complaints():
        conforms, _, text = validate(graph, shacl_graph=str(shapes), shacl_graph_format="turtle")
    return None if conforms else str(text)


@contextmanager
def _without_complaints() -> Iterator[None]:
    """Both readers still use what rdflib deprecates of itself."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(ConjunctiveGraph|Dataset)", DeprecationWarning)
        yield
