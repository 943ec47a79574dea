"""Runs a sandbox application on 127.0.0.1 inside the process: threaded, quiet, with connections kept alive.

Werkzeug's own handler closes the connection after every answer; a client that is measured against 300 ms of
latency must be able to keep its connections, so the answer is written here, in one piece. This is also the
place where an answer can be broken for good: dropped without a byte, or cut in its middle.
"""

from __future__ import annotations

import contextlib
import io
import logging
import socket
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import InternalServerError
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from mobius_desktop.sandbox.control.plane import BREAK, STOPPING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_JOIN_SECONDS = 10.0


class _Handler(WSGIRequestHandler):
    """Answers many requests on one connection; every answer has a length."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        # The whole body is read first: what is left on the socket is the next request then.
        environ["wsgi.input"] = io.BytesIO(self._read_body(environ))
        environ["wsgi.input_terminated"] = True
        environ[STOPPING] = self.server.stopping
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:  # noqa: ARG001 - WSGI
            started[:] = [status, headers]
            return None

        body = self._execute(environ, start_response)
        if environ.get(BREAK) == "drop":
            self.close_connection = True
            return
        self._write(environ, started[0], started[1], body)

    def _read_body(self, environ: WSGIEnvironment) -> bytes:
        if environ.get("wsgi.input_terminated"):
            return environ["wsgi.input"].read()  # type: ignore[no-any-return]  # a stream of bytes by WSGI
        return self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))

    def _execute(self, environ: WSGIEnvironment, start_response: Any) -> bytes:
        try:
            answer = self.server.app(environ, start_response)
            try:
                return b"".join(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()
        except Exception:
            _log.exception("the sandbox failed to answer %s", environ["PATH_INFO"])
            return b"".join(InternalServerError()(environ, start_response))

    def _write(
        self, environ: WSGIEnvironment, status: str, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        self.send_header("Server", self.version_string())
        if not any(name.lower() == "date" for name, _ in headers):
            self.send_header("Date", self.date_time_string())
        for name, value in headers:
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        if int(code) != 204:
            self.send_header("Content-Length", str(len(body)))
        kept = environ.get(BREAK)
        if isinstance(kept, int):
            body = body[:kept]
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.flush_with(b"" if environ["REQUEST_METHOD"] == "HEAD" else body)

    def flush_with(self, body: bytes) -> None:
        """Send head and body in one write: two would wait for each other on a kept connection."""
        buffered: list[bytes] = self._headers_buffer
        self.wfile.write(b"".join([*buffered, b"\r\n", body]))
        buffered.clear()

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's own name
        """Say nothing: what was asked stands in the recorder."""


class _Server(ThreadedWSGIServer):
    """Knows its connections and their threads, so that stopping leaves neither behind."""

    daemon_threads = True

    def __init__(self, host: str, port: int, app: WSGIApplication) -> None:
        super().__init__(host, port, app, handler=_Handler)
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._workers: set[threading.Thread] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        worker = threading.Thread(
            target=self._serve, args=(request, client_address), daemon=True, name="sandbox-connection"
        )
        with self._lock:
            self._connections.add(request)
            self._workers.add(worker)
        worker.start()

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._connections.discard(request)
                self._workers.discard(threading.current_thread())

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - overrides
        if not isinstance(sys.exc_info()[1], OSError):
            _log.exception("the sandbox failed on a connection")

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's own name
        if type == "error":
            _log.error(message, *args)

    def hang_up(self) -> None:
        """Close every connection and wait for its thread."""
        with self._lock:
            connections, workers = list(self._connections), list(self._workers)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for worker in workers:
            worker.join(_JOIN_SECONDS)


class SandboxServer:
    """One sandbox application on a port of 127.0.0.1; 0 takes any free one. Usable as a context manager."""

    def __init__(self, app: WSGIApplication, port: int = 0) -> None:
        self._server = _Server("127.0.0.1", port, app)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.02},
            daemon=True,
            name="sandbox-server",
        )

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> SandboxServer:
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every pause, hang up and wait for all threads. May be called twice."""
        self._server.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(_JOIN_SECONDS)
        self._server.hang_up()
        self._server.server_close()

    def __enter__(self) -> SandboxServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
