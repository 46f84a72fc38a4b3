"""The report of an import, for the OpenAPI document and for the tests that hold answers to it."""

from app.http.shape_parts import Shape


class TroubleShape(Shape):
    line: int
    at: str | None
    detail: str
    said: str | None


class UnresolvedShape(Shape):
    at: str
    token: str
    wanted: str
    times: int
    line: int
    near: list[str]


class DoubtfulShape(Shape):
    at: str
    token: str
    id: str
    other: str
    times: int
    line: int


class MembersShape(Shape):
    line: int
    id: str
    members: list[str]


class LikenessShape(Shape):
    line: int
    id: str
    title: str
    like: str
    like_title: str
    like_line: int | None


class ImportReport(Shape):
    """`refused` lines are all those of batches with a trouble: nothing of them was kept."""

    lines: int
    created: int
    holders: int
    changed: int
    unchanged: int
    repeated: int
    retracted: int
    refused: int
    supporting: int
    revisions: list[int]
    troubles: list[TroubleShape]
    unresolved: list[UnresolvedShape]
    doubtful: list[DoubtfulShape]
    changes: list[MembersShape]
    conflicts: list[MembersShape]
    likenesses: list[LikenessShape]
