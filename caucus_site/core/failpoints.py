"""Places where a test may have the process die as by `kill -9`. Without CAUCUS_FAILPOINT they are nothing.

The names below are the coverage list: `tests/core/background/` kills at every one of them.
"""

import os
import signal
from pathlib import Path

NAMES = (
    "errands.after_claim",  # counted, not begun
    "errands.before_commit",  # done, but for the commit
    "errands.after_commit",  # done
    "post.after_claim",  # a batch taken, no letter begun
    "post.before_sending",  # marked as being sent, not a byte to the mail server
    "post.after_250",  # accepted by the mail server, not marked as sent
    "post.after_sent",  # marked as sent
)


def failpoint(name: str) -> None:
    """Die here if CAUCUS_FAILPOINT names it, among others; with a folder in CAUCUS_FAILPOINT_ONCE, only the first time.

    Each death leaves a file of the failpoint's name in that folder.
    """
    if name not in os.environ.get("CAUCUS_FAILPOINT", "").split(","):
        return
    if folder := os.environ.get("CAUCUS_FAILPOINT_ONCE"):
        try:
            Path(folder, name).touch(exist_ok=False)
        except FileExistsError:
            return
    os.kill(os.getpid(), signal.SIGKILL)
