"""Hostile values in every parameter of every list: refused or answered, never an error of ours."""

from collections.abc import Mapping

import pytest

from app.http import oembed, parameters
from app.http.raw import Parameter
from app.render import svg
from tests.http.conftest import Client

HOSTILE = (
    "%00", "%ff", "%ed%a0%80", "a" * 7_000, "," * 200, "-", "--", "-,-", "'", '"', "';--", "%25",
    "1e999", "-1", "0", "99999999999999999999", "NaN", "9223372036854775808", "null", "[]", "{}",
    "..", "../..", "/", "//", "0001-01-01", "9999-12-31", "9999-12-31T23:59Z",
    "0001-01-01T00:00%2B14:00", "2022-01-10T00:00-99:99", "%E2%80%AE", "%F0%9F%98%80", "%CC%81",
    "iso:", ":", "wd:Q159:", "%D8%A7", "true", "*", "%0d%0aX: y", "%7f", "AND", "NEAR(", '"*"',
    "W10", "eyJhIjoxfQ", "month:", "actor:RU,actor:", "year:2022-01", "kind:visit:", ":,:",
    "ev_", "ev_%27",
)  # fmt: skip
LISTS: dict[str, Mapping[str, Parameter]] = {
    "/v1/events": parameters.EVENTS,
    "/v1/events.csv": parameters.EVENTS,
    "/v1/events.svg": parameters.with_options({}, svg.FORM),
    "/v1/events/counts?by=actor,month": parameters.COUNTS,
    "/v1/events/counts.csv": parameters.COUNTS,
    "/v1/events/slips?by=forum": parameters.COUNTS,
    "/v1/events/diff?a=1": {n: p for n, p in parameters.DIFF.items() if n != "a"},
    "/v1/events/diff": parameters.DIFF,
    "/v1/events/ev_7k2m9q4x": parameters.EVENT,
    "/v1/actors": parameters.NAMED,
    "/v1/statements": parameters.STATEMENTS,
    "/v1/sources/src_1": parameters.PLAIN,
    "/oembed": oembed.PARAMETERS,
    "/oembed?url=http://127.0.0.1:8000/en/": oembed.PARAMETERS,
}


@pytest.mark.parametrize("address", LISTS)
def test_no_value_of_a_parameter_is_an_error_of_ours(client: Client, address: str) -> None:
    for name in LISTS[address]:
        for value in HOSTILE:
            mark = "&" if "?" in address else "?"
            answer = client.get(f"{address}{mark}{name}={value}")
            # 501 is what oEmbed asks for where a format is not served.
            assert answer.status_code < 500 or answer.status_code == 501, f"{name}={value[:99]}"
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["events", "actors", "forums", "topics", "statements", "sources"])
def test_no_address_is_an_error_of_ours(client: Client, path: str) -> None:
    for value in (*HOSTILE, ""):
        answer = client.get(f"/v1/{path}/{value.replace('/', '%2f')}")
        assert answer.status_code in (301, 400, 404, 410), value


@pytest.mark.parametrize(
    "header", ["Accept", "Accept-Language", "If-None-Match", "Accept-Datetime"]
)
def test_no_header_is_an_error_of_ours(client: Client, header: str) -> None:
    for value in (
        "",
        ";;;",
        "q=;,",
        "*;q=9",
        "a/b/c",
        "x" * 5_000,
        '"',
        "Mon, 99 Foo",
        ",,,",
        "-1",
    ):
        answer = client.get("/v1/events", headers={header: value})
        assert answer.status_code < 500, value
