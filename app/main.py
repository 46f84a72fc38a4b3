"""The application: routers, middleware and error handlers put together, no logic."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app import __version__
from app.deliver.means import means
from app.deliver.running import beside
from app.http import (
    changes,
    counts,
    diff,
    direct,
    docs,
    drafts,
    editing_docs,
    edits,
    embed,
    embedding,
    events,
    feed,
    health,
    imports,
    ledger,
    middleware,
    oembed,
    openapi,
    pages,
    private,
    problempages,
    problems,
    slips,
    statements,
    static,
    straight,
    stream,
    things,
    webhooks,
    widget,
)
from app.http.cache import ResponseCache
from app.http.heads import Heads
from app.http.hub import Hub
from app.http.keeping import Keeper
from app.http.leaving import on_leaving
from app.http.reading import Service
from app.settings import Settings
from app.store import schema
from app.store.digest import Digests
from app.store.directory import Directories
from app.store.sessions import Database
from app.store.uses import Uses

# The order matters: counts and differences come before the one event, whose address would take
# theirs for a slug.
_ROUTERS = (
    counts.router,
    slips.router,
    diff.router,
    events.router,
    changes.router,
    feed.router,
    stream.router,
    ledger.router,
    statements.router,
    *things.routers(),
    *edits.routers(),
    drafts.router,
    imports.router,
    webhooks.router,
    health.router,
    docs.router,
    static.router,
    pages.router,
    embed.router,
    widget.router,
    oembed.router,
    embedding.router,
)


def _delivering(service: Service) -> AbstractAsyncContextManager[None]:
    if not service.settings.deliver:
        return nullcontext()
    return beside(means(service.settings, service.database, service.directories))


class Application(FastAPI):
    """The framework behind the response cache, which a kept answer does not get past."""

    def remember(self, heads: Heads, most: int) -> None:
        """Keeps answers up to so many bytes. Once, before the first request."""
        self.state.cache = ResponseCache(super().__call__, heads, most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.state.cache(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application over the database of these settings; connections are made on use."""
    database, keeper = Database(settings.database_url), Keeper(settings.kept_mib << 20)
    service = Service(settings, database, Directories(), keeper, Uses(database))
    hub = Hub(service)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with service.database.reading() as connection:
            schema.check(connection)
        loop = asyncio.get_running_loop()
        with on_leaving(lambda: loop.call_soon_threadsafe(hub.close)):
            async with _delivering(service):
                yield
        hub.close()
        service.close()

    app = Application(
        version=__version__,
        docs_url=None,
        redoc_url=None,
        # The framework's own redirect would repeat the Host that the request claims.
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.remember(Heads(database.head), settings.cache_mib << 20)
    app.state.service = service
    app.state.hub = hub
    app.state.digests = Digests()
    for router in _ROUTERS:
        # They are whole as they are; to include them would make each of their routes again.
        app.router.routes += router.routes
    app.mount("/docs/files", docs.files())
    openapi.install(app, service.base_url, editing_docs.body_schemas())
    problems.install(app, service.base_url, problempages.offered)
    app.add_middleware(direct.Direct, framework=app)
    app.add_middleware(straight.Straight, framework=app)
    app.add_middleware(middleware.Common)
    app.add_middleware(private.Private)
    return app
