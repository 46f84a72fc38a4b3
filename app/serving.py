"""What uvicorn imports: the application over the settings of the environment."""

from app import collector

collector.pause()

from app.main import create_app  # noqa: E402 - that is what was waited for
from app.settings import Settings  # noqa: E402

app = create_app(Settings())
collector.spare()
