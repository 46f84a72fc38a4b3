"""Datasette's ASGI application, as uvicorn imports it in the peers' Python.

Its own command starts it likewise, but has uvicorn write a line for each request.
"""

import json
import os
from pathlib import Path

from datasette.app import Datasette

# A thread is for queries that take long; without one it answers these faster.
app = Datasette(
    immutables=[os.environ["DATASETTE_RECORD"]],
    metadata=json.loads(Path(os.environ["DATASETTE_METADATA"]).read_text()),
    settings={"num_sql_threads": 0},
).app()
