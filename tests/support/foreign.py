"""A site of somebody else on another origin: pages with a policy of their own, made by the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What a careful newsroom allows: the API's scripts and answers, its own style, nothing inline.
STRICT = (
    "default-src 'none'; script-src {api}; connect-src {api}; frame-src {api}; style-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
# What a careless one has collected over the years.
HOSTILE = """
main * { all: unset !important; display: none !important; visibility: hidden !important;
  opacity: 0 !important; color: transparent !important; font: 0/0 serif !important;
  position: absolute !important; left: -9999px !important; transform: scale(0) !important;
  clip-path: inset(100%) !important; height: 0 !important; max-height: 0 !important;
  overflow: hidden !important; pointer-events: none !important; direction: rtl !important;
  text-transform: uppercase !important; letter-spacing: 9px !important; }
"""


_NOTHING = "image/png", ""


@dataclass
class Site:
    """Its address and its files by path, which the test fills."""

    address: str
    policy: str = ""
    files: dict[str, tuple[str, str]] = field(default_factory=lambda: {"/favicon.ico": _NOTHING})

    def page(self, body: str, *, head: str = "", lang: str = "en") -> str:
        """Puts a page there; its address."""
        path = f"/{len(self.files)}"
        document = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>News</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f"<body><main><h1>News</h1>{body}</main></body></html>"
        )
        self.files[path] = "text/html", document
        return self.address + path


@contextmanager
def site() -> Iterator[Site]:
    """The site, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            media_type, text = found.files.get(self.path, ("text/plain", ""))
            self.send_response(200 if self.path in found.files else 404)
            self.send_header("Content-Type", f"{media_type}; charset=utf-8")
            if found.policy:
                self.send_header("Content-Security-Policy", found.policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
