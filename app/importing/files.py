"""Which reader a file needs."""

from pathlib import Path

from app.errors import InvalidMapping
from app.intake.draft import Reader
from app.intake.mapped import MappedReader
from app.intake.mappingfile import read_mapping
from app.intake.ndjson import NdjsonReader

_OURS = (".ndjson", ".jsonl")


def reader_for(file: Path, mapping: Path | None) -> Reader:
    """Of a mapping, the reader of CSV; else that of our own NDJSON. InvalidMapping for others."""
    if not file.is_file():
        raise InvalidMapping(f"{file.name} is no file that can be read twice.")
    ours = file.suffix.lower() in _OURS
    if mapping is not None and ours:
        raise InvalidMapping(f"{file.name} is read as our own NDJSON: leave --mapping out.")
    if mapping is not None:
        return MappedReader(file, read_mapping(mapping), (file.parent, mapping.parent))
    if ours:
        return NdjsonReader(file)
    raise InvalidMapping(
        f"{file.name} needs --mapping, a TOML file that says what its columns mean; without one, "
        f"files ending in {' or '.join(_OURS)} are read as our own NDJSON."
    )
