"""Small data files, written for one test."""

import textwrap

import pytest

from seeds import entries, loading


@pytest.fixture
def write(tmp_path):
    """Write one data file into the folder of the test."""

    def write_file(text, name="entries.yaml"):
        (tmp_path / name).write_text(textwrap.dedent(text), encoding="utf-8")
        return tmp_path

    return write_file


@pytest.fixture
def seed(write):
    """Write one data file and load its folder."""

    def load(text, name="entries.yaml"):
        return loading.load(entries.read(write(text, name)))

    return load
