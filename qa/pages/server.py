"""Starting the server: the port is taken first, so that a clash is known before models load."""

import logging
import socket

import uvicorn
from starlette.types import ASGIApp

from qa.errors import SettingsError
from qa.settings import Settings


def take_port(settings: Settings) -> socket.socket:
    """A socket bound to the configured address.

    Raises:
        SettingsError: the port is in use, may not be used, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(128)  # SO_REUSEADDR lets two bind; only one may listen
    except OSError as error:
        taken.close()
        raise SettingsError(
            f"cannot serve on {settings.host} port {settings.port} "
            f"({error.strerror or error}). Stop the other program, or set another port: "
            f"QUOTEBACK_PORT={settings.port % 65535 + 1} python app.py"
        ) from error
    return taken


def serve(app: ASGIApp, settings: Settings, taken: socket.socket) -> None:
    """Serve until stopped. No access log: an address would say what a patient reads."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, ws="none"
    )
    logging.getLogger("uvicorn.error").addFilter(_without_traceback)
    _Server(config, f"http://{_shown(settings.host)}:{settings.port}").run(sockets=[taken])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Quoteback is ready at {self._address}", flush=True)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Keep the type of an error and drop the rest; a traceback can hold what a patient wrote."""
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = "request failed: %s", (record.exc_info[0].__name__,)
        record.exc_info = None
    return True


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 -- compared with, not bound to
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
