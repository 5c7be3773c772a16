"""A web host as plain as there is: Python's own file server, which shows a folder below a path and knows no query."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Host(SimpleHTTPRequestHandler):
    """index.html of a folder, and nothing beyond: no redirects of ours, no headers of ours, no list of a folder."""

    def __init__(self, *args: Any, base_path: str, **kwargs: Any) -> None:
        self._base_path = base_path
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self._base_path)
        return super().translate_path(
            "/" + path.removeprefix(self._base_path) if inside else "/outside/of/it"
        )

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def host(base_path: str) -> Iterator[tuple[str, Any]]:
    """Its origin, and how to put a folder on it: the address is known before the export is made for it."""
    folder: list[Path] = []

    def answer(*args: Any) -> _Host:
        return _Host(*args, base_path=base_path, directory=str(folder[0]))

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(answer)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", folder.append
        finally:
            server.shutdown()
            thread.join()
