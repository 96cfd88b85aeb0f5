import pytest
from django.test import Client

from tests.factories.sync import text_of


@pytest.fixture
def partner():
    """A client that shows a key, given as its record or as text."""

    def client_of(key):
        text = key if isinstance(key, str) else text_of(key)
        return Client(headers={"authorization": f"Bearer {text}"}, raise_request_exception=False)

    return client_of
