"""A post office that delivers to nobody: it takes every letter over SMTP and keeps it as a file, to be looked at.

`python -m caucus_site.core.servers.mail_sink PORT FOLDER`, until SIGTERM. Development only: nothing leaves the machine.
"""

import asyncio
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
SUFFIX = ".eml"


class KeepsLetters:
    """Handler of aiosmtpd: one file per letter, whole or not at all, for its owner's eyes only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        # Sorted by name they are sorted by arrival.
        name = f"{time.time_ns():020}-{secrets.token_hex(4)}"
        draft = self.folder / f"{name}.part"
        told = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos).encode()
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(told + envelope.original_content)
        draft.rename(self.folder / f"{name}{SUFFIX}")
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    handler = KeepsLetters(folder)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="caucus.invalid", enable_SMTPUTF8=True, loop=loop), HOST, port
    )
    async with server:
        sys.stdout.write(f"Letters to anybody are kept in {folder}; none is delivered.\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
