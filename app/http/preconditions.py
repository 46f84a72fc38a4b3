"""`If-Match` (RFC 9110, section 13.1.1): the versions that a change is made for."""

import re

from fastapi import Request

from app.editing.expected import Expected
from app.errors import MalformedRequest, PreconditionRequired

# Of an entity tag of ours only what stands before the dot counts, so that the tag of any form or
# language will do. A cache that compresses makes it weak, which says nothing of the version.
_TAG = re.compile(r'(?:W/)?"(\d{1,9})(?:\.[!#-~]*)?"')


def if_match(request: Request) -> Expected:
    """The versions named; PreconditionRequired where the header is not there.

    `*` is any version that there is: whoever sends it may undo what others did meanwhile.
    """
    given = ",".join(request.headers.getlist("if-match")).strip()
    if not given:
        raise PreconditionRequired(
            'Say in If-Match which version you have read, as its ETag does: If-Match: "3".'
        )
    if given == "*":
        return Expected()
    found = [_TAG.fullmatch(tag.strip()) for tag in given.split(",")]
    versions = {int(tag[1]) for tag in found if tag}
    if len(found) != len([tag for tag in found if tag]):
        raise MalformedRequest('If-Match: write the ETag of what you read, as "3" or "3.5f0e".')
    return Expected(frozenset(versions))
