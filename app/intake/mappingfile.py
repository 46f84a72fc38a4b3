"""A mapping from its TOML file, and what is wrong with one, in words that say what to write."""

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.domain.text import Part
from app.errors import InvalidMapping
from app.intake import mapping
from app.intake.mapping import FileMapping

_KEYS = sorted(
    {
        key
        for model in vars(mapping).values()
        if isinstance(model, type) and issubclass(model, Part)
        for key in model.model_fields
    }
)
_LISTS = ("participants", "define")
_SAID = {
    "missing": "is missing",
    "string_type": "write a text in quotes",
    "bool_type": "write true or false",
    "int_type": "write a whole number",
    "literal_error": "is not one of the words that there are",
    "dict_type": "write a table of keys and values",
    "string_too_short": "is empty",
}


def read_mapping(path: Path) -> FileMapping:
    """The mapping in a TOML file; InvalidMapping names each key that is wrong, and why."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidMapping(f"{path.name} is not TOML: {error}") from None
    except OSError as error:
        raise InvalidMapping(f"{path.name} cannot be read: {error.strerror}.") from None
    return mapping_of(text, path.name)


def mapping_of(text: str, name: str) -> FileMapping:
    """The same of its text; `name` says in the error which mapping it is."""
    try:
        return FileMapping.model_validate(tomllib.loads(text))
    except RecursionError:
        raise InvalidMapping(f"{name} is nested too deeply.") from None
    except tomllib.TOMLDecodeError as error:
        raise InvalidMapping(f"{name} is not TOML: {error}{_doubled(str(error))}") from None
    except ValidationError as error:
        raise InvalidMapping(f"{name}: {'; '.join(_sentences(error))}.") from None


def _doubled(said: str) -> str:
    """A list of tables is written with two brackets, which is forgotten easily."""
    name = next((name for name in _LISTS if f"'{name}'" in said), None)
    return f"; write [[{name}]] with two brackets" if name else ""


def _sentences(error: ValidationError) -> list[str]:
    """Each fault with its key; of the branches of a union only the deepest is worth saying."""
    faults = error.errors(include_url=False, include_input=False)
    by_key: dict[str, list[Any]] = {}
    for fault in faults:
        by_key.setdefault(_key(fault["loc"]), []).append(fault)
    deepest = [key for key in by_key if not any(o.startswith(f"{key}.") for o in by_key)]
    return [f"{key or 'the mapping'}: {_said(key, by_key[key])}" for key in deepest]


def _key(location: Iterable[int | str]) -> str:
    return ".".join(str(part) for part in location if not _branch(part))


def _branch(part: int | str) -> bool:
    """pydantic names the branch of a union in the path; a reader has no use for it."""
    return isinstance(part, str) and (
        part in ("str", "Cell", "constrained-str") or "[" in part or "(" in part
    )


def _said(key: str, faults: list[Any]) -> str:
    kinds = {fault["type"] for fault in faults}
    name = key.rpartition(".")[2]
    if "extra_forbidden" in kinds:
        near = get_close_matches(name, _KEYS, n=1)
        return f"there is no such key{f'; did you mean {near[0]}?' if near else ''}"
    if kinds & {"tuple_type"} and name in _LISTS:
        return f"write [[{name}]] with two brackets"
    if len(kinds) > 1 and "string_type" in kinds:
        return 'write a text in quotes, or a table such as { column = "…" }'
    if "string_pattern_mismatch" in kinds:
        return "small letters, digits and hyphens, beginning with a letter, 30 at most"
    first = faults[0]
    return _SAID.get(first["type"]) or first["msg"].removeprefix("Value error, ")
