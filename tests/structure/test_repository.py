"""What the repository may not hold, and what its names promise."""

import ast
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ["caucus_site", "members", "events", "advocacy", "seeds"]
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)


def test_locks_name_no_host():
    locks = sorted((ROOT / "requirements").glob("*.txt"))

    assert [lock.name for lock in locks] == ["base.txt", "dev.txt"]
    assert [lock.name for lock in locks if "http" in lock.read_text()] == []


def test_every_locked_package_has_its_hashes():
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = lock.read_text().replace("\\\n", " ").splitlines()
        assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml", ".venv/x", "var/x"])
def test_what_names_hosts_or_this_machine_is_not_committed(name):
    ignored = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
    if ignored.returncode == 128:
        pytest.skip("this is not a git checkout")

    assert ignored.returncode == 0


def test_every_package_of_the_site_has_its_storey():
    """import-linter asks this too; here it fails with the tests and says where to go."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (rooms,) = [contract for contract in contracts if contract["id"] == "rooms"]
    placed = {name.strip(" ()") for layer in rooms["layers"] for name in layer.split("|")} | set(
        rooms["exhaustive_ignores"]
    )

    there = {path.stem for path in (ROOT / "caucus_site").glob("*.py")} | {
        path.parent.name for path in (ROOT / "caucus_site").glob("*/__init__.py")
    }

    assert there - {"__init__"} <= placed, "docs/structure.md says where a new package goes"


def test_serializers_list_their_fields_by_hand():
    generous = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.ClassDef) and node.name == "Meta"):
                continue
            for line in node.body:
                if not isinstance(line, ast.Assign) or not isinstance(line.targets[0], ast.Name):
                    continue
                name, value = line.targets[0].id, line.value
                if name == "exclude" or (name == "fields" and isinstance(value, ast.Constant)):
                    generous.append(f"{path.relative_to(ROOT)}:{line.lineno}")

    assert generous == []
