"""The private Valkey or Redis: a socket only, every write kept in an append-only file."""

import signal
import socket
from pathlib import Path
from typing import ClassVar

from caucus_site.core.servers.binaries import find_redis
from caucus_site.core.servers.places import Place, ServerUser, private_folder


class Redis:
    name: ClassVar = "redis"
    variable: ClassVar = "CAUCUS_REDIS_URL"
    stop_signal: ClassVar = signal.SIGTERM
    insist_signal: ClassVar = signal.SIGKILL

    def __init__(self, place: Place, user: ServerUser | None, *, throwaway: bool) -> None:
        self.user = user
        self.throwaway = throwaway
        self.binary = find_redis(user)
        self.data = place.data / f"{self.binary.product}-{self.binary.major}"
        self.socket = place.sockets / "kv.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def prepare(self) -> None:
        private_folder(self.data, self.user)

    @property
    def command(self) -> list[str | Path]:
        return [
            self.binary.program, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
            "--dir", self.data, "--appendonly", "no" if self.throwaway else "yes", "--save", "",
        ]  # fmt: skip

    def is_ready(self, pid: int) -> bool:  # noqa: ARG002
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
