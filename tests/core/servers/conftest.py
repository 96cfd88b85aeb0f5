import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from caucus_site.core.servers.places import CHECKOUT, data_folders

HOLD = """
import json, sys
from pathlib import Path
from caucus_site.core import servers
with servers.attached(var=Path(sys.argv[1])) as joined:
    print(json.dumps({attachment.name: attachment.url for attachment in joined}
                     | {"adopted": [attachment.adopted for attachment in joined]}), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def var():
    """A checkout's var that root's server user can reach, as he cannot reach tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="caucus-try-"))
    folder.chmod(0o711)
    yield folder / "var"
    wait_for(lambda: not processes_of(folder), within=20)
    for outside in data_folders(folder / "var"):
        shutil.rmtree(outside)
    shutil.rmtree(folder)


@pytest.fixture
def bare_environment():
    """What a person's shell holds: nothing of this test run's own servers."""
    own = {"DJANGO_SETTINGS_MODULE", "CAUCUS_TEST_SERVERS", "MAKELEVEL"}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in own and (not name.startswith("CAUCUS_") or name == "CAUCUS_SERVERS")
    }


@pytest.fixture
def hold(var, bare_environment):
    """Start a process that attaches to the servers of `var` and stays until it is told to go."""
    started = []

    def start(folder=var, **variables):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(folder)],
            cwd=CHECKOUT,
            env=bare_environment | variables,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


def urls_of(holder):
    line = holder.stdout.readline()
    if not line:
        said = holder.stderr.read()
        logs = [Path(word.rstrip(".")).read_text()[-2000:] for word in said.split() if word.strip(".").endswith(".log")]
        raise AssertionError("\n".join([said, *logs]))
    return json.loads(line)


def let_go(holder):
    return holder.communicate("", timeout=20)


def processes_of(folder):
    """Keepers and servers whose command line names the folder, zombies left out."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        if str(folder) in command and " -c \nimport" not in command:
            found.append((int(entry.name), command))
    return found


def servers_of(folder):
    return [pid for pid, command in processes_of(folder) if "core.servers.keeper" not in command]


def keepers_of(folder):
    return [pid for pid, command in processes_of(folder) if "core.servers.keeper" in command]


def wait_for(condition, *, within):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not so within {within} s"
        time.sleep(0.05)


def kill(pid):
    os.kill(pid, signal.SIGKILL)
