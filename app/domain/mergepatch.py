"""JSON Merge Patch (RFC 7396): what a partial document makes of a whole one."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def patched(target: Any, patch: Any) -> Any:
    """Objects are merged member by member, null removes a member, anything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    found: Json = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = patched(found.get(name), value)
    return found
