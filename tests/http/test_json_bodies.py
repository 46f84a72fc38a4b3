"""What is no body of ours."""

import pytest

from tests.http.editing import EVENT, app, desk, small
from tests.support.editing import Editor, refusal

__all__ = ["app", "desk", "small"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"kind": "visit", "kind": "call"}', "application/json", 400),
        (b'{"kind": NaN}', "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "application/json", 422),
        (b'{"title": "\\ud800"}', "application/json", 422),
        (b'{"\\u0000": 1}', "application/json", 422),
        (b'{"lat": ' + b"9" * 5_000 + b"}", "application/json", 400),
        (b'{"place": {"lat": 1e999}}', "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"{}", "application/json; charset=latin-1", 415),
        (b'{"kind": "visit"}', "application/merge-patch+json", 200),
        (b'{"kind": "visit"}', "application/json; charset=UTF-8", 200),
        (b'"' + b"x" * 1024 * 1024 + b'"', "application/json", 413),
    ],
)  # fmt: skip
def test_is_refused_as_what_it_is(desk: Editor, content: bytes, kind: str, status: int) -> None:
    headers = desk.headers | {"Content-Type": kind, "If-Match": "*"}
    answer = desk.client.request("PATCH", EVENT, content=content, headers=headers)

    assert answer.status_code == status, answer.text


def test_that_is_packed_is_not_unpacked(desk: Editor) -> None:
    headers = desk.headers | {"Content-Encoding": "gzip", "If-Match": "*"}
    answer = desk.client.request("PATCH", EVENT, content=b"x", headers=headers)

    assert answer.status_code == 415


def test_that_is_of_another_thing_is_refused(desk: Editor) -> None:
    other = desk.get("/v1/events/ev_00000002").json()

    assert desk.patch(EVENT, other).status_code == 409


@pytest.mark.parametrize("act", ["retract", "undo", "merge", "publish"])
def test_an_act_takes_what_it_takes(desk: Editor, act: str) -> None:
    answer = desk.act(f"{EVENT}/{act}", {"kind": "visit"})

    assert [pointer for pointer, _ in refusal(answer, 422)] == ["/kind"]
