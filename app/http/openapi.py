"""The OpenAPI document: made from the rows of parameters, forms and errors that do the work."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.http.raw import Parameter
from app.http.shapes import schemas
from app.render.form import Typed

Json = dict[str, Any]

_PROBLEM: Json = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_FAILURES = {
    400: "The request is malformed",
    405: "This address is only read",
    404: "There is nothing at this address",
    406: "None of the forms accepted is served here",
    410: "It was withdrawn, or the token belongs to a record that was replaced",
    422: "The query cannot be read; the detail says what to do",
    501: "This format is not served",
    503: "The record cannot be read just now",
}
# What is read as text; anything else is bytes.
_TEXTS = (
    "text/",
    "application/x-ndjson",
    "application/json",
    "application/jscalendar+json",
    "image/svg+xml",
)
_NOT_MODIFIED: dict[int, Json] = {304: {"description": "You have these very bytes"}}


def operation(
    parameters: Mapping[str, Parameter], shape: str, forms: Mapping[str, Typed] | None = None
) -> Json:
    """What a route declares of itself beside its id and summary."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    if forms is not None:
        content = {_type(form): _content(form, shape) for form in forms.values()}
    return {
        "response_model": None,
        "responses": {
            200: {"description": "As asked", "content": content},
            **_NOT_MODIFIED,
            **failures(400, 404, 406, 410, 422, 503),
        },
        "openapi_extra": {"parameters": [_parameter(p) for p in parameters.values()]},
    }


def stream(parameters: Mapping[str, Parameter], media_type: str) -> Json:
    """The same of a stream of events, which no cache keeps."""
    found = operation(parameters, "")
    content = {media_type: {"schema": {"type": "string"}}}
    found["responses"][200] = {
        "description": "Events, for as long as you listen",
        "content": content,
    }
    del found["responses"][304]
    last = _text_header("Last-Event-ID", "The id of the last event that you have seen.")
    found["openapi_extra"]["parameters"].append(last)
    return found


def _text_header(name: str, description: str) -> Json:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }


def failures(*statuses: int) -> dict[int | str, Json]:
    """The problems a route may answer with."""
    return {status: {"description": _FAILURES[status], "content": _PROBLEM} for status in statuses}


def install(app: FastAPI, base_url: str) -> None:
    """Makes `app.openapi` answer with our document."""

    def document() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, base_url)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # how FastAPI documents it


def _document(app: FastAPI, base_url: str) -> Json:
    found = get_openapi(
        title="Pourparlers",
        version=__version__,
        summary="A timeline of diplomacy: who meets whom, where, when, and who says so",
        description="Filtering by actor, forum and date, at any revision of the record.",
        routes=app.routes,
        servers=[{"url": base_url}],
        tags=_TAGS,
        contact={"name": "The Pourparlers authors", "url": base_url},
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    components = found.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    components |= schemas()
    found["security"] = []
    for path in found["paths"].values():
        _without_framework_errors(path["get"])
    return found


def _without_framework_errors(get: Json) -> None:
    """FastAPI adds its own shape of 422 to a route with path parameters; ours is Problem."""
    answer = get["responses"].get("422")
    if answer and "application/json" in answer.get("content", {}):
        answer["content"] = _PROBLEM
        answer["description"] = _FAILURES[422]


def _type(form: Typed) -> str:
    return form.media_type.partition(";")[0]


def _content(form: Typed, shape: str) -> Json:
    if _type(form) == "application/json":
        return {"schema": {"$ref": f"#/components/schemas/{shape}"}}
    if _type(form).startswith(_TEXTS):
        return {"schema": {"type": "string"}}
    return {"schema": {"type": "string", "format": "binary"}}


def _parameter(parameter: Parameter) -> Json:
    schema: Json = dict(parameter.schema)
    found: Json = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
    }
    if parameter.repeatable:
        found |= {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}
    elif parameter.example is not None:
        found["example"] = parameter.example
    return found


_TAGS = [
    {"name": "events", "description": "The timeline, under one filter, in every form"},
    {"name": "actors", "description": "Who takes part or speaks"},
    {"name": "forums", "description": "Where, or in what format, they meet"},
    {"name": "topics", "description": "What it is about"},
    {"name": "changes", "description": "What became of the events, revision by revision"},
    {"name": "statements", "description": "What officials said, in our own words"},
    {"name": "sources", "description": "Who says so"},
    {"name": "operations", "description": "Whether it runs, and whether it can answer"},
]
