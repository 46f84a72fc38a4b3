"""/static: styles, scripts and the icon, under addresses that change when they do."""

from fastapi import APIRouter, Response

from app.errors import NotFound
from app.web.assets import assets

router = APIRouter(include_in_schema=False)

_FOR_EVER = "public, max-age=31536000, immutable"
_SERVED = {asset.address: asset for asset in assets().values()}


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file of this release; one of another is not here."""
    asset = _SERVED.get(f"/static/{name}")
    if asset is None:
        raise NotFound("There is nothing at this address; a file of another release had it.")
    headers = {"Content-Type": asset.media_type, "Cache-Control": _FOR_EVER}
    return Response(asset.body, headers=headers)
