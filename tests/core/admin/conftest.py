import pytest


@pytest.fixture
def source_form():
    """What a browser posts to the form of a source."""

    def entries(**changes):
        return {
            "kind": "news", "title": "A title", "author": "", "publisher": "", "url": "", "published_on": "",
            "accessed_on": "", "is_public": "on", "note": "",
        } | changes  # fmt: skip

    return entries
