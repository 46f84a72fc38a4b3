"""What uvicorn imports: the application over the settings of the environment."""

import gc

from app.main import create_app
from app.settings import Settings

app = create_app(Settings())

# A page makes some thousand short-lived objects. By default every 700 of them start a search for
# cycles, and some searches look at all that was imported: a fifth of the time of a page.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
