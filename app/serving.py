"""What uvicorn imports: the application over the settings of the environment."""

import gc

# A thousand modules make a million objects that stay: looking for cycles among them, again and
# again while there come more, takes a fifth of the start and finds nothing.
gc.disable()

from app.main import create_app  # noqa: E402 - that is what was waited for
from app.settings import Settings  # noqa: E402

app = create_app(Settings())

# A page makes some thousand short-lived objects. By default every 700 of them start a search for
# cycles, and some searches look at all that was imported: a fifth of the time of a page.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
gc.enable()
