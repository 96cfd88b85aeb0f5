"""Processes that do not outlive the one that answers for them.

Linux tells a process when its parent dies and hands orphans to the nearest ancestor that asked for them. Elsewhere the
two calls do nothing, and what an abrupt death leaves behind is adopted by the next command.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
# Loaded here rather than after a fork, where loading a library could wait for a lock nobody will release.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def signal_when_parent_dies(signum: signal.Signals, parent: int) -> None:
    """Must come after a change of user: the kernel forgets the wish when the user changes."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signum)


def dying_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """For Popen's preexec_fn, which runs after the change of user."""
    parent = os.getpid()
    return lambda: signal_when_parent_dies(signum, parent)


def adopt_orphans() -> None:
    if _libc is not None:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children() -> list[int]:
    own = str(os.getpid())
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # pid (name) state ppid …; the name may itself hold spaces and brackets.
            state, ppid = stat.read_text().rpartition(")")[2].split()[:2]
            if ppid == own and state != "Z":
                found.append(int(stat.parent.name))
    return found


def end_children(*, grace: float) -> None:
    """Ask every child to end, then insist. Children of the ended come up as ours, and follow.

    Only for a process that adopts orphans and has nothing else running.
    """
    deadline = time.monotonic() + grace
    asked: set[int] = set()
    while left := children():
        insisting = time.monotonic() > deadline
        for pid in left:
            if insisting or pid not in asked:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL if insisting else signal.SIGTERM)
        asked.update(left)
        time.sleep(0.02)
        reap()


def reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
