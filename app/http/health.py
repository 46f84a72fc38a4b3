"""/live and /ready: whether the process runs, and whether it can answer."""

from fastapi import APIRouter, Request, Response

from app.http import openapi
from app.http.reading import Service
from app.store import schema

router = APIRouter(tags=["operations"])

_FAILURES = openapi.failures(405, 503)


@router.get("/live", operation_id="live", summary="Whether the process runs", responses=_FAILURES)
def live() -> dict[str, str]:
    """200 while it can answer at all."""
    return {"status": "live"}


@router.get(
    "/ready", operation_id="ready", summary="Whether the record can be read", responses=_FAILURES
)
def ready(request: Request, response: Response) -> dict[str, str]:
    """200 when the database answers and has this release's schema, else 503 that says why not."""
    service: Service = request.app.state.service
    with service.database.reading() as connection:
        schema.check(connection)
    response.headers["Cache-Control"] = "no-store"
    return {"status": "ready"}
