"""pygeoapi over the same events, as a collection of features."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.peers.installed import programs
from benchmarks.peers.uvicorn import IMPORTABLE, in_uvicorn
from benchmarks.questions import LIMIT, Asked
from benchmarks.server import Command, Server, free_port

_APPLICATION = "pygeoapi.starlette_app:APP"


@contextmanager
def serving(record: str, folder: Path) -> Iterator[Server]:
    """pygeoapi's own ASGI application in uvicorn, which serves it as fast as ours is served."""
    port = free_port()
    configuration, openapi = folder / f"geo-{port}.json", folder / f"geo-{port}-openapi.json"
    configuration.write_text(json.dumps(_configuration(record, port)))  # JSON is YAML.
    settings = {
        "PYGEOAPI_CONFIG": str(configuration),
        "PYGEOAPI_OPENAPI": str(openapi),
    }
    made: Command = [programs() / "pygeoapi", "openapi", "generate", configuration]
    subprocess.run(
        [*made, "--format", "json", "--output-file", openapi],
        check=True,
        env=os.environ | settings | IMPORTABLE,
        stdout=subprocess.DEVNULL,
    )
    with in_uvicorn(_APPLICATION, port, "/conformance?f=json", **settings) as server:
        yield server


def _configuration(record: str, port: int) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}"
    text = {"en": "events"}
    provider = {
        "type": "feature",
        "name": "benchmarks.peers.geo_provider.Events",
        "data": record,
        "id_field": "id",
        "time_field": "when",
    }
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en"],
            "pretty_print": False,
            "limits": {"default_items": LIMIT, "max_items": LIMIT},
            "map": {"url": url, "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": text,
                "description": text,
                "keywords": {"en": ["events"]},
                "keywords_type": "theme",
                "terms_of_service": url,
                "url": url,
            },
            "license": {"name": "MIT", "url": url},
            "provider": {"name": "benchmarks", "url": url},
            "contact": {"name": "benchmarks"},
        },
        "resources": {
            "events": {
                "type": "collection",
                "title": text,
                "description": text,
                "keywords": {"en": ["events"]},
                "links": [],
                "extents": {
                    "spatial": {
                        "bbox": [-180, -90, 180, 90],
                        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    },
                    "temporal": {"begin": None, "end": None},
                },
                "providers": [provider],
            }
        },
    }


def address(asked: Asked) -> str:
    """A page of features, as GeoJSON."""
    dates = f"datetime={asked.first}/{asked.last}"
    return f"/collections/events/items?f=json&actor={asked.actor}&{dates}&limit={LIMIT}"
