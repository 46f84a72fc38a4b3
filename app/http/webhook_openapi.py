"""What the operations about webhooks declare of themselves: all of them want the scope admin."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from app.domain.scope import Scope
from app.http import openapi
from app.http.openapi import Json
from app.http.raw import Parameter
from app.http.webhook_bodies import JSON, MERGE_PATCH


def reads(shape: str, parameters: Mapping[str, Parameter] | None = None) -> Json:
    """A GET."""
    declared = openapi.operation(parameters or {}, shape)
    without = {304, 406, 410}
    kept = {n: answer for n, answer in declared["responses"].items() if n not in without}
    return openapi.secured(declared | {"responses": kept}, Scope.ADMIN)


def posts(shape: str, status: int, body: type[BaseModel] | None = None) -> Json:
    """A POST that answers with this status; it takes an Idempotency-Key."""
    bodies = {JSON: {"schema": schema(body)}} if body else {}
    declared = openapi.taking(openapi.operation({}, shape), bodies)
    if not body:
        declared["openapi_extra"].pop("requestBody")
    elif not any(field.is_required() for field in body.model_fields.values()):
        declared["openapi_extra"]["requestBody"]["required"] = False
    return openapi.secured(_answering(declared, status), Scope.ADMIN) | {"status_code": status}


def changes(shape: str, body: type[BaseModel]) -> Json:
    """A PATCH with a merge patch (RFC 7396); If-Match is heeded where it is given."""
    declared = openapi.operation({}, shape)
    extra = {
        "parameters": [_IF_MATCH],
        "requestBody": {
            "required": True,
            "content": {type_: {"schema": _merged(body)} for type_ in (MERGE_PATCH, JSON)},
        },
    }
    failed = openapi.failures(400, 404, 412, 413, 415, 422, 503)
    answers = {200: declared["responses"][200], **failed}
    return openapi.secured(declared | {"openapi_extra": extra, "responses": answers}, Scope.ADMIN)


def removes() -> Json:
    """A DELETE, answered without a body."""
    answers: dict[int | str, Json] = {
        204: {"description": "It is gone"},
        **openapi.failures(404, 503),
    }
    declared = {"response_model": None, "responses": answers, "openapi_extra": {}}
    return openapi.secured(declared, Scope.ADMIN) | {"status_code": 204}


def schema(body: type[BaseModel]) -> dict[str, Any]:
    """The body as JSON Schema."""
    return body.model_json_schema()


def _merged(body: type[BaseModel]) -> dict[str, Any]:
    """Without defaults: what is not named stays as it is."""
    found = schema(body)
    for member in found["properties"].values():
        member.pop("default", None)
    return found


def _answering(declared: Json, status: int) -> Json:
    answers = dict(declared["responses"])
    answers[status] = answers.pop(200)
    return declared | {"responses": answers | openapi.failures(404)}


_IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the webhook as you read it: another one by now is 412.",
    "schema": {"type": "string"},
    "example": '"1"',
}
