"""What uvicorn imports: the application over the settings of the environment."""

from app.main import create_app
from app.settings import Settings

app = create_app(Settings())
