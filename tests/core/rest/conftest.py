import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def small_api(settings, db):
    settings.ROOT_URLCONF = "tests.core.rest.urls"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def writer(secretariat):
    client = Client(raise_request_exception=False)
    client.force_login(secretariat)
    return client


@pytest.fixture
def send(writer):
    """Write as the secretariat; the answer of `send(method, path, body, if_match=…)`."""

    def request(method, path, body=None, *, client=writer, if_match=None):
        headers = {"if-match": if_match} if if_match else {}
        return getattr(client, method)(path, body, content_type="application/json", headers=headers)

    return request
