"""The OpenAPI document: made from the rows of parameters, forms and errors that do the work."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app import __version__
from app.domain.scope import Scope
from app.http.raw import Parameter
from app.render.form import Typed

Json = dict[str, Any]

_PROBLEM: Json = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_FAILURES = {
    400: "The request is malformed",
    405: "This address is only read",
    401: "It needs a key that is valid now",
    403: "The key lacks the scope that this needs",
    404: "There is nothing at this address",
    406: "None of the forms accepted is served here",
    410: "It was withdrawn, or the token belongs to a record that was replaced",
    409: "The record says otherwise, or the same request is still being answered",
    412: "It has changed since the version in If-Match",
    428: "Say in If-Match which version the change is made for",
    413: "The body is too large",
    415: "This address does not take that kind of body",
    422: "The query cannot be read; the detail says what to do",
    501: "This format is not served",
    503: "The record cannot be read just now",
}
_IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same one, a request has one effect and one answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 257},
    "example": '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
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


def taking(operation: Json, bodies: Mapping[str, Json]) -> Json:
    """The declaration of a route with a body, in one of these media types."""
    extra = operation["openapi_extra"]
    extra["parameters"] = [*extra["parameters"], _IDEMPOTENCY_KEY]
    extra["requestBody"] = {"required": True, "content": dict(bodies)}
    without = {304, 406, 410}
    kept = {n: answer for n, answer in operation["responses"].items() if n not in without}
    return operation | {"responses": kept | failures(409, 413, 415)}


def secured(operation: Json, *scopes: Scope) -> Json:
    """The declaration of a route that a key opens which has one of these scopes.

    The one place where that is said: `GuardedRoute` asks for what stands here. Each scope is a
    security scheme of its own, as only OAuth's have scopes that linters know; several requirements
    are alternatives (OpenAPI 3.1, section 4.8.30).
    """
    wanted: list[dict[str, list[str]]] = [{scope.value: []} for scope in scopes]
    extra = operation.get("openapi_extra", {}) | {"security": wanted}
    responses = operation.get("responses", {}) | failures(401, 403)
    return operation | {"openapi_extra": extra, "responses": responses}


def scopes(declared: Mapping[str, Any]) -> tuple[Scope, ...]:
    """The scopes of a declaration or of an operation in the document, one of which is wanted."""
    return tuple(Scope(*one) for one in declared.get("security", ()))


def _bearer(scope: Scope) -> Json:
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "pp_<id>_<secret>",
        "description": f"A key that `pourparlers keys create` made with the scope `{scope}`.",
    }


def failures(*statuses: int) -> dict[int | str, Json]:
    """The problems a route may answer with."""
    return {status: {"description": _FAILURES[status], "content": _PROBLEM} for status in statuses}


def install(app: FastAPI, base_url: str, bodies: Mapping[str, Json]) -> None:
    """Makes `app.openapi` answer with our document, these bodies among its schemas."""

    def document() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, base_url, bodies)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # how FastAPI documents it


def _document(app: FastAPI, base_url: str, bodies: Mapping[str, Json]) -> Json:
    # The shapes of answers are models that check nothing: they are made for those who ask for this.
    from app.http.shapes import schemas  # noqa: PLC0415

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
    components |= {**schemas(), **bodies}
    found["security"] = []
    operations = [declared for path in found["paths"].values() for declared in path.values()]
    for declared in operations:
        _without_framework_errors(declared)
    wanted = {scope for declared in operations for scope in scopes(declared)}
    found["components"]["securitySchemes"] = {s.value: _bearer(s) for s in Scope if s in wanted}
    return found


def _without_framework_errors(declared: Json) -> None:
    """FastAPI adds its own shape of 422 to a route with path parameters; ours is Problem."""
    answer = declared["responses"].get("422")
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
    {"name": "drafts", "description": "What is not published, and changes that are proposed"},
    {"name": "events", "description": "The timeline, under one filter, in every form"},
    {"name": "actors", "description": "Who takes part or speaks"},
    {"name": "forums", "description": "Where, or in what format, they meet"},
    {"name": "topics", "description": "What it is about"},
    {"name": "changes", "description": "What became of the events, revision by revision"},
    {"name": "statements", "description": "What officials said, in our own words"},
    {"name": "sources", "description": "Who says so"},
    {"name": "imports", "description": "Files of events into the record"},
    {"name": "webhooks", "description": "Messages to others about the events of a filter"},
    {"name": "operations", "description": "Whether it runs, and whether it can answer"},
]
