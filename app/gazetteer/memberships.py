"""Who belongs to which organisation, as what, from when to when."""

from collections import defaultdict

from app.gazetteer.files import Document, rows


def memberships() -> dict[str, list[Document]]:
    """The `member_of` relations of each member, by its id, in the order of the file."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for row in rows("memberships.csv"):
        found[row["member"]].append(_relation(row))
    return dict(found)


def _relation(row: dict[str, str]) -> Document:
    known = {member: row[member] for member in ("role", "from", "to", "attested") if row[member]}
    return {"relation": "member_of", "object": row["organisation"], **known}
