"""The files of /v1/imports and what reads them: imported with the first file that comes."""

from app.errors import InvalidMapping
from app.http.spooled import CSV, Spooled
from app.importing.run import run
from app.intake.draft import Reader
from app.intake.mapped import MappedReader
from app.intake.mappingfile import mapping_of
from app.intake.ndjson import NdjsonReader

__all__ = ["reader", "run"]


def reader(body: Spooled, text: str | None) -> Reader:
    """What reads the file; InvalidMapping where its mapping is not one, or is not wanted."""
    if body.media_type != CSV:
        if text is not None:
            raise InvalidMapping("Our own NDJSON needs no mapping: leave it out.")
        return NdjsonReader(body.path)
    if text is None:
        raise InvalidMapping("A CSV needs a mapping that says what its columns mean.")
    mapping = mapping_of(text, "the mapping")
    if mapping.tables:
        raise InvalidMapping("tables: lookup tables lie beside a file; here there are none.")
    return MappedReader(body.path, mapping, ())
