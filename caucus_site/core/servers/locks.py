"""File locks that the kernel lets go when their holder dies, however it dies."""

import fcntl
import time
from contextlib import suppress
from pathlib import Path
from typing import Self


class Lock:
    """One holder's view of a lock file. Python does not hand its descriptor to programs it starts."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a+")

    def hold(self) -> Self:
        fcntl.flock(self.file, fcntl.LOCK_EX)
        return self

    def share(self) -> Self:
        fcntl.flock(self.file, fcntl.LOCK_SH)
        return self

    def try_to_hold(self, *, within: float = 0) -> bool:
        return self._try(fcntl.LOCK_EX, within)

    def try_to_share(self) -> bool:
        return self._try(fcntl.LOCK_SH, 0)

    def let_go(self) -> None:
        fcntl.flock(self.file, fcntl.LOCK_UN)

    def close(self) -> None:
        self.file.close()

    def _try(self, kind: int, within: float) -> bool:
        deadline = time.monotonic() + within
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(self.file, kind | fcntl.LOCK_NB)
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
