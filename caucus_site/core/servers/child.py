"""Runs one service of `manage.py run` so that nothing of it stays behind, whoever is killed.

`python -m caucus_site.core.servers.child PARENT COMMAND…` adopts what the command's own children leave behind. When the
command ends, they follow; when the process PARENT dies, or on SIGTERM, the command is asked to end and, after a while,
made to.
"""

import os
import signal
import subprocess
import sys
from typing import Any

from caucus_site.core.servers import processes

GRACE = 5


def main() -> int:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    processes.adopt_orphans()
    service: subprocess.Popen[bytes] | None = None
    asked = False

    def ask(*_: Any) -> None:
        nonlocal asked
        if service is None:
            sys.exit(128 + signal.SIGTERM)
        if not asked:
            asked = True
            os.kill(service.pid, signal.SIGTERM)
            signal.alarm(GRACE)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGALRM, lambda *_: processes.end_children(grace=0))
    processes.signal_when_parent_dies(signal.SIGTERM, parent)
    service = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=processes.dying_with_parent(signal.SIGTERM),
    )
    while True:
        try:
            pid, status = os.waitpid(-1, 0)
        except ChildProcessError:  # reaped while SIGALRM's handler was ending everybody
            return 128 + signal.SIGKILL
        if pid == service.pid:
            break
    signal.alarm(0)
    processes.end_children(grace=1)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
